"""The served site in a real browser: signing in, two factors, the desk, computing again, signing out."""

import hashlib
import re
import secrets
import sqlite3
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from playwright.sync_api import Browser, expect
from tests.e2e.serving import Served, Visit, served, visit

pytestmark = pytest.mark.browser

PEOPLE = {
    "desk-en": ("secretariat", True),
    "desk-ur": ("secretariat", True),
    "new-en": ("reviewer", False),
    "new-ur": ("reviewer", False),
    "keys-en": ("observer", True),
    "keys-ur": ("observer", True),
    "voter": ("participant", False),
}
ON_PURPOSE = r"status of (403|404|410|429)"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A small site, served until the last of these tests."""
    with served(tmp_path_factory.mktemp("served"), PEOPLE) as running:
        yield running


def _sign_in(seen: Visit, name: str, code: str = "") -> None:
    seen.tab.goto(seen.served.link(name, seen.language))
    seen.press()
    if code:
        seen.tab.fill("input[name=code]", code)
        seen.press()


@pytest.mark.parametrize(("language", "javascript"), [("en", True), ("ur", False)])
def test_the_secretariat_computes_again_and_the_public_pages_change(
    chromium: Browser, site: Served, language: str, javascript: bool
) -> None:
    name, new = (
        f"desk-{language}",
        {"en": "Publish every account", "ur": "ہر حساب شائع کرنا"}[language],
    )
    with visit(chromium, site, language, javascript=javascript) as seen:
        _sign_in(seen, name, site.codes(name)[0])
        assert seen.at("accounts/desk/")
        expect(seen.tab.locator(".staffbar")).to_contain_text(name)
        seen.tab.click(".role > summary")
        seen.tab.click(".role a[href$='/desk/releases/']")
        table = site.folder / "table/commitments.csv"
        old = {"en": "Publish the water accounts", "ur": "پانی کا حساب شائع کرنا"}[language]
        table.write_text(table.read_text("utf-8").replace(old, new), "utf-8")
        seen.press()
        assert re.search(rf"/{language}/desk/compute/\d+/$", seen.tab.url)
        done = seen.tab.locator("#job-state .state")
        for _ in range(20):  # without JavaScript the page is loaded again, as its refresh would
            if javascript or done.count():
                break
            seen.tab.wait_for_timeout(700)
            seen.tab.reload()
        expect(done).to_be_visible(timeout=20_000)
        if javascript:
            seen.look("job-done")
        seen.go("table/")
        expect(seen.tab.locator("main")).to_contain_text(new)
        expect(seen.tab.locator(".staffbar")).to_have_count(0)  # the same for every reader
        seen.go("accounts/sign-out/")
        seen.press()
        assert seen.at("")
        seen.go("desk/releases/")
        assert seen.at("accounts/sign-in/")


def test_a_fault_in_the_folder_is_told_at_the_desk(chromium: Browser, site: Served) -> None:
    table = site.folder / "table/commitments.csv"
    before = table.read_text("utf-8")
    table.write_text(before.replace(",2,2031-01-10", ",9,2031-01-10"), "utf-8")
    try:
        with visit(chromium, site, "en") as seen:
            _sign_in_again(seen, "desk-en", 1)
            seen.go("desk/releases/")
            seen.look("releases")
            seen.press()
            expect(seen.tab.locator("#job-state .errsum")).to_be_visible(timeout=20_000)
            expect(seen.tab.locator("#job-state")).to_contain_text("table/commitments.csv:2")
            seen.look("job-failed")
    finally:
        table.write_text(before, "utf-8")


def _sign_in_again(seen: Visit, name: str, which: int) -> None:
    """Sign somebody in whose link is spent: a fresh one, straight into the database."""
    secret = secrets.token_urlsafe(8)
    with sqlite3.connect(seen.served.site / "site.sqlite3", timeout=20) as database:
        (account,) = database.execute(
            "select id from accounts_account where username = ?", (name,)
        ).fetchone()
        database.execute(
            "insert into accounts_onetimelogin (account_id, secret_hash, expires_at) values (?, ?, ?)",
            (
                account,
                hashlib.sha256(secret.encode()).hexdigest(),
                datetime.now(UTC) + timedelta(1),
            ),
        )
    database.close()
    seen.served.people[name]["secret"] = secret
    _sign_in(seen, name, seen.served.codes(name)[which])
    assert seen.at("accounts/desk/")


@pytest.mark.parametrize(("language", "javascript"), [("ur", True), ("en", False)])
def test_staff_set_up_a_second_factor_and_see_their_codes_once(
    chromium: Browser, site: Served, language: str, javascript: bool
) -> None:
    name = f"new-{language}"
    with visit(chromium, site, language, javascript=javascript) as seen:
        _sign_in(seen, name)
        assert seen.at("accounts/second-factor/set-up/")
        seen.go("accounts/desk/")
        assert seen.at("accounts/second-factor/set-up/"), "nothing else opens before"
        if javascript:
            assert seen.tab.evaluate("document.querySelector('.scan img').naturalWidth") > 0
            seen.look("set-up")
        key = seen.tab.locator(".setup-key").inner_text()
        seen.tab.fill("input[name=code]", "000000")
        seen.press()
        expect(seen.tab.locator(".errsum")).to_be_visible()
        assert seen.tab.locator(".setup-key").inner_text() == key, "a wrong code keeps the key"
        code = format_hotp_value(hotp_value(key, next(yield_hotp_counters_from_time())))
        seen.tab.fill("input[name=code]", code)
        seen.press()
        assert seen.at("accounts/recovery-codes/")
        expect(seen.tab.locator(".codes li")).to_have_count(
            10
        )  # waits: the address changes before the page is read
        if javascript:
            seen.look("recovery-codes")
        seen.tab.reload()
        assert seen.tab.locator(".codes li").count() == 0, "shown once"
        seen.press()
        assert seen.at("accounts/desk/")


@pytest.mark.parametrize("language", ["en", "ur"])
def test_the_keyboard_alone_signs_in_and_out(
    chromium: Browser, site: Served, language: str
) -> None:
    name = f"keys-{language}"
    with visit(chromium, site, language) as seen:
        tab = seen.tab
        tab.goto(site.link(name, language))
        seen.look("one-time-link")
        _tab_to(seen, "main .btn")
        tab.keyboard.press("Enter")
        tab.wait_for_url("**/second-factor/")
        _tab_to(seen, "input[name=code]")
        tab.keyboard.type("12345678")
        tab.keyboard.press("Enter")
        expect(tab.locator(".errsum")).to_be_focused()
        seen.look("wrong-code")
        tab.keyboard.press("Tab")
        tab.keyboard.press("Enter")  # the line of the summary leads to its field
        expect(tab.locator("input[name=code]")).to_be_focused()
        tab.keyboard.press("Control+A")
        tab.keyboard.type(site.codes(name)[0])
        tab.keyboard.press("Enter")
        tab.wait_for_url(re.compile("/accounts/desk/"))
        seen.look("desk")
        _tab_to(seen, ".role > summary")
        tab.keyboard.press("Enter")
        seen.look("menu")
        _tab_to(seen, ".role a[href$='/sign-out/']")
        tab.keyboard.press("Enter")
        tab.wait_for_url("**/sign-out/")
        seen.look("sign-out")
        _tab_to(seen, "main .btn")
        tab.keyboard.press("Enter")
        tab.wait_for_url(f"{site.address}/{language}/")
        seen.look("home")


def _tab_to(seen: Visit, selector: str) -> None:
    for _ in range(40):
        seen.tab.keyboard.press("Tab")
        there = seen.tab.evaluate(
            "s => document.activeElement.matches(s) && "
            "parseFloat(getComputedStyle(document.activeElement).outlineWidth) >= 2",
            selector,
        )
        if there:
            return
    pytest.fail(f"the keyboard does not reach {selector} at {seen.tab.url}")


@pytest.mark.parametrize("language", ["en", "ur"])
def test_what_does_not_work_says_so_and_how_to_go_on(
    chromium: Browser, site: Served, language: str
) -> None:
    with visit(chromium, site, language, expected=ON_PURPOSE) as seen:
        seen.go("")
        seen.tab.click(".signin")
        assert seen.at("accounts/sign-in/")
        seen.look("sign-in")
        seen.tab.fill("input[name=login]", f"nobody-{language}")
        seen.tab.fill("input[name=password]", "not the password")
        seen.press()
        expect(seen.tab.locator(".errsum")).to_be_focused()
        assert "sign-in" in seen.tab.url
        seen.look("sign-in-wrong")
        seen.go("accounts/once/never-given/")
        seen.press()
        expect(seen.tab.locator("h1")).to_be_visible()
        seen.look("link-spent")
        seen.go("accounts/sign-in/")
        seen.context.clear_cookies()
        seen.tab.fill("input[name=login]", "nobody")
        seen.tab.fill("input[name=password]", "not the password")
        seen.press()
        expect(seen.tab.locator("main .btn")).to_be_visible()
        seen.look("too-old")
        seen.go("desk/nothing-here/")
        seen.look("not-found")


def test_a_session_that_ended_sends_the_whole_page_to_sign_in(
    chromium: Browser, site: Served
) -> None:
    """The job's page asks for itself; when the session is over it must not show a form inside itself."""
    with visit(chromium, site, "en") as seen:
        _sign_in_again(seen, "desk-en", 2)
        with sqlite3.connect(site.site / "site.sqlite3", timeout=20) as database:
            job = database.execute(
                "insert into process_computejob (state, step, done, total, failure, asked_at) "
                "values ('running', 'step.rooms', 2, 7, '[]', '2031-05-18 10:00:00')"
            ).lastrowid
        seen.go(f"desk/compute/{job}/")
        seen.look("job-running")
        with sqlite3.connect(site.site / "site.sqlite3", timeout=20) as database:
            database.execute("update django_session set expire_date = '2020-01-01 00:00:00'")
            database.execute("update process_computejob set state = 'failed' where id = ?", (job,))
        seen.tab.wait_for_url(re.compile("/accounts/sign-in/.next="))
        database.close()


