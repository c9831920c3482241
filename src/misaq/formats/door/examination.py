"""Examine one file: what it is, what is wrong with it, and what may be done with it.

Nothing is decoded, rendered or unpacked here. Every finding is collected, not only the first. The original is stored
already, encrypted, and stays so whatever the verdict is.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

from misaq.formats.door.containers import check_entries, list_entries
from misaq.formats.door.films import check_film
from misaq.formats.door.foreign import TAIL, find_foreign, judge_trailing
from misaq.formats.door.kinds import (
    HEAD,
    ZIP,
    FileKind,
    accepted_kinds,
    declared_kind,
    detect_kind,
    is_text,
)
from misaq.formats.door.limits import DoorLimits
from misaq.formats.door.office import check_office, check_ole, office_kind
from misaq.formats.door.papers import check_pdf
from misaq.formats.door.pictures import check_picture
from misaq.foundation.faults import Fault
from misaq.record import Standing

NOT_SHOWN = frozenset({"picture_too_many_pixels", "pdf_encrypted", "kind_not_shown", "film_broken"})
"""Errors after which a file is still handed over as an attachment; any other keeps it in quarantine."""
_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069\x00-\x1f\x7f]")
_SVG_ACTIVE = re.compile(
    rb"<script|<foreignobject|<iframe|<use\b|<image\b|\bon\w+\s*=|javascript:|(href|src)\s*=\s{0,50}[\"']?\s{0,50}(https?:|//|data:)"
    rb"|<!entity|@import|url\(\s{0,50}[\"']?\s{0,50}(https?:|//)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Examination:
    """What the door found.

    standing : "accepted": a working copy may be made and shown; "attachment": kept and handed over as a
        download, never shown; "quarantined": kept sealed, neither shown nor handed over.
    detected : its kind by content, "" when none is known. declared : as it was said to be, "" for nothing.
    findings : every one, with its text in both languages; severity "warning" changes no standing.
    width, height : of a picture, 0 for anything else.
    """

    standing: Standing
    detected: str
    declared: str
    size: int
    findings: tuple[Fault, ...] = ()
    width: int = 0
    height: int = 0

    @property
    def reasons(self) -> tuple[str, ...]:
        """The codes of the findings, for the item's record."""
        return tuple(dict.fromkeys(fault.code for fault in self.findings))


def examine_upload(
    stream: BinaryIO, *, declared: str = "", name: str = "", limits: DoorLimits | None = None
) -> Examination:
    """Examine a file that can be read and sought in, such as `open_original` gives.

    declared : the MIME type the sender gave; name : the file's name as sent, neither believed.
    A picture, a PDF or a text is read into memory whole (up to its limit); a film or an archive never is.

    >>> import io
    >>> examine_upload(io.BytesIO(b"<svg onload='x()'>"), declared="image/png").standing
    'quarantined'
    """
    limits = limits or DoorLimits()
    stream.seek(0)
    head = stream.read(HEAD)
    size = stream.seek(0, 2)
    told, mime = declared_kind(declared), detect_kind(head)
    findings, width, height = _look(stream, head, size, mime, limits)
    if mime == ZIP:
        entries, _ = list_entries(stream, size, limits)
        mime = office_kind(stream, entries)
    findings += _name_findings(name, mime)
    if told and told != mime and not (mime and {told, mime} <= _RELATED):
        findings.append(Fault("kind_differs", params={"declared": told[:80], "found": mime or "?"}))
    kind = accepted_kinds().get(mime)
    if kind is not None and not kind.shown:
        findings.append(Fault("kind_not_shown", params={"kind": mime}))
    return Examination(_standing(kind, findings), mime, told, size, tuple(findings), width, height)


_RELATED = frozenset(
    {"video/mp4", "audio/mp4", "video/quicktime"}
)  # one form, three habits of naming it


