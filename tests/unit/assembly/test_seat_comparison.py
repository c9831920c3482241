"""Methods side by side, published paradoxes, and seats that cannot fit."""

import pytest

from misaq.assembly import (
    METHODS,
    CannotBeSharedError,
    apportion,
    compare_methods,
    find_paradoxes,
    publish_biproportional,
    publish_comparison,
    share_biproportionally,
)

# Wikipedia, "Biproportional apportionment", the worked example: three parties, three regions, 20 seats.
EXAMPLE = {
    ("A", "I"): 123,
    ("A", "II"): 45,
    ("A", "III"): 815,
    ("B", "I"): 912,
    ("B", "II"): 714,
    ("B", "III"): 414,
    ("C", "I"): 312,
    ("C", "II"): 255,
    ("C", "III"): 215,
}


def test_the_published_example_of_two_ways_at_once() -> None:
    found = share_biproportionally(EXAMPLE, {"A": 5, "B": 11, "C": 4}, {"I": 7, "II": 5, "III": 8})
    assert [found.seats[cell] for cell in EXAMPLE] == [1, 0, 4, 4, 4, 3, 2, 1, 1]
    told = publish_biproportional(found, EXAMPLE)
    assert told["cells"][2] == {
        "community": "A",
        "region": "III",
        "people": 815,
        "seats": 4,
        "tie": False,
    }


def test_communities_that_live_where_there_are_too_few_seats_are_named() -> None:
    people = {("A", "I"): 10, ("B", "I"): 10, ("B", "II"): 10}
    with pytest.raises(CannotBeSharedError) as caught:
        share_biproportionally(people, {"A": 3, "B": 3}, {"I": 2, "II": 4})
    assert caught.value.params == {"who": "A", "where": "I", "has": 2, "need": 3}


@pytest.mark.parametrize(("method", "seats"), [("adams", (3, 2, 2)), ("dhondt", (4, 2, 1))])
def test_methods_stand_side_by_side(method: str, seats: tuple[int, ...]) -> None:
    rows = compare_methods({"a": 53, "b": 24, "c": 23}, 7)
    assert [row.method for row in rows] == list(METHODS)
    assert next(tuple(row.seats.values()) for row in rows if row.method == method) == seats


def test_largest_remainder_loses_a_seat_in_a_larger_assembly() -> None:
    """The textbook case: 6, 6 and 2 of 14; with 10 seats the third has 2, with 11 seats 1."""
    people = {"a": 6, "b": 6, "c": 2}
    assert apportion(people, 10, method="largest_remainder").seats["c"] == 2
    assert apportion(people, 11, method="largest_remainder").seats["c"] == 1
    kinds = {p.kind for p in find_paradoxes(people, 10, method="largest_remainder")}
    assert "alabama" in kinds
    assert not find_paradoxes(people, 10, method="sainte_lague")


def test_a_community_that_joins_with_its_seats_moves_a_seat_between_the_others() -> None:
    """By hand: with 4 seats for b the shares of a and c are 5.83 and .56; 6 seats for the two alone: 5.48 and .52."""
    people = {"a": 2100, "b": 1300, "c": 200}
    found = find_paradoxes(people, 10, method="largest_remainder")
    joined = [p for p in found if p.kind == "new_community" and p.other == "b"]
    assert [(p.id, p.before, p.after) for p in joined] == [("a", 5, 6), ("c", 1, 0)]
    assert not find_paradoxes(people, 10, method="huntington_hill")


def test_a_divisor_method_may_leave_the_rounded_share() -> None:
    """D'Hondt gives a large community more than its share rounded up."""
    people = {"a": 8000, "b": 1300, "c": 500, "d": 200}
    quota = [p for p in find_paradoxes(people, 25, method="dhondt") if p.kind == "quota"]
    assert [(p.id, p.before, p.after) for p in quota] == [("a", 20, 21)]


def test_a_community_that_grew_faster_loses_to_one_that_grew_slower() -> None:
    """By hand: shares of 7127 were 7.48, 2.07, .45 and are now, of 7621, 7.27, 2.31, .43."""
    before = {"a": 5333, "b": 1476, "c": 318}
    now = {"a": 5537, "b": 1759, "c": 325}
    found = find_paradoxes(now, 10, method="largest_remainder", before=before)
    population = [p for p in found if p.kind == "population"]
    assert [(p.id, p.before, p.after, p.other) for p in population] == [("a", 8, 7, "c")]
    assert not find_paradoxes(now, 10, method="sainte_lague", before=before)


def test_comparison_is_told_in_exact_fractions() -> None:
    people = {"a": 53, "b": 24, "c": 23}
    told = publish_comparison(compare_methods(people, 7), find_paradoxes(people, 7, method="adams"))
    first = told["methods"][0]
    assert (first["method"], first["people_a_seat_most"], first["off"]) == (
        "sainte_lague",
        "53/3",
        "71/100",
    )
