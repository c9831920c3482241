"""The two tables of an evidence folder, `evidence.csv` and `custody.csv`: read with every fault, written whole.

An evidence folder is no process folder: that one is published, this one never is. So its schemas stand here and not
among those that `misaq check` knows.
"""

import csv
import io
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from misaq.formats.checking import check_table
from misaq.formats.folder import Folder
from misaq.formats.schemas import Column, Schema
from misaq.formats.table import Table
from misaq.formats.writing import write_atomically
from misaq.foundation.errors import InputError
from misaq.foundation.faults import Fault
from misaq.record import STANDINGS, Copy, CustodyEvent, EvidenceItem

if sys.platform != "win32":
    import fcntl

EVIDENCE_FILE, CUSTODY_FILE = "evidence.csv", "custody.csv"
_ID = r"^[A-Za-z0-9_][A-Za-z0-9._-]{0,119}$"
_SHA256, _SHA3, _PLAIN = r"^[0-9a-f]{64}$", r"^[0-9a-f]{128}$", r"^[^=+@\t\r\n-][^\t\r\n]*$"
_PATH = r"^[A-Za-z0-9_][A-Za-z0-9._-]*(/[A-Za-z0-9_][A-Za-z0-9._-]*)*$"


def _column(name: str, en: str, ur: str, pattern: str = "", **rest: Any) -> Column:
    return Column(name, {"en": en, "ur": ur}, pattern=pattern, **rest)


EVIDENCE_SCHEMA = Schema(
    "evidence",
    {"en": "Pieces of evidence", "ur": "ثبوت"},
    (EVIDENCE_FILE,),
    (
        _column("id", "Id, random", "شناخت، بے ترتیب", _ID, required=True, unique=True),
        _column("sha256", "SHA-256 of the original", "اصل کا SHA-256", _SHA256, required=True),
        _column("sha3_512", "SHA3-512 of the original", "اصل کا SHA3-512", _SHA3, required=True),
        _column("size", "Bytes of the original", "اصل کے بائٹ", type="integer", minimum=0, required=True),
        _column("mime_detected", "Its kind by content", "اندر سے اس کی قسم", _PLAIN),
        _column("mime_declared", "Its kind as it was said", "بتائی گئی قسم", _PLAIN),
        _column("standing", "What may be done with it", "اس کا درجہ", required=True, enum=STANDINGS),
        _column("reasons", "What the door found", "آتے وقت کیا ملا", _PLAIN),
        _column("original", "Where the original is stored", "اصل کہاں ہے", _PATH, required=True),
        _column("stored_sha256", "SHA-256 of the stored file", "محفوظ فائل کا SHA-256", _SHA256, required=True),
        _column("working_copy", "Where the working copy is", "کام کی نقل کہاں ہے", _PATH),
        _column("working_copy_sha256", "Its SHA-256", "اس کا SHA-256", _SHA256),
        _column("redacted_copy", "Where the redacted copy is", "پردہ کی گئی نقل کہاں ہے", _PATH),
        _column("redacted_copy_sha256", "Its SHA-256", "اس کا SHA-256", _SHA256),
    ),
    ("id",),
)  # fmt: skip
CUSTODY_SCHEMA = Schema(
    "custody",
    {"en": "The chain of custody", "ur": "سلسلۂ تحویل"},
    (CUSTODY_FILE,),
    (
        _column("item", "About which piece of evidence", "کس ثبوت کے بارے میں", _ID, required=True),
        _column("number", "Number, from 1", "نمبر، 1 سے", type="integer", minimum=1, required=True),
        _column("event", "What happened", "کیا ہوا", _PLAIN, required=True),
        _column("at", "When, with its offset from UTC", "کب، UTC سے فرق کے ساتھ", _PLAIN, required=True),
        _column("from", "Who had it or acted: a handle", "کس کے پاس تھا یا کس نے کیا: علامتی نام", _PLAIN),
        _column("to", "Who got it: a handle", "کس کو ملا: علامتی نام", _PLAIN),
        _column("place", "Where", "کہاں", _PLAIN),
        _column("hash_at_event", "SHA-256 of the original then", "اس وقت اصل کا SHA-256"),
        _column("made", "SHA-256 of the copy made", "بنائی گئی نقل کا SHA-256"),
        _column("previous", "Digest of the event before it", "اس سے پہلے کے واقعے کا ہیش"),
        _column("log_index", "Place in the public log", "عوامی کھاتے میں جگہ", type="integer", minimum=0),
    ),
)  # fmt: skip


