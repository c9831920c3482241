"""Custodians and their keys: who keeps a share, and the age identity that opens it.

A key file is an age identity file, so that the program `age` reads it too; with a passphrase it is that file
encrypted by age's own scrypt. Source: age v1, https://age-encryption.org/v1.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass

import pyrage

from misaq.record.sealing.documents import HANDLE
from misaq.record.sealing.errors import (
    CustodianNameError,
    CustodianNumberError,
    CustodianRecipientError,
    CustodianTwiceError,
    IdentityFormError,
    IdentityPassphraseError,
    SealingFormError,
)
from misaq.record.sealing.secret import Secret

MOST_CUSTODIANS = 32
_AGE_HEADS = (b"age-encryption.org/", b"-----BEGIN AGE ENCRYPTED FILE-----")


@dataclass(frozen=True, slots=True)
class Custodian:
    """Someone who keeps one share of each record.

    name : a handle, not a person's name: it stands beside the ciphertext, where a thief can read it.
    recipient : their age recipient, age1...
    """

    name: str
    recipient: str


@dataclass(frozen=True, slots=True)
class CustodianSet:
    """Those who keep a record, and how many of them open it: 2 <= threshold <= number of custodians <= 32.

    Raises CustodiansError when they cannot.
    """

    custodians: tuple[Custodian, ...]
    threshold: int = 3

    def __post_init__(self) -> None:
        number = len(self.custodians)
        if not 2 <= self.threshold <= number <= MOST_CUSTODIANS:
            raise CustodianNumberError(threshold=self.threshold, number=number)
        for custodian in self.custodians:
            if not HANDLE.match(custodian.name):
                raise CustodianNameError
            require_recipient(custodian.recipient, custodian.name)
        for values in ([c.name for c in self.custodians], [c.recipient for c in self.custodians]):
            if len(set(values)) != number:
                raise CustodianTwiceError


class Identity:
    """An age key: what a custodian or an asker keeps on their own machine.

    >>> key = make_identity()
    >>> key
    Identity(hidden)
    >>> read_identity(write_identity(key)).recipient == key.recipient
    True
    """

    __slots__ = ("_text", "recipient")

    def __init__(self, text: Secret) -> None:
        self._text = text
        self.recipient = str(_parse_secret_key(text).to_public())

    def __repr__(self) -> str:
        return "Identity(hidden)"

    def text(self) -> Secret:
        """The key as age writes it, AGE-SECRET-KEY-1..."""
        return self._text

    def decrypt(self, envelope: bytes) -> Secret | None:
        """What stands in an age file made for this key; None when it cannot be read."""
        try:
            return Secret(pyrage.decrypt(envelope, [_parse_secret_key(self._text)]))
        except pyrage.DecryptError:
            return None


def make_identity() -> Identity:
    """A new key, from the system's randomness."""
    return Identity(Secret(str(pyrage.x25519.Identity.generate()).encode()))


def write_identity(identity: Identity, passphrase: Secret | None = None) -> bytes:
    """The key as a file that `age -d -i FILE` reads; encrypted, in ASCII armour, when a passphrase is given.

    Encrypting takes some seconds and a gigabyte of memory: that is what slows a thief down.
    """
    plain = f"# public key: {identity.recipient}\n".encode() + identity.text().reveal() + b"\n"
    if passphrase is None:
        return plain
    if not passphrase.reveal():
        raise IdentityPassphraseError
    sealed: bytes = pyrage.passphrase.encrypt(plain, passphrase.reveal().decode(), armored=True)
    return sealed


def read_identity(payload: bytes, passphrase: Secret | None = None) -> Identity:
    """The one key in an age identity file; the passphrase is needed when the file is encrypted.

    Raises IdentityPassphraseError when it is missing or wrong, IdentityFormError when there is not one key.
    """
    if identity_needs_passphrase(payload):
        if passphrase is None:
            raise IdentityPassphraseError
        try:
            # only armour may be stripped: the last byte of a binary file can look like a blank
            armoured = payload.lstrip().startswith(_AGE_HEADS[1])
            payload = pyrage.passphrase.decrypt(
                payload.strip() if armoured else payload, passphrase.reveal().decode()
            )
        except (pyrage.DecryptError, UnicodeDecodeError):
            raise IdentityPassphraseError from None
    lines = [line.strip() for line in payload.decode("utf-8", "replace").splitlines()]
    keys = [line for line in lines if line and not line.startswith("#")]
    if len(keys) != 1:
        raise IdentityFormError
    return Identity(Secret(keys[0].encode()))


def identity_needs_passphrase(payload: bytes) -> bool:
    """Whether a key file is encrypted."""
    return payload.lstrip().startswith(_AGE_HEADS)


def read_custodians(text: str) -> CustodianSet:
    """The custodians in a TOML text.

    >>> keys = [make_identity().recipient for _ in range(3)]
    >>> text = "threshold = 2\\n" + "".join(
    ...     f'[[custodian]]\\nname = "c{i}"\\nrecipient = "{key}"\\n' for i, key in enumerate(keys)
    ... )
    >>> read_custodians(text).threshold
    2
    """
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise SealingFormError(what="custodians") from None
    threshold, rows = found.get("threshold", 3), found.get("custodian")
    if set(found) - {"threshold", "custodian"} or not isinstance(rows, list):
        raise SealingFormError(what="custodians")
    if not isinstance(threshold, int) or isinstance(threshold, bool):
        raise SealingFormError(what="custodians")
    return CustodianSet(tuple(_read_rows(rows)), threshold)


def encrypt_to(recipient: str, text: bytes) -> bytes:
    """An age file that only the holder of `recipient`'s key reads."""
    envelope: bytes = pyrage.encrypt(text, [pyrage.x25519.Recipient.from_str(recipient)])
    return envelope


def require_recipient(recipient: str, name: str) -> str:
    """`recipient` when it is an X25519 recipient of age, with its checksum right. Raises CustodianRecipientError."""
    try:
        # capitals are valid for age, but one key must have one text: recipients are compared
        plain = str(pyrage.x25519.Recipient.from_str(recipient)) == recipient
    except pyrage.RecipientError:
        plain = False
    if not plain:
        raise CustodianRecipientError(name=name)
    return recipient


def _read_rows(rows: Iterable[object]) -> Iterable[Custodian]:
    for row in rows:
        if not isinstance(row, dict) or set(row) != {"name", "recipient"}:
            raise SealingFormError(what="custodians")
        if not all(isinstance(value, str) for value in row.values()):
            raise SealingFormError(what="custodians")
        yield Custodian(row["name"], row["recipient"])


def _parse_secret_key(text: Secret) -> pyrage.x25519.Identity:
    try:
        return pyrage.x25519.Identity.from_str(text.reveal().decode())
    except (pyrage.IdentityError, UnicodeDecodeError):
        raise IdentityFormError from None
