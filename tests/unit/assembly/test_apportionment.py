"""Seats: published cases, brute force, and the laws of divisor methods."""

import itertools
from fractions import Fraction
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from misaq.assembly import METHODS, ApportionmentError, apportion

# New Zealand uses Sainte-Lague; textbook example of 10 seats (Wikipedia, "Webster/Sainte-Lague method").
TEXTBOOK = {
    "yellow": 47000,
    "white": 16000,
    "red": 15900,
    "green": 12000,
    "blue": 6000,
    "pink": 3100,
}
# Balinski and Young, Fair Representation, table 1.5 in spirit: the same votes, five methods, 10 seats.
DHONDT_TEXTBOOK = {"a": 100000, "b": 80000, "c": 30000, "d": 20000}


def test_sainte_lague_textbook_example() -> None:
    assert list(apportion(TEXTBOOK, 10).seats.values()) == [4, 2, 2, 1, 1, 0]


def test_dhondt_and_sainte_lague_differ_as_published() -> None:
    """Eight seats: D'Hondt 4, 3, 1, 0; Sainte-Lague 3, 3, 1, 1 (the usual worked example)."""
    assert list(apportion(DHONDT_TEXTBOOK, 8, method="dhondt").seats.values()) == [4, 3, 1, 0]
    assert list(apportion(DHONDT_TEXTBOOK, 8).seats.values()) == [3, 3, 1, 1]


def least_squares(populations: dict[str, int], size: int, floor: int) -> Fraction:
    """Sainte-Lague minimises the sum of (s - q)^2 / p: by trying every way to share the seats."""
    total = sum(populations.values())
    people = list(populations.values())
    ways = itertools.product(range(floor, size + 1), repeat=len(people))
    return min(loss(way, people, size, total) for way in ways if sum(way) == size)


def loss(way: tuple[int, ...], people: list[int], size: int, total: int) -> Fraction:
    return sum(
        (
            (Fraction(s) - Fraction(p * size, total)) ** 2 / p
            for s, p in zip(way, people, strict=True)
        ),
        Fraction(0),
    )


@given(st.lists(st.integers(1, 500), min_size=2, max_size=4), st.integers(4, 7), st.integers(0, 1))
def test_is_the_least_squares_share_by_brute_force(
    people: list[int], size: int, floor: int
) -> None:
    populations = {f"c{i}": p for i, p in enumerate(people)}
    seats = apportion(populations, size, floors=dict.fromkeys(populations, floor)).seats
    found = loss(tuple(seats.values()), people, size, sum(people))
    assert found == least_squares(populations, size, floor)


populations = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=3), st.integers(1, 10**7), min_size=1, max_size=9
)


@given(populations, st.integers(1, 90), st.sampled_from(sorted(METHODS)))
def test_laws_of_divisor_methods(people: dict[str, int], size: int, method: str) -> None:
    if method in {"adams", "huntington_hill"}:
        size += len(people)  # these give everybody one seat first
    seats = apportion(people, size, method=method).seats
    assert sum(seats.values()) == size
    more = apportion(people, size + 1, method=method).seats
    if method != "largest_remainder":  # of which it is known
        assert all(more[key] >= seats[key] for key in people)  # no Alabama paradox
    for a, b in itertools.permutations(people, 2):
        if people[a] > people[b]:
            assert seats[a] >= seats[b]
    backwards = apportion(dict(reversed(people.items())), size, method=method).seats
    assert dict(backwards) == dict(seats)


@given(populations, st.integers(1, 60), st.integers(0, 3), st.integers(4, 30))
def test_floors_and_caps_hold_and_one_divisor_explains_the_rest(
    people: dict[str, int], size: int, floor: int, cap: int
) -> None:
    size = min(max(size, floor * len(people), 1), cap * len(people))
    floors, caps = dict.fromkeys(people, floor), dict.fromkeys(people, cap)
    seats = apportion(people, size, floors=floors, caps=caps).seats
    assert all(floor <= n <= cap for n in seats.values())
    low = max(
        (Fraction(p) / Fraction(2 * seats[k] + 1, 2) for k, p in people.items() if seats[k] < cap),
        default=0,
    )
    high = min(
        (
            Fraction(p) / Fraction(2 * seats[k] - 1, 2)
            for k, p in people.items()
            if seats[k] > floor
        ),
        default=inf,
    )
    assert low <= high


def test_equal_claims_go_to_the_first_id_and_are_named() -> None:
    found = apportion({"b": 10, "a": 10, "c": 10}, 4)
    assert dict(found.seats) == {"b": 1, "a": 2, "c": 1}
    assert found.ties == ("a", "b", "c")
    assert apportion({"b": 10, "a": 10}, 2).ties == ()


def test_says_who_has_seats_by_floor_or_cap() -> None:
    found = apportion({"big": 980, "small": 20}, 10, floors={"small": 1})
    assert dict(found.seats) == {"big": 9, "small": 1}
    assert found.bound_by == {"small": "floor"}
    assert apportion({"a": 900, "b": 100}, 10, caps={"a": 5}).bound_by == {"a": "cap"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"size": 2, "floors": {"a": 2, "b": 1}},
        {"size": 9, "caps": {"a": 2, "b": 2}},
        {"size": 0},
        {"size": 9, "floors": {"a": 4}, "caps": {"a": 3}},
    ],
)
def test_refuses_what_cannot_be(wrong: dict[str, object]) -> None:
    with pytest.raises(ApportionmentError):
        apportion({"a": 5, "b": 5}, **wrong)  # type: ignore[arg-type]
