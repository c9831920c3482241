"""How long suppression takes over all published tables of an invented register.

    python bench/disclosure.py [--communities 40] [--types 17]

Each line: how the acts spread, years, acts; seconds; cells withheld; witnesses.
"""

import argparse
import time

import numpy as np

from misaq.foundation.dates import parse_edtf
from misaq.record import ANSWERS, VERIFICATIONS, Act, act_types, count_acts, prepare_release

CASES = (("skewed", 12, 3000), ("skewed", 12, 30000), ("even", 12, 3000), ("even", 12, 10000))


def invent(n_communities: int, n_types: int, n_acts: int, n_years: int, spread: str) -> list[Act]:
    """Acts of six sources; a tenth without a year, a twentieth without a community."""
    chance = np.random.default_rng(1)
    types = list(act_types())[:n_types]
    weights = [
        1 / np.arange(1, n + 1) if spread == "skewed" else np.ones(n)
        for n in (n_communities, n_types)
    ]
    community, kind = (chance.choice(len(w), n_acts, p=w / w.sum()) for w in weights)
    return [
        Act(
            f"s{chance.integers(6)}", str(i), types[kind[i]],
            "" if chance.random() < 0.05 else f"c{community[i]}",
            None if chance.random() < 0.1 else parse_edtf(str(2000 + chance.integers(n_years))), "", "",
            VERIFICATIONS[chance.integers(3)], (True, False, None)[chance.choice(3, p=[0.1, 0.6, 0.3])], 1, "",
        )
        for i in range(n_acts)
    ]  # fmt: skip


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--communities", type=int, default=40)
    options.add_argument("--types", type=int, default=17)
    given = options.parse_args()
    for spread, n_years, n_acts in CASES:
        acts = invent(given.communities, given.types, n_acts, n_years, spread)
        answers = {act.report: ANSWERS[i % 4] for i, act in enumerate(acts) if i % 3 == 0}
        counts = count_acts(
            acts,
            answers,
            communities=[f"c{i}" for i in range(given.communities)],
            sources=[f"s{i}" for i in range(6)],
        )
        begin = time.perf_counter()
        made = prepare_release(counts, threshold=5, sensitive=10)
        seconds = time.perf_counter() - begin
        print(
            f"{spread} {n_years} {n_acts}: {seconds:.1f} s, {made.n_withheld}, {made.n_witnesses}",
            flush=True,
        )


if __name__ == "__main__":
    main()
