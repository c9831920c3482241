"""How long sealing and opening take in Chromium: `uv run python bench/browser_sealing.py` prints milliseconds."""

import os
import statistics
from typing import Any

import django
from playwright.sync_api import Page, sync_playwright
from tests.e2e.conftest import CHROMIUM, FLAGS
from tests.e2e.sealing_pages import sealing_pages
from tests.keepers import make_keepers

from misaq.record import Secret, make_identity, write_identity

TIMED = """async ({ name, given, rounds }) => {
  const e = window.engine;
  const set = given.custodians;
  const works = {
    seal: () => e.sealRecord(given.text, { record: "r-1", custodians: set }),
    release: async () => {
      const key = await e.readIdentity(e.toBytes(given.key));
      return e.releaseShare(e.readSealed(given.sealed), e.readRequest(given.request), key);
    },
    combine: async () => {
      const key = await e.readIdentity(e.toBytes(given.asker));
      return e.combineShares(e.readSealed(given.sealed), given.releases.map(e.readRelease), key);
    },
    shut: async () => e.writeIdentity(await e.makeIdentity(), "invented"),
    open: () => e.readIdentity(e.toBytes(given.shut), "invented"),
  };
  const times = [];
  for (let round = 0; round < rounds; round += 1) {
    const began = performance.now();
    await works[name]();
    times.push(performance.now() - began);
  }
  return times;
}"""


def main() -> None:
    """Print a line for each act: median, and the slowest."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "misaq.web.settings.test")
    django.setup()
    keepers = make_keepers()
    sealed = keepers.seal()
    rows = [{"name": c.name, "recipient": c.recipient} for c in keepers.set.custodians]
    given: dict[str, Any] = {
        "text": "invented " * 20,
        "custodians": {"threshold": 3, "custodians": rows},
        "sealed": sealed.document().decode(),
        "request": keepers.ask(sealed).document().decode(),
        "releases": [r.document().decode() for r in keepers.release(sealed, (0, 1, 2))],
        "key": write_identity(keepers.keys[0]).decode(),
        "asker": write_identity(keepers.asker).decode(),
        "shut": write_identity(make_identity(), Secret(b"invented")).decode(),
    }
    with sealing_pages() as pages, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        tab = browser.new_page()
        tab.goto(pages.address + "/engine.html")
        tab.wait_for_function("window.engine !== undefined")
        for name, rounds in (
            ("seal", 50),
            ("release", 50),
            ("combine", 50),
            ("shut", 3),
            ("open", 2),
        ):
            _line(tab, name, given, rounds)
        large = {**given, "text": "x" * 1_000_000}
        _line(tab, "seal", large, 5, "seal 1 MB")
        browser.close()


def _line(tab: Page, name: str, given: dict[str, Any], rounds: int, label: str = "") -> None:
    times = tab.evaluate(TIMED, {"name": name, "given": given, "rounds": rounds})
    print(f"{label or name}: {statistics.median(times):.1f} ms, slowest {max(times):.1f}")


if __name__ == "__main__":
    main()
