"""A draw in public, in a real browser, in both languages, without a mouse: from the seal to a stranger's check.

Two officers each have their own browser; they propose, confirm, and type the dice. A stranger watches the ceremony
with scripts off and on, downloads the bundle and checks it with Python alone. Everything here is invented.
"""

import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from tests.e2e.by_keyboard import Hands
from tests.e2e.serving import Served, Visit, served, visit
from tests.e2e.walks import SCREENSHOTS

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PEOPLE = {"officer": ("lottery_officer", True), "second": ("lottery_officer", True)}
HALLS = f"""
sys.path.insert(0, {str(Path(__file__).parents[2])!r})
from misaq.web.accounts.models import Account
from tests.assembly_draws import hall
at = {{name: Account.objects.get(username=name) for name in people}}
for language in ("en", "ur"):
    hall(f"velmara-{{language}}", people={{**at, "facilitator": at["second"]}})
for name in people:
    told[name]["again"] = one_time_login_issue(at[name])
"""
WORDS = {
    "en": {"not_yet": "Not yet.", "panel": "Panel", "seal": "This was sealed", "other": "مہر"},
    "ur": {"not_yet": "ابھی نہیں", "panel": "پینل", "seal": "مہر", "other": "This was sealed"},
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("draw"), PEOPLE, HALLS) as running:
        yield running


def check(folder: Path) -> "subprocess.CompletedProcess[str]":
    """What a stranger types, in a folder with nothing but the bundle."""
    command = [sys.executable, "-I", "check_lottery.py"]
    return subprocess.run(command, cwd=folder, env={}, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_draw_from_seal_to_a_strangers_check(
    chromium: Browser, site: Served, language: str, tmp_path: Path
) -> None:
    words, desk = WORDS[language], f"desk/assembly/draws/velmara-{language}/"
    public = f"assembly/draws/velmara-{language}/"
    with ExitStack() as stack:
        officer, second, stranger = (
            stack.enter_context(visit(chromium, site, language, javascript=name != "stranger"))
            for name in ("officer", "second", "stranger")
        )
        hands = {"officer": Hands(officer), "second": Hands(second)}
        for name, one in (("officer", officer), ("second", second)):
            secret = site.people[name]["secret" if language == "en" else "again"]
            one.go(f"accounts/once/{secret}/")
            hands[name].follow("main .btn")
            hands[name].type("input[name=code]", site.codes(name)[language == "ur"])
            hands[name].follow("main .btn")
        # the officer proposes; nothing is chosen beforehand
        officer.go(desk + "seal/")
        assert officer.tab.locator("input[type=radio]:checked").count() == 0
        if language == "en":
            officer.look("draw-seal")
        hands["officer"].reach("#id_kind_0")
        officer.tab.keyboard.press("Space")
        hands["officer"].type("#id_dice", "3")
        hands["officer"].reach("#id_bundle_0")
        officer.tab.keyboard.press("Space")
        hands["officer"].press("main .btn")
        # the second confirms: the seal is public
        second.go(desk)
        hands["second"].press("main .btn >> nth=0")
        seal = second.tab.locator("main .hash").first.inner_text().replace(" ", "")
        stranger.go(public + "ceremony/")
        expect(stranger.tab.locator("main")).to_contain_text(words["seal"])
        assert (
            stranger.tab.locator(".cer-seal").inner_text().replace(" ", "").replace("\n", "")
            == seal
        )
        stranger.go(public + "ceremony/3/")
        expect(stranger.tab.locator("main")).to_contain_text(words["not_yet"])
        # two people type the dice
        for name, one in (("officer", officer), ("second", second)):
            one.go(desk + "randomness/")
            if (name, language) == ("second", "ur"):
                one.look("draw-randomness")
            hands[name].type("#id_digits", "471")
            hands[name].press("main .btn")
        # the ceremony: scripts off by links, scripts on by arrows
        stranger.go(public + "ceremony/1/")
        for step in range(1, 7):
            assert stranger.at(public + f"ceremony/{step}/"), stranger.tab.url
            width_fits(stranger, 360, f"ceremony-{step}")
            if step < 6:
                stranger.tab.locator("a[rel=next]").press("Enter")
                stranger.tab.wait_for_url(f"**/ceremony/{step + 1}/")
        second.go(public + "ceremony/1/")
        onward = "ArrowLeft" if language == "ur" else "ArrowRight"
        for step in range(2, 6):
            second.tab.keyboard.press(onward)
            second.tab.wait_for_url(f"**/ceremony/{step}/")
            if step == 4:
                expect(second.tab.locator(".cer-sum")).to_contain_text("471")
        assert second.tab.locator(".cer-table tbody tr").count() == 5
        second.look("draw-ceremony-5")
        width_fits(second, 1920, "ceremony-5-wide")
        second.go(public + "ceremony/4/both/")
        assert second.tab.locator(".cer-step").count() == 2
        second.look("draw-ceremony-both")
        width_fits(second, 1920, "ceremony-both-wide")
        # certificate and panel
        second.go(public)
        second.look("draw-certificate")
        # the bundle, checked by a stranger
        stranger.go(public)
        with stranger.tab.expect_download() as waiting:
            stranger.tab.locator("#check a.btn").press("Enter")
        waiting.value.save_as(tmp_path / "bundle.zip")
        alone = tmp_path / "alone"
        zipfile.ZipFile(tmp_path / "bundle.zip").extractall(alone)
        done = check(alone)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.startswith("All agrees")
        lottery = json.loads((alone / "lottery.json").read_text("utf-8"))
        assert lottery["commitment"] == seal
        person = next(iter(lottery["probabilities"]))
        lottery["probabilities"][person] += 0.01
        (alone / "lottery.json").write_text(json.dumps(lottery), "utf-8")
        bent = check(alone)
        assert bent.returncode == 1
        assert person in bent.stdout


def width_fits(seen: Visit, width: int, name: str) -> None:
    """Nothing sticks out; a picture to be looked at."""
    seen.tab.set_viewport_size({"width": width, "height": 1080 if width > 1000 else 800})
    assert seen.tab.evaluate("document.documentElement.scrollWidth") <= width, name
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    seen.tab.screenshot(
        path=SCREENSHOTS / f"draw-{name}.{seen.language}.{width}.png", full_page=True
    )
    seen.tab.set_viewport_size({"width": 1280, "height": 900})
