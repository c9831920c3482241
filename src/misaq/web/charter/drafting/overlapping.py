"""Which proposals meet, in words; in which order they are voted on; what falls when one passes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from misaq.charter import Overlap, find_overlaps, order_votes
from misaq.charter import Proposal as CoreProposal
from misaq.foundation.errors import FaultsError
from misaq.web.charter.drafting.texts import DraftText, core_proposal
from misaq.web.charter.drafting.writing import latest
from misaq.web.charter.models import Drafting, Proposal

LIVE = (Proposal.State.OPEN, Proposal.State.AT_VOTE, Proposal.State.AGAIN)


@dataclass(frozen=True)
class Meeting:
    """Another proposal that touches what this one touches, and how, in words."""

    other: Proposal
    how: str
    sample: str
    language: str
    grave: bool


@dataclass(frozen=True)
class Turn:
    """A proposal in its place in the order of voting. falls, again : what its adoption does to others."""

    proposal: Proposal
    reach: int
    falls: list[Proposal] = field(default_factory=list)
    again: list[Proposal] = field(default_factory=list)
    amendments: list[Proposal] = field(default_factory=list)
    stale: bool = False


def live_proposals(drafting: Drafting) -> list[Proposal]:
    """The proposals that are not decided, without those that amend others."""
    rows = Proposal.objects.filter(drafting=drafting, state__in=LIVE, amends=None)
    return list(rows.select_related("by").order_by("number"))


def standing(
    text: DraftText, proposals: Iterable[Proposal]
) -> dict[str, tuple[Proposal, CoreProposal]]:
    """Engine id to proposal, of those whose newest version stands on the text as it is now."""
    found = {}
    for proposal in proposals:
        core = core_proposal(latest(proposal))
        if core.base == text.sha256:
            # one id a proposal, whatever its version
            core = replace(core, id=f"p{proposal.number}")
            found[core.id] = (proposal, core)
    return found


def meetings_of(text: DraftText, proposal: Proposal, drafting: Drafting) -> list[Meeting]:
    """Which other proposals touch the same words or places as this one."""
    others = [p for p in live_proposals(drafting) if p.pk != proposal.pk]
    if proposal.amends_id is not None:  # an amendment meets what its target does
        others = [p for p in others if p.pk != proposal.amends_id]
    found = standing(text, [*others, proposal])
    own = f"p{proposal.number}"
    if own not in found:
        return []
    meetings: dict[tuple[int, str], Meeting] = {}
    for overlap in _overlaps(text, [core for _row, core in found.values()]):
        if own not in {overlap.one, overlap.other}:
            continue
        other = found[overlap.other if overlap.one == own else overlap.one][0]
        told = Meeting(
            other,
            overlap_words(overlap, own),
            overlap.sample,
            overlap.language,
            overlap.falls(own) or overlap.falls(f"p{other.number}"),
        )
        known = meetings.get((other.pk, overlap.kind))
        if known is None or not known.sample or told.language == get_language():
            meetings[other.pk, overlap.kind] = told
    return sorted(meetings.values(), key=lambda m: (not m.grave, m.other.number))


def order_of(text: DraftText, drafting: Drafting) -> list[Turn]:
    """The order of voting, the farthest-reaching first; what no longer stands on the text comes last."""
    proposals = live_proposals(drafting)
    found = standing(text, proposals)
    amendments = _amendments(drafting)
    turns = []
    try:
        ordered = order_votes(text.base, [core for _row, core in found.values()])
    except FaultsError:
        ordered = ()
    for turn in ordered:
        row = found[turn.proposal][0]
        turns.append(
            Turn(
                row,
                turn.reach,
                [found[other][0] for other in turn.falls],
                [found[other][0] for other in turn.voted_again],
                amendments.get(row.pk, []),
            )
        )
    placed = {turn.proposal.pk for turn in turns}
    turns += [Turn(row, 0, stale=True) for row in proposals if row.pk not in placed]
    return turns


def overlap_words(overlap: Overlap, own: str) -> str:
    """How two proposals meet, as one sentence."""
    acts = overlap.one == own
    words: dict[str, Any] = {
        "same_words": _("Both change the same words: only one of them can stand."),
        "whole": _("This one replaces, moves or omits the clause in which the other changes words.")
        if acts
        else _("The other replaces, moves or omits the clause in which this one changes words."),
        "children": _("This one replaces, moves or omits what the other's clause stands under.")
        if acts
        else _("The other replaces, moves or omits what this one's clause stands under."),
        "place": _("Both put a clause in the same place."),
        "clause": _("Both are versions of one clause: only one of them can stand."),
        "adjacent": _(
            "They change words next to each other: when one passes, the other is voted again."
        ),
        "same_provision": _(
            "They change other words of the same clause: when one passes, the other is voted again."
        ),
        "label": _("One gives a clause another number that the other names."),
        "anchor": _(
            "One puts a clause behind another that the other one replaces, moves or omits."
        ),
        "effect": _("Both act on the same provision."),
    }
    return str(words[overlap.kind])


def _overlaps(text: DraftText, proposals: Sequence[CoreProposal]) -> tuple[Overlap, ...]:
    try:
        return find_overlaps(text.base, proposals)
    except FaultsError:
        return ()


def _amendments(drafting: Drafting) -> dict[int, list[Proposal]]:
    """Target to the amendments to it that are not decided, the farthest-reaching first."""
    rows = Proposal.objects.filter(drafting=drafting, state__in=LIVE).exclude(amends=None)
    found: dict[int, list[tuple[int, Proposal]]] = {}
    for row in rows.select_related("by").order_by("number"):
        found.setdefault(row.amends_id or 0, []).append((-latest(row).words, row))
    return {
        target: [row for _reach, row in sorted(each, key=lambda pair: (pair[0], pair[1].number))]
        for target, each in found.items()
    }
