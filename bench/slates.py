"""How long ranks, slates and the search for look-alike voters take, on planted votes.

    python bench/slates.py [--people 100000] [--statements 1000] [--each 50] [--k 5] [--peer]

`--peer` times abcvoting (see bench/requirements.txt) on 500 of the people in the same run, since it takes no more in
reasonable time, and says whether both choose the same.
"""

import argparse
import resource
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from misaq.dialogue import (
    SLATE_RULES,
    VoteMatrix,
    audit_slate,
    build_from_codes,
    choose_slate,
    count_by_group,
    find_alike,
    gather_approvals,
    score_statements,
)

PEER_NAMES = {"equal_shares": "equal-shares", "pav": "seqpav", "phragmen": "seqphragmen"}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=100_000)
    options.add_argument("--statements", type=int, default=1_000)
    options.add_argument("--each", type=int, default=50)
    options.add_argument("--k", type=int, default=5)
    options.add_argument("--peer", action="store_true")
    given = options.parse_args()
    matrix, group = planted(given.people, given.statements, given.each)
    print(f"{given.people} people x {given.statements} statements, {matrix.n_votes} votes")
    approvals = timed("gather approvals", lambda: gather_approvals(matrix))
    for rule in SLATE_RULES:
        slate = timed(f"slate {rule}", lambda rule=rule: choose_slate(approvals, given.k, rule))
        timed(f"audit {rule}", lambda slate=slate: audit_slate(approvals, slate, given.k))
    counts = count_by_group(matrix, group, n_groups=3)
    timed("five scores", lambda: score_statements(counts, [[] for _ in matrix.statements]))
    timed("look-alike voters", lambda: find_alike(matrix, group, seed=1))
    print(f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    if given.peer:
        beside_peer(*planted(500, 300, given.each), given.k)


def planted(n_people: int, n_statements: int, each: int) -> tuple[VoteMatrix, Any]:
    """Votes of three groups of 50, 35 and 15 % that differ on every statement, and who is in which."""
    chance = np.random.default_rng(1)
    group = chance.choice(3, n_people, p=[0.5, 0.35, 0.15])
    lean = chance.normal(scale=0.8, size=(3, n_statements))
    cell = np.unique(
        np.repeat(np.arange(n_people), each) * n_statements
        + chance.integers(n_statements, size=n_people * each)
    )
    person, statement = cell // n_statements, cell % n_statements
    votes = np.sign(np.round(lean[group[person], statement] + chance.normal(size=len(cell))))
    people = [f"p{i:07}" for i in range(n_people)]
    ids = [f"s{i:05}" for i in range(n_statements)]
    return build_from_codes(people, person, ids, statement, votes.astype(np.int8)), group


def timed(name: str, work: Callable[[], Any]) -> Any:
    """Do it and print how long it took."""
    start = time.perf_counter()
    found = work()
    print(f"{name:28} {time.perf_counter() - start:8.3f} s")
    return found


def beside_peer(matrix: VoteMatrix, group: Any, k: int) -> None:
    """The same small conversation with abcvoting, in one run."""
    from abcvoting import abcrules  # noqa: PLC0415  a peer, only where it is asked for
    from abcvoting.preferences import Profile  # noqa: PLC0415

    del group
    profile = Profile(matrix.n_statements)
    for ballot in matrix.answered(1).tolil().rows:
        profile.add_voter(ballot)
    for rule in SLATE_RULES:
        start = time.perf_counter()
        ours = choose_slate(gather_approvals(matrix), k, rule)
        middle = time.perf_counter()
        theirs = abcrules.compute(PEER_NAMES[rule], profile, committeesize=k, resolute=True)[0]
        end = time.perf_counter()
        ratio = (end - middle) / (middle - start)
        same = sorted(ours) == sorted(int(c) for c in theirs)
        print(
            f"{rule:13} ours {middle - start:.4f} s, abcvoting {end - middle:.3f} s,"
            f" {ratio:.0f} times; same slate: {same}"
        )


if __name__ == "__main__":
    main()
