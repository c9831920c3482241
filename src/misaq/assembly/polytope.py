"""The quota polytope: expected seats per type that meet every quota, and who can sit in it."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, vstack

from misaq.assembly.pool import Pool
from misaq.assembly.programs import Floats, Program

SEATED = 1e-7  # of a seat: less is rounding

Mask = NDArray[np.bool_]


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
        reached |= solution.values > (0.5 if integer else SEATED)
        found.append(np.round(solution.values) if integer else solution.values)
    return reached, found
