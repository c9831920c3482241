"""Write docs/reference/cli.md from the commands' own help; `--check` says whether it is up to date."""

import os
import sys
from pathlib import Path

os.environ |= {"COLUMNS": "100", "TERM": "dumb", "NO_COLOR": "1", "MISAQ_LANG": "en"}

from typer.main import get_command
from typer.testing import CliRunner

from misaq.cli.main import app

TARGET = Path(__file__).parents[1] / "docs" / "reference" / "cli.md"
HEAD = """# Commands

Written from the commands' own help by `scripts/cli_reference.py`. Messages and help speak Urdu with `--lang ur` or
`MISAQ_LANG=ur`. Completion for your shell: `misaq --install-completion`.

| exit code | meaning |
|---|---|
| 0 | done |
| 1 | the input has faults, each listed |
| 2 | the command line is wrong |
| 3 | the question has no answer (quotas that cannot be met) |
| 4 | what was published does not verify |
| 5 | the machinery failed; `MISAQ_DEBUG=1` shows where |
"""


def reference() -> str:
    """The page: one section per command."""
    parts = [HEAD]
    for path in _paths(get_command(app), ()):
        text = CliRunner().invoke(app, [*path, "--help"], prog_name="misaq").stdout.rstrip()
        parts.append(f"## misaq {' '.join(path)}".rstrip() + f"\n\n```text\n{text}\n```\n")
    return "\n".join(parts)


def _paths(command: object, path: tuple[str, ...]) -> list[tuple[str, ...]]:
    children = getattr(command, "commands", {})
    return [path, *(p for name, child in children.items() for p in _paths(child, (*path, name)))]


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        same = TARGET.is_file() and TARGET.read_text("utf-8") == reference()
        print(
            "the reference of the commands is up to date"
            if same
            else "run scripts/cli_reference.py"
        )
        sys.exit(not same)
    TARGET.write_text(reference(), "utf-8")
