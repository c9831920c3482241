"""The lottery on stored and invented pools, side by side with sortition-algorithms in one run.

    python bench/assembly.py [NAME ...] [--data ../shared/data/assembly] [--peer PYTHON] [--peer-limit 240]
        [--uniform] [--walk NAME|PEOPLE ...] [--panels 1000] [--seeds [3]]

NAME: stored pools of which the leximin lottery with tickets is found, proven, and checked by the stand-alone script
in exact fractions; none: all eleven, unless --walk or --seeds asks for something else.
--peer: the Python of an environment with bench/requirements.txt; on the pools of up to 3,000 people it then finds its
maximin lottery with HiGHS, an easier task than leximin, in a process of its own.
--peer-limit: CPU seconds after which the peer is stopped; nothing is then said of what it would have taken.
--uniform: instead, 1,000 (--panels) equally likely panels, how far at most a chance is off its target, and by how
many panels a type's seats are (drift).
--walk: of stored pools, or of so many invented people with ten categories and 300 seats, apart: the seconds of
leximin's linear bound, and of 1,000 panels that follow it; --panels 0 for the bound alone.
--seeds: the panel of sf_fixture_22 by seed 42 under so many hash seeds of Python, and under three the peer's.

Every line is a process of its own. "s" are CPU seconds, reading the files included (with --walk not), imports not;
"wall" beside them is stretched by other work on the machine. The ratio is the peer's CPU seconds (wall, where those
are fewer: it may use threads, we use one) to ours. "MB" is the peak of the process, in brackets what it held after
its imports. "publish" and "check" are the seconds of the certificate and of the stand-alone check.
A floor is one read of the files and one cold solve by HiGHS (SciPy) of the linear program whose value bounds every
lottery's smallest chance: whoever proves the best smallest chance does no less.
"""

import argparse
import json
import os
from pathlib import Path

from assembly_measure import Clock, alone, floor, load, peak_mb
from assembly_peer import report_peer, report_seeds
from assembly_walk import report_walk
from misaq.assembly import (
    SMALL,
    Lottery,
    hold_lottery,
    publish_certificate,
    publish_lottery,
    publish_panels,
)
from misaq.assembly.standalone import check_lottery

WITH_PEER = (
    "example_small_20",
    "sf_fixture_22",
    "divx_wide_60",
    "divx_exact_60",
    "chile88_900_90",
    "example_large_200",
    "slid94_3000_150",
)
ALONE = ("nation10_500_60", "nation10_2000_150", "nation6_10000_300", "nation10_10000_300")


def report(folder: Path, peer: Path | None, limit: int) -> None:
    """Find, prove and check one leximin lottery; the peer's line below it."""
    bare, clock = peak_mb(), Clock()
    pool = load(folder)
    lottery = hold_lottery(pool)
    took, wall, peak = clock.cpu, clock.wall, peak_mb()
    clock = Clock()
    document = publish(lottery)
    published, clock = clock.cpu, Clock()
    verdict = check(folder, document)
    checked = clock.cpu
    print(
        f"{folder.name:20}{pool.n_people:8}{pool.n_types:8}{took:9.2f}{wall:8.1f}{peak:6}{f' ({bare})':6}"
        f"{lottery.minimum:11.7f}{lottery.gini:8.4f}{document['certificate']['bound']:11.7f}"
        f"{document['certificate']['gap']:9.1e}{len(lottery.levels):7}{len(lottery.tickets.counts):7}"
        f"{len(lottery.shut_out):4}{took / floor(folder):8.0f}{published:8.2f}{checked:7.2f}  {verdict}",
        flush=True,
    )
    if peer and folder.name in WITH_PEER:
        report_peer(peer, folder, limit, took)


