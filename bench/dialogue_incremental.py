"""A batch of votes taken in warm, against building and mapping everything cold: seconds, memory, drift.

    python bench/dialogue_incremental.py [--people 100000] [--statements 1000] [--each 50] [--batch 10000]

Votes are invented from a fixed seed. Prints one line each: cold build, cold map, warm merge, warm map, drift.
"""

import argparse
import resource
import time
from collections.abc import Callable
from typing import TypeVar

import numpy as np

from misaq.dialogue import LiveVotes, build_vote_matrix, map_opinions, measure_drift, update_map

Result = TypeVar("Result")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=100_000)
    options.add_argument("--statements", type=int, default=1_000)
    options.add_argument("--each", type=int, default=50)
    options.add_argument("--batch", type=int, default=10_000)
    given = options.parse_args()
    people, texts, answers = invent(given.people, given.statements, given.each)
    times, held = np.arange(len(answers)), len(answers) - given.batch
    votes = timed(
        "first votes, once",
        lambda: LiveVotes().update(people[:held], texts[:held], answers[:held], times[:held]),
    )
    last = timed("first map, once", lambda: map_opinions(votes.matrix(), seed=0))
    merged = timed(
        "warm: merge the batch",
        lambda: votes.update(people[held:], texts[held:], answers[held:], times[held:]).matrix(),
    )
    warm = timed("warm: map", lambda: update_map(last, merged))
    built = timed("cold: build", lambda: build_vote_matrix(people, texts, answers, times))
    cold = timed("cold: map", lambda: map_opinions(built, seed=0))
    same = all(
        getattr(merged, name).tobytes() == getattr(built, name).tobytes()
        for name in ("columns", "votes", "starts")
    )
    print(f"matrix the same to the bit: {same}; {measure_drift(warm, cold)}")


def timed(what: str, deed: Callable[[], Result]) -> Result:
    began = time.perf_counter()
    result = deed()
    took = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{what:24} {took:8.2f} s   peak so far {peak:6.0f} MB", flush=True)
    return result


def invent(n: int, m: int, each: int) -> tuple[list[str], list[str], np.ndarray]:
    """Three camps of 50, 35 and 15 %, each with its own leaning; `each` answers a person, in no order."""
    chance = np.random.default_rng(0)
    camp = np.searchsorted([0.5, 0.85], np.arange(n) / n, side="right")
    lean = chance.normal(size=(3, m))
    person = np.repeat(np.arange(n), each)
    first = chance.integers(m, size=n)
    statement = (first[:, None] + np.arange(each) * 7) % m
    mixed = chance.permutation(n * each)
    person, column = person[mixed], statement.ravel()[mixed]
    vote = np.clip(np.round(lean[camp[person], column] + chance.normal(size=n * each)), -1, 1)
    names = [f"p{i:07}" for i in range(n)], [f"s{i:05}" for i in range(m)]
    return (
        [names[0][i] for i in person.tolist()],
        [names[1][i] for i in column.tolist()],
        vote.astype(np.int8),
    )


if __name__ == "__main__":
    main()
