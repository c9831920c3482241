"""How the pool is read, by options: homes by another name, seats given already, answers that are not known."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from misaq.cli import assembly

ROWS = [
    f"p{i},{'fm'[i % 2]},{'young' if i % 3 else 'old'},{f'flat {i // 2}' if i < 8 else ''}"
    for i in range(20)
]
POOL = "\n".join(["id,sex,age,address", *ROWS, "q1,?,young,", "q2,f,unknown,"]) + "\n"
QUOTAS = "category,feature,min,max\nsex,f,3,4\nsex,m,3,4\nage,young,3,6\nage,old,1,4\n"
OPTIONS = ["--household", "address", "--selected", "seated.csv", "--unknown", "count_nowhere"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "pool.csv").write_text(POOL, "utf-8")
    (tmp_path / "quotas.csv").write_text(QUOTAS, "utf-8")
    (tmp_path / "seated.csv").write_text("id\np0\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def call(*words: Any) -> tuple[int, str]:
    done = CliRunner().invoke(assembly.app, [str(word) for word in words])
    return done.exit_code, done.output


def draw(*words: Any) -> tuple[int, str]:
    return call("draw", "pool.csv", "--quotas", "quotas.csv", "--size", 7, *words)


def test_the_lottery_of_such_a_pool_is_drawn_verified_and_bundled(folder: Path) -> None:
    code, said = draw(*OPTIONS, "--randomness", "seed:4", "--out", "lottery.json")
    assert code == 0, said
    assert "p1 takes no part" in said
    assert "q1 may be drawn" in said
    results = json.loads((folder / "lottery.json").read_bytes())["results"]
    assert (results["size"], results["n_people"], results["selected"]) == (6, 20, ["p0"])
    assert {note["id"] for note in results["notes"]} == {"p0", "p1", "q1", "q2"}
    people = results["panel"]["people"]
    assert len(people) == 6
    assert not {"p0", "p1"} & set(people)
    code, said = call("verify", "lottery.json", "--pool", "pool.csv", "--quotas", "quotas.csv")
    assert code == 0, said
    code, said = call(
        "bundle", "lottery.json", "--pool", "pool.csv", "--quotas", "quotas.csv", "--out", "out"
    )
    assert code == 0, said
    code, said = call("verify", "out")
    assert code == 0, said


def test_a_changed_home_is_named(folder: Path) -> None:
    assert draw(*OPTIONS, "--out", "lottery.json")[0] == 0
    (folder / "pool.csv").write_text(POOL.replace("p5,m,young,flat 2", "p5,m,young,"), "utf-8")
    code, said = call("verify", "lottery.json", "--pool", "pool.csv", "--quotas", "quotas.csv")
    assert code == 4
    assert "household of p5" in said


def test_what_is_not_known_is_refused_unless_an_option_says_otherwise(folder: Path) -> None:
    code, said = draw()
    assert code != 0
    assert "row 22" in said
    assert "row 23" in said
    code, said = draw("--unknown", "forget")
    assert code == 2
    (folder / "seated.csv").write_text("name\np0\n", "utf-8")
    code, said = draw(*OPTIONS)
    assert code != 0
    assert "seated.csv" in said


def test_the_scripts_beside_each_other_check_a_drawn_lottery(folder: Path) -> None:
    drawn = ("--randomness", "seed:4", "--out", "lottery.json", "--household", "address")
    assert draw(*drawn, "--unknown", "leave_out")[0] == 0
    code, said = call("verify", "lottery.json", "--script", "check_lottery.py")
    assert code == 0, said
    script = [sys.executable, "-I", "-S", str(folder / "check_lottery.py")]
    done = subprocess.run(script, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout[:11]) == (0, "All agrees:"), done.stdout
    assert "Left out: ['q1', 'q2']" in done.stdout
