"""What is done with an item of evidence: copies, handing over, destruction. One function an act, each in the chain.

Copies are made in the request that asks for them, one at a time on a site: what decodes is a child behind walls, and
the keys stay in this process. A queue of background work would need a key in its table.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import timedelta
from hashlib import sha256
from typing import BinaryIO

from django.db import transaction
from django.utils import timezone

from misaq.engines.working_copy import Box, CopyFailedError, WorkingCopy, make_working_copy
from misaq.formats import (
    FolderBusyError,
    Received,
    hold_folder,
    open_original,
    store_upload,
    stream_pieces,
)
from misaq.foundation.errors import EngineError, InputError, TamperError
from misaq.record import CustodyEvent, EventKind, parse_moment
from misaq.web.accounts.models import Account
from misaq.web.record.activity import note
from misaq.web.record.evidence.custody import chain_of, custody_add, handle_of
from misaq.web.record.evidence.opened import TABLE, WHICH, Opened, open_item
from misaq.web.record.evidence.parts import folder, random_name
from misaq.web.record.evidence.receiving import files_forget
from misaq.web.record.models import EvidenceItem
from misaq.web.record.unlocking import Keyring

AT_ONCE = 16 << 20
"""Up to this size a picture or text is copied in the request that took it in; anything else when somebody asks."""
_VIEWED_AGAIN = timedelta(hours=1)


class CopyBusyError(EngineError):
    """Another copy is being made."""

    code = "copy_busy"


class NotHandedOverError(InputError):
    """An item that is quarantined or destroyed is not copied, shown or handed over."""

    code = "evidence_not_handed_over"


class SamePersonError(InputError):
    """One person wants to do what takes two."""

    code = "destruction_same_person"


class NotAskedError(InputError):
    """Nobody has asked for this item's destruction."""

    code = "destruction_not_asked"


class OtherOriginalError(TamperError):
    """The stored original is not the file that came in."""

    code = "evidence_not_the_same"


@contextmanager
def held(item: EvidenceItem, keys: Keyring) -> Iterator[Opened]:
    """An item with its row locked until the act and its event are saved. The caller has shown that it is theirs."""
    with transaction.atomic():
        row = (
            EvidenceItem.objects.select_for_update(of=("self",))
            .select_related("case__organisation")
            .get(pk=item.pk)
        )
        yield open_item(row, keys)


def copied_at_once(item: EvidenceItem) -> bool:
    """Whether a copy of an item takes a moment only."""
    return (
        item.verdict == "accepted"
        and item.size <= AT_ONCE
        and item.mime_detected != "application/pdf"
    )


def copy_make(item: EvidenceItem, keys: Keyring, *, by: Account) -> None:
    """Make the working copy. Raises CopyFailedError, CopyBusyError, CopyUnconfinedError, NotHandedOverError."""
    if item.verdict != "accepted" or item.destroyed_at:
        raise NotHandedOverError
    told = open_item(item, keys)
    try:
        with (
            _one_at_a_time(),
            open_original(
                folder() / item.original_path, told.key("original"), item=str(item.pk)
            ) as original,
        ):
            copy = make_working_copy(original, mime=item.mime_detected)
    except CopyFailedError as error:
        with held(item, keys) as opened:
            finding = {"code": error.code, "params": dict(error.params), "severity": "error"}
            known = [one for one in opened.meta["findings"] if one["code"] != error.code]
            opened.meta["findings"] = [*known, finding]
            opened.shut(keys)
            opened.row.save()
        raise
    _copy_keep(item, copy, "working", keys, by)


def copy_redact(item: EvidenceItem, boxes: Sequence[Box], keys: Keyring, *, by: Account) -> None:
    """Make a redacted copy of the working copy, in place of an earlier one.

    Raises RedactionError, NotHandedOverError without a working copy, and what `copy_make` raises.
    """
    told = open_item(item, keys)
    known = told.copy("working")
    if known is None or item.destroyed_at:
        raise NotHandedOverError
    with _one_at_a_time():
        copy = make_working_copy(
            _stored(told, "working"), mime=str(known["mime"]), redactions=boxes
        )
    _copy_keep(item, copy, "redacted", keys, by, boxes)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    try:
        with hold_folder(folder()):
            yield
    except FolderBusyError:
        raise CopyBusyError from None


def _copy_keep(
    item: EvidenceItem,
    copy: WorkingCopy,
    which: str,
    keys: Keyring,
    by: Account,
    boxes: Sequence[Box] = (),
) -> None:
    stored = _store_copy(item, copy, name := random_name(), which)
    try:
        with held(item, keys) as opened:
            row = opened.row
            files_forget(getattr(row, f"{which}_path"))
            setattr(row, f"{which}_path", name)
            opened.keys[which] = stored.key.reveal().hex()
            opened.meta["copies"] = {**opened.meta.get("copies", {}), which: _about(copy)}
            if which == "working":
                opened.meta["metadata"] = dict(copy.metadata)
                opened.hashes["look"] = copy.duplicate_hash
            else:
                opened.meta["boxes"] = [asdict(box) for box in boxes]
            event: EventKind = "copied" if which == "working" else "redacted"
            custody_add(opened, event, keys, by=by, made=copy.sha256)
            note(f"evidence.{event}", by=by, organisation=row.case.organisation, about=row)
    except BaseException:
        (folder() / name).unlink(missing_ok=True)
        raise


