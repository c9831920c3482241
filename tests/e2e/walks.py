"""Two walks through a finished site: at a desk with everything on, and on a small phone with scripts off.

Each walk opens a page once and writes down all that the tests ask about it: that keeps them quick.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

SCREENSHOTS = Path(__file__).parents[2] / "ci-output" / "screenshots"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = {"resultTypes": ["violations"], "runOnly": RULES}

# the innermost elements that stick out, to know what to mend
WIDEST = """() => [...document.querySelectorAll('main *, header *, footer *')].filter(e => {
  const box = e.getBoundingClientRect(); return (box.right > 361 || box.left < -1) && box.width > 1
    && !e.closest('.scroll, .vh') && !e.children.length }).slice(0, 4).map(e => e.outerHTML.slice(0, 120))"""


@dataclass
class Seen:
    """What was seen on one page."""

    text: str
    violations: list[Any] = field(default_factory=list)
    width: int = 0
    sticks_out: list[str] = field(default_factory=list)


@dataclass
class Walk:
    """What was seen on a walk, by path; and everything that went over the wire or was complained about."""

    pages: dict[str, Seen] = field(default_factory=dict)
    strays: set[str] = field(default_factory=set)
    refused: set[tuple[int, str]] = field(default_factory=set)
    said: list[str] = field(default_factory=list)
    cookies: list[Any] = field(default_factory=list)
    kept: set[str] = field(default_factory=set)


def pages_of(site: Path, language: str = "") -> list[str]:
    """The pages of a site by path, of one language or all; those before the languages count as English."""
    paths = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    early = [path for path in paths if "/" not in path and language in {"", "en"}]
    return early + [
        path
        for path in paths
        if "/" in path and path.startswith(f"{language}/" if language else "")
    ]


def walk_at_a_desk(browser: Browser, address: str, paths: list[str]) -> Walk:
    """1280 wide, scripts on: axe, requests, complaints, cookies, a screenshot of each room's first pages."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page, walk, axe = context.new_page(), Walk(), Axe()
    _listen(page, walk, address)
    for path in paths:
        page.goto(f"{address}/{path}")
        text = page.text_content("main") or ""
        violations = [_short(v) for v in axe.run(page, options=AXE).response["violations"]]
        walk.pages[path] = Seen(text, violations)
        _keep(page, path, "1280", walk)
    walk.cookies = context.cookies()
    context.close()
    return walk


def walk_on_a_phone(browser: Browser, address: str, paths: list[str]) -> Walk:
    """360 wide, scripts off: every page's width and words."""
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, has_touch=True, java_script_enabled=False
    )
    page, walk = context.new_page(), Walk()
    for path in paths:
        page.goto(f"{address}/{path}")
        width = page.evaluate("document.documentElement.scrollWidth")
        sticks_out = page.evaluate(WIDEST) if width > 360 else []
        walk.pages[path] = Seen(page.text_content("main") or "", width=width, sticks_out=sticks_out)
        _keep(page, path, "360", walk)
    context.close()
    return walk


def _listen(page: Page, walk: Walk, address: str) -> None:
    def asked(url: str) -> None:
        if not url.startswith((address, "data:")):
            walk.strays.add(url)

    page.on("request", lambda request: asked(request.url))
    page.on("response", lambda r: walk.refused.add((r.status, r.url)) if r.status >= 400 else None)
    page.on("console", lambda message: walk.said.append(message.text))


def _short(violation: dict[str, Any]) -> tuple[str, list[str]]:
    nodes = [re.sub(r"\s+", " ", node["html"])[:160] for node in violation["nodes"][:3]]
    return violation["id"], nodes


def _keep(page: Page, path: str, look: str, walk: Walk) -> None:
    """A screenshot for people to look at: of every page that is one of a kind, and one of each kind of item."""
    folder = path.rpartition("/")[0]
    one_of_many = folder.count("/") > 1 and not path.endswith("index.html")
    if one_of_many and folder in walk.kept:
        return
    walk.kept.add(folder if one_of_many else path)
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.evaluate("document.fonts.ready")
    name = path.removesuffix(".html").replace("/", "-")
    page.screenshot(path=SCREENSHOTS / f"{name}.{look}.png", full_page=True)
