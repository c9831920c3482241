"""The quota polytope: expected seats per type that meet every quota; who can sit in it, and its levels."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, hstack, vstack

from misaq.assembly.pool import Pool
from misaq.assembly.programs import Floats, Program, SolverError

REACHED = 1e-9  # relative: a level this near 1 is 1
PRESSED = 1e-7  # of the dual mass, which is 1 in all: a row with less does not hold the level down
SLACK = 2e-7  # relative: fixed levels are held this much lower, or rounding makes the next program infeasible
SAME = 1e-5  # relative: two levels that differ by less are one, found in two rounds
MOST_EASING = 1e-3

Mask = NDArray[np.bool_]


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


def quota_rows(pool: Pool) -> tuple[csr_array, Floats, Floats]:
    """Rows and their bounds: one row per quota, the size of the panel, one per composition of households."""
    quotas, n_homes = pool.quotas, len(pool.households)
    seats = np.vstack([pool.holds, np.ones((1, pool.n_types), bool)]).astype(float)
    low = [q.minimum for q in quotas.rows] + [quotas.size] + [0] * n_homes
    high = [q.maximum for q in quotas.rows] + [quotas.size] + pool.household_limits.tolist()
    rows = vstack([csr_array(seats), pool.household_rows])
    return csr_array(rows), np.array(low, float), np.array(high, float)


def seat_program(pool: Pool, *, integer: bool, allowed: Mask | None = None) -> Program:
    """The program of one panel (integer) or of expected seats (not): 0 <= x_t <= m_t and every quota."""
    rows, low, high = quota_rows(pool)
    upper = pool.sizes.astype(float)
    if allowed is not None:
        upper = np.where(allowed, upper, 0.0)
    return Program(rows, (low, high), (np.zeros(pool.n_types), upper), integer=integer)


def who_can_sit(
    pool: Pool, *, integer: bool, seen: Mask | None = None
) -> tuple[Mask, list[Floats]]:
    """Which types have a seat in some panel (integer) or in some point of the polytope (not).

    seen : types already known to have one. Each program maximises the seats of the types not yet seen,
    so the loop ends after the first that seats none of them.
    Returns the mask, (n_types,), and the panels or points found on the way.
    """
    program = seat_program(pool, integer=integer)
    reached = np.zeros(pool.n_types, dtype=bool) if seen is None else seen.copy()
    found: list[Floats] = []
    while not reached.all():
        program.set_costs((~reached).astype(float))
        solution = program.solve()
        if solution is None or solution.objective < 1e-6:
            break
        reached |= solution.values > (0.5 if integer else 1e-7)
        found.append(np.round(solution.values) if integer else solution.values)
    return reached, found


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
    """Columns c_1 ... c_T and z; rows c_t - m_t z >= 0, then the quotas."""

    def __init__(self, pool: Pool, allowed: Mask) -> None:
        self.pool, self.sizes = pool, pool.sizes.astype(float)
        self.free = allowed.copy()
        self.fixed = np.zeros(pool.n_types)
        self.proofs: list[Proof] = []
        self._easing = SLACK
        n_types = pool.n_types
        rows, low, high = quota_rows(pool)
        level = hstack([csr_array(np.eye(n_types)), csr_array(-self.sizes[:, None])])
        seats = hstack([rows, csr_array((rows.shape[0], 1))])
        floor = np.where(allowed, 0.0, -np.inf)
        self._upper = np.append(np.where(allowed, self.sizes, 0.0), 1.0)
        self._program = Program(
            csr_array(vstack([level, seats])),
            (np.concatenate([floor, low]), np.concatenate([np.full(n_types, np.inf), high])),
            (np.zeros(n_types + 1), self._upper),
        )
        self._program.set_costs(np.append(np.zeros(n_types), 1.0))

    def step(self) -> float:
        """Find the next level and fix who is stuck at it."""
        solution = self._program.solve()
        while solution is None:  # rounding: the floors of earlier levels, eased a little more
            self._easing *= 10
            if self._easing > MOST_EASING:
                raise SolverError(reason="levels")
            self._hold()
            solution = self._program.solve()
        level = min(float(solution.values[-1]), 1.0)
        weights = np.where(self.free, np.maximum(-solution.duals[: self.pool.n_types], 0.0), 0.0)
        stuck = self.free & (weights * self.sizes > PRESSED)
        if not stuck.any():
            # At p = 1 no row holds z down, its own bound does: everybody left is sure of a seat.
            stuck = self.free if level >= 1 - REACHED else self._stuck_alone(level)
        floors = self.fixed * (1 - self._easing)
        prices = solution.duals[self.pool.n_types :]
        self.proofs.append(Proof(level, stuck, weights, floors, prices))
        self.fixed[stuck] = level
        self.free = self.free & ~stuck
        self._hold()
        return level

    def _hold(self, level: float = 0.0) -> None:
        """Hold fixed types at what they have reached, and z at `level`."""
        lower = np.where(self.free, 0.0, self.fixed * self.sizes * (1 - self._easing))
        self._program.set_bounds(np.append(lower, level), self._upper)
        for kind in np.flatnonzero(~self.free):
            self._program.set_row_bounds(int(kind), -np.inf, np.inf)

    def _stuck_alone(self, level: float) -> Mask:
        """Free types that cannot rise above `level` while the others keep it: found by trying each."""
        n_types = self.pool.n_types
        reach = np.full(n_types, np.inf)
        self._hold(level * (1 - SLACK))
        for kind in np.flatnonzero(self.free):
            costs = np.zeros(n_types + 1)
            costs[kind] = 1.0
            self._program.set_costs(costs)
            solution = self._program.solve()
            reach[kind] = 0.0 if solution is None else solution.objective / self.sizes[kind]
        self._program.set_costs(np.append(np.zeros(n_types), 1.0))
        return reach <= max(level * (1 + 1e-6), float(reach.min()))
