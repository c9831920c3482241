"""Where a rule aims among lotteries over whole panels, for pools whose quota polytope promises too much."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from misaq.assembly.aims import HELD, balance, product_of_panels, within
from misaq.assembly.leximin import GAP, KEPT, mix
from misaq.assembly.panels import Panels
from misaq.assembly.polytope import Mask, seat_program
from misaq.assembly.pool import Pool
from misaq.assembly.programs import Floats, SolverError
from misaq.assembly.weights import weigh_panels
from misaq.foundation.progress import Progress

MOST_PRICED = 1000  # panels, for each of a rule's two questions


@dataclass(frozen=True)
class PanelAim:
    """The lottery over panels that a rule asks for.

    panels : sorted, each once, with their weights > 0, sum 1.
    lowest : no lottery gives everybody who can sit more than this.
    best : no lottery has a better value of the rule's objective; None where that is `lowest`, or the product.
    """

    panels: Panels
    weights: Floats
    lowest: float
    best: float | None


def aim_among_panels(
    pool: Pool, allowed: Mask, rule: str, panels: Panels, progress: Progress
) -> PanelAim:
    """The lottery that a rule asks for, with panels priced by an integer program until none helps.

    rule : maximin, nash or goldilocks, in the sense of `aim_of`.
    panels : to begin with, (n, n_types), each meeting every quota, every allowed type on one of them.
    """
    search = _Search(pool, allowed, panels, progress)
    sizes = search.sizes
    everybody = np.where(allowed, pool.sizes, 0).astype(float)
    lift = mix(pool, everybody, weigh_panels(everybody, search.panels), progress)
    search.keep(lift.panels)
    floor, cap, best = np.zeros(len(sizes)), sizes, None
    if rule == "maximin":
        floor = sizes * lift.reached * (1 - HELD)
    elif rule == "goldilocks":
        floor, cap, best = search.balance(lift.bound)
    return search.product(floor, cap, lift.bound, best)


class _Search:
    """Columns are panels; each round prices one more."""

    def __init__(self, pool: Pool, allowed: Mask, panels: Panels, progress: Progress) -> None:
        self.panels = np.unique(panels, axis=0)
        self.kinds = np.flatnonzero(allowed)
        self.sizes = pool.sizes[self.kinds].astype(float)
        self._pool, self._progress = pool, progress
        self._priced = seat_program(pool, integer=True, allowed=allowed)

    def keep(self, panels: Panels) -> None:
        """Know these panels too."""
        self.panels = np.unique(np.concatenate([self.panels, panels]), axis=0)

    def balance(self, level: float) -> tuple[Floats, Floats, float]:
        """Floors, caps and the best value of Goldilocks."""
        best = -np.inf
        while True:
            n = len(self.panels)
            once = (csr_array(np.ones((1, n))), np.ones(1), np.ones(1))
            seats = csr_array(self.panels[:, self.kinds].T.astype(float))
            found = balance(self.sizes, seats, once, self._pool.quotas.size, level)
            gain = self._price(found.prices) - found.level
            best = max(best, found.best - gain)
            if gain <= GAP / 10 * found.best or len(self.panels) == n:
                return *within(self.sizes, found), best

    def product(self, floor: Floats, cap: Floats, lowest: float, best: float | None) -> PanelAim:
        """The weights with the largest product of chances between floors and caps."""
        while True:
            n = len(self.panels)
            mine = self.panels[:, self.kinds]
            found = product_of_panels(self.sizes, mine, floor, cap)
            gain = self._price(found.prices[:-1]) - float(found.prices[-1])
            if gain <= GAP / 10 * self.sizes.sum() or len(self.panels) == n:
                break
        weights = found.values[:n]
        kept = weights > KEPT
        chosen = self.panels[:n][kept]
        order = np.lexsort(chosen.T[::-1])
        return PanelAim(chosen[order], weights[kept][order] / weights[kept].sum(), lowest, best)

    def _price(self, prices: Floats) -> float:
        """What the panel worth most is worth at most; it is known from now on, after the others."""
        self._progress.step(
            "step.assembly.lottery", min(len(self.panels), MOST_PRICED), MOST_PRICED
        )
        costs = np.zeros(self._pool.n_types)
        costs[self.kinds] = prices
        self._priced.set_costs(costs)
        answer = self._priced.solve()
        if answer is None:
            raise SolverError(reason="panel aims")
        panel = np.round(answer.values).astype(np.int64)
        if len(self.panels) < MOST_PRICED and not (self.panels == panel).all(axis=1).any():
            self.panels = np.vstack([self.panels, panel])
        return answer.bound
