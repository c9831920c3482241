"""How long the map takes on Spark beside the local engine, on the same planted votes in Parquet partitions.

    python bench/spark.py [--people 20000] [--statements 500] [--each 50] [--partitions 4]

Prints seconds of the map without drawing again (reading included), once each, and whether the two agree.
"""

import argparse
import tempfile
import time
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from misaq.dialogue import map_opinions
from misaq.dialogue.analysis import DialogueRules
from misaq.engines.spark import map_on_spark, open_spark
from misaq.formats import list_partitions, read_partitions, read_vote_matrix, read_vote_part


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=20_000)
    options.add_argument("--statements", type=int, default=500)
    options.add_argument("--each", type=int, default=50)
    options.add_argument("--partitions", type=int, default=4)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        votes = plant(Path(folder), given.people, given.statements, given.each, given.partitions)
        files = list_partitions(Path(folder))
        began = time.perf_counter()
        matrix = read_vote_matrix(read_partitions(files, "votes"))
        read = time.perf_counter() - began
        local = map_opinions(matrix, seed=7, min_group_size=10)
        took = time.perf_counter() - began
        print(f"{votes} votes; local: read {read:.1f} s, in all {took:.1f} s")
        began = time.perf_counter()
        with open_spark() as session:
            started = time.perf_counter() - began
            opinions = map_on_spark(
                session,
                files,
                partial(read_vote_part, file="votes"),
                seed=7,
                rules=DialogueRules(n_resamples=0),
            ).opinions
            took = time.perf_counter() - began
        print(f"spark: start {started:.1f} s, in all {took:.1f} s")
        apart = np.abs(opinions.plane.components - local.plane.components).max()
        print(
            f"labels equal: {np.array_equal(opinions.labels, local.labels)}; axes apart {apart:.1e}"
        )


def plant(folder: Path, people: int, statements: int, each: int, partitions: int) -> int:
    """Write invented votes of two camps, shuffled over the partitions; give how many."""
    chance = np.random.default_rng(1)
    answered = chance.random((people, statements), np.float32) < each / statements
    person, statement = np.nonzero(answered)
    camp = np.where(np.arange(people) < people * 0.6, 1, -1)
    lean = chance.choice([-1, 1], statements) * (chance.random(statements) < 0.5)
    share = 0.5 + 0.35 * lean[statement] * camp[person]
    draw = chance.random(len(person))
    vote = np.where(draw < 0.1, 0, np.where(chance.random(len(person)) < share, 1, -1))
    order = chance.permutation(len(person))
    for part, places in enumerate(np.array_split(order, partitions)):
        table = pa.table(
            {
                "participant": pa.array([f"p{p}" for p in person[places].tolist()]),
                "statement": pa.array(statement[places]),
                "vote": pa.array(vote[places]),
            }
        )
        pq.write_table(table, folder / f"part-{part}.parquet")
    return len(person)


if __name__ == "__main__":
    main()
