"""How long `misaq check` takes on a million votes, beside the floor: reading the bytes once.

    python bench/check.py [--votes 1000000] [--runs 3]

Prints seconds, rows a second, the floor (bytes over measured read bandwidth) and the ratio to it, for the check
in this process and for the whole command with the start of Python.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from misaq.formats import read_table
from misaq.process import examine_folder, write_new


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--votes", type=int, default=1_000_000)
    options.add_argument("--runs", type=int, default=3)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent) / "process"
        write_votes(folder, given.votes)
        dialogue = folder / "dialogue"
        size = (dialogue / "votes.csv").stat().st_size
        floor = size / read_bandwidth(dialogue / "votes.csv")
        print(
            f"votes {given.votes}, {size / 1e6:.1f} MB; floor (one read of the bytes) {floor:.4f} s"
        )
        command = [sys.executable, "-m", "misaq", "check", str(folder), "--quiet"]
        report("check", best(lambda: examine_folder(folder), given.runs), given.votes, floor)
        table = dialogue / "votes.csv"
        report("read", best(lambda: read_table(table, "votes.csv"), given.runs), given.votes, floor)
        hashing = best(lambda: read_table(table, "votes.csv").canonical_hash(), given.runs)
        report("read and hash", hashing, given.votes, floor)
        report(
            "command",
            best(lambda: subprocess.run(command, check=True), given.runs),
            given.votes,
            floor,
        )


def write_votes(folder: Path, n_votes: int, seed: int = 7) -> None:
    """A new folder with `n_votes` votes by a twentieth as many participants on a thousand statements."""
    chance = np.random.default_rng(seed)
    write_new(folder)
    n_people, n_statements = max(n_votes // 20, 1), 1000
    (folder / "dialogue/participants.csv").write_text(
        "id,communities,way_in\n" + "".join(f"p{i},,link\n" for i in range(n_people))
    )
    (folder / "dialogue/statements.csv").write_text(
        "id,text,language,moderated,is_meta,theme\n"
        + "".join(f"s{i},Statement {i},en,1,0,\n" for i in range(n_statements))
    )
    rows = zip(
        chance.integers(0, n_people, n_votes).tolist(),
        chance.integers(0, n_statements, n_votes).tolist(),
        chance.integers(-1, 2, n_votes).tolist(),
        range(1_800_000_000, 1_800_000_000 + n_votes),
        strict=True,
    )
    with (folder / "dialogue/votes.csv").open("w") as stream:
        stream.write("participant,statement,vote,time\n")
        stream.writelines(
            f"p{person},s{statement},{vote},{moment}\n" for person, statement, vote, moment in rows
        )


def read_bandwidth(path: Path) -> float:
    """Bytes a second of reading a cached file, best of five."""
    return path.stat().st_size / best(path.read_bytes, 5)


def best(call: Callable[[], object], runs: int) -> float:
    """Seconds of the fastest of some runs."""
    seconds = []
    for _ in range(runs):
        began = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - began)
    return min(seconds)


def report(name: str, seconds: float, rows: int, floor: float) -> None:
    print(
        f"{name}: {seconds:.2f} s, {rows / seconds:,.0f} rows/s, {seconds / floor:.0f} times the floor"
    )


if __name__ == "__main__":
    main()
