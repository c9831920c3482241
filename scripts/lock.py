"""Pin every package, transitive ones too, without naming where it is downloaded from.

Writes two things from one resolution: `[tool.uv] constraint-dependencies` in pyproject.toml (what `uv run`
obeys) and requirements.lock (the same versions with hashes, for `pip install --require-hashes`). `--check`
only says whether the two agree and cover what the project asks for.
"""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROJECT, LOCK = ROOT / "pyproject.toml", ROOT / "requirements.lock"
BEGIN, END = "# begin pins (scripts/lock.py)", "# end pins"
HEAD = (
    "# Every package of misaq with its hashes: the program, its tests and its docs. Written by scripts/lock.py.\n"
    "# python -m pip install --require-hashes -r requirements.lock && python -m pip install --no-deps .\n"
)


def pins(lock: str) -> list[str]:
    """The `name==version ; marker` lines of a lock, without hashes."""
    found = re.findall(
        r"^([a-z0-9][\w.\-\[\]]*==[^\s\\;]+)(?: ; ([^\\\n]+?))?(?: \\)?$", lock, re.M
    )
    return sorted(f"{name} ; {marker.strip()}" if marker else name for name, marker in found)


def write_pins(project: str, lines: list[str]) -> str:
    """Put the pins between their two marks in pyproject.toml."""
    block = "\n".join(
        [BEGIN, "constraint-dependencies = [", *(f'  "{p}",' for p in _quoted(lines)), "]", END]
    )
    if BEGIN in project:
        return re.sub(
            re.escape(BEGIN) + ".*?" + re.escape(END), lambda _: block, project, flags=re.S
        )
    return project.replace("default-groups = []\n", f"default-groups = []\n{block}\n")


def _quoted(lines: list[str]) -> list[str]:
    return [line.replace('"', "'") for line in lines]


def declared(project: str) -> list[str]:
    """The pins that stand in pyproject.toml."""
    return sorted(tomllib.loads(project)["tool"]["uv"].get("constraint-dependencies", []))


def disagreements() -> list[str]:
    """What differs between pyproject.toml and requirements.lock."""
    wanted, stated = (
        set(_quoted(pins(LOCK.read_text("utf-8")))),
        set(declared(PROJECT.read_text("utf-8"))),
    )
    return [f"only in requirements.lock: {p}" for p in sorted(wanted - stated)] + [
        f"only in pyproject.toml: {p}" for p in sorted(stated - wanted)
    ]


def lock() -> None:
    """Resolve afresh and write both files."""
    text = re.sub(
        re.escape(BEGIN) + ".*?" + re.escape(END) + "\n", "", PROJECT.read_text("utf-8"), flags=re.S
    )
    PROJECT.write_text(text, "utf-8")
    subprocess.run(["uv", "lock", "--upgrade", "--quiet"], cwd=ROOT, check=True)
    command = [
        "uv",
        "export",
        "--frozen",
        "--all-groups",
        "--all-extras",
        "--no-emit-project",
        "--no-header",
    ]
    exported = subprocess.run(
        [*command, "--no-annotate", "--format", "requirements-txt"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    LOCK.write_text(HEAD + exported, "utf-8")
    PROJECT.write_text(write_pins(text, pins(exported)), "utf-8")


if __name__ == "__main__":
    if sys.argv[1:] != ["--check"]:
        lock()
    wrong = disagreements()
    print("\n".join(wrong) or "pyproject.toml and requirements.lock agree")
    sys.exit(bool(wrong))
