"""Seats against two libraries that are not ours: apportionment and votelib."""

import numpy as np
import pytest
from apportionment.methods import compute
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from votelib.evaluate.core import VotingSystemError
from votelib.evaluate.proportional import BiproportionalEvaluator, HighestAverages

from misaq.assembly import (
    METHODS,
    CannotBeSharedError,
    apportion,
    prove_biproportional,
    share_biproportionally,
)

THEIRS = {
    "sainte_lague": "saintelague",
    "modified_sainte_lague": "modified_saintelague",
    "dhondt": "dhondt",
    "adams": "adams",
    "dean": "dean",
    "huntington_hill": "huntington",
    "largest_remainder": "largest_remainder",
}
PEOPLE = st.lists(st.integers(1, 100_000), min_size=2, max_size=9)
NAMES = {"sainte_lague": "sainte_lague", "dhondt": "d_hondt"}


@pytest.mark.parametrize("method", sorted(THEIRS))
@given(people=PEOPLE, size=st.integers(9, 120))
@settings(max_examples=60)
def test_agrees_with_the_library_apportionment(method: str, people: list[int], size: int) -> None:
    ours = apportion({str(i): n for i, n in enumerate(people)}, size, method=method)
    assume(not ours.ties)
    theirs = compute(THEIRS[method], people, size, fractions=True)
    assert list(ours.seats.values()) == theirs


@pytest.mark.parametrize("method", ["danish", "dhondt", "sainte_lague"])
@given(people=PEOPLE, size=st.integers(9, 120))
@settings(max_examples=40)
def test_agrees_with_the_library_votelib(method: str, people: list[int], size: int) -> None:
    ours = apportion({str(i): n for i, n in enumerate(people)}, size, method=method)
    assume(not ours.ties)
    name = {"dhondt": "d_hondt"}.get(method, method)
    theirs = HighestAverages(name).evaluate({str(i): n for i, n in enumerate(people)}, size)
    assert {key: n for key, n in ours.seats.items() if n} == {k: n for k, n in theirs.items() if n}


TABLES = st.integers(2, 5).flatmap(
    lambda n: st.lists(
        st.lists(st.integers(0, 5000), min_size=n, max_size=n), min_size=2, max_size=6
    )
)


@pytest.mark.parametrize("method", ["sainte_lague", "dhondt"])
@given(table=TABLES, size=st.integers(11, 60))
@settings(max_examples=60)
def test_two_ways_at_once_is_proven_and_agrees_with_votelib(
    method: str, table: list[list[int]], size: int
) -> None:
    votes = np.array(table)
    assume(votes.sum(0).all() and votes.sum(1).all())
    totals = apportion({f"c{i}": int(n) for i, n in enumerate(votes.sum(1))}, size, method=method)
    assume(not totals.ties)
    communities = totals.seats
    regions = apportion({f"r{j}": int(n) for j, n in enumerate(votes.sum(0))}, size).seats
    people = {(f"c{i}", f"r{j}"): n for i, row in enumerate(table) for j, n in enumerate(row)}
    try:
        found = share_biproportionally(people, communities, regions, method=method)
    except CannotBeSharedError:
        assert not _fits(votes, list(communities.values()), list(regions.values()))
        return
    assert prove_biproportional(people, found) == []
    assert {i: sum(found.seats[i, j] for j in regions) for i in communities} == communities
    assert {j: sum(found.seats[i, j] for i in communities) for j in regions} == regions
    if not found.ties:
        by_region = {j: {i: people[i, j] for i in communities} for j in regions}
        try:
            theirs = BiproportionalEvaluator(NAMES[method]).evaluate(by_region, regions)
        except (
            VotingSystemError
        ):  # votelib 0.4 gives up on some tables with zeros; ours is proven above
            return
        assert {(i, j): n for j, row in theirs.items() for i, n in row.items() if n} == {
            cell: n for cell, n in found.seats.items() if n
        }


def _fits(votes: np.ndarray, rows: list[int], columns: list[int]) -> bool:
    """Whether any whole table has these sums and seats only where people live (a flow, by linear programming)."""
    from scipy.optimize import linprog  # noqa: PLC0415  only where a table does not fit

    cells = [(i, j) for i in range(len(rows)) for j in range(len(columns)) if votes[i, j]]
    sums = [[float(i == k) for i, _ in cells] for k in range(len(rows))]
    sums += [[float(j == k) for _, j in cells] for k in range(len(columns))]
    return bool(linprog(np.zeros(len(cells)), A_eq=sums, b_eq=[*rows, *columns]).success)


@pytest.mark.parametrize("method", METHODS)
@given(people=PEOPLE, size=st.integers(10, 60), data=st.data())
@settings(max_examples=40)
def test_keeps_floors_and_caps_and_gives_every_seat(
    method: str, people: list[int], size: int, data: st.DataObject
) -> None:
    populations = {str(i): n for i, n in enumerate(people)}
    floors = {key: data.draw(st.integers(0, size // len(people))) for key in populations}
    caps = {key: data.draw(st.integers(max(floors[key], size // 2), size)) for key in populations}
    assume(sum(caps.values()) >= size)
    seats = apportion(populations, size, method=method, floors=floors, caps=caps).seats
    assert sum(seats.values()) == size
    assert all(floors[key] <= n <= caps[key] for key, n in seats.items())
    shuffled = dict(reversed(populations.items()))
    assert apportion(shuffled, size, method=method, floors=floors, caps=caps).seats == seats
