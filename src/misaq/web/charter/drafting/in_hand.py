"""Who has a clause in hand: a courtesy that lapses, never a lock."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from misaq.web.charter.models import CheckOut, Drafting, Seat


@dataclass(frozen=True)
class Taken:
    """What came of taking a clause in hand: whose it is now; `given` when it is the asker's."""

    check_out: CheckOut
    given: bool


@transaction.atomic
def clause_take(
    drafting: Drafting, provision: str, seat: Seat, *, now: datetime | None = None
) -> Taken:
    """Take a clause in hand, or longer; where another has it, theirs is given back and nothing changes.

    now : the moment, for tests; None takes the clock.
    """
    moment = now or timezone.now()
    Drafting.objects.select_for_update().get(
        pk=drafting.pk
    )  # two who ask at once come one after another
    until = moment + timedelta(hours=drafting.check_out_hours)
    held = CheckOut.objects.filter(drafting=drafting, provision=provision).first()
    if held and held.until > moment and held.seat_id != seat.pk:
        return Taken(held, given=False)
    keeps = held is not None and held.seat_id == seat.pk and held.until > moment
    row, _made = CheckOut.objects.update_or_create(
        drafting=drafting,
        provision=provision,
        defaults={
            "seat": seat,
            "until": until,
            "since": held.since if held is not None and keeps else moment,
        },
    )
    return Taken(row, given=True)


@transaction.atomic
def clause_give_back(drafting: Drafting, provision: str, seat: Seat) -> bool:
    """Give a clause back that one has in hand; False when one has not."""
    n, _rows = CheckOut.objects.filter(drafting=drafting, provision=provision, seat=seat).delete()
    return n > 0


def in_hand(drafting: Drafting, *, now: datetime | None = None) -> dict[str, CheckOut]:
    """Provision to who has it in hand now."""
    moment = now or timezone.now()
    rows = CheckOut.objects.filter(drafting=drafting, until__gt=moment).select_related("seat")
    return {row.provision: row for row in rows}
