"""`misaq charter rule`: shown, examined, and refused with every fault."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from misaq.cli.main import app

RULE = """
name = "own"
abstain = "ignored"
vacancy = "not"
tie = "fails"
[[stages]]
id = "a"
scope = "clause"
pass = { over = "each", measure = "yes", base = "cast", compare = ">", value = "1/2", empty = "fails" }
on_fail = [{ then = "goto", stage = "a" }]
"""


def run(*arguments: str) -> tuple[int, str]:
    answer = CliRunner().invoke(app, ["charter", "rule", *arguments])
    return answer.exit_code, answer.output


def test_list_names_every_rule_and_what_was_not_verified() -> None:
    code, said = run("list")
    assert code == 0
    assert "tunisia_2014" in said
    code, said = run("list", "--json")
    listed = json.loads(said)
    assert "majority" in listed["shipped"]
    assert {e["name"]: e["verified"] for e in listed["library"]}["colombia_2016"] is False


def test_show_gives_words_and_sources() -> None:
    code, said = run("show", "chile_2023")
    assert code == 0
    assert "at least 3/5 of all members" in said
    assert "Not verified:" in said


def test_lint_with_the_numbers_of_a_body(tmp_path: Path) -> None:
    out = tmp_path / "lint.json"
    code, said = run(
        *("lint", "each_community", "--members", "11", "--group", "north=7", "--group", "south=3"),
        *("--json", "--out", str(out)),
    )
    assert code == 0
    (vote,) = json.loads(said)["stages"]
    assert vote["winning"]["size"] == 6
    assert {g["id"]: g["blocking"]["size"] for g in vote["groups"]} == {"north": 4, "south": 2}
    assert json.loads(out.read_text("utf-8"))["stages"] == [vote]


def test_an_endless_loop_is_exit_1(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(RULE, "utf-8")
    code, said = run("lint", str(tmp_path / "own.toml"), "--members", "9", "--group", "x=4")
    assert code == 1
    assert "Without end" in said


@pytest.mark.parametrize(
    "arguments",
    [
        ("lint", "nothing_of_the_kind"),
        ("lint", "none.toml"),
        ("lint", "majority", "--group", "north"),
        ("lint", "majority", "--members", "3", "--group", "north=4"),
    ],
)
def test_what_cannot_be_read_is_an_answer(arguments: tuple[str, ...]) -> None:
    code, said = run(*arguments)
    assert code == 1
    assert "Traceback" not in said


def test_every_fault_of_a_file_is_told(tmp_path: Path) -> None:
    broken = RULE.replace('base = "cast", ', "").replace('scope = "clause"', 'scope = "page"')
    (tmp_path / "own.toml").write_text(broken, "utf-8")
    code, said = run("lint", str(tmp_path / "own.toml"), "--json")
    assert code == 1
    assert {f["column"] for f in json.loads(said)["faults"]} >= {
        "stages.1.pass.base",
        "stages.1.scope",
    }
