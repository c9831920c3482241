"""The sum that shows a conflict: more seats needed than there are, each limit taken a whole number of times."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import numpy as np
from scipy.sparse import csr_array, hstack, vstack

from misaq.assembly.conflicts import Conflict
from misaq.assembly.limits import Limit
from misaq.assembly.programs import Floats, Program
from misaq.assembly.quotas import Quotas

LARGEST = 1000  # denominator of a multiplier
SCALE = 1e-9  # smaller multipliers are rounding


@dataclass(frozen=True)
class Term:
    """A limit in a sum.

    times : how many times it is taken, >= 1.
    amount : `times` its number; of the pool as a whole, the most that its people can count.
    """

    limit: Limit
    times: int
    amount: int

    def sign(self) -> str:
        """The term in signs.

        >>> Term(Limit(0, "min"), 2, 10).sign()
        '2 × 5'
        """
        if self.times == 1:
            return str(self.amount)
        return f"{self.times} × {self.amount // self.times}"


@dataclass(frozen=True)
class Sum:
    """Seats that some limits need, and seats that the others leave: what is needed is more.

    A seat counts as often for the needs as the features of its person are named there; no imaginable person
    counts oftener for the needs than for what is left. So `need` <= `have` on any panel that keeps them all.
    """

    needs: tuple[Term, ...]
    haves: tuple[Term, ...]

    @property
    def need(self) -> int:
        """Seats needed."""
        return sum(term.amount for term in self.needs)

    @property
    def have(self) -> int:
        """Seats left."""
        return sum(term.amount for term in self.haves)

    def signs(self) -> str:
        """The sum in signs that every language reads, such as "40 + 21 = 61 > 60"."""
        sides = []
        for terms, total in ((self.needs, self.need), (self.haves, self.have)):
            signs = " + ".join(term.sign() for term in terms) or "0"
            sides.append(signs if signs == str(total) else f"{signs} = {total}")
        return " > ".join(sides)


def find_sum(conflict: Conflict, quotas: Quotas) -> Sum | None:
    """The sum behind a conflict, checked in whole numbers; None when only whole people make it impossible.

    Source: Farkas' lemma; the multipliers are the smallest in sum that prove the conflict.
    """
    system = conflict.system
    limits, table = list(system.limits), system.rows
    sizes: Floats = np.zeros(0)
    if conflict.limits[-1].side == "pool":  # each type is a limit of its own
        sizes = system.upper
    solution = _multipliers(table, limits, quotas, sizes)
    if solution is None:
        return None
    whole = _whole(solution)
    counts = table.toarray().astype(np.int64)
    needs: list[Term] = []
    haves: list[Term] = []
    weight = np.zeros(counts.shape[1], dtype=np.int64)
    for row, (limit, times) in enumerate(zip(limits, whole, strict=True)):
        if times:
            term = Term(limit, abs(times), abs(times) * limit.value(quotas))
            (needs if times > 0 else haves).append(term)
            weight += times * counts[row]
    over = np.maximum(weight, 0)
    if len(sizes):
        most = int(over @ sizes.astype(np.int64))
        haves.append(Term(conflict.limits[-1], 1, most))
    elif over.any():
        return None
    found = Sum(tuple(needs), tuple(haves))
    return found if found.need > found.have else None


def _multipliers(
    table: csr_array, limits: Sequence[Limit], quotas: Quotas, sizes: Floats
) -> Floats | None:
    """Multipliers of the limits, > 0 where they need seats and < 0 where they leave them."""
    n_limits, n_columns = table.shape
    values = np.array([float(limit.value(quotas)) for limit in limits])
    free = np.array([limit.side == "size" for limit in limits])
    below = np.array([limit.side == "min" for limit in limits])
    signs = np.concatenate([np.where(below, 1.0, -1.0), np.ones(int(free.sum()))])
    places = np.concatenate([np.arange(n_limits), np.flatnonzero(free)])
    columns = csr_array(table[places]).multiply(signs[:, None]).T
    proof = signs * values[places]
    if len(sizes):
        columns = hstack([columns, -csr_array(np.eye(n_columns))])
        proof = np.append(proof, -sizes)
    rows = csr_array(vstack([csr_array(columns), csr_array(proof[None, :])]))
    bounds = (
        np.append(np.full(n_columns, -np.inf), 1.0),
        np.append(np.zeros(n_columns), np.inf),
    )
    n = rows.shape[1]
    program = Program(rows, bounds, (np.zeros(n), np.full(n, np.inf)))
    program.set_costs(np.append(-np.ones(len(places)), np.zeros(n - len(places))))
    solution = program.solve()
    if solution is None:
        return None
    found = np.zeros(n_limits)
    np.add.at(found, places, signs * solution.values[: len(places)])
    return found


def _whole(multipliers: Floats) -> list[int]:
    """The multipliers as the smallest whole numbers in the same proportion."""
    largest = float(np.abs(multipliers).max(initial=0.0))
    some = [abs(float(m)) for m in multipliers if abs(m) > SCALE * largest]
    if not some:
        return [0] * len(multipliers)
    unit = min(some)
    exact = [
        Fraction(float(m) / unit).limit_denominator(LARGEST)
        if abs(m) > SCALE * largest
        else Fraction(0)
        for m in multipliers
    ]
    common = lcm(*(f.denominator for f in exact))
    return [int(f * common) for f in exact]
