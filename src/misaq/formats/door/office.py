"""Office documents: which kind, and whether anything in them would run or reach out when they are opened."""

import re
from typing import BinaryIO

from misaq.formats.door.containers import Entry, read_entry
from misaq.formats.door.kinds import DOCX, ODT, XLSX, ZIP
from misaq.formats.door.limits import MIB
from misaq.foundation.faults import Fault

_MOST = 8 * MIB
_MACRO_NAMES = re.compile(
    r"(^|/)(vbaproject\.bin|vbadata\.xml|macrosheets/|intlmacrosheets/|activex/|customui/|basic/|scripts/)",
    re.I,
)
_EMBEDDED = re.compile(r"(^|/)(embeddings/|oleobject|object \d|objectreplacements/)", re.I)
_PROGRAMS = re.compile(
    r"(^|/)meta-inf/manifest\.mf$|(^|/)androidmanifest\.xml$|"
    r"\.(exe|dll|com|scr|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|lnk|msi|jar|apk|sh|py)$",
    re.I,
)
_RELATION = re.compile(rb"<Relationship\b[^<>]{0,4000}>", re.I)
_EXTERNAL = re.compile(rb"TargetMode\s*=\s*[\"']External", re.I)
_LINK = re.compile(rb"Type\s*=\s*[\"'][^\"']{0,200}/hyperlink[\"']", re.I)
_FIELDS = re.compile(rb"<[^<>]{0,2000}>")
_COMMANDS = re.compile(rb"\bDDEAUTO\b|\bDDE\s+[\"'\\a-z]|\bcmd\s*\|")


def office_kind(stream: BinaryIO, entries: list[Entry]) -> str:
    """The MIME type of a container by its contents; "application/zip" when it is no document that we know."""
    names = {entry.name for entry in entries}
    if "[Content_Types].xml" in names:
        if "word/document.xml" in names:
            return DOCX
        return XLSX if "xl/workbook.xml" in names else ZIP
    first = entries[0] if entries else None
    if first and first.name == "mimetype" and first.size == len(ODT):
        return ODT if read_entry(stream, first, 100) == ODT.encode() else ZIP
    return ZIP


def check_office(stream: BinaryIO, entries: list[Entry], mime: str) -> list[Fault]:
    """Macros, controls, embedded objects, remote templates, commands; for a plain archive, programs."""
    faults: dict[str, Fault] = {}
    for entry in entries:
        shown = {"name": entry.name[:80]}
        if _PROGRAMS.search(entry.name):
            faults.setdefault("zip_program", Fault("zip_program", params=shown))
        if mime == ZIP:
            continue
        if _MACRO_NAMES.search(entry.name):
            faults.setdefault("office_macros", Fault("office_macros", params=shown))
        if _EMBEDDED.search(entry.name) and not entry.folder:
            faults.setdefault("office_embedded", Fault("office_embedded", params=shown))
        for code in _inside(stream, entry):
            faults.setdefault(code, Fault(code, params=shown))
    return list(faults.values())


def _inside(stream: BinaryIO, entry: Entry) -> list[str]:
    name = entry.name.lower()
    if not name.endswith((".xml", ".rels")) or entry.flags & 1:
        return []
    text = read_entry(stream, entry, _MOST) or b""
    found = []
    if name == "[content_types].xml" and b"macroenabled" in text.lower():
        found.append("office_macros")
    if name.endswith(".rels") and any(
        _EXTERNAL.search(relation) and not _LINK.search(relation)
        for relation in _RELATION.findall(text)
    ):
        found.append("office_remote")
    if name == "content.xml" and re.search(rb"<script:event-listener\b|<office:script\b", text):
        found.append("office_macros")
    codes = not name.endswith(".rels") and (b"instrText" in text or b"<f" in text)
    if b"<ddeLink" in text or (codes and _COMMANDS.search(_FIELDS.sub(b"", text))):
        found.append("office_command")
    return found


_OLE_MACROS = tuple(name.encode("utf-16-le") for name in ("_VBA_PROJECT", "Macros", "VBA\0"))


def check_ole(payload: bytes) -> list[Fault]:
    """An old office document (before 2007): such files can hold macros; whether this one names any."""
    if any(name in payload for name in _OLE_MACROS):
        return [Fault("office_macros", params={"name": "VBA"})]
    return []
