"""The greedy draw that came before: kept for comparison, its chances only estimated."""

import numpy as np
from numpy.typing import NDArray

from misaq.assembly.panels import Panels
from misaq.assembly.polytope import quota_rows
from misaq.assembly.pool import Pool
from misaq.foundation.errors import EngineError
from misaq.foundation.progress import Progress
from misaq.foundation.seeds import generator

BATCH = 500  # attempts side by side
MOST_ATTEMPTS = 100_000

Grid = NDArray[np.int64]


class LegacyStuckError(EngineError):
    """The greedy draw ends in a dead end every time."""

    code = "legacy_stuck"


def draw_legacy(pool: Pool, n_panels: int, progress: Progress, *, seed: int = 0) -> Panels:
    """Draw panels one by one as the greedy algorithm does; each draw is independent of the others.

    Again and again the feature with the highest ratio of seats still needed for its minimum to people still
    there is taken (chance decides between equals), and one person who has it is drawn; when no feature needs
    anybody, one of all who are there. Whoever has a feature or lives in a household with no room left goes
    out. When a feature needs more people than are left, the draw starts again from the beginning.

    n_panels : how many draws to return. Returns (n_panels, n_types), in the order in which they were drawn.
    Raises LegacyStuckError when fewer come out of MOST_ATTEMPTS attempts.
    Source: written from the description of LEGACY in Flanigan et al., Nature 596, 2021; not from any code.
    What happens when no feature needs anybody is our reading of it.
    """
    chance = generator(seed, "assembly.legacy")
    found: list[Grid] = []
    n_found = 0
    for _ in range(MOST_ATTEMPTS // BATCH):
        finished = _attempt(pool, chance)
        found.append(finished)
        n_found += len(finished)
        progress.step("step.assembly.panels", min(n_found, n_panels), n_panels)
        if n_found >= n_panels:
            return np.concatenate(found)[:n_panels]
    raise LegacyStuckError(found=n_found, attempts=MOST_ATTEMPTS)


def _attempt(pool: Pool, chance: np.random.Generator) -> Grid:
    """The panels of those of BATCH attempts that come to an end."""
    sparse, low, high = quota_rows(pool)
    rows = sparse.toarray().astype(np.int64)
    size_row = len(pool.quotas.rows)
    wanted = np.delete(np.arange(len(rows)), size_row)
    seats = np.zeros((BATCH, pool.n_types), dtype=np.int64)
    left, gone = np.tile(pool.sizes, (BATCH, 1)), _gone(pool)
    alive = np.ones(BATCH, dtype=bool)
    for _ in range(pool.quotas.size):
        held = seats @ rows.T
        left[((held >= high) @ rows) > 0] = 0
        there = left @ rows.T
        need = np.maximum(low - held, 0)
        need[:, size_row] = 0
        alive &= (need[:, wanted] <= there[:, wanted]).all(axis=1) & (there[:, size_row] > 0)
        if not alive.any():
            return seats[:0]
        ratio = np.where(need > 0, need / np.maximum(there, 1), -1.0)
        best = np.isclose(ratio, ratio.max(axis=1, keepdims=True), rtol=1e-12, atol=0)
        pick = np.where(best, chance.random(ratio.shape), -1.0).argmax(axis=1)
        pick = np.where(need.any(axis=1), pick, size_row)
        ends = np.cumsum(left * rows[pick], axis=1)
        place = (chance.random(BATCH) * np.maximum(ends[:, -1], 1)).astype(np.int64)
        kind = np.minimum((ends <= place[:, None]).sum(axis=1), pool.n_types - 1)
        drawn = np.flatnonzero(alive)
        seats[drawn, kind[drawn]] += 1
        left[drawn] = np.maximum(left[drawn] - gone[kind[drawn]], 0)
    held = seats @ rows.T
    finished: Grid = seats[alive & (held >= low).all(axis=1) & (held <= high).all(axis=1)]
    return finished


def _gone(pool: Pool) -> Grid:
    """How many people of each type (column) go out with one who is drawn of a type (row): all of the household."""
    gone = np.eye(pool.n_types, dtype=np.int64)
    for home in pool.households:
        kinds = np.array(home.kinds)
        gone[np.ix_(kinds, kinds)] = pool.sizes[kinds] // home.number
    return gone
