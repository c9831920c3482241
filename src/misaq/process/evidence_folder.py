"""An evidence folder: originals encrypted, their chain of custody, and the check of both by anyone.

evidence.csv, custody.csv    what there is, and what happened to it
originals/ID                 each original, encrypted under a key of its own
keys/ID.sealed.json          the key, sealed to custodians (when they were named)
copies/ID.jpg ...            working and redacted copies
"""

import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from misaq.engines.working_copy import Box, WorkingCopy, make_working_copy
from misaq.formats import (
    DoorLimits,
    Examination,
    Folder,
    Received,
    StoredItem,
    examine_upload,
    hold_folder,
    open_original,
    read_evidence_tables,
    store_upload,
    stream_pieces,
    write_atomically,
    write_evidence_tables,
)
from misaq.foundation.errors import FaultsError
from misaq.foundation.faults import Fault
from misaq.record import (
    Copy,
    CustodyEvent,
    CustodyReport,
    EventKind,
    EvidenceItem,
    OriginalAlteredError,
    Secret,
    decrypt_original,
    next_event,
    verify_custody,
)

ORIGINALS, KEYS, COPIES = "originals", "keys", "copies"
_SUFFIXES = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "application/pdf": ".pdf",
    "text/plain": ".txt",
}


@dataclass(frozen=True, slots=True)
class Admitted:
    """A file that came into the folder: the item, what the door found, and the key, which is nowhere else yet."""

    item: EvidenceItem
    examination: Examination
    key: Secret = field(repr=False)


def receive_file(
    root: Path,
    source: Path,
    *,
    giver: str,
    taker: str,
    at: str,
    place: str = "",
    declared: str = "",
) -> Admitted:
    """Take a file into an evidence folder: encrypt, hash, examine, and begin its chain of custody.

    giver, taker : handles of who brought and who took it. at : ISO 8601 with its offset.
    Raises UploadTooLargeError, FaultsError, FolderBusyError. The caller keeps the key, or the original is lost.
    """
    item_id, limits = f"e-{os.urandom(8).hex()}", DoorLimits()
    path = root / ORIGINALS / item_id
    with hold_folder(root), source.open("rb") as stream:
        items, events = _tables(root)
        received = store_upload(stream_pieces(stream), path, item=item_id, limit=limits.video)
        try:
            with open_original(path, received.key, item=item_id) as original:
                found = examine_upload(original, declared=declared, name=source.name, limits=limits)
            item = _item(received, found)
            first = next_event(
                [], "received", item=item_id, at=at, giver=giver, taker=taker, place=place,
                hash_at_event=item.sha256,
            )  # fmt: skip
            second = next_event(
                [first], "hashed", item=item_id, at=at, giver=taker, hash_at_event=item.sha256
            )
            stored = StoredItem(item, received.stored_sha256)
            write_evidence_tables(root, [*items, stored], [*events, first, second])
        except BaseException:
            path.unlink(missing_ok=True)
            raise
    return Admitted(item, found, received.key)


def add_event(
    root: Path,
    item: str,
    event: EventKind,
    *,
    giver: str,
    at: str,
    taker: str = "",
    place: str = "",
    made: str = "",
) -> CustodyEvent:
    """Add an event to an item's chain, with the hash of the original as it was at the door.

    "destroyed" removes the stored original and its key as well. Raises FaultsError, FolderBusyError.
    """
    with hold_folder(root):
        items, events = _tables(root)
        stored = _find(items, item)
        chain = [one for one in events if one.item == item]
        new = next_event(
            chain, event, item=item, at=at, giver=giver, taker=taker, place=place, made=made,
            hash_at_event=stored.item.sha256,
        )  # fmt: skip
        write_evidence_tables(root, items, [*events, new])
        if event == "destroyed":
            for path in (root / stored.item.original, root / KEYS / f"{item}.sealed.json"):
                path.unlink(missing_ok=True)
    return new


def copy_item(
    root: Path, item: str, key: Secret, *, giver: str, at: str, redactions: Sequence[Box] = ()
) -> tuple[EvidenceItem, WorkingCopy]:
    """Make a working copy of an item, or with `redactions` a redacted one, and add the event to its chain.

    Raises FaultsError when the item is not one that may be shown, OriginalAlteredError, CopyFailedError.
    """
    with hold_folder(root):
        items, events = _tables(root)
        stored = _find(items, item)
        if stored.item.standing != "accepted":
            raise FaultsError([Fault("evidence_not_shown", params={"item": item})])
        with open_original(root / stored.item.original, key, item=item) as original:
            copy = make_working_copy(
                original, mime=stored.item.mime_detected, redactions=redactions
            )
        event: EventKind = "redacted" if redactions else "copied"
        chain = [one for one in events if one.item == item]
        place = f"{COPIES}/{item}-{len(chain) + 1}{_SUFFIXES[copy.mime]}"
        new = next_event(
            chain, event, item=item, at=at, giver=giver, hash_at_event=stored.item.sha256, made=copy.sha256
        )  # fmt: skip
        made = Copy(copy.sha256, place, copy.mime, copy.pages)
        changed = (
            replace(stored.item, redacted_copy=made)
            if redactions
            else replace(stored.item, working_copy=made)
        )
        write_atomically(root / place, copy.payload, mode=0o600)
        kept = [replace(one, item=changed) if one is stored else one for one in items]
        write_evidence_tables(root, kept, [*events, new])
    return changed, copy


