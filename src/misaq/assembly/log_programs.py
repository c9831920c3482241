"""Weighted sums of logarithms over a polyhedron, by a primal-dual interior point method in NumPy alone."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import LinAlgError, cho_factor, cho_solve, qr
from scipy.sparse import csr_array, eye_array, hstack, vstack

from misaq.assembly.programs import Floats, Program, SolverError

MOST_STEPS = 120
TOLERANCE = 1e-13  # relative: of the rows, of the prices, and of what a bound holds back
STALLED = 1e-5  # relative: worse than this when the steps run out is no answer
CENTRE = 0.1  # share of the complementarity that a step keeps
TO_BOUND = 0.95  # of the way to a bound that a step may go
DEPENDENT = 1e-9
MOST_SCALE = 1e4  # a room of less than half its inverse counts as none
ROOM = 0.5

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class LogSolution:
    """The answer.

    values : (n_columns,). prices : (n_rows,), the change of the sum per unit of each row.
    """

    values: Floats
    prices: Floats


def maximise_logs(
    weights: Floats, rows: csr_array, right: Floats, bounds: tuple[Floats, Floats], start: Floats
) -> LogSolution:
    """Maximise sum_j w_j log v_j subject to rows @ v = right, lower <= v <= upper.

    weights : (n_columns,), >= 0; a column with weight is > 0 by its logarithm.
    bounds : lower and upper, (n_columns,), infinite where there is none.
    start : (n_columns,), strictly between the bounds; it need not meet the rows.
    Raises SolverError when the steps end far from an answer.
    Source: the infeasible-start primal-dual method; Boyd and Vandenberghe, Convex optimization, 2004,
    chapters 10 and 11.
    """
    found = _search(weights, rows, right, bounds, start)
    if (
        found is None
    ):  # a bound that is always met leaves no room inside: hold it, search in what is left
        held, values, inner = _pinned(rows, right, bounds)
        if held.all():
            return LogSolution(values, np.zeros(rows.shape[0]))
        free = ~held
        rest = right - rows[:, np.flatnonzero(held)] @ values[held]
        left = csr_array(rows[:, np.flatnonzero(free)])
        inside = (bounds[0][free], bounds[1][free])
        part = _search(weights[free], left, rest, inside, inner[free])
        if part is None:
            raise SolverError(reason="interior point")
        values[free] = part.values
        found = LogSolution(values, part.prices)
    return found


def _search(
    weights: Floats, rows: csr_array, right: Floats, bounds: tuple[Floats, Floats], start: Floats
) -> LogSolution | None:
    """The best point that the steps come to; None when it is not near enough."""
    kept = _independent(rows)
    search = _Search(weights, csr_array(rows[kept]), right[kept], bounds, start)
    best, found = np.inf, search.answer()
    for _ in range(MOST_STEPS):
        error = search.error()
        if error < best:
            best, found = error, search.answer()
        if error <= TOLERANCE or not search.step():
            break
    if best > STALLED:
        return None
    prices = np.zeros(rows.shape[0])
    prices[kept] = found.prices
    return LogSolution(found.values, prices)


def _pinned(
    rows: csr_array, right: Floats, bounds: tuple[Floats, Floats]
) -> tuple[Mask, Floats, Floats]:
    """Columns that have no room on some side, their values, and a point inside for the others.

    One linear program finds all: maximise sum t subject to rows @ v = right s, v - lower s >= t,
    upper s - v >= t, 0 <= t <= 1, 1 <= s <= MOST_SCALE; where t stays 0 the bound is always met.
    Source: Freund, Roundy and Todd, Identifying the set of always-active constraints, 1985.
    """
    n_rows, n = rows.shape
    lower, upper = bounds
    below, above = np.flatnonzero(np.isfinite(lower)), np.flatnonzero(np.isfinite(upper))
    one, n_room = eye_array(n, format="csr"), len(below) + len(above)
    sides = vstack([one[below], -one[above]])
    scale = np.concatenate([right, lower[below], -upper[above]])[:, None]
    room = vstack([csr_array((n_rows, n_room)), eye_array(n_room)])
    table = csr_array(hstack([vstack([rows, sides]), csr_array(-scale), -room]))
    low = np.zeros(n_rows + n_room)
    high = np.append(np.zeros(n_rows), np.full(n_room, np.inf))
    least = np.concatenate([np.full(n, -np.inf), [1.0], np.zeros(n_room)])
    most = np.concatenate([np.full(n, np.inf), [MOST_SCALE], np.ones(n_room)])
    program = Program(table, (low, high), (least, most))
    program.set_costs(np.append(np.zeros(n + 1), np.ones(n_room)))
    found = program.solve()
    if found is None:
        raise SolverError(reason="interior point")
    inner, rooms = found.values[:n] / found.values[n], found.values[n + 1 :]
    no_room = np.zeros(n, dtype=bool)
    no_room[below[rooms[: len(below)] < ROOM]] = True
    no_room[above[rooms[len(below) :] < ROOM]] = True
    return no_room, inner.copy(), inner


class _Search:
    """Stationarity -w/v - E'y - a + b = 0 with a (v - lower) = b (upper - v) = mu falling to 0."""

    def __init__(
        self,
        weights: Floats,
        rows: csr_array,
        right: Floats,
        bounds: tuple[Floats, Floats],
        start: Floats,
    ) -> None:
        self._w, self._rows, self._right = weights, rows, right
        self._across = csr_array(rows.T)
        lower, upper = bounds
        self._below = np.isfinite(lower) & (
            (weights == 0) | (lower > 0)
        )  # else the logarithm holds
        self._above = np.isfinite(upper)
        self.v, self.y = start.copy(), np.zeros(len(right))
        # rooms are carried along: taken from v each time they would drown in its rounding
        self.low = np.where(self._below, start - np.where(self._below, lower, 0.0), 1.0)
        self.high = np.where(self._above, np.where(self._above, upper, 0.0) - start, 1.0)
        scale = max(1.0, float(weights.max()))
        self._scale = scale
        self.a, self.b = np.where(self._below, scale, 0.0), np.where(self._above, scale, 0.0)

    def answer(self) -> LogSolution:
        return LogSolution(self.v.copy(), -self.y)

    def _pull(self) -> Floats:
        return np.where(self._w > 0, self._w / np.where(self._w > 0, self.v, 1.0), 0.0)

    def error(self) -> float:
        """The largest of the relative violations."""
        dual = -self._pull() - self._across @ self.y - self.a + self.b
        primal = self._right - self._rows @ self.v
        gap = float(self.a @ self.low + self.b @ self.high)
        return max(
            float(np.abs(primal).max(initial=0.0)) / (1 + float(np.abs(self._right).max())),
            float(np.abs(dual * self.v).max(initial=0.0)) / self._scale,
            gap / (1 + float(self._w.sum())),
        )

    def step(self) -> bool:
        """One Newton step towards a smaller mu; False when none can be taken."""
        low, high = self.low, self.high
        n_bounds = int(self._below.sum() + self._above.sum())
        gap = float(self.a @ low + self.b @ high)
        mu = CENTRE * gap / n_bounds if n_bounds else 0.0
        pull = self._pull()
        curve = np.where(self._w > 0, pull / np.where(self._w > 0, self.v, 1.0), 0.0)
        diagonal = curve + self.a / low + self.b / high + 1e-300
        to_low = np.where(self._below, mu / low - self.a, 0.0)
        to_high = np.where(self._above, mu / high - self.b, 0.0)
        dual = pull + self._across @ self.y + self.a - self.b + to_low - to_high
        primal = self._right - self._rows @ self.v
        scaled = self._rows.multiply(1 / diagonal[None, :]).tocsr()
        dy = _solve((scaled @ self._across).toarray(), primal - scaled @ dual)
        if dy is None:
            return False
        dv = (dual + self._across @ dy) / diagonal
        da = to_low - self.a / low * dv
        db = to_high + self.b / high * dv
        primal_step = min(
            _longest(low, np.where(self._below, dv, 0.0)),
            _longest(high, np.where(self._above, -dv, 0.0)),
            _longest(np.where(self._w > 0, self.v, 1.0), np.where(self._w > 0, dv, 0.0)),
        )
        dual_step = min(_longest(self.a, da), _longest(self.b, db))
        length = min(primal_step, dual_step)  # the objective is curved: one length for both
        self.v += length * dv
        self.low = np.where(self._below, low + length * dv, 1.0)
        self.high = np.where(self._above, high - length * dv, 1.0)
        self.y += length * dy
        self.a += length * da
        self.b += length * db
        return length > 1e-12


