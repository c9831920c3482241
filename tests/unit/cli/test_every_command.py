"""What every command promises: help with an example in both languages, --json, --quiet, --lang."""

import json
import os
import re
import subprocess
import sys

import pytest

# Walks every command in one process of the given language and prints {command: [help, option names]}.
WALK = """
import json
from typer.main import get_command
from typer.testing import CliRunner
from misaq.cli.main import app
def walk(command, path):
    children = getattr(command, "commands", None)
    if children is None:
        options = [o for p in command.params for o in p.opts]
        help = CliRunner().invoke(app, [*path, "--help"], prog_name="misaq").stdout
        yield " ".join(path), [help, options]
    else:
        for name, child in children.items():
            yield from walk(child, [*path, name])
print(json.dumps(dict(walk(get_command(app), []))))
"""
WITHOUT_JSON = {"serve", "manage"}  # they speak until stopped, or for another program


@pytest.fixture(scope="module")
def commands() -> dict[str, dict[str, tuple[str, list[str]]]]:
    """Language to command to its help and options."""
    found = {}
    for language in ("en", "ur"):
        environment = {**os.environ, "MISAQ_LANG": language, "COLUMNS": "100", "TERM": "dumb"}
        done = subprocess.run(
            [sys.executable, "-c", WALK],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        found[language] = json.loads(done.stdout)
    return found


def test_the_commands_of_the_product_are_there(commands: dict[str, dict[str, list[str]]]) -> None:
    single = {"new", "check", "run", "load", "serve", "demo", "verify", "manage"}
    groups = {"record", "dialogue", "table", "assembly", "charter", "dynamics", "ledger"}
    assert single <= set(commands["en"])
    assert {name.split()[0] for name in commands["en"] if " " in name} == groups


def test_every_help_has_an_example_in_both_languages(
    commands: dict[str, dict[str, list[str]]],
) -> None:
    word = {"en": "Example: misaq ", "ur": "مثال: misaq "}
    for language, found in commands.items():
        bare = [
            name
            for name, (text, _) in found.items()
            if word[language] not in re.sub(r"\s+", " ", text)
        ]
        assert not bare, language


def test_every_help_is_urdu_when_asked(commands: dict[str, dict[str, list[str]]]) -> None:
    latin = [
        n for n, (text, _) in commands["ur"].items() if not re.search(r"[\u0600-\u06ff]{3}", text)
    ]
    assert not latin


def test_every_command_has_the_shared_options(commands: dict[str, dict[str, list[str]]]) -> None:
    for name, (_, options) in commands["en"].items():
        if name != "manage":
            assert {"--lang", "--quiet"} <= set(options), name
        assert name in WITHOUT_JSON or "--json" in options, name


def _misaq(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "misaq", *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_error_is_an_answer_in_the_language_asked_for() -> None:
    done = _misaq("verify", "/no/such/run", "--folder", "/no/such/folder", "--lang", "ur")
    assert done.returncode == 1
    assert "کوئی حساب نہیں" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_error_as_json_has_code_and_mend() -> None:
    done = _misaq("verify", "/no/such/run", "--folder", "/no/such/folder", "--json")
    error = json.loads(done.stdout)["error"]
    assert error["code"] == "no_run"
    assert error["mend"]


def test_a_fault_of_ours_is_no_traceback_unless_asked_for(tmp_path: object) -> None:
    code = (
        "import misaq.cli.run as r; "
        "r.run_folder = lambda *a, **k: 1 / 0; import misaq.cli.main as m; m.run()"
    )
    command = [sys.executable, "-c", code, "run", str(tmp_path), "--out", f"{tmp_path}/out"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 5
    assert "ZeroDivisionError" in done.stderr
    assert "Traceback" not in done.stderr
    environment = {**os.environ, "MISAQ_DEBUG": "1"}
    loud = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert "Traceback" in loud.stderr


def test_wrong_usage_exits_with_two() -> None:
    assert _misaq("run").returncode == 2
