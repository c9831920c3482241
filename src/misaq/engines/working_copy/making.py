"""Make a working copy: the child decodes behind walls, the pixels it sends are encoded here.

Nothing of the original's bytes comes into the copy, only colours of points. So a script, a position, a second
file or a hidden layer cannot come through, known or not. The child is not believed: of what it sends only
sizes are used, and they are checked; what it says about the file's metadata is text for the restricted tier.
"""

import hashlib
import json
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, BinaryIO

import numpy as np
from PIL import Image, ImageDraw

from misaq.engines.confined.walls import Walls
from misaq.engines.working_copy.errors import (
    CopyFailedError,
    CopyKilledError,
    CopyKindError,
    CopyLockedError,
    CopyTooLargeError,
    CopyTooSlowError,
    CopyUnconfinedError,
    RedactionError,
)
from misaq.engines.working_copy.pages import bind_pages, encode_picture
from misaq.engines.working_copy.texts import plain_text
from misaq.record import look_hash

_OUT = {
    "image/jpeg": "image/jpeg", "image/webp": "image/jpeg", "image/png": "image/png", "image/gif": "image/png",
    "application/pdf": "application/pdf",
}  # fmt: skip
_REFUSALS = {error.code: error for error in (CopyFailedError, CopyLockedError, CopyTooLargeError)}
GROWTH = 16
"""Points by which a box is grown on each side: a JPEG smears what it shows over blocks of up to 16."""
_MOST_METADATA = 1 << 18


@dataclass(frozen=True, slots=True)
class CopyLimits:
    """The most that is decoded. side : of a copy's longer edge, in points; larger ones are made smaller.

    pixels : of a picture as it came. pages : of a PDF that are copied. dpi : points an inch of its pages.
    seconds : of time on the clock, and of processor time. memory, input : bytes.
    """

    side: int = 4096
    pixels: int = 80_000_000
    pages: int = 200
    dpi: int = 150
    seconds: int = 120
    memory: int = 1536 << 20
    input: int = 200 << 20


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle to black out. page : 1 for the first. Edges are parts of the page, 0 to 1 from its top left."""

    left: float
    top: float
    right: float
    bottom: float
    page: int = 1


@dataclass(frozen=True, slots=True)
class WorkingCopy:
    """A copy that may be shown.

    pages : in the copy; pages_of_original : frames of a GIF, pages of a PDF. redacted : whether it has boxes.
    metadata : what the original told about itself; not in the copy, and for the restricted tier only.
    duplicate_hash : how the first page looks, "" for a text. walls : those that stood while it was decoded.
    """

    payload: bytes = field(repr=False)
    mime: str
    sha256: str
    pages: int
    pages_of_original: int
    width: int
    height: int
    redacted: bool = False
    duplicate_hash: str = ""
    metadata: Mapping[str, Any] = field(default_factory=dict, repr=False)
    walls: Walls = field(default_factory=Walls)


def make_working_copy(
    source: bytes | BinaryIO,
    *,
    mime: str,
    redactions: Sequence[Box] = (),
    limits: CopyLimits | None = None,
    allow_unconfined: bool = False,
) -> WorkingCopy:
    """Make a copy of a picture, a PDF or a text, without anything that is not seen in it.

    source : the original in clear, or an earlier copy. mime : what the door detected.
    redactions : boxes whose points are made black, on this copy only; what they hide is in none of its bytes.
    allow_unconfined : decode even where the machine grants no list of system calls. Only on a machine that
        holds nothing else.
    Returns the copy: JPEG or PNG of the first frame, a PDF of pictures, or UTF-8 text.
    Raises CopyFailedError and its kinds, RedactionError, CopyUnconfinedError.
    """
    limits = limits or CopyLimits()
    payload = source if isinstance(source, bytes) else source.read(limits.input + 1)
    if len(payload) > limits.input:
        raise CopyTooLargeError
    if mime == "text/plain":
        return _copy_text(payload, redactions)
    if mime not in _OUT:
        raise CopyKindError(kind=mime[:80])
    _check_boxes(redactions)
    result = _Result(mime, limits, redactions)
    with tempfile.TemporaryDirectory(prefix="misaq-copy-") as empty:
        for letter, body in _frames(payload, mime, limits, empty, allow_unconfined):
            result.take(letter, body)
    return result.finish()


def _copy_text(payload: bytes, redactions: Sequence[Box]) -> WorkingCopy:
    if redactions:
        raise RedactionError(page=redactions[0].page)
    text = plain_text(payload).encode()
    return WorkingCopy(text, "text/plain", hashlib.sha256(text).hexdigest(), 1, 1, 0, 0)


def _check_boxes(boxes: Sequence[Box]) -> None:
    for box in boxes:
        if not (
            0 <= box.left < box.right <= 1 and 0 <= box.top < box.bottom <= 1 and box.page >= 1
        ):
            raise RedactionError(page=box.page)


@dataclass
class _Result:
    """What the child sent so far, made into pages as it comes."""

    mime: str
    limits: CopyLimits
    boxes: Sequence[Box]
    pages: list[tuple[int, int, bytes]] = field(default_factory=list)
    metadata: dict[str, Any] = field(default_factory=dict)
    look: str = ""
    walls: Walls = field(default_factory=Walls)
    total: int = 0

    def take(self, letter: bytes, body: bytes) -> None:
        """One frame of the child's answer."""
        if letter == b"X":
            raise _REFUSALS.get(body.decode("ascii", "replace"), CopyFailedError)
        if letter == b"W":
            self.walls = Walls(**{name: bool(on) for name, on in _object(body).items()})
        elif letter == b"M":
            self.metadata = _object(body)
        elif letter == b"E":
            pages = _object(body).get("pages")
            self.total = pages if isinstance(pages, int) and pages > 0 else len(self.pages)
        elif letter == b"P":
            self._take_page(body)

    def _take_page(self, body: bytes) -> None:
        width, height = struct.unpack_from(">II", body) if len(body) >= 8 else (0, 0)
        most = 1 if self.mime != "application/pdf" else self.limits.pages
        if (
            not (0 < width <= self.limits.side and 0 < height <= self.limits.side)
            or len(body) != 8 + 3 * width * height
            or len(self.pages) >= most
        ):
            raise CopyKilledError  # no answer of ours: the child is somebody else's by now
        image = Image.frombytes("RGB", (width, height), body[8:])
        for box in self.boxes:
            if box.page == len(self.pages) + 1:
                _black_out(image, box)
        if not self.pages:
            grey = image.convert("L").resize((9, 8), Image.Resampling.BOX)
            self.look = look_hash(np.asarray(grey, dtype=np.int64))
        self.pages.append((width, height, encode_picture(image, _OUT[self.mime])))

    def finish(self) -> WorkingCopy:
        """The copy. Raises CopyKilledError when the answer breaks off, RedactionError for a page not there."""
        if not self.pages or not self.total:
            raise CopyKilledError
        beyond = [box.page for box in self.boxes if box.page > len(self.pages)]
        if beyond:
            raise RedactionError(page=beyond[0])
        mime = _OUT[self.mime]
        width, height, picture = self.pages[0]
        paper = mime == "application/pdf"
        payload = bind_pages(self.pages, self.limits.dpi) if paper else picture
        digest = hashlib.sha256(payload).hexdigest()
        return WorkingCopy(
            payload, mime, digest, len(self.pages), self.total, width, height,
            bool(self.boxes), self.look, self.metadata, self.walls,
        )  # fmt: skip


