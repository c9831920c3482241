"""No withheld count can be worked out: an attacker with an exact solver is set against the published tables.

The attacker knows every number and mark shown, that counts are whole, and the published rule: "small" is 1 to k-1,
"protects" is at least 1 (and, in a table's inner cell, is k or more unless the mark was given to a small count).
"""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from misaq.record import PublishedCells, find_gaps, suppress, width


def cube_cells(table, thresholds):
    """All two-way tables of a three-way one, their margins and the total."""
    index = np.arange(table.size).reshape(table.shape)
    members, inner, k = [], [], []
    for axis in range(3):
        kept = [a for a in range(3) if a != axis]
        for place in product(*(range(table.shape[a]) for a in kept)):
            at = [slice(None)] * 3
            for a, i in zip(kept, place, strict=True):
                at[a] = i
            members.append(index[tuple(at)].ravel())
            inner.append(True)
            k.append(thresholds[place[kept.index(1)]] if 1 in kept else min(thresholds))
    for axis in range(3):
        for i in range(table.shape[axis]):
            members.append(np.take(index, i, axis).ravel())
            inner.append(False)
            k.append(thresholds[i] if axis == 1 else min(thresholds))
    members.append(index.ravel())
    inner.append(False)
    k.append(min(thresholds))
    return PublishedCells(members, np.array(k), np.array(inner))


def attack(n_counts, cells, found, cell):
    """Least and most that a cell can be, exactly, from what is published."""
    matrix = cells.matrix(n_counts)
    low = np.empty(len(found.marks))
    high = np.empty(len(found.marks))
    for i, mark in enumerate(found.marks):
        shown = found.shown(i)
        if shown is not None:
            low[i] = high[i] = shown
        else:
            low[i], high[i] = 1, (cells.thresholds[i] - 1 if mark == "small" else np.inf)
            if mark == "protects" and cells.inner[i] and found.values[i] >= cells.thresholds[i]:
                low[i] = cells.thresholds[i]
    ends = []
    ceiling = 10 * int(found.values.max()) + 100
    for sign in (1, -1):
        answer = milp(
            sign * matrix[[cell]].toarray().ravel().astype(float),
            constraints=[LinearConstraint(matrix.astype(float), low, high)]
            + (
                [LinearConstraint(cells.link_matrix(n_counts).astype(float), 0, 0)]
                if cells.links
                else []
            ),
            integrality=np.ones(n_counts),
            bounds=Bounds(0, ceiling),
        )
        assert answer.success, answer.message
        ends.append(round(sign * answer.fun))
    return ends


tables = st.tuples(st.integers(1, 3), st.integers(1, 3), st.integers(1, 3)).flatmap(
    lambda shape: st.lists(
        st.one_of(st.integers(0, 3), st.integers(0, 25)),
        min_size=int(np.prod(shape)),
        max_size=int(np.prod(shape)),
    ).map(lambda counts: np.array(counts, dtype=np.int64).reshape(shape))
)


@settings(max_examples=40, deadline=None)
@given(tables, st.lists(st.sampled_from([3, 5, 10]), min_size=3, max_size=3))
def test_an_exact_attack_pins_down_no_withheld_count(table, thresholds):
    cells = cube_cells(table, thresholds[: table.shape[1]])
    found = suppress(table.ravel(), cells)
    values = np.asarray(cells.matrix(table.size) @ table.ravel())
    for i, mark in enumerate(found.marks):
        k = int(cells.thresholds[i])
        small = 1 <= values[i] < k
        if mark == "":
            assert not small
            continue
        low, high = attack(table.size, cells, found, i)
        assert low <= values[i] <= high
        assert high - low >= (width(k) if small else 1), (i, mark, low, high)


@settings(max_examples=40, deadline=None)
@given(tables)
def test_the_proof_notices_a_cell_that_is_shown_after_all(table):
    cells = cube_cells(table, [5] * table.shape[1])
    found = suppress(table.ravel(), cells)
    assert find_gaps(table.ravel(), cells, found) == []
    for i, mark in enumerate(found.marks):
        if mark:
            marks = (*found.marks[:i], "", *found.marks[i + 1 :])
            assert find_gaps(
                table.ravel(), cells, type(found)(found.values, marks, found.witnesses)
            )


@settings(max_examples=40, deadline=None)
@given(tables)
def test_zero_is_shown_and_nothing_is_withheld_without_a_small_count(table):
    cells = cube_cells(table, [5] * table.shape[1])
    found = suppress(table.ravel(), cells)
    values = found.values
    assert all(found.marks[i] == "" for i in np.flatnonzero(values == 0))
    if not ((values > 0) & (values < 5)).any():
        assert set(found.marks) <= {""}


@pytest.mark.parametrize(
    "counts", [[1, 1, 1, 1], [1, 1, 0, 0], [4], [1, 1, 1, 1, 1, 1], [4, 4, 4], [2, 20, 30]]
)
def test_a_row_of_small_counts_and_its_total(counts):
    """Four ones under a total below five: the marks alone would give them away."""
    n = len(counts)
    cells = PublishedCells(
        [np.array([i]) for i in range(n)] + [np.arange(n)],
        np.full(n + 1, 5),
        np.array([True] * n + [False]),
    )
    found = suppress(np.array(counts), cells)
    for i, mark in enumerate(found.marks):
        if mark:
            low, high = attack(n, cells, found, i)
            assert high - low >= (width(5) if 1 <= found.values[i] < 5 else 1)


def test_linked_tables_are_protected_together():
    """The margin that two tables share: what is hidden in one must not be found through the other."""
    cells = PublishedCells(
        [np.array([i]) for i in range(4)] + [np.array([0, 1]), np.array([2, 3])],
        np.full(6, 5),
        np.array([True] * 4 + [False, False]),
        links=[(np.array([0, 1]), np.array([2, 3]))],
    )
    found = suppress(np.array([3, 40, 20, 23]), cells)
    assert found.marks[0] == "small"
    low, high = attack(4, cells, found, 0)
    assert high - low >= 2
