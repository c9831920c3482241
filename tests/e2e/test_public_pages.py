"""Every public page in a real browser: axe, 360 px, no script, no stray request, the Urdu face really drawn.

One test walks one language, so that pages share a tab and the whole walk stays short; a failure names each page.
"""

import json
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Error, Page
from tests.e2e.conftest import SCREENSHOTS, pages_of

pytestmark = pytest.mark.browser
LANGUAGES = ("en", "ur")
FEW_OF_A_KIND = 2  # pages of one kind (one per item) that axe reads; the rest share their template
AXE = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}


def pages(site: Path, language: str) -> list[str]:
    chosen = [p for p in pages_of(site) if p.startswith(f"{language}/")]
    return chosen + [p for p in pages_of(site) if "/" not in p and language == "en"]


def few_of_each(paths: list[str]) -> list[str]:
    """Each page that is one of a kind, and the first few of each folder of items."""
    seen: dict[str, int] = {}
    chosen = []
    for path in paths:
        folder = path.rpartition("/")[0]
        seen[folder] = seen.get(folder, 0) + 1
        if seen[folder] <= FEW_OF_A_KIND or path.endswith("index.html"):
            chosen.append(path)
    return chosen


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing(tab: Page, address: str, demo_site: Path, language: str) -> None:
    axe, found = Axe(), {}
    for path in few_of_each(pages(demo_site, language)):
        tab.goto(f"{address}/{path}")
        violations = axe.run(tab, options=AXE).response["violations"]
        if violations:
            found[path] = [
                (v["id"], [re.sub(r"\s+", " ", n["html"])[:160] for n in v["nodes"][:3]])
                for v in violations
            ]
    assert not found, json.dumps(found, indent=1, ensure_ascii=False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_scrolls_sideways_on_a_small_phone(
    chromium: Browser, address: str, demo_site: Path, language: str
) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 740})
    phone = context.new_page()
    too_wide = {}
    for path in pages(demo_site, language):
        phone.goto(f"{address}/{path}", wait_until="load")
        width = phone.evaluate("document.documentElement.scrollWidth")
        if width > 360:
            too_wide[path] = (width, phone.evaluate(WIDEST))
    context.close()
    assert too_wide == {}