def test_somebody_who_takes_part_needs_no_second_factor(chromium: Browser, site: Served) -> None:
    with visit(chromium, site, "ur", javascript=False) as seen:
        _sign_in(seen, "voter")
        assert seen.at("accounts/desk/")
        seen.go("accounts/password/")
        assert seen.at("accounts/password/first/")
        seen.tab.fill("input[name=password1]", "short")
        seen.tab.fill("input[name=password2]", "short")
        seen.press()
        expect(seen.tab.locator(".errsum")).to_contain_text("12")
        assert not re.search("[a-z]{3}", seen.tab.locator(".errsum").inner_text()), "in Urdu"
        for field in ("password1", "password2"):
            seen.tab.fill(f"input[name={field}]", "river lamp ninety cloud")
        seen.press()
        assert seen.at("accounts/desk/")


def test_nobody_else_on_the_machine_reads_the_site(site: Served) -> None:
    def mode(path: object) -> int:
        return stat.S_IMODE((site.site / str(path)).stat().st_mode)

    assert mode(".") == mode("keys") == 0o700
    private = [*(site.site / "keys").iterdir(), *site.site.glob("site.sqlite3*")]
    assert len(private) >= 4
    assert {path.name: mode(path) for path in private} == {path.name: 0o600 for path in private}


def test_the_servers_log_holds_no_secret_name_or_address(site: Served) -> None:
    log = (site.site.parent / "server.log").read_text("utf-8")
    assert '"status": 302' in log
    told = [str(person["secret"]) for person in site.people.values()]
    lines = [line for line in log.splitlines() if line.startswith("{")]
    for hidden in [*told, *PEOPLE, "127.0.0.1", "?", "code="]:
        assert not any(hidden in line for line in lines), hidden
