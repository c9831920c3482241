"""Pictures walked part by part without decoding them: how large they say they are, and where they end."""

import re
import struct
from dataclasses import dataclass

from misaq.formats.door.limits import DoorLimits
from misaq.foundation.faults import Fault

BOMB = 1000  # bytes of picture for each byte of file, more than any drawing needs
_JPEG_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_MOST_PARTS = 1_000_000  # more than any true picture has; each is a step of ours
_FILL, _MARKER = re.compile(rb"\xff+"), re.compile(rb"\xff[^\x00\xff\xd0-\xd7]", re.S)
_JPEG_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})


@dataclass(frozen=True, slots=True)
class Walk:
    """width, height : 0 when not found. end : where the picture's own data ends; -1 when it never does."""

    width: int = 0
    height: int = 0
    end: int = -1


def check_picture(payload: bytes, mime: str, limits: DoorLimits) -> tuple[Walk, list[Fault]]:
    """The size and the end of a picture, and what is wrong with either.

    A picture that breaks off or has parts that are not its kind's is `picture_broken`.
    """
    walk = {
        "image/jpeg": _walk_jpeg,
        "image/png": _walk_png,
        "image/gif": _walk_gif,
        "image/webp": _walk_webp,
    }[mime]
    try:
        found = walk(payload)
    except (struct.error, IndexError):
        found = Walk()
    pixels = found.width * found.height
    faults = []
    if not pixels or found.end < 0:
        faults.append(Fault("picture_broken"))
    if pixels > limits.pixels:
        params = {"width": found.width, "height": found.height, "limit": limits.pixels // 1_000_000}
        faults.append(Fault("picture_too_many_pixels", params=params))
        if pixels * 3 > BOMB * len(payload):
            faults.append(Fault("picture_bomb", params={"size": len(payload)}))
    return found, faults


def _walk_jpeg(data: bytes) -> Walk:
    at, width, height = 2, 0, 0
    for _ in range(_MOST_PARTS):
        fill = _FILL.match(data, at)
        if fill is None:
            break
        at = fill.end()
        marker = data[at]
        at += 1
        if marker == 0xD9:
            return Walk(width, height, at)
        if marker in _JPEG_ALONE:
            continue
        (length,) = struct.unpack_from(">H", data, at)
        if length < 2:
            break
        if marker in _JPEG_SIZES:
            tall, wide = struct.unpack_from(">HH", data, at + 3)
            height, width = max(height, tall), max(width, wide)
        at += length
        if marker == 0xDA:  # coded data follow; the next marker that is none of theirs ends them
            after = _MARKER.search(data, at)
            if after is None:
                break
            at = after.start()
    return Walk(width, height)


def _walk_png(data: bytes) -> Walk:
    at, width, height = 8, 0, 0
    for _ in range(_MOST_PARTS):
        length, name = struct.unpack_from(">I4s", data, at)
        if at == 8:
            if name != b"IHDR":
                return Walk()
            width, height = struct.unpack_from(">II", data, 16)
        at += 12 + length
        if at > len(data) or not name.isalpha():
            return Walk(width, height)
        if name == b"IEND":
            return Walk(width, height, at)
    return Walk(width, height)


def _walk_gif(data: bytes) -> Walk:
    width, height, flags = struct.unpack_from("<HHB", data, 6)
    at = 13 + (3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0)
    for _ in range(_MOST_PARTS):
        kind = data[at]
        if kind == 0x3B:
            return Walk(width, height, at + 1)
        if kind == 0x21:
            at = _after_blocks(data, at + 2)
        elif kind == 0x2C:
            left, top, wide, tall, flags = struct.unpack_from("<HHHHB", data, at + 1)
            width, height = max(width, left + wide), max(height, top + tall)
            table = 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0
            at = _after_blocks(data, at + 10 + table + 1)
        else:
            break
    return Walk(width, height)


def _after_blocks(data: bytes, at: int) -> int:
    """Where a row of sub-blocks ends. Raises IndexError when it does not, or has more than any picture."""
    for _ in range(_MOST_PARTS):
        if not data[at]:
            return at + 1
        at += 1 + data[at]
    raise IndexError


def _walk_webp(data: bytes) -> Walk:
    (size,) = struct.unpack_from("<I", data, 4)
    end = 8 + size + size % 2
    at, width, height = 12, 0, 0
    for _ in range(_MOST_PARTS):
        if at + 8 > min(end, len(data)):
            break
        name, length = struct.unpack_from("<4sI", data, at)
        wide, tall = _webp_size(data, at + 8, name)
        width, height = max(width, wide), max(height, tall)
        at += 8 + length + length % 2
    return Walk(width, height, end if at == end <= len(data) else -1)


def _webp_size(data: bytes, at: int, name: bytes) -> tuple[int, int]:
    if name == b"VP8X":
        wide, tall = data[at + 4 : at + 7], data[at + 7 : at + 10]
        return int.from_bytes(wide, "little") + 1, int.from_bytes(tall, "little") + 1
    if name == b"VP8L":
        (bits,) = struct.unpack_from("<I", data, at + 1)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if name == b"VP8 ":
        wide, tall = struct.unpack_from("<HH", data, at + 6)
        return wide & 0x3FFF, tall & 0x3FFF
    return 0, 0
