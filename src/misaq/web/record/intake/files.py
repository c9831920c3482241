"""Lists while they wait to be imported: encrypted in parts under random names, gone when the import is over.

A file is parts one after another: length (4 bytes), nonce (24), XChaCha20-Poly1305 of the packed part, bound to the
run and its place. The first holds the column names, each further one the rows of one batch. The key lies in the
run's row, shut under the organisation's key; only a session that a member unlocked reads the file.
"""

import base64
import json
import secrets
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
)
from nacl.exceptions import CryptoError
from nacl.utils import random as random_bytes

from misaq.formats import Table, write_atomically
from misaq.record import FieldAlteredError
from misaq.web.record.models import ImportRun
from misaq.web.record.unlocking import Keyring

BATCH = 2000
_KEY_SIZE, _NONCE = 32, 24


@dataclass(frozen=True)
class Part:
    """Rows of a list: their spreadsheet numbers, and each column's values."""

    numbers: list[int]
    columns: dict[str, list[str]]


def list_keep(run: ImportRun, table: Table, keys: Keyring) -> None:
    """Write the rows of a list, encrypted, and put name and key of the file into the run (not saved here)."""
    key = random_bytes(_KEY_SIZE)
    columns = {name: table.text(name) for name in table.names}
    parts: list[object] = [list(table.names)]
    for begin in range(0, table.n_rows, BATCH):
        rows = range(begin, min(begin + BATCH, table.n_rows))
        numbers = [table.row_number(index) for index in rows]
        parts.append([numbers, [texts[begin : begin + BATCH] for texts in columns.values()]])
    payload = b"".join(_shut(key, run, place, part) for place, part in enumerate(parts))
    run.file_path = secrets.token_hex(20)
    run.file_key_shut = keys.shut(
        run.organisation,
        base64.b64encode(key).decode(),
        table="import",
        row=run.pk,
        field="file_key",
    )
    write_atomically(_path(run), payload, mode=0o600)


def list_columns(run: ImportRun, keys: Keyring) -> list[str]:
    """The names of a kept list's columns. Raises FieldAlteredError."""
    with _path(run).open("rb") as stream:
        names: list[str] = _open(_key(run, keys), run, 0, _next(stream))
    return names


def list_parts(run: ImportRun, keys: Keyring, *, first: int = 0) -> Iterator[Part]:
    """The parts of a kept list from one on. Raises FieldAlteredError when the file is not what was kept."""
    key = _key(run, keys)
    with _path(run).open("rb") as stream:
        names = _open(key, run, 0, _next(stream))
        place = 1
        while box := _next(stream):
            if place > first:
                numbers, values = _open(key, run, place, box)
                yield Part(numbers, dict(zip(names, values, strict=True)))
            place += 1


def list_whole(run: ImportRun, keys: Keyring) -> Part:
    """All rows of a kept list."""
    numbers: list[int] = []
    columns: dict[str, list[str]] = {name: [] for name in list_columns(run, keys)}
    for part in list_parts(run, keys):
        numbers += part.numbers
        for name, values in part.columns.items():
            columns[name] += values
    return Part(numbers, columns)


def list_forget(run: ImportRun) -> None:
    """Delete the file; the key goes from the row with it (not saved here)."""
    if run.file_path:
        _path(run).unlink(missing_ok=True)
    run.file_path, run.file_key_shut = "", b""


def _key(run: ImportRun, keys: Keyring) -> bytes:
    text = keys.read(
        run.organisation, run.file_key_shut, table="import", row=run.pk, field="file_key"
    )
    return base64.b64decode(text)


def _path(run: ImportRun) -> Path:
    return Path(settings.RECORD_FILES) / "lists" / run.file_path


def _place(run: ImportRun, place: int) -> bytes:
    return f"misaq.record.list 1 {run.pk} {place}".encode()


def _shut(key: bytes, run: ImportRun, place: int, part: object) -> bytes:
    packed = zlib.compress(json.dumps(part, ensure_ascii=False).encode(), 1)
    nonce = random_bytes(_NONCE)
    box = nonce + crypto_aead_xchacha20poly1305_ietf_encrypt(packed, _place(run, place), nonce, key)
    return len(box).to_bytes(4, "big") + box


def _next(stream: BinaryIO) -> bytes:
    length = int.from_bytes(stream.read(4), "big")
    return stream.read(length) if length else b""


def _open(key: bytes, run: ImportRun, place: int, box: bytes) -> list:  # type: ignore[type-arg]  # JSON
    try:
        packed = crypto_aead_xchacha20poly1305_ietf_decrypt(
            box[_NONCE:], _place(run, place), box[:_NONCE], key
        )
    except (CryptoError, ValueError):
        raise FieldAlteredError(table="import", field="file") from None
    opened: list[object] = json.loads(zlib.decompress(packed))
    return opened
