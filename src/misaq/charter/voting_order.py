"""In which order proposals are voted on, and what falls or must be voted again when one passes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from misaq.charter.amending import amend_proposal
from misaq.charter.changes import compare_proposals
from misaq.charter.drafting import Base, draft_text
from misaq.charter.overlaps import Overlap, find_overlaps
from misaq.charter.proposals import Proposal
from misaq.charter.text import count_words


@dataclass(frozen=True)
class Turn:
    """One vote in its place.

    proposal : id. reach : words put in and taken out, all languages together; of an amendment to a proposal, against
    the words of that proposal. amends, clause : as in the proposal.
    falls : ids that cannot be adopted any more when it passes. voted_again : ids that must then be voted again.
    """

    proposal: str
    reach: int
    amends: str
    clause: str
    falls: tuple[str, ...]
    voted_again: tuple[str, ...]


def order_votes(base: Base, proposals: Iterable[Proposal]) -> tuple[Turn, ...]:
    """The order of voting: amendments to a proposal before it, and always the farthest-reaching first.

    How far one reaches is counted in words against the text it changes; ties go by order of submission. Proposals
    that a later one takes the place of (`supersedes`) are not voted on.
    Raises FaultsError where one does not apply.
    """
    listed = list(proposals)
    replaced = {key for proposal in listed for key in proposal.supersedes}
    open_ones = [proposal for proposal in listed if proposal.id not in replaced]
    overlaps = find_overlaps(base, open_ones)
    reach = measure_reach(base, open_ones)
    ranked = sorted(open_ones, key=lambda p: (-reach[p.id], p.order, p.id))
    ordered = list(_amendments_first(ranked, ""))
    return tuple(
        Turn(
            proposal.id,
            reach[proposal.id],
            proposal.amends,
            proposal.clause,
            *what_follows(proposal.id, overlaps, open_ones),
        )
        for proposal in ordered
    )


def measure_reach(base: Base, proposals: Sequence[Proposal]) -> dict[str, int]:
    """Proposal id to the words it puts in and takes out, all languages together."""
    by_id = {proposal.id: proposal for proposal in proposals}
    return {
        p.id: _reach_of_amendment(by_id[p.amends], p) if p.amends else draft_text(base, p).reach
        for p in proposals
        if not p.amends or p.amends in by_id
    }


def what_follows(
    passed: str, overlaps: Iterable[Overlap], proposals: Iterable[Proposal]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Ids that fall, and ids that must be voted again, when `passed` is adopted.

    What amends a proposal that falls, falls with it.
    """
    falls: set[str] = set()
    again: set[str] = set()
    for overlap in overlaps:
        if passed in {overlap.one, overlap.other}:
            met = overlap.other if passed == overlap.one else overlap.one
            (falls if overlap.falls(passed) else again).add(met)
    falls |= {p.id for p in proposals if p.amends in falls}
    return tuple(sorted(falls)), tuple(sorted(again - falls))


def _reach_of_amendment(target: Proposal, amendment: Proposal) -> int:
    changes = compare_proposals(target, amend_proposal(target, amendment))
    return sum(count_words(change.out) + count_words(change.into) for change in changes)


def _amendments_first(ranked: Sequence[Proposal], amends: str) -> Iterable[Proposal]:
    known = {proposal.id for proposal in ranked}
    for proposal in ranked:
        if proposal.amends == amends or (not amends and proposal.amends not in known):
            yield from _amendments_first(ranked, proposal.id) if proposal.id else ()
            yield proposal
