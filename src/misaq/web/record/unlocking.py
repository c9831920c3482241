"""The keys of a session: opened by the member's passphrase, and never lying whole on the server.

When a member unlocks the record, the organisation keys that their passphrase opens are shut again under 32 random
bytes. The bytes go into a cookie, the shut keys into the session: neither opens anything without the other, so that
neither a copy of the database nor one of the cookie reads a name. Both end with the session, half an hour after the
last page.
"""

import base64
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox
from nacl.utils import random as random_bytes

from misaq.foundation.canonical import canonical_json
from misaq.record import (
    OrganisationKey,
    OtherKeyError,
    Secret,
    decrypt_field,
    encrypt_field,
    open_box,
)
from misaq.web.record.models import Organisation

SESSION_SLOT = "record_keys"


@dataclass(frozen=True)
class Keyring:
    """The organisation keys that a session has open, by organisation id."""

    keys: Mapping[str, OrganisationKey]

    def has(self, organisation: Organisation) -> bool:
        """Whether this session reads the restricted fields of an organisation."""
        return str(organisation.pk) in self.keys

    def __iter__(self) -> Iterator[OrganisationKey]:
        return iter(self.keys.values())

    def key(self, organisation: Organisation | UUID) -> OrganisationKey:
        """The key of an organisation. Raises OtherKeyError where this session has none."""
        name = str(organisation.pk if isinstance(organisation, Organisation) else organisation)
        if name not in self.keys:
            raise OtherKeyError(table="", field="")
        return self.keys[name]

    def shut(
        self, organisation: Organisation | UUID, text: str, *, table: str, row: object, field: str
    ) -> bytes:
        """`text` encrypted for one field of one row; b"" for nothing, so that nothing is not a secret."""
        if not text:
            return b""
        return encrypt_field(self.key(organisation), text, table=table, row=str(row), field=field)

    def read(
        self,
        organisation: Organisation | UUID,
        value: bytes | memoryview,
        *,
        table: str,
        row: object,
        field: str,
    ) -> str:
        """The text of a restricted field; "" for nothing. Raises FieldAlteredError, OtherKeyError."""
        if not value:
            return ""
        found = decrypt_field(
            self.key(organisation), bytes(value), table=table, row=str(row), field=field
        )
        return found.reveal().decode("utf-8")

    def open_inbox(self, organisation: Organisation, box: bytes, *, about: str) -> str:
        """What somebody shut for the organisation. Raises WrongSecretError, FieldAlteredError."""
        private = self.read(
            organisation,
            organisation.inbox_shut,
            table="organisation",
            row=organisation.pk,
            field="inbox",
        )
        secret = Secret(base64.b64decode(private))
        return open_box(secret, bytes(box), about=about).reveal().decode("utf-8")


def keyring_of(request: HttpRequest) -> Keyring | None:
    """The keys of this session, or None while it is locked."""
    held = request.session.get(SESSION_SLOT)
    cookie = request.COOKIES.get(settings.RECORD_COOKIE_NAME, "")
    if not held or not cookie:
        return None
    try:
        box = SecretBox(base64.b64decode(cookie, validate=True))
        inside = box.decrypt(base64.b64decode(held))
    except (CryptoError, ValueError, TypeError):
        return None
    return Keyring(
        {
            row["organisation"]: OrganisationKey(
                row["organisation"],
                base64.b64decode(row["key_id"]),
                Secret(base64.b64decode(row["key"])),
            )
            for row in json.loads(inside)
        }
    )


def open_session(request: HttpRequest, response: HttpResponse, keys: Keyring) -> None:
    """Keep the keys for this session: shut in the session, their key in the browser."""
    cookie = random_bytes(SecretBox.KEY_SIZE)
    rows = [
        {
            "organisation": key.organisation,
            "key_id": base64.b64encode(key.key_id).decode(),
            "key": base64.b64encode(key.key.reveal()).decode(),
        }
        for key in keys
    ]
    held = SecretBox(cookie).encrypt(canonical_json(rows))
    request.session[SESSION_SLOT] = base64.b64encode(bytes(held)).decode()
    response.set_cookie(
        settings.RECORD_COOKIE_NAME,
        base64.b64encode(cookie).decode(),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def close_session(request: HttpRequest, response: HttpResponse) -> None:
    """Forget the keys."""
    request.session.pop(SESSION_SLOT, None)
    response.delete_cookie(settings.RECORD_COOKIE_NAME, samesite="Strict")
