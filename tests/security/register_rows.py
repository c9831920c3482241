"""The rows of the invented register, through the services that the pages use. Needs a started site."""

from typing import Any

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.db import connection
from django.test import Client

from misaq.record import make_identity, write_identity
from misaq.web.accounts.models import Account
from misaq.web.accounts.roles import Role
from misaq.web.accounts.services import account_open
from misaq.web.record.cases.opening import NewAct, NewCase, NewMention, NewSource, cases_open
from misaq.web.record.keys.services import keys_unlock, member_key_make, membership_begin
from misaq.web.record.models import Case, Organisation, SealedIdentity
from misaq.web.record.sealed.services import group_begin

ROLES = ("victim", "witness", "submitter", "suspect")


def seed(people: list[dict[str, str]], passphrase: str) -> dict[str, Any]:
    """A house, its custodians, a case for every four people, and a session that reads them.

    Returns what to look for.
    """
    settings.ALLOWED_HOSTS = ["testserver"]
    account = account_open("seed-documenter", (Role.DOCUMENTER,))
    TOTP.activate(account, generate_totp_secret())
    house = Organisation.objects.create(
        slug="seed", name_en="Invented seed", kind="documenter", takes_submissions=True
    )
    identities = [make_identity() for _place in range(5)]
    keepers = [(f"keeper-{at}", one.recipient, None) for at, one in enumerate(identities)]
    group_begin(list(keepers), threshold=3)
    membership_begin(house, account)
    member_key_make(account, passphrase)
    house.refresh_from_db()
    keys = keys_unlock(account, passphrase)
    fours = [people[at : at + 4] for at in range(0, len(people), 4)]
    cases = cases_open(house, [_case(four) for four in fours], keys, by=account)
    _look(account, passphrase, cases[0])
    connection.close()
    return {
        "hidden": [text for person in people for text in person.values()],
        "clear": [case.ref for case in cases],
        "identities": [write_identity(one).decode() for one in identities],
        "sealed": list(SealedIdentity.objects.values_list("document", flat=True)[:40]),
        "n_sealed": SealedIdentity.objects.count(),
        "people": people[:40],
    }


def _case(four: list[dict[str, str]]) -> NewCase:
    victim, witness, submitter, suspect = four
    told = f"{witness['name']} saw {suspect['name']} take {victim['name']}, {victim['phone']}. Invented."
    return NewCase(
        summary="A person was taken from a shop. (invented)",
        summary_language="en",
        source=NewSource("testimony", payload=told),
        acts=(NewAct("DOL", victim=0),),
        mentions=tuple(NewMention(role, who) for role, who in zip(ROLES, four, strict=True)),
        when="2031-05",
        narrative=f"{told} {submitter['name']}, {submitter['id_number']}, told us.",
    )


def _look(account: Account, passphrase: str, case: Case) -> None:
    """Somebody signs in, unlocks and reads: their session stays in the database."""
    client = Client()
    client.force_login(account, "allauth.account.auth_backends.AuthenticationBackend")
    answer = client.post("/en/desk/record/key/unlock/", {"passphrase": passphrase})
    if answer.status_code != 302:
        raise SystemExit(f"unlocking answered {answer.status_code}")
    for page in ("/en/desk/record/", f"/en/desk/record/cases/{case.ref}/"):
        client.get(page)