def _black_out(image: Image.Image, box: Box) -> None:
    corner = (int(box.left * image.width) - GROWTH, int(box.top * image.height) - GROWTH)
    other = (int(box.right * image.width) + GROWTH, int(box.bottom * image.height) + GROWTH)
    ImageDraw.Draw(image).rectangle((corner, other), fill=(0, 0, 0))


def _object(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise CopyKilledError from None
    if not isinstance(found, dict):
        raise CopyKilledError
    return found


def _frames(
    payload: bytes, mime: str, limits: CopyLimits, folder: str, allow_unconfined: bool
) -> Iterator[tuple[bytes, bytes]]:
    """The child's answer, frame by frame. It gets the file only once its walls stand; it is gone at the end."""
    command = [
        sys.executable, "-I", "-B", "-m", "misaq.engines.confined.child", str(limits.seconds), str(limits.memory),
    ]  # fmt: skip
    child = subprocess.Popen(  # noqa: S603  our own program, no shell, nothing of the file in the arguments
        command, cwd=folder, env={}, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, close_fds=True, start_new_session=True,
    )  # fmt: skip
    assert child.stdin is not None
    assert child.stdout is not None
    stopped = threading.Event()

    def stop() -> None:
        stopped.set()
        child.kill()

    clock = threading.Timer(limits.seconds, stop)
    clock.start()
    try:
        letter, body = _frame(child.stdout, _MOST_METADATA)
        if letter != b"W" or not (_object(body).get("filtered") is True or allow_unconfined):
            raise CopyUnconfinedError
        yield letter, body
        with suppress(BrokenPipeError):
            child.stdin.write(json.dumps(_job(mime, limits)).encode() + b"\n")
            child.stdin.write(payload)
            child.stdin.close()
        while letter not in {b"E", b"X"}:
            letter, body = _frame(child.stdout, max(_MOST_METADATA, 8 + 3 * limits.side**2))
            yield letter, body
    except CopyKilledError:
        if stopped.is_set():
            raise CopyTooSlowError(seconds=limits.seconds) from None
        raise
    finally:
        clock.cancel()
        child.kill()
        child.wait()
        with suppress(BrokenPipeError):
            child.stdin.close()
        child.stdout.close()


def _job(mime: str, limits: CopyLimits) -> dict[str, Any]:
    return {
        "mime": mime,
        "side": limits.side,
        "pixels": limits.pixels,
        "pages": limits.pages,
        "dpi": limits.dpi,
    }


def _frame(stream: Any, most: int) -> tuple[bytes, bytes]:
    head = stream.read(5)
    if len(head) < 5:
        raise CopyKilledError
    (length,) = struct.unpack(">I", head[1:])
    if length > most:
        raise CopyKilledError
    body = stream.read(length)
    if len(body) < length:
        raise CopyKilledError
    return head[:1], body
