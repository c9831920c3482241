"""The leximin levels among lotteries over whole panels, for pools whose quota polytope promises too much."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from misaq.assembly.ladder import SAME, SLACK, Levels
from misaq.assembly.panels import Panels
from misaq.assembly.polytope import Mask, seat_program
from misaq.assembly.pool import Pool
from misaq.assembly.programs import Floats, Program, SolverError
from misaq.foundation.progress import Progress

GAP = 1e-6  # relative to the level: nearer than this to the priced bound is at it
PRESSED = 1e-7  # of the dual mass, which is 1 in all: a row with less does not hold the level down
MOST_PRICED = 3000  # panels, over all levels
KEPT = 1e-9


@dataclass(frozen=True)
class PanelLevels:
    """The levels, and the panels with their weights that reach them.

    bound : no lottery gives everybody who can sit more than this, by the pricing of the first level.
    """

    levels: Levels
    panels: Panels
    weights: Floats
    bound: float


def climb_panels(pool: Pool, allowed: Mask, panels: Panels, progress: Progress) -> PanelLevels:
    """Raise the lowest probability as far as whole panels go, then the next lowest, and so on.

    Level by level: maximise z subject to sum_j q_j x_jt >= m_t z for the free types, >= m_t p_t for the
    fixed, sum q = 1; panels are priced by an integer program with the duals until none would lift z.

    allowed : types that some panel seats. panels : to begin with, (n, n_types), each meeting every quota.
    Source: column generation as in Flanigan et al., Nature 596, 2021.
    """
    climb = _Climb(pool, allowed, panels, progress)
    values: list[float] = []
    while climb.free.any():
        level = climb.step()
        if not values or level > values[-1] * (1 + SAME):
            values.append(level)
    kept = climb.weights > KEPT
    found, weights = climb.panels[kept], climb.weights[kept]
    order = np.lexsort(found.T[::-1])
    levels = Levels(climb.fixed * pool.sizes, tuple(values))
    return PanelLevels(levels, found[order], weights[order] / weights.sum(), climb.bound)


class _Climb:
    """Columns z and q_j; one row per allowed type, then sum q = 1."""

    def __init__(self, pool: Pool, allowed: Mask, panels: Panels, progress: Progress) -> None:
        self.panels = np.unique(panels, axis=0)
        self.free, self.fixed = allowed.copy(), np.zeros(pool.n_types)
        self.bound, self.weights = 1.0, np.zeros(0)
        self._kinds = np.flatnonzero(allowed)
        self._sizes = pool.sizes[self._kinds].astype(float)
        self._priced = seat_program(pool, integer=True, allowed=allowed)
        self._progress, self._turn = progress, 0
        self._first = True

    def step(self) -> float:
        """Find the next level and fix who is stuck at it."""
        held = self.fixed[self._kinds] * (1 - SLACK) * self._sizes
        free = self.free[self._kinds]
        program = self._program(free, held)
        best = np.inf
        while True:
            solution = program.solve()
            if solution is None:
                raise SolverError(reason="panel levels")
            level, self.weights = float(solution.values[0]), solution.values[1:]
            prices = np.maximum(-solution.duals[:-1], 0.0)
            weight = float(prices[free] @ self._sizes[free])
            if level >= 1 - GAP or weight <= PRESSED or self._turn >= MOST_PRICED:
                break
            panel, worth = self._price(prices)
            best = min(best, (worth - float(prices[~free] @ held[~free])) / weight)
            if best <= level * (1 + GAP / 2) or (self.panels == panel).all(axis=1).any():
                break
            self.panels = np.vstack([self.panels, panel])
            rows = np.flatnonzero(panel[self._kinds])
            values = np.append(panel[self._kinds][rows].astype(float), 1.0)
            program.add_column(0.0, np.inf, np.append(rows, len(self._kinds)), values)
        if self._first:
            self.bound, self._first = min(best, 1.0), False
        stuck = free & (prices * self._sizes > PRESSED)
        if not stuck.any():
            if level < 1 - GAP:
                raise SolverError(reason="panel levels")
            stuck = free  # everybody left is sure of a seat: z <= 1 is what binds
        self.fixed[self._kinds[stuck]] = min(level, 1.0)
        self.free[self._kinds[stuck]] = False
        return min(level, 1.0)

    def _price(self, prices: Floats) -> tuple[Panels, float]:
        """The panel worth most at these prices, and a bound on what any is worth."""
        self._turn += 1
        self._progress.step("step.assembly.lottery", min(self._turn, MOST_PRICED), MOST_PRICED)
        costs = np.zeros(len(self.free))
        costs[self._kinds] = prices
        self._priced.set_costs(costs)
        answer = self._priced.solve()
        if answer is None:
            raise SolverError(reason="panel levels")
        return np.round(answer.values).astype(np.int64), answer.bound

    def _program(self, free: Mask, held: Floats) -> Program:
        n_panels = len(self.panels)
        level = np.append(np.where(free, -self._sizes, 0.0), 0.0)[:, None]
        given = np.vstack([self.panels[:, self._kinds].T, np.ones((1, n_panels))])
        low = np.append(np.where(free, 0.0, held), 1.0)
        high = np.append(np.full(len(held), np.inf), 1.0)
        upper = np.append(1.0, np.full(n_panels, np.inf))
        program = Program(
            csr_array(np.hstack([level, given])), (low, high), (np.zeros(n_panels + 1), upper)
        )
        program.set_costs(np.append(1.0, np.zeros(n_panels)))
        return program
