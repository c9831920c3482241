"""The constitution text engine: versions to a weave, who wrote each word, what undoing brings, drafts and rules."""

import misaq.charter.decisions_messages
import misaq.charter.drafting_messages
import misaq.charter.editions_messages
import misaq.charter.folding_messages
import misaq.charter.messages
import misaq.charter.observing_messages
import misaq.charter.residue_messages
import misaq.charter.rules.lint_messages
import misaq.charter.rules.messages
import misaq.charter.undo_messages  # noqa: F401  texts of codes
from misaq.charter.amending import (
    amend_proposal,
    check_amendment,
)
from misaq.charter.assigning import (
    assign_sections,
    keep_assignments,
)
from misaq.charter.bill import (
    Bill,
    BillCheck,
    BillClause,
    draft_bill,
)
from misaq.charter.bill_formulas import (
    SAVINGS,
)
from misaq.charter.bill_rendering import (
    bill_markdown,
    bill_text,
)
from misaq.charter.cautions import (
    Caution,
    find_cautions,
)
from misaq.charter.changes import (
    WordChange,
    compare_proposals,
    compare_texts,
    tell_changes,
)
from misaq.charter.citing import (
    cite_proposals,
    cite_provisions,
)
from misaq.charter.clauses import (
    Clause,
    split_clauses,
)
from misaq.charter.conflicts import (
    SEVERITIES,
    Change,
    Conflict,
)
from misaq.charter.decisions import (
    BALLOTS,
    UNVOTED,
    VOTED,
    Ballot,
    Because,
    Decision,
    DecisionKind,
    Ruling,
    Voting,
    count_ballots,
    explain_reason,
    judge_votings,
)
from misaq.charter.dependencies import (
    Dependency,
    close_over,
    find_dependencies,
    find_levels,
    lift_dependencies,
)
from misaq.charter.doubtful import (
    Doubtful,
    find_doubtful,
)
from misaq.charter.drafting import (
    Base,
    ProposedText,
    check_proposal,
    draft_text,
)
from misaq.charter.eids import (
    EidSpan,
    derive_eids,
    eid_history,
    eid_number,
)
from misaq.charter.errors import (
    BadNumbersError,
    BadResolutionError,
    BillDiffersError,
    FirstTextError,
    ImpossibleTallyError,
    NotDecidedError,
    NotInSourceError,
    NoVersionError,
    OpenRuleError,
    OtherTextError,
    RuleSaysOtherwiseError,
    ScatteredProvisionError,
    TwiceNumberedError,
    UncountedBallotError,
    UnknownOperationError,
    UnknownProvisionError,
    UnknownRuleError,
    UnknownSavingsError,
    UnknownTextError,
    UnknownVersionError,
)
from misaq.charter.folding import (
    fold_operations,
    start_weave,
)
from misaq.charter.footnoted import (
    FootnotedEdition,
    Mark,
    read_footnoted,
    split_pages,
)
from misaq.charter.footnotes import (
    EditionNote,
    read_notes,
)
from misaq.charter.grounds import (
    KINDS,
    Citing,
    Coverage,
    Draft,
    Ground,
    cover_citing,
    cover_grounds,
)
from misaq.charter.history import (
    Check,
    Difference,
    FoldedHistory,
    InheritedDate,
    Residue,
    check_history,
    compare_version,
    fold_history,
)
from misaq.charter.languages import (
    AlignedProvision,
    KindDifference,
    LanguageAlignment,
    LanguageGap,
    align_languages,
)
from misaq.charter.official import (
    official_state,
)
from misaq.charter.operations import (
    EFFECTS,
    EVERY,
    TEXTUAL,
    Operation,
    Source,
)
from misaq.charter.outline import (
    Outline,
    outline_state,
    outline_texts,
    split_paragraphs,
)
from misaq.charter.overlaps import (
    FALLS,
    Footprint,
    Overlap,
    Touch,
    find_footprint,
    find_overlaps,
)
from misaq.charter.proceedings import (
    follow_decisions,
    open_proceedings,
    take_decision,
)
from misaq.charter.proposals import (
    Certificate,
    Proposal,
    bind_text,
    check_certificates,
    check_languages,
    hash_operations,
)
from misaq.charter.proposing import (
    propose_operations,
)
from misaq.charter.provisions import (
    Segment,
    split_provisions,
)
from misaq.charter.published import (
    read_weave,
    rebuild_version,
    weave_document,
)
from misaq.charter.rebasing import (
    Rebasing,
    rebase_amendment,
    rebase_proposal,
)
from misaq.charter.redline import (
    Authored,
    Passage,
    ProvisionRedline,
    Removed,
    cut_paragraphs,
    find_authors,
    find_removed,
    redline_states,
)
from misaq.charter.resolutions import (
    CHOICES,
    Resolution,
    read_resolution,
)
from misaq.charter.reversals import (
    Reversal,
    find_reversals,
)
from misaq.charter.rights import (
    RIGHTS,
    normalise_right,
    right_title,
)
from misaq.charter.rules import (
    LIBRARY,
    RULES,
    Ballots,
    Cell,
    Coalition,
    Course,
    Electorate,
    LibraryRule,
    Line,
    Place,
    Reason,
    Reported,
    Rule,
    Ruled,
    Stage,
    Tally,
    Test,
    Vetoed,
    Voted,
    count_tally,
    describe_course,
    describe_lint,
    describe_rule,
    electorate,
    evaluate_rule,
    find_in_library,
    find_rule,
    find_shifts,
    flat_rule,
    follow_rule,
    library_votes,
    lint_rule,
    lint_stage,
    lint_values,
    list_library,
    measure_power,
    read_rule,
    read_rule_document,
    rule_of_stage,
    rule_of_values,
    rule_values,
    stage_tests,
    summarise_rule,
)
from misaq.charter.ruling import (
    rule_on,
)
from misaq.charter.search import (
    Found,
    TextIndex,
    article_of,
    mark_words,
    plain_letters,
    read_query,
)
from misaq.charter.sourced import (
    Hole,
    SourcedWeave,
    weave_edition,
)
from misaq.charter.standing import (
    UNKNOWN,
    Standing,
    active_on,
    find_standing,
)
from misaq.charter.standings import (
    Proceedings,
    ProposalStanding,
)
from misaq.charter.text import (
    count_words,
    prepare_text,
)
from misaq.charter.tracked import (
    TrackedParagraph,
    track_states,
)
from misaq.charter.undoing import (
    MODES,
    Undoing,
    choose_operations,
    undo_amendments,
    undo_operations,
    undoing_document,
)
from misaq.charter.undoing_values import (
    conflict_sentence,
    revert_values,
    severity_sentence,
    warning_sentence,
)
from misaq.charter.versions import (
    Dating,
    Version,
    date_versions,
    digest_files,
    join_files,
    order_versions,
)
from misaq.charter.voting_order import (
    Turn,
    order_votes,
)
from misaq.charter.weave import (
    Provision,
    Weave,
)
from misaq.charter.weaving import (
    weave_versions,
)

