"""From writing to appeal in a real browser, and the desk beside it: keyboard only, scripts off, both languages."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from tests.e2e.serving import Served, Visit, free_port, own_environment, visit, wait_for
from tests.site_template import fresh_site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
ROOT = Path(__file__).parents[2]
PREPARE = """
import json, sys
from pathlib import Path
from misaq.web.start import start_site
root = Path(sys.argv[1])
start_site(root / "site")
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from misaq.process import run_folder, write_run
from misaq.web.accounts.roles import Role
from misaq.web.accounts.services import account_open, one_time_login_issue
from misaq.web.process.services import release_load
from tests.conversation import open_small
from tests.dialogue_folder import write_dialogue_folder
write_run(run_folder(write_dialogue_folder(root / "folder")), root / "out")
release_load(root / "out")
open_small(rejects_by_two=True)
told = {}
for name in sys.argv[2:]:
    account = account_open(name, (Role.FACILITATOR,))
    TOTP.activate(account, generate_totp_secret())
    codes = RecoveryCodes.activate(account).get_unused_codes()
    told[name] = {"secret": one_time_login_issue(account), "codes": codes}
print(json.dumps(told))
"""
PEOPLE = [f"{n}-{language}" for language in ("en", "ur") for n in ("one", "two", "three")]
NEW = {"en": "Buses stop running after midnight", "ur": "آدھی رات کے بعد بسیں بند ہوں"}
WHY = {"en": "Say it in plainer words.", "ur": "اسے آسان الفاظ میں لکھیں۔"}
APPEAL = {"en": "These words are as plain as I have.", "ur": "میرے پاس اس سے آسان الفاظ نہیں۔"}
ANSWER = {"en": "You are right, it is plain.", "ur": "آپ درست کہتے ہیں، بات صاف ہے۔"}
PASHTO = "بسونه دې له نیمې شپې وروسته ودریږي"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A small conversation in which rejecting takes two, and three facilitators for each language."""
    root = tmp_path_factory.mktemp("moderating")
    environment = own_environment() | {
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")])
    }
    fresh_site(root / "site")
    made = subprocess.run(
        [sys.executable, "-c", PREPARE, str(root), *PEOPLE],
        env=environment, capture_output=True, text=True, check=False, timeout=180,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr[-3000:]
    told, port = json.loads(made.stdout.splitlines()[-1]), free_port()
    with (root / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "misaq", "serve", "--site", str(root / "site"), "--port", str(port)],
            env=environment, stdout=log, stderr=log,
        )  # fmt: skip
        try:
            wait_for(f"http://127.0.0.1:{port}/health", process)
            yield Served(f"http://127.0.0.1:{port}", root / "folder", root / "site", told, process)
        finally:
            process.terminate()
            process.wait(timeout=30)


def _to(page: Page, selector: str) -> None:
    """Tab to what `selector` finds."""
    for _ in range(250):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    pytest.fail(f"the keyboard does not reach {selector!r} on {page.url}")


def _press(page: Page, selector: str) -> None:
    _to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def _type(page: Page, selector: str, words: str) -> None:
    _to(page, selector)
    page.keyboard.insert_text(words)


def _sign_in(seen: Visit, name: str) -> None:
    seen.tab.goto(seen.served.link(name, seen.language))
    seen.press()
    seen.tab.fill("input[name=code]", seen.served.codes(name)[0])
    seen.press()


def _told(seen: Visit) -> str:
    seen.go("take-part/answers/")
    return seen.tab.text_content("main") or ""


def _number(seen: Visit) -> str:
    """The row of the statement, as the writer's page names it."""
    seen.go("take-part/answers/")
    return str(seen.tab.locator("li[id^=statement-]").first.get_attribute("id")).partition("-")[2]


def _queue(seen: Visit, name: str) -> None:
    seen.go("desk/statements/")
    seen.look(name)


