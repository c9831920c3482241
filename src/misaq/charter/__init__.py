"""The constitution text engine: versions to a weave, who wrote each word, what undoing brings, drafts and rules."""

import misaq.charter.folding_messages
import misaq.charter.messages
import misaq.charter.undo_messages  # noqa: F401  the texts of this room's codes
from misaq.charter.bill import Bill, BillCheck, BillClause, draft_bill
from misaq.charter.bill_formulas import SAVINGS
from misaq.charter.bill_rendering import bill_markdown, bill_text
from misaq.charter.cautions import Caution, find_cautions
from misaq.charter.clauses import Clause, split_clauses
from misaq.charter.conflicts import SEVERITIES, Change, Conflict
from misaq.charter.dependencies import (
    Dependency,
    close_over,
    find_dependencies,
    find_levels,
    lift_dependencies,
)
from misaq.charter.doubtful import Doubtful, find_doubtful
from misaq.charter.eids import EidSpan, derive_eids, eid_history, eid_number
from misaq.charter.errors import (
    BadResolutionError,
    BillDiffersError,
    FirstTextError,
    NoVersionError,
    OpenRuleError,
    ScatteredProvisionError,
    TwiceNumberedError,
    UnknownOperationError,
    UnknownProvisionError,
    UnknownRuleError,
    UnknownSavingsError,
    UnknownVersionError,
)
from misaq.charter.folding import fold_operations, start_weave
from misaq.charter.grounds import (
    KINDS,
    RIGHTS,
    Coverage,
    Draft,
    Ground,
    cover_grounds,
    normalise_right,
)
from misaq.charter.operations import EFFECTS, EVERY, TEXTUAL, Operation, Source
from misaq.charter.outline import Outline, outline_state, outline_texts, split_paragraphs
from misaq.charter.provisions import Segment, split_provisions
from misaq.charter.published import read_weave, rebuild_version, weave_document
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
from misaq.charter.resolutions import CHOICES, Resolution, read_resolution
from misaq.charter.reversals import Reversal, find_reversals
from misaq.charter.rules import (
    RULES,
    Ballots,
    Reason,
    Rule,
    Tally,
    Test,
    Verdict,
    evaluate_rule,
    find_rule,
    read_rule,
)
from misaq.charter.standing import UNKNOWN, Standing, active_on, find_standing
from misaq.charter.text import count_words, prepare_text
from misaq.charter.tracked import TrackedParagraph, track_states
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
from misaq.charter.weave import Provision, Weave
from misaq.charter.weaving import weave_versions

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
    # what a history says of itself
    "Reversal",
    "find_reversals",
    "Doubtful",
    "find_doubtful",
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
    "Ground",
    "Draft",
    "Coverage",
    "cover_grounds",
    "normalise_right",
    "RULES",
    "Test",
    "Rule",
    "Ballots",
    "Tally",
    "Reason",
    "Verdict",
    "find_rule",
    "read_rule",
    "evaluate_rule",
    # what can be wrong
    "NoVersionError",
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
]
