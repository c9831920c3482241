"""The leximin lottery of small random pools against linear programs over every panel that there is.

Panels are counted from the rows of the pool as they were made, one person at a time: nothing of the engine's
types, rows or tolerances is used.
"""

import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import linprog

from misaq.assembly import hold_lottery, read_pool, read_quotas

CATEGORIES = ("a", "b", "c")
FEATURES = ("x", "o")
RING = (("x", "x", "o"), ("x", "o", "x"), ("o", "x", "x"))  # any two have an x in common
OUTSIDE = ("o", "o", "o")
LIFTED = 1e-7  # a chance that can rise by less does not rise
HELD = 1e-10  # how much lower than reached a chance is held, or rounding leaves no point
Table = NDArray[np.float64]


@st.composite
def made_pools(draw: Any) -> dict[str, Any]:
    """Seven to nine people, some sharing a home; quotas on or near what one panel of them has."""
    n = draw(st.integers(7, 9))
    people = [tuple(draw(st.sampled_from(FEATURES)) for _ in CATEGORIES) for _ in range(n)]
    homes = [draw(st.sampled_from(("", "", "", "h1", "h2"))) for _ in range(n)]
    size = draw(st.integers(2, 4))
    panel = draw(st.permutations(range(n)))[:size]
    shared = [homes[i] for i in panel if homes[i]]
    assume(len(set(shared)) == len(shared))
    quotas = []
    for place, category in enumerate(CATEGORIES):
        for feature in FEATURES:
            count = sum(people[i][place] == feature for i in panel)
            low, high = draw(st.integers(0, 1)), draw(st.integers(0, 1))
            quotas.append((category, feature, max(count - low, 0), count + high))
    return {"people": people, "homes": homes, "quotas": quotas, "size": size}


@st.composite
def rings(draw: Any) -> dict[str, Any]:
    """People of whom any two exclude each other, a few others: halves of people could sit together, people cannot."""
    people = [row for row in RING for _ in range(draw(st.integers(1, 2)))]
    others = draw(st.integers(3, 4))
    people += [draw(st.sampled_from((*RING, OUTSIDE)))] + [OUTSIDE] * others
    homes = [draw(st.sampled_from(("", "", "", "h1"))) for _ in people]
    quotas = [(c, f, 0, 1 if f == "x" else 3) for c in CATEGORIES for f in FEATURES]
    return {"people": people, "homes": homes, "quotas": quotas, "size": 3}


def every_panel(made: dict[str, Any]) -> Table:
    """One row of 0 and 1 for each panel that meets every quota and seats no home twice."""
    people, homes = made["people"], made["homes"]
    found = []
    for panel in itertools.combinations(range(len(people)), made["size"]):
        shared = [homes[i] for i in panel if homes[i]]
        counts = [
            sum(people[i][CATEGORIES.index(c)] == f for i in panel) for c, f, *_ in made["quotas"]
        ]
        fits = all(q[2] <= n <= q[3] for q, n in zip(made["quotas"], counts, strict=True))
        if fits and len(set(shared)) == len(shared):
            found.append([float(i in panel) for i in range(len(people))])
    return np.array(found)


def leximin_chances(table: Table) -> Table:
    """Everybody's chance when the lowest is lifted as far as it goes, then the next lowest, and so on."""
    chances = np.zeros(table.shape[1])
    free = table.any(axis=0)
    while free.any():
        level = lift(table, np.where(free, 0.0, chances), free.astype(float)[:, None])[0]
        floors = np.where(free, level, chances)
        stuck = free.copy()
        while stuck.any():  # who can rise above the level: each time those who do are set aside
            rises = stuck & (lift(table, floors, np.diag(stuck.astype(float))) > LIFTED)
            if not rises.any():
                break
            stuck &= ~rises
        chances[stuck], free = level, free & ~stuck
    return chances


