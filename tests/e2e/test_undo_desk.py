"""The undo desk in a real browser: both languages, with the keyboard alone, with JavaScript and without."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.e2e.serving import Served, Visit, served, visit

from misaq.process.demo.constitution import charter_files

pytestmark = pytest.mark.browser

OWN_WORDS = "Minerals within a province belong to that province, after hearing its people."
WORDS = {
    "en": {
        "passed": "Check passed",
        "open": "to decide",
        "done": "decided",
        "back": "words come back",
    },
    "ur": {
        "passed": "جانچ درست نکلی",
        "open": "فیصلہ باقی",
        "done": "فیصلہ ہوا",
        "back": "الفاظ واپس آتے ہیں",
    },
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A small site with the invented constitution of Velmara."""
    root = tmp_path_factory.mktemp("undo")
    for name, payload in charter_files().items():
        path = root / "process" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(payload)
    with served(root, {}) as running:
        yield running


def _to(tab: Page, wanted: str) -> None:
    """Come to a control with the Tab key alone."""
    for _ in range(200):
        tab.keyboard.press("Tab")
        if tab.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"the Tab key never comes to {wanted}")


@pytest.mark.parametrize(("language", "javascript"), [("en", True), ("ur", False)])
def test_somebody_undoes_decides_and_gets_the_bill(
    chromium: Browser, site: Served, language: str, javascript: bool
) -> None:
    words = WORDS[language]
    with visit(chromium, site, language, javascript=javascript) as seen:
        tab = seen.tab
        seen.go("charter/undo/")
        _tick(seen, "#u-5", javascript)
        expect(tab.locator("#told")).to_contain_text(words["back"])
        card = tab.locator("#c-11-art-21, #c-11-art-21-cl-2").first
        expect(card).to_contain_text(words["open"])
        name = card.get_attribute("id")
        _tick(seen, f"#{name} input[type=radio]", javascript)
        text = tab.locator(f"#{name}-text")
        expect(text).to_be_visible()
        text.focus()
        tab.keyboard.press("Control+a")
        tab.keyboard.type(OWN_WORDS)
        tab.keyboard.press("Tab")
        tab.keyboard.press("Enter")
        expect(tab.locator(f"#{name}")).to_contain_text(words["done"])
        expect(tab.locator(".bill").first).to_contain_text(OWN_WORDS.split(",")[0])
        expect(tab.locator(".verdict.stable")).to_contain_text(words["passed"])
        assert "undo=5" in tab.url
        if javascript:  # axe cannot run without it
            seen.look("undo-desk")
        with tab.expect_download() as download:
            tab.click("a[href*='text.docx']")
        assert download.value.suggested_filename == "text.docx"
        choice = tab.url.partition("?")[2].partition("#")[0]
        tab.click(".lang a")
        other = {"en": "ur", "ur": "en"}[language]
        expect(tab.locator(f"#{name}")).to_contain_text(WORDS[other]["done"])
        assert tab.url == f"{site.address}/{other}/charter/undo/?{choice}"


def _tick(seen: Visit, control: str, javascript: bool) -> None:
    """Tick a box or choose a way with the keyboard, and wait for what follows."""
    _to(seen.tab, control)
    before = seen.tab.url
    seen.tab.keyboard.press("Space")
    if not javascript:
        seen.tab.keyboard.press("Enter")
    seen.tab.wait_for_url(lambda address: address != before)


def test_a_reader_asks_who_wrote_a_word(chromium: Browser, site: Served) -> None:
    with visit(chromium, site, "ur") as seen:
        seen.go("charter/at/newest/")
        word = seen.tab.locator("a.word").first
        word.focus()
        seen.tab.keyboard.press("Space")
        expect(seen.tab.locator("#who-wrote-this")).to_be_visible()
        assert word.get_attribute("aria-expanded") == "true"
        seen.look("read")
        seen.tab.keyboard.press("Escape")
        expect(seen.tab.locator("#who-wrote-this")).to_have_count(0)
        assert word.evaluate("word => word === document.activeElement")


@pytest.mark.parametrize(
    ("language", "path", "name"),
    [
        ("ur", "charter/undo/?undo=3&how=never_made", "undo-desk"),
        ("en", "charter/at/soon/", "no-text"),
        ("ur", "charter/search/?q=minerals", "search"),
        ("en", "charter/compare/?from=v0&to=newest", "compare"),
        ("ur", "charter/history.html", "history"),
    ],
)
def test_the_other_pages_hold_on_a_phone_and_for_a_screen_reader(
    chromium: Browser, site: Served, language: str, path: str, name: str
) -> None:
    with visit(chromium, site, language, expected=r"status of 404") as seen:
        seen.go(path)
        seen.look(f"charter-{name}")
