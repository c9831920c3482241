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
    draw_panel,
    hold_lottery,
    publish_certificate,
    publish_panels,
    read_randomness,
)
from misaq.assembly.lottery import gini

SCRIPT = Path(__file__).with_name("sortition_peer.py")
HASH_SEEDS, SEED = ("1", "2", "3"), 42


def report_peer(peer: Path, folder: Path, limit: int, ours: float) -> None:
    """The peer's maximin lottery: seconds, memory, smallest chance, and the ratio of its seconds to ours."""
    command = [str(peer), str(SCRIPT), str(folder), str(size_of(folder.name))]
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (limit, limit)),
    )
    name = "    sortition-algorithms, maximin"
    if done.returncode:
        used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
        if used < limit - 2:  # not by the limit
            print(f"{name}: failed: {done.stderr.strip().splitlines()[-1:]}", flush=True)
            return
        print(
            f"{name:36}{'stopped':>9} after {limit} s, over {limit / ours:.0f} times ours",
            flush=True,
        )
        return
    found = json.loads(done.stdout.splitlines()[-1])
    chances = np.array(found["chances"])
    seconds = min(found["cpu"], found["wall"])
    print(
        f"{name:36}{found['cpu']:9.2f}{found['wall']:8.1f}{found['mb']:6}{'':6}"
        f"{chances[chances > 0].min():11.7f}{gini(chances):8.4f}   {seconds / ours:.1f} times ours",
        flush=True,
    )


def report_seeds(peer: Path | None, data: Path, name: str = "sf_fixture_22") -> None:
    """The panel that one seed draws when only the order of Python's hashing changes."""
    folder = data / name
    ours = [sys.executable, __file__, str(folder)]
    theirs = [str(peer), str(SCRIPT), str(folder), str(size_of(name)), str(SEED)]
    for who, command in (("misaq", ours), ("sortition-algorithms", theirs if peer else None)):
        panels = [_digest(command, each) for each in HASH_SEEDS] if command else []
        if panels:
            same = "one panel" if len(set(panels)) == 1 else f"{len(set(panels))} different panels"
            print(f"{name}, seed {SEED}, {who:22}{' '.join(panels)}   {same}", flush=True)


def _digest(command: list[str], hash_seed: str) -> str:
    """The first letters of the SHA-256 of the ids on the panel, sorted."""
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return hashlib.sha256("\n".join(sorted(found["panel"])).encode()).hexdigest()[:6]


def draw(folder: Path) -> list[str]:
    """Our panel by the seed: lottery, seal, draw."""
    lottery = hold_lottery(load(folder))
    panels = publish_panels(lottery, publish_certificate(lottery))
    drawn = draw_panel(lottery.tickets, panels["commitment"], read_randomness(f"seed:{SEED}"))
    return sorted(drawn.people)


if __name__ == "__main__":
    print(json.dumps({"panel": draw(Path(sys.argv[1]))}))