def verify_evidence(
    root: Path,
    *,
    keys: Mapping[str, Secret] | None = None,
    heads: Mapping[str, str] | None = None,
) -> CustodyReport:
    """Check an evidence folder: both tables, every chain, every stored file; collects all that disagrees.

    keys : item to its key. Without an item's key its stored ciphertext is checked against the hash taken when it was
    stored; with it, the original itself against the hash taken at the door. heads : as for `verify_custody`.
    """
    folder = Folder(root)
    items, events, faults = read_evidence_tables(folder)
    report = verify_custody([one.item for one in items], events, heads=heads, file="custody.csv")
    destroyed = {event.item for event in events if event.event == "destroyed"}
    for stored in items:
        faults += _stored_faults(folder, stored, stored.item.id in destroyed)
        key = (keys or {}).get(stored.item.id)
        if key is not None and stored.item.id not in destroyed:
            faults += _original_faults(folder, stored, key)
    faults += _strays(root, items)
    return replace(report, faults=(*faults, *report.faults))


def _tables(root: Path) -> tuple[list[StoredItem], list[CustodyEvent]]:
    """Both tables, empty for a new folder. Raises FaultsError for a table that cannot be added to."""
    folder = Folder(root)
    items, events, faults = read_evidence_tables(folder)
    new = not any((root / file).exists() for file in ("evidence.csv", "custody.csv"))
    wrong = [fault for fault in faults if fault.severity == "error"]
    if wrong and not new:
        raise FaultsError(wrong)
    return items, events


def _find(items: Iterable[StoredItem], item: str) -> StoredItem:
    for stored in items:
        if stored.item.id == item:
            return stored
    raise FaultsError([Fault("evidence_unknown", params={"item": item[:120]})])


def _item(received: Received, found: Examination) -> EvidenceItem:
    return EvidenceItem(
        received.item, received.sha256, received.sha3_512, received.size, found.detected, found.declared,
        found.standing, found.reasons, f"{ORIGINALS}/{received.item}",
    )  # fmt: skip


def _stored_faults(folder: Folder, stored: StoredItem, destroyed: bool) -> list[Fault]:
    item, faults = stored.item, []
    about = {"item": item.id}
    if destroyed:
        if folder.refusal(item.original) is None:
            faults.append(Fault("evidence_left", item.original, params=about))
    else:
        faults += _file_faults(folder, item.original, stored.stored_sha256, item.id)
    for copy in (item.working_copy, item.redacted_copy):
        if copy:
            faults += _file_faults(folder, copy.place, copy.sha256, item.id)
    return faults


def _file_faults(folder: Folder, file: str, sha256: str, item: str) -> list[Fault]:
    refused = folder.refusal(file)
    if refused:
        return [refused]
    with folder.path(file).open("rb") as stream:
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    if found != sha256:
        return [Fault("evidence_file_differs", file, params={"item": item, "found": found[:12]})]
    return []


def _original_faults(folder: Folder, stored: StoredItem, key: Secret) -> list[Fault]:
    item, digest = stored.item, hashlib.sha256()
    if folder.refusal(item.original):
        return []  # said already
    try:
        with folder.path(item.original).open("rb") as stream:
            for piece in decrypt_original(stream_pieces(stream), key, item=item.id):
                digest.update(piece)
    except OriginalAlteredError:
        return [Fault("original_altered", item.original, params={"item": item.id})]
    if digest.hexdigest() != item.sha256:
        params = {"item": item.id, "found": digest.hexdigest()[:12]}
        return [Fault("evidence_original_differs", item.original, params=params)]
    return []


def _strays(root: Path, items: Iterable[StoredItem]) -> list[Fault]:
    """Originals that no row tells of."""
    known = {stored.item.original for stored in items}
    there = sorted((root / ORIGINALS).glob("[!.]*")) if (root / ORIGINALS).is_dir() else []
    files = (path.relative_to(root).as_posix() for path in there)
    return [Fault("evidence_stray", file) for file in files if file not in known]
