"""A second kind of file inside a file: what makes a polyglot.

A viewer that trusts the first bytes sees a picture; another that looks for its own signature sees a page with
a script, an archive or a PDF. Wherever a second kind could be read from the file, it is named.
"""

import re
import struct

from misaq.formats.door.kinds import HEAD
from misaq.foundation.faults import Fault

TAIL = 66_000  # an archive's end record and the longest comment after it
_MARKUP = re.compile(
    rb"<(script|html|!doctype\s+html|svg|iframe|object|embed|\?php)\b|<\?php|javascript:", re.I
)
_PROGRAMS = (
    (re.compile(rb"MZ.{58}.{4}.{0,512}PE\0\0", re.S), "EXE"),
    (re.compile(rb"\x7fELF[\x01\x02]", re.S), "ELF"),
)
_TRAILERS = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"ftyp", "MP4"),
)


def find_foreign(head: bytes, tail: bytes, size: int, family: str) -> list[Fault]:
    """What of another kind stands at the beginning or the end of a file.

    head : its first 4096 bytes. tail : its last 66,000. size : of the whole. family : of its own kind.
    """
    found = set()
    if family != "container" and _archive_ends(tail, size):
        found.add("ZIP")
    if not head.startswith(b"%PDF-") and b"%PDF-" in head[:1024]:
        found.add("PDF")
    if family not in {"text", "document"}:
        if _MARKUP.search(head[:HEAD]):
            found.add("HTML")
        if head[2:6] == b"\xff\xe0/*" or head[6:8] == b"/*":
            found.add("JavaScript")
    return [Fault("file_polyglot", params={"other": name}) for name in sorted(found)]


def judge_trailing(rest: bytes, size: int) -> list[Fault]:
    """What stands after the end of a file's own data, the end being known. size : of the whole file.

    Cameras and telephones append previews, depth maps and short films; those are noted, for a copy drops
    them. Anything that another program would run or open makes the file a polyglot.
    """
    if not rest.strip(b"\0\r\n\t "):
        return []
    names = set()
    if _archive_ends(rest[-TAIL:], size) or b"PK\x03\x04" in rest[:HEAD]:
        names.add("ZIP")
    if b"%PDF-" in rest:
        names.add("PDF")
    if _MARKUP.search(rest):
        names.add("HTML")
    if rest[:4] in {b"Rar!", b"7z\xbc\xaf"}:
        names.add("RAR")
    names |= {name for pattern, name in _PROGRAMS if pattern.search(rest[: 1 << 16])}
    if names:
        return [Fault("file_polyglot", params={"other": name}) for name in sorted(names)]
    kinds = ", ".join(sorted({name for mark, name in _TRAILERS if mark in rest})) or "?"
    about = {"size": len(rest), "kinds": kinds}
    return [Fault("file_trailing_data", params=about, severity="warning")]


def _archive_ends(tail: bytes, size: int) -> bool:
    """Whether a ZIP archive could be read from the end of the file: its end record, pointing inside it."""
    at = tail.rfind(b"PK\x05\x06")
    while at >= 0:
        if at + 22 <= len(tail):
            directory, offset = struct.unpack_from("<II", tail, at + 12)
            if directory <= size and (offset <= size or offset == 0xFFFFFFFF):
                return True
        at = tail.rfind(b"PK\x05\x06", 0, at)
    return False
