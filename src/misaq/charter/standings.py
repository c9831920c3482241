"""Where proposals and the whole text stand in the course of the decisions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from misaq.charter.decisions import Ruling
from misaq.charter.drafting import Base
from misaq.charter.overlaps import Overlap
from misaq.charter.proposals import Proposal
from misaq.foundation.faults import Fault

State = Literal[
    "open",  # may be voted on
    "again",  # must be voted again: others were adopted that touch it
    "adopted",  # in the text; an amendment, in the words of what it amends
    "failed",
    "fallen",  # because another passed, or what it amends is gone
    "withdrawn",
    "postponed",
    "superseded",  # a later version stands instead
    "faulty",  # does not apply to its base
]

LIVE: tuple[State, ...] = ("open", "again", "postponed")


@dataclass(frozen=True)
class ProposalStanding:
    """Where one proposal stands.

    proposal : in its present wording, on the present text. by : id of the decision that brought it there; "" none.
    overlaps : with what was adopted, when it must be voted again or fell. faults : why it does not apply.
    """

    proposal: Proposal
    state: State = "open"
    by: str = ""
    overlaps: tuple[Overlap, ...] = ()
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class Proceedings:
    """Where things stand after all decisions.

    base : the text as it stands, with what was adopted. rulings : one a decision, in their order.
    standings : by id of the proposal. whole : hash of the text that last passed as a whole; ratified : of the text
    that was ratified, after which nothing changes; "" when not.
    """

    base: Base
    standings: Mapping[str, ProposalStanding]
    rulings: tuple[Ruling, ...] = ()
    whole: str = ""
    ratified: str = ""

    @property
    def open_proposals(self) -> tuple[Proposal, ...]:
        """Proposals that may still be voted on, in their present wording."""
        return tuple(s.proposal for s in self.standings.values() if s.state in LIVE)

    def rests_on(self) -> tuple[str, ...]:
        """Ids of the decisions that brought every clause into the text."""
        return tuple(
            ruling.decision.id
            for ruling in self.rulings
            if ruling.outcome == "passed" and ruling.decision.kind in {"clause", "rebased"}
        )
