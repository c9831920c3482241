"""Films and sound walked box by box: nothing is decoded, and no more than a box's head is held in memory."""

import struct
from typing import BinaryIO

from misaq.formats.door.foreign import judge_trailing
from misaq.foundation.faults import Fault

_MOST_BOXES = 1_000_000
_LOOKED_AT = 1 << 20


def check_film(stream: BinaryIO, mime: str, size: int) -> list[Fault]:
    """What is wrong with a film or a sound: it breaks off, or something stands after its end."""
    if mime in {"video/mp4", "video/quicktime", "audio/mp4", "image/heic"}:
        return _walk_boxes(stream, size)
    if mime == "audio/wav":
        return _walk_wave(stream, size)
    return []


def _walk_boxes(stream: BinaryIO, size: int) -> list[Fault]:
    at = 0
    for _ in range(_MOST_BOXES):
        if at == size:
            return []
        stream.seek(at)
        head = stream.read(16)
        if len(head) < 8 or not _is_name(head[4:8]):
            return _rest(stream, at, size)
        (length,) = struct.unpack(">I", head[:4])
        if length == 1 and len(head) == 16:
            (length,) = struct.unpack(">Q", head[8:])
        elif length == 0:
            return []  # this box goes on to the end of the file
        if length < 8 or at + length > size:
            return [Fault("film_broken", params={"place": at})]
        at += length
    return [Fault("film_broken", params={"place": at})]


def _is_name(name: bytes) -> bool:
    return all(0x20 <= letter < 0x7F or letter == 0xA9 for letter in name)


def _rest(stream: BinaryIO, at: int, size: int) -> list[Fault]:
    if at == 0:
        return [Fault("film_broken", params={"place": 0})]
    stream.seek(at)
    return judge_trailing(stream.read(_LOOKED_AT), size)


def _walk_wave(stream: BinaryIO, size: int) -> list[Fault]:
    stream.seek(4)
    (length,) = struct.unpack("<I", stream.read(4).ljust(4, b"\0"))
    end = 8 + length + length % 2
    if end > size + 1:
        return [Fault("film_broken", params={"place": size})]
    stream.seek(end)
    return judge_trailing(stream.read(_LOOKED_AT), size)
