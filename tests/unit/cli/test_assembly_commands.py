"""`misaq assembly` on bare files: the answer, the file, the exit code; never a traceback."""

import json
from pathlib import Path

import pytest
from tests.assembly_folder import write_assembly_folder
from typer.testing import CliRunner

from misaq.cli import assembly
from misaq.foundation.progress import Silent
from misaq.process.folder import ProcessFolder
from misaq.process.steps.assembly import STEP


def call(*arguments: object) -> tuple[int, str, str]:
    done = CliRunner().invoke(assembly.app, [str(argument) for argument in arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write_assembly_folder(tmp_path_factory.mktemp("assembly"))
    pool, quotas = root / "assembly/pool.csv", root / "assembly/quotas.csv"
    out = ("--out", root / "lottery.json")
    assert call("lottery", pool, quotas, "--size", 6, *out, "--quiet")[0] == 0
    draw = ("draw", root / "lottery.json", "--randomness", "dice:471829305")
    assert call(*draw, "--out", root / "draw.json", "--quiet")[0] == 0
    return root


def verify(root: Path, lottery: Path | None = None, draw: Path | None = None) -> tuple[int, str]:
    code, said, _ = call(
        "verify",
        lottery or root / "lottery.json",
        "--draw",
        draw or root / "draw.json",
        "--pool",
        root / "assembly/pool.csv",
        "--quotas",
        root / "assembly/quotas.csv",
    )
    return code, said


def test_lottery_draw_and_verify_agree(files: Path) -> None:
    document = json.loads((files / "lottery.json").read_bytes())
    assert document["kind"] == "assembly.lottery"
    assert document["results"]["proven"] is True
    assert set(document["timing"]) == {"lottery_s"}
    code, said = verify(files)
    assert code == 0
    assert "The draw agrees." in said
    assert "were not checked" not in said


def test_verify_names_what_was_changed_and_exits_4(files: Path, tmp_path: Path) -> None:
    document = json.loads((files / "lottery.json").read_bytes())
    document["results"]["probabilities"]["v7"] += 0.01
    changed = tmp_path / "lottery.json"
    changed.write_text(json.dumps(document), "utf-8")
    code, said = verify(files, lottery=changed)
    assert code == 4
    assert "v7" in said
    drawn = json.loads((files / "draw.json").read_bytes())
    drawn["results"]["randomness"] = "dice:471829306"
    other = tmp_path / "draw.json"
    other.write_text(json.dumps(drawn), "utf-8")
    code, said = verify(files, draw=other)
    assert code == 4
    assert "ticket" in said


def test_verify_reads_the_results_folder_of_a_run(files: Path, tmp_path: Path) -> None:
    for result in STEP.run(ProcessFolder.open(files), Silent()).results:
        (tmp_path / f"{result.kind}.json").write_bytes(result.payload())
    code, said, _ = call("verify", tmp_path)
    assert code == 0
    assert "The draw agrees." in said


def test_quotas_that_cannot_be_met_exit_3_with_the_reason(files: Path) -> None:
    code, _, told = call(
        "lottery", files / "assembly/pool.csv", files / "assembly/quotas.csv", "--size", 5
    )
    assert code == 3
    assert "sex: min 3 + 3 = 6 > 5" in told


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"\xff", b'{"results": {"types": 3}}'])
def test_what_is_no_lottery_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(content)
    assert call("verify", path)[0] == 1
    assert call("draw", path, "--randomness", "seed:1")[0] == 1


def test_seats_of_a_bare_table(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_text("id,population,floor\na,530,\nb,240,\nc,230,\nd,1,1\n", "utf-8")
    code, said, _ = call("seats", path, "--size", 8, "--json")
    assert code == 0
    rows = json.loads(said)["results"]["communities"]
    assert [row["seats"] for row in rows] == [3, 2, 2, 1]
    assert rows[3]["bound_by"] == "floor"
    path.write_text("id,population\na,many\n", "utf-8")
    assert call("seats", path, "--size", 8)[0] == 1
    assert call("seats", path, "--size", 8, "--method", "nobody")[0] == 2
