"""What the public log gets to know of a private record: that something of a kind happened, and nothing more.

A leaf is canonical JSON {mac, prev, type}. `mac` is HMAC-SHA-256 over what happened, under a salt of 32 random bytes
that lies in the row and nowhere else. Whoever has row and salt can show that the leaf is theirs; once both are erased
the leaf is a random value that fits everything and nothing. `prev` is only the type of the event before; which leaf
that was stands inside the HMAC, so that the leaves of one record cannot be told from those of others.

Whoever appends leaves shuffles them and appends by the hour: the time of a leaf tells who works when.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nacl.utils import random as random_bytes

from misaq.foundation.canonical import canonical_json
from misaq.record.sealing.errors import SealingFormError, TombstoneError
from misaq.record.sealing.secret import Secret

SALT = 32
EVENT_TYPES = (
    "record.sealed",
    "record.share-released",
    "record.opened",
    "record.resealed",
    "record.ciphertext-deleted",
    "record.erased",
)
ERASURE_REASONS = (
    "consent_withdrawn",
    "asked_by_subject",
    "retention_ended",
    "court_order",
    "danger_to_life",
    "entered_in_error",
)


@dataclass(frozen=True, slots=True)
class RecordEvent:
    """Something that happened to a record, as its row keeps it; `body` never goes into the log.

    type : one of EVENT_TYPES. body : plain JSON values, ids and digests.
    """

    type: str
    body: Mapping[str, Any] = field(repr=False)

    def __post_init__(self) -> None:
        if self.type not in EVENT_TYPES:
            raise SealingFormError(what="record event")


@dataclass(frozen=True, slots=True)
class RecordLeaf:
    """A leaf for the public log and the salt that its row keeps.

    entry : the bytes to append. salt : 32 bytes; without it the entry can be linked to nothing.
    """

    entry: bytes
    salt: Secret


def make_leaf(event: RecordEvent, *, previous: bytes | None = None) -> RecordLeaf:
    """The leaf that tells the log of `event`, under a new salt.

    previous : the entry of the event before it in the life of the same record; None for the first.

    >>> leaf = make_leaf(RecordEvent("record.sealed", {"record": "r1"}))
    >>> matches_leaf(leaf.entry, RecordEvent("record.sealed", {"record": "r1"}), leaf.salt)
    True
    """
    salt = Secret(random_bytes(SALT))
    return RecordLeaf(_entry(event, salt, previous), salt)


def matches_leaf(
    entry: bytes, event: RecordEvent, salt: Secret, *, previous: bytes | None = None
) -> bool:
    """Whether `entry` is the leaf of `event`: what the holder of a row shows to someone who doubts it."""
    return hmac.compare_digest(entry, _entry(event, salt, previous))


def make_tombstone(reason: str, approvers: tuple[str, str]) -> RecordLeaf:
    """The leaf that tells the log that one record was erased, why, and that two approved it.

    reason : one of ERASURE_REASONS. approvers : handles of two different persons; the leaf holds them under its salt,
    so that they can be shown and not read. It names no leaf of what was erased: that would tie them together.
    Raises TombstoneError.
    """
    if reason not in ERASURE_REASONS or len(approvers) != 2 or not all(approvers):
        raise TombstoneError(reasons=", ".join(ERASURE_REASONS))
    if approvers[0] == approvers[1]:
        raise TombstoneError(reasons=", ".join(ERASURE_REASONS))
    salt = Secret(random_bytes(SALT))
    return RecordLeaf(_tombstone(reason, approvers, salt), salt)


def matches_tombstone(entry: bytes, reason: str, approvers: tuple[str, str], salt: Secret) -> bool:
    """Whether `entry` is the tombstone that these two approved."""
    return hmac.compare_digest(entry, _tombstone(reason, approvers, salt))


def _entry(event: RecordEvent, salt: Secret, previous: bytes | None) -> bytes:
    before = hashlib.sha256(previous).hexdigest() if previous is not None else None
    message = canonical_json({"type": event.type, "body": event.body, "prev": before})
    return _line({"type": event.type, "mac": _mac(salt, message), "prev": _type_of(previous)})


def _tombstone(reason: str, approvers: tuple[str, str], salt: Secret) -> bytes:
    macs = [_mac(salt, canonical_json(["approver", name])) for name in approvers]
    return _line({"type": "record.erased", "reason": reason, "approvers": sorted(macs)})


def _type_of(entry: bytes | None) -> str | None:
    if entry is None:
        return None
    try:
        found = json.loads(entry)["type"]
    except (ValueError, KeyError, TypeError):
        raise SealingFormError(what="record event") from None
    if found not in EVENT_TYPES:
        raise SealingFormError(what="record event")
    return str(found)


def _mac(salt: Secret, message: bytes) -> str:
    return hmac.new(salt.reveal(), message, hashlib.sha256).hexdigest()


def _line(fields: Mapping[str, Any]) -> bytes:
    return canonical_json(fields).removesuffix(b"\n")
