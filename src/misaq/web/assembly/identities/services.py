"""Shutting, opening and erasing who a volunteer is.

    panel's public key    : shuts name and contact when they come; the server keeps only the box
    officers' passphrase  : opens the panel's private key for the length of one request

A stolen database reads nothing; neither does an officer without the passphrase, nor somebody at a computer left open.
Not protected: what is typed while the server itself is in a stranger's hands, and what an officer copies by hand.
"""

import json
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from misaq.foundation.canonical import canonical_json
from misaq.record import Secret, open_box, read_user_key, shut_box, unlock_with_password
from misaq.web.accounts.models import Account
from misaq.web.assembly.models import Panel, Volunteer
from misaq.web.assembly.noting import note


@dataclass(frozen=True)
class Identity:
    """Who a volunteer is and how they are reached."""

    name: str
    contact: str


def identity_shut(panel: Panel, pseudonym: str, identity: Identity) -> bytes:
    """Name and contact shut for the officers, bound to the panel and the pseudonym."""
    stored = read_user_key(bytes(panel.identity_key))
    text = canonical_json({"contact": identity.contact, "name": identity.name}).decode()
    return shut_box(stored.public, text, about=_about(panel, pseudonym))


@transaction.atomic
def identities_open(
    panel: Panel, volunteers: list[Volunteer], passphrase: str, *, by: Account
) -> dict[str, Identity]:
    """Who these volunteers are, by pseudonym; each look is noted. Raises WrongSecretError.

    Those who were erased are left out.
    """
    private = unlock_with_password(
        read_user_key(bytes(panel.identity_key)), Secret(passphrase.encode())
    ).private
    found = {}
    for volunteer in volunteers:
        if not volunteer.boxed:
            continue
        about = _about(panel, volunteer.pseudonym)
        values = json.loads(open_box(private, bytes(volunteer.boxed), about=about).reveal())
        found[volunteer.pseudonym] = Identity(values["name"], values["contact"])
        note(panel, "identity.viewed", by=by, about=volunteer.pseudonym)
    return found


@transaction.atomic
def volunteer_erase(volunteer: Volunteer, *, by: Account | None = None) -> None:
    """Somebody is erased, as they asked: altogether before the list is sealed, else all but the row without a name.

    by : the officer they asked; None when they did it with their key.
    """
    panel = volunteer.panel
    note(panel, "volunteer.erased", by=by, about=volunteer.pseudonym)
    if panel.state not in {Panel.State.SEALED, Panel.State.DRAWN}:
        volunteer.delete()
        return
    Volunteer.objects.filter(pk=volunteer.pk).update(
        boxed=b"", person_mark="", key_mark="", erased_on=timezone.localdate()
    )


def _about(panel: Panel, pseudonym: str) -> str:
    return f"volunteer {panel.pk} {pseudonym}"
