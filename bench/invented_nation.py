"""An invented divided nation, and the volunteers of a pool drawn from it: large instances for the lottery.

Ten groups spread unevenly over eight regions, faith and language close to the group, schooling, town or country,
displacement, harm done; the more schooled and the younger volunteer more. Nobody in it exists.
"""

import numpy as np
from numpy.typing import NDArray

from misaq.assembly import Pool, Quota, Quotas, group_people

GROUPS = (0.38, 0.22, 0.12, 0.09, 0.07, 0.05, 0.03, 0.02, 0.013, 0.007)
AGES, SCHOOLING, DISPLACED = (
    (0.30, 0.25, 0.20, 0.15, 0.10),
    (0.35, 0.35, 0.20, 0.10),
    (0.75, 0.20, 0.05),
)
SIZES = {
    "group": 10,
    "region": 8,
    "sex": 2,
    "age": 5,
    "edu": 4,
    "urban": 2,
    "displ": 3,
    "faith": 4,
    "lang": 5,
    "victim": 2,
}
Codes = NDArray[np.int64]


def population(n: int, chance: np.random.Generator) -> Codes:
    """People with a code in each of the ten categories, (n, 10)."""
    group = chance.choice(10, n, p=GROUPS)
    spread = chance.dirichlet(np.full(8, 0.6), 10)
    region = np.empty(n, np.int64)
    for each in range(10):
        own = group == each
        region[own] = chance.choice(8, int(own.sum()), p=spread[each])
    faith = np.where(chance.random(n) < 0.8, group % 4, chance.integers(0, 4, n))
    language = np.where(chance.random(n) < 0.7, group % 5, chance.integers(0, 5, n))
    return np.column_stack(
        [
            group,
            region,
            chance.integers(0, 2, n),
            chance.choice(5, n, p=AGES),
            chance.choice(4, n, p=SCHOOLING),
            (chance.random(n) < 0.3 + 0.08 * region).astype(np.int64),
            chance.choice(3, n, p=DISPLACED),
            faith,
            language,
            (chance.random(n) < 0.2).astype(np.int64),
        ]
    )


def invented_pool(
    n_people: int, size: int, *, n_categories: int = 10, seed: int, slack: float = 0.1
) -> Pool:
    """A pool of volunteers with quotas that follow the population, `slack` above and below."""
    chance = np.random.default_rng(seed)
    nation = population(60_000, chance)
    names = list(SIZES)[:n_categories]
    rows, offset, offsets = [], 0, []
    for place, name in enumerate(names):
        offsets.append(offset)
        offset += SIZES[name]
        shares = np.bincount(nation[:, place], minlength=SIZES[name]) / len(nation)
        for code, share in enumerate(shares.tolist()):
            low = int(np.floor(size * share * (1 - slack)))
            high = max(1, int(np.ceil(size * share * (1 + slack))))
            rows.append(Quota(name, f"{name[:2]}{code}", low, high))
    people = population(max(4 * n_people, 20_000), chance)
    weights = np.array([0.4, 0.8, 1.2, 2.5])[people[:, 4]] * np.array([0.9, 1.1])[people[:, 5]]
    weights *= np.array([1, 0.9, 0.8, 0.6, 0.4])[people[:, 3]] * np.array([1.2, 0.8])[people[:, 2]]
    weights *= np.array([1, 0.6, 0.5])[people[:, 6]]
    chosen = chance.choice(len(people), n_people, replace=False, p=weights / weights.sum())
    order = sorted(range(len(rows)), key=lambda i: (rows[i].category, rows[i].feature))
    place_of = {old: new for new, old in enumerate(order)}
    quotas = Quotas(tuple(rows[i] for i in order), size)
    by_category = sorted(range(n_categories), key=names.__getitem__)
    codes = people[chosen][:, :n_categories] + np.array(offsets)
    features = np.vectorize(place_of.__getitem__)(codes)[:, by_category]
    return group_people([str(i + 1) for i in range(n_people)], features.astype(np.int64), quotas)
