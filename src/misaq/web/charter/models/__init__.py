"""Every table of a drafting, in the order of the work: the body, what it writes, how it decides."""

from misaq.web.charter.models.body import (
    Drafting,
    DraftingEvent,
    DraftingText,
    JointAct,
    Seat,
    Steward,
)
from misaq.web.charter.models.decisions import Ballot, Division, Ratification
from misaq.web.charter.models.proposals import (
    CheckOut,
    ClauseGround,
    Comment,
    Proposal,
    ProposalVersion,
)

__all__ = [  # noqa: RUF022  in the order of the work
    "Drafting",
    "DraftingText",
    "Steward",
    "Seat",
    "JointAct",
    "DraftingEvent",
    "CheckOut",
    "Proposal",
    "ProposalVersion",
    "ClauseGround",
    "Comment",
    "Division",
    "Ballot",
    "Ratification",
]