def lift(table: Table, floors: Table, lifted: Table) -> Table:
    """Weights over panels so that each chance is at least its floor and `lifted` @ x, the sum of x >= 0 most."""
    n_panels, n_lifts = len(table), lifted.shape[1]
    best = linprog(
        np.concatenate([np.zeros(n_panels), -np.ones(n_lifts)]),
        A_ub=np.hstack([-table.T, lifted]),
        b_ub=-np.maximum(floors - HELD, 0.0),
        A_eq=[np.concatenate([np.ones(n_panels), np.zeros(n_lifts)])],
        b_eq=[1.0],
        bounds=[(0, 1)] * (n_panels + n_lifts),
    )
    assert best.status == 0, best.message
    return np.asarray(best.x[n_panels:])


def lottery_of(made: dict[str, Any]) -> Any:
    rows = zip(*made["quotas"], strict=True)
    names = ("category", "feature", "min", "max")
    columns = {name: [str(x) for x in row] for name, row in zip(names, rows, strict=True)}
    quotas, faults = read_quotas(columns, made["size"])
    assert quotas is not None, faults
    people = {c: [row[i] for row in made["people"]] for i, c in enumerate(CATEGORIES)}
    pool, faults = read_pool({**people, "household": made["homes"]}, quotas)
    assert pool is not None, faults
    return hold_lottery(pool)


def by_row(chances: dict[str, float]) -> list[float]:
    return [chances[str(i + 1)] for i in range(len(chances))]


@given(st.one_of(made_pools(), rings()))
@settings(max_examples=40, deadline=None)
def test_everybodys_chance_is_that_of_leximin_over_every_panel(made: dict[str, Any]) -> None:
    table = every_panel(made)
    assume(len(table))
    right = leximin_chances(table)
    lottery = lottery_of(made)
    assert by_row(lottery.probabilities) == pytest.approx(right, rel=2e-6, abs=1e-9)
    assert by_row(lottery.target) == pytest.approx(right, rel=2e-6, abs=1e-9)
    barred = {str(i + 1) for i in np.flatnonzero(right == 0)}
    assert {person.id for person in lottery.shut_out} == barred
    lowest = right[right > 0].min()
    assert lottery.minimum == pytest.approx(lowest, rel=1e-6)
    assert lottery.bound == pytest.approx(lowest, rel=1e-6)
    promised = lottery.proofs[0].value
    assert promised >= lowest * (1 - 1e-9)  # no panels do better than the polytope
    event("fractions promise more" if promised > lowest * (1 + 1e-6) else "whole panels reach it")
    event(f"{len(lottery.levels)} levels, the last {'is' if right.max() > 1 - 1e-9 else 'below'} 1")


@given(made_pools(), st.integers(0, 2), st.sampled_from(FEATURES))
@settings(max_examples=15, deadline=None)
def test_those_whom_a_quota_needs_are_sure_of_a_seat(
    made: dict[str, Any], place: int, feature: str
) -> None:
    """The last level is 1: nothing but its own bound holds it, and those left at it must not stay unfixed."""
    needed = [i for i, row in enumerate(made["people"]) if row[place] == feature]
    assume(0 < len(needed) < len(made["people"]))
    quotas = [
        (c, f, *((len(needed),) * 2 if (c, f) == (CATEGORIES[place], feature) else (0, 9)))
        for c, f, *_ in made["quotas"]
    ]
    changed = {**made, "quotas": quotas, "size": len(needed) + 1}
    table = every_panel(changed)
    assume(len(table))
    lottery = lottery_of(changed)
    assert lottery.levels[-1] == 1
    assert all(lottery.probabilities[str(i + 1)] == 1 for i in needed)
    right = leximin_chances(table)
    assert by_row(lottery.probabilities) == pytest.approx(right, rel=2e-6, abs=1e-9)
    assert by_row(lottery.target) == pytest.approx(right, rel=2e-6, abs=1e-9)
