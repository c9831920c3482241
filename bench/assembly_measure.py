"""Clocks, memory, files and the floor for bench/assembly.py."""

import csv
import multiprocessing
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array, diags_array, hstack, vstack

from misaq.assembly import Pool, read_pool, read_quotas

Columns = dict[str, list[str]]


class Clock:
    """CPU seconds and seconds of wall clock since it was made."""

    def __init__(self) -> None:
        self._cpu, self._wall = time.process_time(), time.perf_counter()

    @property
    def cpu(self) -> float:
        return time.process_time() - self._cpu

    @property
    def wall(self) -> float:
        return time.perf_counter() - self._wall


def alone(work: Callable[..., None], *given: Any) -> None:
    """Do it in a new process, so that its peak of memory is its own."""
    process = multiprocessing.get_context("spawn").Process(target=work, args=given)
    process.start()
    process.join()
    if process.exitcode:
        print(f"  failed: exit code {process.exitcode}", file=sys.stderr, flush=True)


def peak_mb() -> int:
    """The most memory this process has held; not ru_maxrss, which begins at what the parent held."""
    line = next(x for x in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in x)
    return int(line.split()[1]) // 1024


def size_of(name: str) -> int:
    """The seats of a stored pool: the number after its last underscore."""
    return int(name.rpartition("_")[2])


def columns(path: Path) -> Columns:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return {name: [row[name] for row in rows] for name in rows[0]}


def load(folder: Path) -> Pool:
    quotas, faults = read_quotas(columns(folder / "categories.csv"), size_of(folder.name))
    pool, more = read_pool(columns(folder / "respondents.csv"), quotas) if quotas else (None, [])
    if pool is None:
        sys.exit(f"{folder.name} cannot be read: {[*faults, *more][:3]}")
    return pool


def floor(folder: Path) -> float:
    """CPU seconds of one read of the files and one cold solve of the program of the smallest chance."""
    clock = Clock()
    for file in folder.glob("*.csv"):
        file.read_bytes()
    took = clock.cpu
    pool = load(folder)
    quotas, sizes = pool.quotas, pool.sizes.astype(float)
    rows = csr_array(pool.holds.astype(float))
    low = np.array([q.minimum for q in quotas.rows], float)
    high = np.array([q.maximum for q in quotas.rows], float)
    can_sit = ~((pool.holds.T & (high == 0)).any(axis=1))
    level = csr_array((sizes * can_sit)[:, None])
    none = csr_array((len(low), 1))
    clock = Clock()
    found = linprog(
        np.append(np.zeros(len(sizes)), -1.0),
        A_ub=vstack(
            [
                hstack([rows, none]),
                hstack([-rows, none]),
                hstack([diags_array(-np.ones(len(sizes))), level]),
            ]
        ).tocsr(),
        b_ub=np.concatenate([high, -low, np.zeros(len(sizes))]),
        A_eq=csr_array(np.append(np.ones(len(sizes)), 0.0)[None, :]),
        b_eq=[float(quotas.size)],
        bounds=[*((0.0, m) for m in sizes), (0.0, 1.0)],
        method="highs",
    )
    if found.status != 0:
        sys.exit(f"{folder.name}: {found.message}")
    return took + clock.cpu
