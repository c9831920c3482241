"""Signing in under attack: guesses, fixed sessions, redirects elsewhere, foreign hosts, wrong methods."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client, override_settings
from django.urls import get_resolver

from misaq.web.accounts.models import Account
from misaq.web.accounts.roles import Role
from misaq.web.accounts.services import account_open, one_time_login_issue
from misaq.web.charter import urls as charter
from misaq.web.dialogue import urls as dialogue

SignedIn = Callable[[Account], Client]
SIGN_IN, CODE, DESK = (
    "/en/accounts/sign-in/",
    "/en/accounts/second-factor/",
    "/en/accounts/desk/",
)
SESSION = settings.SESSION_COOKIE_NAME
PASSWORD = "river lamp ninety cloud"

ACCESS = Path(__file__).parents[2] / "docs" / "reference" / "access.md"


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    """The limits lie in the cache: none from another test, none left for the next."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def dana(db: None) -> Account:
    """Dana takes part and has a password."""
    account = account_open("dana", (Role.PARTICIPANT,))
    account.set_password(PASSWORD)
    account.save()
    return account


def test_guesses_at_a_password_are_stopped_and_then_even_the_right_one(dana: Account) -> None:
    for _ in range(5):
        page = Client().post(SIGN_IN, {"login": "dana", "password": "wrong"})
        assert "is not right" in page.content.decode()
    page = Client(REMOTE_ADDR="203.0.113.9").post(SIGN_IN, {"login": "dana", "password": PASSWORD})
    assert "Too many tries" in page.content.decode()
    assert page.status_code == 200


def test_guesses_from_one_address_at_many_accounts_are_stopped(db: None) -> None:
    answers = [
        Client().post(SIGN_IN, {"login": f"name-{n}", "password": "wrong"}) for n in range(31)
    ]
    assert "Too many tries" in answers[12].content.decode()
    assert answers[30].status_code == 429
    assert "stops answering for a while" in answers[30].content.decode()


def test_guesses_at_a_code_are_stopped(alice: Account) -> None:
    client = Client()
    client.post(f"/en/accounts/once/{one_time_login_issue(alice)}/")
    pages = [client.post(CODE, {"code": f"{n:06}"}).content.decode() for n in range(7)]
    assert "does not fit" in pages[0]
    assert "Too many tries" in pages[6]


def test_guesses_at_one_time_links_are_stopped(bob: Account) -> None:
    statuses = [Client().post(f"/en/accounts/once/guess-{n}/").status_code for n in range(21)]
    assert statuses == [410] * 20 + [429]
    right = f"/en/accounts/once/{one_time_login_issue(bob)}/"
    assert Client().post(right).status_code == 429
    assert Client(REMOTE_ADDR="203.0.113.9").post(right).status_code == 302


def test_a_flood_of_names_does_not_drop_the_limits(dana: Account) -> None:
    for _ in range(5):
        Client().post(SIGN_IN, {"login": "dana", "password": "wrong"})
    for n in range(2000):
        cache.set(f"flood-{n}", [1.0], 300)
    page = Client().post(SIGN_IN, {"login": "dana", "password": PASSWORD})
    assert "Too many tries" in page.content.decode()


def test_a_forged_forwarded_address_does_not_get_round_the_limits(db: None) -> None:
    statuses = {
        Client(headers={"x-forwarded-for": f"198.51.100.{n}"})
        .post(f"/en/accounts/once/guess-{n}/")
        .status_code
        for n in range(21)
    }
    assert 429 in statuses


def test_wrong_names_and_wrong_passwords_look_alike(dana: Account) -> None:
    pages = set()
    for login in ("dana", "dora"):
        page = Client().post(SIGN_IN, {"login": login, "password": "wrong"}).content.decode()
        pages.add(page.replace(login, "....").partition("<main")[2].partition("csrf")[0])
    assert len(pages) == 1


def test_the_session_gets_a_new_key_when_somebody_signs_in(bob: Account, dana: Account) -> None:
    client = Client()
    client.post(f"/en/accounts/once/{one_time_login_issue(bob)}/")
    before = client.session.session_key
    client.post(f"/en/accounts/once/{one_time_login_issue(dana)}/")
    assert client.session.session_key != before
    assert "dana" in client.get(DESK).content.decode()


def test_a_planted_session_key_is_not_taken_over(bob: Account) -> None:
    client = Client()
    client.cookies[SESSION] = "a" * 32
    client.post(f"/en/accounts/once/{one_time_login_issue(bob)}/")
    assert client.session.session_key != "a" * 32


def test_signing_out_ends_the_session_on_the_server(bob: Account, signed_in: SignedIn) -> None:
    client = signed_in(bob)
    stolen = Client()
    stolen.cookies[SESSION] = client.cookies[SESSION].value
    assert stolen.get(DESK).status_code == 200
    client.post("/en/accounts/sign-out/")
    assert stolen.get(DESK).status_code == 302


def test_nobody_is_signed_out_by_a_link(bob: Account, signed_in: SignedIn) -> None:
    client = signed_in(bob)
    client.get("/en/accounts/sign-out/")
    assert client.get(DESK).status_code == 200


