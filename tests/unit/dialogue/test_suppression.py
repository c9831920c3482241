"""No small count is shown, and none can be worked out from what is shown."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from misaq.dialogue import choose_shown, choose_shown_rows

rows = st.lists(st.integers(0, 60), min_size=1, max_size=8)


@given(rows, st.integers(1, 20))
def test_only_counts_of_the_threshold_or_more_are_shown(counts, threshold):
    showing = choose_shown(counts, threshold=threshold)
    for n, state in zip(counts, showing, strict=True):
        assert (n < threshold) == (state == "small")


@given(rows, st.integers(1, 20))
def test_nothing_is_hidden_without_need(counts, threshold):
    if min(counts) >= threshold:
        assert set(choose_shown(counts, threshold=threshold)) == {"shown"}


@given(
    st.lists(st.lists(st.integers(0, 40), min_size=2, max_size=2), min_size=1, max_size=6),
    st.integers(1, 15),
)
def test_column_totals_give_no_hidden_row_away(table, threshold):
    showing = choose_shown_rows(np.array(table), threshold=threshold)
    hidden = np.array([row for row, state in zip(table, showing, strict=True) if state != "shown"])
    assert all(
        min(r) >= threshold for r, state in zip(table, showing, strict=True) if state == "shown"
    )
    if 0 < len(hidden) < len(table):
        assert len(hidden) > 1
        assert (hidden.sum(axis=0) >= threshold).all()


def test_the_preferred_cell_protects_first():
    showing = choose_shown([3, 30, 25, 64], threshold=10, prefer_hidden=[1, 1, 1, 0])
    assert showing == ["small", "shown", "shown", "protects"]


@pytest.mark.parametrize("n_cells", [2, 3, 4])
def test_brute_force_no_reader_can_narrow_a_small_count(n_cells):
    """Every value under the threshold fits what is published, unless there is nothing left to hide."""
    threshold = 4
    for counts in itertools.product((0, 1, 3, 4, 5, 9), repeat=n_cells):
        showing = choose_shown(list(counts), threshold=threshold)
        if "small" not in showing or "shown" not in showing:
            continue
        hidden = [(n, s) for n, s in zip(counts, showing, strict=True) if s != "shown"]
        rest = sum(n for n, _ in hidden)
        ranges = [
            range(threshold) if s == "small" else range(threshold, rest + 1) for _, s in hidden
        ]
        ways = [way for way in itertools.product(*ranges) if sum(way) == rest]
        for place, (_, state) in enumerate(hidden):
            if state == "small":
                assert {way[place] for way in ways} == set(range(threshold)), (counts, showing)
