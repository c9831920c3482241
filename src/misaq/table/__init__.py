"""The table: what was promised, by whom, to whom, by when, and what became of it."""

from misaq.table import messages as _messages  # noqa: F401  registers the texts
from misaq.table.commitments import (
    FULL,
    Commitment,
    Rollup,
    Standing,
    find_cycles,
    is_scored_by_obligor,
    judge,
    overdue_first,
    read_commitments,
    roll_up,
    roll_up_by_beneficiary,
    roll_up_by_theme,
    unknown_dependencies,
)
from misaq.table.errors import CommitmentFormError, DependencyCycleError

__all__ = [  # noqa: RUF022  in the order of the story
    "Commitment",
    "read_commitments",
    "unknown_dependencies",
    "find_cycles",
    "is_scored_by_obligor",
    "FULL",
    "Standing",
    "judge",
    "overdue_first",
    "Rollup",
    "roll_up",
    "roll_up_by_theme",
    "roll_up_by_beneficiary",
    "CommitmentFormError",
    "DependencyCycleError",
]
