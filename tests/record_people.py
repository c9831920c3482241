"""Two houses that must not see each other, their people, and browsers that have unlocked the record."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from unittest.mock import patch

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import cache
from django.test import Client

from misaq.record import Identity, make_identity
from misaq.record.sealing import user_keys
from misaq.web.accounts.models import Account
from misaq.web.accounts.roles import STAFF, Role
from misaq.web.accounts.services import account_open
from misaq.web.record.cases.opening import NewAct, NewCase, NewMention, NewSource, case_open
from misaq.web.record.keys.services import (
    colleague_let_in,
    keys_unlock,
    member_key_make,
    membership_begin,
)
from misaq.web.record.models import Case, CustodianGroup, Organisation
from misaq.web.record.sealed.services import group_begin
from misaq.web.record.unlocking import Keyring

PASSPHRASE = "five invented words for tests"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass
class House:
    """An organisation and its people: two who document, two who review."""

    organisation: Organisation
    documenter: Account
    colleague: Account
    reviewer: Account
    second: Account
    keys: Keyring
    others: dict[str, Account] = field(default_factory=dict)

    def open_case(self, summary: str = "A person was taken from a shop.", **more: object) -> Case:
        """A case that the documenter opened."""
        new = NewCase(
            **{
                "summary": summary,
                "summary_language": "en",
                "source": NewSource("testimony", payload="They took him from the shop. (invented)"),
                "acts": (NewAct("DOL", victim=0),),
                "mentions": (
                    NewMention("victim", {"name": "Invented Person", "phone": "0300-0000001"}),
                ),
                "when": "2031-05",
                "community": "talhen",
                "narrative": "Invented: they came at night.",
                **more,
            }  # type: ignore[arg-type]  # a test names what it changes
        )
        return case_open(self.organisation, new, self.keys, by=self.documenter)


def somebody(name: str, *roles: Role) -> Account:
    """An account with roles, second factor set up where one is needed."""
    account = account_open(name, roles)
    if set(roles) & STAFF:
        TOTP.activate(account, generate_totp_secret())
    return account


def build_house(slug: str, *, kind: str = "documenter", side: str = "") -> House:
    """An organisation with two documenters and two reviewers who all hold its key."""
    organisation = Organisation.objects.create(
        slug=slug, name_en=f"Invented {slug}", name_ur=f"فرضی {slug}", kind=kind, side=side or slug
    )
    roles = {"documenter": Role.DOCUMENTER, "colleague": Role.DOCUMENTER}
    roles |= {"reviewer": Role.REVIEWER, "second": Role.REVIEWER}
    people = {who: somebody(f"{slug}-{who}", role) for who, role in roles.items()}
    keys: Keyring | None = None
    for account in people.values():
        membership_begin(organisation, account)
        member_key_make(account, PASSPHRASE)
        if keys is None:
            keys = keys_unlock(account, PASSPHRASE)
        else:
            organisation.refresh_from_db()
            colleague_let_in(organisation, account, keys, by=people["documenter"])
    organisation.refresh_from_db()
    assert keys is not None
    return House(organisation, keys=keys, **people)


@pytest.fixture
def quick_keys() -> Iterator[None]:
    """Argon2id with little memory: tests need speed, not work."""
    with (
        patch.object(user_keys, "ARGON2_MEMORY", 8 * 1024 * 1024),
        patch.object(user_keys, "ARGON2_PASSES", 1),
    ):
        yield


@pytest.fixture
def north(db: None, quick_keys: None) -> House:
    """The organisation whose people a test is about."""
    cache.clear()  # the limits on trying lie there
    return build_house("north")


@pytest.fixture
def south(db: None, quick_keys: None) -> House:
    """Another organisation, of another side."""
    return build_house("south")


@dataclass(frozen=True)
class Keepers:
    """Five custodians of whom three open: the group, and each one's key, which only a test holds in one place."""

    group: CustodianGroup
    accounts: tuple[Account, ...]
    identities: tuple[Identity, ...]


@pytest.fixture
def keepers(db: None) -> Keepers:
    """The custodians of this process."""
    identities = tuple(make_identity() for _place in range(5))
    accounts = tuple(somebody(f"keeper-{place}", Role.CUSTODIAN) for place in range(5))
    rows = [
        (f"keeper-{place}", identity.recipient, account)
        for place, (identity, account) in enumerate(zip(identities, accounts, strict=True))
    ]
    return Keepers(group_begin(list(rows), threshold=3), accounts, identities)


def unlocked(account: Account) -> Client:
    """A browser in which somebody has signed in and unlocked the record."""
    client = Client()
    client.force_login(account, BACKEND)
    answer = client.post("/en/desk/record/key/unlock/", {"passphrase": PASSPHRASE})
    assert answer.status_code == 302, answer.content
    return client


Unlocked = Callable[[Account], Client]
