"""Laws of lotteries over households, held against every panel of people there is."""

import json
from collections import Counter
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.assembly_brute_force import home_of, leximin_by_brute_force

from misaq.assembly import (
    MANY_TICKETS,
    Households,
    Pool,
    QuotasInfeasibleError,
    Tickets,
    audit_lottery,
    hold_lottery,
    issue_tickets,
    publish_certificate,
    publish_lottery,
    publish_panels,
    read_pool,
    read_quotas,
    tickets_for,
    unseal,
)
from misaq.assembly.standalone import check_lottery

HEADER = ("id", "sex", "place", "household")
Row = tuple[str, ...]


@st.composite
def households(draw: Any) -> list[Row]:
    """Up to nine people; several of the homes are alike, and some have two of a type."""
    kinds = [[("f", "x"), ("m", "x")], [("f", "x"), ("f", "x")], [("m", "y")], [("f", "y")]]
    rows: list[Row] = []
    for home in range(draw(st.integers(3, 6))):
        people = draw(st.sampled_from(kinds))
        rows += [
            (f"p{len(rows) + i}", *who, f"home {home}" if len(people) > 1 else "")
            for i, who in enumerate(people)
        ]
    return rows[:9]


def read(rows: list[Row], size: int, limits: list[tuple[str, str, int, int]]) -> Pool:
    quotas, faults = read_quotas(
        {
            name: [str(row[i]) for row in limits]
            for i, name in enumerate(("category", "feature", "min", "max"))
        },
        size,
    )
    assert quotas is not None, faults
    pool, faults = read_pool(
        {name: [row[i] for row in rows] for i, name in enumerate(HEADER)}, quotas
    )
    assert pool is not None, faults
    return pool


def loose(most: int) -> list[tuple[str, str, int, int]]:
    return [
        (c, f, 0, most) for c, f in (("sex", "f"), ("sex", "m"), ("place", "x"), ("place", "y"))
    ]


@given(households(), st.integers(1, 3), st.integers(1, 3))
@settings(max_examples=20, deadline=None)
def test_everybodys_chance_is_that_of_every_panel_of_people(
    rows: list[Row], size: int, most: int
) -> None:
    pool = read(rows, size, loose(most))
    try:
        lottery = hold_lottery(pool)
    except QuotasInfeasibleError:
        assume(False)
    assert lottery.probabilities == pytest.approx(leximin_by_brute_force(pool), rel=2e-5, abs=1e-8)
    certificate = publish_certificate(lottery)
    sealed = publish_panels(lottery, certificate)
    values = publish_lottery(lottery, sealed["commitment"], certificate, threshold=1)
    document = json.loads(json.dumps({**values, "sealed": sealed}))
    people = [dict(zip(HEADER, row, strict=True)) for row in rows]
    wanted = [
        {"category": c, "feature": f, "min": str(low), "max": str(high)}
        for c, f, low, high in loose(most)
    ]
    assert check_lottery.check(document, people, wanted, None)[0] == []
    assert audit_lottery(sealed, lottery.probabilities, None, pool) == []
    again = unseal(document["sealed"])
    assert (again.turns, again.person_tickets()) == (
        lottery.tickets.turns,
        lottery.tickets.person_tickets(),
    )


@given(households(), st.randoms(use_true_random=False))
@settings(max_examples=10, deadline=None)
def test_names_of_households_and_order_of_rows_change_nothing(rows: list[Row], chance: Any) -> None:
    first = hold_lottery(read(rows, 2, loose(2)))
    homes = sorted({row[3] for row in rows} - {""})
    names = dict(zip(homes, chance.sample(range(100), len(homes)), strict=True))
    other = [(*row[:3], str(names.get(row[3], ""))) for row in rows]
    chance.shuffle(other)
    again = hold_lottery(read(other, 2, loose(2)))
    assert again.probabilities == first.probabilities
    proofs = [publish_certificate(lottery) for lottery in (first, again)]
    sealed = [
        publish_panels(*both)["commitment"] for both in zip((first, again), proofs, strict=True)
    ]
    assert sealed[0] == sealed[1]


