"""The restricted tier's keys: an organisation key that the server keeps only in wrapped form, one wrap per user.

    password --Argon2id--> opens the user's private key        recovery key --HMAC--> opens it too
    user's public key    : wraps the organisation key, so that a colleague can be let in without their password

Nobody can reset a password: without the old one or the recovery key the private key stays shut, and another member
of the organisation has to let the user in again, with a new key. What the server stores opens nothing by itself.
Source: Argon2id, RFC 9106; sealed boxes, libsodium.
"""

import base64
import hashlib
import hmac
import unicodedata
from dataclasses import dataclass, field

from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
)
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.pwhash import argon2id
from nacl.utils import random as random_bytes

from misaq.foundation.canonical import canonical_json
from misaq.record.sealing.documents import decode, encode, read_document, write_document
from misaq.record.sealing.errors import (
    RecoveryKeyFormError,
    SealingFormError,
    WrongSecretError,
)
from misaq.record.sealing.secret import Secret

KIND, WRAP_KIND = "record.user-key", "record.organisation-key"
ARGON2_MEMORY = 128 * 1024 * 1024
"""Bytes; RFC 9106's second choice is 64 MiB."""
ARGON2_PASSES = 8
"""Passes over the memory, one lane: about a third of a second of one core in November 2026."""
KEY, NONCE, SALT, KEY_ID = 32, 24, 16, 8
_RECOVERY_HEAD = "MISAQ"


@dataclass(frozen=True, slots=True)
class UserKey:
    """What the server keeps of a user's key: public key, salt, and the private key shut in two boxes.

    user : an id, bound into both boxes so that a row cannot be put in another's place.
    """

    user: str
    public: bytes
    salt: bytes = field(repr=False)
    by_password: bytes = field(repr=False)
    by_recovery: bytes = field(repr=False)

    def document(self) -> bytes:
        """The key as canonical JSON, to be stored."""
        boxes = {n: encode(getattr(self, n)) for n in self.__slots__ if n != "user"}
        return write_document(KIND, {"user": self.user, **boxes})


@dataclass(frozen=True, slots=True)
class UnlockedUser:
    """A user's private key, for the length of a session and in memory only."""

    user: str
    private: Secret


@dataclass(frozen=True, slots=True)
class OrganisationKey:
    """The key of an organisation's restricted fields, unlocked.

    key_id : 8 bytes, random; tells this key from the one before it.
    """

    organisation: str
    key_id: bytes
    key: Secret


def make_user_key(user: str, password: Secret) -> tuple[UserKey, Secret]:
    """A new key for a user, and the recovery key to be written down: it is shown once and kept nowhere."""
    private = Secret(bytes(PrivateKey.generate()))
    return _shut(user, private, password)


def unlock_with_password(stored: UserKey, password: Secret) -> UnlockedUser:
    """The user's private key. Raises WrongSecretError. Takes 128 MiB of memory."""
    return _open(stored, _password_key(password, stored.salt), "password")


def unlock_with_recovery(stored: UserKey, recovery: Secret) -> UnlockedUser:
    """The user's private key by the recovery key. Raises WrongSecretError, RecoveryKeyFormError."""
    return _open(stored, _recovery_key(recovery), "recovery")


def change_password(stored: UserKey, old: Secret, new: Secret) -> UserKey:
    """The key shut with the new password; the recovery key stays the same. Raises WrongSecretError."""
    unlocked = unlock_with_password(stored, old)
    salt = random_bytes(SALT)
    box = _seal_private(
        stored.user, stored.public, unlocked.private, _password_key(new, salt), "password"
    )
    return UserKey(stored.user, stored.public, salt, box, stored.by_recovery)


def recover_user_key(stored: UserKey, recovery: Secret, new: Secret) -> tuple[UserKey, Secret]:
    """The key shut with a new password and a new recovery key; the one that was used opens nothing any more.

    Raises WrongSecretError, RecoveryKeyFormError.
    """
    unlocked = unlock_with_recovery(stored, recovery)
    return _shut(stored.user, unlocked.private, new)


def read_user_key(payload: bytes) -> UserKey:
    """The key in a stored document. Raises SealingFormError."""
    names = ("user", "public", "salt", "by_password", "by_recovery")
    found = read_document(payload, KIND, names)
    if not isinstance(found["user"], str):
        raise SealingFormError(what=KIND)
    return UserKey(
        found["user"],
        decode(found["public"], KIND, length=KEY),
        decode(found["salt"], KIND, length=SALT),
        decode(found["by_password"], KIND),
        decode(found["by_recovery"], KIND),
    )


def make_organisation_key(organisation: str) -> OrganisationKey:
    """A new key for an organisation's restricted fields."""
    return OrganisationKey(organisation, random_bytes(KEY_ID), Secret(random_bytes(KEY)))


