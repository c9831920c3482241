"""The log of seats: added to only, each entry holding the digest of the one before."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from misaq.assembly import chained
from misaq.foundation.canonical import canonical_value
from misaq.web.accounts.models import Account
from misaq.web.assembly.models import SealedLottery, SeatingEvent


def event_add(
    sealing: SealedLottery, kind: str, body: Mapping[str, Any], *, by: Account | None
) -> SeatingEvent:
    """Add to the log of seats, in a transaction that holds the panel; the first entry holds the seal."""
    panel = sealing.panel
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
