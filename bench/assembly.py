"""Time the lottery on the stored instances, with the published and measured figures of its peers beside it.

    python bench/assembly.py [--data ../shared/data/assembly] [NAME ...]

Peer: sortition-algorithms 0.12.15 with HiGHS, maximin, one run on 2 cores; for the two examples the
published LEXIMIN with a commercial solver. Ours are seconds of one core (one thread). The peer's figures
are written down here, not run again. "proof" is the largest gap of any level that the stand-alone check
finds in exact fractions, "check s" its seconds; a fault that it names stands in the place of the gap.
"""

import argparse
import csv
import json
import time
from pathlib import Path

from misaq.assembly import (
    Lottery,
    hold_lottery,
    publish_certificate,
    publish_panels,
    read_pool,
    read_quotas,
)
from misaq.assembly.standalone import check_lottery

PEER_SECONDS = {
    "example_small_20": 2.7,
    "example_large_200": 1161.8,
    "sf_fixture_22": 3.27,
    "divx_wide_60": 9.16,
    "divx_exact_60": 9.67,
    "chile88_900_90": 189.35,
    "slid94_3000_150": None,  # stopped after 240 s
}
BEST = {
    "example_small_20": 0.1,
    "example_large_200": 0.1,
    "sf_fixture_22": 0.090909,
    "divx_wide_60": 0.186047,
    "divx_exact_60": 0.108108,
    "chile88_900_90": 0.061017,
    "slid94_3000_150": 0.027050,
}


def columns(path: Path) -> dict[str, list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return {name: [row[name] for row in rows] for name in rows[0]}


def run(folder: Path) -> str:
    began = time.process_time()
    quotas, _ = read_quotas(columns(folder / "categories.csv"), int(folder.name.rpartition("_")[2]))
    pool, _ = read_pool(columns(folder / "respondents.csv"), quotas) if quotas else (None, [])
    if pool is None:
        return f"{folder.name:<20} cannot be read"
    lottery = hold_lottery(pool)
    seconds = time.process_time() - began
    began = time.process_time()
    proof = prove(folder, lottery)
    checked = time.process_time() - began
    peer = PEER_SECONDS.get(folder.name)
    ratio = f"{peer:8.1f} {peer / seconds:7.1f}x" if peer else f"{'-':>8} {'-':>8}"
    return (
        f"{folder.name:<20}{pool.n_people:>7}{pool.n_types:>7}{seconds:>9.2f} {ratio}"
        f"{lottery.minimum:>11.6f}{BEST.get(folder.name, float('nan')):>11.6f}"
        f"{lottery.gap:>10.1e}{lottery.gini:>8.4f}{len(lottery.shut_out):>5}"
        f"{len(lottery.levels):>7}{checked:>8.2f}  {proof}"
    )


def prove(folder: Path, lottery: Lottery) -> str:
    certificate = json.loads(json.dumps(publish_certificate(lottery)))
    sealed = json.loads(json.dumps(publish_panels(lottery, certificate)))
    given = {"sealed": sealed, "probabilities": lottery.probabilities}
    tables = [
        check_lottery.read_rows(str(folder / name))
        for name in ("respondents.csv", "categories.csv")
    ]
    faults, gap = check_lottery.check(given, certificate, *tables, None)
    return faults[0] if faults else f"{float(gap):.1e}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/assembly"))
    parser.add_argument("names", nargs="*", default=list(PEER_SECONDS))
    given = parser.parse_args()
    print(
        f"{'instance':<20}{'people':>7}{'types':>7}{'seconds':>9} {'peer s':>8} {'ratio':>8}"
        f"{'minimum':>11}{'best':>11}{'gap':>10}{'gini':>8}{'out':>5}{'levels':>7}"
        f"{'check s':>8}  proof"
    )
    for name in given.names:
        print(run(given.data / name), flush=True)


if __name__ == "__main__":
    main()
