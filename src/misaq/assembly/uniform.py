"""Equally likely panels whose shares follow a target: what a draw on a stage with dice needs."""

import numpy as np
from numpy.typing import NDArray

from misaq.assembly.panels import Panels, Walk, as_panels
from misaq.assembly.polytope import quota_rows
from misaq.assembly.pool import Pool
from misaq.assembly.programs import Floats
from misaq.foundation.progress import Progress

NEAR = (
    2.5  # panels: a person's share may be off by this many before the target counts as out of reach
)
MOST_EXCHANGES = 20_000
TRIED = 40  # types that have too little, and too much, in one round of exchanges
STEP = 1e-9


def walk_panels(
    pool: Pool, target: Floats, n_panels: int, progress: Progress, *, seed: int = 0
) -> Panels | None:
    """Panels on a walk along the target, then evened out; None when its box holds no panel.

    target : expected seats of each type, a point of the quota polytope.
    """
    walk = Walk(pool, target, seed)
    found: list[NDArray[np.int64]] = []
    for _ in range(n_panels):
        panel = walk.next_panel()
        if panel is None:
            return None
        found.append(panel)
        progress.step("step.assembly.panels", len(found), n_panels)
    return even_out(pool, target, as_panels(found, pool))


def spread_panels(
    pool: Pool, target: Floats, panels: Panels, weights: Floats, n_panels: int
) -> Panels:
    """Panels of a lottery, each as often as its weight says, the rest by what is owed, then evened out.

    panels : (n, n_types), with weights > 0, sum 1, whose average is `target`.
    """
    counts = np.floor(weights * n_panels + STEP).astype(np.int64)
    owed = n_panels * target - counts @ panels
    short = weights * n_panels - counts
    for _ in range(n_panels - int(counts.sum())):
        place = int(np.argmax(panels @ owed + short))
        counts[place] += 1
        short[place] -= 1
        owed -= panels[place]
    return even_out(pool, target, np.repeat(panels, counts, axis=0))


def even_out(pool: Pool, target: Floats, panels: Panels) -> Panels:
    """Move seats inside panels from types with too many to types with too few, while every quota holds.

    Every exchange makes the sum of squares of what types are off, per member, smaller. Sorted afterwards.
    """
    sparse, low, high = quota_rows(pool)
    rows = sparse.toarray()
    panels = panels.copy()
    held = panels @ rows.T
    off = panels.sum(axis=0) - len(panels) * target
    sizes = pool.sizes.astype(float)
    for _ in range(MOST_EXCHANGES):
        if not _exchange(panels, held, off, (rows, low, high), sizes):
            break
    for row, (least, most) in enumerate(zip(low, high, strict=True)):
        assert ((held[:, row] >= least) & (held[:, row] <= most)).all()
    return panels[np.lexsort(panels.T[::-1])]


def furthest(pool: Pool, target: Floats, panels: Panels) -> float:
    """By how many of the panels a person's share is off at most, seats going round within each type."""
    seats = panels.sum(axis=0)
    aimed = len(panels) * target / pool.sizes
    fewest, most = seats // pool.sizes, -(-seats // pool.sizes)
    return float(np.maximum(aimed - fewest, most - aimed).max())


def _exchange(
    panels: Panels,
    held: Floats,
    off: Floats,
    limits: tuple[Floats, Floats, Floats],
    sizes: Floats,
) -> bool:
    """One exchange, the best that the first panel allows; False when none helps."""
    rows, low, high = limits
    over = np.argsort(-off / sizes, kind="stable")[:TRIED]
    under = np.argsort(off / sizes, kind="stable")[:TRIED]
    # what moving a seat takes off the sum of (off / size)^2
    gains = (2 * off[over] - 1)[:, None] / sizes[over][:, None] ** 2 - (2 * off[under] + 1)[
        None, :
    ] / sizes[under][None, :] ** 2
    for flat in np.argsort(-gains, axis=None, kind="stable"):
        i, j = divmod(int(flat), len(under))
        if gains[i, j] <= STEP:
            return False
        giver, taker = int(over[i]), int(under[j])
        if giver == taker:
            continue
        change = rows[:, taker] - rows[:, giver]
        moved = np.flatnonzero(change)
        fits = (panels[:, giver] > 0) & (panels[:, taker] < sizes[taker])
        after = held[:, moved] + change[moved]
        fits &= ((after >= low[moved]) & (after <= high[moved])).all(axis=1)
        places = np.flatnonzero(fits)
        if len(places):
            place = places[0]
            panels[place, giver] -= 1
            panels[place, taker] += 1
            held[place] += change
            off[giver] -= 1
            off[taker] += 1
            return True
    return False