@st.composite
def compositions(draw: Any) -> tuple[Pool, Any, list[int]]:
    """Alike households with one or two people of each of up to three types, and panels that seat some of them."""
    number = draw(st.integers(1, 7))
    each = draw(st.lists(st.integers(1, 2), min_size=1, max_size=3))
    members = tuple(
        tuple(f"{'abc'[k]}{home}{i}" for home in range(number) for i in range(n))
        for k, n in enumerate(each)
    )
    quotas, _ = read_quotas({"category": ["g"], "feature": ["x"], "min": ["0"], "max": ["99"]}, 1)
    assert quotas is not None
    kinds = tuple(range(len(each)))
    pool = Pool(members, np.zeros((len(each), 1), np.int64), quotas, (Households(number, kinds),))
    seats = st.lists(st.integers(0, number), min_size=len(each), max_size=len(each))
    panels = draw(st.lists(seats.filter(lambda row: sum(row) <= number), min_size=1, max_size=5))
    found = np.unique(np.array(panels, np.int64), axis=0)
    counts = draw(st.lists(st.integers(1, 40), min_size=len(found), max_size=len(found)))
    return pool, found, counts


@given(compositions())
@settings(max_examples=60, deadline=None)
def test_no_ticket_seats_two_of_a_household_and_all_are_counted(
    made: tuple[Pool, Any, list[int]],
) -> None:
    """Ticket by ticket, as a stranger would; the closed form says the same."""
    pool, panels, counts = made
    tickets = issue_tickets(pool, panels, counts)
    homes, counted = home_of(pool), Counter[str]()
    for ticket in range(tickets.total):
        people = tickets.people_of(ticket)
        assert len({homes[person] for person in people}) == len(people)
        seats = [sum(person in ids for person in people) for ids in pool.members]
        assert seats == panels[tickets.panel_of(ticket)].tolist()
        counted.update(people)
    assert {p: counted[p] for ids in pool.members for p in ids} == tickets.person_tickets()


@given(compositions(), st.integers(0, 10**12))
@settings(max_examples=30, deadline=None)
def test_members_of_a_type_differ_by_few_of_many_tickets(
    made: tuple[Pool, Any, list[int]], more: int
) -> None:
    pool, panels, counts = made
    tickets = issue_tickets(pool, panels, [count + more for count in counts])
    held = tickets.person_tickets()
    for ids in pool.members:
        each = [held[person] for person in ids]
        assert max(each) - min(each) <= len(panels) + 2
    assert sum(held.values()) == sum(tickets.seats)


def test_a_thousand_panels_give_members_of_a_type_the_same_but_for_two() -> None:
    chance = np.random.default_rng(7)
    rows: list[Row] = []
    for home in range(60):
        shared = [("f", "x"), ("m", "x")] if home % 2 else [("f", "y"), ("m", "x"), ("m", "x")]
        rows += [(f"p{len(rows) + i}", *who, f"home {home}") for i, who in enumerate(shared)]
    rows += [(f"q{i}", *chance.choice(["f", "m"], 1), "y", "") for i in range(40)]
    limits = [
        ("sex", "f", 9, 11),
        ("sex", "m", 9, 11),
        ("place", "x", 11, 13),
        ("place", "y", 7, 9),
    ]
    pool = read(rows, 20, limits)
    lottery = hold_lottery(pool, form="uniform")
    assert isinstance(lottery.tickets, Tickets)
    held = lottery.tickets.person_tickets()
    for ids in pool.members:
        each = [held[person] for person in ids]
        assert max(each) - min(each) <= 2
    assert lottery.max_deviation <= 0.0025


def test_small_chances_have_so_many_tickets_that_members_are_equal_to_a_millionth() -> None:
    rows: list[Row] = []
    for home in range(200):
        rows += [(f"p{len(rows) + i}", "fm"[i], "xy"[home % 2], f"home {home}") for i in range(2)]
    pool = read(
        rows,
        9,
        [("sex", "f", 2, 6), ("sex", "m", 3, 4), ("place", "x", 5, 5), ("place", "y", 4, 4)],
    )
    assert tickets_for(pool) == MANY_TICKETS
    lottery = hold_lottery(pool)
    held = lottery.tickets.person_tickets()
    for ids in pool.members:
        each = [held[person] for person in ids]
        assert max(each) - min(each) <= 1e-6 * min(each)
    assert publish_certificate(lottery)["gap"] <= 1e-6
