"""A site of a small process, served as `misaq serve` serves it: web server, background worker, database."""

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page
from tests.e2e.walks import SCREENSHOTS
from tests.site_template import fresh_site

COMMITMENTS = """id,title_en,title_ur,obligor_en,due,score,scored_on,scored_by
c1,Publish the water accounts,پانی کا حساب شائع کرنا,Water board,2030-03,2,2031-01-10,observers
c2,Open the register,رجسٹر کھولنا,Ministry,2031-01,,,
"""
# Makes the site in a process of its own, so that no test needs a started Django, and prints who can sign in.
MAKE = """
import json, sys
from pathlib import Path
from misaq.process import run_folder, write_run
from misaq.web.start import start_site
folder, out, site, people = Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), json.loads(sys.argv[4])
write_run(run_folder(folder), out)
start_site(site)
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from misaq.web.accounts.roles import Role
from misaq.web.accounts.services import account_open, one_time_login_issue
from misaq.web.process.services import release_load
release_load(out, source_folder=folder)
told = {}
for name, (role, second_factor) in people.items():
    account, codes = account_open(name, (Role(role),)), []
    if second_factor:
        TOTP.activate(account, generate_totp_secret())
        codes = RecoveryCodes.activate(account).get_unused_codes()
    told[name] = {"secret": one_time_login_issue(account), "codes": codes}
"""
TELL = "print(json.dumps(told))"


@dataclass
class Served:
    """A running site: where it is, its process folder, and how each person signs in."""

    address: str
    folder: Path
    site: Path
    people: dict[str, dict[str, object]]
    process: "subprocess.Popen[bytes]"

    def link(self, name: str, language: str) -> str:
        """The one-time link of somebody."""
        return f"{self.address}/{language}/accounts/once/{self.people[name]['secret']}/"

    def codes(self, name: str) -> list[str]:
        """The recovery codes of somebody."""
        return list(self.people[name]["codes"])  # type: ignore[call-overload]


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def make_site(
    root: Path, people: dict[str, tuple[str, bool]], more: str = ""
) -> dict[str, dict[str, object]]:
    """Make a process folder, a run and a site under `root`.

    people : name to role and second factor. more : Python that goes on in the same process, with the names of MAKE.
    """
    table = root / "process" / "table"
    table.mkdir(parents=True)
    (root / "process" / "process.toml").write_text(
        'id = "small"\ntitle = { en = "Small", ur = "چھوٹا" }\nas_of = "2031-05-18"\ninvented = true\n',
        "utf-8",
    )
    (table / "commitments.csv").write_text(COMMITMENTS, "utf-8")
    fresh_site(root / "site")
    made = subprocess.run(
        [sys.executable, "-c", MAKE + more + TELL,
         *(str(root / name) for name in ("process", "out", "site")), json.dumps(people)],
        env=own_environment(),
        check=True,
        capture_output=True,
        timeout=120,
    )  # fmt: skip
    told: dict[str, dict[str, object]] = json.loads(made.stdout.splitlines()[-1])
    return told


def own_environment() -> dict[str, str]:
    """The environment without the settings of the tests themselves."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("DJANGO_", "MISAQ_"))}
    return kept | {"PYTHONWARNINGS": "ignore"}


@contextmanager
def served(root: Path, people: dict[str, tuple[str, bool]], more: str = "") -> Iterator[Served]:
    """Serve a small site on a free port; `more` as for `make_site`."""
    told = make_site(root, people, more)
    port = free_port()
    with (root / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "misaq", "serve", "--site", str(root / "site"), "--port", str(port)],
            env=own_environment(), stdout=log, stderr=log,
        )  # fmt: skip
        address = f"http://127.0.0.1:{port}"
        try:
            wait_for(address + "/health", process)
            running = Served(address, root / "process", root / "site", told, process)
            yield running
            process = running.process  # a test may have started it anew
        finally:
            process.terminate()
            process.wait(timeout=30)


def wait_for(address: str, process: "subprocess.Popen[bytes]", seconds: float = 60) -> None:
    """Wait until a server answers."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError(f"nothing answers at {address}")


@dataclass
class Visit:
    """One browser on the served site, and everything in it that should not happen."""

    served: Served
    language: str
    context: BrowserContext
    tab: Page
    strays: set[str] = field(default_factory=set)
    said: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        """Open a page of this language."""
        self.tab.goto(f"{self.served.address}/{self.language}/{path}")

    def press(self) -> None:
        """Press the one filled button of the page."""
        self.tab.locator("main .btn:not(.plain)").first.click()

    def at(self, path: str) -> bool:
        """Whether this page is open."""
        return re.split("[?#]", self.tab.url)[0] == f"{self.served.address}/{self.language}/{path}"

    def look(self, name: str) -> None:
        """Axe at a desk, width on a phone, and pictures of both to be looked at; it must run left or right."""
        found = Axe().run(self.tab, options={"resultTypes": ["violations"]}).response["violations"]
        assert not found, (name, [(v["id"], [n["html"][:160] for n in v["nodes"]]) for v in found])
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        for width in (1280, 360):
            self.tab.set_viewport_size({"width": width, "height": 800})
            assert self.tab.evaluate("document.documentElement.scrollWidth") <= width, (name, width)
            self.tab.evaluate("document.fonts.ready")
            picture = SCREENSHOTS / f"served-{name}.{self.language}.{width}.png"
            self.tab.screenshot(path=picture, full_page=True)
            if width == 360:
                assert self.tab.evaluate(TOO_SMALL) == [], name
        self.tab.set_viewport_size({"width": 1280, "height": 900})
        direction = self.tab.evaluate("getComputedStyle(document.body).direction")
        assert direction == {"en": "ltr", "ur": "rtl"}[self.language]


# what a finger has to hit: buttons, fields, the menu; links in running text are not held to it
TOO_SMALL = """() => [...document.querySelectorAll('.btn:not(.small), main input, .role > summary')]
  .filter(e => e.type !== 'hidden' && !e.hidden).map(e => e.closest('label') || e)
  .filter(e => e.getBoundingClientRect().height < 43.5).map(e => e.outerHTML.slice(0, 120))"""


@contextmanager
def visit(
    chromium: Browser, site: Served, language: str, *, javascript: bool = True, expected: str = ""
) -> Iterator[Visit]:
    """A fresh browser; at the end nothing may have left the site or been said in the console.

    expected : a pattern of what the console may say, for pages that answer with an error on purpose.
    """
    context = chromium.new_context(
        viewport={"width": 1280, "height": 900}, java_script_enabled=javascript
    )
    context.set_default_timeout(15_000)
    tab = context.new_page()
    seen = Visit(site, language, context, tab)
    inside = (site.address, "data:")
    tab.on("request", lambda r: None if r.url.startswith(inside) else seen.strays.add(r.url))
    tab.on("console", lambda m: seen.said.append(m.text))
    tab.on("pageerror", lambda e: seen.said.append(str(e)))
    yield seen
    context.close()
    said = [text for text in seen.said if not (expected and re.search(expected, text))]
    assert (seen.strays, said) == (set(), []), (seen.strays, said)
