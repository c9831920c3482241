"""Sealing one record: a key of its own, split among custodians so that k of them open it and k-1 nothing.

    text --pad--> XChaCha20-Poly1305 under a random key --> ciphertext
    key --Shamir k of n over GF(256)--> shares --age--> one envelope per custodian

The server keeps the sealed record and no key: the key is forgotten once it is split, and there is no key that opens
more than one record. The header (record, custodians, commitments, threshold) is the ciphertext's associated data, and
each envelope holds its hash, so that no share opens, or is released for, a record it was not made for.

Chance comes from the system, never from a seed: a key that can be computed again is no key.
Sources: Shamir 1979, doi:10.1145/359168.359176; Arciszewski 2020, draft-irtf-cfrg-xchacha-03; age v1.
"""

import hashlib
import hmac
from dataclasses import dataclass, field
from typing import Any

import pyshamir
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_encrypt as aead_encrypt
from nacl.utils import random as random_bytes

from misaq.foundation.canonical import canonical_json
from misaq.record.sealing.custodians import Custodian, CustodianSet, encrypt_to
from misaq.record.sealing.documents import (
    decode,
    encode,
    read_document,
    require_handle,
    require_hex,
    require_record_id,
    write_document,
)
from misaq.record.sealing.errors import CustodiansError, SealingFormError
from misaq.record.sealing.padding import LENGTH_FIELD, pad, padded_length
from misaq.record.sealing.secret import Secret

KIND = "record.sealed"
KEY, NONCE, TAG, BLINDING, DIGEST = 32, 24, 16, 32, 32
SHARE = KEY + 1
"""Lengths in bytes; a share is the key's length and one byte for its place."""

LARGEST_ENVELOPE = 4096


@dataclass(frozen=True, slots=True)
class SealedShare:
    """One custodian's part of a sealed record.

    commitment : SHA-256 over the share and a random blinding, 64 hexadecimal digits; it tells nothing of the share.
    envelope : an age file for the custodian: header hash (32 bytes), blinding (32), share (33).
    """

    custodian: Custodian
    commitment: str
    envelope: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class SealedRecord:
    """A record that k custodians together can open. It holds no secret in clear.

    seal : a random id of this sealing; sealing the same record again gives another.
    key_check : HMAC of the header's ids under the key: whatever shares are used, there is one key.
    """

    record: str
    seal: str
    threshold: int
    shares: tuple[SealedShare, ...]
    key_check: str
    nonce: bytes = field(repr=False)
    ciphertext: bytes = field(repr=False)

    def header(self) -> bytes:
        """What the ciphertext is bound to: everything but the envelopes and the ciphertext itself."""
        return canonical_json(
            {
                "kind": KIND,
                "version": 1,
                "record": self.record,
                "seal": self.seal,
                "threshold": self.threshold,
                "custodians": [
                    [s.custodian.name, s.custodian.recipient, s.commitment] for s in self.shares
                ],
                "key_check": self.key_check,
            }
        )

    @property
    def digest(self) -> str:
        """SHA-256 of the header, 64 hexadecimal digits: names this sealing of this record."""
        return hashlib.sha256(self.header()).hexdigest()

    def document(self) -> bytes:
        """The sealed record as canonical JSON."""
        shares = [
            {
                "name": share.custodian.name,
                "recipient": share.custodian.recipient,
                "commitment": share.commitment,
                "share": encode(share.envelope),
            }
            for share in self.shares
        ]
        fields = {
            "record": self.record,
            "seal": self.seal,
            "threshold": self.threshold,
            "custodians": shares,
            "key_check": self.key_check,
            "nonce": encode(self.nonce),
            "ciphertext": encode(self.ciphertext),
        }
        return write_document(KIND, fields)


