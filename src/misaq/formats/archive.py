"""Archives whose bytes follow from what is in them alone: names in order, one date, nothing packed."""

import io
import zipfile
import zlib
from collections.abc import Mapping

from misaq.foundation.errors import InputError

DATE = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can say
MAX_PARTS = 100
MAX_UNPACKED = 512 * 2**20  # bytes


class ArchiveError(InputError):
    """A file is no zip that can be read, or one that unpacks to too much."""

    code = "archive_unreadable"


def pack_zip(files: Mapping[str, bytes]) -> bytes:
    """A zip of some files, path inside it to bytes: the same files give the same bytes on every machine.

    Nothing is compressed: what a compressor writes differs from version to version.

    >>> pack_zip({"a.txt": b"x", "b.txt": b"y"}) == pack_zip({"b.txt": b"y", "a.txt": b"x"})
    True
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, DATE)
            entry.create_system = 3  # the same wherever it is made
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name])
    return buffer.getvalue()


def unpack_zip(payload: bytes, *, file: str = "") -> dict[str, bytes]:
    """The files of a zip, path inside it to bytes; nothing is written anywhere.

    Raises ArchiveError when it is no zip, has more than 100 files, or unpacks to more than 512 MiB.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(payload)) as archive:
            parts = [part for part in archive.infolist() if not part.is_dir()]
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise ArchiveError(file=file)
            found = {}
            for part in parts:
                with archive.open(part) as stream:
                    found[part.filename] = stream.read(part.file_size)
            return found
    except (
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        EOFError,
        KeyError,
        NotImplementedError,
        RuntimeError,
    ):
        raise ArchiveError(file=file) from None
