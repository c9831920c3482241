"""Thirty pools of invented people whose quotas cannot be met, of five kinds, and what is possible, tried out."""

import itertools
from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from misaq.assembly import Limit, Pool, Quotas

KINDS = ("sums", "cross", "missing", "household", "whole")
NUMBERS = range(6)
MakePool = Callable[..., Pool]


def infeasible_pool(make_pool: MakePool, kind: str, number: int) -> Pool:
    """One of the thirty."""
    chance = np.random.default_rng([number, KINDS.index(kind)])
    return _MAKERS[kind](make_pool, chance)


def _features(chance: np.random.Generator, n: int) -> list[list[str]]:
    places = chance.choice(["north", "south", "west"], n, p=[0.5, 0.3, 0.2]).tolist()
    ages = chance.choice(["old", "young"], n).tolist()
    return [[str(i), ("f", "m")[i % 2], places[i], ages[i]] for i in range(n)]


def _wide(rows: list[list[str]], size: int) -> dict[tuple[str, str], list[int]]:
    """Quotas that bind nobody."""
    names = [("sex", 1), ("place", 2), ("age", 3)]
    return {(c, row[at]): [0, size] for c, at in names for row in sorted(rows)}


def _made(
    make_pool: MakePool,
    rows: list[list[str]],
    quotas: dict[tuple[str, str], list[int]],
    size: int,
    homes: list[str] | None = None,
) -> Pool:
    header = ["id", "sex", "place", "age"]
    if homes:
        header, rows = [*header, "household"], [[*r, h] for r, h in zip(rows, homes, strict=True)]
    return make_pool(header, rows, [(*key, *sides) for key, sides in sorted(quotas.items())], size)


