"""Where a rule aims: the point of the quota polytope that is best by it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, eye_array, hstack, vstack

from misaq.assembly.log_programs import LogSolution, maximise_logs
from misaq.assembly.polytope import Mask, quota_rows
from misaq.assembly.pool import Pool
from misaq.assembly.programs import Floats, Program, SolverError

GAMMA = 1.0  # weight of the smallest chance beside the largest
HELD = 1e-7  # relative: floors and caps are eased by this, or the inner points would have no room
SAME = 1e-9  # relative: the tangents say what the curve says
MOST_CUTS = 60
FIRST_CUTS = 4
INSIDE = 0.01  # of the room between two bounds: how far from them the search begins


@dataclass(frozen=True)
class Balance:
    """Largest and smallest chance that Goldilocks finds best.

    best : no point does better than this value of the objective.
    prices : what a seat of each type is worth to the objective, (n_types,). level : what a column must be worth.
    """

    highest: float
    lowest: float
    best: float
    prices: Floats
    level: float


def goldilocks(highest: float, lowest: float, n_people: int, size: int) -> float:
    """The Goldilocks objective, to be made small: n/k max p + gamma / (n/k min p) with gamma 1; infinite at p = 0.

    Both terms are 1 when all chances are equal, so the smallest value there could be is 2.
    Source: Baharav and Flanigan, Fair, manipulation-robust, and transparent sortition,
    arXiv:2406.15009, 2024. The abstract was at hand, and the formula as we remember it: compare it before you
    quote it as theirs. n counts those whom the quotas allow to sit, which is our reading.

    >>> goldilocks(0.2, 0.1, 100, 10)
    3.0
    """
    scale = n_people / size
    return scale * highest + (GAMMA / (scale * lowest) if lowest > 0 else float("inf"))


def aim_of(pool: Pool, allowed: Mask, rule: str, level: float) -> tuple[Floats, float | None]:
    """The expected seats of each type that a rule asks for.

    Returns them, (n_types,), a point of the quota polytope, and goldilocks' best value, else None.
    maximin : the smallest chance is as large as can be; nash : the product of all chances is;
    goldilocks : the balance of the largest and the smallest is best. Where maximin and goldilocks leave
    chances open, the product of all chances decides, so that each rule has one point and no other.
    level : the highest smallest chance of the polytope.
    """
    sizes = pool.sizes.astype(float)
    floor, cap, best = np.zeros(pool.n_types), sizes, None
    if rule == "maximin":
        floor = sizes * level * (1 - HELD)
    elif rule == "goldilocks":
        found = balance_polytope(pool, allowed, level)
        (floor, cap), best = within(sizes, found), found.best
    return best_product(pool, allowed, floor, cap), best


def within(sizes: Floats, found: Balance) -> tuple[Floats, Floats]:
    """Floors and caps of each type's seats between the chances of a balance."""
    return sizes * found.lowest * (1 - HELD), sizes * min(found.highest * (1 + HELD), 1.0)


def best_product(pool: Pool, allowed: Mask, floor: Floats, cap: Floats) -> Floats:
    """The point with the largest product of chances, prod p_i, between floors and caps of each type's seats.

    Source: the Nash welfare; Flanigan et al., Nature 596, 2021. The method is `maximise_logs`, over types.
    """
    kinds = np.flatnonzero(allowed)
    rows, low, high = quota_rows(pool)
    flexible = np.flatnonzero(high > low)
    slack = csr_array(
        (-np.ones(len(flexible)), (flexible, np.arange(len(flexible)))),
        shape=(len(low), len(flexible)),
    )
    lower = np.concatenate([floor[kinds], low[flexible]])
    upper = np.concatenate([cap[kinds], high[flexible]])
    even = pool.sizes[kinds] * (pool.quotas.size / pool.sizes[kinds].sum())
    start = np.concatenate([even, (low + high)[flexible] / 2])
    found = maximise_logs(
        np.concatenate([pool.sizes[kinds].astype(float), np.zeros(len(flexible))]),
        csr_array(hstack([csr_array(rows)[:, kinds], slack])),
        np.where(high > low, 0.0, low),
        (lower, upper),
        _inside(start, lower, upper),
    )
    target = np.zeros(pool.n_types)
    target[kinds] = found.values[: len(kinds)]
    return target


