"""Boxes that anybody can shut for somebody, and only they can open: an organisation's inbox, a person's return code.

    inbox        : an X25519 pair; the private half lies encrypted under the organisation's key
    return code  : five groups of five letters, shown once; Argon2id turns it into a pair, so that an answer can be
                   shut for somebody of whom nothing is known but that they hold the code

What is in a box is padded to 1, 4 or 16 KiB or a multiple of 16, so that its length tells little.
Source: sealed boxes, libsodium; Argon2id, RFC 9106.
"""

import hashlib
import secrets
from dataclasses import dataclass

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.pwhash import argon2id

from misaq.foundation.canonical import canonical_json
from misaq.record.sealing.errors import SealingFormError, WrongSecretError
from misaq.record.sealing.padding import SEAL_STEPS, pad, unpad
from misaq.record.sealing.secret import Secret

CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Thirty-two letters and digits that are not taken for one another."""
CODE_LENGTH, CODE_GROUP = 25, 5
CODE_MEMORY, CODE_PASSES = 64 * 1024 * 1024, 2
"""A code has 125 bits of chance: the work only slows a guess at a code of which part is known."""


@dataclass(frozen=True, slots=True)
class BoxKey:
    """A pair of keys: `public` shuts, `private` opens."""

    public: bytes
    private: Secret


def make_box_key() -> BoxKey:
    """A new pair."""
    private = PrivateKey.generate()
    return BoxKey(bytes(private.public_key), Secret(bytes(private)))


def shut_box(public: bytes, text: str, *, about: str) -> bytes:
    """`text` shut so that only the holder of the private half opens it.

    about : what it is, such as "submission 7"; bound in, so that a box cannot stand in another's place.

    >>> key = make_box_key()
    >>> open_box(key.private, shut_box(key.public, "invented", about="s1"), about="s1").reveal().decode()
    'invented'
    """
    bound = hashlib.sha256(canonical_json(["misaq.record.box", 1, about])).digest()
    return bytes(
        SealedBox(PublicKey(public)).encrypt(bound + pad(text.encode("utf-8"), SEAL_STEPS))
    )


def open_box(private: Secret, box: bytes, *, about: str) -> Secret:
    """The text of a box. Raises WrongSecretError for another key, or a box about something else."""
    bound = hashlib.sha256(canonical_json(["misaq.record.box", 1, about])).digest()
    try:
        inside = SealedBox(PrivateKey(private.reveal())).decrypt(box)
        if inside[:32] != bound:
            raise WrongSecretError
        return Secret(unpad(inside[32:]))
    except (CryptoError, ValueError, SealingFormError):
        raise WrongSecretError from None


def make_return_code() -> Secret:
    """A code to be written down, in groups of five; whoever holds it reads the answers."""
    letters = "".join(secrets.choice(CODE_LETTERS) for _place in range(CODE_LENGTH))
    groups = [letters[at : at + CODE_GROUP] for at in range(0, CODE_LENGTH, CODE_GROUP)]
    return Secret("-".join(groups).encode())


def read_return_code(code: Secret) -> BoxKey:
    """The pair that a code stands for, however it was typed. Raises WrongSecretError when it is no code."""
    letters = "".join(code.reveal().decode("utf-8", "replace").upper().replace("-", " ").split())
    if len(letters) != CODE_LENGTH or set(letters) - set(CODE_LETTERS):
        raise WrongSecretError
    seed = argon2id.kdf(
        32,
        letters.encode(),
        hashlib.sha256(b"misaq.record.return-code 1").digest()[:16],
        opslimit=CODE_PASSES,
        memlimit=CODE_MEMORY,
    )
    private = PrivateKey.from_seed(seed)
    return BoxKey(bytes(private.public_key), Secret(bytes(private)))


def return_code_mark(key: BoxKey) -> str:
    """What is stored to find a submission by its code: hash of the public half, 64 hexadecimal digits."""
    return hashlib.sha256(b"misaq.record.return-mark 1" + key.public).hexdigest()