def _sums(make_pool: MakePool, chance: np.random.Generator) -> Pool:
    size = int(chance.integers(5, 8))
    rows = _features(chance, 3 * size)
    quotas = _wide(rows, size)
    if chance.random() < 0.5:
        quotas["sex", "f"][0] = int(chance.integers(2, size))
        quotas["sex", "m"][0] = size + 1 - quotas["sex", "f"][0]
    else:
        for place, most in (("north", size // 2), ("south", size // 4), ("west", 1)):
            quotas.setdefault(("place", place), [0, 0])[1] = most - (place == "north")
    quotas["age", "old"][0] = 1
    return _made(make_pool, rows, quotas, size)


def _cross(make_pool: MakePool, chance: np.random.Generator) -> Pool:
    """Many women and many of the north are wanted, and few are both."""
    size = int(chance.integers(6, 9))
    both = int(chance.integers(0, 3))
    rows = [[str(i), "f", "north" if i < both else "south", "old"] for i in range(size)]
    rows += [[str(size + i), "m", "north", "old"] for i in range(size)]
    for row in rows:
        row[3] = str(chance.choice(["old", "young"]))
    quotas = _wide(rows, size)
    quotas["sex", "f"][0] = size // 2 + 1
    quotas["place", "north"][0] = size - (size // 2 + 1) + both + 1
    return _made(make_pool, rows, quotas, size)


def _missing(make_pool: MakePool, chance: np.random.Generator) -> Pool:
    size = int(chance.integers(4, 7))
    rows = _features(chance, 3 * size)
    quotas = _wide(rows, size)
    few = int(chance.integers(0, 3))
    for rank, row in enumerate(rows):
        row[2] = "east" if rank < few else row[2]
    quotas["place", "east"] = [few + int(chance.integers(1, 3)), size]
    quotas["place", "east"][0] = min(quotas["place", "east"][0], size)
    quotas["sex", "f"][0] = 1
    return _made(make_pool, rows, quotas, size)


def _household(make_pool: MakePool, chance: np.random.Generator) -> Pool:
    """The only people of the east are of households, and more of them are wanted than there are homes."""
    homes, size = int(chance.integers(1, 4)), 6
    rows = _features(chance, 16)
    where = [""] * 16
    for rank in range(2 * homes):
        rows[rank][2], where[rank] = "east", f"home {rank // 2}"
    quotas = _wide(rows, size)
    quotas["place", "east"][0] = homes + 1
    return _made(make_pool, rows, quotas, size, where)


def _whole(make_pool: MakePool, chance: np.random.Generator) -> Pool:
    """A ring of an odd number of features, each wanted once, and people who have two neighbours of it."""
    n = int(chance.choice([3, 5]))
    ring = [[str(int(k in (i, (i + 1) % n))) for k in range(n)] for i in range(n)]
    rows = [row for row in ring for _ in range(int(chance.integers(1, 3)))]
    rows += [["0"] * n for _ in range(4)]
    names = [f"tie {k}" for k in range(n)]
    quotas = [(name, "1", 1, 1) for name in names] + [(name, "0", 0, 99) for name in names]
    people = [[str(i), *row] for i, row in enumerate(rows)]
    return make_pool(["id", *names], people, quotas, n)


_MAKERS = {
    "sums": _sums,
    "cross": _cross,
    "missing": _missing,
    "household": _household,
    "whole": _whole,
}


def can_hold(pool: Pool, limits: Iterable[Limit]) -> bool:
    """Whether some people, volunteers or not, keep these limits and no others: by a program of its own.

    Columns are all combinations of features, each alone and in each composition of households.
    """
    rows = pool.quotas.rows
    by_category = [
        [i for i, q in enumerate(rows) if q.category == category]
        for category in pool.quotas.categories
    ]
    columns = [
        (set(combination), home)
        for combination in itertools.product(*by_category)
        for home in [-2, *range(len(pool.households))]
    ]
    table, low, high = [], [], []
    for limit in limits:
        assert limit.side in ("min", "max", "size", "people", "household")
        number = limit.value(pool.quotas)
        table.append([_counts(limit, has, home) for has, home in columns])
        low.append(number if limit.side in ("min", "size") else 0)
        high.append(np.inf if limit.side == "min" else number)
    if not table:
        return True
    answer = milp(
        np.zeros(len(columns)),
        integrality=np.ones(len(columns)),
        bounds=Bounds(0, 100),
        constraints=LinearConstraint(np.array(table, float), low, high),
    )
    assert answer.status in (0, 2)
    return bool(answer.status == 0)


def _counts(limit: Limit, has: set[int], home: int) -> bool:
    if limit.side in ("min", "max"):
        return limit.row in has
    if limit.side == "household":
        return home == limit.row
    if limit.side == "size":
        return True
    right_home = limit.home == -1 or limit.home == home
    return right_home and has >= set(limit.having) and not has & set(limit.lacking)


def people_counted(pool: Pool, limit: Limit, named_homes: set[int]) -> int:
    """How many volunteers a limit on people is about."""
    lives = {k: h for h in named_homes for k in pool.households[h].kinds}
    return sum(
        int(size)
        for kind, size in enumerate(pool.sizes.tolist())
        if _counts(limit, set(pool.features[kind].tolist()), lives.get(kind, -2))
    )


def possible(pool: Pool, quotas: Quotas) -> bool:
    """Whether some panel of the pool meets quotas, by trying every number of each type."""
    reached = {(0,) * (len(quotas.rows) + len(pool.households))}
    limits = np.array([q.maximum for q in quotas.rows] + [h.number for h in pool.households])
    lives = pool.household_rows.toarray().astype(int)
    for kind, size in enumerate(pool.sizes.tolist()):
        step = np.concatenate([pool.holds[:, kind].astype(int), lives[:, kind]])
        reached = {
            tuple(total)
            for state in reached
            for n in range(size + 1)
            for total in [(np.array(state) + n * step).tolist()]
            if (np.array(total) <= limits).all()
        }
    first = [i for i, q in enumerate(quotas.rows) if q.category == quotas.categories[0]]
    return any(
        sum(state[i] for i in first) == quotas.size
        and all(n >= q.minimum for n, q in zip(state, quotas.rows, strict=False))
        for state in reached
    )


def cheaper_changes(pool: Pool, cost: float) -> Iterable[Quotas]:
    """Every way of moving limits within their flex for less than `cost`."""
    rows = pool.quotas.rows
    steps = [(i, "min", 1 + 2 / max(q.minimum, 1)) for i, q in enumerate(rows)]
    steps += [(i, "max", 1.0) for i in range(len(rows))]
    stack: list[tuple[int, float, tuple[int, ...]]] = [(0, 0.0, ())]
    while stack:
        at, spent, moves = stack.pop()
        if at == len(steps):
            yield _moved(pool.quotas, moves)
            continue
        row, side, each = steps[at]
        quota = rows[row]
        least = quota.min_flex or 0
        most = pool.quotas.size if quota.max_flex is None else quota.max_flex
        room = quota.minimum - least if side == "min" else most - quota.maximum
        n = 0
        while n <= max(room, 0) and spent + n * each < cost - 1e-9:
            stack.append((at + 1, spent + n * each, (*moves, n)))
            n += 1


def _moved(quotas: Quotas, moves: tuple[int, ...]) -> Quotas:
    n = len(quotas.rows)
    rows = tuple(
        replace(q, minimum=q.minimum - moves[i], maximum=q.maximum + moves[n + i])
        for i, q in enumerate(quotas.rows)
    )
    return Quotas(rows, quotas.size)
