"""How long the opinion map takes, on planted votes and on Polis exports, with what it costs in memory.

    python bench/dialogue.py [--people 20000] [--statements 500] [--each 50] [--shares .5 .35 .15] [--seeds 1]
        [--exports FOLDER] [--mode improved|compat] [--repeat 3] [--draws 10] [--peer PYTHON] [--peer-limit 900]

--peer: the Python of an environment with red-dwarf (bench/requirements.txt); it then maps the same votes in a process
of its own, and its seconds, memory and agreement stand in a second line with the ratio of its seconds to ours.
--peer-limit: seconds after which the peer is stopped; nothing is then said of what it would have taken.

Prints one line per conversation, each measured in a process of its own (votes in, whole process): seconds to build
the matrix from arrays, to map it, to count and score (`say`), the three together, per draw of the stability check;
the peak of memory up to the scores; and agreement with the planted or published groups. `floors`: the three together
as a multiple of one pass over the arrays that were given, at the bandwidth measured first. Seconds are the least of
`--repeat` runs, ours and the peer's; the load of the machine stands above.
"""

import argparse
import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from misaq.dialogue import (
    AnswerCounts,
    Mode,
    OpinionMap,
    VoteMatrix,
    assess_stability,
    build_from_codes,
    compare_groupings,
    count_answers,
    count_by_group,
    find_majority,
    find_representative,
    map_opinions,
    measure_extremity,
    measure_priority,
    measure_q_values,
    score_statements,
)
from misaq.formats import read_polis_export

Labels = Sequence[int] | np.ndarray[Any, Any]


@dataclass(frozen=True)
class Conversation:
    """Votes as arrays: how to build a matrix of them, their bytes, the true groups (-1: none), what was rejected."""

    build: Callable[[], VoteMatrix]
    n_bytes: int
    truth: Labels
    rejected: frozenset[str] = frozenset()


@dataclass(frozen=True)
class How:
    """How to measure; `bandwidth` in bytes a second, `peer_limit` in seconds."""

    mode: Mode
    draws: int
    repeat: int
    bandwidth: float
    peer: Path | None
    peer_limit: float


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=20_000)
    options.add_argument("--statements", type=int, default=500)
    options.add_argument("--each", type=int, default=50)
    options.add_argument("--exports", type=Path)
    options.add_argument("--draws", type=int, default=10)
    options.add_argument("--repeat", type=int, default=1)
    options.add_argument("--shares", type=float, nargs="+", default=[0.5, 0.35, 0.15])
    options.add_argument("--mode", choices=["improved", "compat"], default="improved")
    options.add_argument("--seeds", type=int, nargs="+", default=[1], help="of planted votes")
    options.add_argument("--shuffled", action="store_true", help="votes in no order")
    options.add_argument("--peer", type=Path)
    options.add_argument("--peer-limit", type=float, default=900.0)
    given = options.parse_args()
    bandwidth = measure_bandwidth()
    load = " ".join(f"{x:.2f}" for x in os.getloadavg())
    print(f"read bandwidth {bandwidth / 1e9:.1f} GB/s, load {load}, {given.mode}")
    print(
        f"{'conversation':40} {'votes':>9} {'build':>6} {'map':>6} {'say':>6} {'all':>6} {'draw':>6}"
        f" {'MB':>6} {'floors':>8} k ARI recall share",
        flush=True,
    )
    how = How(given.mode, given.draws, given.repeat, bandwidth, given.peer, given.peer_limit)
    sizes = (given.people, given.statements, given.each, given.shares)
    for seed in given.seeds if given.people else ():
        alone(
            report, f"planted {given.shares} {seed}", planted, (*sizes, given.shuffled, seed), how
        )
    for folder in sorted(given.exports.iterdir()) if given.exports else ():
        alone(report, folder.name, export, (folder,), how)


def alone(work: Callable[..., None], *given: Any) -> None:
    """Do it in a new process, so that its peak of memory is its own."""
    process = multiprocessing.get_context("spawn").Process(target=work, args=given)
    process.start()
    process.join()
    if process.exitcode:
        sys.exit(process.exitcode)


def peak_mb() -> int:
    """The most memory this process has held; not ru_maxrss, which begins at what the parent held."""
    line = next(x for x in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in x)
    return int(line.split()[1]) // 1024


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
    shuffled: bool,
    seed: int,
) -> Conversation:
    """Votes of groups that differ on every statement, and who is in which; made in blocks, to cost little memory."""
    chance = np.random.default_rng(seed)
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

    def build() -> VoteMatrix:
        return build_from_codes(people, person[:n], ids, statement[:n], votes[:n])

    return Conversation(build, 9 * n, group)


def export(folder: Path) -> Conversation:
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

    n_bytes = sum(np.asarray(x).nbytes for x in (person, statement, given.votes))
    return Conversation(build, n_bytes, published, frozenset(rejected))


