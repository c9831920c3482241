"""200 random sets of amendments undone in the histories of India, Italy and the USA; every bill is folded back.

    python bench/undo_sets.py [--data FOLDER] [--seed 20261126]

Of each set: undone and done again is the same text; undone one by one in a random order is the text of all at once;
the bill, folded into the present text, gives the wanted one token for token (else `draft_bill` raises). The tests run
the same laws over a part of these sets.
"""

import argparse
import time
from pathlib import Path

from misaq.charter import (
    Weave,
    draft_bill,
    find_dependencies,
    undo_amendments,
    undo_operations,
    weave_versions,
)
from misaq.formats import load_history_file
from misaq.foundation.seeds import generator

DATA = Path(__file__).parents[2] / "shared" / "data" / "charter"
SETS = {"india": (80, 67), "italy": (0, 67), "usa": (0, 66)}  # joined lines, sets
MOST = 8  # amendments in a set


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, default=DATA)
    options.add_argument("--seed", type=int, default=20261126)
    given = options.parse_args()
    print("country  sets  undo+redo  any order  bills exact  instructions  slowest bill")
    for country, (width, many) in SETS.items():
        history, faults = load_history_file(given.data / country / "versions.jsonl.xz")
        assert history is not None, faults
        weave = weave_versions(history.versions, join_lines_of=width)
        print(f"{country:8} {many:4}", *undo_all(weave, country, many, given.seed))


def undo_all(weave: Weave, country: str, many: int, seed: int) -> tuple[int, int, int, int, str]:
    """How many sets kept each law, how many instructions the bills have, and the slowest bill."""
    dependencies = find_dependencies(weave)
    chance = generator(seed, f"charter.golden.undoing.{country}")
    whole = weave.texts(weave.active())
    redone = ordered = exact = instructions = 0
    slowest = 0.0
    for _ in range(many):
        size = int(chance.integers(1, MOST + 1))
        chosen = sorted(chance.choice(len(weave.numbers) - 1, size=size, replace=False) + 1)
        again = weave.active(without=chosen)
        again[chosen] = True
        redone += weave.texts(again) == whole
        together = undo_amendments(weave, chosen, dependencies=dependencies)
        counted = weave.active()
        for place in chance.permutation(chosen).tolist():
            step = undo_operations(weave, [place], counted=counted, dependencies=dependencies)
            counted = step.remaining
        ordered += step.text_sha256 == together.text_sha256
        began = time.perf_counter()
        bill = draft_bill(together)
        slowest = max(slowest, time.perf_counter() - began)
        exact += bill.check.to_sha256 == together.text_sha256
        instructions += bill.check.instructions
    return redone, ordered, exact, instructions, f"{slowest:.2f} s"


if __name__ == "__main__":
    main()