class FolderBusyError(InputError):
    """Another process is writing into the folder."""

    code = "evidence_folder_busy"


@dataclass(frozen=True, slots=True)
class StoredItem:
    """An item and the hash of the file that is stored for it."""

    item: EvidenceItem
    stored_sha256: str


def read_evidence_tables(
    folder: Folder,
) -> tuple[list[StoredItem], list[CustodyEvent], list[Fault]]:
    """The items and events of an evidence folder, and every fault of its two tables.

    When a table has an error that keeps a row from being read, that table is empty.
    """
    evidence, faults = _table(folder, EVIDENCE_FILE, EVIDENCE_SCHEMA)
    custody, more = _table(folder, CUSTODY_FILE, CUSTODY_SCHEMA)
    items = [_item(row) for row in evidence.rows()] if evidence else []
    events = [_event(row) for row in custody.rows()] if custody else []
    return items, events, faults + more


def write_evidence_tables(
    root: Path, items: Sequence[StoredItem], events: Sequence[CustodyEvent]
) -> None:
    """Write both tables, each whole; readable by their owner alone."""
    for file, schema, rows in (
        (CUSTODY_FILE, CUSTODY_SCHEMA, [_event_row(event) for event in events]),
        (EVIDENCE_FILE, EVIDENCE_SCHEMA, [_item_row(stored) for stored in items]),
    ):
        stream = io.StringIO()
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow([column.name for column in schema.columns])
        writer.writerows(rows)
        write_atomically(root / file, stream.getvalue().encode(), mode=0o600)


@contextmanager
def hold_folder(root: Path) -> Iterator[None]:
    """Keep every other writer out of an evidence folder meanwhile. Raises FolderBusyError."""
    root.mkdir(parents=True, exist_ok=True)
    handle = os.open(root / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            if sys.platform != "win32":
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise FolderBusyError(path=str(root)) from None
        yield
    finally:
        with suppress(OSError):
            os.close(handle)


def _table(folder: Folder, file: str, schema: Schema) -> tuple[Table | None, list[Fault]]:
    if folder.refusal(file) is None and not folder.has(file):  # a header and no rows
        return None, []
    table, faults = folder.load_table(file)
    if table is not None and not any(fault.severity == "error" for fault in faults):
        faults = [*faults, *check_table(table, schema)]
    wrong = any(fault.severity == "error" for fault in faults)
    return (None if wrong else table), faults


def _item(row: dict[str, str]) -> StoredItem:
    item = EvidenceItem(
        row["id"], row["sha256"], row["sha3_512"], int(row["size"]), row.get("mime_detected", ""),
        row.get("mime_declared", ""), row["standing"],  # type: ignore[arg-type]
        tuple(row.get("reasons", "").split()), row["original"],
        _copy(row, "working_copy"), _copy(row, "redacted_copy"),
    )  # fmt: skip
    return StoredItem(item, row["stored_sha256"])


def _copy(row: dict[str, str], name: str) -> Copy | None:
    place = row.get(name, "")
    return Copy(row.get(f"{name}_sha256", ""), place, "") if place else None


def _item_row(stored: StoredItem) -> list[Any]:
    item, copies = stored.item, []
    for copy in (stored.item.working_copy, stored.item.redacted_copy):
        copies += [copy.place, copy.sha256] if copy else ["", ""]
    return [
        item.id, item.sha256, item.sha3_512, item.size, item.mime_detected, item.mime_declared, item.standing,
        " ".join(item.reasons), item.original, stored.stored_sha256, *copies,
    ]  # fmt: skip


def _event(row: dict[str, str]) -> CustodyEvent:
    index = row.get("log_index", "")
    return CustodyEvent(
        row["item"], int(row["number"]), row["event"], row["at"], row.get("from", ""), row.get("to", ""),
        row.get("place", ""), row.get("hash_at_event", ""), row.get("made", ""), row.get("previous", ""),
        int(index) if index else None,
    )  # fmt: skip


def _event_row(event: CustodyEvent) -> list[Any]:
    index = "" if event.log_index is None else event.log_index
    return [
        event.item, event.number, event.event, event.at, event.giver, event.taker, event.place,
        event.hash_at_event, event.made, event.previous, index,
    ]  # fmt: skip
