"""One browser, one finished site: Chromium from the system, the demonstration's pages written to files."""

import os
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from misaq.process import Results, run_folder, write_demo, write_run
from misaq.web.process.site import render_site

CHROMIUM = os.environ.get("MISAQ_CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SCREENSHOTS = Path(__file__).parents[2] / "ci-output" / "screenshots"


@pytest.fixture(scope="session")
def demo_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of the demonstration: those in MISAQ_SITE_DIR, else freshly made."""
    if given := os.environ.get("MISAQ_SITE_DIR"):
        return Path(given).resolve()
    root = tmp_path_factory.mktemp("demo")
    write_demo(root / "folder")
    write_run(run_folder(root / "folder"), root / "out")
    render_site(Results.read(root / "out" / "results"), root / "out")
    return root / "out" / "site"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def address(demo_site: Path) -> Iterator[str]:
    """The site on a port of this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(demo_site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests."""
    if not Path(CHROMIUM).exists():
        if os.environ.get("CI"):
            pytest.fail(f"no browser at {CHROMIUM}")
        pytest.skip(f"no browser at {CHROMIUM}; set MISAQ_CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def wide(chromium: Browser) -> Iterator[BrowserContext]:
    """A desk's screen."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    yield context
    context.close()


@pytest.fixture(scope="session")
def tab(wide: BrowserContext) -> Page:
    """One tab for the whole walk; requests that leave the site are stopped and kept in `tab.strays`."""
    return wide.new_page()


def pages_of(site: Path) -> list[str]:
    """Every public page of a site, by path."""
    return sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
