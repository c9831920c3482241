"""`misaq assembly explain`, `alternates`, `replace`, `report`: answers, files, exit codes, faults."""

import csv
import io
import json
from pathlib import Path

import pytest
from tests.assembly_folder import QUOTAS, write_assembly_folder
from typer.testing import CliRunner

from misaq.cli import assembly


def call(*arguments: object) -> tuple[int, str, str]:
    done = CliRunner().invoke(assembly.app, [str(argument) for argument in arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_assembly_folder(tmp_path_factory.mktemp("people"))


@pytest.fixture(scope="module")
def wish(root: Path) -> tuple[object, ...]:
    return (root / "assembly/pool.csv", "--quotas", root / "assembly/quotas.csv", "--size", 6)


@pytest.fixture(scope="module")
def drawn(root: Path, wish: tuple[object, ...]) -> Path:
    out = root / "lottery.json"
    assert call("draw", *wish, "--randomness", "dice:471829305", "--out", out, "--quiet")[0] == 0
    return out


def test_explain_says_why_and_what_would_help(root: Path, tmp_path: Path) -> None:
    worse = [line.replace("sex,female,3,3", "sex,female,4,4") for line in QUOTAS]
    quotas = tmp_path / "quotas.csv"
    quotas.write_text("category,feature,min,max\n" + "\n".join(worse) + "\n", "utf-8")
    wish = (root / "assembly/pool.csv", "--quotas", quotas, "--size", 6)
    out = tmp_path / "why.json"
    code, said, _ = call("explain", *wish, "--out", out)
    assert code == 3
    assert "4 + 3 = 7 > 6" in said
    assert "sex = female: min 4 -> 3" in said
    found = json.loads(out.read_bytes())["results"]
    assert not found["possible"]
    assert {limit["side"] for limit in found["explanations"][0]["limits"]} == {"min", "size"}
    assert found["relaxations"][0]["proven"]
    assert found["nearest_size"] == 7
    assert found["recruits"] is None  # no volunteer makes 4 + 3 less than 7
    assert "درکار" in found["explanations"][0]["words"]["ur"]


def test_explain_has_nothing_to_say_of_quotas_that_can_be_met(wish: tuple[object, ...]) -> None:
    code, said, _ = call("explain", *wish)
    assert code == 0
    assert "Some panel meets all the quotas." in said


def test_alternates_come_and_the_log_grows(
    root: Path, wish: tuple[object, ...], drawn: Path, tmp_path: Path
) -> None:
    standing = tmp_path / "alternates.json"
    chances = ("--drop-out", 0.3, "--feature", "age=18-29:0.5")
    by = ("--panel", drawn, "--number", 3, "--scenarios", 20, *chances)
    assert call("alternates", *wish, *by, "--out", standing)[0] == 0
    found = json.loads(standing.read_bytes())["results"]
    panel = json.loads(drawn.read_bytes())["results"]["panel"]["people"]
    assert len(found["alternates"]) == 3
    assert not set(found["alternates"]) & set(panel)
    assert found["bound"] <= found["loss"] <= found["without"]
    left, log = tmp_path / "left.csv", tmp_path / "log.json"
    left.write_text(f"id,reason\n{panel[0]},declined\n", "utf-8")
    act = ("--panel", drawn, "--left", left, "--alternates", standing, "--log", log)
    code, said, _ = call("replace", *wish, *act, "--day", "2031-05-20")
    assert code == 0
    assert "All quotas are kept." in said
    entries = json.loads(log.read_bytes())["log"]
    assert [entry["left"] for entry in entries] == [[[panel[0], "declined"]]]
    assert len(entries[0]["came"]) == 1
    entries[0]["day"] = "2031-05-21"
    log.write_text(json.dumps({"log": entries}), "utf-8")
    assert call("replace", *wish, *act)[0] == 4
    left.write_text("id,reason\nv999,declined\n", "utf-8")
    code, _, said = call("replace", *wish, "--panel", drawn, "--left", left)
    assert code == 1
    assert "v999" in said
    left.write_text(f"id,reason\n{panel[0]},bored\n", "utf-8")
    assert call("replace", *wish, "--panel", drawn, "--left", left)[0] == 1


def test_drop_out_is_learned_from_replies(
    wish: tuple[object, ...], drawn: Path, tmp_path: Path
) -> None:
    replies = tmp_path / "replies.csv"
    rows = [f"{('female', 'male')[i % 2]},{('yes', 'no')[i % 2]}" for i in range(40)]
    replies.write_text("sex,came\n" + "\n".join(rows) + "\n", "utf-8")
    by = ("--panel", drawn, "--number", 2, "--scenarios", 10, "--replies", replies)
    code, said, _ = call("alternates", *wish, *by, "--json")
    assert code == 0
    learned = json.loads(said)["results"]["drop_out"]
    assert learned["n_replies"] == 40
    assert learned["weights"]["sex = male"] > 1 > -1 > learned["weights"]["sex = female"]
    replies.write_text("sex,came\nfemale,perhaps\n", "utf-8")
    code, _, said = call("alternates", *wish, *by)
    assert code == 1
    assert "row 2" in said


def test_the_public_report_hides_what_the_officers_tells(
    wish: tuple[object, ...], drawn: Path, tmp_path: Path
) -> None:
    pool, *rest = wish
    by = (drawn, "--pool", pool, *rest)
    full, public, table = (tmp_path / name for name in ("full.json", "public.json", "t.csv"))
    assert call("report", *by, "--full", "--out", full)[0] == 0
    code, said, _ = call("report", *by, "--out", public, "--csv", table)
    assert code == 0
    assert "Cannot sit: < 5 people (age = under 18: max 0)" in said
    told, all_told = (json.loads(f.read_bytes())["results"] for f in (public, full))
    assert told["types"] == []
    assert all_told["barred"][0]["ids"] == ["v30"]
    assert "v30" not in public.read_text("utf-8")
    small = [g for g in all_told["pairs"] if 0 < g["people"] < 5]
    hidden = [g["features"] for g in told["pairs"] if g["people"] is None]
    assert small
    assert all(g["features"] in hidden for g in small)
    rows = list(csv.DictReader(io.StringIO(table.read_text("utf-8"))))
    assert (
        sum(int(r["seats_drawn"]) for r in rows if r["category"] == "sex" and not r["category_2"])
        == 6
    )
    assert call("report", drawn, "--pool", tmp_path / "t.csv", *rest)[0] == 1
