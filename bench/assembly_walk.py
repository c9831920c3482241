"""Bound and panels apart, for bench/assembly.py: how the lottery grows with the pool."""

from pathlib import Path

import numpy as np

from assembly_measure import Clock, load, peak_mb
from misaq.assembly.ladder import all_who_can_sit, climb
from misaq.assembly.panels import Walk
from misaq.assembly.pool import Pool

INVENTED_SIZE, INVENTED_SEED = 300, 4


def report_walk(data: Path, name: str, n_panels: int) -> None:
    """The leximin levels of the quota polytope, then panels that follow them; each is checked against all quotas."""
    bare = peak_mb()
    pool = invented(int(name)) if name.isdigit() else load(data / name)
    clock = Clock()
    allowed = all_who_can_sit(pool)
    levels = climb(pool, allowed)
    bound, bound_wall = clock.cpu, clock.wall
    line = (
        f"{name:24}{pool.n_people:8}{pool.n_types:7}{bound:9.2f}{bound_wall:8.1f}"
        f"{levels.values[0]:12.8f}{len(levels.values):7}"
    )
    print(f"{line}{walked(pool, levels.target, n_panels)}{peak_mb():6} ({bare})", flush=True)


def walked(pool: Pool, target: np.ndarray, n_panels: int) -> str:
    """Seconds, and by how many panels a type's seats are off its share at most; what went wrong, if anything."""
    if not n_panels:
        return f"{'-':>9}{'-':>8}{'-':>8}"
    clock, given = Clock(), np.zeros(pool.n_types)
    walk = Walk(pool, target, 0)
    low = np.array([q.minimum for q in pool.quotas.rows])
    high = np.array([q.maximum for q in pool.quotas.rows])
    for place in range(n_panels):
        panel = walk.next_panel()
        if panel is None:
            return f"  no panel follows it after {place} in {clock.cpu:.1f} s"
        counts = pool.holds @ panel
        fits = (low <= counts).all() and (counts <= high).all()
        if not fits or panel.sum() != pool.quotas.size or (panel > pool.sizes).any():
            return f"  panel {place} breaks a limit"
        given += panel
    drift = float(np.abs(given - n_panels * target).max())
    return f"{clock.cpu:9.1f}{clock.wall:8.1f}{drift:8.2f}"


def invented(n_people: int) -> Pool:
    from invented_nation import invented_pool  # noqa: PLC0415

    return invented_pool(n_people, INVENTED_SIZE, seed=INVENTED_SEED)