__all__ = [  # noqa: RUF022  in the order of the work
    # the texts
    "Version",
    "Dating",
    "order_versions",
    "date_versions",
    "prepare_text",
    "count_words",
    "join_files",
    "digest_files",
    "Segment",
    "split_provisions",
    "Clause",
    "split_clauses",
    # what amending acts do
    "TEXTUAL",
    "EFFECTS",
    "EVERY",
    "Source",
    "Operation",
    # the weave
    "weave_versions",
    "start_weave",
    "fold_operations",
    "Weave",
    "Provision",
    "UNKNOWN",
    "Standing",
    "active_on",
    "find_standing",
    "weave_document",
    "read_weave",
    "rebuild_version",
    # who wrote what, and what differs
    "Authored",
    "Removed",
    "Passage",
    "ProvisionRedline",
    "find_authors",
    "find_removed",
    "redline_states",
    "cut_paragraphs",
    # the instructions behind official texts, and one checked against the other
    "propose_operations",
    "assign_sections",
    "keep_assignments",
    "FoldedHistory",
    "fold_history",
    "Check",
    "Residue",
    "Difference",
    "InheritedDate",
    "check_history",
    # finding words
    "TextIndex",
    "Found",
    "read_query",
    "mark_words",
    "plain_letters",
    "article_of",
    # what a history says of itself
    "Reversal",
    "find_reversals",
    "Doubtful",
    "find_doubtful",
    "compare_version",
    "official_state",
    # a text as a tree, and what its provisions are called
    "Outline",
    "outline_state",
    "outline_texts",
    "split_paragraphs",
    "EidSpan",
    "derive_eids",
    "eid_history",
    "eid_number",
    "TrackedParagraph",
    "track_states",
    # footnoted editions: as far as one source tells a history
    "EditionNote",
    "read_notes",
    "FootnotedEdition",
    "Mark",
    "split_pages",
    "read_footnoted",
    "SourcedWeave",
    "Hole",
    "weave_edition",
    # authentic languages side by side
    "AlignedProvision",
    "LanguageGap",
    "KindDifference",
    "LanguageAlignment",
    "align_languages",
    # undoing
    "SEVERITIES",
    "MODES",
    "CHOICES",
    "Dependency",
    "Conflict",
    "Resolution",
    "Caution",
    "Change",
    "Undoing",
    "find_dependencies",
    "lift_dependencies",
    "close_over",
    "find_levels",
    "choose_operations",
    "undo_operations",
    "undo_amendments",
    "undoing_document",
    "read_resolution",
    "find_cautions",
    "severity_sentence",
    "conflict_sentence",
    "warning_sentence",
    "revert_values",
    # drafts and proposals
    # the bill
    "SAVINGS",
    "BillClause",
    "BillCheck",
    "Bill",
    "draft_bill",
    "bill_markdown",
    "bill_text",
    # drafts, their grounds and the rules they are decided by
    "KINDS",
    "RIGHTS",
    "right_title",
    "Ground",
    "Citing",
    "Draft",
    "Proposal",
    "Certificate",
    "hash_operations",
    "bind_text",
    "check_languages",
    "check_certificates",
    "Base",
    "ProposedText",
    "draft_text",
    "check_proposal",
    "amend_proposal",
    "check_amendment",
    "WordChange",
    "compare_proposals",
    "compare_texts",
    "tell_changes",
    "FALLS",
    "Overlap",
    "Touch",
    "Footprint",
    "find_footprint",
    "find_overlaps",
    "Rebasing",
    "rebase_proposal",
    "rebase_amendment",
    "Turn",
    "order_votes",
    # what they rest on
    "Coverage",
    "cover_grounds",
    "cover_citing",
    "cite_proposals",
    "cite_provisions",
    "normalise_right",
    "RULES",
    "Test",
    "Stage",
    "Cell",
    "Rule",
    "Ballots",
    "Tally",
    "flat_rule",
    "stage_tests",
    "find_rule",
    "read_rule",
    "read_rule_document",
    "rule_of_values",
    "rule_values",
    "Reason",
    "evaluate_rule",
    "Voted",
    "Vetoed",
    "Reported",
    "Ruled",
    "Place",
    "Course",
    "follow_rule",
    "describe_course",
    "Line",
    "describe_rule",
    "summarise_rule",
    # who can carry, block or bind whom under a rule
    # rules of real processes
    "LIBRARY",
    "LibraryRule",
    "list_library",
    "find_in_library",
    "library_votes",
    "rule_of_stage",
    "Electorate",
    "electorate",
    "count_tally",
    "Coalition",
    "find_shifts",
    "measure_power",
    "lint_rule",
    "lint_values",
    "describe_lint",
    "lint_stage",
    "VOTED",
    "UNVOTED",
    "BALLOTS",
    "Ballot",
    "count_ballots",
    "Voting",
    "DecisionKind",
    "Decision",
    "Because",
    "Ruling",
    "judge_votings",
    "explain_reason",
    "ProposalStanding",
    "Proceedings",
    "open_proceedings",
    "follow_decisions",
    "take_decision",
    "rule_on",
    # what can be wrong
    "NoVersionError",
    "NotInSourceError",
    "TwiceNumberedError",
    "UnknownVersionError",
    "UnknownProvisionError",
    "UnknownOperationError",
    "FirstTextError",
    "BadResolutionError",
    "BillDiffersError",
    "UnknownSavingsError",
    "OpenRuleError",
    "ScatteredProvisionError",
    "UnknownRuleError",
    "RuleSaysOtherwiseError",
    "ImpossibleTallyError",
    "UncountedBallotError",
    "OtherTextError",
    "UnknownTextError",
    "NotDecidedError",
    "BadNumbersError",
]
