"""The rules side by side on stored instances, in one form: chances, deviation from the target, seconds.

    python bench/lottery_rules.py [--data ../shared/data/assembly] [--form uniform] [--rules nash ...] NAME ...

"deviation" is the largest distance of a chance from its target, "gap" how far the rule's own objective may be
from the best there is, relative to it. Seconds are of one core.
"""

import argparse
import csv
import time
from pathlib import Path

from misaq.assembly import (
    FORMS,
    RULES,
    LegacyStuckError,
    Pool,
    hold_lottery,
    read_pool,
    read_quotas,
)

NAMES = ("sf_fixture_22", "divx_wide_60", "divx_exact_60", "chile88_900_90", "slid94_3000_150")


def load(folder: Path) -> Pool:
    tables = []
    for name in ("categories.csv", "respondents.csv"):
        with (folder / name).open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
        tables.append({key: [row[key] for row in rows] for key in rows[0]})
    quotas, _ = read_quotas(tables[0], int(folder.name.rpartition("_")[2]))
    read = read_pool(tables[1], quotas) if quotas else (None,)
    if not isinstance(read[0], Pool):
        raise SystemExit(f"{folder} cannot be read")
    return read[0]


def row(pool: Pool, rule: str, form: str) -> str:
    began = time.process_time()
    try:
        held = hold_lottery(pool, rule=rule, form=form)
    except LegacyStuckError as error:
        return f"{rule:<11} {error}"
    seconds = time.process_time() - began
    gap = "-" if held.objective_gap is None else f"{held.objective_gap:.1e}"
    return (
        f"{rule:<11}{held.minimum:>10.6f}{held.maximum:>10.6f}{held.gini:>8.4f}"
        f"{held.max_deviation:>11.1e}{gap:>9}{len(held.tickets.counts):>8}{seconds:>9.2f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/assembly"))
    parser.add_argument("--form", choices=FORMS, default="tickets")
    parser.add_argument("--rules", nargs="*", choices=RULES, default=list(RULES))
    parser.add_argument("names", nargs="*", default=list(NAMES))
    given = parser.parse_args()
    head = f"{'minimum':>10}{'maximum':>10}{'gini':>8}{'deviation':>11}{'gap':>9}{'panels':>8}"
    print(f"{'instance':<20}{'rule':<11}{head}{'seconds':>9}")
    for name in given.names:
        pool = load(given.data / name)
        for rule in given.rules:
            print(f"{name:<20}{row(pool, rule, given.form)}", flush=True)


if __name__ == "__main__":
    main()
