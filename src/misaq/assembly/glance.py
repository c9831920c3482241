"""Whether quotas can be met, quickly enough to be told while somebody edits them."""

from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from misaq.assembly.explanation import Explanation, explain_quotas
from misaq.assembly.polytope import quota_rows, seat_program
from misaq.assembly.pool import Pool
from misaq.assembly.programs import Program, SolverError
from misaq.assembly.quotas import Quotas

NODES = 20  # branches of the search for a whole panel before the answer is "unknown"

Status = Literal["possible", "impossible", "unknown"]


@dataclass(frozen=True)
class CategorySeats:
    """The sum of one category.

    minimum, maximum : sums of its quotas; the size must lie between them.
    open : seats that no minimum has promised, size - minimum; negative when too many are promised.
    spare : seats by which the maximums exceed the size; negative when seats would stay empty.
    """

    category: str
    minimum: int
    maximum: int
    open: int
    spare: int


@dataclass(frozen=True)
class Glance:
    """A first look.

    status : "possible": some panel meets the quotas; "impossible": none does; "unknown": part-seats could, and
        no whole panel was found in the work allowed.
    explanation : why not, where it is "impossible" and part-seats show it already; else None.
    seats : the sum of each category.
    short : place of a quota, to how many volunteers its minimum lacks; only where some do.
    """

    status: Status
    explanation: Explanation | None
    seats: tuple[CategorySeats, ...]
    short: tuple[tuple[int, int], ...]

    def plain(self) -> dict[str, Any]:
        """The look as plain values."""
        explained = self.explanation
        return {
            "status": self.status,
            "explanation": None if explained is None else explained.plain(),
            "seats": [
                {
                    "category": row.category,
                    "min": row.minimum,
                    "max": row.maximum,
                    "open": row.open,
                    "spare": row.spare,
                }
                for row in self.seats
            ],
            "short": [{"row": row, "missing": missing} for row, missing in self.short],
        }


def feasibility_at_a_glance(pool: Pool, quotas: Quotas | None = None) -> Glance:
    """Look whether quotas can be met: sums first, then expected seats, then whole panels with limited work.

    quotas : other numbers for the features of the pool's own quotas, in the same order; None: its own.
    Raises ValueError when they are about other features.
    """
    quotas = pool.quotas if quotas is None else quotas
    names = [[(q.category, q.feature) for q in each.rows] for each in (pool.quotas, quotas)]
    if names[0] != names[1]:
        raise ValueError("the quotas are about other features than the pool")
    pool = replace(pool, quotas=quotas)
    status: Status = "possible"
    explanation = None
    if seat_program(pool, integer=False).solve() is None:
        status, explanation = "impossible", explain_quotas(pool, thorough=False)
    else:
        status = _whole(pool)
    counts = pool.counts.tolist()
    short = tuple(
        (row, quota.minimum - n)
        for row, (quota, n) in enumerate(zip(quotas.rows, counts, strict=True))
        if quota.minimum > n
    )
    seats = tuple(_seats(quotas, category) for category in quotas.categories)
    return Glance(status, explanation, seats, short)


def _whole(pool: Pool) -> Status:
    rows, low, high = quota_rows(pool)
    sizes = pool.sizes.astype(float)
    bounds = (np.zeros(pool.n_types), sizes)
    program = Program(rows, (low, high), bounds, integer=True, nodes=NODES)
    try:
        return "impossible" if program.solve() is None else "possible"
    except SolverError:
        return "unknown"


def _seats(quotas: Quotas, category: str) -> CategorySeats:
    rows = quotas.of(category)
    low, high = sum(q.minimum for q in rows), sum(q.maximum for q in rows)
    return CategorySeats(category, low, high, quotas.size - low, high - quotas.size)
