"""The draw on the website: states, who may, what cannot be changed after the seal, wrong randomness."""

import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from tests.assembly_draws import CODES, NAMES, PARTIES, Hall, hall

from misaq.assembly import gather_commitments, pseudonym, round_at, round_time
from misaq.web.accounts.models import Account
from misaq.web.assembly.drawing.services import (
    dice_enter,
    sealing_confirm,
    sealing_propose,
    sealing_withdraw,
)
from misaq.web.assembly.models import DrawRecord, Panel, SealedLottery
from misaq.web.assembly.refusals import RefusedError
from misaq.web.assembly.results.selectors import certificate_words

SIGNED = "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39"
Sign = Callable[[Account], Client]
DESK, OPEN = "/en/desk/assembly/draws/velmara/", "/en/assembly/draws/velmara/"
GROUP_OF_FOUR = re.compile("<span>[0-9a-f]{4}</span>")


def text(client: Client, address: str, status: int = 200) -> str:
    """A page's HTML."""
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status_code, answer.content[:400])
    return answer.content.decode()


def test_nothing_is_public_before_the_seal(ready: Hall, client: Client) -> None:
    for page in ("", "ceremony/", "bundle.zip", "chances.csv", "panel/", "own/", "panel/log.json"):
        assert client.get(OPEN + page).status_code == 404, page


def test_sealing_takes_two_people_and_both_choices(ready: Hall, sign: Sign, client: Client) -> None:
    officer, second, facilitator = (
        sign(a) for a in (ready.officer, ready.second, ready.facilitator)
    )
    assert "checked" not in text(officer, DESK + "seal/"), "nothing is chosen beforehand"
    assert officer.post(DESK + "seal/", {"kind": "dice", "dice": "3"}).status_code == 422
    assert officer.post(DESK + "seal/", {"bundle": "full"}).status_code == 422
    assert (
        officer.post(DESK + "seal/", {"kind": "dice", "dice": "2", "bundle": "full"}).status_code
        == 422
    )
    assert (
        officer.post(DESK + "seal/", {"kind": "dice", "dice": "3", "bundle": "full"}).status_code
        == 302
    )
    ready.panel.refresh_from_db()
    seen = ready.panel.sealing_act.proposed_at.isoformat()
    own = officer.post(DESK + "confirm/", {"answer": "confirm", "seen": seen})
    assert own.status_code == 409
    assert "another person" in own.content.decode()
    assert second.post(DESK + "confirm/", {"answer": "confirm", "seen": "old"}).status_code == 409
    assert "Confirm and seal" in text(facilitator, DESK)
    assert (
        facilitator.post(DESK + "confirm/", {"answer": "confirm", "seen": seen}).status_code == 302
    )
    sealing = SealedLottery.objects.get()
    assert sealing.commitment in text(officer, DESK)
    assert len(GROUP_OF_FOUR.findall(text(client, OPEN + "ceremony/1/"))) == 16
    assert "Not yet" in text(client, OPEN + "ceremony/3/")


@pytest.mark.parametrize("page", ["", "seal/", "randomness/", "seats/"])
def test_the_desk_is_the_officers(ready: Hall, sign: Sign, client: Client, page: str) -> None:
    ready.seal()
    ready.throw()
    assert client.get(DESK + page).status_code in {302, 404}
    facilitator = sign(ready.facilitator)
    allowed = facilitator.get(DESK + page).status_code
    assert allowed == (404 if page in {"seal/", "seats/"} else 200)


def test_what_is_sealed_cannot_be_changed(ready: Hall) -> None:
    ready.seal()
    before = SealedLottery.objects.get()
    for act in (
        lambda: sealing_propose(ready.panel, ready.run, "dice:3", "list", by=ready.officer),
        lambda: sealing_withdraw(ready.panel),
        lambda: sealing_confirm(ready.panel, "", by=ready.second),
    ):
        with pytest.raises(RefusedError, match="sealed"):
            act()
    after = SealedLottery.objects.get()
    assert (after.commitment, after.sealed, after.pool_csv) == (
        before.commitment, before.sealed, before.pool_csv,
    )  # fmt: skip
    assert bytes(Panel.objects.get().home_secret) == b""


def test_a_lottery_of_another_pool_is_not_sealed(ready: Hall) -> None:
    act = sealing_propose(ready.panel, ready.run, "dice:3", "full", by=ready.officer)
    ready.panel.volunteers.all()[0].delete()
    with pytest.raises(RefusedError, match="changed since"):
        sealing_confirm(ready.panel, act.proposed_at.isoformat(), by=ready.second)
    with pytest.raises(RefusedError, match="changed since"):
        sealing_propose(ready.panel, ready.run, "dice:3", "full", by=ready.officer)