def _about(copy: WorkingCopy) -> dict[str, object]:
    return {
        "mime": copy.mime, "sha256": copy.sha256, "pages": copy.pages,
        "pages_of_original": copy.pages_of_original, "width": copy.width, "height": copy.height,
    }  # fmt: skip


def _store_copy(item: EvidenceItem, copy: WorkingCopy, name: str, which: str) -> Received:
    """A copy lies on the disk as the original does: encrypted, under a key of its own."""
    return store_upload(
        [copy.payload], folder() / name, item=f"{item.pk}.{which}", limit=len(copy.payload)
    )


def _stored(told: Opened, which: str) -> bytes:
    path = folder() / str(getattr(told.row, f"{which}_path"))
    with open_original(path, told.key(which), item=f"{told.row.pk}.{which}") as stream:
        return stream.read()


def copy_view(item: EvidenceItem, which: str, keys: Keyring, *, by: Account) -> tuple[bytes, str]:
    """A copy and its kind, for somebody who looks at it now; the chain says so once an hour for each of them.

    Raises NotHandedOverError where there is none, OriginalAlteredError, ChainBrokenError.
    """
    with held(item, keys) as opened:
        known = opened.copy(which)
        if known is None or opened.row.destroyed_at or which not in WHICH:
            raise NotHandedOverError
        payload = _stored(opened, which)
        if sha256(payload).hexdigest() != known["sha256"]:
            raise OtherOriginalError
        if not _seen_lately(chain_of(opened, keys), by):
            custody_add(opened, "viewed", keys, by=by)
        note("evidence.copy-viewed", by=by, organisation=opened.row.case.organisation, about=item)
    return payload, str(known["mime"])


def _seen_lately(chain: Sequence[CustodyEvent], by: Account) -> bool:
    lately = timezone.now() - _VIEWED_AGAIN
    own = [one for one in chain if one.event == "viewed" and one.giver == handle_of(by)]
    moment = parse_moment(own[-1].at) if own else None
    return moment is not None and moment >= lately


def original_hand_over(item: EvidenceItem, keys: Keyring, *, by: Account, reason: str) -> BinaryIO:
    """The original in clear as a stream, after its hash was compared with the door's; the chain says who and why.

    Raises NotHandedOverError, OtherOriginalError, OriginalAlteredError, ChainBrokenError.
    """
    told = open_item(item, keys)
    if item.verdict == "quarantined" or item.destroyed_at:
        raise NotHandedOverError
    path = folder() / item.original_path
    digest = sha256()
    with open_original(path, told.key("original"), item=str(item.pk)) as stream:
        for piece in stream_pieces(stream):
            digest.update(piece)
    if digest.hexdigest() != told.hashes["sha256"]:
        raise OtherOriginalError
    with held(item, keys) as opened:
        made = opened.hashes["sha256"]
        custody_add(opened, "exported", keys, by=by, made=made, reason=reason)
        note("evidence.exported", by=by, organisation=opened.row.case.organisation, about=item)
    return open_original(path, told.key("original"), item=str(item.pk))


def destruction_ask(item: EvidenceItem, keys: Keyring, *, by: Account, reason: str) -> None:
    """Ask that an item be destroyed; a second reviewer has to agree. Raises NotHandedOverError when it is already."""
    with held(item, keys) as opened:
        row = opened.row
        if row.destroyed_at:
            raise NotHandedOverError
        row.destruction_asked_by, row.destruction_asked_at = by, timezone.now()
        row.destruction_reason_shut = keys.shut(
            row.case.organisation_id, reason, table=TABLE, row=row.pk, field="destruction_reason"
        )
        row.save()
        note("evidence.destruction-asked", by=by, organisation=row.case.organisation, about=row)


def destruction_refuse(item: EvidenceItem, keys: Keyring, *, by: Account) -> None:
    """Let an item stay: whoever asked takes it back, or another reviewer refuses."""
    with held(item, keys) as opened:
        row = opened.row
        row.destruction_asked_by, row.destruction_asked_at = None, None
        row.destruction_reason_shut = b""
        row.save()
        note("evidence.destruction-refused", by=by, organisation=row.case.organisation, about=row)


def destruction_reason(item: EvidenceItem, keys: Keyring) -> str:
    """Why somebody asked for the destruction of an item."""
    return keys.read(
        item.case.organisation_id, item.destruction_reason_shut,
        table=TABLE, row=item.pk, field="destruction_reason",
    )  # fmt: skip


def item_destroy(item: EvidenceItem, keys: Keyring, *, by: Account) -> None:
    """Destroy original and copies, with their keys and what was known of them; the chain stays, and ends here.

    Raises NotAskedError, SamePersonError, ChainBrokenError.
    """
    with held(item, keys) as opened:
        row = opened.row
        if row.destruction_asked_by is None or row.destroyed_at:
            raise NotAskedError
        if row.destruction_asked_by_id == by.pk:
            raise SamePersonError
        reason = destruction_reason(row, keys)
        files_forget(row.original_path, row.working_path, row.redacted_path)
        row.original_path = row.working_path = row.redacted_path = ""
        row.destroyed_at = timezone.now()
        opened.keys, opened.meta = {}, {}
        taker = f"account-{row.destruction_asked_by_id}"
        custody_add(opened, "destroyed", keys, by=by, taker=taker, reason=reason)
        note("evidence.destroyed", by=by, organisation=row.case.organisation, about=row)