def test_write_reject_by_two_appeal_and_see_it_granted(
    chromium: Browser, site: Served, language: str
) -> None:
    with (
        visit(chromium, site, language, javascript=False) as writer,
        visit(chromium, site, language, javascript=False) as one,
        visit(chromium, site, language, javascript=False) as two,
        visit(chromium, site, language, javascript=False) as three,
    ):
        writer.go("take-part/statement/")
        _press(writer.tab, "button[name=vote][value='1']")
        writer.go("take-part/write/")
        _type(writer.tab, "main textarea", NEW[language])
        _press(writer.tab, "main button.btn")
        if writer.tab.locator("button[name=sure]").count():
            _press(writer.tab, "button[name=sure]")
        assert NEW[language] in _told(writer)
        number = _number(writer)
        for seen, name in ((one, "one"), (two, "two"), (three, "three")):
            _sign_in(seen, f"{name}-{language}")
        form = f"form[action$='/{number}/']"
        one.go("desk/statements/")
        _to(one.tab, f"#code-{number}")
        for _ in range(6):
            one.tab.keyboard.press("ArrowDown")  # to "it cannot be understood"
        assert one.tab.locator(f"#code-{number}").input_value() == "unclear"
        _type(one.tab, f"#reason-{number}", WHY[language])
        _press(one.tab, f"{form} button[value=rejected]")
        assert WHY[language] not in _told(writer)  # one person's proposal is not told
        assert not one.tab.locator(
            f"{form} button[value=rejected]"
        ).count()  # nor confirmed by the same
        two.go("desk/statements/")
        _press(two.tab, f"{form} button[value=rejected]")
        assert WHY[language] in _told(writer)
        _type(writer.tab, f"#words-{number}", APPEAL[language])
        _press(writer.tab, f"#statement-{number} button")
        appeal = f"form[action$='/{number}/appeal/']"
        for seen in (one, two):
            seen.go("desk/statements/")
            assert not seen.tab.locator(appeal).count()
        three.go("desk/statements/")
        assert APPEAL[language] in (three.tab.text_content("main") or "")
        _type(three.tab, f"#answer-{number}", ANSWER[language])
        _press(three.tab, f"{appeal} button[value=accepted]")
        assert not three.tab.locator(appeal).count()
        granted = {"en": "Your appeal was granted.", "ur": "اپیل"}[language]
        assert granted in _told(writer)
        assert not writer.tab.locator(f"#words-{number}").count()  # once only
        writer.go(f"take-part/statement/?again={number}")
        assert NEW[language] in (writer.tab.text_content("blockquote") or "")
        _translate_and_read(one, two, writer, number)


def _translate_and_read(one: Visit, two: Visit, reader: Visit, number: str) -> None:
    """One facilitator translates, another checks, a third person reads it."""
    page = f"desk/statements/{number}/translations/"
    one.go(f"{page}?language=ps")
    _type(one.tab, "main textarea", PASHTO)
    _press(one.tab, "main form:last-of-type button.btn:not(.plain)")
    assert PASHTO in (one.tab.text_content("main") or "")
    assert not one.tab.locator("form[action$='/check/']").count()
    two.go(page)
    _press(two.tab, "form[action$='/check/'] button")
    reader.go("take-part/language/")
    _to(reader.tab, "input[type=radio]")
    for _ in range(20):
        if reader.tab.locator("input[value=ps]").is_checked():
            break
        reader.tab.keyboard.press("ArrowDown")
    _press(reader.tab, "main button.btn")
    reader.go(f"take-part/statement/?again={number}")
    shown = reader.tab.locator("blockquote")
    assert (shown.get_attribute("lang"), shown.get_attribute("dir")) == ("ps", "rtl")
    assert PASHTO in (shown.text_content() or "")


def test_axe_and_pictures_of_every_page(chromium: Browser, site: Served, language: str) -> None:
    """After the journey: every page of it with scripts on, at a desk and at 360 px."""
    with visit(chromium, site, language) as person:
        person.go("take-part/statement/")
        person.tab.locator("button[name=vote]").first.click()
        for path in ("statement", "write", "language", "answers"):
            person.go(f"take-part/{path}/")
            person.look(f"part-{path}")
        for text in ("Ferries sail on feast days.", "Streets are lit until morning."):
            person.go("take-part/write/")
            person.tab.locator("main textarea").fill(text)
            person.tab.locator("main button.btn").first.click()
            if person.tab.locator("button[name=sure]").count():
                person.tab.locator("button[name=sure]").click()
    with visit(chromium, site, language) as desk:
        _again(desk)
        _queue(desk, "desk-queue")
        for path in ("statements/all", "translations", "translations/ur", "dialogue"):
            desk.go(f"desk/{path}/")
            desk.look("desk-" + path.replace("/", "-"))
        desk.go("desk/statements/1/translations/?language=ps")
        desk.look("desk-statement-translations")


def _again(seen: Visit) -> None:
    """Sign in by a link made anew: the first one was used on the journey."""
    secret = subprocess.run(
        [sys.executable, "-c", ANEW, str(seen.served.site), f"three-{seen.language}"],
        env=own_environment() | {"PYTHONPATH": str(ROOT / "src")},
        check=True, capture_output=True, text=True, timeout=60,
    ).stdout.splitlines()[-1]  # fmt: skip
    seen.tab.goto(f"{seen.served.address}/{seen.language}/accounts/once/{secret}/")
    seen.press()
    seen.tab.fill("input[name=code]", seen.served.codes(f"three-{seen.language}")[1])
    seen.press()


ANEW = """
import sys
from pathlib import Path
from misaq.web.start import start_site
start_site(Path(sys.argv[1]))
from misaq.web.accounts.models import Account
from misaq.web.accounts.services import one_time_login_issue
print(one_time_login_issue(Account.objects.get(username=sys.argv[2])))
"""
