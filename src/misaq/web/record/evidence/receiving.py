"""Files on their way in: begun, continued, finished into an item of evidence, or dropped.

Nothing of a file is written in clear, and no key leaves the request: hashing, examining and encrypting happen in the
request that finishes an upload, never in the queue of background work, whose rows would have to hold a key.
"""

import json
import os
import re
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from uuid import uuid4

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from misaq.formats import (
    DoorLimits,
    Examination,
    Received,
    check_batch,
    examine_upload,
    open_original,
    store_upload,
)
from misaq.foundation.canonical import canonical_json
from misaq.foundation.errors import FaultsError, InputError
from misaq.foundation.faults import Fault
from misaq.record import Secret, make_original_key
from misaq.web.accounts.models import Account
from misaq.web.record.activity import note
from misaq.web.record.evidence.custody import custody_add
from misaq.web.record.evidence.opened import Opened
from misaq.web.record.evidence.parts import Parts, folder, random_name
from misaq.web.record.models import Case, EvidenceItem, Upload
from misaq.web.record.unlocking import Keyring

TABLE = "upload"
KEPT_FOR = timedelta(days=7)
"""How long an unfinished upload waits for the rest of it."""
UNFINISHED = "upload-"
"""How the names of unfinished uploads begin on the disk."""
_PARTIAL = re.compile(r"\..+\.")
"""How names begin of files that `store_upload` had not written whole."""
_FINISHING = timedelta(minutes=15)
_LONGEST_NAME, _LONGEST_TYPE = 255, 100


class IncompleteError(InputError):
    """An upload is to be finished and not all of it is there."""

    code = "upload_incomplete"


class FinishingError(InputError):
    """Somebody is finishing the same upload at this moment."""

    code = "upload_finishing"


def limits() -> DoorLimits:
    """What this site lets in."""
    return DoorLimits()


def upload_begin(
    case: Case, name: str, keys: Keyring, *, declared: str, size: int, by: Account
) -> Upload:
    """Begin an upload into a case.

    name : of the file as sent; kept encrypted, never used as a name of anything. declared : its type as sent.
    Raises FaultsError when it is too large, or too much is under way from the same person.
    """
    uploads_clean()
    sizes = list(Upload.objects.filter(by=by).values_list("size", flat=True))
    faults = check_batch([*sizes, size], limits())
    if size > limits().video:
        faults.append(Fault("upload_too_large", params={"limit": limits().video}))
    if faults:
        raise FaultsError(faults)
    upload = Upload(
        id=uuid4(), organisation=case.organisation, case=case, by=by, size=size,
        declared_type=declared[:_LONGEST_TYPE], path=UNFINISHED + random_name(),
    )  # fmt: skip
    told = {"key": make_original_key().reveal().hex(), "name": name[:_LONGEST_NAME]}
    upload.key_shut = keys.shut(
        case.organisation, canonical_json(told).decode(), table=TABLE, row=upload.pk, field="key"
    )
    upload.save(force_insert=True)
    note("evidence.upload-begun", by=by, organisation=case.organisation, about=upload)
    return upload


def parts_of(upload: Upload, keys: Keyring) -> Parts:
    """The parts of an upload, with the key that opens them."""
    return Parts(str(upload.pk), upload.path, Secret(bytes.fromhex(_told(upload, keys)["key"])))


def name_of(upload: Upload, keys: Keyring) -> str:
    """What the file is called, as it was sent."""
    return _told(upload, keys)["name"]


def _told(upload: Upload, keys: Keyring) -> dict[str, str]:
    told: dict[str, str] = json.loads(
        keys.read(upload.organisation_id, upload.key_shut, table=TABLE, row=upload.pk, field="key")
    )
    return told


def part_keep(upload: Upload, offset: int, payload: bytes, keys: Keyring) -> None:
    """Keep one part, in whatever order they come. Raises PartPlaceError, OtherFileError."""
    parts = parts_of(upload, keys)
    parts.keep(offset, payload, upload.size)
    Upload.objects.filter(pk=upload.pk).update(received=_reached(parts, upload.size))


def _reached(parts: Parts, size: int) -> int:
    """Bytes that are there from the beginning on without a gap."""
    return next(iter(parts.missing(size)), size)


def upload_drop(upload: Upload, *, by: Account) -> None:
    """Throw an unfinished upload away."""
    organisation, path = upload.organisation, folder() / upload.path
    note("evidence.upload-dropped", by=by, organisation=organisation, about=upload)
    upload.delete()
    path.unlink(missing_ok=True)


