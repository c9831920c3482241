"""Checkpoints: the log's size and root as a short text that can be signed, printed and compared.

The text is origin, size and root, a line each. A signed note is the text, a blank line, and one
line per signature.
Source: C2SP tlog-checkpoint and signed-note; keys and signatures of the kind Ed25519 (0x01).
Checked against the published example of the Go package golang.org/x/mod/sumdb/note
(tests/golden/signed_note).
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from misaq.ledger.errors import CheckpointFormError, KeyFormError, SignatureError

_ED25519 = b"\x01"
_DASH = "\u2014 "


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of a log: whose it is, how many entries, and the hash over all of them."""

    origin: str
    size: int
    root: bytes


def checkpoint_text(origin: str, size: int, root: bytes) -> str:
    r"""The checkpoint as a text of three lines.

    >>> checkpoint_text("misaq/velmara", 0, bytes(32))
    'misaq/velmara\n0\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n'
    """
    if not origin or "\n" in origin or size < 0 or len(root) != 32:
        raise CheckpointFormError(what=repr(origin))
    return f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n"


def parse_checkpoint(text: str) -> Checkpoint:
    """Read a checkpoint's three lines, signed or not; anything that is not exactly one is refused.

    Raises CheckpointFormError; a size with a leading zero or a root of another length is none.
    """
    body, _, _ = text.partition("\n\n")
    lines = body.removesuffix("\n").split("\n")
    if len(lines) != 3:
        raise CheckpointFormError(what=lines[0])
    origin, size, root = lines
    try:
        checkpoint = Checkpoint(origin, int(size), base64.b64decode(root, validate=True))
    except (ValueError, binascii.Error):
        raise CheckpointFormError(what=origin) from None
    # Written back it must be the same: one checkpoint has one text.
    if (
        checkpoint_text(checkpoint.origin, checkpoint.size, checkpoint.root)
        != body.removesuffix("\n") + "\n"
    ):
        raise CheckpointFormError(what=origin)
    return checkpoint


@dataclass(frozen=True, slots=True)
class NoteKey:
    """A public key with the name of its holder, to check signatures with."""

    name: str
    key: bytes

    @property
    def identifier(self) -> bytes:
        """The first 4 bytes of the hash of name and key: says which key signed."""
        return hashlib.sha256(self.name.encode() + b"\n" + _ED25519 + self.key).digest()[:4]

    def text(self) -> str:
        """The key as one line that can be published: name+identifier+key."""
        return (
            f"{self.name}+{self.identifier.hex()}+{base64.b64encode(_ED25519 + self.key).decode()}"
        )

    @classmethod
    def read(cls, line: str) -> "NoteKey":
        """Read a published key. Raises KeyFormError when it is none."""
        name, _, rest = line.strip().partition("+")
        identifier, _, encoded = rest.partition("+")
        try:
            raw = base64.b64decode(encoded, validate=True)
        except binascii.Error:
            raise KeyFormError(what=name) from None
        key = cls(name, raw[1:])
        if raw[:1] != _ED25519 or len(key.key) != 32 or key.identifier.hex() != identifier:
            raise KeyFormError(what=name)
        return key


def public_key(name: str, secret: bytes) -> NoteKey:
    """The public half of a 32-byte Ed25519 secret held by `name`."""
    _require_name(name)
    return NoteKey(name, bytes(SigningKey(secret).verify_key))


def sign_note(text: str, *, name: str, secret: bytes) -> str:
    """Sign `text` (it ends with a newline) as `name`, or add a signature to a note that has some.

    secret : 32 bytes, an Ed25519 seed.
    """
    body, signatures = _parts(text)
    identifier = public_key(name, secret).identifier
    signature = SigningKey(secret).sign(body.encode()).signature
    line = f"{_DASH}{name} {base64.b64encode(identifier + signature).decode()}\n"
    return f"{body}\n{''.join(signatures)}{line}"


def verify_note(note: str, key: NoteKey) -> str:
    """The text that `key` signed. Raises SignatureError when it did not, or a byte was changed."""
    body, signatures = _parts(note)
    for line in signatures:
        name, _, encoded = line.removeprefix(_DASH).strip().rpartition(" ")
        try:
            raw = base64.b64decode(encoded, validate=True)
        except binascii.Error:
            continue
        if name != key.name or raw[:4] != key.identifier:
            continue
        try:
            VerifyKey(key.key).verify(body.encode(), raw[4:])
        except (BadSignatureError, ValueError):
            break
        return body
    raise SignatureError(name=key.name)


def _parts(note: str) -> tuple[str, list[str]]:
    """The signed text and the signature lines, each with its newline."""
    body, blank, rest = note.rpartition("\n\n")
    if blank and all(line.startswith(_DASH) for line in rest.splitlines()):
        return body + "\n", [line + "\n" for line in rest.splitlines()]
    if not note.endswith("\n"):
        raise CheckpointFormError(what=note[:40])
    return note, []


def _require_name(name: str) -> None:
    if not name or "+" in name or any(character.isspace() for character in name):
        raise KeyFormError(what=name)
