"""Fields of the restricted tier: encrypted under the organisation's key, each bound to its place.

    version (1 byte) | key id (8) | nonce (24) | XChaCha20-Poly1305 of the padded text

A value copied into another row, another field or another organisation does not open. Values are padded to 64, 256 or
1,024 bytes or a multiple of that: names do not show their length. The same value twice gives two ciphertexts.
"""

from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
)
from nacl.exceptions import CryptoError
from nacl.utils import random as random_bytes

from misaq.foundation.canonical import canonical_json
from misaq.record.sealing.errors import FieldAlteredError, OtherKeyError, SealingFormError
from misaq.record.sealing.padding import FIELD_STEPS, pad, unpad
from misaq.record.sealing.secret import Secret
from misaq.record.sealing.user_keys import KEY_ID, NONCE, OrganisationKey

_VERSION = b"\x01"
_HEAD = 1 + KEY_ID + NONCE


def encrypt_field(key: OrganisationKey, text: str, *, table: str, row: str, field: str) -> bytes:
    """`text` encrypted for one place: the field of a row of a table.

    >>> from misaq.record.sealing.user_keys import make_organisation_key
    >>> key = make_organisation_key("families")
    >>> value = encrypt_field(key, "an invented name", table="mention", row="7", field="name")
    >>> decrypt_field(key, value, table="mention", row="7", field="name").reveal().decode()
    'an invented name'
    """
    nonce = random_bytes(NONCE)
    box: bytes = crypto_aead_xchacha20poly1305_ietf_encrypt(
        pad(text.encode(), FIELD_STEPS), _place(key, table, row, field), nonce, key.key.reveal()
    )
    return _VERSION + key.key_id + nonce + box


def decrypt_field(
    key: OrganisationKey, value: bytes, *, table: str, row: str, field: str
) -> Secret:
    """The text of a field, UTF-8. Raises OtherKeyError, FieldAlteredError (names table and field, no row)."""
    if len(value) <= _HEAD or value[:1] != _VERSION:
        raise FieldAlteredError(table=table, field=field)
    if value[1 : 1 + KEY_ID] != key.key_id:
        raise OtherKeyError(table=table, field=field)
    nonce, box = value[1 + KEY_ID : _HEAD], value[_HEAD:]
    try:
        padded = crypto_aead_xchacha20poly1305_ietf_decrypt(
            box, _place(key, table, row, field), nonce, key.key.reveal()
        )
        return Secret(unpad(padded))
    except (CryptoError, ValueError, SealingFormError):
        raise FieldAlteredError(table=table, field=field) from None


def _place(key: OrganisationKey, table: str, row: str, field: str) -> bytes:
    return canonical_json(["misaq.record.field", 1, key.organisation, table, row, field])
