"""Laws of the rules and of both forms on small random pools, and brute force over every panel there is."""

import itertools
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from misaq.assembly import (
    FORMS,
    RULES,
    LegacyStuckError,
    Lottery,
    LotteryFormError,
    Pool,
    compare_rules,
    hold_lottery,
    objective_of,
    read_pool,
    read_quotas,
)

FEATURES = {"sex": ("f", "m"), "place": ("x", "y", "z")}
EQUAL = 2e-6  # relative: twice the gap that counts as proven
FAIR = ("leximin", "maximin", "nash", "goldilocks")


def made_pool(number: int, *, rename: Any = str, shuffle: int | None = None) -> Pool:
    """People with their features, and quotas around what one random panel of them has; ids stay with people."""
    chance = np.random.default_rng(number)
    n = int(chance.integers(6, 12))
    people = [tuple(str(chance.choice(v)) for v in FEATURES.values()) for _ in range(n)]
    size = int(chance.integers(2, min(5, n) + 1))
    panel = chance.permutation(n)[:size]
    rows = []
    for place, (category, features) in enumerate(FEATURES.items()):
        for feature in features:
            count = sum(people[i][place] == feature for i in panel)
            low, high = chance.integers(0, 2, size=2).tolist()
            rows.append((category, rename(feature), max(count - low, 0), count + high))
    header = ("category", "feature", "min", "max")
    quotas, faults = read_quotas(
        {name: [str(row[i]) for row in rows] for i, name in enumerate(header)}, size
    )
    assert quotas is not None, faults
    order = range(n) if shuffle is None else np.random.default_rng(shuffle).permutation(n)
    table = {"id": [f"p{i}" for i in order]}
    for place, category in enumerate(FEATURES):
        table[category] = [rename(people[i][place]) for i in order]
    read = read_pool(table, quotas)
    assert read[0] is not None, read
    return read[0]


@cache
def held(number: int, rule: str, form: str = "tickets") -> Lottery | None:
    """The lottery of a made pool; None where the greedy draw is stuck."""
    try:
        return hold_lottery(made_pool(number), rule=rule, form=form, panels=200)
    except LegacyStuckError:
        assert rule == "legacy"
        return None


def every_panel(pool: Pool) -> np.ndarray[Any, np.dtype[np.int64]]:
    """All panels that meet the quotas, (n_panels, n_people), in the order of `members`."""
    kind = [k for k, ids in enumerate(pool.members) for _ in ids]
    found = []
    for panel in itertools.combinations(range(len(kind)), pool.quotas.size):
        counts = pool.holds @ np.bincount([kind[i] for i in panel], minlength=pool.n_types)
        rows = zip(pool.quotas.rows, counts, strict=True)
        if all(q.minimum <= n <= q.maximum for q, n in rows):
            found.append(np.bincount(panel, minlength=len(kind)))
    return np.array(found)


def best_product(panels: np.ndarray[Any, np.dtype[np.int64]]) -> float:
    """The largest geometric mean of chances, by multiplicative steps; sure to within 1e-7."""
    table = panels[:, panels.any(axis=0)].astype(float)
    n_people = table.shape[1]
    weights = np.full(len(table), 1 / len(table))
    for _ in range(200_000):
        worth = table @ (1 / (weights @ table)) / n_people
        if worth.max() <= 1 + 1e-7:
            break
        weights = weights * worth
    return float(np.exp(np.log(weights @ table).mean() + worth.max() - 1))


numbers = st.integers(0, 400)


@given(numbers, st.sampled_from(RULES), st.sampled_from(FORMS))
@settings(max_examples=25, deadline=None)
def test_chances_add_up_and_every_panel_meets_every_quota(
    number: int, rule: str, form: str
) -> None:
    lottery = held(number, rule, form)
    if lottery is None:
        return
    pool, tickets = lottery.pool, lottery.tickets
    assert sum(tickets.person_tickets().values()) == pool.quotas.size * tickets.total
    if form == "uniform":
        assert tickets.total == 200
    counts = tickets.panels @ pool.holds.T
    assert (counts >= [q.minimum for q in pool.quotas.rows]).all()
    assert (counts <= [q.maximum for q in pool.quotas.rows]).all()
    assert (tickets.panels.sum(axis=1) == pool.quotas.size).all()
    assert (tickets.panels <= pool.sizes).all()
    assert 0 <= lottery.gini < 1
    assert lottery.minimum <= lottery.maximum <= 1
    off = max(abs(p - lottery.target[who]) for who, p in lottery.probabilities.items())
    assert lottery.max_deviation == off
    if rule != "legacy":
        assert off <= (2.5 / 200 if form == "uniform" else 1e-6)


