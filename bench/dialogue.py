"""How long the opinion map takes, on planted votes and on Polis exports, with what it costs in memory.

    python bench/dialogue.py [--people 20000] [--statements 500] [--each 50] [--exports FOLDER] [--draws 10]
        [--mode improved|compat] [--peer PYTHON]

--peer: the Python of an environment with red-dwarf (bench/requirements.txt); it then maps the same votes in a process
of its own, and its seconds, memory, agreement and the ratio of seconds stand in a second line.

Prints one line per conversation: seconds to build the matrix, to map it, to count and choose what groups say, per
draw of the stability check, peak memory so far, and agreement with the planted or published groups; and the map's
seconds as a multiple of the floor: one pass over its votes (2 + 1 bytes each) at the bandwidth measured first.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from misaq.dialogue import (
    Mode,
    VoteMatrix,
    assess_stability,
    build_from_codes,
    compare_groupings,
    count_by_group,
    find_representative,
    map_opinions,
)
from misaq.formats import read_polis_export

Labels = Sequence[int] | np.ndarray[Any, Any]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=20_000)
    options.add_argument("--statements", type=int, default=500)
    options.add_argument("--each", type=int, default=50)
    options.add_argument("--exports", type=Path)
    options.add_argument("--draws", type=int, default=10)
    options.add_argument("--shares", type=float, nargs="+", default=[0.5, 0.35, 0.15])
    options.add_argument("--mode", choices=["improved", "compat"], default="improved")
    options.add_argument("--shuffled", action="store_true", help="votes in no order")
    options.add_argument("--peer", type=Path)
    given = options.parse_args()
    bandwidth = measure_bandwidth()
    print(f"read bandwidth {bandwidth / 1e9:.1f} GB/s")
    print(
        f"{'conversation':40} {'votes':>9} {'build':>6} {'map':>6} {'say':>6} {'draw':>6}"
        f" {'MB':>6} {'floors':>8} k ARI recall"
    )
    how = (given.draws, given.mode, bandwidth, given.peer)
    if given.people:
        build, truth = planted(
            given.people, given.statements, given.each, given.shares, shuffled=given.shuffled
        )
        report(f"planted {given.shares}", build, truth, frozenset(), *how)
    for folder in sorted(given.exports.iterdir()) if given.exports else ():
        report(folder.name, *export(folder), *how)


def measure_bandwidth() -> float:
    """Bytes a second that one core reads, best of five passes over 400 MB."""
    probe = (  # in a process of its own, so that its memory is not ours
        "import numpy as n, time as t; b = n.ones(50_000_000); took = []\n"
        "for _ in range(5): a = t.perf_counter(); b.sum(); took.append(t.perf_counter() - a)\n"
        "print(b.nbytes / min(took))"
    )
    return float(subprocess.check_output([sys.executable, "-c", probe]))


def planted(
    n_people: int,
    n_statements: int,
    each: int,
    shares: Sequence[float],
    *,
    shuffled: bool = False,
) -> tuple[Callable[[], VoteMatrix], Labels]:
    """Votes of groups that differ on every statement, and who is in which; made in blocks, to cost little memory."""
    chance = np.random.default_rng(1)
    group = chance.choice(len(shares), n_people, p=shares)
    lean = chance.normal(scale=0.6, size=(len(shares), n_statements)).astype(np.float32)
    person = np.empty(n_people * each, np.int32)
    statement, votes = np.empty_like(person), np.empty(n_people * each, np.int8)
    n = 0
    for first in range(0, n_people, 20_000):
        here = np.arange(first, min(first + 20_000, n_people))
        drawn = chance.integers(n_statements, size=len(here) * each)
        cell = np.unique(np.repeat(here - first, each) * n_statements + drawn)
        block = slice(n, n + len(cell))
        person[block], statement[block] = cell // n_statements + first, cell % n_statements
        opinion = lean[group[person[block]], statement[block]]
        opinion += chance.standard_normal(len(cell), dtype=np.float32)
        votes[block] = np.sign(np.round(opinion))
        n += len(cell)
    people = [f"p{i:07}" for i in range(n_people)]
    ids = [f"s{i:05}" for i in range(n_statements)]
    if shuffled:
        order = chance.permutation(n)
        person, statement, votes = person[order], statement[order], votes[order]
    return lambda: build_from_codes(people, person[:n], ids, statement[:n], votes[:n]), group


def export(folder: Path) -> tuple[Callable[[], VoteMatrix], Labels, frozenset[str]]:
    """A Polis export, the groups Polis published (-1: none), and the statements it rejected."""
    given = read_polis_export(folder)
    rejected = {name for name, _, moderated, _ in given.statements if moderated == "-1"}
    by_person = np.argsort(given.participants)
    by_id = np.argsort(given.statement_ids)
    people, ids = ([names[i] for i in order] for names, order in
                   ((given.participants, by_person), (given.statement_ids, by_id)))  # fmt: skip
    person, statement = np.argsort(by_person)[given.person], np.argsort(by_id)[given.statement]
    published = [int(given.groups[i]) if given.groups[i] else -1 for i in by_person]

    def build() -> VoteMatrix:
        return build_from_codes(people, person, ids, statement, given.votes)

    return build, published, frozenset(rejected)


def report(
    name: str,
    build: Callable[[], VoteMatrix],
    truth: Labels,
    rejected: frozenset[str],
    draws: int,
    mode: Mode,
    bandwidth: float,
    peer: Path | None,
) -> None:
    """Time each part once and print the line, and the peer's below it."""
    everything, build_s = timed(build)
    matrix = everything.only_statements(set(everything.statements) - rejected)
    left_out = everything.only_statements(rejected)
    how = {"seed": 0, "mode": mode, "left_out": left_out, "min_group_size": 10}
    opinions, map_s = timed(lambda: map_opinions(matrix, **how))
    counts = count_by_group(matrix, opinions.labels, n_groups=opinions.n_groups)
    _, say_s = timed(lambda: find_representative(counts))
    _, draw_s = timed(
        lambda: assess_stability(opinions, seed=0, n_resamples=draws, min_group_size=10)
    )
    agreement = agree(truth, opinions.labels)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    floor = 3 * matrix.n_votes / bandwidth
    print(
        f"{name:40} {matrix.n_votes:9} {build_s:6.2f} {map_s:6.2f} {say_s:6.2f} {draw_s / max(draws, 1):6.3f}"
        f" {peak:6} {map_s / floor:8.0f} {opinions.n_groups} {agreement:.3f} {smallest(truth, opinions.labels):.2f}",
        flush=True,
    )
    if peer:
        theirs, labels = run_peer(peer, everything, rejected)
        print(
            f"{'    red-dwarf':40} {'':9} {'':6} {theirs['seconds']:6.2f} {'':6} {'':6} {theirs['mb']:6} {'':8}"
            f" {len(set(labels[labels >= 0].tolist()))} {agree(truth, labels):.3f} {smallest(truth, labels):.2f}"
            f"  {theirs['seconds'] / map_s:.1f} times our map",
            flush=True,
        )