def product_of_panels(
    sizes: Floats, panels: NDArray[np.int64], floor: Floats, cap: Floats
) -> LogSolution:
    """The weights of panels with the largest product of chances; columns q, then c; rows c - X'q = 0, sum q = 1.

    sizes : of the types that can sit. panels : (n_panels, n_types), of those types.
    """
    n_panels, n_types = panels.shape
    rows = vstack(
        [
            hstack([csr_array(-panels.T.astype(float)), eye_array(n_types)]),
            csr_array(np.append(np.ones(n_panels), np.zeros(n_types))[None, :]),
        ]
    )
    lower = np.append(np.zeros(n_panels), floor)
    upper = np.append(np.full(n_panels, np.inf), cap)
    even = np.full(n_panels, 1 / n_panels)
    return maximise_logs(
        np.append(np.zeros(n_panels), sizes),
        csr_array(rows),
        np.append(np.zeros(n_types), 1.0),
        (lower, upper),
        _inside(np.append(even, panels.T @ even), lower, upper),
    )


def balance_polytope(pool: Pool, allowed: Mask, level: float) -> Balance:
    """The best largest and smallest chance by `goldilocks` of the quota polytope."""
    kinds = np.flatnonzero(allowed)
    rows, low, high = quota_rows(pool)
    sizes = pool.sizes[kinds].astype(float)
    within_quotas = csr_array(rows)[:, kinds]
    return balance(
        sizes,
        eye_array(len(kinds), format="csr"),
        (within_quotas, low, high),
        pool.quotas.size,
        level,
    )


def balance(
    sizes: Floats,
    seats: csr_array,
    held: tuple[csr_array, Floats, Floats],
    size: int,
    level: float,
) -> Balance:
    """The best balance among the combinations of columns, by a linear program with tangents to 1/z.

    Columns Z, z, w >= 1/z and v: minimise n/k Z + gamma k/n w subject to m_t z <= (seats v)_t <= m_t Z; in the
    program z is in parts of `level`.

    seats : (n_types, n_columns), expected seats of each type by each column.
    held : rows of the columns with their bounds. level : z is not above this.
    """
    scale = float(sizes.sum()) / size
    cuts = [1 / 2**i for i in range(FIRST_CUTS)]
    n, n_columns = len(sizes), seats.shape[1]
    costs = np.concatenate([[-scale, 0.0, -GAMMA / (scale * level)], np.zeros(n_columns)])
    for turn in range(MOST_CUTS):
        program = _balance_program(sizes, seats, held, level, cuts)
        program.set_costs(costs)
        found = program.solve()
        if found is None:
            break
        highest, lowest, inverse = found.values[:3].tolist()
        if lowest > 0 and (inverse * lowest >= 1 - SAME or turn == MOST_CUTS - 1):
            prices = -(found.duals[:n] + found.duals[n : 2 * n])
            price = float(found.duals[2 * n + len(cuts)])
            return Balance(highest, lowest * level, -found.objective, prices, price)
        cuts.append(lowest if lowest > 0 else cuts[-1] / 4)
    raise SolverError(reason="goldilocks")


def _balance_program(
    sizes: Floats,
    seats: csr_array,
    held: tuple[csr_array, Floats, Floats],
    level: float,
    cuts: list[float],
) -> Program:
    """Rows: seats over m z, seats under m Z, tangents w >= 2/z_i - z/z_i^2, then those that hold the columns."""
    n_types, n_columns = seats.shape
    rows, low, high = held
    at = np.array(cuts)
    none = np.zeros(n_types)
    floor = hstack([csr_array(np.column_stack([none, -sizes * level, none])), seats])
    cap = hstack([csr_array(np.column_stack([-sizes, none, none])), seats])
    tangents = np.column_stack([np.zeros(len(at)), 1 / at**2, np.ones(len(at))])
    curve = hstack([csr_array(tangents), csr_array((len(at), n_columns))])
    quotas = hstack([csr_array((rows.shape[0], 3)), rows])
    far = np.full(n_types, np.inf)
    return Program(
        csr_array(vstack([floor, cap, curve, quotas])),
        (
            np.concatenate([none, -far, 2 / at, low]),
            np.concatenate([far, none, np.full(len(at), np.inf), high]),
        ),
        (
            np.zeros(n_columns + 3),
            np.concatenate([[1.0, 1.0, np.inf], np.full(n_columns, np.inf)]),
        ),
    )


def _inside(start: Floats, lower: Floats, upper: Floats) -> Floats:
    room = np.where(np.isfinite(upper), upper - lower, 1.0)
    return np.clip(
        start, lower + INSIDE * room, np.where(np.isfinite(upper), upper - INSIDE * room, np.inf)
    )
