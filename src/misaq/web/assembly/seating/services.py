"""Inviting those drawn, noting what they answer, and letting somebody stand in so that the quotas are kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from misaq.assembly import find_stand_in, replace_people, standby_order
from misaq.web.accounts.models import Account
from misaq.web.assembly.composition_rows import standing
from misaq.web.assembly.models import (
    AlternatesRun,
    Invitation,
    Panel,
    SealedLottery,
    SeatingEvent,
    Volunteer,
)
from misaq.web.assembly.noting import note
from misaq.web.assembly.refusals import RefusedError
from misaq.web.assembly.seat_log import event_add
from misaq.web.assembly.standby.selectors import (
    GONE,
    UNFINISHED,
    chosen_run,
    free_people,
    last_run,
    sealed_pool,
    sealed_quotas,
    seats_now,
)

Answer = Invitation.Answer
ALTERNATES, POOL, ORDER = "alternates", "pool", "order"  # by which rule somebody comes in


@dataclass(frozen=True)
class StandIns:
    """Who takes vacant seats.

    people : (pseudonym, rule) of each, the rule one of ALTERNATES (of the list that was chosen), POOL (nobody of the
        list keeps the quotas) and ORDER (no list was chosen: the first in the order of the draw).
    in_the_way : with nobody, the quotas that stand in the way.
    """

    people: tuple[tuple[str, str], ...] = ()
    in_the_way: tuple[str, ...] = ()


@transaction.atomic
def panel_invite(sealing: SealedLottery, due: date, *, by: Account) -> int:
    """Invite everybody who was drawn, once, in the order of their pseudonyms; gives how many.

    due : until when they answer; it is published with the log.
    Raises RefusedError when nothing was drawn, it was a rehearsal, or they are invited already.
    """
    panel = Panel.objects.select_for_update().get(pk=sealing.panel_id)
    if panel.state != Panel.State.DRAWN:
        raise RefusedError(_("Nobody is drawn yet."))
    drawn = sealing.draw.draw
    if drawn["rehearsal"]:
        raise RefusedError(_("This was a rehearsal: nobody is invited because of it."))
    if Invitation.objects.filter(panel=panel).exists():
        raise RefusedError(_("They are invited already."))
    people = sorted(drawn["people"])
    found = {one.pseudonym: one for one in panel.volunteers.filter(pseudonym__in=people)}
    if missing := len(people) - len(found):
        raise RefusedError(
            _("%(n)d of those drawn are not in the pool of this site.") % {"n": missing}
        )
    for place, person in enumerate(people, 1):
        _invite(panel, found[person], place, due, by)
    event_add(sealing, "drawn", {"people": people, "due": due.isoformat()}, by=by)
    return len(people)


@transaction.atomic
def reply_note(invitation: Invitation, answer: str, *, by: Account | None) -> None:
    """Note what somebody answered. A seat that was taken over is not given back. Raises RefusedError.

    by : the officer whom they told; None when they answered with their own code and key.
    """
    panel = Panel.objects.select_for_update().get(pk=invitation.panel_id)
    row = Invitation.objects.select_for_update().select_related("volunteer").get(pk=invitation.pk)
    if answer not in {Answer.YES, Answer.NO, Answer.SILENT}:
        raise RefusedError(_("Choose what they answered."))
    if is_replaced(panel, row.volunteer.pseudonym):
        raise RefusedError(_("Somebody stands in for this person already."))
    if row.answer == answer:
        return
    before, row.answer, row.answered_at = row.answer, answer, timezone.now()
    row.save(update_fields=["answer", "answered_at"])
    note(panel, "reply.noted" if by else "reply.own", by=by, about=row.volunteer.pseudonym)
    if answer in GONE or before in GONE:
        kind = "declined" if answer in GONE else "returned"
        body = {"person": row.volunteer.pseudonym, "reason": answer}
        event_add(SealedLottery.objects.select_related("panel").get(panel=panel), kind, body, by=by)


@transaction.atomic
def reply_own(volunteer: Volunteer, answer: str) -> Invitation:
    """Note what somebody answered themselves, until the day that the invitation names; gives their invitation.

    Raises RefusedError when they are not invited, the day is over, or somebody stands in already.
    """
    row = Invitation.objects.filter(volunteer=volunteer).first()
    if row is None:
        raise RefusedError(_("You are not invited to a seat at present. Nothing was changed."))
    if answer not in {Answer.YES, Answer.NO}:
        raise RefusedError(_("Choose what you answer."))
    if is_replaced(row.panel, volunteer.pseudonym):
        raise RefusedError(_("Somebody has taken over your seat meanwhile. Nothing was changed."))
    if timezone.localdate() > row.due:
        raise RefusedError(
            _("The day until which answers are taken is over. Tell the officers of the lottery.")
        )
    reply_note(row, answer, by=None)
    return row


@transaction.atomic
def stand_in_call(invitation: Invitation, *, by: Account) -> StandIns:
    """Invite somebody in place of a person who is gone, so that every quota is kept.

    From the alternates that were chosen, and then for all vacant seats at once, since together they fit best; where
    no list was chosen, the first in the order that the draw fixed. With nobody found nothing is changed.
    Raises RefusedError when the person is not gone, somebody stands in already, or alternates are being chosen.
    """
    panel = Panel.objects.select_for_update().get(pk=invitation.panel_id)
    row = Invitation.objects.select_related("volunteer").get(pk=invitation.pk)
    if row.answer not in GONE:
        raise RefusedError(_("This person has not declined: nobody stands in for them."))
    if is_replaced(panel, row.volunteer.pseudonym):
        raise RefusedError(_("Somebody stands in for this person already."))
    latest = last_run(panel)
    if latest is not None and latest.state in UNFINISHED:
        raise RefusedError(_("Alternates are being chosen: wait until the list is there."))
    sealing = SealedLottery.objects.select_related("draw", "panel").get(panel=panel)
    chosen = chosen_run(panel)
    vacant = [row] if chosen is None else _vacant(panel, row)
    found = next_by_order(sealing) if chosen is None else next_by_list(sealing, chosen, vacant)
    for seat, (person, rule) in zip(vacant, found.people, strict=False):
        place = panel.invitations.count() + 1
        due = _due_of_stand_in(panel)
        _invite(panel, panel.volunteers.get(pseudonym=person), place, due, by)
        gone = {"person": seat.volunteer.pseudonym, "reason": seat.answer}
        came = {"stands_in": person, "rule": rule, "due": due.isoformat()}
        event_add(sealing, "replaced", {**gone, **came}, by=by)
    return found


def next_by_order(sealing: SealedLottery) -> StandIns:
    """Who would stand in next where no list was chosen: the first in the order of the draw who keeps the quotas."""
    known, seated = standing(sealing), seats_now(sealing)
    free = free_people(sealing.panel) & known.answers.keys()
    order = standby_order(sealing.commitment, sealing.draw.draw["value"], free)
    vacant = int(sealing.lottery["size"]) - len(seated) - 1
    found = find_stand_in(known, seated, order, vacant=vacant)
    if found.person:
        return StandIns(((found.person, ORDER),))
    rows = sealing.sealed["quotas"]
    return StandIns((), tuple(f"{rows[place][0]}: {rows[place][1]}" for place in found.blocked))


def next_by_list(
    sealing: SealedLottery, chosen: AlternatesRun, vacant: Sequence[Invitation]
) -> StandIns:
    """Who would take the vacant seats together: alternates, and others only where these cannot keep the quotas."""
    known, seated = standing(sealing), seats_now(sealing)
    free = free_people(sealing.panel)
    left = [one.volunteer.pseudonym for one in vacant]
    gone = [p for p in known.answers if p not in free and p not in seated and p not in left]
    quotas = sealed_quotas(sealing)
    found = replace_people(
        sealed_pool(sealing, quotas),
        [*seated, *left],
        left,
        [person for person in chosen.people if person in free],
        gone=gone,
        seed=chosen.seed,
    )
    empty = int(sealing.lottery["size"]) - len(found.people)
    if not found.came or known.broken(found.people, empty):
        rows = [quotas.rows[miss.row] for miss in found.misses if miss.row >= 0]
        return StandIns((), tuple(f"{quota.category}: {quota.feature}" for quota in rows))
    listed = [(p, ALTERNATES) for p in chosen.people if p in found.came]
    return StandIns((*listed, *((p, POOL) for p in found.came if p not in chosen.people)))


def _vacant(panel: Panel, first: Invitation) -> list[Invitation]:
    """The vacant seats, in the order of the invitations, the one that was asked about first."""
    taken = {
        event.body["person"] for event in SeatingEvent.objects.filter(panel=panel, kind="replaced")
    }
    rows = panel.invitations.filter(answer__in=GONE).select_related("volunteer").order_by("place")
    others = (one for one in rows if one.pk != first.pk)
    return [first, *(one for one in others if one.volunteer.pseudonym not in taken)]


def is_replaced(panel: Panel, pseudonym: str) -> bool:
    """Whether somebody stands in for a person."""
    return any(
        event.body.get("person") == pseudonym
        for event in SeatingEvent.objects.filter(panel=panel, kind="replaced")
    )


def _due_of_stand_in(panel: Panel) -> date:
    """Whoever stands in has as many days to answer as those drawn had, and never less than these have left."""
    first = panel.invitations.order_by("place")[0]
    days = first.due - timezone.localdate(first.invited_at)
    return max(first.due, timezone.localdate() + days)


def _invite(panel: Panel, volunteer: Volunteer, place: int, due: date, by: Account) -> None:
    Invitation.objects.create(panel=panel, volunteer=volunteer, place=place, due=due, invited_by=by)