def upload_finish(upload: Upload, keys: Keyring, *, by: Account) -> EvidenceItem:
    """Make an item of an upload whose parts are all there: hash, encrypt, examine, begin its chain of custody.

    Raises IncompleteError, FinishingError, OriginalAlteredError (a part on the disk was altered).
    """
    parts = parts_of(upload, keys)
    missing = parts.missing(upload.size)
    if missing:
        raise IncompleteError(missing=len(missing))
    now = timezone.now()
    free = Q(ended_at=None) | Q(ended_at__lt=now - _FINISHING)
    if not Upload.objects.filter(free, pk=upload.pk).update(ended_at=now):
        raise FinishingError
    stored = folder() / random_name()
    try:
        item = _item_of(upload, parts, stored, keys, by)
    except BaseException:
        stored.unlink(missing_ok=True)
        Upload.objects.filter(pk=upload.pk).update(ended_at=None)
        raise
    parts.forget()
    return item


def _item_of(
    upload: Upload, parts: Parts, stored: Path, keys: Keyring, by: Account
) -> EvidenceItem:
    name, item_id = name_of(upload, keys), uuid4()
    received = store_upload(
        parts.whole(upload.size), stored, item=str(item_id), limit=limits().video
    )
    with open_original(stored, received.key, item=str(item_id)) as original:
        verdict = examine_upload(
            original, declared=upload.declared_type, name=name, limits=limits()
        )
    case = upload.case
    if case is None:
        raise IncompleteError(missing=0)
    with transaction.atomic():
        item = EvidenceItem(
            id=item_id, case=case, size=received.size, original_path=stored.name,
            mime_detected=verdict.detected, mime_declared=verdict.declared[:_LONGEST_TYPE],
            verdict=verdict.standing, reasons=list(verdict.reasons), received_by=by,
        )  # fmt: skip
        item.save(force_insert=True)
        _first_events(item, received, verdict, name, keys, by)
        Upload.objects.filter(pk=upload.pk).delete()
        Case.objects.filter(pk=case.pk).update(changed_at=timezone.now())  # a case already allowed
    return item


def _first_events(
    item: EvidenceItem,
    received: Received,
    verdict: Examination,
    name: str,
    keys: Keyring,
    by: Account,
) -> None:
    findings = [
        {"code": one["code"], "params": dict(one["params"]), "severity": one["severity"]}
        for one in map(asdict, verdict.findings)
    ]
    opened = Opened(
        item,
        hashes={"sha256": received.sha256, "sha3_512": received.sha3_512},
        keys={"original": received.key.reveal().hex()},
        meta={"name": name, "findings": findings},
    )
    custody_add(opened, "received", keys, by=by, taker=f"house-{item.case.organisation.slug}")
    custody_add(opened, "hashed", keys, by=by)
    note("evidence.received", by=by, organisation=item.case.organisation, about=item)


def uploads_clean(now: datetime | None = None) -> int:
    """Delete uploads that nobody finished within a week, and what broken ones left behind. Gives how many.

    Runs whenever an upload begins, and by `clean_uploads` on the command line of the site.
    """
    # A system job: it looks at no content, and at every organisation's rows.
    now = now or timezone.now()
    late = Upload.objects.filter(began_at__lt=now - KEPT_FOR)
    late = late.filter(Q(ended_at=None) | Q(ended_at__lt=now - _FINISHING))
    names = list(late.values_list("path", flat=True))
    late.delete()
    return len(names) + _clean_files(now)


def _clean_files(now: datetime) -> int:
    """Only what can be nothing but a rest: never an original, whichever database the site was started with."""
    known = set(Upload.objects.values_list("path", flat=True))
    oldest, count = (now - KEPT_FOR).timestamp(), 0
    for entry in os.scandir(folder()):
        rest = entry.name.startswith(UNFINISHED) and entry.name not in known
        rest = rest or bool(_PARTIAL.match(entry.name))
        with suppress(FileNotFoundError):
            if rest and entry.is_file() and entry.stat().st_mtime < oldest:
                Path(entry.path).unlink()
                count += 1
    return count


def files_forget(*names: str) -> None:
    """Delete files of the record once the transaction around holds."""
    for name in names:
        if name:
            transaction.on_commit(partial((folder() / name).unlink, missing_ok=True))
