"""Rebasing: a proposal carried over to a text that has changed, with its votes where nothing of it is touched."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from misaq.charter.amending import check_amendment
from misaq.charter.drafting import Base, draft_text
from misaq.charter.overlaps import (
    Footprint,
    Overlap,
    amendment_footprint,
    footprint_on,
    keep_footprint,
    meet,
)
from misaq.charter.proposals import Proposal
from misaq.foundation.errors import FaultsError
from misaq.foundation.faults import Fault


@dataclass(frozen=True)
class Rebasing:
    """What became of a proposal when others were adopted.

    proposal : on the new text. votes_stay : whether votes on the old one count for it; else it must be voted again.
    overlaps : why it must be voted again. faults : why it does not apply to the new text; () when it does.
    falls : whether it cannot be adopted any more beside what was.
    """

    proposal: Proposal
    votes_stay: bool
    overlaps: tuple[Overlap, ...] = ()
    faults: tuple[Fault, ...] = ()
    falls: bool = False


def rebase_proposal(base: Base, proposal: Proposal, adopted: Sequence[Proposal]) -> Rebasing:
    """Carry a proposal on `base` over to the text with others adopted into it.

    base : the text that all of them were made for. adopted : in the order in which they are adopted.
    Where nothing overlaps the words stay as voted on, and the votes with them; else the overlaps are told and it must
    be voted again, on the new hash.
    Raises FaultsError when the proposal or an adopted one does not apply to `base`.
    """
    onto = base
    for other in adopted:
        onto = onto.adopt(replace(other, base=onto.sha256))
    prints = [footprint_on(base, other) for other in adopted]
    return carry_over(base, proposal, prints, onto)


def carry_over(
    base: Base, proposal: Proposal, adopted: Sequence[Footprint], onto: Base
) -> Rebasing:
    """The same, where the footprints on `base` of what was adopted, and the text with it, are there already."""
    own = footprint_on(base, proposal)
    overlaps = tuple(overlap for other in adopted for overlap in meet(other, own))
    if overlaps:
        return _meeting(proposal, onto, overlaps, [other.proposal.id for other in adopted])
    carried = replace(proposal, base=onto.sha256, voted_as=(*proposal.voted_as, proposal.sha256))
    # none of its provisions has changed, nor where they stand: it touches the same words as before
    keep_footprint(onto, replace(own, proposal=carried))
    return Rebasing(carried, votes_stay=True)


def rebase_amendment(
    target: Proposal, amendment: Proposal, adopted: Proposal, now: Proposal
) -> Rebasing:
    """Carry an amendment to a proposal over to the words which that proposal has with another amendment in it.

    adopted : the other amendment. now : the target with it (`amend_proposal`).
    """
    overlaps = meet(amendment_footprint(target, adopted), amendment_footprint(target, amendment))
    falls = any(overlap.falls(adopted.id) for overlap in overlaps)
    if overlaps:
        carried = replace(amendment, base=now.sha256, voted_as=())
        faults = tuple(check_amendment(now, carried))
        return Rebasing(carried, votes_stay=False, overlaps=overlaps, faults=faults, falls=falls)
    return Rebasing(follow_target(amendment, now), votes_stay=True)


def follow_target(amendment: Proposal, target: Proposal) -> Proposal:
    """An amendment on the new hash of a target whose words, where it changes them, are the same as before."""
    if amendment.base == target.sha256:
        return amendment
    return replace(amendment, base=target.sha256, voted_as=(*amendment.voted_as, amendment.sha256))


def _meeting(
    proposal: Proposal, onto: Base, overlaps: tuple[Overlap, ...], adopted: Iterable[str]
) -> Rebasing:
    """One that must be voted again, and whether it applies to the new text at all."""
    falls = any(overlap.falls(key) for overlap in overlaps for key in adopted)
    carried = replace(proposal, base=onto.sha256, voted_as=())
    try:
        draft_text(onto, carried)
    except FaultsError as error:
        return Rebasing(
            carried, votes_stay=False, overlaps=overlaps, faults=error.faults, falls=falls
        )
    return Rebasing(carried, votes_stay=False, overlaps=overlaps, falls=falls)
