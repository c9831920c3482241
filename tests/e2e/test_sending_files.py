"""Uploading in Chromium: the line breaks, the page is closed, another file is chosen; and without a script."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from tests import hostile
from tests.site_template import fresh_site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
ROOT = Path(__file__).parents[2]
GO = "form[data-upload] button"
PARTS = 6


@dataclass
class Site:
    """A running site, its case, and a tab of a reviewer who has unlocked the record."""

    address: str
    ref: str
    context: BrowserContext

    def open(self, language: str = "en") -> Page:
        """The page on which files are added."""
        page = self.context.new_page()
        page.goto(f"{self.address}/{language}/desk/record/evidence/{self.ref}/new/")
        return page


@pytest.fixture(scope="module")
def site(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site of this module, in a process of its own."""
    served = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "tests.e2e.upload_site",
            str(fresh_site(tmp_path_factory.mktemp("up") / "site")),
        ],
        cwd=ROOT,
        env={k: v for k, v in os.environ.items() if not k.startswith(("DJANGO_", "MISAQ_"))}
        | {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert served.stdout is not None
    told = json.loads(served.stdout.readline())
    context = chromium.new_context(viewport={"width": 360, "height": 800})
    context.add_cookies(
        [{"name": k, "value": v, "url": told["address"]} for k, v in told["cookies"].items()]
    )
    yield Site(told["address"], told["ref"], context)
    context.close()
    served.kill()
    served.wait()


def film(path: Path, seed: int) -> bytes:
    """An invented film of six parts."""
    payload = hostile.film() + np.random.default_rng(seed).bytes((PARTS - 1) * (1 << 19))
    path.write_bytes(payload)
    return payload


def after(number: int, page: Page) -> list[str]:
    """Let some parts through, then break the line. Gives the methods asked for, as they come."""
    seen: list[str] = []

    def answer(route: Route) -> None:
        seen.append(route.request.method)
        if seen.count("PATCH") > number:
            route.abort("internetdisconnected")
        else:
            route.continue_()

    page.route("**/evidence/upload/**", answer)
    return seen


def test_a_lost_connection_and_a_closed_page_cost_one_part(site: Site, tmp_path: Path) -> None:
    payload = film(tmp_path / "film.mp4", 1)
    page = site.open()
    after(3, page)
    page.set_input_files("#files", tmp_path / "film.mp4")
    page.click(GO)
    expect(page.locator("[data-part=status]")).to_contain_text("The connection is lost")
    page.close()
    page = site.open()
    expect(page.locator("[data-unfinished]")).to_have_count(1)
    seen = after(1000, page)
    page.set_input_files("#files", tmp_path / "film.mp4")
    page.click(GO)
    page.wait_for_url("**/evidence/item/**")
    assert seen.count("PATCH") == PARTS - 3 + 2  # what was missing, and two to compare
    digest = sha256(payload).hexdigest()
    assert digest in page.inner_text(".hash").replace(" ", "").replace("\n", "")
    expect(page.locator("main")).to_contain_text("The chain holds")
    page.close()


def test_a_line_that_comes_back_needs_nobody(site: Site, tmp_path: Path) -> None:
    film(tmp_path / "film.mp4", 2)
    page = site.open("ur")
    after(2, page)
    page.set_input_files("#files", tmp_path / "film.mp4")
    page.click(GO)
    expect(page.locator("[data-part=status]")).to_contain_text("رابطہ ٹوٹ گیا")
    page.unroute("**/evidence/upload/**")
    page.wait_for_url("**/evidence/item/**")
    page.close()


def test_another_file_of_that_name_is_not_mixed_in(site: Site, tmp_path: Path) -> None:
    film(tmp_path / "film.mp4", 3)
    page = site.open()
    after(2, page)
    page.set_input_files("#files", tmp_path / "film.mp4")
    page.click(GO)
    expect(page.locator("[data-part=status]")).to_contain_text("The connection is lost")
    page.close()
    film(tmp_path / "film.mp4", 4)
    page = site.open()
    page.set_input_files("#files", tmp_path / "film.mp4")
    page.click(GO)
    expect(page.locator("[data-part=problem]")).to_contain_text("not the file")
    page.locator("[data-unfinished] button").first.click()
    expect(page.locator("[data-unfinished]")).to_have_count(0)
    page.close()


@pytest.mark.parametrize("script", [True, False])
def test_the_pages_of_a_file_with_and_without_a_script(
    site: Site, chromium: Browser, tmp_path: Path, script: bool
) -> None:
    (tmp_path / "a.jpg").write_bytes(hostile.picture_with_position())
    context = chromium.new_context(
        viewport={"width": 360, "height": 800}, java_script_enabled=script
    )
    context.add_cookies([dict(one) for one in site.context.cookies()])  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{site.address}/ur/desk/record/evidence/{site.ref}/new/")
    page.set_input_files("#files", tmp_path / "a.jpg")
    page.click(GO)
    page.wait_for_url("**/evidence/item/**")
    expect(page.locator("main h2").first).to_contain_text("منظور")
    if script:
        assert page.evaluate("document.querySelector('img.shown').naturalWidth") == 64
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        for address in (page.url, page.url + "redact/"):
            page.goto(address)
            found = Axe().run(page)
            assert not found.response["violations"], found.generate_report()
    context.close()