def test_a_list_that_was_changed_is_not_shown_and_not_drawn(ready: Hall, client: Client) -> None:
    ready.seal()
    sealing = SealedLottery.objects.get()
    sealing.sealed["quotas"][0][2] -= 1
    sealing.save()
    assert "This list was changed" in text(client, OPEN, 500)
    dice_enter(ready.panel, "471", by=ready.officer)
    with pytest.raises(RefusedError, match="changed"):
        dice_enter(ready.panel, "471", by=ready.second)
    assert not DrawRecord.objects.exists()


def test_a_round_must_come_after_the_seal(ready: Hall) -> None:
    now = timezone.now()
    with pytest.raises(RefusedError):
        sealing_propose(ready.panel, ready.run, "drand:1000", "full", by=ready.officer)
    soon = round_at(now + timedelta(hours=1))
    act = sealing_propose(ready.panel, ready.run, f"drand:{soon}", "full", by=ready.officer)
    seen = act.proposed_at.isoformat()
    with pytest.raises(RefusedError):
        sealing_confirm(ready.panel, seen, by=ready.second, now=round_time(soon))
    sealing_confirm(ready.panel, seen, by=ready.second, now=round_time(soon) - timedelta(seconds=2))


def test_dice_are_typed_by_two_who_agree(ready: Hall, sign: Sign) -> None:
    ready.seal()
    officer, second = sign(ready.officer), sign(ready.second)
    page = DESK + "randomness/"
    for wrong in ("47", "4711", "47x", "٤٧١", ""):
        assert officer.post(page, {"digits": wrong}).status_code == 422, wrong
    assert officer.post(page, {"digits": "4 7 1"}).status_code == 200
    assert "471" not in text(second, page), "the second person must not read what the first typed"
    assert officer.post(page, {"digits": "471"}).status_code == 422
    differs = second.post(page, {"digits": "472"})
    assert differs.status_code == 422
    assert "forgotten" in differs.content.decode()
    assert officer.post(page, {"digits": "471"}).status_code == 200
    assert second.post(page, {"digits": "471"}).status_code == 302
    assert DrawRecord.objects.get().draw["ticket"] == 471
    assert second.post(page, {"digits": "471"}).status_code == 422


def test_a_signature_that_is_not_the_beacons_is_refused(
    ready: Hall, sign: Sign, monkeypatch
) -> None:
    act = sealing_propose(
        ready.panel, ready.run, f"drand:{round_at(timezone.now()) + 900}", "full", by=ready.officer
    )
    act.source = "drand:1000"  # a round whose signature is known, sealed as if before it came
    act.save()
    sealing_confirm(ready.panel, act.proposed_at.isoformat(), by=ready.second, now=round_time(999))
    officer, page = sign(ready.officer), DESK + "randomness/"
    for wrong in ("ab", SIGNED[:-1] + "8", SIGNED[2:] + "00"):
        refused = officer.post(page, {"signature": wrong})
        assert refused.status_code == 422, wrong
        assert "errmsg" in refused.content.decode(), wrong
    assert officer.post(page, {"signature": SIGNED.upper()}).status_code == 302
    assert "× 1 000 +" in text(Client(), OPEN + "ceremony/4/")


def test_parties_reveal_what_they_committed_to(ready: Hall, sign: Sign) -> None:
    officer, page = sign(ready.officer), DESK + "randomness/"
    lines = "\n".join(f"{one.party} {one.commitment}" for one in PARTIES)
    form = {"kind": "reveal", "parties": lines, "bundle": "full"}
    assert officer.post(DESK + "seal/", {**form, "parties": "East"}).status_code == 422
    assert officer.post(DESK + "seal/", form).status_code == 302
    ready.panel.refresh_from_db()
    assert (
        ready.panel.sealing_act.commitments
        == gather_commitments([p.public() for p in PARTIES])["commitments"]
    )
    sealing_confirm(ready.panel, ready.panel.sealing_act.proposed_at.isoformat(), by=ready.second)
    one, two = (json.dumps(party.document()) for party in PARTIES)
    bent = json.dumps({**PARTIES[1].document(), "value": "0" * 64})
    for wrong in (one, one + bent, "no"):
        assert officer.post(page, {"reveals": wrong}).status_code == 422
    assert officer.post(page, {"reveals": two + "\n" + one}).status_code == 302
    assert "East" in text(Client(), OPEN + "ceremony/3/")


def test_a_rehearsal_says_so_on_every_page_and_invites_nobody(
    ready: Hall, sign: Sign, client: Client
) -> None:
    ready.seal("seed:7")
    officer = sign(ready.officer)
    assert officer.post(DESK + "randomness/", {}).status_code == 302
    for page in (
        "",
        "panel/",
        *(f"ceremony/{n}/" for n in range(1, 7)),
        "ceremony/3/both/",
        "own/",
    ):
        assert "Rehearsal." in text(client, OPEN + page), page
    assert "rehearsal" in text(client, "/en/assembly/draws/")
    assert officer.post(DESK + "seats/", {"due": "2031-06-01"}).status_code == 409


