"""How long the opinion map takes, on planted votes and on Polis exports, with what it costs in memory.

    python bench/dialogue.py [--people 20000] [--statements 500] [--each 50] [--exports FOLDER] [--draws 10]

Prints one line per conversation: seconds to build the matrix, to map it, to count and choose what groups say, per
draw of the stability check, peak memory so far, and agreement with the planted or published groups.
"""

import argparse
import resource
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from misaq.dialogue import (
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
    given = options.parse_args()
    print(
        f"{'conversation':40} {'votes':>9} {'build':>6} {'map':>6} {'say':>6} {'draw':>6} {'MB':>6} k ARI"
    )
    report("planted 50/35/15", *planted(given.people, given.statements, given.each), given.draws)
    for folder in sorted(given.exports.iterdir()) if given.exports else ():
        report(folder.name, *export(folder), given.draws)


def planted(n_people: int, n_statements: int, each: int) -> tuple[Callable[[], VoteMatrix], Labels]:
    """Votes of three groups that differ on every statement, and who is in which."""
    chance = np.random.default_rng(1)
    group = chance.choice(3, n_people, p=[0.5, 0.35, 0.15])
    lean = chance.normal(scale=0.6, size=(3, n_statements))
    cell = np.unique(
        np.repeat(np.arange(n_people), each) * n_statements
        + chance.integers(n_statements, size=n_people * each)
    )
    person, statement = cell // n_statements, cell % n_statements
    votes = np.sign(np.round(lean[group[person], statement] + chance.normal(size=len(cell))))
    people = [f"p{i:07}" for i in range(n_people)]
    ids = [f"s{i:05}" for i in range(n_statements)]
    return lambda: build_from_codes(people, person, ids, statement, votes), group


def export(folder: Path) -> tuple[Callable[[], VoteMatrix], Labels]:
    """A Polis export without its rejected statements, and the groups Polis published (-1: none)."""
    given = read_polis_export(folder)
    rejected = {name for name, _, moderated, _ in given.statements if moderated == "-1"}
    by_person = np.argsort(given.participants)
    by_id = np.argsort(given.statement_ids)
    people, ids = ([names[i] for i in order] for names, order in
                   ((given.participants, by_person), (given.statement_ids, by_id)))  # fmt: skip
    person, statement = np.argsort(by_person)[given.person], np.argsort(by_id)[given.statement]
    published = [int(given.groups[i]) if given.groups[i] else -1 for i in by_person]

    def build() -> VoteMatrix:
        matrix = build_from_codes(people, person, ids, statement, given.votes)
        return matrix.only_statements(set(ids) - rejected)

    return build, published


def report(name: str, build: Callable[[], VoteMatrix], truth: Labels, draws: int) -> None:
    """Time each part once and print the line."""
    matrix, build_s = timed(build)
    opinions, map_s = timed(lambda: map_opinions(matrix, seed=0, min_group_size=10))
    counts = count_by_group(matrix, opinions.labels, n_groups=opinions.n_groups)
    _, say_s = timed(lambda: find_representative(counts))
    _, draw_s = timed(
        lambda: assess_stability(opinions, seed=0, n_resamples=draws, min_group_size=10)
    )
    known = opinions.admitted & (np.asarray(truth) >= 0)
    agreement = compare_groupings(np.asarray(truth)[known], opinions.labels[known])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{name:40} {matrix.n_votes:9} {build_s:6.2f} {map_s:6.2f} {say_s:6.2f} {draw_s / max(draws, 1):6.3f}"
        f" {peak:6} {opinions.n_groups} {agreement:.3f}"
    )


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    began = time.perf_counter()
    result = work()
    return result, time.perf_counter() - began


if __name__ == "__main__":
    main()