def _longest(values: Floats, change: Floats) -> float:
    """The longest step, 1 at most, that keeps values > 0."""
    falling = change < 0
    if not falling.any():
        return 1.0
    return min(1.0, TO_BOUND * float((values[falling] / -change[falling]).min()))


def _solve(matrix: Floats, right: Floats) -> Floats | None:
    """A symmetric positive system, scaled to a unit diagonal, with refinement."""
    if not np.isfinite(matrix).all() or not np.isfinite(right).all():
        return None
    scale = 1 / np.sqrt(np.maximum(np.diag(matrix), 1e-300))
    unit = matrix * scale[:, None] * scale[None, :]
    for ridge in (1e-14, 1e-12, 1e-10, 1e-8):
        try:
            factor = cho_factor(unit + ridge * np.eye(len(unit)))
        except LinAlgError:
            continue
        wanted = right * scale
        found = cho_solve(factor, wanted)
        for _ in range(3):
            found += cho_solve(factor, wanted - unit @ found)
        answer: Floats = found * scale
        return answer if np.isfinite(answer).all() else None
    return None


def _independent(rows: csr_array) -> np.ndarray:
    """Places of rows none of which follows from the others."""
    _, r, order = qr(rows.toarray().T, mode="economic", pivoting=True)
    diagonal = np.abs(np.diag(r))
    return np.sort(order[: int((diagonal > DEPENDENT * diagonal[0]).sum())])
