"""Taking part and moderating in a real browser: keyboard only, scripts off, 360 px, axe, both languages."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page
from tests.e2e.walks import AXE, SCREENSHOTS, WIDEST
from tests.site_template import fresh_site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
ROOT = Path(__file__).parents[2]
PREPARE = """
import json, sys
from pathlib import Path
from misaq.web.start import start_site
root = Path(sys.argv[1])
start_site(root / "site")
from tests.conversation import open_small
from tests.dialogue_folder import write_dialogue_folder
from misaq.process import run_folder, write_run
from misaq.web.dialogue.services import codes_issue
from misaq.web.process.services import release_load
write_run(run_folder(write_dialogue_folder(root / "folder")), root / "out")
release_load(root / "out")
conversation = open_small()
from misaq.web.accounts.demo import _recovery_code
from misaq.web.accounts.roles import Role
from misaq.web.accounts.services import account_open, one_time_login_issue
logins = []
for name in ("one", "two", "three"):  # a link and a recovery code let somebody in once
    account = account_open(f"facilitator-{name}", (Role.FACILITATOR,))
    logins.append([one_time_login_issue(account), _recovery_code(account)])
print(json.dumps({"logins": logins, "codes": codes_issue(conversation, 4)}))
"""
SERVE = (
    "import sys; from misaq.cli.server import serve_web; serve_web('127.0.0.1', int(sys.argv[1]))"
)
WORDS = {
    "en": {
        "begin": "Begin", "agree": "Agree", "disagree": "Disagree", "pass": "Pass",
        "undo": "Undo my last answer", "write": "Write a statement", "send": "Send it",
        "stop": "Stop here", "take": "Take part in the dialogue",
        "agreed": "What people agree on", "all": "All 10 statements", "reject": "Reject",
    },
    "ur": {
        "begin": "شروع کریں", "agree": "متفق ہوں", "disagree": "متفق نہیں", "pass": "چھوڑ دیں",
        "undo": "پچھلا جواب واپس لیں", "write": "نیا بیان لکھیں", "send": "بھیجیں",
        "stop": "یہاں رکیں", "take": "مکالمے میں حصہ لیں",
        "agreed": "لوگ کن باتوں پر متفق ہیں", "all": "تمام 10 بیانات", "reject": "نامنظور کریں",
    },
}  # fmt: skip
NEW = {"en": "Bus fares are lowered for pupils.", "ur": "طلبہ کے لیے بس کا کرایہ کم ہو۔"}


class Served:
    """A site on a port of this machine, and what opens it."""

    def __init__(self, address: str, facts: dict[str, list[list[str]]]) -> None:
        self.address, self.logins = address, facts["logins"]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    root = tmp_path_factory.mktemp("served")
    paths = os.pathsep.join([str(ROOT), str(ROOT / "src")])
    environment = {
        **os.environ,
        "PYTHONPATH": paths,
        "MISAQ_SITE": str(root / "site"),
        "DJANGO_SETTINGS_MODULE": "misaq.web.settings.production",
    }
    fresh_site(root / "site")
    made = subprocess.run(
        [sys.executable, "-c", PREPARE, str(root)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr[-3000:]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-c", SERVE, str(port)],
        env=environment,
        start_new_session=True,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield Served(f"http://127.0.0.1:{port}", json.loads(made.stdout.splitlines()[-1]))
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


@pytest.fixture
def phone_tab(chromium: Browser) -> Iterator[Page]:
    """A cheap phone: 360 wide, scripts off."""
    context = chromium.new_context(
        viewport={"width": 360, "height": 740}, java_script_enabled=False
    )
    yield context.new_page()
    context.close()


def _by_keyboard(page: Page, words: str, key: str = "Enter") -> None:
    """Tab to what reads `words`, and press it."""
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = page.locator("*:focus")
        said = focused.first.text_content() if focused.count() else ""
        if " ".join((said or "").split()) == words or _seen(focused) == words:
            with page.expect_navigation():
                page.keyboard.press(key)
            return
    pytest.fail(f"the keyboard does not reach {words!r} on {page.url}")


def _seen(focused: Locator) -> str:
    """What stands on it for the eye, without words for those who listen."""
    return (focused.first.inner_text() or "").strip() if focused.count() else ""


def _fits(page: Page, name: str) -> None:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.evaluate("document.fonts.ready")
    page.screenshot(path=SCREENSHOTS / f"take-part-{name}.png", full_page=True)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.viewport_size["width"], page.evaluate(WIDEST)  # type: ignore[index]


def _answered(page: Page) -> int:
    return int(page.locator("progress").get_attribute("value") or "-1")


def test_vote_undo_and_write_by_keyboard_without_script(
    phone_tab: Page, served: Served, language: str
) -> None:
    page, words = phone_tab, WORDS[language]
    page.goto(f"{served.address}/{language}/")
    page.get_by_role("link", name=words["take"]).click()
    _fits(page, f"{language}-start")
    _by_keyboard(page, words["begin"])
    _fits(page, f"{language}-first")
    _by_keyboard(page, words["agree"])
    assert _answered(page) == 1
    _by_keyboard(page, words["disagree"])
    _by_keyboard(page, words["pass"], "Space")
    assert _answered(page) == 3
    _fits(page, f"{language}-asked")
    _by_keyboard(page, words["undo"])
    assert _answered(page) == 2
    _by_keyboard(page, words["write"])
    page.keyboard.press("Tab")
    page.locator("textarea").focus()
    page.keyboard.insert_text(NEW[language])
    _by_keyboard(page, words["send"])
    _fits(page, f"{language}-written")
    for path in ("answers", "community", "end", "write"):
        page.goto(f"{served.address}/{language}/take-part/{path}/")
        _fits(page, f"{language}-{path}")
    page.goto(f"{served.address}/{language}/take-part/answers/")
    assert NEW[language] in (page.text_content("main") or "")


def test_axe_finds_nothing_while_taking_part(
    chromium: Browser, served: Served, language: str
) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page, words, found = context.new_page(), WORDS[language], {}
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{served.address}/{language}/take-part/")
    found["start"] = _axe(page)
    page.goto(f"{served.address}/{language}/take-part/statement/")
    for _ in range(3):
        page.get_by_role("button", name=words["agree"], exact=True).click()
    found["asked"] = _axe(page)
    for path in ("answers", "community", "end", "write"):
        page.goto(f"{served.address}/{language}/take-part/{path}/")
        found[path] = _axe(page)
    page.locator("textarea").fill("The wells are always repaired within a month!")
    page.get_by_role("button", name=words["send"], exact=True).click()
    found["similar"] = _axe(page)
    page.screenshot(path=SCREENSHOTS / f"take-part-{language}-similar.1280.png", full_page=True)
    context.close()
    assert {path: seen for path, seen in found.items() if seen} == {}
    assert said == []


def _axe(page: Page) -> list[object]:
    violations = Axe().run(page, options=AXE).response["violations"]
    return [(v["id"], [n["html"][:160] for n in v["nodes"][:3]]) for v in violations]


def _sign_in(context: BrowserContext, served: Served) -> Page:
    page = context.new_page()
    login, code = served.logins.pop()
    page.goto(f"{served.address}/en/accounts/once/{login}/")
    page.get_by_role("button", name="Sign in").click()
    if page.locator("input[name=code]").count():
        page.locator("input[name=code]").fill(code)
        page.get_by_role("button", name="Sign in").click()
    return page


def test_moderate_by_keyboard_without_script(chromium: Browser, served: Served) -> None:
    writer = chromium.new_context(java_script_enabled=False)
    page = writer.new_page()
    page.goto(f"{served.address}/en/take-part/statement/")
    page.get_by_role("button", name="Agree", exact=True).click()
    for text in ("Libraries lend books for a month.", "Ferries run on winter evenings."):
        page.goto(f"{served.address}/en/take-part/write/")
        page.locator("textarea").fill(text)
        page.get_by_role("button", name="Send it", exact=True).click()
    context = chromium.new_context(
        viewport={"width": 360, "height": 740}, java_script_enabled=False
    )
    desk = _sign_in(context, served)
    desk.goto(f"{served.address}/ur/desk/statements/")
    _fits(desk, "ur-moderation")
    desk.goto(f"{served.address}/en/desk/statements/")
    _fits(desk, "en-moderation")
    item = desk.locator("li", has_text="Libraries lend").last
    item.get_by_role("button", name=re.compile("^Accept")).press("Enter")
    ferries = desk.locator("li", has_text="Ferries run").last
    ferries.get_by_label("Reason").press_sequentially(
        "It says what"
    )  # chooses by its first letters
    ferries.get_by_label("In your words").press_sequentially("Twice.")
    item = desk.locator("li", has_text="Ferries run").last
    item.get_by_role("button", name=re.compile("^Reject")).press("Enter")
    for language in ("en", "ur"):
        desk.goto(f"{served.address}/{language}/desk/dialogue/")
        _fits(desk, f"{language}-conversation")
    page.goto(f"{served.address}/en/take-part/answers/")
    own = page.text_content("main") or ""
    assert "It is being voted on." in own
    assert "Twice." in own
    scripted = chromium.new_context(
        viewport={"width": 1280, "height": 900}, storage_state=context.storage_state()
    )
    looked = scripted.new_page()
    found = {}
    for path in ("desk/statements/", "desk/dialogue/", "accounts/desk/"):
        looked.goto(f"{served.address}/en/{path}")
        found[path] = _axe(looked)
        looked.screenshot(
            path=SCREENSHOTS / f"take-part-{path.replace('/', '-')}1280.png", full_page=True
        )
    for each in (writer, context, scripted):
        each.close()
    assert {path: seen for path, seen in found.items() if seen} == {}


def test_read_results_by_keyboard_without_script(
    phone_tab: Page, served: Served, language: str
) -> None:
    page, words = phone_tab, WORDS[language]
    page.goto(f"{served.address}/{language}/")
    _by_keyboard(page, words["agreed"])
    _fits(page, f"{language}-results")
    assert page.locator("svg.opinion-map, .verdict").count()
    _by_keyboard(page, words["all"])
    assert page.locator("table").count()
    _by_keyboard(page, "01: " + ("Statement 01." if language == "en" else "بیان 01۔"))
    _fits(page, f"{language}-statement")
    assert "/dialogue/statements/01.html" in page.url
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ur" else "ltr")


def test_moderate_in_each_language_by_tab_alone(
    chromium: Browser, served: Served, language: str
) -> None:
    words, mark = WORDS[language], f"{language} {time.time_ns() % 100_000}"
    writer = chromium.new_context(java_script_enabled=False)
    page = writer.new_page()
    page.goto(f"{served.address}/{language}/take-part/statement/")
    page.get_by_role("button", name=words["agree"], exact=True).click()
    page.goto(f"{served.address}/{language}/take-part/write/")
    page.locator("textarea").fill(f"Parks are open in the evening, number {mark}.")
    page.get_by_role("button", name=words["send"], exact=True).click()
    if page.locator("button[name=sure]").count():  # something alike is shown first
        page.locator("button[name=sure]").click()
    context = chromium.new_context(java_script_enabled=False)
    desk = _sign_in(context, served)
    desk.goto(f"{served.address}/{language}/desk/statements/")
    last = desk.locator("main li", has_text=mark)
    name = (last.locator("h2").inner_text()).split()[-1]
    reached = False
    for _ in range(200):
        desk.keyboard.press("Tab")
        if desk.locator("*:focus").evaluate("e => e.id") == last.locator("select").get_attribute(
            "id"
        ):
            reached = True
            break
    assert reached
    desk.keyboard.press("ArrowDown")  # the first reason
    desk.keyboard.press("Tab")
    desk.keyboard.insert_text("Twice." if language == "en" else "دو بار۔")
    _by_keyboard(desk, f"{words['reject']}: {name}")
    own = writer.new_page()
    own.goto(f"{served.address}/{language}/take-part/answers/")
    assert ("Twice." if language == "en" else "دو بار۔") in (own.text_content("main") or "")
    for each in (writer, context):
        each.close()
