"""Events of a drafting on their way to the public log: what was opened, decided and ratified, in the order it was."""

from django.db import transaction
from django.utils import timezone

from misaq.process import origin_of
from misaq.web.charter.models import DraftingEvent
from misaq.web.ledger.services import ledger_append
from misaq.web.process.releases import release_latest


@transaction.atomic
def append_drafting_events() -> int:
    """Append the events that wait to the log, in order; gives how many.

    They are public acts of a body, so that nothing about when they come has to be hidden, and whoever was there can
    find each by its hash. Events wait for the first release: it names the log.
    """
    # Locked before the question, so that of two workers the second sees what the first has done.
    waiting = list(
        DraftingEvent.objects.select_for_update().filter(appended_at=None).order_by("pk")
    )
    release = release_latest()
    if release is None or not waiting:
        return 0
    checkpoint = ledger_append(
        [bytes(event.entry) for event in waiting], origin=origin_of(release.process_id)
    )
    first, now = checkpoint.size - len(waiting), timezone.now()
    for place, event in enumerate(waiting):
        event.appended_at, event.leaf = now, first + place
        event.save(update_fields=["appended_at", "leaf"])
    return len(waiting)