def check_batch(sizes: Sequence[int], limits: DoorLimits | None = None) -> list[Fault]:
    """Whether one submission has too many files or too many bytes. sizes : of its files, in bytes.

    >>> [fault.code for fault in check_batch([1] * 51)]
    ['upload_too_many']
    """
    limits, faults = limits or DoorLimits(), []
    if len(sizes) > limits.files:
        params = {"count": len(sizes), "limit": limits.files}
        faults.append(Fault("upload_too_many", params=params))
    if sum(sizes) > limits.total_bytes:
        faults.append(Fault("upload_too_large", params={"limit": limits.total_bytes}))
    return faults


def _standing(kind: FileKind | None, findings: list[Fault]) -> Standing:
    wrong = {fault.code for fault in findings if fault.severity == "error"}
    if kind is None or wrong - NOT_SHOWN:
        return "quarantined"
    return "attachment" if wrong else "accepted"


def _look(
    stream: BinaryIO, head: bytes, size: int, mime: str, limits: DoorLimits
) -> tuple[list[Fault], int, int]:
    """What the inspection of its kind finds, and the width and height of a picture."""
    kind = accepted_kinds().get(mime)
    family = kind.family if kind else ""
    if not size:
        return [Fault("upload_empty")], 0, 0
    if size > limits.of(family):
        params = {"size": size, "limit": limits.of(family), "kind": mime or "?"}
        return [Fault("upload_too_large_for_kind", params=params)], 0, 0
    stream.seek(max(0, size - TAIL))
    found = find_foreign(head, stream.read(TAIL), size, family)
    if kind is None:
        return [*found, *_unknown(stream, mime, limits)], 0, 0
    stream.seek(0)
    if family == "image":
        payload = stream.read()
        walk, faults = check_picture(payload, mime, limits)
        rest = judge_trailing(payload[walk.end :], size) if walk.end >= 0 else []
        return _once([*found, *faults, *rest]), walk.width, walk.height
    return _once([*found, *_of_family(stream, mime, family, size, limits)]), 0, 0


def _of_family(
    stream: BinaryIO, mime: str, family: str, size: int, limits: DoorLimits
) -> list[Fault]:
    if family == "document":
        return check_pdf(stream.read())
    if family == "text":
        payload = stream.read()
        if mime == "image/svg+xml":
            active = _SVG_ACTIVE.search(payload) or b"\0" in payload
            return [Fault("svg_active")] if active else []
        return [] if is_text(payload) else [Fault("text_broken")]
    if family == "container":
        entries, faults = list_entries(stream, size, limits)
        if faults:
            return faults
        faults = check_entries(stream, entries, size, limits)
        if any(fault.code in {"zip_bomb", "zip_overlap", "zip_form"} for fault in faults):
            return faults
        return faults + check_office(stream, entries, office_kind(stream, entries))
    return check_film(stream, mime, size)


def _unknown(stream: BinaryIO, mime: str, limits: DoorLimits) -> list[Fault]:
    faults = [Fault("kind_unknown", params={"kind": mime or "?"})]
    if mime == "application/x-ole-storage":
        stream.seek(0)
        faults += check_ole(stream.read(limits.document))
    return faults


def _name_findings(name: str, mime: str) -> list[Fault]:
    """A name that hides what the file is, or says another kind than its content."""
    if not name:
        return []
    if _OVERRIDES.search(name) or "/" in name or "\\" in name:
        return [Fault("name_deceives")]
    kind = accepted_kinds().get(mime)
    suffix = PurePosixPath(name).suffix.lower()
    if kind and suffix not in kind.suffixes:
        params = {"suffix": suffix[:20], "kind": mime}
        return [Fault("name_differs", params=params, severity="warning")]
    return []


def _once(findings: list[Fault]) -> list[Fault]:
    """Each finding once, in order."""
    seen: dict[tuple[str, str], Fault] = {}
    for fault in findings:
        seen.setdefault((fault.code, str(fault.params)), fault)
    return list(seen.values())
