"""Laws of the lottery on small random pools."""

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from misaq.assembly import (
    Pool,
    QuotasInfeasibleError,
    Tickets,
    audit_lottery,
    hold_lottery,
    publish_certificate,
    publish_panels,
    read_pool,
    read_quotas,
)

FEATURES = {"sex": ("f", "m"), "place": ("x", "y", "z")}


@st.composite
def given_pools(draw: Any) -> dict[str, Any]:
    """People with their features, and quotas around what a random panel of them has."""
    n = draw(st.integers(6, 16))
    people = [tuple(draw(st.sampled_from(v)) for v in FEATURES.values()) for _ in range(n)]
    size = draw(st.integers(2, min(6, n)))
    panel = draw(st.permutations(range(n)))[:size]
    quotas = []
    for place, (category, features) in enumerate(FEATURES.items()):
        for feature in features:
            count = sum(people[i][place] == feature for i in panel)
            low, high = draw(st.integers(0, 1)), draw(st.integers(0, 1))
            quotas.append((category, feature, max(count - low, 0), count + high))
    return {"people": people, "quotas": quotas, "size": size}


def pool_of(made: dict[str, Any], order: Any = None, rename: Any = str) -> Pool:
    order = range(len(made["people"])) if order is None else order
    rows = [(f"p{i}", *map(rename, made["people"][i])) for i in order]
    quota_rows = [(c, rename(f), low, high) for c, f, low, high in made["quotas"]]
    table = {
        name: [str(row[i]) for row in quota_rows]
        for i, name in enumerate(("category", "feature", "min", "max"))
    }
    quotas, faults = read_quotas(table, made["size"])
    assert quotas is not None, faults
    columns = {name: [row[i] for row in rows] for i, name in enumerate(("id", *FEATURES))}
    pool, faults = read_pool(columns, quotas)
    assert pool is not None, faults
    return pool


@given(given_pools())
@settings(max_examples=25, deadline=None)
def test_chances_add_up_to_the_seats_and_no_panel_breaks_a_quota(made: dict[str, Any]) -> None:
    lottery = hold_lottery(
        pool_of(made), tickets=10**6
    )  # the quotas have a panel by how they are made
    assert sum(lottery.tickets.person_tickets().values()) == made["size"] * 10**6
    assert lottery.minimum <= lottery.bound * (1 + 1e-9) + 1e-9
    assert lottery.minimum > 0
    assert lottery.gap < 1e-4  # a million tickets cannot say it finer
    sealed = publish_panels(lottery, publish_certificate(lottery))
    assert audit_lottery(sealed, lottery.probabilities, None, lottery.pool) == []


@given(given_pools(), st.randoms(use_true_random=False))
@settings(max_examples=15, deadline=None)
def test_order_changes_nothing_and_names_change_no_chance(
    made: dict[str, Any], chance: Any
) -> None:
    first = hold_lottery(pool_of(made))
    order = list(range(len(made["people"])))
    chance.shuffle(order)
    assert hold_lottery(pool_of(made, order)).probabilities == first.probabilities
    renamed = hold_lottery(pool_of(made, rename=lambda text: {"f": "zz"}.get(text, "a" + text)))
    assert renamed.minimum == pytest.approx(first.minimum, rel=1e-5)
    if first.levels[0] <= first.bound * (1 + 1e-9):  # whole panels reach the target: it is unique
        assert dict(renamed.probabilities) == pytest.approx(first.probabilities, abs=1e-4)


@given(
    st.lists(st.lists(st.integers(0, 3), min_size=2, max_size=2), min_size=1, max_size=4),
    st.lists(st.integers(1, 30), min_size=4, max_size=4),
)
def test_seats_go_round_within_a_type(panels: list[list[int]], counts: list[int]) -> None:
    assume(any(any(p) for p in panels))
    members = (("a1", "a2", "a3"), ("b1", "b2", "b3", "b4", "b5"))
    tickets = Tickets(members, np.array(panels), tuple(counts[: len(panels)]))
    seen = dict.fromkeys((*members[0], *members[1]), 0)
    for ticket in range(tickets.total):
        for person in tickets.people_of(ticket):
            seen[person] += 1
    assert seen == tickets.person_tickets()


def test_an_impossible_size_is_refused_with_its_reason() -> None:
    made = {
        "people": [("f", "x")] * 3,
        "quotas": [
            ("sex", "f", 0, 9),
            ("sex", "m", 0, 9),
            *(("place", f, 0, 9) for f in "xyz"),
        ],
        "size": 4,
    }
    with pytest.raises(QuotasInfeasibleError, match="3 < 4"):
        hold_lottery(pool_of(made))
