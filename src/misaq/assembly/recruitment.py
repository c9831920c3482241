"""Which volunteers more would make quotas possible."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_array, hstack, vstack

from misaq.assembly.polytope import quota_rows
from misaq.assembly.pool import Pool
from misaq.assembly.programs import Program
from misaq.assembly.quotas import Quotas


@dataclass(frozen=True)
class Recruitment:
    """The fewest new volunteers, who live with nobody of the pool, with whom some panel meets the quotas.

    number : how many.
    features : place of a feature among the quotas' rows, to how many of them have it.
    people : one way to give each of them a feature of each category; any other with the same `features`
        does as well. Sorted, with how many of each.
    """

    quotas: Quotas
    number: int
    features: tuple[tuple[int, int], ...]
    people: tuple[tuple[tuple[int, ...], int], ...]

    def text(self) -> str:
        """The people in signs that every language reads."""
        return "; ".join(
            f"{number} × ({', '.join(self.quotas.rows[place].label for place in has)})"
            for has, number in self.people
        )

    def plain(self) -> dict[str, Any]:
        """The people as plain values."""
        label = [quota.label for quota in self.quotas.rows]
        return {
            "number": self.number,
            "features": {label[place]: n for place, n in self.features},
            "people": [
                {"features": [label[place] for place in has], "number": n} for has, n in self.people
            ],
            "text": self.text(),
        }


def recruit(pool: Pool) -> Recruitment | None:
    """The fewest new volunteers who make the quotas possible, and their features.

    New people count by category: so many in all, the same number over the features of each category. Any such
    numbers can be given to people one by one, so no combination need be tried.
    Returns None when no volunteers help, for the quotas themselves do not add up; 0 of them when none are needed.
    """
    quotas, n_types = pool.quotas, pool.n_types
    n_rows, categories = len(quotas.rows), quotas.categories
    rows, low, high = quota_rows(pool)
    new = np.zeros((rows.shape[0], n_rows + 1))
    new[:n_rows, :n_rows] = np.eye(n_rows)
    new[n_rows, n_rows] = 1.0
    same = np.zeros((len(categories), n_rows + 1))
    for place, category in enumerate(categories):
        same[place, [i for i, q in enumerate(quotas.rows) if q.category == category]] = 1.0
        same[place, n_rows] = -1.0
    counted = hstack([csr_array((len(categories), n_types)), csr_array(same)])
    table = csr_array(vstack([hstack([rows, csr_array(new)]), counted]))
    zeros = np.zeros(len(categories))
    upper = np.concatenate([pool.sizes.astype(float), np.full(n_rows + 1, float(quotas.size))])
    bounds = (np.zeros(len(upper)), upper)
    program = Program(
        table, (np.concatenate([low, zeros]), np.concatenate([high, zeros])), bounds, integer=True
    )
    costs = np.zeros(len(upper))
    costs[-1] = -1.0
    program.set_costs(costs)
    solution = program.solve()
    if solution is None:
        return None
    counts = np.round(solution.values[n_types:]).astype(int).tolist()
    features = tuple((place, n) for place, n in enumerate(counts[:-1]) if n)
    return Recruitment(quotas, counts[-1], features, _people(quotas, counts))


def _people(quotas: Quotas, counts: list[int]) -> tuple[tuple[tuple[int, ...], int], ...]:
    """People with the features counted: the first features of all categories together, and so on."""
    columns = [
        [i for i, q in enumerate(quotas.rows) if q.category == category for _ in range(counts[i])]
        for category in quotas.categories
    ]
    each = [tuple(column[k] for column in columns) for k in range(counts[-1])]
    return tuple((has, each.count(has)) for has in sorted(set(each)))