@given(numbers)
@settings(max_examples=15, deadline=None)
def test_each_rule_is_best_at_what_it_makes_large(number: int) -> None:
    lotteries = {rule: held(number, rule) for rule in RULES}
    fair = {rule: found for rule, found in lotteries.items() if found is not None}
    chances = {rule: np.array(list(found.allowed.values())) for rule, found in fair.items()}
    lowest = fair["leximin"].minimum
    assert fair["maximin"].minimum == pytest.approx(lowest, rel=EQUAL)
    size = fair["leximin"].pool.quotas.size
    for rule, each in chances.items():
        assert each.min() <= lowest * (1 + 1e-6), rule
        assert (objective_of("nash", each, size) or 0) <= (fair["nash"].objective or 0) * (1 + 1e-6)
        by_balance = objective_of("goldilocks", each, size) or 0
        assert by_balance >= (fair["goldilocks"].objective or 0) * (1 - 1e-6), rule
    for rule in FAIR:
        gap = fair[rule].objective_gap
        assert gap is not None
        assert gap <= EQUAL, rule


@pytest.mark.parametrize("number", range(12))
def test_the_product_agrees_with_brute_force(number: int) -> None:
    lottery = held(number, "nash")
    assert lottery is not None
    best = best_product(every_panel(lottery.pool))
    assert lottery.objective == pytest.approx(best, rel=1e-6)
    assert lottery.best == pytest.approx(best, rel=1e-6)


@given(numbers, st.sampled_from(("maximin", "nash", "goldilocks")), st.integers(0, 99))
@settings(max_examples=15, deadline=None)
def test_order_changes_nothing_and_names_change_no_chance(
    number: int, rule: str, shuffle: int
) -> None:
    first = held(number, rule)
    assert first is not None
    again = hold_lottery(made_pool(number, shuffle=shuffle), rule=rule)
    assert again.probabilities == first.probabilities
    other = hold_lottery(
        made_pool(number, rename=lambda text: {"f": "zz"}.get(text, "a" + text)), rule=rule
    )
    assert other.probabilities == pytest.approx(first.probabilities, rel=1e-3)


@given(numbers, st.integers(0, 99), st.sampled_from(RULES))
@settings(max_examples=10, deadline=None)
def test_equally_likely_panels_are_the_same_whatever_the_order(
    number: int, shuffle: int, rule: str
) -> None:
    first = held(number, rule, "uniform")
    if first is None:
        return
    pool = made_pool(number, shuffle=shuffle)
    again = hold_lottery(pool, rule=rule, form="uniform", panels=200)
    assert again.tickets.counts == first.tickets.counts
    assert (again.tickets.panels == first.tickets.panels).all()


def test_rules_stand_side_by_side_with_the_trade_between_top_and_bottom() -> None:
    """Each is best in its own column, on a pool where they differ."""
    rows = compare_rules(made_pool(11), rules=RULES, panels=100)
    assert [row.rule for row in rows] == list(RULES)
    by_rule = {row.rule: row for row in rows}
    for row in rows:
        if row.minimum is not None:
            assert row.minimum <= (by_rule["leximin"].minimum or 0) * (1 + 1e-6)
            assert (row.mean or 0) <= (by_rule["nash"].mean or 0) * (1 + 1e-6)


def test_a_rule_that_there_is_not_is_refused() -> None:
    for wrong in ({"rule": "luck"}, {"form": "envelopes"}, {"panels": 0}):
        with pytest.raises(LotteryFormError):
            hold_lottery(made_pool(1), **wrong)  # type: ignore[arg-type]
