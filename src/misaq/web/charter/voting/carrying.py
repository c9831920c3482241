"""What becomes of the other proposals when one is adopted: carried over, voted again, or fallen."""

from django.utils import timezone
from django.utils.translation import gettext as _

from misaq.charter import Proposal as CoreProposal
from misaq.charter import Rebasing, rebase_proposal
from misaq.foundation.errors import FaultsError
from misaq.web.charter.drafting.deriving import derive_again
from misaq.web.charter.drafting.events import event_note
from misaq.web.charter.drafting.overlapping import live_proposals, overlap_words
from misaq.web.charter.drafting.texts import DraftText, core_proposal, text_of
from misaq.web.charter.drafting.writing import Written, latest, version_add
from misaq.web.charter.models import Division, Drafting, Proposal
from misaq.web.charter.refusals import RefusedError

State = Proposal.State


def carry_over(drafting: Drafting, before: DraftText, adopted: Proposal) -> None:
    """Carry every other live proposal over to the text with `adopted` in it.

    before : the text as it stood. Where nothing overlaps, the words stay and votes on them count; where something
    does, what is at the vote is halted: it must be voted again, or falls.
    """
    passed = core_proposal(latest(adopted))
    now = text_of(drafting)
    for other in live_proposals(drafting):
        core = core_proposal(latest(other))
        if core.base != before.sha256:
            continue  # its author has to look at it anyway
        rebasing = _rebase(before, core, passed)
        if rebasing is not None and rebasing.votes_stay:
            _carry(now, other)
        elif rebasing is None or rebasing.falls:
            _end(drafting, other, adopted, State.FALLEN, rebasing)
        else:
            _end(drafting, other, adopted, State.AGAIN, rebasing)


def _rebase(before: DraftText, core: CoreProposal, passed: CoreProposal) -> Rebasing | None:
    try:
        return rebase_proposal(before.base, core, [passed])
    except FaultsError:
        return None


def _carry(now: DraftText, other: Proposal) -> None:
    """The same operations on the new text, as a version that its author did not have to make."""
    last = latest(other)
    core = core_proposal(last)
    try:
        derived = derive_again(
            now, core.operations, other.provision, f"p{other.number}v{last.n + 1}"
        )
    except RefusedError:
        return
    note = _("Carried over to the text with what was adopted; no word of it is touched.")
    version_add(other, derived, Written(other.kind, note=note), n=last.n + 1)


def _end(
    drafting: Drafting,
    other: Proposal,
    adopted: Proposal,
    state: str,
    rebasing: Rebasing | None,
) -> None:
    """Halt the vote on a proposal whose words met what was adopted; what was not at the vote only gets its state."""
    why = _("P-%(number)s was adopted.") % {"number": adopted.number}
    if rebasing is not None and rebasing.overlaps:
        own = core_proposal(latest(other)).id
        why += " " + overlap_words(rebasing.overlaps[0], own)
    for division in Division.objects.filter(proposal=other, state=Division.State.OPEN):
        division.state, division.closed_at = Division.State.HALTED, timezone.now()
        division.halted_why = why[:300]
        division.save(update_fields=["state", "closed_at", "halted_why"])
        event_note(
            drafting,
            "halted",
            f"division-{division.number}",
            {"number": division.number, "adopted": adopted.number},
        )
    Proposal.objects.filter(pk=other.pk).update(state=state)
