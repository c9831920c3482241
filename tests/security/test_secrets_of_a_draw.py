"""Before the parties reveal, nothing that is published holds a secret of theirs; nor does a bundle hold a name."""

import json
from pathlib import Path

import pytest
from tests.assembly_folder import write_assembly_folder
from typer.testing import CliRunner

from misaq.cli import assembly

PARTIES = ("North", "South", "East")


def call(*arguments: object) -> str:
    done = CliRunner().invoke(assembly.app, [str(argument) for argument in arguments])
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """Everything that lies about before the reveal, and all that was said on the way."""
    root = write_assembly_folder(tmp_path_factory.mktemp("sealed"))
    said = []
    for party in PARTIES:
        files = ("--secret", root / f"{party}.secret", "--out", root / f"{party}.json")
        said += [call("commit", "--party", party, *files, *form) for form in [("--json",)]]
    public = [root / f"{party}.json" for party in PARTIES]
    said.append(call("gather", *public, "--out", root / "commitments.json", "--json"))
    pool = ("assembly/pool.csv", "assembly/quotas.csv")
    wish = (root / pool[0], "--quotas", root / pool[1], "--size", 6)
    named = ("--named", f"reveal:{root / 'commitments.json'}", "--out", root / "lottery.json")
    said.append(call("draw", *wish, *named, "--json"))
    tables = ("--pool", root / pool[0], "--quotas", root / pool[1])
    said.append(call("bundle", root / "lottery.json", *tables, "--out", root / "bundle"))
    return root, said


def test_no_secret_of_a_party_is_in_what_is_public_before_it_reveals(
    sealed: tuple[Path, list[str]],
) -> None:
    root, said = sealed
    secrets = [json.loads((root / f"{party}.secret").read_bytes()) for party in PARTIES]
    words = [secret[key] for secret in secrets for key in ("nonce", "value")]
    public = [
        path.read_text("utf-8")
        for path in root.rglob("*")
        if path.is_file() and path.suffix != ".secret"
    ]
    assert len(public) > len(PARTIES) + 8
    for text in (*public, *said):
        assert not any(word in text for word in words)


def test_a_secret_given_in_place_of_a_commitment_is_not_passed_on(
    sealed: tuple[Path, list[str]],
) -> None:
    root, _ = sealed
    secrets = [root / f"{party}.secret" for party in PARTIES]
    done = CliRunner().invoke(
        assembly.app, ["gather", *map(str, secrets), "--out", str(root / "wrong.json")]
    )
    assert done.exit_code == 1
    assert not (root / "wrong.json").exists()
    assert json.loads(secrets[0].read_bytes())["value"] not in done.output
