"""Events of the record on their way to the public log: by the hour, and in an order that says nothing.

A leaf tells only that something of a kind happened. Its time and its place would tell who works when and which leaves
belong together, so the leaves of an hour are shuffled and appended at once.
"""

from datetime import datetime
from secrets import SystemRandom

from django.db import transaction
from django.utils import timezone

from misaq.process import origin_of
from misaq.web.ledger.services import ledger_append
from misaq.web.process.releases import release_latest
from misaq.web.record.models import PendingLeaf


@transaction.atomic
def append_waiting(*, now: datetime | None = None) -> int:
    """Append the leaves that wait to the log, once an hour; gives how many.

    Asked again within the hour it does nothing, so that any number of workers may ask. Leaves wait for the first
    release: it names the log. now : the moment, for tests; None takes the clock.
    """
    moment = now or timezone.now()
    hour = moment.replace(minute=0, second=0, microsecond=0)
    release = release_latest()
    # Locked before the question, so that of two workers the second sees what the first has done.
    waiting = list(PendingLeaf.objects.select_for_update().filter(appended_at=None))
    if release is None or not waiting or _appended_in(hour):
        return 0
    entries = [bytes(leaf.entry) for leaf in waiting]
    SystemRandom().shuffle(entries)
    ledger_append(entries, origin=origin_of(release.process_id))
    # The hour and not the moment: rows and entries must not be told apart by when they came.
    PendingLeaf.objects.filter(pk__in=[leaf.pk for leaf in waiting]).update(appended_at=hour)
    return len(entries)


def _appended_in(hour: datetime) -> bool:
    return PendingLeaf.objects.filter(appended_at__gte=hour).exists()
