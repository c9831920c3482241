"""One-time logins and the second factor, through the pages."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client

from misaq.web.accounts.adapter import SecondFactorAdapter
from misaq.web.accounts.demo import demo_logins
from misaq.web.accounts.models import Account, OneTimeLogin
from misaq.web.accounts.roles import STAFF, Role
from misaq.web.accounts.services import (
    account_open,
    one_time_login_issue,
    one_time_login_use,
    role_end,
)

SignedIn = Callable[[Account], Client]
DESK = "/en/accounts/desk/"


def _code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def test_a_one_time_login_asks_first_and_works_once(bob: Account) -> None:
    address = f"/en/accounts/once/{one_time_login_issue(bob)}/"
    assert (
        Client().get(address).status_code == 200
    )  # a preview that fetches the link does not spend it
    client = Client()
    assert client.post(address)["Location"] == DESK
    assert client.get(DESK).status_code == 200
    assert Client().post(address).status_code == 410


def test_unknown_spent_and_old_links_look_alike(bob: Account) -> None:
    old = one_time_login_issue(bob, valid_for=timedelta(seconds=-1))
    spent = one_time_login_issue(bob)
    one_time_login_use(spent)
    bodies = set()
    for secret in (old, spent, "nothing"):
        page = Client().post(f"/en/accounts/once/{secret}/").content.decode()
        bodies.add(page.replace(secret, "..."))  # the other language's link repeats it
    assert len(bodies) == 1


def test_the_secret_of_a_link_is_not_in_the_database(bob: Account) -> None:
    secret = one_time_login_issue(bob)
    assert secret not in str(OneTimeLogin.objects.values_list())


def test_staff_without_a_second_factor_can_only_set_one_up(db: None, signed_in: SignedIn) -> None:
    client = signed_in(account_open("dana", (Role.REVIEWER,)))
    for address in (DESK, "/en/desk/releases/"):
        assert client.get(address)["Location"] == "/en/accounts/second-factor/set-up/"


def test_setting_up_a_second_factor_opens_the_desk(db: None) -> None:
    dana = account_open("dana", (Role.REVIEWER,))
    client = Client()
    client.post(f"/en/accounts/once/{one_time_login_issue(dana)}/")
    page = client.get("/en/accounts/second-factor/set-up/")
    secret = page.context["form"].secret
    assert client.post("/en/accounts/second-factor/set-up/", {"code": "000000"}).status_code == 200
    client.post("/en/accounts/second-factor/set-up/", {"code": _code(secret)})
    assert client.get(DESK).status_code == 200


def test_a_link_alone_does_not_sign_staff_in(alice: Account) -> None:
    client = Client()
    answer = client.post(f"/en/accounts/once/{one_time_login_issue(alice)}/")
    assert answer["Location"] == "/en/accounts/second-factor/"
    assert client.get(DESK)["Location"].startswith("/en/accounts/sign-in/")
    secret = Authenticator.objects.get(user=alice).wrap()
    assert client.post("/en/accounts/second-factor/", {"code": "000000"}).status_code == 200
    assert client.get(DESK).status_code == 302
    code = _code(SecondFactorAdapter().decrypt(secret.instance.data["secret"]))
    client.post("/en/accounts/second-factor/", {"code": code})
    assert client.get(DESK).status_code == 200


def test_second_factor_secrets_are_encrypted_in_the_database(db: None) -> None:
    dana = account_open("dana", (Role.REVIEWER,))
    TOTP.activate(dana, "JBSWY3DPEHPK3PXP")
    assert "JBSWY3DPEHPK3PXP" not in str(Authenticator.objects.get(user=dana).data)


def test_an_ended_role_opens_nothing_more(alice: Account, signed_in: SignedIn) -> None:
    client = signed_in(alice)
    assert client.get("/en/desk/releases/").status_code == 200
    role_end(alice, Role.SECRETARIAT)
    assert client.get("/en/desk/releases/").status_code == 404


def test_every_role_of_the_demonstration_can_sign_in(db: None) -> None:
    for role, secret, code in demo_logins():
        client = Client()
        client.post(f"/ur/accounts/once/{secret}/")
        if role in STAFF:
            client.post("/ur/accounts/second-factor/", {"code": code})
        assert client.get("/ur/accounts/desk/").status_code == 200, role


@pytest.mark.parametrize("language", ["en", "ur"])
def test_account_pages_speak_both_languages(
    language: str, alice: Account, signed_in: SignedIn
) -> None:
    client = signed_in(alice)
    for page in ("accounts/sign-in/", "accounts/sign-out/", "accounts/desk/", "desk/releases/"):
        browser = Client() if page == "accounts/sign-in/" else client
        html = browser.get(f"/{language}/{page}").content.decode()
        assert f'<html lang="{language}" dir="{"rtl" if language == "ur" else "ltr"}"' in html, page
