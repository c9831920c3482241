"""Every public page in a real browser: axe, 360 px, no script, no stray request, the Urdu face really drawn."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page
from tests.e2e.unmarked import unmarked_words
from tests.e2e.walks import SCREENSHOTS, Walk, pages_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_axe_finds_nothing(desk: Walk) -> None:
    found = {path: seen.violations for path, seen in desk.pages.items() if seen.violations}
    assert not found, json.dumps(found, indent=1, ensure_ascii=False)


def test_no_request_leaves_the_site_and_none_is_refused(desk: Walk) -> None:
    assert (desk.strays, desk.refused, desk.said, desk.cookies) == (set(), set(), [], [])


def test_no_page_scrolls_sideways_on_a_small_phone(phone: Walk) -> None:
    wide = {path: (s.width, s.sticks_out) for path, s in phone.pages.items() if s.width > 360}
    assert wide == {}


def test_pages_read_the_same_without_javascript(desk: Walk, phone: Walk) -> None:
    differ = [path for path, seen in desk.pages.items() if seen.text != phone.pages[path].text]
    assert differ == []
    assert [path for path, seen in phone.pages.items() if len(seen.text.split()) < 5] == []


def test_every_page_says_its_language_its_own_title_and_one_heading(demo_site: Path) -> None:
    wrong, titles = [], {}
    for path in pages_of(demo_site):
        html = (demo_site / path).read_text("utf-8")
        language = path.partition("/")[0] if "/" in path else "en"
        direction = {"en": "ltr", "ur": "rtl"}[language]
        if f'<html lang="{language}" dir="{direction}">' not in html or html.count("<h1") != 1:
            wrong.append(path)
        title = re.search(r"<title>(.*?)</title>", html, re.S)
        titles.setdefault((language, title[1].strip() if title else ""), []).append(path)
    assert wrong == []
    assert {title: paths for title, paths in titles.items() if len(paths) > 1} == {}


def test_no_english_is_left_unmarked_on_an_urdu_page(demo_site: Path) -> None:
    """Every text has its Urdu; what the folder gives in English only is marked as English."""
    found = {
        path: words
        for path in pages_of(demo_site, "ur")
        if (words := unmarked_words((demo_site / path).read_text("utf-8")))
    }
    assert found == {}


def test_both_languages_have_the_same_pages(demo_site: Path) -> None:
    english, urdu = (
        {path.partition("/")[2] for path in pages_of(demo_site, language) if "/" in path}
        for language in ("en", "ur")
    )
    assert english == urdu


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
    for language in ("en", "ur"):
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
    page.wait_for_url("**/ur/dialogue/index.html")  # and until its stylesheets are there
    assert page.evaluate("getComputedStyle(document.body).marginTop") == "0px", (
        "the stylesheet is applied"
    )
    assert page.evaluate(
        "document.fonts.ready.then(f => [...f].some(x => x.family.includes('Nastaliq') && x.status === 'loaded'))"
    )
    context.close()
    assert said == []


def test_dark_pages_are_kept_to_be_looked_at(chromium: Browser, address: str) -> None:
    """Light ones come from the walks; nothing is judged here, people look."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, color_scheme="dark")
    page = context.new_page()
    for path in ("en/index", "ur/index", "en/dialogue/index", "ur/dialogue/index"):
        page.goto(f"{address}/{path}.html")
        page.screenshot(path=SCREENSHOTS / f"{path.replace('/', '-')}.dark.png", full_page=True)
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    context.close()
    assert paper == "rgb(20, 23, 29)"
