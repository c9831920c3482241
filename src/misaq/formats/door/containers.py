"""Archives and office documents looked at through their directory: bombs, traps, macros; nothing is unpacked
to disk.

The directory is read by our own code before any library sees it, with its size and its number of entries
known first. Every entry is then unpacked in memory piece by piece, counted and thrown away, up to the limits:
what an archive says of its own sizes is not believed.
"""

import re
import stat
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

from misaq.formats.door.foreign import TAIL
from misaq.formats.door.limits import MIB, DoorLimits
from misaq.foundation.faults import Fault

MAX_DIRECTORY = 16 * MIB
_STORED, _DEFLATED = 0, 8
_PIECE = 1 << 16
_SMALL = MIB  # below this an entry may shrink as far as it likes
_NESTED = (b"PK\x03\x04", b"Rar!\x1a\x07", b"7z\xbc\xaf", b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ")


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of an archive. begin : of its local header; packed, size : as the directory says."""

    name: str
    method: int
    flags: int
    packed: int
    size: int
    begin: int
    link: bool

    @property
    def folder(self) -> bool:
        """Whether it is a folder."""
        return self.name.endswith("/")


def list_entries(
    stream: BinaryIO, size: int, limits: DoorLimits
) -> tuple[list[Entry], list[Fault]]:
    """The entries of a ZIP archive in the order of their places, and why they cannot be listed."""
    stream.seek(max(0, size - TAIL))
    tail = stream.read(TAIL)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or at + 22 > len(tail):
        return [], [Fault("zip_broken")]
    disk, first_disk, here, count, length, offset, comment = struct.unpack_from(
        "<HHHHIIH", tail, at + 4
    )
    end = max(0, size - TAIL) + at
    if disk or first_disk or here != count or 0xFFFFFFFF in {length, offset} or count == 0xFFFF:
        return [], [Fault("zip_form")]
    if count > limits.zip_entries or length > MAX_DIRECTORY:
        params = {"count": count, "limit": limits.zip_entries}
        return [], [Fault("zip_too_many_entries", params=params)]
    faults = []
    if end + 22 + comment != size:
        faults.append(Fault("file_polyglot", params={"other": "?"}))
    if offset + length != end:  # something before the archive, which its own offsets do not count
        return [], [*faults, Fault("file_polyglot", params={"other": "ZIP"})]
    stream.seek(offset)
    entries = _directory(stream.read(length), count)
    if entries is None:
        return [], [*faults, Fault("zip_broken")]
    return sorted(entries, key=lambda entry: entry.begin), faults


def check_entries(
    stream: BinaryIO, entries: list[Entry], size: int, limits: DoorLimits
) -> list[Fault]:
    """What is wrong with an archive's entries: names that lead out, links, overlaps, bombs, archives inside."""
    faults = _name_faults(entries)
    total = sum(entry.size for entry in entries)
    if total > limits.zip_bytes:
        faults.append(_bomb(total, limits))
    if entries and entries[0].begin != 0:
        faults.append(Fault("file_polyglot", params={"other": "?"}))
    if not any(fault.code in {"zip_bomb", "zip_form"} for fault in faults):
        faults += _content_faults(stream, entries, size, limits)
    return faults


def read_entry(stream: BinaryIO, entry: Entry, limit: int) -> bytes | None:
    """The first `limit` bytes of an entry; None when it cannot be unpacked."""
    parts, left = [], limit
    try:
        for piece in _unpack(stream, entry):
            parts.append(piece[:left])
            left -= len(parts[-1])
            if not left:
                break
    except (zlib.error, struct.error):
        return None
    return b"".join(parts)


def _directory(data: bytes, count: int) -> list[Entry] | None:
    entries, at = [], 0
    for _ in range(count):
        if data[at : at + 4] != b"PK\x01\x02" or at + 46 > len(data):
            return None
        made, _, flags, method = struct.unpack_from("<HHHH", data, at + 4)
        packed, size, name, extra, comment = struct.unpack_from("<IIHHH", data, at + 20)
        attributes, begin = struct.unpack_from("<II", data, at + 38)
        text = data[at + 46 : at + 46 + name].decode(
            "utf-8" if flags & 0x800 else "cp437", "replace"
        )
        link = made >> 8 == 3 and stat.S_ISLNK(attributes >> 16)
        entries.append(Entry(text, method, flags, packed, size, begin, link))
        at += 46 + name + extra + comment
    return entries if at == len(data) else None


def _name_faults(entries: list[Entry]) -> list[Fault]:
    codes: dict[str, str] = {}
    seen: set[str] = set()
    for entry in entries:
        path = PurePosixPath(entry.name)
        name = entry.name[:80]
        if (
            path.is_absolute() or ".." in path.parts or "\\" in entry.name or "\0" in entry.name
            or re.match(r"[A-Za-z]:", entry.name)
        ):  # fmt: skip
            codes.setdefault("zip_path", name)
        if entry.link:
            codes.setdefault("zip_link", name)
        if entry.flags & 0x2041:
            codes.setdefault("zip_encrypted", name)
        if entry.method not in {_STORED, _DEFLATED} or 0xFFFFFFFF in {
            entry.packed,
            entry.size,
            entry.begin,
        }:
            codes.setdefault("zip_form", name)
        if entry.name.casefold() in seen:
            codes.setdefault("zip_twice", name)
        seen.add(entry.name.casefold())
    return [Fault(code, params={"name": name}) for code, name in codes.items()]


def _content_faults(
    stream: BinaryIO, entries: list[Entry], size: int, limits: DoorLimits
) -> list[Fault]:
    faults: list[Fault] = []
    total, free = 0, 0
    for entry in entries:
        if entry.begin < free or entry.begin + 30 + entry.packed > size:
            return [*faults, Fault("zip_overlap", params={"name": entry.name[:80]})]
        free = entry.begin + 30 + entry.packed
        if entry.flags & 1:
            continue
        try:
            length, head = _measure(stream, entry, limits.zip_bytes - total)
        except (zlib.error, struct.error, ValueError):
            faults.append(Fault("zip_broken", params={"name": entry.name[:80]}))
            continue
        total += length
        if total >= limits.zip_bytes or (
            length > _SMALL and length > limits.zip_ratio * max(1, entry.packed)
        ):
            return [*faults, _bomb(total, limits)]
        if length != entry.size:
            faults.append(Fault("zip_size_lies", params={"name": entry.name[:80]}))
        if head.startswith(_NESTED):
            faults.append(Fault("zip_nested", params={"name": entry.name[:80]}))
    return faults


def _bomb(total: int, limits: DoorLimits) -> Fault:
    params = {"size": total // MIB, "limit": limits.zip_bytes // MIB, "ratio": limits.zip_ratio}
    return Fault("zip_bomb", params=params)


def _measure(stream: BinaryIO, entry: Entry, most: int) -> tuple[int, bytes]:
    """How many bytes an entry really unpacks to, counted no further than `most`, and its first ones."""
    length, head = 0, b""
    for piece in _unpack(stream, entry):
        head = head or piece[:8]
        length += len(piece)
        if length >= most:
            break
    return length, head


def _unpack(stream: BinaryIO, entry: Entry) -> Iterator[bytes]:
    """An entry's bytes in pieces of at most 64 KiB."""
    stream.seek(entry.begin)
    head = stream.read(30)
    if head[:4] != b"PK\x03\x04":
        raise struct.error
    name, extra = struct.unpack_from("<HH", head, 26)
    stream.seek(entry.begin + 30 + name + extra)
    left, inflate = entry.packed, zlib.decompressobj(-15)
    while left:
        packed = stream.read(min(_PIECE, left))
        if not packed:
            raise struct.error
        left -= len(packed)
        if entry.method == _STORED:
            yield packed
            continue
        while packed:
            yield inflate.decompress(packed, _PIECE)
            packed = inflate.unconsumed_tail
            if inflate.eof:
                return
