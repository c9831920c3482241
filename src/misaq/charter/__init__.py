"""The constitution text engine: versions to a weave, who wrote each word, what undoing brings, drafts and rules."""

import misaq.charter.folding_messages
import misaq.charter.messages
import misaq.charter.observing_messages  # noqa: F401  the texts of this room's codes
from misaq.charter.assigning import assign_sections, keep_assignments
from misaq.charter.clauses import Clause, split_clauses
from misaq.charter.doubtful import Doubtful, find_doubtful
from misaq.charter.errors import (
    NoVersionError,
    OpenRuleError,
    ScatteredProvisionError,
    TwiceNumberedError,
    UnknownProvisionError,
    UnknownRuleError,
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
from misaq.charter.history import (
    Check,
    Difference,
    FoldedHistory,
    InheritedDate,
    Residue,
    check_history,
    fold_history,
)
from misaq.charter.operations import EFFECTS, EVERY, TEXTUAL, Operation, Source
from misaq.charter.proposing import propose_operations
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
from misaq.charter.reversals import Reversal, find_reversals
from misaq.charter.revert import (
    SEVERITIES,
    Consequence,
    Dependency,
    Undoing,
    close_over,
    find_dependencies,
    undo_amendments,
)
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
    # what a history says of itself
    "Reversal",
    "find_reversals",
    "Doubtful",
    "find_doubtful",
    # undoing
    "SEVERITIES",
    "Dependency",
    "Consequence",
    "Undoing",
    "find_dependencies",
    "close_over",
    "undo_amendments",
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
    "OpenRuleError",
    "ScatteredProvisionError",
    "UnknownRuleError",
]
