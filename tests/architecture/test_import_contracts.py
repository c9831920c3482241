"""The import rules bite: the tree keeps them, and one planted breach of each kind is caught."""

import configparser
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# file to change, line to plant, the contract that must break
BREACHES = {
    "a lower room imports a higher one": (
        "foundation/seeds.py",
        "import misaq.record",
        "Data flows one way",
    ),
    "one room imports another": (
        "record/__init__.py",
        "import misaq.dialogue",
        "Data flows one way",
    ),
    "a new top folder without a place": ("newroom/__init__.py", "", "Data flows one way"),
    "a room imports Django": (
        "charter/__init__.py",
        "import django.http",
        "The core knows no framework, database, network or cluster",
    ),
    "a format imports the command line's library": (
        "formats/__init__.py",
        "import typer",
        "Formats and engines know no website",
    ),
    "a command imports Spark itself": (
        "cli/dialogue_source.py",
        "import pyspark",
        "Only its engine knows Spark",
    ),
    "one web room imports another": (
        "web/record/__init__.py",
        "import misaq.web.dialogue",
        "Web rooms meet only in web.process",
    ),
    "the website goes round a room's front door": (
        "web/dialogue/__init__.py",
        "import misaq.dialogue.groups",
        "Outside dialogue, use its front door",
    ),
    "two siblings import each other": (
        "web/shell/__init__.py",
        "import misaq.web.accounts",
        "No cycles between sibling packages",
    ),
}


def _lint(source: Path, contracts: str = "") -> subprocess.CompletedProcess[str]:
    """Run import-linter on the package at `source`, with the project's own contracts."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    config = configparser.ConfigParser()
    config["importlinter"] = {"root_package": "misaq", "include_external_packages": "True"}
    for place, contract in enumerate(settings["contracts"]):
        if contracts and contract["name"] != contracts:
            continue
        config[f"importlinter:contract:{place}"] = {
            key: "\n" + "\n".join(value) if isinstance(value, list) else str(value)
            for key, value in contract.items()
        }
    with (source.parent / "contracts.ini").open("w") as stream:
        config.write(stream)
    code = (
        "import sys; sys.path.insert(0, '.'); from importlinter.cli import lint_imports; "
        "sys.exit(lint_imports(config_filename='contracts.ini', no_cache=True))"
    )
    return subprocess.run(
        [sys.executable, "-c", code], cwd=source.parent, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package's Python files, copied so that a breach can be planted."""
    folder = tmp_path_factory.mktemp("tree") / "misaq"
    shutil.copytree(
        ROOT / "src" / "misaq",
        folder,
        ignore=shutil.ignore_patterns("*.po", "*.mo", "static", "templates"),
    )
    return folder


def test_the_tree_keeps_every_contract(copy: Path) -> None:
    verdict = _lint(copy)
    assert verdict.returncode == 0, verdict.stdout


@pytest.mark.parametrize("breach", BREACHES)
def test_a_planted_breach_is_caught(breach: str, copy: Path) -> None:
    file, line, contract = BREACHES[breach]
    path = copy / file
    before = path.read_text("utf-8") if path.exists() else None
    path.parent.mkdir(exist_ok=True)
    path.write_text((before or "") + f"\n{line}\n", "utf-8")
    way_back = copy / "web" / "accounts" / "way_back.py"
    way_back.write_text("import misaq.web.shell\n", "utf-8")
    try:
        verdict = _lint(copy, contract)
    finally:
        way_back.unlink()
        if before is None:
            shutil.rmtree(path.parent)
        else:
            path.write_text(before, "utf-8")
    assert verdict.returncode == 1, verdict.stdout + verdict.stderr
    assert contract in verdict.stdout
