"""Whole panels whose average follows a target: each panel meets every quota, rounding errors are carried on."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from misaq.assembly.polytope import quota_rows, seat_program
from misaq.assembly.pool import Pool
from misaq.assembly.programs import Floats, Program
from misaq.foundation.seeds import generator

FIRST_EXTRA = 30  # types set free beside the fractional ones in the first repair
NOISE = 1e-4  # of a seat: breaks ties between types with equal residuals
NEAR_ENOUGH = 0.02  # a repair need not be the best: what a panel misses is owed to the next
WHOLE = 1e-6  # of a seat

Panels = NDArray[np.int64]


def as_panels(found: Sequence[NDArray[np.int64]], pool: Pool) -> Panels:
    """Panels as one array, (n_panels, n_types), also when there is none."""
    return np.array(found, dtype=np.int64).reshape(-1, pool.n_types)


class Walk:
    """One panel after another, so that their running average stays near `target`.

    Box: floor(d_t) <= x_t <= ceil(d_t). For each panel a vertex of the box for the largest sum of
    (r_t + d_t - floor(d_t)) x_t, r being what the panels so far owe each type; then the few fractional
    seats are settled by a small integer program over those types and some chosen at random.

    target : expected seats of each type, a point of the quota polytope, (n_types,).
    """

    def __init__(self, pool: Pool, target: Floats, seed: int) -> None:
        self.pool, self.target = pool, target
        self._low = np.floor(target + WHOLE)
        self._high = np.minimum(np.ceil(target - WHOLE), pool.sizes)
        self._owed = np.zeros(pool.n_types)
        self._chance = generator(seed, "assembly.panels")
        self._vertex = seat_program(pool, integer=False)
        self._vertex.set_bounds(self._low, self._high)
        self._rows, self._row_low, self._row_high = quota_rows(pool)

    def next_panel(self) -> NDArray[np.int64] | None:
        """The next panel, or None when the box holds none."""
        noise = self._chance.random(self.pool.n_types) * NOISE
        wish = self._owed + (self.target - self._low) + noise
        self._vertex.set_costs(wish)
        solution = self._vertex.solve()
        if solution is None:
            return None
        panel = self._repair(solution.values, wish)
        if panel is not None:
            self._owed += self.target - panel
        return panel

    def _repair(self, vertex: Floats, wish: Floats) -> NDArray[np.int64] | None:
        whole = np.round(vertex)
        fractional = np.flatnonzero(np.abs(vertex - whole) > WHOLE)
        if not len(fractional):
            return whole.astype(np.int64)
        movable = np.flatnonzero(self._high > self._low)
        others = np.setdiff1d(movable, fractional)
        extra = FIRST_EXTRA
        while True:
            some = self._chance.choice(others, min(extra, len(others)), replace=False)
            panel = self._settle(whole, np.sort(np.concatenate([fractional, some])), wish)
            if panel is not None or extra >= len(others):
                return panel
            extra *= 3

    def _settle(
        self, whole: Floats, free: NDArray[np.int64], wish: Floats
    ) -> NDArray[np.int64] | None:
        """The best whole panel when only `free` types may differ from `whole`."""
        held = whole.copy()
        held[free] = 0.0
        taken = self._rows @ held
        small = csr_array(self._rows[:, free])
        program = Program(
            small,
            (self._row_low - taken, self._row_high - taken),
            (self._low[free], self._high[free]),
            integer=True,
            gap=NEAR_ENOUGH,
        )
        program.set_costs(wish[free])
        solution = program.solve()
        if solution is None:
            return None
        held[free] = np.round(solution.values)
        return held.astype(np.int64)