def seal_record(text: bytes, *, record: str, custodians: CustodianSet) -> SealedRecord:
    """Seal `text` so that any `custodians.threshold` of the custodians together open it, and fewer nothing.

    record : the record's id, random; it stays readable beside the ciphertext.
    Raises RecordIdError, SealTooLargeError (over 16 MiB).
    """
    require_record_id(record)
    padded = pad(text)
    key, seal = Secret(random_bytes(KEY)), random_bytes(16).hex()
    parts = split_key(key, custodians)
    blindings = [Secret(random_bytes(BLINDING)) for _ in parts]
    shares = [
        SealedShare(keeper, commit(record, seal, keeper.name, part, blinding), b"")
        for keeper, part, blinding in zip(custodians.custodians, parts, blindings, strict=True)
    ]
    bare = SealedRecord(
        record, seal, custodians.threshold, tuple(shares), check_of_key(key, record, seal), b"", b""
    )
    nonce = random_bytes(NONCE)
    digest = bytes.fromhex(bare.digest)
    filled = [
        SealedShare(
            share.custodian,
            share.commitment,
            encrypt_to(share.custodian.recipient, digest + blinding.reveal() + part.reveal()),
        )
        for share, part, blinding in zip(shares, parts, blindings, strict=True)
    ]
    ciphertext = aead_encrypt(padded, bare.header(), nonce, key.reveal())
    return SealedRecord(
        record, seal, custodians.threshold, tuple(filled), bare.key_check, nonce, ciphertext
    )


def read_sealed(payload: bytes) -> SealedRecord:
    """The sealed record in a document. Raises SealingFormError, RecordIdError, CustodiansError."""
    names = ("record", "seal", "threshold", "custodians", "key_check", "nonce", "ciphertext")
    found = read_document(payload, KIND, names)
    rows = found["custodians"]
    if not isinstance(rows, list) or type(found["threshold"]) is not int:
        raise SealingFormError(what=KIND)
    shares = tuple(_read_share(row) for row in rows)
    try:
        CustodianSet(tuple(share.custodian for share in shares), found["threshold"])
    except CustodiansError:
        raise SealingFormError(what=KIND) from None
    return SealedRecord(
        require_record_id(found["record"]),
        require_hex(found["seal"], KIND, length=16),
        found["threshold"],
        shares,
        require_hex(found["key_check"], KIND, length=DIGEST),
        decode(found["nonce"], KIND, length=NONCE),
        _ciphertext(found["ciphertext"]),
    )


def split_key(key: Secret, custodians: CustodianSet) -> list[Secret]:
    """The key's shares, one per custodian: (33 bytes) the key's length and one byte for the place."""
    parts = pyshamir.split(key.reveal(), len(custodians.custodians), custodians.threshold)
    return [Secret(bytes(part)) for part in parts]


def commit(record: str, seal: str, name: str, share: Secret, blinding: Secret) -> str:
    """The commitment to one custodian's share: binding, and without the blinding it says nothing.

    SHA-256 over the ids in canonical JSON (one line), then 32 bytes of blinding and 33 of share.
    """
    about = canonical_json(["misaq.record.share", 1, record, seal, name])
    return hashlib.sha256(about + blinding.reveal() + share.reveal()).hexdigest()


def check_of_key(key: Secret, record: str, seal: str) -> str:
    """What tells the right key from another: HMAC-SHA-256 of the ids under the key, hexadecimal.

    XChaCha20-Poly1305 alone does not bind a ciphertext to one key; this does.
    """
    about = canonical_json(["misaq.record.key", 1, record, seal])
    return hmac.new(key.reveal(), about, hashlib.sha256).hexdigest()


def _ciphertext(text: Any) -> bytes:
    """A ciphertext of one of the lengths that padding leaves; 16 bytes of it are the tag."""
    value = decode(text, KIND)
    padded = len(value) - TAG
    if padded <= 0 or padded != padded_length(max(0, padded - LENGTH_FIELD)):
        raise SealingFormError(what=KIND)
    return value


def _read_share(row: Any) -> SealedShare:
    if not isinstance(row, dict) or set(row) != {"name", "recipient", "commitment", "share"}:
        raise SealingFormError(what=KIND)
    if not isinstance(row["recipient"], str):
        raise SealingFormError(what=KIND)
    envelope = decode(row["share"], KIND)
    if not 0 < len(envelope) <= LARGEST_ENVELOPE:
        raise SealingFormError(what=KIND)
    return SealedShare(
        Custodian(require_handle(row["name"], KIND), row["recipient"]),
        require_hex(row["commitment"], KIND, length=DIGEST),
        envelope,
    )
