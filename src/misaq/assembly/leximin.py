"""The leximin lottery: weights over panels that give the least likely person the best chance, then the next."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from misaq.assembly.ladder import Proof, all_who_can_sit, climb
from misaq.assembly.panel_levels import climb_panels
from misaq.assembly.panels import Panels, Walk, as_panels
from misaq.assembly.polytope import Mask, seat_program, who_can_sit
from misaq.assembly.pool import Pool
from misaq.assembly.programs import Floats, Program
from misaq.assembly.weights import Weighted, weigh_panels, weighting_rows
from misaq.foundation.progress import Progress

GAP = 1e-6  # relative: closer than this to the bound is proven best
MOST_EACH, MOST_PANELS = (
    5,
    2000,
)  # per fractional type, and in all, that follow the target, before better ones are priced
ENOUGH = 0.7 * GAP  # missing by the weights: rounding them to tickets costs a little more
FRACTIONAL = 1e-5
HELPS = 0.9  # of what is missing: a fifth more panels that leave more than this missing do not help
LARGE, LARGE_GAP = (
    1000,
    1e-3,
)  # with more types than this a stated gap below this is left: pricing takes hours
MOST_ROUNDS = 1500  # of pricing
KEPT = 1e-9  # a panel with less weight is left out


@dataclass(frozen=True)
class Mixture:
    """Panels and their weights.

    panels : (n_panels, n_types), seats of each type; sorted, each once.
    weights : (n_panels,), > 0, sum 1.
    reached : s, the largest number such that each type gets at least s times its target.
    bound : no lottery gets further than this many times the target.
    """

    panels: Panels
    weights: Floats
    reached: float
    bound: float


@dataclass(frozen=True)
class Leximin:
    """The leximin lottery over types.

    target : expected seats of each type that the lottery aims at, (n_types,).
    allowed : which types can sit in any panel at all.
    bound : no lottery gives every person who can sit a higher probability.
    levels : the probabilities that the target rises through.
    proofs : of the levels of the quota polytope, which bound those of every lottery.
    """

    mixture: Mixture
    target: Floats
    allowed: Mask
    bound: float
    levels: tuple[float, ...]
    proofs: tuple[Proof, ...]


def leximin(pool: Pool, progress: Progress, *, seed: int = 0) -> Leximin:
    """Find the lottery over panels that lifts the smallest chance as far as it goes, then the next, and so on.

    The target is the leximin point of the quota polytope: its smallest probability bounds every lottery's.
    Panels that follow the target are weighted by a linear program,
        maximise s subject to sum_j q_j x_jt >= s d_t, sum q = 1, q >= 0,
    and where they do not suffice, better ones are priced by an integer program with the duals y
    (max y.x), until s is within GAP of the bound. Where the target itself is out of reach of whole
    panels, the levels are sought again among lotteries over panels (`climb_panels`).

    pool : one whose quotas some panel meets.
    Source: Flanigan, Goelz, Gupta, Hennig, Procaccia, Fair algorithms for selecting citizens'
    assemblies, Nature 596, 2021; the types, the bound and the panels by residuals are our own.
    """
    allowed = all_who_can_sit(pool)
    levels = climb(pool, allowed)
    seeds = seed_panels(pool, levels.target, seed, progress)
    sits, found = who_can_sit(pool, integer=True, seen=allowed_by(seeds.panels) | ~allowed)
    sits &= allowed
    if not np.array_equal(sits, allowed):
        allowed = sits
        levels = climb(pool, allowed)
        seeds = seed_panels(pool, levels.target, seed, progress)
    if found:
        more = np.array(found, np.int64)
        seeds = weigh_panels(levels.target, np.concatenate([seeds.panels, more]))
    mixture = mix(pool, levels.target, seeds, progress)
    bound = levels.values[0]
    proofs = levels.proofs
    if mixture.reached < 1 - GAP and mixture.bound < 1 - GAP:
        hull = climb_panels(pool, allowed, np.concatenate([seeds.panels, mixture.panels]), progress)
        mixture = Mixture(hull.panels, hull.weights, 1.0, 1.0)
        levels, bound = hull.levels, min(bound, hull.bound)
    return Leximin(mixture, levels.target, allowed, bound, levels.values, proofs)


def allowed_by(panels: Panels) -> Mask:
    """Which types have a seat in one of the panels."""
    return np.asarray(panels.any(axis=0))


def seed_panels(pool: Pool, target: Floats, seed: int, progress: Progress) -> Weighted:
    """Panels that follow the target, ever more until weights meet it, more do not help, or there are enough.

    A vertex of the weighting program uses about as many panels as there are types with a fractional target;
    about twice as many hold the target inside.
    """
    fractional = int((np.abs(target - np.round(target)) > FRACTIONAL).sum())
    walk = Walk(pool, target, seed)
    panels: list[NDArray[np.int64]] = []
    most = min(MOST_EACH * fractional + 20, MOST_PANELS)
    goal, missing = min(fractional * 3 // 2 + 20, most), np.inf
    while True:
        while len(panels) < goal:
            panel = walk.next_panel()
            if panel is None:
                return weigh_panels(target, as_panels(panels, pool))
            panels.append(panel)
            progress.step("step.assembly.panels", len(panels), most)
        known = weigh_panels(target, as_panels(panels, pool))
        still = 1 - known.reached
        if goal == most or still <= ENOUGH or still > missing * HELPS:
            progress.step("step.assembly.panels", most, most)
            return known
        goal, missing = min(goal + goal // 5, most), still


def mix(pool: Pool, target: Floats, known: Weighted, progress: Progress) -> Mixture:
    """Weight panels so that each type gets as near to its target as whole panels allow.

    known : panels to begin with, each meeting every quota, at least one; priced ones are added.
    """
    if known.reached >= 1 - (ENOUGH if len(target) <= LARGE else LARGE_GAP):
        return _kept(known.panels, known.weights, known.reached, 1.0)
    master = _Master(target, known.panels)
    priced = seat_program(pool, integer=True)
    bound, best_duals = np.inf, np.zeros(0)
    for turn in range(MOST_ROUNDS):
        reached, duals = master.solve()
        progress.step("step.assembly.lottery", turn, MOST_ROUNDS)
        if reached >= min(bound, 1.0) * (1 - GAP / 2):
            break
        smooth = duals if not len(best_duals) else (duals + best_duals) / 2
        for prices in (smooth, duals) if len(best_duals) else (duals,):
            priced.set_costs(prices)
            answer = priced.solve()
            if answer is None:
                break
            worth = answer.bound / float(prices @ target)
            if worth < bound:
                bound, best_duals = worth, prices / float(prices @ target)
            panel = np.round(answer.values)
            if duals @ panel > reached * (1 + GAP / 10) and master.add(panel):
                break
        else:
            break  # nothing left that the duals would pay for
    progress.step("step.assembly.lottery", MOST_ROUNDS, MOST_ROUNDS)
    return master.mixture(min(bound, 1.0))


class _Master:
    """maximise s subject to sum_j q_j x_jt - d_t s >= 0 for types with d_t > 0, sum q = 1."""

    def __init__(self, target: Floats, panels: Panels) -> None:
        self._target = target
        self._kinds = np.flatnonzero(target > 0)
        self.panels = np.unique(panels, axis=0)
        self._known = {panel.tobytes() for panel in self.panels}
        rows, row_bounds, bounds = weighting_rows(target, self.panels)
        n_columns = rows.shape[1]
        self._program = Program(rows, row_bounds, bounds)
        self._program.set_costs(np.append(1.0, np.zeros(n_columns - 1)))
        self._weights = np.zeros(n_columns - 1)
        self._reached = 0.0

    def solve(self) -> tuple[float, Floats]:
        """The share of the target that is reached, and what a seat of each type is worth (y.d = 1)."""
        solution = self._program.solve()
        assert solution is not None  # s = 0 always meets the rows
        self._reached, self._weights = float(solution.values[0]), solution.values[1:]
        duals = np.zeros(len(self._target))
        duals[self._kinds] = np.abs(solution.duals[:-1])
        total = float(duals @ self._target)
        return self._reached, duals / total if total > 0 else duals

    def add(self, panel: NDArray[np.float64]) -> bool:
        """Add a panel; False when it is known already."""
        whole = panel.astype(np.int64)
        if whole.tobytes() in self._known:
            return False
        self._known.add(whole.tobytes())
        self.panels = np.vstack([self.panels, whole])
        rows = np.flatnonzero(panel[self._kinds])
        values = np.append(panel[self._kinds][rows], 1.0)
        self._program.add_column(0.0, np.inf, np.append(rows, len(self._kinds)), values)
        return True

    def mixture(self, bound: float) -> Mixture:
        """The panels with weight, sorted, and their weights, which sum to 1."""
        known = self.panels[: len(self._weights)]
        return _kept(known, self._weights, self._reached, bound)


def _kept(panels: Panels, weights: Floats, reached: float, bound: float) -> Mixture:
    kept = weights > KEPT
    panels, weights = panels[kept], weights[kept]
    order = np.lexsort(panels.T[::-1])
    return Mixture(panels[order], weights[order] / weights.sum(), reached, bound)
