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
    wish = ("--quotas", quotas, "--size", 6, "--named", "dice:9")
    assert call("draw", pool, *wish, *out, "--quiet")[0] == 0
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
    assert document["results"]["certificate"]["gap"] <= 1e-6
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
        "draw",
        files / "assembly/pool.csv",
        "--quotas",
        files / "assembly/quotas.csv",
        "--size",
        5,
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


def test_seats_side_by_side_with_the_paradoxes_of_the_method(tmp_path: Path) -> None:
    path = tmp_path / "communities.csv"
    path.write_text("id,population,before\na,5537,5333\nb,1759,1476\nc,325,318\n", "utf-8")
    asked = ("seats", path, "--size", 10, "--method", "largest_remainder", "--compare")
    code, said, _ = call(*asked)
    assert code == 0
    assert "a grew faster than c and still lost a seat to it: 8 before, 7 now." in said
    document = json.loads(call(*asked, "--json")[1])
    kinds = {p["kind"] for p in document["results"]["comparison"]["paradoxes"]}
    assert kinds == {"alabama", "new_community", "population"}
    assert "No paradox" in call("seats", path, "--size", 10, "--compare")[1]


def test_seats_by_community_and_region(tmp_path: Path) -> None:
    people, regions = tmp_path / "people.csv", tmp_path / "regions.csv"
    people.write_text(
        "id,region,population\nA,I,123\nA,II,45\nA,III,815\nB,I,912\nB,II,714\nB,III,414\n"
        "C,I,312\nC,II,255\nC,III,215\n",
        "utf-8",
    )
    regions.write_text("id,seats\nI,7\nII,5\nIII,8\n", "utf-8")
    asked = ("seats", people, "--size", 20, "--regions", regions)
    document = json.loads(call(*asked, "--json", "--out", tmp_path / "seats.json")[1])
    assert [c["seats"] for c in document["results"]["cells"]] == [1, 0, 4, 4, 4, 3, 2, 1, 1]
    assert (tmp_path / "seats.json").is_file()
    code, _, error = call("seats", people, "--size", 21, "--regions", regions)
    assert (code, "20 together" in error) == (1, True)
    regions.write_text("id,seats\nI,7\nII,x\n", "utf-8")
    code, _, error = call("seats", people, "--size", 20, "--regions", regions)
    assert code == 1
    assert "III" in error
    assert "x" in error
