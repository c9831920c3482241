"""`misaq assembly draw` and what stands around it: sealed before, drawn after, refused with the reason."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.assembly_folder import write_assembly_folder
from typer.testing import CliRunner

from misaq.cli import assembly
from misaq.formats import unpack_zip
from misaq.foundation.progress import Silent
from misaq.process.folder import ProcessFolder
from misaq.process.steps.assembly import STEP

SIGNATURE = "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39"
BEFORE_ROUND_1000 = "2023-08-23T15:00:00Z"


def call(*arguments: object) -> tuple[int, str, str]:
    done = CliRunner().invoke(assembly.app, [str(argument) for argument in arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_assembly_folder(tmp_path_factory.mktemp("draw"))


def pool(root: Path) -> tuple[object, ...]:
    files = root / "assembly"
    return files / "pool.csv", "--quotas", files / "quotas.csv", "--size", 6


def test_a_round_is_named_sealed_and_drawn(root: Path, tmp_path: Path) -> None:
    sealed, drawn = tmp_path / "lottery.json", tmp_path / "draw.json"
    named = ("--named", "drand:1000", "--sealed-at", BEFORE_ROUND_1000)
    code, said, _ = call("draw", *pool(root), *named, "--out", sealed)
    assert code == 0
    assert "Named for the draw: drand:1000." in said
    assert "Ticket" not in said
    document = json.loads(sealed.read_bytes())["results"]
    assert document["sealed"]["source"] == "drand:1000"
    assert "panel" not in document
    code, said, _ = call("draw", sealed, "--randomness", f"drand:1000:{SIGNATURE}", "--out", drawn)
    assert code == 0
    assert "fe290beca10872ef2fb164d2aa4442de4566183ec51c56ff3cd603d930e54fdd" in said
    code, said, _ = call("verify", sealed, "--draw", drawn)
    assert code == 0
    assert "Its source, drand:1000, was named in the seal." in said
    code, _, told = call("draw", sealed, "--randomness", f"drand:1001:{SIGNATURE}")
    assert code == 4
    assert "not the beacon's for round 1001" in told
    code, _, told = call("draw", sealed, "--randomness", "dice:471829305")
    assert code == 1
    assert "The seal names drand:1000, and dice:9 was given." in told


def test_a_draw_from_another_source_is_named_by_verify(root: Path, tmp_path: Path) -> None:
    sealed, other, drawn = (tmp_path / name for name in ("a.json", "b.json", "d.json"))
    assert call("draw", *pool(root), "--named", "dice:9", "--out", sealed)[0] == 0
    document = json.loads(sealed.read_bytes())
    del document["results"]["sealed"]["source"]
    other.write_text(json.dumps(document), "utf-8")
    assert call("draw", other, "--randomness", "seed:3", "--out", drawn)[0] == 0
    code, said, _ = call("verify", sealed, "--draw", drawn, "--json")
    assert code == 4
    found = json.loads(said)
    assert "randomness_other_source" in {item["code"] for item in found["breaks"]}
    code, said, _ = call("verify", other, "--json")
    assert "audit.seal" in {item["code"] for item in json.loads(said)["breaks"]}


def test_a_round_that_is_past_is_not_named(root: Path) -> None:
    code, _, told = call("draw", *pool(root), "--named", "drand:1000")
    assert code == 1
    assert "Whoever sealed the list could know it." in told
    assert call("draw", *pool(root), "--named", "drand:1000", "--sealed-at", "noon")[0] == 2
    assert call("draw", *pool(root), "--named", "drand:1000", "--sealed-at", "2023-08-23")[0] == 2


def test_dice_that_cannot_name_a_ticket_are_refused_before_the_seal(root: Path) -> None:
    code, _, told = call("draw", *pool(root), "--named", "dice:3")
    assert code == 1
    assert "exactly 9 ten-sided dice" in told


def test_all_at_once_and_a_seed_is_a_rehearsal(root: Path, tmp_path: Path) -> None:
    out = tmp_path / "all.json"
    code, said, _ = call("draw", *pool(root), "--randomness", "seed:7", "--out", out)
    assert code == 0
    assert "REHEARSAL" in said
    results = json.loads(out.read_bytes())["results"]
    assert results["panel"]["rehearsal"] is True
    assert len(results["panel"]["people"]) == results["size"] == 6
    code, said, _ = call("verify", out)
    assert code == 0
    assert "It is a REHEARSAL" in said
    code, said, _ = call("draw", *pool(root), "--randomness", "dice:471829305")
    assert code == 0
    assert "The seal did not name this source beforehand" in said


def test_usage_that_says_too_little_is_refused(root: Path, tmp_path: Path) -> None:
    assert call("draw", root / "assembly/pool.csv")[0] == 2
    assert call("draw", tmp_path / "x.json")[0] == 2
    assert call("draw", tmp_path / "x.json", "--randomness", "seed:1")[0] == 1
    assert call("draw", *pool(root), "--randomness", "heads")[0] == 1
    assert call("verify", tmp_path)[0] == 1
    broken = tmp_path / "b.zip"
    broken.write_bytes(b"PK\x03\x04")
    assert call("verify", broken)[0] == 1


def test_check_says_whether_a_panel_can_be_drawn(root: Path) -> None:
    code, said, _ = call("check", *pool(root), "--json")
    assert code == 0
    assert json.loads(said)["n_people"] == 30
    assert call("check", *pool(root)[:-1], 5)[0] == 3


def test_parties_commit_reveal_and_whoever_does_not_is_named(root: Path, tmp_path: Path) -> None:
    for party in ("North", "South"):
        secret, public = tmp_path / f"{party}.secret", tmp_path / f"{party}.json"
        assert call("commit", "--party", party, "--secret", secret, "--out", public)[0] == 0
        assert secret.stat().st_mode & 0o777 == 0o600
    again = ("--secret", tmp_path / "North.secret", "--out", tmp_path / "x.json")
    assert call("commit", "--party", "North", *again)[0] == 1  # a secret is never written over
    commitments, sealed = tmp_path / "commitments.json", tmp_path / "lottery.json"
    public = [tmp_path / f"{party}.json" for party in ("South", "North")]
    assert call("gather", *public, "--out", commitments)[0] == 0
    named = ("--named", f"reveal:{commitments}")
    assert call("draw", *pool(root), *named, "--out", sealed)[0] == 0
    whole, gather = tmp_path / "reveals.json", ("--commitments", commitments, "--out")
    code, _, told = call("gather", tmp_path / "North.secret", *gather, whole)
    assert code == 1
    assert "“South” has committed and did not reveal" in told
    assert "Nothing is drawn." in told
    assert not whole.exists()
    secrets = [tmp_path / f"{party}.secret" for party in ("North", "South")]
    assert call("gather", *secrets, *gather, whole)[0] == 0
    drawn = tmp_path / "draw.json"
    assert call("draw", sealed, "--randomness", f"reveal:{whole}", "--out", drawn)[0] == 0
    assert call("verify", sealed, "--draw", drawn)[0] == 0
    document = json.loads(drawn.read_bytes())
    document["results"]["evidence"]["reveals"][0]["value"] = "0" * 64
    drawn.write_text(json.dumps(document), "utf-8")
    code, said, _ = call("verify", sealed, "--draw", drawn)
    assert code == 4
    assert "What the party “North” revealed is not what it committed to." in said


def test_a_bundle_from_pseudonyms_to_a_stranger(root: Path, tmp_path: Path) -> None:
    public, codes = tmp_path / "pool.csv", tmp_path / "codes.csv"
    given = root / "assembly/pool.csv"
    assert call("pseudonyms", given, "--out", public, "--codes", codes)[0] == 0
    assert codes.stat().st_mode & 0o777 == 0o600
    assert "v7" not in public.read_text("utf-8")
    quotas = ("--quotas", root / "assembly/quotas.csv")
    lottery, drawn = tmp_path / "lottery.json", tmp_path / "draw.json"
    wish = (*quotas, "--size", 6, "--named", "dice:9", "--out", lottery)
    assert call("draw", public, *wish)[0] == 0
    assert call("draw", lottery, "--randomness", "dice:471829305", "--out", drawn)[0] == 0
    make = ("bundle", lottery, "--draw", drawn, "--pool", public, *quotas, "--out")
    packed, folder = tmp_path / "bundle.zip", tmp_path / "bundle"
    assert call(*make, packed)[0] == 0
    first = packed.read_bytes()
    assert call(*make, packed)[0] == 0
    assert packed.read_bytes() == first
    assert call(*make, folder)[0] == 0
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == unpack_zip(first)
    for bundle in (packed, folder):
        code, said, _ = call("verify", bundle)
        assert code == 0, said
        assert "The draw agrees. Its source, dice:9, was named in the seal." in said
        assert "were not checked" not in said
    rows = (folder / "pool.csv").read_text("utf-8").splitlines()
    fewer = tmp_path / "fewer.csv"
    fewer.write_text("\n".join(rows[:-1]) + "\n", "utf-8")
    other = ("bundle", lottery, "--pool", fewer, *quotas, "--out", tmp_path / "other.zip")
    code, said, _ = call(*other)
    assert code == 4  # what does not verify is not bundled
    assert rows[-1].partition(",")[0] in said
    assert not (tmp_path / "other.zip").exists()
    (folder / "pool.csv").write_text("\n".join(rows[:-1]) + "\n", "utf-8")
    code, said, _ = call("verify", folder)
    assert code == 4
    assert "pool" in said


def test_the_results_of_a_run_make_a_bundle(root: Path, tmp_path: Path) -> None:
    """What a run publishes has no row of features; the bundle has them, and stands alone."""
    results, folder = tmp_path / "results", tmp_path / "bundle"
    results.mkdir()
    for result in STEP.run(ProcessFolder.open(root), Silent()).results:
        (results / f"{result.kind}.json").write_bytes(result.payload())
    tables = ("--pool", root / "assembly/pool.csv", "--quotas", root / "assembly/quotas.csv")
    assert call("bundle", results, *tables, "--out", folder)[0] == 0
    command = [sys.executable, "-I", "check_lottery.py"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert done.stdout.startswith("All agrees")
