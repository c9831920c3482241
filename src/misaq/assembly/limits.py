"""The limits that a panel must keep, each of which can be dropped to see what the others do without it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, eye_array, hstack

from misaq.assembly.polytope import Mask
from misaq.assembly.pool import Pool
from misaq.assembly.programs import Floats, Program
from misaq.assembly.quotas import Quotas

ANYWHERE, ALONE = -1, -2  # instead of a composition of households
VIOLATED = 1e-6  # seats
NEAR_ENOUGH = 0.5  # relative: a point that breaks few limits will do, it need not be the best


@dataclass(frozen=True, order=True)
class Limit:
    """One limit.

    row : place of the quota ("min", "max") or of the composition of households ("household"); else -1.
    side : "min" or "max" of a quota; "size": the panel has that many seats, no more and no less;
        "people": so many people volunteered who have some features and lack others; "pool": nobody but
        the volunteers can sit; "household": at most one person of each household of a composition.
    number : of seats, people or households; 0 for a quota, which has its own.
    having, lacking : places of quotas whose features the people of a limit "people" have and lack.
    home : for a limit "people", the composition in which they live, ALONE for none that the other limits name,
        ANYWHERE for all.
    """

    row: int
    side: str
    number: int = 0
    having: tuple[int, ...] = ()
    lacking: tuple[int, ...] = ()
    home: int = ANYWHERE

    def text(self, quotas: Quotas) -> str:
        """The limit in signs that every language reads, such as "age = 18-21: max 0"."""
        if self.side in ("min", "max"):
            return f"{quotas.rows[self.row].label}: {self.side} {self.value(quotas)}"
        if self.side == "people":
            signs = [quotas.rows[place].label for place in self.having]
            signs += [quotas.rows[place].label.replace(" = ", " ≠ ") for place in self.lacking]
            return f"n({', '.join(signs)}) = {self.number}"
        return f"{self.side} = {self.number}"

    def value(self, quotas: Quotas) -> int:
        """The number that the limit sets."""
        if self.side == "min":
            return quotas.rows[self.row].minimum
        return quotas.rows[self.row].maximum if self.side == "max" else self.number


class LimitSystem:
    """Limits over columns, x >= 0 and whole: which of them can hold together.

    limits : the limits, one row each.
    rows : (n_limits, n_columns), how much a seat of a column counts for each limit.
    upper : most seats of each column, whichever limits are chosen.
    """

    def __init__(
        self, limits: Sequence[Limit], rows: csr_array, upper: Floats, quotas: Quotas
    ) -> None:
        self.limits, self.rows = tuple(limits), rows
        values = np.array([float(limit.value(quotas)) for limit in self.limits])
        below = np.array([limit.side in ("min", "size") for limit in self.limits], dtype=bool)
        above = np.array([limit.side != "min" for limit in self.limits], dtype=bool)
        self.low = np.where(below, values, -np.inf)
        self.high = np.where(above, values, np.inf)
        self.upper = upper
        self._programs: dict[bool, Program] = {}
        self._held: dict[bool, Mask] = {}
        self._elastic: dict[bool, Program] = {}
        self.integer_solves = 0

    @property
    def everything(self) -> Mask:
        """All limits."""
        return np.ones(len(self.limits), dtype=bool)

    def holds(self, chosen: Mask, *, integer: bool = True) -> bool:
        """Whether some panel keeps the chosen limits; the linear program is asked first.

        integer : panels of whole people; else expected seats.
        """
        if self._solve(chosen, integer=False) is None:
            return False
        return not integer or self._solve(chosen, integer=True) is not None

    def broken(self, hard: Mask, *, integer: bool = True) -> Mask | None:
        """Limits that a panel near the others breaks while it keeps those in `hard`; None: none keeps them."""
        solution = self._nearest(hard, integer=False)
        if solution is not None and integer:
            solution = self._nearest(hard, integer=True)
        if solution is None:
            return None
        n_limits = len(self.limits)
        slack = solution[-2 * n_limits :].reshape(2, n_limits).sum(axis=0)
        found: Mask = slack > VIOLATED
        return found

    def prices(self) -> Floats:
        """How much each limit presses when all are soft and the sum of their breaches is least, (n_limits,)."""
        program = self._elastic_program(integer=False)
        program.set_bounds(*self._elastic_bounds(np.zeros(len(self.limits), dtype=bool)))
        solution = program.solve()
        duals = np.zeros(len(self.limits)) if solution is None else np.abs(solution.duals)
        found: Floats = duals
        return found

    def _solve(self, chosen: Mask, *, integer: bool) -> Floats | None:
        if integer not in self._programs:
            bounds = (np.zeros(len(self.upper)), self.upper)
            self._programs[integer] = Program(
                self.rows, (self.low, self.high), bounds, integer=integer
            )
            self._held[integer] = self.everything
        program, held = self._programs[integer], self._held[integer]
        for place in np.flatnonzero(held != chosen).tolist():
            kept = (self.low[place], self.high[place]) if chosen[place] else (-np.inf, np.inf)
            program.set_row_bounds(place, *map(float, kept))
        self._held[integer] = chosen.copy()
        self.integer_solves += integer
        solution = program.solve()
        return None if solution is None else solution.values

    def _nearest(self, hard: Mask, *, integer: bool) -> Floats | None:
        program = self._elastic_program(integer=integer)
        program.set_bounds(*self._elastic_bounds(hard))
        self.integer_solves += integer
        solution = program.solve()
        return None if solution is None else solution.values

    def _elastic_program(self, *, integer: bool) -> Program:
        if integer not in self._elastic:
            n_limits = len(self.limits)
            slack = eye_array(n_limits, format="csr")
            rows = csr_array(hstack([self.rows, slack, -slack]))
            program = Program(
                rows,
                (self.low, self.high),
                self._elastic_bounds(np.zeros(n_limits, dtype=bool)),
                integer=integer,
                gap=NEAR_ENOUGH,
            )
            costs = np.concatenate([np.zeros(self.rows.shape[1]), -np.ones(2 * n_limits)])
            program.set_costs(costs)
            self._elastic[integer] = program
        return self._elastic[integer]

    def _elastic_bounds(self, hard: Mask) -> tuple[Floats, Floats]:
        room = np.where(hard, 0.0, np.inf)
        upper = np.concatenate([self.upper, room, room])
        return np.zeros(len(upper)), upper


def quota_system(pool: Pool, skipped: frozenset[Limit] = frozenset()) -> LimitSystem:
    """The quotas that can press, the size and the households of a pool, over its types.

    skipped : limits left away.
    """
    quotas = pool.quotas
    limits: list[Limit] = []
    rows: list[NDArray[np.float64]] = []
    holds = pool.holds.astype(float)
    for place, (quota, count) in enumerate(zip(quotas.rows, pool.counts.tolist(), strict=True)):
        if quota.minimum:
            limits.append(Limit(place, "min"))
            rows.append(holds[place])
        if quota.maximum < count:
            limits.append(Limit(place, "max"))
            rows.append(holds[place])
    limits.append(Limit(-1, "size", quotas.size))
    rows.append(np.ones(pool.n_types))
    homes = pool.household_rows.toarray()
    for place, number in enumerate(pool.household_limits.tolist()):
        limits.append(Limit(place, "household", number))
        rows.append(homes[place])
    kept = [i for i, limit in enumerate(limits) if limit not in skipped]
    table = csr_array(np.array([rows[i] for i in kept]).reshape(len(kept), pool.n_types))
    return LimitSystem([limits[i] for i in kept], table, pool.sizes.astype(float), quotas)