def test_a_new_password_ends_every_other_session(dana: Account, signed_in: SignedIn) -> None:
    here, elsewhere = signed_in(dana), signed_in(dana)
    new = "another four plain words"
    here.post(
        "/en/accounts/password/",
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )
    assert here.get(DESK).status_code == 200
    assert elsewhere.get(DESK).status_code == 302


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(bob: Account) -> None:
    client = Client()
    client.get(SIGN_IN)
    client.post(f"/en/accounts/once/{one_time_login_issue(bob)}/")
    assert set(client.cookies) == {SESSION, settings.CSRF_COOKIE_NAME}
    for cookie in client.cookies.values():
        assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert 0 < int(client.cookies[SESSION]["max-age"]) <= 30 * 60


def test_work_keeps_a_session_alive_and_reading_does_not(bob: Account, signed_in: SignedIn) -> None:
    client = signed_in(bob)
    assert SESSION in client.get(DESK).cookies
    assert SESSION not in client.get("/en/").cookies


def test_two_sites_on_one_machine_have_cookies_of_their_own() -> None:
    """Browsers share cookies between ports: the names tell the sites apart."""
    for name in (SESSION, settings.CSRF_COOKIE_NAME):
        assert re.fullmatch("(session|csrf)-[0-9a-f]{8}", name)


def test_no_cookie_is_set_on_a_public_page(db: None) -> None:
    for address in ("/", "/en/", "/ur/about/privacy.html"):
        assert not Client().get(address).cookies


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://example.org/",
        "//example.org/",
        "/\\example.org",
        "javascript:alert(1)",
        "http:///x",
    ],
)
def test_next_leads_nowhere_else(elsewhere: str, dana: Account, signed_in: SignedIn) -> None:
    signed = {"login": "dana", "password": PASSWORD}
    answers = [
        Client().post(SIGN_IN, signed | {"next": elsewhere}),
        Client().post(f"{SIGN_IN}?next={elsewhere}", signed),
        signed_in(dana).get(f"{SIGN_IN}?next={elsewhere}"),
        signed_in(dana).post("/en/accounts/sign-out/", {"next": elsewhere}),
        Client().post(
            f"/en/accounts/once/{one_time_login_issue(dana)}/?next={elsewhere}", {"next": elsewhere}
        ),
    ]
    assert {a.status_code for a in answers} == {302}
    assert {a["Location"] for a in answers} <= {DESK, "/en/"}


def test_next_leads_back_to_what_was_asked_for(dana: Account) -> None:
    asked = Client().get("/en/accounts/password/")["Location"]
    assert asked == f"{SIGN_IN}?next=/en/accounts/password/"
    answer = Client().post(asked, {"login": "dana", "password": PASSWORD})
    assert answer["Location"] == "/en/accounts/password/"


@override_settings(ALLOWED_HOSTS=["misaq.example"])
def test_a_foreign_host_gets_no_page(db: None) -> None:
    assert Client().get("/en/", headers={"host": "evil.example"}).status_code == 400
    assert Client().get("/en/", headers={"host": "misaq.example"}).status_code == 200


def test_pages_that_only_show_answer_nothing_else(alice: Account, signed_in: SignedIn) -> None:
    client = signed_in(alice)
    for address in ("/", "/en/", "/health", DESK, "/en/desk/releases/"):
        assert client.post(address).status_code == 405, address
        assert client.delete(address).status_code == 405, address
    assert client.get("/en/desk/compute/").status_code == 405


def test_public_pages_may_be_kept_and_checked_private_ones_may_not(
    alice: Account, signed_in: SignedIn
) -> None:
    client = signed_in(alice)
    for address in ("/en/", "/ur/about/privacy.html"):
        answer = client.get(address)
        assert answer["Cache-Control"] == "no-cache", "kept, and asked about every time"
        assert answer["ETag"]
        assert not answer.cookies, "a cache would hand somebody's session on"
    private = [DESK, "/en/desk/releases/", "/en/accounts/password/first/", SIGN_IN]
    for address in [*private, "/en/accounts/recovery-codes/", "/en/accounts/once/x/"]:
        assert "no-store" in client.get(address)["Cache-Control"], address


def test_a_public_page_is_the_same_for_everybody(alice: Account, signed_in: SignedIn) -> None:
    mine, theirs = signed_in(alice).get("/en/"), Client().get("/en/")
    assert mine.content == theirs.content
    assert mine["ETag"] == theirs["ETag"]


def test_sign_in_pages_do_not_answer_in_json(db: None) -> None:
    answer = Client().get(SIGN_IN, headers={"accept": "application/json"})
    assert answer["Content-Type"].startswith("text/html")


def test_no_page_of_the_library_that_we_did_not_choose_is_reachable() -> None:
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    known = {"choose-language", "health", "home", "page", "releases", "job_start", "job"}
    ours = {
        "account_login", "account_logout", "one_time_login", "mfa_authenticate", "mfa_activate_totp",
        "mfa_reauthenticate", "mfa_view_recovery_codes", "mfa_generate_recovery_codes",
        "account_change_password", "account_set_password", "account_reauthenticate", "desk",
    }  # fmt: skip
    known |= {path.name for path in dialogue.urlpatterns if path.name} | {
        "conversation",
        "own_place",
    }
    known |= {path.name for path in charter.urlpatterns if getattr(path, "name", None)}
    record = set(re.findall(r"^\| (\w+) \|", ACCESS.read_text("utf-8"), re.M)) - {"address"}
    assert len(record) > 80  # each of them is tried as every role by test_record_access
    assert names == known | ours | record
