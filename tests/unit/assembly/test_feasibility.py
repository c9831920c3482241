"""Quotas that cannot be met: the reason is irreducible, the change that helps the smallest."""

import itertools
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from misaq.assembly import (
    Pool,
    QuotasInfeasibleError,
    hold_lottery,
    quota_faults,
    relaxed,
    smallest_relaxation,
)
from misaq.assembly.feasibility import conflict


def possible(pool: Pool) -> bool:
    """Whether some panel meets the quotas, by trying all."""
    people = [k for k, ids in enumerate(pool.members) for _ in ids]
    for panel in itertools.combinations(range(len(people)), pool.quotas.size):
        counts = pool.holds @ np.bincount([people[i] for i in panel], minlength=pool.n_types)
        if all(q.minimum <= n <= q.maximum for q, n in zip(pool.quotas.rows, counts, strict=True)):
            return True
    return False


def random_pool(make_pool: Callable[..., Pool], number: int) -> Pool:
    chance = np.random.default_rng(100 + number)
    people = [(i, chance.choice(["f", "m"]), chance.choice(["x", "y"])) for i in range(8)]
    lows = [int(chance.integers(0, 4)) for _ in range(4)]
    names = [("sex", "f"), ("sex", "m"), ("place", "x"), ("place", "y")]
    quotas = [
        (c, f, low, low + int(chance.integers(0, 3)))
        for (c, f), low in zip(names, lows, strict=True)
    ]
    return make_pool(("id", "sex", "place"), people, quotas, 4)


@pytest.mark.parametrize("number", range(30))
def test_every_reason_is_irreducible_and_every_change_helps(
    make_pool: Callable[..., Pool], number: int
) -> None:
    pool = random_pool(make_pool, number)
    faults = quota_faults(pool.quotas, pool, "quotas.csv")
    if possible(pool):
        assert not faults
        assert smallest_relaxation(pool) == ()
        return
    assert faults
    assert {fault.code for fault in faults} == {"quotas_infeasible"}
    changes = smallest_relaxation(pool)
    assert changes
    assert possible(replace(pool, quotas=relaxed(pool.quotas, changes)))
    limits = conflict(pool)
    only = {(limit.row, limit.side) for limit in limits}
    assert not possible(with_limits(pool, only))
    for limit in only:
        assert possible(with_limits(pool, only - {limit}))


def with_limits(pool: Pool, limits: set[tuple[int, str]]) -> Pool:
    rows = tuple(
        replace(
            quota,
            minimum=quota.minimum if (i, "min") in limits else 0,
            maximum=quota.maximum if (i, "max") in limits else 99,
        )
        for i, quota in enumerate(pool.quotas.rows)
    )
    return replace(pool, quotas=replace(pool.quotas, rows=rows))


@pytest.mark.parametrize("number", range(30))
def test_no_cheaper_change_helps(make_pool: Callable[..., Pool], number: int) -> None:
    pool = random_pool(make_pool, number)
    changes = smallest_relaxation(pool)
    if not changes:
        return  # these quotas can be met
    cost = sum(
        abs(c.new - c.old) * (1 + 2 / max(c.old, 1) if c.limit.side == "min" else 1)
        for c in changes
    )
    for moves in itertools.product(range(3), repeat=8):
        price = sum(
            n * (1 + 2 / max(q.minimum, 1))
            for n, q in zip(moves[:4], pool.quotas.rows, strict=True)
        ) + sum(moves[4:])
        if price >= cost - 1e-9:
            continue
        rows = tuple(
            replace(q, minimum=max(q.minimum - moves[i], 0), maximum=q.maximum + moves[4 + i])
            for i, q in enumerate(pool.quotas.rows)
        )
        assert not quick_possible(replace(pool, quotas=replace(pool.quotas, rows=rows)))


def quick_possible(pool: Pool) -> bool:
    """As `possible`, over how many of each type sit."""
    ranges = [range(n + 1) for n in pool.sizes.tolist()]
    for seats in itertools.product(*ranges):
        if sum(seats) != pool.quotas.size:
            continue
        counts = (pool.holds @ np.array(seats)).tolist()
        if all(q.minimum <= n <= q.maximum for q, n in zip(pool.quotas.rows, counts, strict=True)):
            return True
    return False


def test_sums_of_minimums_are_told_before_anything_is_solved(
    make_pool: Callable[..., Pool],
) -> None:
    people = [(i, "ab"[i % 2], "xy"[i % 2]) for i in range(20)]
    quotas = [("g", "a", 4, 9), ("g", "b", 3, 9), ("p", "x", 0, 2), ("p", "y", 0, 3)]
    pool = make_pool(("id", "g", "p"), people, quotas, 6)
    faults = quota_faults(pool.quotas, pool, "q.csv")
    assert [f.params["reason"] for f in faults] == ["g: min 4 + 3 = 7 > 6", "p: max 2 + 3 = 5 < 6"]


def test_too_few_volunteers_for_a_minimum_is_told(make_pool: Callable[..., Pool]) -> None:
    people = [(i, "a" if i < 2 else "b") for i in range(9)]
    pool = make_pool(("id", "g"), people, [("g", "a", 3, 4), ("g", "b", 1, 4)], 5)
    (fault,) = quota_faults(pool.quotas, pool)
    assert fault.params["reason"] == "g = a: min 3 > 2"
    assert fault.params["change"] == "g = a: min 3 -> 2"
    with pytest.raises(QuotasInfeasibleError) as caught:
        hold_lottery(pool)
    assert "g = a" in str(caught.value)
