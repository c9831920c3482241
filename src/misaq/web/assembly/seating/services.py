"""Inviting those drawn, noting what they answer, and letting somebody stand in so that the quotas are kept."""

import secrets
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from misaq.assembly import StandIn, Standing, chained, find_stand_in, standby_order
from misaq.foundation.canonical import canonical_value, sha256_hex
from misaq.web.accounts.models import Account
from misaq.web.assembly.composition_rows import standing
from misaq.web.assembly.models import Invitation, Panel, SealedLottery, SeatingEvent
from misaq.web.assembly.refusals import RefusedError

Answer = Invitation.Answer
GONE = (Answer.NO, Answer.SILENT)


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
        _invite(panel, found[person], place, by)
    _note(panel, "drawn", {"people": people, "due": due.isoformat()}, by, sealing)
    return len(people)


@transaction.atomic
def reply_note(invitation: Invitation, answer: str, *, by: Account) -> None:
    """Note what somebody answered. A seat that was taken over is not given back. Raises RefusedError."""
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
    if answer in GONE or before in GONE:
        kind = "declined" if answer in GONE else "returned"
        body = {"person": row.volunteer.pseudonym, "reason": answer}
        _note(panel, kind, body, by, SealedLottery.objects.get(panel=panel))


@transaction.atomic
def stand_in_call(invitation: Invitation, *, by: Account) -> StandIn:
    """Invite the first who stands by and with whom every quota is kept, in place of somebody who is gone.

    Gives who; with an empty `person` nobody was found, nothing is changed, and it says which quotas stand in the way.
    Raises RefusedError when the person is not gone, or somebody stands in already.
    """
    panel = Panel.objects.select_for_update().get(pk=invitation.panel_id)
    row = Invitation.objects.select_related("volunteer").get(pk=invitation.pk)
    gone = row.volunteer.pseudonym
    if row.answer not in GONE:
        raise RefusedError(_("This person has not declined: nobody stands in for them."))
    if is_replaced(panel, gone):
        raise RefusedError(_("Somebody stands in for this person already."))
    sealing = SealedLottery.objects.select_related("draw", "panel").get(panel=panel)
    found = next_stand_in(sealing, standing(sealing))
    if found.person:
        place = panel.invitations.count() + 1
        volunteer = panel.volunteers.get(pseudonym=found.person)
        _invite(panel, volunteer, place, by)
        body = {"person": gone, "reason": row.answer, "stands_in": found.person}
        _note(panel, "replaced", body, by, sealing)
    return found


def next_stand_in(sealing: SealedLottery, known: Standing) -> StandIn:
    """Who would stand in next, by the order that the draw fixed."""
    panel, drawn = sealing.panel, sealing.draw.draw
    invited = panel.invitations.select_related("volunteer")
    seated = [one.volunteer.pseudonym for one in invited if one.answer not in GONE]
    asked = {one.volunteer.pseudonym for one in invited}
    open_to = panel.volunteers.filter(erased_on=None).values_list("pseudonym", flat=True)
    free = (set(open_to) & known.answers.keys()) - asked
    order = standby_order(sealing.commitment, drawn["value"], free)
    vacant = int(sealing.lottery["size"]) - len(seated) - 1
    return find_stand_in(known, seated, order, vacant=vacant)


def is_replaced(panel: Panel, pseudonym: str) -> bool:
    """Whether somebody stands in for a person."""
    return any(
        event.body.get("person") == pseudonym
        for event in SeatingEvent.objects.filter(panel=panel, kind="replaced")
    )


def _invite(panel: Panel, volunteer: Any, place: int, by: Account) -> None:
    # Officers note the answers; no page opens by a token yet, so that nobody knows the one of which this is the hash.
    token = secrets.token_urlsafe(24)
    Invitation.objects.create(
        panel=panel,
        volunteer=volunteer,
        place=place,
        token_hash=sha256_hex(token.encode()),
        invited_by=by,
    )


def _note(
    panel: Panel, kind: str, body: Mapping[str, Any], by: Account, sealing: SealedLottery
) -> SeatingEvent:
    """Add to the log of seats; each entry holds the digest of the one before, the first the seal."""
    last = SeatingEvent.objects.filter(panel=panel).order_by("-number").first()
    number, before = (last.number + 1, last.digest) if last else (1, sealing.commitment)
    at = timezone.now().replace(microsecond=0)
    entry = canonical_value({"number": number, "kind": kind, "at": at.date().isoformat(), **body})
    return SeatingEvent.objects.create(
        panel=panel,
        number=number,
        kind=kind,
        body=entry,
        before=before,
        digest=chained(before, entry),
        by=by,
        at=at,
    )
