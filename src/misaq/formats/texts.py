"""Text files read whole: size first, then bytes, then UTF-8; .xz unpacked, but never without end."""

import codecs
import lzma
import re
import tomllib
from pathlib import Path
from typing import Any

from misaq.formats.limits import MAX_EXPANDED_BYTES, MAX_FAULTS, MAX_TEXT_BYTES
from misaq.foundation.faults import Fault

_MARK = "\ufffd"
_STEERS = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_bytes(path: Path, file: str, *, limit: int) -> tuple[bytes, list[Fault]]:
    """The bytes of a file that has at most `limit`; else b"" and the fault. The size is looked at first."""
    try:
        size = path.stat().st_size
        if size > limit:
            return b"", [Fault("file_too_large", file, params={"size": size, "limit": limit})]
        return path.read_bytes(), []
    except FileNotFoundError:
        return b"", [Fault("file_missing", file)]
    except OSError as error:
        return b"", [
            Fault("file_unreadable", file, params={"reason": error.strerror or str(error)})
        ]


def unpack_xz(
    payload: bytes, file: str, *, limit: int = MAX_EXPANDED_BYTES
) -> tuple[bytes, list[Fault]]:
    """The content of an .xz file, at most `limit` bytes and little memory more; else b"" and the fault."""
    parts, size = [], 0
    machine = lzma.LZMADecompressor(format=lzma.FORMAT_XZ, memlimit=MAX_TEXT_BYTES * 2)
    try:
        while not machine.eof:
            part = machine.decompress(payload, max_length=min(limit + 1 - size, 1 << 24))
            payload = b""
            if not part and machine.needs_input:
                return b"", [Fault("file_not_xz", file)]
            parts.append(part)
            size += len(part)
            if size > limit:
                return b"", [Fault("file_expands", file, params={"limit": limit})]
    except lzma.LZMAError:
        return b"", [Fault("file_not_xz", file)]
    return b"".join(parts), []


def plain_bytes(payload: bytes, file: str, *, lines: bool = True) -> tuple[bytes, list[Fault]]:
    """The bytes without byte-order mark, every line end "\\n", and a warning for each of the two.

    lines : False keeps quiet about line ends, for texts where nobody minds.
    """
    faults = []
    if payload.startswith(codecs.BOM_UTF8):
        payload = payload[len(codecs.BOM_UTF8) :]
        faults.append(Fault("file_byte_order_mark", file, severity="warning"))
    if b"\r" in payload:
        payload = payload.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        if lines:
            faults.append(Fault("file_crlf", file, severity="warning"))
    return payload, faults


def is_utf16(payload: bytes) -> bool:
    """Whether bytes are UTF-16: by their mark, or because every other byte of the beginning is NUL."""
    sides = (payload[0:64:2], payload[1:64:2])
    nuls, letters = sorted(
        (side.count(0) * 10 // max(len(side), 1) for side in sides), reverse=True
    )
    return payload.startswith(_UTF16) or (len(payload) >= 8 and nuls >= 8 and letters == 0)


def bad_bytes(payload: bytes, *, limit: int = MAX_FAULTS) -> list[int]:
    """The places of bytes that are not UTF-8, the first `limit`; one pass, however many there are."""
    try:
        payload.decode()
    except UnicodeDecodeError:
        places: list[int] = []

        def note(error: UnicodeError) -> tuple[str, int]:
            assert isinstance(error, UnicodeDecodeError)  # only decoding calls this
            if len(places) < limit:
                places.append(error.start)
            return "\ufffd", error.end

        codecs.register_error("misaq.note", note)
        payload.decode(errors="misaq.note")
        return places
    return []


def read_text(path: Path, file: str) -> tuple[str, list[Fault]]:
    """A text file (or .xz of one) as one string, line ends "\\n"; its faults, each with its line as row.

    The string is "" when there is an error.
    """
    packed = path.suffix == ".xz"
    limit = MAX_EXPANDED_BYTES if path.suffix == ".jsonl" else MAX_TEXT_BYTES
    payload, faults = read_bytes(path, file, limit=limit)
    if not faults and packed:
        payload, faults = unpack_xz(payload, file)
    if faults:
        return "", faults
    if is_utf16(payload):
        return "", [Fault("file_utf16", file)]
    payload, faults = plain_bytes(payload, file)
    wrong: dict[int, Fault] = {}
    for place in bad_bytes(payload):
        row = payload.count(b"\n", 0, place) + 1 if len(wrong) < 100 else 0
        params = {"byte": place, "value": f"0x{payload[place]:02X}"}
        wrong.setdefault(row, Fault("row_not_utf8", file, row or None, params=params))
    if b"\0" in payload:
        place = payload.index(b"\0")
        row = payload.count(b"\n", 0, place) + 1
        wrong.setdefault(row, Fault("row_nul_byte", file, row, params={"byte": place}))
    faults.extend(wrong.values())
    return ("" if wrong else payload.decode()), faults


def printable(text: str) -> str:
    """A text that can be printed: what steers a terminal, turns its direction or is no character becomes a mark.

    >>> printable("a\\x1b[2J.csv")
    'a�[2J.csv'
    """
    return "".join(_MARK if _STEERS.match(c) else c for c in text) if _STEERS.search(text) else text


def parse_toml(text: str, file: str) -> tuple[dict[str, Any], list[Fault]]:
    """The values of a TOML text, or {} and the fault with its line."""
    try:
        return tomllib.loads(text), []
    except (tomllib.TOMLDecodeError, ValueError, RecursionError) as error:
        reason, row = str(error), None
        if "(at line " in reason:
            reason, _, place = reason.partition(" (at line ")
            row = int(place.split(",")[0])
        elif "(at end of document)" in reason:
            reason, row = reason.partition(" (at end")[0], text.count("\n") + 1
        return {}, [Fault("not_toml", file, row, params={"reason": reason or "nested too deeply"})]
