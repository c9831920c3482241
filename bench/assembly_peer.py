"""sortition-algorithms beside ours, for bench/assembly.py: its maximin lottery, its panels under three hash seeds."""

import hashlib
import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np

from assembly_measure import load, size_of
from misaq.assembly import (
    SMALL,
    draw_panel,
    hold_lottery,
    publish_certificate,
    publish_draw,
    publish_lottery,
    publish_panels,
    read_randomness,
)
from misaq.assembly.lottery import gini

SCRIPT = Path(__file__).with_name("sortition_peer.py")
HASH_SEEDS, SEED = ("1", "2", "3"), 42


def report_peer(peer: Path, folder: Path, limit: int, ours: float) -> None:
    """The peer's maximin lottery: seconds, memory, smallest chance, and the ratio of its seconds to ours."""
    command = [str(peer), str(SCRIPT), str(folder), str(size_of(folder.name))]
    before = _used_by_children()
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 5)),
    )
    used, name = _used_by_children() - before, "    sortition-algorithms, maximin"
    if done.returncode and used > 0.95 * limit:
        print(
            f"{name:36}stopped after {used:.0f} s, more than {used / ours:.0f} times ours",
            flush=True,
        )
        return
    if done.returncode:
        why = (done.stderr.strip().splitlines() or [""])[-1]
        print(f"{name:36}failed after {used:.0f} s: exit code {done.returncode} {why}", flush=True)
        return
    found = json.loads(done.stdout.splitlines()[-1])
    chances = np.array(found["chances"])
    seconds = min(found["cpu"], found["wall"])
    print(
        f"{name:36}{found['cpu']:9.2f}{found['wall']:8.1f}{found['mb']:6}{'':6}"
        f"{chances[chances > 0].min():11.7f}{gini(chances):8.4f}   {seconds / ours:.1f} times ours",
        flush=True,
    )


def _used_by_children() -> float:
    """CPU seconds of all processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def report_seeds(peer: Path | None, data: Path, n_ours: int, name: str = "sf_fixture_22") -> None:
    """The panel that one seed draws when only the order of Python's hashing changes."""
    folder = data / name
    ours = [_run([sys.executable, __file__, str(folder)], i + 1) for i in range(n_ours)]
    documents = {found["document"] for found in ours}
    _say(name, "misaq", [found["panel"] for found in ours])
    print(
        f"    different documents with proof, tickets, panel: {len(documents)} in {n_ours} runs",
        flush=True,
    )
    if peer:
        command = [str(peer), str(SCRIPT), str(folder), str(size_of(name)), str(SEED)]
        _say(name, "sortition-algorithms", [_run(command, i + 1)["panel"] for i in range(3)])


def _say(name: str, who: str, panels: list[list[str]]) -> None:
    """The first letters of the SHA-256 of the sorted ids of each panel."""
    digests = [
        hashlib.sha256("\n".join(sorted(panel)).encode()).hexdigest()[:6] for panel in panels
    ]
    line = (
        f"{name}, seed {SEED}, PYTHONHASHSEED 1 to {len(panels)}, {who:22}{' '.join(digests[:3])}"
    )
    n = len(set(digests))
    print(f"{line}   {'one panel' if n == 1 else f'{n} different panels'}", flush=True)


def _run(command: list[str], hash_seed: int) -> dict[str, Any]:
    environment = {**os.environ, "PYTHONHASHSEED": str(hash_seed)}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def draw(folder: Path) -> dict[str, Any]:
    """Our panel by the seed, and the digest of the whole document: lottery, certificate, seal, draw."""
    lottery = hold_lottery(load(folder))
    certificate = publish_certificate(lottery)
    sealed = publish_panels(lottery, certificate)
    told = publish_lottery(lottery, sealed["commitment"], certificate, threshold=SMALL)
    drawn = draw_panel(lottery.tickets, sealed["commitment"], read_randomness(f"seed:{SEED}"))
    document = json.dumps([told, sealed, publish_draw(drawn, lottery, threshold=SMALL)])
    return {
        "panel": sorted(drawn.people),
        "document": hashlib.sha256(document.encode()).hexdigest(),
    }


if __name__ == "__main__":
    print(json.dumps(draw(Path(sys.argv[1]))))
