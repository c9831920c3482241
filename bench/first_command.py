"""Time the first command from nothing, and again warm, in a clean clone with an empty HOME; size of the install.

python3 bench/first_command.py        needs git, Python 3.11 with pip, and the package registry
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]


def main() -> int:
    """Print one line per figure; 0 when all hold."""
    scratch = Path(tempfile.mkdtemp(prefix="misaq-first-"))
    try:
        return _measure(scratch)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _measure(scratch: Path) -> int:
    clone, home = scratch / "misaq", scratch / "home"
    home.mkdir()
    subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("VIRTUAL_ENV", "UV_CACHE", "MISAQ", "XDG", "DJANGO"))
    }
    environment |= {"HOME": str(home), "PYTHONPATH": str(home / "tools"), "UV_NO_PROGRESS": "1"}
    python = Path(sys.base_prefix) / "bin" / "python3"
    install = [
        str(python),
        "-m",
        "pip",
        "install",
        "-q",
        "--no-cache-dir",
        "--target",
        str(home / "tools"),
        "uv",
    ]
    demo = [str(python), "-m", "uv", "run", "-q", "misaq", "demo", "--no-serve"]
    cold = _timed(install, clone, environment) + _timed(demo, clone, environment)
    shutil.rmtree(clone / "misaq-demo")
    environment.pop("PYTHONPATH")
    warm = _timed([str(clone / ".venv/bin/misaq"), "demo", "--no-serve"], clone, environment)
    again = _timed([str(clone / ".venv/bin/misaq"), "demo", "--no-serve"], clone, environment)
    size = sum(p.lstat().st_size for p in (clone / ".venv").rglob("*") if not p.is_symlink()) / 1e6
    figures = (
        ("first command, cold, s", cold, 120),
        ("demo, warm, from nothing, s", warm, 20),
        ("demo, warm, nothing changed, s", again, 20),
        ("default install, MB", size, 800),
    )
    for name, figure, limit in figures:
        print(
            f"{name:<34}{figure:>8.1f}   limit {limit}   {'holds' if figure <= limit else 'MISSED'}"
        )
    pages = [clone / f"misaq-demo/out/site/{language}/index.html" for language in ("en", "ur")]
    print("pages there:", all(page.is_file() for page in pages))
    return int(any(figure > limit for _, figure, limit in figures))


def _timed(command: list[str], where: Path, environment: dict[str, str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, cwd=where, env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
