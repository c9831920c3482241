"""What the evidence pages show."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language

from misaq.foundation.errors import FaultsError, MisaqError
from misaq.foundation.faults import Fault
from misaq.foundation.messages import Message
from misaq.foundation.messages import render as render_message
from misaq.web.accounts.access import Person
from misaq.web.record.access import cases_of, uploads_of
from misaq.web.record.evidence.custody import Checked
from misaq.web.record.evidence.opened import Opened, open_item
from misaq.web.record.evidence.receiving import name_of
from misaq.web.record.models import Case, EvidenceItem, Upload
from misaq.web.record.unlocking import Keyring

ENDINGS = {
    "image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "image/gif": ".gif",
    "application/pdf": ".pdf", "text/plain": ".txt", "video/mp4": ".mp4", "audio/mpeg": ".mp3",
}  # fmt: skip
INLINE = frozenset({"image/jpeg", "image/png"})
"""Kinds of copies that a page shows; both were encoded here, from colours of points."""


@dataclass(frozen=True)
class Row:
    """A file in a list: its row and its name."""

    row: EvidenceItem
    name: str


@dataclass(frozen=True)
class Unfinished:
    """An upload that waits for the rest of it."""

    upload: Upload
    name: str

    @property
    def percent(self) -> int:
        """How much is there, in per cent."""
        return 100 * self.upload.received // self.upload.size if self.upload.size else 0


def evidence_rows(person: Person) -> QuerySet[EvidenceItem]:
    """The evidence of the cases that somebody may work on, the newest first."""
    found = EvidenceItem.objects.filter(case__in=cases_of(person))
    return found.select_related("case__organisation").order_by("-received_at", "pk")


def case_rows(case: Case, keys: Keyring) -> list[Row]:
    """The evidence of a case that was found by `case_of`."""
    rows = case.evidence.select_related("case__organisation").order_by("-received_at", "pk")
    return [Row(row, open_item(row, keys).meta.get("name", "")) for row in rows]


def unfinished_of(person: Person, case: Case, keys: Keyring) -> list[Unfinished]:
    """The uploads into a case that wait for the rest of them."""
    rows = uploads_of(person).filter(case=case).order_by("began_at")
    return [Unfinished(row, name_of(row, keys)) for row in rows]


def words_of(error: MisaqError) -> str:
    """What went wrong and how to mend it, in the page's language."""
    language = get_language() or "en"
    if isinstance(error, FaultsError):
        return " ".join(fault.message(language).sentence() for fault in error.faults)
    return render_message(error.code, language, **error.params).sentence()


def findings_of(opened: Opened) -> list[tuple[bool, Message]]:
    """What the door found: whether it is an error, and what it means, in the page's language."""
    language = get_language() or "en"
    return [
        (one["severity"] == "error", render_message(one["code"], language, **one["params"]))
        for one in opened.meta.get("findings", ())
        if one["code"] != "kind_not_shown" or opened.row.verdict != "quarantined"  # not handed over
    ]


def fault_words(faults: tuple[Fault, ...]) -> list[str]:
    """What a check found, in the page's language."""
    return [fault.message(get_language() or "en").sentence() for fault in faults]


def chain_words(checked: Checked) -> list[tuple[Any, list[str]]]:
    """Every event, with what is wrong with it in words."""
    return [(line, fault_words(line.faults)) for line in checked.lines]


def metadata_rows(metadata: Mapping[str, Any], before: str = "") -> list[tuple[str, str]]:
    """What a file tells about itself, one line a value.

    >>> metadata_rows({"EXIF": {"Model": "Velmara-Phone 7", "GPS": {"2": [12.5, 30.0]}}})
    [('EXIF Model', 'Velmara-Phone 7'), ('EXIF GPS 2', '12.5, 30.0')]
    """
    rows: list[tuple[str, str]] = []
    for name, value in metadata.items():
        if isinstance(value, Mapping):
            rows += metadata_rows(value, f"{before}{name} ")
        else:
            listed = isinstance(value, list | tuple)
            rows.append((f"{before}{name}", ", ".join(map(str, value)) if listed else str(value)))
    return rows


def download_name(item: EvidenceItem, mime: str, which: str) -> str:
    """What a file is called when it is handed over: nothing that was sent with it, which could deceive or name."""
    return f"{item.case.ref}-{str(item.pk)[:8]}-{which}{ENDINGS.get(mime, '.bin')}"
