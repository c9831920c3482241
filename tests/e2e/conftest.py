"""One browser, one finished site: Chromium from the system, the demonstration's pages written to files."""

import os
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from tests.e2e.walks import Walk, pages_of, walk_at_a_desk, walk_on_a_phone

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
def tab(chromium: Browser) -> Iterator[Page]:
    """One tab at a desk."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session", params=["en", "ur"])
def language(request: pytest.FixtureRequest) -> str:
    """Each language of the site."""
    return str(request.param)


@pytest.fixture(scope="session")
def desk(chromium: Browser, address: str, demo_site: Path, language: str) -> Walk:
    """A walk at a desk through the pages of one language."""
    return walk_at_a_desk(chromium, address, pages_of(demo_site, language))


@pytest.fixture(scope="session")
def phone(chromium: Browser, address: str, demo_site: Path, language: str) -> Walk:
    """A walk on a phone through the pages of one language."""
    return walk_on_a_phone(chromium, address, pages_of(demo_site, language))
