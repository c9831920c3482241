"""The documents of sealing: canonical JSON with a kind and a version, read strictly.

Whoever reads one has got it from a machine that may have been seized: an unknown field, a field twice, a wrong
length or a text that is too long is refused before anything is computed from it.
"""

import base64
import binascii
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from misaq.foundation.canonical import canonical_json
from misaq.record.sealing.errors import RecordIdError, SealingFormError

VERSION = 1
LARGEST = 32 * 1024 * 1024
RECORD_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:\-]{0,99}\Z")
HANDLE = re.compile(r"[a-z0-9][a-z0-9._\-]{0,39}\Z")


def write_document(kind: str, fields: Mapping[str, Any]) -> bytes:
    """The canonical bytes of a document."""
    return canonical_json({"kind": kind, "version": VERSION, **fields})


def read_document(payload: bytes, kind: str, names: Sequence[str]) -> dict[str, Any]:
    """The fields `names` of a document of `kind`; nothing may be missing and nothing more may be there.

    Raises SealingFormError, which tells the kind expected and no part of what was read.
    """
    if len(payload) > LARGEST:
        raise SealingFormError(what=kind)
    try:
        found = json.loads(payload, object_pairs_hook=_without_doubles, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise SealingFormError(what=kind) from None
    if not isinstance(found, dict) or set(found) != {"kind", "version", *names}:
        raise SealingFormError(what=kind)
    if found["kind"] != kind or type(found["version"]) is not int or found["version"] != VERSION:
        raise SealingFormError(what=kind)
    return found


def encode(value: bytes) -> str:
    """Base64, as the documents write bytes."""
    return base64.b64encode(value).decode("ascii")


def decode(text: Any, what: str, *, length: int | None = None) -> bytes:
    """Bytes from base64, exactly `length` of them if given. Raises SealingFormError(what)."""
    try:
        value = base64.b64decode(text, validate=True) if isinstance(text, str) else None
    except (binascii.Error, ValueError):
        value = None
    if value is None or (length is not None and len(value) != length) or encode(value) != text:
        raise SealingFormError(what=what)
    return value


def require_hex(text: Any, what: str, *, length: int) -> str:
    """`text` when it is `length` bytes in lower-case hexadecimal. Raises SealingFormError(what)."""
    if not isinstance(text, str) or not re.fullmatch(f"[0-9a-f]{{{2 * length}}}", text):
        raise SealingFormError(what=what)
    return text


def require_handle(text: Any, what: str) -> str:
    """`text` when it can be the handle of a custodian or asker. Raises SealingFormError(what)."""
    if not isinstance(text, str) or not HANDLE.match(text):
        raise SealingFormError(what=what)
    return text


def require_record_id(text: Any) -> str:
    """`text` when it can name a record. Raises RecordIdError, which does not repeat it."""
    if not isinstance(text, str) or not RECORD_ID.match(text):
        raise RecordIdError
    return text


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a field stands twice")
    return found


def _refuse(name: str) -> Any:
    raise ValueError("no number")