def wrap_organisation_key(key: OrganisationKey, user: UserKey) -> bytes:
    """The organisation's key, shut so that only `user` opens it. Needs no password of theirs."""
    inside = write_document(
        WRAP_KIND,
        {
            "organisation": key.organisation,
            "user": user.user,
            "key_id": encode(key.key_id),
            "key": encode(key.key.reveal()),
        },
    )
    return bytes(SealedBox(PublicKey(user.public)).encrypt(inside))


def unwrap_organisation_key(
    wrapped: bytes, user: UnlockedUser, *, organisation: str
) -> OrganisationKey:
    """The organisation's key. Raises WrongSecretError when it was not wrapped for this user and organisation."""
    try:
        inside = SealedBox(PrivateKey(user.private.reveal())).decrypt(wrapped)
        found = read_document(inside, WRAP_KIND, ("organisation", "user", "key_id", "key"))
    except (CryptoError, ValueError):
        raise WrongSecretError from None
    if (found["organisation"], found["user"]) != (organisation, user.user):
        raise WrongSecretError
    return OrganisationKey(
        organisation,
        decode(found["key_id"], WRAP_KIND, length=KEY_ID),
        Secret(decode(found["key"], WRAP_KIND, length=KEY)),
    )


def _shut(user: str, private: Secret, password: Secret) -> tuple[UserKey, Secret]:
    public = bytes(PrivateKey(private.reveal()).public_key)
    salt, recovery = random_bytes(SALT), Secret(random_bytes(KEY))
    text = _recovery_text(recovery)
    by_password = _seal_private(user, public, private, _password_key(password, salt), "password")
    by_recovery = _seal_private(user, public, private, _recovery_key(text), "recovery")
    return UserKey(user, public, salt, by_password, by_recovery), text


def _seal_private(user: str, public: bytes, private: Secret, key: Secret, way: str) -> bytes:
    nonce = random_bytes(NONCE)
    about = canonical_json([KIND, 1, user, encode(public), way])
    box: bytes = crypto_aead_xchacha20poly1305_ietf_encrypt(
        private.reveal(), about, nonce, key.reveal()
    )
    return nonce + box


def _open(stored: UserKey, key: Secret, way: str) -> UnlockedUser:
    box = stored.by_password if way == "password" else stored.by_recovery
    about = canonical_json([KIND, 1, stored.user, encode(stored.public), way])
    try:
        private = crypto_aead_xchacha20poly1305_ietf_decrypt(
            box[NONCE:], about, box[:NONCE], key.reveal()
        )
    except (CryptoError, ValueError):
        raise WrongSecretError from None
    return UnlockedUser(stored.user, Secret(private))


def _password_key(password: Secret, salt: bytes) -> Secret:
    """Argon2id of the password in NFC: one password, however the keyboard composes its letters."""
    text = unicodedata.normalize("NFC", password.reveal().decode("utf-8", "surrogateescape"))
    if not text:
        raise WrongSecretError
    return Secret(
        argon2id.kdf(
            KEY,
            text.encode("utf-8", "surrogateescape"),
            salt,
            opslimit=ARGON2_PASSES,
            memlimit=ARGON2_MEMORY,
        )
    )


def _recovery_key(text: Secret) -> Secret:
    return Secret(
        hmac.digest(_recovery_bytes(text).reveal(), b"misaq.record.recovery 1", hashlib.sha256)
    )


def _recovery_text(recovery: Secret) -> Secret:
    """52 letters and digits and 4 to catch a slip, in groups of four, after the word MISAQ."""
    value = recovery.reveal()
    letters = base64.b32encode(value).decode().rstrip("=") + _check(value)
    groups = [letters[place : place + 4] for place in range(0, len(letters), 4)]
    return Secret("-".join([_RECOVERY_HEAD, *groups]).encode())


def _recovery_bytes(text: Secret) -> Secret:
    """The key in a text as a person types it: in any case, with or without the strokes between groups."""
    letters = "".join(text.reveal().decode("utf-8", "replace").upper().replace("-", " ").split())
    letters = letters.removeprefix(_RECOVERY_HEAD)
    if len(letters) != 56:
        raise RecoveryKeyFormError
    try:
        value = base64.b32decode(letters[:52] + "====")
    except ValueError:
        raise RecoveryKeyFormError from None
    whole = base64.b32encode(value).decode().rstrip("=") + _check(value)
    if not hmac.compare_digest(whole.encode(), letters.encode()):  # one text for one key
        raise RecoveryKeyFormError
    return Secret(value)


def _check(value: bytes) -> str:
    digest = hashlib.sha256(b"misaq.record.recovery check" + value).digest()
    return base64.b32encode(digest).decode()[:4]
