"""The same input gives the same bytes: one lottery under many hash seeds, its rows in another order each time.

    python bench/determinism.py [--seeds 100] [--data ../shared/data/assembly/sf_fixture_22]

Each run is a process of its own with another PYTHONHASHSEED: every rule in both forms, the published document,
the seal and a draw. Prints how many different digests came out; exit code 1 when there is more than one.
Without --data the pool is an invented one.
"""

import argparse
import csv
import hashlib
import os
import random
import subprocess
import sys
from pathlib import Path

from misaq.assembly import (
    FORMS,
    RULES,
    SMALL,
    Pool,
    draw_panel,
    hold_lottery,
    publish_certificate,
    publish_draw,
    publish_lottery,
    publish_panels,
    read_pool,
    read_quotas,
    read_randomness,
)
from misaq.foundation.canonical import canonical_json

Table = dict[str, list[str]]


def invented() -> tuple[Table, Table, int]:
    """Forty invented people, ids beside features that have nothing to do with anybody."""
    n = 40
    pool = {
        "id": [f"v{i:02d}" for i in range(n)],
        "sex": ["fm"[(i * 7 // 3) % 2] for i in range(n)],
        "age": [("young", "middle", "old")[(i * i + i // 5) % 3] for i in range(n)],
        "place": [["north", "south", "east", "west"][(i * 5 // 2) % 4] for i in range(n)],
    }
    quotas = [("sex", "f", 3, 5), ("sex", "m", 3, 5)]
    quotas += [("age", a, 1, 5) for a in ("young", "middle", "old")]
    quotas += [("place", p, 1, 3) for p in ("north", "south", "east", "west")]
    header = ("category", "feature", "min", "max")
    return pool, {name: [str(q[i]) for q in quotas] for i, name in enumerate(header)}, 8


def stored(folder: Path) -> tuple[Table, Table, int]:
    """A stored instance, the size after the last underscore of its name; ids are row numbers."""
    tables = []
    for name in ("respondents.csv", "categories.csv"):
        with (folder / name).open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
        tables.append({key: [row[key] for row in rows] for key in rows[0]})
    n_people = len(next(iter(tables[0].values())))
    return (
        {"id": [str(i) for i in range(1, n_people + 1)], **tables[0]},
        tables[1],
        int(folder.name.rpartition("_")[2]),
    )


def digest(given: tuple[Table, Table, int], order: int, rules: list[str], n_panels: int) -> str:
    """The digest of everything that is published of every lottery.

    order : seeds the order of the people's rows.
    """
    table, wanted, size = given
    quotas, _ = read_quotas(wanted, size)
    if quotas is None:
        raise SystemExit("the quotas cannot be read")
    rows = list(range(len(table["id"])))
    random.Random(order).shuffle(rows)
    read = read_pool({name: [texts[i] for i in rows] for name, texts in table.items()}, quotas)
    pool = read[0]
    if not isinstance(pool, Pool):
        raise SystemExit("the pool cannot be read")
    found = hashlib.sha256()
    for rule in rules:
        for form in FORMS:
            lottery = hold_lottery(pool, rule=rule, form=form, panels=n_panels)
            proof = publish_certificate(lottery)
            panels = publish_panels(lottery, proof)
            told = publish_lottery(lottery, panels["commitment"], proof, threshold=SMALL)
            drawn = draw_panel(lottery.tickets, panels["commitment"], read_randomness("seed:5"))
            for document in (proof, panels, told, publish_draw(drawn, lottery, threshold=SMALL)):
                found.update(canonical_json(document))
    return found.hexdigest()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=100, help="how many hash seeds")
    parser.add_argument("--data", type=Path, help="folder of a stored instance")
    parser.add_argument("--rules", nargs="*", default=list(RULES))
    parser.add_argument("--panels", type=int, default=1000, help="of the uniform lotteries")
    parser.add_argument("--order", type=int, help="print the digest of one order of rows and stop")
    given = parser.parse_args()
    if given.order is not None:
        print(
            digest(
                stored(given.data) if given.data else invented(),
                given.order,
                given.rules,
                given.panels,
            )
        )
        return 0
    digests: dict[str, list[int]] = {}
    for seed in range(given.seeds):
        command = [sys.executable, __file__, "--order", str(seed), "--rules", *given.rules]
        command += ["--panels", str(given.panels)]
        command += ["--data", str(given.data)] if given.data else []
        environment = {**os.environ, "PYTHONHASHSEED": str(seed)}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        digests.setdefault(done.stdout.strip(), []).append(seed)
    for name, seeds in digests.items():
        print(f"{name}  {len(seeds)} hash seeds" + (f": {seeds}" if len(digests) > 1 else ""))
    print(f"{given.seeds} hash seeds and orders of rows, {len(digests)} different results")
    return 0 if len(digests) == 1 else 1


if __name__ == "__main__":
    raise SystemExit(main())
