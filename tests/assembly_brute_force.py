"""Every panel of a small pool, person by person, and the leximin lottery over all of them."""

import itertools
from collections.abc import Iterator
from typing import Any

import numpy as np
from scipy.optimize import linprog

from misaq.assembly import Pool


def home_of(pool: Pool) -> dict[str, Any]:
    """Each person's household; those who share none have one of their own."""
    homes: dict[str, Any] = {person: person for ids in pool.members for person in ids}
    for place, alike in enumerate(pool.households):
        for ids in (pool.members[kind] for kind in alike.kinds):
            each = len(ids) // alike.number
            homes.update({person: (place, i // each) for i, person in enumerate(ids)})
    return homes


def panels_of(pool: Pool) -> Iterator[Any]:
    """Every panel of people there is, as a row of 0 and 1 in the order of the types."""
    people = [(kind, person) for kind, ids in enumerate(pool.members) for person in ids]
    homes = home_of(pool)
    for panel in itertools.combinations(range(len(people)), pool.quotas.size):
        seats = np.bincount([people[i][0] for i in panel], minlength=pool.n_types)
        inside = zip(pool.quotas.rows, pool.holds @ seats, strict=True)
        if len({homes[people[i][1]] for i in panel}) < len(panel):
            continue
        if all(q.minimum <= n <= q.maximum for q, n in inside):
            yield np.bincount(panel, minlength=len(people))


def leximin_by_brute_force(pool: Pool) -> dict[str, float]:
    """Over every panel, one linear program a person a level."""
    people = [person for ids in pool.members for person in ids]
    table = np.array(list(panels_of(pool)), float).T
    known = dict.fromkeys(np.flatnonzero(~table.any(axis=1)).tolist(), 0.0)
    while len(known) < len(people):
        free = [i for i in range(len(people)) if i not in known]
        floor = np.array([known.get(i, 0.0) - 1e-9 for i in range(len(people))])
        level = _most(table, np.isin(range(len(people)), free).astype(float), floor)
        floor[free] = level - 1e-9
        stuck = [i for i in free if _most_of(table, i, floor) <= level + 1e-6]
        known.update(dict.fromkeys(stuck, level))
    return {people[i]: p for i, p in known.items()}


def _most(table: Any, lifted: Any, floor: Any) -> float:
    n_panels = table.shape[1]
    rows = np.hstack([-table, lifted[:, None]])
    room = np.where(lifted > 0, 0.0, -floor)
    sums = [np.append(np.ones(n_panels), 0.0)]
    best = linprog(np.append(np.zeros(n_panels), -1.0), rows, room, sums, [1.0])
    return float(-best.fun)


def _most_of(table: Any, person: int, floor: Any) -> float:
    best = linprog(-table[person], -table, -floor, [np.ones(table.shape[1])], [1.0])
    return float(-best.fun)
