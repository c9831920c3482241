"""Alice, Bob and Charlie: who they are in every test that signs somebody in."""

from collections.abc import Callable

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from misaq.web.accounts.models import Account
from misaq.web.accounts.roles import Role
from misaq.web.accounts.services import account_open


@pytest.fixture
def alice(db: None) -> Account:
    """Alice runs the process: secretariat, with her second factor set up."""
    account = account_open("alice", (Role.SECRETARIAT,))
    TOTP.activate(account, generate_totp_secret())
    return account


@pytest.fixture
def bob(db: None) -> Account:
    """Bob takes part: no role that needs a second factor."""
    return account_open("bob", (Role.PARTICIPANT,))


@pytest.fixture
def charlie(db: None) -> Account:
    """Charlie documents cases; he must never see the secretariat's pages."""
    account = account_open("charlie", (Role.DOCUMENTER,))
    TOTP.activate(account, generate_totp_secret())
    return account


@pytest.fixture
def dana(db: None) -> Account:
    """Dana facilitates the dialogue: she decides which statements are voted on."""
    account = account_open("dana", (Role.FACILITATOR,))
    TOTP.activate(account, generate_totp_secret())
    return account


@pytest.fixture
def signed_in() -> Callable[[Account], Client]:
    """A browser in which somebody has signed in."""

    def sign_in(account: Account) -> Client:
        client = Client()
        client.force_login(account, "allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in