def report(
    name: str, source: Callable[..., Conversation], given: tuple[Any, ...], how: How
) -> None:
    """Time each part and print the line, and the peer's below it."""
    votes = source(*given)
    seconds = {}
    (matrix, left_out), seconds["build"] = timed(lambda: counted(votes), how.repeat)
    limits = {"seed": 0, "mode": how.mode, "left_out": left_out, "min_group_size": 10}
    opinions, seconds["map"] = timed(lambda: map_opinions(matrix, **limits), how.repeat)
    _, seconds["say"] = timed(lambda: say(opinions), how.repeat)
    peak, ours = peak_mb(), sum(seconds.values())
    _, draw_s = timed(
        lambda: assess_stability(opinions, seed=0, n_resamples=how.draws, min_group_size=10)
    )
    floor = votes.n_bytes / how.bandwidth
    print(
        f"{name:40} {matrix.n_votes:9}"
        + "".join(f" {s:6.2f}" for s in (*seconds.values(), ours))
        + f" {draw_s / max(how.draws, 1):6.3f} {peak:6} {ours / floor:8.0f} {opinions.n_groups}"
        f" {agree(votes.truth, opinions.labels):.3f} {smallest(votes.truth, opinions.labels)}",
        flush=True,
    )
    if how.peer:
        print(f"{'    red-dwarf':40} {run_peer(how.peer, votes, how, ours)}", flush=True)


def counted(votes: Conversation) -> tuple[VoteMatrix, VoteMatrix]:
    """The matrix of counted statements and that of rejected ones."""
    everything = votes.build()
    kept = everything.only_statements(set(everything.statements) - votes.rejected)
    return kept, everything.only_statements(votes.rejected)


def say(opinions: OpinionMap) -> AnswerCounts:
    """All counts and scores of a map without communities."""
    matrix = opinions.matrix
    groups = count_by_group(matrix, opinions.labels, n_groups=opinions.n_groups)
    find_majority(count_answers(matrix))
    score_statements(groups, [[] for _ in matrix.statements])
    if opinions.n_groups > 1:
        find_representative(groups)
        measure_q_values(groups)
    extremity = measure_extremity(
        opinions.plane, n_statements=matrix.n_statements + opinions.n_zeroed
    )
    total, meta = groups.total(), np.zeros(matrix.n_statements, bool)
    measure_priority(total.agree[0], total.passed[0], total.voted[0], extremity, is_meta=meta)
    return groups


def agree(truth: Labels, labels: np.ndarray[Any, Any]) -> float:
    """Adjusted Rand index over those in a group in both."""
    known = (labels >= 0) & (np.asarray(truth) >= 0)
    return compare_groupings(np.asarray(truth)[known], labels[known])


def smallest(truth: Labels, labels: np.ndarray[Any, Any]) -> str:
    """Of the smallest true group and the found group of which it is the largest share: recall and that share.

    A share under a half says that it was not found but lies inside another one.
    """
    known = (labels >= 0) & (np.asarray(truth) >= 0)
    wanted, found = np.asarray(truth)[known], labels[known]
    inside = wanted == np.argmin(np.bincount(wanted))
    shares = {g: float(inside[found == g].mean()) for g in set(found.tolist())}
    best = max(shares, key=lambda g: shares[g])
    return f"{(found[inside] == best).mean():.2f} {shares[best]:.2f}"


def run_peer(peer: Path, votes: Conversation, how: How, ours: float) -> str:
    """Run red-dwarf on the same votes in a process of its own: its seconds, memory and agreement in a line."""
    matrix = votes.build()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "votes.npz"
        out = [i for i, s in enumerate(matrix.statements) if s in votes.rejected]
        np.savez(
            file, person=matrix.rows, statement=matrix.columns, vote=matrix.votes, rejected=out
        )
        command = [peer, Path(__file__).with_name("red_dwarf_peer.py"), file, str(how.repeat)]
        try:
            done = subprocess.run(
                command, stdout=subprocess.PIPE, check=True, timeout=how.peer_limit
            )
        except subprocess.TimeoutExpired:
            return f"stopped after {how.peer_limit:.0f} s"
    found = json.loads(done.stdout)
    labels = np.full(matrix.n_participants, -1)
    for person, group in found["labels"]:
        labels[person] = group
    return (
        f"{'':9} {'':6} {'':6} {'':6} {found['seconds']:6.2f} {'':6} {found['mb']:6} {'':8}"
        f" {len(set(labels[labels >= 0].tolist()))} {agree(votes.truth, labels):.3f}"
        f" {smallest(votes.truth, labels)}  {found['seconds'] / ours:.1f} times ours"
    )


def timed(work: Callable[[], Any], repeat: int = 1) -> tuple[Any, float]:
    """The result, and the least seconds of `repeat` runs."""
    best = float("inf")
    for _ in range(max(repeat, 1)):
        result = None  # the last one must not stand beside the next in memory
        began = time.perf_counter()
        result = work()
        best = min(best, time.perf_counter() - began)
    return result, best


if __name__ == "__main__":
    main()
