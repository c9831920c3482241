"""A panel whose lottery is found, and browsers of the people who work on its draw."""

from collections.abc import Callable

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from tests.assembly_draws import Hall, hall

from misaq.web.accounts.models import Account

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
Sign = Callable[[Account], Client]


@pytest.fixture
def ready(db: None) -> Hall:
    """A panel whose lottery is found and not sealed."""
    return hall()


@pytest.fixture
def sign(db: None) -> Sign:
    """Sign somebody in, second factor and all."""

    def ask(account: Account) -> Client:
        if not account.authenticator_set.exists():
            TOTP.activate(account, generate_totp_secret())
        client = Client()
        client.force_login(account, backend=BACKEND)
        return client

    return ask
