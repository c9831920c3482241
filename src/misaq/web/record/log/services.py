"""What the public log gets to know when something is erased."""

from django.db import transaction

from misaq.record import make_tombstone
from misaq.web.record.models import PendingLeaf


@transaction.atomic
def tombstone_wait(about: str, *, reason: str, approvers: tuple[str, str]) -> PendingLeaf:
    """Forget what ties leaves of the log to a row, and let its tombstone wait for its hour.

    about : the row, as `leaf_wait` was told. reason : one of ERASURE_REASONS. approvers : two handles.
    Leaves that still wait are appended all the same, without salt or row: left out they would tell that they waited.
    The tombstone keeps neither the row's name nor its salt. Raises TombstoneError.
    """
    leaf = make_tombstone(reason, approvers)
    rows = PendingLeaf.objects.filter(about=about)
    rows.exclude(appended_at=None).delete()
    rows.update(about="", salt=b"", body={})
    return PendingLeaf.objects.create(entry=leaf.entry, salt=b"", body={}, about="")
