"""`misaq record link`: lists in two languages in, a line per row out; all faults at once; the truth is never read."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from misaq.cli.main import app

LATIN = ("Aslam", "Kareem", "Bilal", "Tariq", "Nadeem", "Rafeeq", "Jamal", "Waheed")
URDU = ("اسلم", "کریم", "بلال", "طارق", "ندیم", "رفیق", "جمال", "وحید")


def call(*arguments: object) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["record", "link", *map(str, arguments)])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture
def lists(tmp_path: Path) -> list[Path]:
    """Eighty invented persons, each in an English and in an Urdu list."""
    chance = np.random.default_rng(4)
    english, urdu = ["name,father_name,yob,sex,district,who"], ["نام,ولدیت,سن پیدائش,جنس,ضلع,who"]
    for who in range(80):
        given, father, house = chance.integers(len(LATIN), size=3)
        year, place = chance.integers(1950, 2000), chance.integers(len(LATIN))
        english.append(
            f"{LATIN[given]} {LATIN[house]},{LATIN[father]},{year},M,{LATIN[place]}abad,{who}"
        )
        urdu.append(
            f"{URDU[given]} {URDU[house]},{URDU[father]},{year},مرد,{URDU[place]}اباد,{who}"
        )
    paths = [tmp_path / "english.csv", tmp_path / "urdu.csv"]
    for path, lines in zip(paths, (english, urdu), strict=True):
        path.write_text("\n".join(lines) + "\n", "utf-8")
    return paths


def test_persons_over_two_scripts(lists: list[Path], tmp_path: Path) -> None:
    out, pairs = tmp_path / "rows.csv", tmp_path / "pairs.csv"
    code, said, _ = call(*lists, "--truth", "who", "--out", out, "--pairs", pairs, "--json")
    assert code == 0
    found = json.loads(said)
    assert found["recall"] > 0.9
    assert found["precision"] > 0.9
    assert found["blocking_recall"] == 1.0  # short lists are compared whole
    rows = list(csv.DictReader(out.open(encoding="utf-8")))
    assert [(row["source"], row["row"]) for row in rows[:1] + rows[80:81]] == [
        ("english", "2"),
        ("urdu", "2"),
    ]
    assert len(rows) == found["rows"] == 160
    assert {row["band"] for row in rows} <= {"none", "clerical", "joined", "auto"}
    looked = list(csv.DictReader(pairs.open(encoding="utf-8")))
    assert len(looked) == sum(found["bands"][band] for band in ("auto", "joined", "clerical"))
    assert "Aslam" not in out.read_text("utf-8") + pairs.read_text("utf-8") + said


def test_without_a_truth_nothing_is_measured(lists: list[Path]) -> None:
    code, said, _ = call(*lists, "--json")
    found = json.loads(said)
    assert code == 0
    assert found["precision"] is found["recall"] is found["blocking_recall"] is None
    assert found["persons"]["fewest"] <= found["clusters"] <= found["persons"]["most"]
    code, said, _ = call(*lists)
    assert "no numbers of unique persons" in said
    assert "precision" not in said


def test_the_truth_does_not_help(lists: list[Path], tmp_path: Path) -> None:
    outs = [tmp_path / "with.csv", tmp_path / "without.csv"]
    call(*lists, "--truth", "who", "--out", outs[0])
    call(*lists, "--out", outs[1])
    assert outs[0].read_bytes() == outs[1].read_bytes()


def test_headers_that_are_not_usual_are_mapped(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Wer,Geb\nBilal Tolani,1984\nBilal Tolani,1984\n", "utf-8")
    (tmp_path / "map.toml").write_text('[columns]\nname = "Wer"\ndate_of_birth = "Geb"\n', "utf-8")
    code, _, said = call(tmp_path / "a.csv")
    assert code == 1
    assert "Wer, Geb" in said
    code, said, _ = call(tmp_path / "a.csv", "--map", tmp_path / "map.toml", "--json")
    assert code == 0
    assert json.loads(said)["columns"]["a"] == {"name": "Wer", "born": "Geb"}


def test_every_fault_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x,y\n1,2\n", "utf-8")
    (tmp_path / "b.csv").write_text("", "utf-8")
    (tmp_path / "map.toml").write_text('[columns]\ncolour = "x"\nname = "zz"\n', "utf-8")
    code, said, _ = call(
        tmp_path / "a.csv", tmp_path / "b.csv", tmp_path / "none.csv", "--truth", "t",
        "--map", tmp_path / "map.toml", "--json",
    )  # fmt: skip
    assert code == 1
    assert {fault["code"] for fault in json.loads(said)["faults"]} == {
        "link_no_name", "link_no_truth", "file_empty", "file_missing", "list_unknown_field",
        "link_unmapped_column",
    }  # fmt: skip


def test_one_list_given_twice_is_a_fault(lists: list[Path]) -> None:
    code, said, _ = call(lists[0], lists[0], "--json")
    assert code == 1
    assert "link_same_list" in {fault["code"] for fault in json.loads(said)["faults"]}


def desk(*arguments: object) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["record", "desk-export", *map(str, arguments)])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout, done.stderr


def test_the_pairs_for_the_desk_side_by_side(lists: list[Path], tmp_path: Path) -> None:
    pairs, out = tmp_path / "pairs.csv", tmp_path / "desk.csv"
    call(*lists, "--pairs", pairs, "--quiet")
    code, said, _ = desk(pairs, *lists, "--out", out, "--all", "--json")
    assert code == 0
    rows = list(csv.DictReader(out.open(encoding="utf-8")))
    assert len(rows) == json.loads(said)["pairs"] > 0
    latin = dict(zip(URDU, LATIN, strict=True))
    across = [row for row in rows if {row["source_a"], row["source_b"]} == {"english", "urdu"}]
    sure = [row for row in across if row["band"] == "auto"]
    assert sure
    for row in sure[:20]:
        names = [row["name_a"], row["name_b"]]
        english, urdu = names if row["source_a"] == "english" else names[::-1]
        assert latin[urdu.split()[0]] == english.split()[0]
        assert row["decision"] == row["reason"] == ""
    fewer = desk(pairs, *lists, "--out", out, "--json")
    assert json.loads(fewer[1])["pairs"] < len(rows)


def test_a_desk_file_from_other_lists_is_refused(lists: list[Path], tmp_path: Path) -> None:
    pairs, out = tmp_path / "pairs.csv", tmp_path / "desk.csv"
    call(*lists, "--pairs", pairs, "--quiet")
    code, said, _ = desk(pairs, lists[0], "--out", out, "--json")
    assert code == 1
    assert "urdu" in said
    assert not out.exists()
    assert desk(lists[0], *lists, "--out", out, "--json")[0] == 1
