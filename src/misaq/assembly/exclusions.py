"""Why somebody has no seat in any panel: prices of the limits that leave their type less than one."""

from collections.abc import Sequence

import numpy as np

from misaq.assembly.polytope import seat_program
from misaq.assembly.pool import Pool
from misaq.assembly.programs import Floats

LESS_THAN_ONE = 1 - 1e-6  # seats: a panel has whole ones

Exclusion = tuple[tuple[int, ...], Floats]


def prove_exclusions(
    pool: Pool, kinds: Sequence[int]
) -> tuple[tuple[Exclusion, ...], tuple[int, ...]]:
    """Prove that types have no seat, together where one proof does, else one after another.

    A linear program for the most seats of some types has duals that bound it; a bound below one seat leaves
    none, for a panel has whole people. Types barred before have no seat in the programs after.

    Returns the proofs, as (types, prices of the rows of `quota_rows`), and the types without one.
    """
    proofs: list[Exclusion] = []
    left = list(kinds)
    allowed = np.ones(pool.n_types, dtype=bool)
    attempts = [left, *([kind] for kind in left)] if len(left) > 1 else [left]
    moved = bool(left)
    while moved:
        moved = False
        for together in attempts:
            if not set(together) <= set(left):
                continue
            program = seat_program(pool, integer=False, allowed=allowed)
            costs = np.zeros(pool.n_types)
            costs[together] = 1.0
            program.set_costs(costs)
            solution = program.solve()
            if solution is not None and solution.objective < LESS_THAN_ONE:
                proofs.append((tuple(together), solution.duals))
                allowed[together] = False
                left = [kind for kind in left if kind not in together]
                moved = bool(left)
    return tuple(proofs), tuple(left)