def publish(lottery: Lottery) -> dict[str, object]:
    """The document as it would be read from its file."""
    certificate = publish_certificate(lottery)
    sealed = publish_panels(lottery, certificate)
    told = publish_lottery(lottery, sealed["commitment"], certificate, threshold=SMALL)
    document: dict[str, object] = json.loads(json.dumps({**told, "sealed": sealed}))
    return document


def check(folder: Path, document: dict[str, object]) -> str:
    """What the stand-alone script finds: nothing, or the first fault."""
    tables = [
        check_lottery.read_rows(folder / name) for name in ("respondents.csv", "categories.csv")
    ]
    faults, gap, _ = check_lottery.check(document, *tables, None)
    return faults[0] if faults else f"agrees, gap {float(gap):.1e}"


def report_uniform(folder: Path, n_panels: int) -> None:
    """Equally likely panels: how far any person's chance, and any type's seats, are off."""
    bare, clock = peak_mb(), Clock()
    pool = load(folder)
    lottery = hold_lottery(pool, form="uniform", panels=n_panels)
    took, wall = clock.cpu, clock.wall
    aimed = [n_panels * sum(lottery.target[p] for p in ids) for ids in pool.members]
    pairs = zip(lottery.tickets.seats, aimed, strict=True)
    drift = max(abs(seats - aim) for seats, aim in pairs)
    print(
        f"{folder.name:20}{pool.n_people:8}{pool.n_types:8}{took:9.2f}{wall:8.1f}{peak_mb():6}{f' ({bare})':6}"
        f"{lottery.minimum:11.7f}{lottery.target_minimum:11.7f}{lottery.max_deviation:11.5f}{drift:8.2f}"
        f"{len(lottery.tickets.counts):7}{lottery.gini:8.4f}",
        flush=True,
    )


LEXIMIN = (
    f"{'leximin, tickets':20}{'people':>8}{'types':>8}{'s':>9}{'wall':>8}{'MB':>6}{'':6}{'minimum':>11}"
    f"{'gini':>8}{'bound':>11}{'gap':>9}{'levels':>7}{'panels':>7}{'out':>4}{'floors':>8}{'publish':>8}{'check':>7}"
)
UNIFORM = (
    f"{'leximin, uniform':20}{'people':>8}{'types':>8}{'s':>9}{'wall':>8}{'MB':>6}{'':6}{'minimum':>11}"
    f"{'aim':>11}{'deviation':>11}{'drift':>8}{'panels':>7}{'gini':>8}"
)
WALK = (
    f"{'bound, then panels':24}{'people':>8}{'types':>7}{'bound s':>9}{'wall':>8}{'bound':>12}{'levels':>7}"
    f"{'panels s':>9}{'wall':>8}{'drift':>8}{'MB':>6}"
)


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("names", nargs="*", default=[])
    options.add_argument("--data", type=Path, default=Path("../shared/data/assembly"))
    options.add_argument("--peer", type=Path)
    options.add_argument("--peer-limit", type=int, default=240)
    options.add_argument("--uniform", action="store_true")
    options.add_argument("--walk", nargs="+", default=[])
    options.add_argument("--panels", type=int, default=1000)
    options.add_argument("--seeds", type=int, nargs="?", const=3, default=0)
    given = options.parse_args()
    load_now = " ".join(f"{x:.2f}" for x in os.getloadavg())
    print(f"{os.cpu_count()} cores, load {load_now}", flush=True)
    names = given.names or ([] if given.walk or given.seeds else [*WITH_PEER, *ALONE])
    if names:
        print(UNIFORM if given.uniform else LEXIMIN, flush=True)
    for name in names:
        if given.uniform:
            alone(report_uniform, given.data / name, given.panels)
        else:
            alone(report, given.data / name, given.peer, given.peer_limit)
    if given.walk:
        print(WALK, flush=True)
    for name in given.walk:
        alone(report_walk, given.data, name, given.panels)
    if given.seeds:
        report_seeds(given.peer, given.data, given.seeds)


if __name__ == "__main__":
    main()
