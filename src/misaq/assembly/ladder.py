"""The levels of the quota polytope: how high the lowest selection probability can be, then the next, with proofs."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, hstack

from misaq.assembly.polytope import Mask, quota_rows, who_can_sit
from misaq.assembly.pool import Pool
from misaq.assembly.programs import Floats, Program, Solution, SolverError

REACHED = 1e-9  # relative: a level this near 1 is 1
SHARE = 0.5  # of an equal part a person of the dual mass, which is 1 in all: with less, settled in a later round
SLACK = 2e-8  # relative: fixed levels are held this much lower, or rounding makes the next program infeasible
SAME = 1e-5  # relative: two levels that differ by less are one, found in two rounds
MOST_EASING = 1e-3
OVER = 1e-9  # of a person: a type this much over its number of people is not over it


@dataclass(frozen=True)
class Proof:
    """Why nobody left at a level can be lifted above it: the duals of its program.

    value : the level, in [0, 1].
    settled : types fixed at this level, (n_types,).
    weights : of the level rows of the types still free, >= 0, sum of weights times sizes 1; all 0 where
        the level is 1, which needs no proof.
    floors : probability at which the types settled before are held, (n_types,); 0 for the others.
    prices : of the rows of `quota_rows`, in their order.
    """

    value: float
    settled: Mask
    weights: Floats
    floors: Floats
    prices: Floats


@dataclass(frozen=True)
class Levels:
    """The leximin point of the quota polytope: an upper bound on what any lottery can do.

    target : expected seats of each type, (n_types,); 0 for types that cannot sit.
    values : selection probability at each level, rising; the first is the maximin bound.
    proofs : one for each round of fixing, in order; () where the levels are those of whole panels.
    """

    target: Floats
    values: tuple[float, ...]
    proofs: tuple[Proof, ...] = ()


def all_who_can_sit(pool: Pool) -> Mask:
    """Which types have a seat in some point of the polytope, (n_types,).

    The first level of those that no quota of 0 bars says it at once where it is above 0, also for a hundred
    thousand people; otherwise who is not seated in its point is tried as `who_can_sit` does.
    """
    rows, _, high = quota_rows(pool)
    allowed = ~np.asarray(rows[high == 0].sum(axis=0) > 0).ravel()
    if not allowed.any():
        return allowed
    ladder = _Ladder(pool, allowed)
    if ladder.step() > REACHED:
        return allowed
    found, _ = who_can_sit(pool, integer=False, seen=ladder.seated | ~allowed)
    return np.asarray(found & allowed)


def climb(pool: Pool, allowed: Mask) -> Levels:
    """Raise the lowest selection probability as far as it goes, then the next lowest, and so on.

    Level by level: maximise z subject to c_t >= m_t z for the types still free, c_t >= m_t p_t for those
    fixed at p_t, 0 <= c_t <= m_t, every quota, sum c = size; a free type whose row holds z down (its dual
    is positive) is fixed at z. When no row does, z <= 1 does, or each free type is tried by itself.

    allowed : types that can sit; the others get nothing and hold nobody down.
    """
    ladder = _Ladder(pool, allowed)
    values: list[float] = []
    while ladder.free.any():
        level = ladder.step()
        if not values or level > values[-1] * (1 + SAME):
            values.append(level)
    return Levels(ladder.fixed * pool.sizes, tuple(values), tuple(ladder.proofs))


def first_level(pool: Pool, allowed: Mask) -> Proof:
    """The highest smallest probability of the quota polytope, and why none is higher."""
    ladder = _Ladder(pool, allowed)
    ladder.step()
    return ladder.proofs[0]


class _Ladder:
    """Columns s_1 ... s_T >= 0, what a type gets above its floor, and z; c = floor + s.

    The floor is m_t z of a free type and m_t p_t of a fixed one, so that the quotas are the only rows, however
    many types there are. c_t <= m_t is a bound of s_t for a fixed type, and a row for a free one, added only
    when it is broken.
    """

    def __init__(self, pool: Pool, allowed: Mask) -> None:
        self.pool, self.sizes = pool, pool.sizes.astype(float)
        self.free = allowed.copy()
        self.fixed = np.zeros(pool.n_types)
        self.seated = np.zeros(pool.n_types, dtype=bool)
        self.proofs: list[Proof] = []
        self._easing = SLACK
        self._rows, self._low, self._high = quota_rows(pool)
        self._capped = np.zeros(0, np.int64)  # types with a row of their own
        upper = np.append(np.where(allowed, self.sizes, 0.0), 1.0)
        columns = csr_array(hstack([self._rows, csr_array(self._mass()[:, None])]))
        self._program = Program(
            columns, (self._low, self._high), (np.zeros(pool.n_types + 1), upper)
        )
        self._program.set_costs(np.append(np.zeros(pool.n_types), 1.0))

    def step(self) -> float:
        """Find the next level and fix who is stuck at it."""
        solution = self._solve()
        while solution is None:  # rounding: the floors of earlier levels, eased a little more
            self._easing *= 10
            if self._easing > MOST_EASING:
                raise SolverError(reason="levels")
            self._hold()
            solution = self._solve()
        level = min(float(solution.values[-1]), 1.0)
        prices, weights = self._duals(solution)
        # With a trifle of the mass a type could rise far while the others lose next to nothing: no proof.
        stuck = self.free & (weights > SHARE / self.pool.n_people)
        if not stuck.any():
            # At p = 1 no row holds z down, its own bound does: everybody left is sure of a seat.
            stuck = self.free if level >= 1 - REACHED else self._stuck_alone(level)
        floors = self.fixed * (1 - self._easing)
        self.seated = solution.values[:-1] + np.where(self.free, level, floors) > REACHED
        self.proofs.append(Proof(level, stuck, weights, floors, prices))
        self.fixed[stuck] = level
        self.free = self.free & ~stuck
        self._hold()
        return level

    def _mass(self) -> Floats:
        """What each row holds of z: the people of its free types."""
        return np.asarray(self._rows @ np.where(self.free, self.sizes, 0.0))

    def _solve(self) -> Solution | None:
        """Solve, adding the rows c_t <= m_t that the answer breaks until it breaks none."""
        while True:
            solution = self._program.solve()
            if solution is None:
                return None
            seats = solution.values[:-1] + self.sizes * solution.values[-1]
            over = self.free & (seats > self.sizes * (1 + OVER))
            over[self._capped] = False
            if not over.any():
                return solution
            self._cap(np.flatnonzero(over))

    def _cap(self, kinds: NDArray[np.int64]) -> None:
        """Add the row s_t + m_t z <= m_t for some free types."""
        n = len(kinds)
        places = np.column_stack([kinds, np.full(n, self.pool.n_types)]).ravel()
        values = np.column_stack([np.ones(n), self.sizes[kinds]]).ravel()
        shape = (n, self.pool.n_types + 1)
        starts = 2 * np.arange(n + 1, dtype=np.int32)
        rows = csr_array((values, places.astype(np.int32), starts), shape=shape)
        self._program.add_rows(rows, (np.full(n, -np.inf), self.sizes[kinds]))
        self._capped = np.append(self._capped, kinds)

    def _duals(self, solution: Solution) -> tuple[Floats, Floats]:
        """Prices of the quota rows, and the weight of each free type's level row, >= 0."""
        n_rows = len(self._low)
        prices = solution.duals[:n_rows]
        weights = np.asarray(prices @ self._rows)
        weights[self._capped] += solution.duals[n_rows:]
        return prices, np.where(self.free, np.maximum(weights, 0.0), 0.0)

    def _hold(self, level: float = 0.0) -> None:
        """Hold fixed types at what they have reached, and z at `level`."""
        floors = np.where(self.free, 0.0, self.fixed * self.sizes * (1 - self._easing))
        taken = self._rows @ floors
        for row, (low, high) in enumerate(zip(self._low - taken, self._high - taken, strict=True)):
            self._program.set_row_bounds(row, low, high)
        self._program.set_coefficients(self.pool.n_types, self._mass())
        settled = np.flatnonzero(self.fixed > 0)
        self._program.set_column_bounds(
            settled, np.zeros(len(settled)), (self.sizes - floors)[settled]
        )
        for place, kind in enumerate(self._capped.tolist()):
            if not self.free[kind]:
                self._program.set_row_bounds(len(self._low) + place, -np.inf, np.inf)
        self._program.set_column_bounds(
            np.array([self.pool.n_types]), np.array([level]), np.array([1.0])
        )

    def _stuck_alone(self, level: float) -> Mask:
        """Free types that cannot rise above `level` while the others keep it: found by trying each."""
        n_types = self.pool.n_types
        reach = np.full(n_types, np.inf)
        held = level * (1 - SLACK)
        self._hold(held)
        for kind in np.flatnonzero(self.free):
            costs = np.zeros(n_types + 1)
            costs[kind], costs[-1] = 1.0, self.sizes[kind]
            self._program.set_costs(costs)
            solution = self._solve()
            reach[kind] = 0.0 if solution is None else solution.objective / self.sizes[kind]
        self._program.set_costs(np.append(np.zeros(n_types), 1.0))
        return np.asarray(reach <= max(level * (1 + 1e-6), float(reach.min())))
