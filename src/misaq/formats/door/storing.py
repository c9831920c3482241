"""A file as it arrives: hashed and encrypted on the way, so that its bytes never touch the disk in clear."""

import hashlib
import io
import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from misaq.foundation.errors import InputError
from misaq.record import (
    ORIGINAL_CHUNK,
    ORIGINAL_HEAD,
    ORIGINAL_TAG,
    OriginalAlteredError,
    Secret,
    decrypt_original,
    encrypt_original,
    make_original_key,
)


class UploadTooLargeError(InputError):
    """More bytes came than are let in; nothing was kept."""

    code = "upload_too_large"


@dataclass(frozen=True, slots=True)
class Received:
    """A file that came in whole.

    sha256, sha3_512, size : of the original's own bytes. stored_sha256 : of the ciphertext as it is stored.
    key : opens it; whoever called wraps it by an organisation's key or seals it to custodians, or it is lost.
    """

    item: str
    sha256: str
    sha3_512: str
    size: int
    stored_sha256: str
    key: Secret = field(repr=False)


def stream_pieces(stream: BinaryIO, size: int = ORIGINAL_CHUNK) -> Iterator[bytes]:
    """What a stream still has, in pieces."""
    while piece := stream.read(size):
        yield piece


def receive_upload(pieces: Iterable[bytes], sink: BinaryIO, *, item: str, limit: int) -> Received:
    """Hash and encrypt `pieces` into `sink` as they come; about 200 KB are in memory at a time.

    item : the id the evidence gets; its ciphertext opens under no other.
    limit : the most bytes let in. Raises UploadTooLargeError; what is in `sink` is then to be thrown away.
    """
    key, size = make_original_key(), 0
    sha256, sha3, stored = hashlib.sha256(), hashlib.sha3_512(), hashlib.sha256()

    def counted() -> Iterator[bytes]:
        nonlocal size
        for piece in pieces:
            size += len(piece)
            if size > limit:
                raise UploadTooLargeError(limit=limit)
            sha256.update(piece)
            sha3.update(piece)
            yield piece

    for box in encrypt_original(counted(), key, item=item):
        stored.update(box)
        sink.write(box)
    return Received(item, sha256.hexdigest(), sha3.hexdigest(), size, stored.hexdigest(), key)


def store_upload(pieces: Iterable[bytes], path: Path, *, item: str, limit: int) -> Received:
    """`receive_upload` into a new file, readable by its owner alone: there whole, or not at all.

    Raises UploadTooLargeError, and FileExistsError when `path` is taken: an original is never written over.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, partial = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as sink:
            received = receive_upload(pieces, sink, item=item, limit=limit)
            sink.flush()
            os.fsync(sink.fileno())
        os.link(partial, path)
        return received
    finally:
        Path(partial).unlink(missing_ok=True)


def open_original(path: Path, key: Secret, *, item: str) -> BinaryIO:
    """The original in clear as a stream that can be read and sought in; nothing in clear is written anywhere.

    Going backwards by more than a chunk begins again from the start, so read forwards.
    Reading raises OriginalAlteredError where the ciphertext is not what was stored.
    """
    return io.BufferedReader(_Original(path, key, item), ORIGINAL_CHUNK)


class _Original(io.RawIOBase):
    """An encrypted original, decrypted as far as it is read."""

    def __init__(self, path: Path, key: Secret, item: str) -> None:
        self._file = path.open("rb")
        self._key, self._item = key, item
        boxes = path.stat().st_size - ORIGINAL_HEAD
        chunks = -(-boxes // (ORIGINAL_CHUNK + ORIGINAL_TAG))
        if boxes < ORIGINAL_TAG:
            raise OriginalAlteredError(item=item)
        self.size, self._at = boxes - chunks * ORIGINAL_TAG, 0
        self._restart()

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self.size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def readinto(self, buffer: "bytearray | memoryview[int]") -> int:  # type: ignore[override]
        place = self._at // ORIGINAL_CHUNK
        if self._at >= self.size:
            return 0
        if place < self._place:
            self._restart()
        while self._place < place:
            self._chunk = next(self._chunks, b"")
            self._place += 1
        part = self._chunk[self._at % ORIGINAL_CHUNK :][: len(buffer)]
        buffer[: len(part)] = part
        self._at += len(part)
        return len(part)

    def close(self) -> None:
        self._file.close()
        super().close()

    def _restart(self) -> None:
        self._file.seek(0)
        self._chunks = decrypt_original(stream_pieces(self._file), self._key, item=self._item)
        self._chunk = b""
        self._place: int = -1
