"""Changing custodians: k of the old ones release their shares, and the text is sealed anew for the new ones.

The key is new, so that old shares open nothing of the new document. The old ciphertext must be deleted, backups
too: whoever has kept a copy of it can still have it opened by k of the old custodians.
While it runs, the machine of the one who rotates holds the text: it is an opening like any other, and logged as one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from misaq.record.sealing.custodians import CustodianSet, Identity
from misaq.record.sealing.log_leaf import RecordEvent
from misaq.record.sealing.opening import ShareRelease, combine_shares
from misaq.record.sealing.seal import SealedRecord, seal_record


@dataclass(frozen=True, slots=True)
class Rotation:
    """A record under new custodians, and what the log must hear of it.

    sealed : takes the old document's place. events : that it was sealed anew, and that the old ciphertext is deleted;
    the second is logged only once that has been done. refused : custodians named on releases that were wrong.
    """

    sealed: SealedRecord
    events: tuple[RecordEvent, RecordEvent]
    refused: tuple[str, ...]


def reseal_record(
    old: SealedRecord,
    releases: Iterable[ShareRelease],
    identity: Identity,
    *,
    custodians: CustodianSet,
) -> Rotation:
    """Seal the text of `old` for other custodians, with shares that k of the old ones released to `identity`.

    Raises what `combine_shares` raises; then nothing has been sealed.
    """
    opened = combine_shares(old, releases, identity)
    new = seal_record(opened.text.reveal(), record=old.record, custodians=custodians)
    deleted = {"record": old.record, "sealing": old.digest}
    resealed = {**sealed_event(new).body, "before": old.digest, "opened_by": list(opened.used)}
    events = (
        RecordEvent("record.resealed", resealed),
        RecordEvent("record.ciphertext-deleted", deleted),
    )
    return Rotation(new, events, opened.refused)


def sealed_event(sealed: SealedRecord) -> RecordEvent:
    """What the log must hear of a sealing: the record, this sealing of it, the commitment of each share."""
    body: dict[str, Any] = {
        "record": sealed.record,
        "sealing": sealed.digest,
        "threshold": sealed.threshold,
        "commitments": {share.custodian.name: share.commitment for share in sealed.shares},
    }
    return RecordEvent("record.sealed", body)


def released_event(release: ShareRelease) -> RecordEvent:
    """What the log must hear of a release: whose share of which sealing, in answer to which request."""
    body = {
        "record": release.record,
        "sealing": release.seal,
        "request": release.request,
        "custodian": release.custodian,
    }
    return RecordEvent("record.share-released", body)
