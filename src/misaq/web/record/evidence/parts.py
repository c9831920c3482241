"""Where a file lies while it arrives: parts of one length, each encrypted by itself, in any order, in one file.

A part is half a MiB: less than the largest form that a site lets in, and the most that is sent again when a line
breaks. Part number n has its place at n times the length of an encrypted part. Its first bytes are written last,
so that a part is there whole or not at all. The key is the upload's own; a part opens at its own place only.
"""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from misaq.foundation.errors import InputError
from misaq.record import (
    ORIGINAL_CHUNK,
    ORIGINAL_HEAD,
    ORIGINAL_TAG,
    Secret,
    decrypt_original,
    encrypt_original,
)

PART = 8 * ORIGINAL_CHUNK
_SLOT = ORIGINAL_HEAD + PART + 8 * ORIGINAL_TAG
_MARK = 16
"""Bytes at the beginning of an encrypted part that tell that it is there; zeros until then."""


class PartPlaceError(InputError):
    """A part that begins or ends where no part does."""

    code = "upload_part_place"


class OtherFileError(InputError):
    """A part came again with other bytes: somebody chose another file to go on with."""

    code = "upload_other_file"


def folder() -> Path:
    """The folder of everything encrypted that the record keeps as files, readable by the site alone."""
    found = Path(settings.RECORD_FILES)
    found.mkdir(mode=0o700, parents=True, exist_ok=True)
    return found


def random_name() -> str:
    """A name that says nothing."""
    return secrets.token_hex(20)


@dataclass(frozen=True)
class Parts:
    """The parts of one upload. upload : its id. name : of the file that holds them."""

    upload: str
    name: str
    key: Secret

    @property
    def path(self) -> Path:
        """Where they lie."""
        return folder() / self.name

    def keep(self, offset: int, payload: bytes, size: int) -> None:
        """Keep one part of a file of `size` bytes. The same part once more changes nothing.

        Raises PartPlaceError, and OtherFileError when other bytes lie there already.
        """
        if offset % PART or not payload or len(payload) != min(PART, size - offset):
            raise PartPlaceError(offset=offset, part=PART)
        place = offset // PART
        box = b"".join(encrypt_original([payload], self.key, item=self._item(place)))
        with self._held() as handle:
            if _is_there(handle, place):
                if self._read(handle, place, len(payload)) != payload:
                    raise OtherFileError
                return
            os.pwrite(handle, box[_MARK:], place * _SLOT + _MARK)
            os.fsync(handle)
            os.pwrite(handle, box[:_MARK], place * _SLOT)
            os.fsync(handle)

    def missing(self, size: int) -> list[int]:
        """Where the parts begin that have not arrived, in order."""
        with self._held() as handle:
            return [
                place * PART for place in range(-(-size // PART)) if not _is_there(handle, place)
            ]

    def whole(self, size: int) -> Iterator[bytes]:
        """The file in clear, part by part. Raises OriginalAlteredError where a part is not what was kept."""
        with self.path.open("rb") as stream:
            for place in range(-(-size // PART)):
                yield self._read(stream.fileno(), place, min(PART, size - place * PART))

    def forget(self) -> None:
        """Delete them."""
        self.path.unlink(missing_ok=True)

    def _item(self, place: int) -> str:
        return f"{self.upload}.{place}"

    def _read(self, handle: int, place: int, length: int) -> bytes:
        chunks = -(-length // ORIGINAL_CHUNK)
        box = os.pread(handle, ORIGINAL_HEAD + length + chunks * ORIGINAL_TAG, place * _SLOT)
        return b"".join(decrypt_original([box], self.key, item=self._item(place)))

    @contextmanager
    def _held(self) -> Iterator[int]:
        """The file, open and held, so that the same part sent twice at once is written once."""
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield handle
        finally:
            os.close(handle)


def _is_there(handle: int, place: int) -> bool:
    return bool(os.pread(handle, _MARK, place * _SLOT).strip(b"\0"))