# the innermost elements that stick out, to know what to mend
WIDEST = """() => [...document.querySelectorAll('main *, header *, footer *')].filter(e => {
  const box = e.getBoundingClientRect(); return (box.right > 361 || box.left < -1) && box.width > 1
    && !e.closest('.scroll, .vh') && !e.children.length }).slice(0, 4).map(e => e.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_request_leaves_the_site_and_none_is_refused(
    chromium: Browser, address: str, demo_site: Path, language: str
) -> None:
    context = chromium.new_context()
    page = context.new_page()
    strays, failed, said = set(), set(), []
    page.on(
        "request", lambda r: None if r.url.startswith((address, "data:")) else strays.add(r.url)
    )
    page.on("response", lambda r: failed.add((r.status, r.url)) if r.status >= 400 else None)
    page.on("console", lambda m: said.append(m.text))
    for path in few_of_each(pages(demo_site, language)):
        page.goto(f"{address}/{path}")
    assert context.cookies() == []
    context.close()
    assert (strays, failed, said) == (set(), set(), [])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_says_its_language_title_and_one_heading(
    tab: Page, address: str, demo_site: Path, language: str
) -> None:
    wrong, titles = {}, {}
    direction = {"en": "ltr", "ur": "rtl"}[language]
    for path in pages(demo_site, language):
        tab.goto(f"{address}/{path}", wait_until="domcontentloaded")
        facts = tab.evaluate(
            "[document.documentElement.lang, document.documentElement.dir, document.querySelectorAll('h1').length]"
        )
        if "/" in path and facts != [language, direction, 1]:
            wrong[path] = facts
        titles.setdefault(tab.title(), []).append(path)
    assert wrong == {}
    assert {title: paths for title, paths in titles.items() if len(paths) > 1} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_read_the_same_without_javascript(
    chromium: Browser, tab: Page, address: str, demo_site: Path, language: str
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    plain = context.new_page()
    differ = []
    for path in few_of_each(pages(demo_site, language)):
        texts = []
        for page in (tab, plain):
            page.goto(f"{address}/{path}")
            texts.append(page.inner_text("body"))
        if texts[0] != texts[1] or not texts[0].strip():
            differ.append(path)
    context.close()
    assert differ == []


def test_urdu_is_drawn_in_nastaliq(tab: Page, address: str) -> None:
    """The face is loaded, and the words are drawn with it: without it the same words have another width."""
    tab.goto(f"{address}/ur/index.html")
    loaded = tab.evaluate(
        "document.fonts.ready.then(f => [...f].filter(x => x.status === 'loaded').map(x => x.family))"
    )
    assert any("Misaq Nastaliq" in family for family in loaded)
    assert tab.evaluate("document.fonts.check('16px \"Misaq Nastaliq\"', 'میثاق')")
    width = """family => { const e = document.createElement('span'); e.textContent = 'گواہی سے شق تک ہر قدم';
      e.className = 'nowrap'; document.querySelector('main').append(e); e.style.setProperty('font-family', family);
      const w = e.getBoundingClientRect().width; e.remove(); return w }"""
    used = tab.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily")
    assert tab.evaluate(width, used) == pytest.approx(
        tab.evaluate(width, '"Misaq Nastaliq"'), rel=0.15
    )
    assert tab.evaluate(width, used) != pytest.approx(tab.evaluate(width, "serif"), rel=0.05)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_keyboard_alone_is_enough(tab: Page, address: str, language: str) -> None:
    """Skip link first; every stop is seen; the language switch leads to the same page in the other language."""
    tab.goto(f"{address}/{language}/dialogue/index.html")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    box = tab.locator(".skip").bounding_box()
    assert box is not None
    assert box["y"] >= 0, "the skip link is seen when it has the focus"
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "main"
    tab.goto(f"{address}/{language}/dialogue/index.html")
    stops = tab.locator("a[href], button, summary, input, select, [tabindex='0']").count()
    other, reached = {"en": "ur", "ur": "en"}[language], []
    for _ in range(stops):
        tab.keyboard.press("Tab")
        stop = tab.evaluate(FOCUSED)
        assert stop["visible"], f"focus is not seen on {stop['html']}"
        reached.append(stop["href"])
    assert len(set(reached)) > 8
    tab.locator(f".lang a[hreflang={other}]").focus()
    tab.keyboard.press("Enter")
    tab.wait_for_url(f"{address}/{other}/dialogue/index.html")


FOCUSED = """() => { const e = document.activeElement, s = getComputedStyle(e), b = e.getBoundingClientRect();
  return {href: e.getAttribute('href') || e.tagName, html: e.outerHTML.slice(0, 120),
    visible: s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 && b.width > 0 && b.height > 0}}"""


def test_touch_targets_are_large_enough(chromium: Browser, address: str) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 740}, has_touch=True)
    phone = context.new_page()
    small = {}
    for language in LANGUAGES:
        phone.goto(f"{address}/{language}/index.html")
        small[language] = phone.evaluate(
            """[...document.querySelectorAll('.btn, .lang a, .brand')].map(e => [e.outerHTML.slice(0, 60),
            e.getBoundingClientRect().height]).filter(x => x[1] < 39.5)"""
        )
    context.close()
    assert small == {"en": [], "ur": []}


def test_the_pages_open_from_disk(chromium: Browser, demo_site: Path) -> None:
    context = chromium.new_context()
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda m: said.append(m.text))
    page.on("requestfailed", lambda r: said.append(r.url))
    try:
        page.goto((demo_site / "index.html").as_uri())
    except Error as error:
        pytest.fail(f"the site does not open from disk: {error}")
    page.get_by_role("link", name="اردو").click()
    page.locator(".track a").nth(1).click()
    assert page.url.endswith("/ur/dialogue/index.html")
    assert page.evaluate("getComputedStyle(document.body).marginTop") == "0px", (
        "the stylesheet is applied"
    )
    assert page.evaluate(
        "document.fonts.ready.then(f => [...f].some(x => x.family.includes('Nastaliq') && x.status === 'loaded'))"
    )
    context.close()
    assert said == []


@pytest.mark.parametrize("look", ["1280", "360", "dark"])
def test_screenshots_are_kept_to_be_looked_at(
    chromium: Browser, address: str, demo_site: Path, look: str
) -> None:
    """One of each kind of page, in both languages; nothing is judged here, people look."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    context = chromium.new_context(
        viewport={"width": 360 if look == "360" else 1280, "height": 900},
        color_scheme="dark" if look == "dark" else "light",
    )
    page = context.new_page()
    firsts = [p for p in pages_of(demo_site) if p.endswith("index.html")]
    if look == "dark":
        firsts = [
            p for p in firsts if p.split("/")[1:] in (["index.html"], ["dialogue", "index.html"])
        ]
    for path in firsts:
        page.goto(f"{address}/{path}")
        page.evaluate("document.fonts.ready")
        name = path.removesuffix(".html").replace("/", "-")
        page.screenshot(path=SCREENSHOTS / f"{name}.{look}.png", full_page=True)
    context.close()
    assert len(list(SCREENSHOTS.glob(f"*.{look}.png"))) >= len(firsts)
