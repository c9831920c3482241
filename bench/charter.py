"""The constitution engine beside its peers, in one run: conflicts, speed, import; ratios and peaks of memory.

    python bench/charter.py [--only conflicts speed import] [--data FOLDER] [--peer PYTHON] [--xmldiff-limit 150]
        [--json FILE]

--data: the folder with india/, italy/ and usa/ (../shared/data/charter beside the checkout when left out).
--peer: the Python of an environment with xmldiff (bench/requirements.txt); this one when it has it. xmldiff compares
the first and the last text as XML, an element with an id an article and a clause; it is stopped after the limit.

Conflicts: each amendment of each country taken back alone, ours by overlap of words, git as charter_git.py says.
Speed: an invented constitution (charter_synthetic.py). Each part runs in a process of its own; its peak is its own.
"""

import argparse
import json
import multiprocessing
import os
import platform
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import charter_conflicts
import charter_import
import charter_report
import charter_speed
from charter_git import git_version

DATA = Path(__file__).parents[2] / "shared" / "data" / "charter"
PARTS = ("conflicts", "speed", "import")


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    options.add_argument("--data", type=Path, default=DATA)
    options.add_argument("--peer", type=Path)
    options.add_argument("--xmldiff-limit", type=float, default=150.0)
    options.add_argument("--json", type=Path)
    given = options.parse_args()
    peer = given.peer or (Path(sys.executable) if find_spec("xmldiff") else None)
    found: dict[str, Any] = {"machine": machine()}
    charter_report.say_machine(found["machine"])
    if "conflicts" in given.only:
        found["conflicts"] = []
        for country in charter_conflicts.COUNTRIES:
            found["conflicts"].append(alone(charter_conflicts.compare, given.data, country))
            charter_report.say_conflicts(found["conflicts"][-1])
    if "speed" in given.only:
        bandwidth = found["machine"]["bandwidth"]
        found["speed"] = alone(charter_speed.measure, bandwidth, peer, given.xmldiff_limit)
        charter_report.say_speed(found["speed"])
    if "import" in given.only:
        found["import"] = alone(charter_import.measure, given.data)
        charter_report.say_import(found["import"])
    if given.json:
        given.json.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", "utf-8")


def alone(work: Callable[..., dict[str, Any]], *given: Any) -> dict[str, Any]:
    """The findings of a new process, with the most memory it held."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        found = pool.submit(work, *given).result()
        return found | {"peak_mb": pool.submit(peak_mb).result()}


def peak_mb() -> int:
    """The most memory this process has held; not ru_maxrss, which begins at what the parent held."""
    line = next(x for x in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in x)
    return int(line.split()[1]) // 1024


def machine() -> dict[str, Any]:
    """What was measured on, and how busy it was with other things."""
    return {
        "cores": os.cpu_count(),
        "load": [round(x, 2) for x in os.getloadavg()],
        "python": platform.python_version(),
        "git": git_version(),
        "bandwidth": measure_bandwidth(),
    }


def measure_bandwidth() -> float:
    """Bytes a second that one core reads, best of five passes over 400 MB."""
    probe = (  # in a process of its own, so that its memory is not ours
        "import numpy as n, time as t; b = n.ones(50_000_000); took = []\n"
        "for _ in range(5): a = t.perf_counter(); b.sum(); took.append(t.perf_counter() - a)\n"
        "print(b.nbytes / min(took))"
    )
    return float(subprocess.check_output([sys.executable, "-c", probe]))


if __name__ == "__main__":
    main()
