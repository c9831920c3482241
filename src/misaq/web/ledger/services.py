"""Adding to the served log, and signing what it has become."""

from collections.abc import Mapping, Sequence

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from misaq.ledger import HashStore, Log, checkpoint_text, sign_note
from misaq.web.ledger.models import LedgerEntry, LedgerHash, SignedCheckpoint

Place = tuple[int, int]


class TableStore(HashStore):
    """The hashes of the log in a database table."""

    def size(self) -> int:
        """How many entries there are."""
        return LedgerEntry.objects.count()

    def get(self, places: Sequence[Place]) -> list[bytes]:
        """The hashes at `places`, in one query."""
        if not places:
            return []
        wanted = Q()
        for level, index in places:
            wanted |= Q(level=level, index=index)
        rows = LedgerHash.objects.filter(wanted)
        found = {(row.level, row.index): bytes(row.hash) for row in rows}
        return [found[place] for place in places]

    def put(self, hashes: Mapping[Place, bytes]) -> None:
        """Keep new hashes, all or none."""
        LedgerHash.objects.bulk_create(
            LedgerHash(level=level, index=index, hash=value)
            for (level, index), value in sorted(hashes.items())
        )


@transaction.atomic
def ledger_append(entries: Sequence[bytes], *, origin: str) -> SignedCheckpoint:
    """Add entries to the log and sign the root it then has."""
    log = Log(TableStore())
    first = log.size  # counted before the rows are there
    log.extend(entries)
    LedgerEntry.objects.bulk_create(
        LedgerEntry(index=first + place, entry=entry) for place, entry in enumerate(entries)
    )
    note = sign_note(
        checkpoint_text(origin, log.size, log.root), name=origin, secret=settings.LEDGER_SIGNING_KEY
    )
    return SignedCheckpoint.objects.create(size=log.size, note=note)