@pytest.mark.parametrize("form", ["tickets", "uniform"])
def test_a_stranger_checks_the_bundle_with_python_alone(
    db: None, client: Client, tmp_path: Path, form: str
) -> None:
    one = hall(form=form)
    one.seal()
    one.throw()
    first, again = (client.get(OPEN + "bundle.zip").content for _ in range(2))
    assert first == again
    zipfile.ZipFile(io.BytesIO(first)).extractall(tmp_path)
    command = [sys.executable, "-I", "check_lottery.py"]
    done = subprocess.run(
        command, cwd=tmp_path, env={}, capture_output=True, text=True, check=False
    )
    assert done.stdout.startswith("All agrees"), done
    lottery = json.loads((tmp_path / "lottery.json").read_text("utf-8"))
    assert lottery["commitment"] == SealedLottery.objects.get().commitment
    drawn = json.loads((tmp_path / "draw.json").read_text("utf-8"))
    (tmp_path / "draw.json").write_text(
        json.dumps({**drawn, "ticket": drawn["ticket"] + 1}), "utf-8"
    )
    bent = subprocess.run(
        command, cwd=tmp_path, env={}, capture_output=True, text=True, check=False
    )
    assert bent.returncode == 1
    assert "randomness" in bent.stdout


def test_without_answers_the_bundle_holds_no_answers(
    ready: Hall, client: Client, tmp_path: Path
) -> None:
    ready.seal(bundle="list")
    ready.throw()
    packed = zipfile.ZipFile(io.BytesIO(client.get(OPEN + "bundle.zip").content))
    assert "pool.csv" not in packed.namelist()
    lottery = json.loads(packed.read("lottery.json"))
    assert "rows" not in lottery["sealed"]
    assert "levels" not in lottery["certificate"]
    packed.extractall(tmp_path)
    command = [sys.executable, "-I", "check_randomness.py", "lottery.json", "draw.json"]
    done = subprocess.run(
        command, cwd=tmp_path, env={}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.strip()) == (0, "The randomness is dice:471.")


def test_the_certificate_in_words_and_the_histogram(ready: Hall, client: Client) -> None:
    ready.seal()
    page = text(client, OPEN)
    lottery = SealedLottery.objects.get().lottery
    assert f"<bdi>{100 * lottery['min_probability']:.1f}</bdi> chances in 100" in page
    words = "No lottery that meets these quotas could give the least likely more."
    assert (words in page) == (lottery["certificate"]["gap"] <= 1e-6)
    proven = {**lottery, "certificate": {**lottery["certificate"], "gap": 1e-7}}
    assert certificate_words(proven)["best_possible"]
    assert not certificate_words(
        {**proven, "certificate": {**lottery["certificate"], "gap": 1e-3}}
    )["best_possible"]
    assert pseudonym(CODES[-1]) in page, "who cannot sit is named by pseudonym"
    counts = SealedLottery.objects.get().panel.sealing_act.figures["histogram"]
    assert sum(counts["counts"]) + counts["nought"] == lottery["n_people"]
    rows = client.get(OPEN + "chances.csv").content.decode().splitlines()
    assert len(rows) == 1 + lottery["n_people"]


def test_ones_own_row_by_the_code(ready: Hall, client: Client) -> None:
    ready.seal()
    ready.throw()
    page = client.post(OPEN + "own/", {"code": "ABCD EFGH JK" + CODES[0][-2:]}).content.decode()
    assert pseudonym(CODES[0]) in page
    assert CODES[0] not in page
    assert (
        "of nobody in this list"
        in client.post(OPEN + "own/", {"code": "zzzz-zzzz-zzzz"}).content.decode()
    )
    assert client.post(OPEN + "own/", {"code": "short"}).status_code == 422


def test_no_page_file_or_log_holds_a_name(ready: Hall, sign: Sign, client: Client) -> None:
    ready.seal()
    ready.throw()
    sign(ready.officer).post(DESK + "seats/", {"due": "2031-06-01"})
    pages = [
        "",
        "own/",
        "panel/",
        "panel/log.json",
        "chances.csv",
        *(f"ceremony/{n}/both/" for n in range(1, 7)),
    ]
    for language in ("en", "ur"):
        for page in pages:
            shown = text(client, f"/{language}/assembly/draws/velmara/{page}")
            assert not any(name in shown for name in NAMES), page
            assert not any(code in shown for code in CODES), page
    packed = zipfile.ZipFile(io.BytesIO(client.get(OPEN + "bundle.zip").content))
    for name in packed.namelist():
        payload = packed.read(name).decode()
        assert not any(who in payload for who in (*NAMES, *CODES)), name