def agree(truth: Labels, labels: np.ndarray[Any, Any]) -> float:
    """Adjusted Rand index over those in a group in both."""
    known = (labels >= 0) & (np.asarray(truth) >= 0)
    return compare_groupings(np.asarray(truth)[known], labels[known])


def smallest(truth: Labels, labels: np.ndarray[Any, Any]) -> float:
    """Recall of the smallest true group: how much of it is in the found group of which it is the largest share."""
    known = (labels >= 0) & (np.asarray(truth) >= 0)
    wanted, found = np.asarray(truth)[known], labels[known]
    inside = wanted == np.argmin(np.bincount(wanted))
    best = max(set(found.tolist()), key=lambda g: float(inside[found == g].mean()))
    return float((found[inside] == best).mean())


def run_peer(
    peer: Path, matrix: VoteMatrix, rejected: frozenset[str]
) -> tuple[dict[str, Any], np.ndarray[Any, Any]]:
    """Seconds, memory and labels of red-dwarf on the same votes, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "votes.npz"
        out = [i for i, s in enumerate(matrix.statements) if s in rejected]
        np.savez(
            file, person=matrix.rows, statement=matrix.columns, vote=matrix.votes, rejected=out
        )
        script = Path(__file__).with_name("red_dwarf_peer.py")
        done = subprocess.run([peer, script, file], stdout=subprocess.PIPE, check=True)
    found = json.loads(done.stdout)
    labels = np.full(matrix.n_participants, -1)
    for person, group in found["labels"]:
        labels[person] = group
    return found, labels


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    began = time.perf_counter()
    result = work()
    return result, time.perf_counter() - began


if __name__ == "__main__":
    main()
