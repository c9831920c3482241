"""The lottery against brute force, stored optima and its own laws."""

from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest
from scipy.optimize import linprog
from tests.assembly_brute_force import panels_of

from misaq.assembly import Pool, QuotasInfeasibleError, feature_table, hold_lottery

STORED = [  # smallest probability among those who can sit, gini, how many can never sit
    ("example_small_20", 0.1, 0.0, 0),
    ("example_large_200", 0.1, 0.0, 0),
    ("sf_fixture_22", 0.0909091, 0.1404, 0),
    ("divx_wide_60", 0.186047, 0.2786, 1),
    ("divx_exact_60", 0.108108, 0.477, 1),
]


def brute_force(pool: Pool) -> float:
    """The best smallest probability of those who can sit, over every panel there is; 0 when there is none."""
    panels = list(panels_of(pool))
    if not panels:
        return 0.0
    table = np.array(panels)
    can_sit = table.any(axis=0)
    table = table[:, can_sit]
    n_panels, n_people = table.shape
    best = linprog(
        np.append(np.zeros(n_panels), -1.0),
        A_ub=np.hstack([-table.T, np.ones((n_people, 1))]),
        b_ub=np.zeros(n_people),
        A_eq=[np.append(np.ones(n_panels), 0.0)],
        b_eq=[1.0],
    )
    return float(-best.fun)


@pytest.mark.shared
@pytest.mark.parametrize(("name", "minimum", "gini", "n_shut_out"), STORED)
def test_reaches_the_stored_optimum(
    stored_pool: Callable[[str], Pool], name: str, minimum: float, gini: float, n_shut_out: int
) -> None:
    lottery = hold_lottery(stored_pool(name))
    assert lottery.minimum == pytest.approx(minimum, rel=5e-6)
    assert lottery.bound == pytest.approx(minimum, rel=5e-6)
    assert lottery.gap <= 1e-6
    assert lottery.gini == pytest.approx(gini, abs=5e-4)
    assert len(lottery.shut_out) == n_shut_out


@pytest.mark.shared
def test_names_the_person_whom_a_quota_shuts_out(stored_pool: Callable[[str], Pool]) -> None:
    pool = stored_pool("divx_exact_60")
    lottery = hold_lottery(pool)
    (person,) = lottery.shut_out
    assert person.quota == "age = 18-21: max 0"
    assert lottery.probabilities[person.id] == 0
    kind = next(k for k, ids in enumerate(pool.members) if person.id in ids)
    assert "18-21" in {pool.quotas.rows[row].feature for row in pool.features[kind]}


@pytest.mark.parametrize("number", range(12))
def test_agrees_with_brute_force(make_pool: Callable[..., Pool], number: int) -> None:
    chance = np.random.default_rng(number)
    people = [
        (
            i,
            chance.choice(["f", "m"]),
            chance.choice(["x", "y", "z"]),
            chance.choice(["h1", "", ""]),
        )
        for i in range(9)
    ]
    counts = {key: sum(p[2] == key for p in people) for key in "xyz"}
    quotas = [("sex", "f", 1, 2), ("sex", "m", 1, 3)]
    quotas += [("place", key, 0, min(counts[key], 2)) for key in "xyz"]
    pool = make_pool(("id", "sex", "place", "household"), people, quotas, 4)
    try:
        lottery = hold_lottery(pool)
    except QuotasInfeasibleError:
        assert brute_force(pool) == 0  # no panel at all
        return
    assert lottery.minimum == pytest.approx(brute_force(pool), rel=1e-5)
    assert sum(lottery.probabilities.values()) == pytest.approx(4, rel=1e-9)


def test_everybody_is_sure_of_a_seat_at_the_last_level(make_pool: Callable[..., Pool]) -> None:
    """Where z <= 1 is what binds, no row has a dual: nobody may be left unfixed (pitfall 2)."""
    people = [(1, "a"), (2, "a"), *((i, "b") for i in range(3, 7))]
    pool = make_pool(("id", "g"), people, [("g", "a", 2, 2), ("g", "b", 2, 2)], 4)
    lottery = hold_lottery(pool)
    assert lottery.levels == pytest.approx((0.5, 1.0))
    assert lottery.probabilities["1"] == lottery.probabilities["2"] == 1
    assert lottery.gini == pytest.approx(1 / 6)


def test_someone_whom_whole_panels_cannot_seat_is_shut_out_not_averaged_in(
    make_pool: Callable[..., Pool],
) -> None:
    """Fractions of people satisfy these quotas and seat everybody; whole people do not (pitfall 6)."""
    people = [
        ("p1", "a", "k", "u"),
        ("p2", "a", "l", "v"),
        ("p3", "b", "k", "v"),
        ("p4", "b", "l", "w"),
    ]
    quotas = [(c, f, 1, 1) for c, f in (("g", "a"), ("g", "b"), ("h", "k"), ("h", "l"))]
    quotas += [("s", f, 0, 1) for f in "uvw"]
    pool = make_pool(("id", "g", "h", "s"), people, quotas, 2)
    lottery = hold_lottery(pool)
    assert {person.id for person in lottery.shut_out} == {"p2", "p3"}
    assert lottery.probabilities == {"p1": 1, "p2": 0, "p3": 0, "p4": 1}
    assert all("s = v: max 1" in person.quota for person in lottery.shut_out)


def test_a_target_beyond_whole_panels_ends_with_the_bound_of_the_pricing(
    make_pool: Callable[..., Pool],
) -> None:
    """Of three people any two exclude each other: halves of people could sit together, people cannot."""
    trio = [("p1", "x", "o", "x"), ("p2", "x", "x", "o"), ("p3", "o", "x", "x")]
    people = [*trio, *((f"q{i}", "o", "o", "o") for i in range(4))]
    quotas = [(c, f, 0, 1 if f == "x" else 3) for c in ("a", "b", "c") for f in ("x", "o")]
    pool = make_pool(("id", "a", "b", "c"), people, quotas, 3)
    lottery = hold_lottery(pool)
    assert lottery.proofs[0].value == pytest.approx(3 / 7)  # what the polytope promises
    assert lottery.levels == pytest.approx((1 / 3, 1 / 2))  # one of the trio, and then two others
    assert lottery.bound == pytest.approx(1 / 3)  # what whole panels can do
    assert lottery.minimum == pytest.approx(brute_force(pool), rel=1e-6)
    assert lottery.gap <= 1e-6


@pytest.mark.shared
def test_same_numbers_whatever_the_order_of_people(stored_pool: Callable[[str], Pool]) -> None:
    from misaq.assembly import group_people  # noqa: PLC0415

    pool = stored_pool("sf_fixture_22")
    people = [(p, pool.features[k]) for k, ids in enumerate(pool.members) for p in ids]
    shuffled = np.random.default_rng(3).permutation(len(people))
    again = group_people(
        [people[i][0] for i in shuffled],
        np.array([people[i][1] for i in shuffled]),
        pool.quotas,
    )
    first, second = hold_lottery(pool), hold_lottery(again)
    assert list(first.probabilities.items()) == list(second.probabilities.items())
    assert first.tickets.counts == second.tickets.counts
    assert (first.tickets.panels == second.tickets.panels).all()


def test_tickets_give_each_person_exactly_the_published_chance(
    make_pool: Callable[..., Pool],
) -> None:
    """Counted ticket by ticket, as a stranger would."""
    people = [(i, "ab"[i % 2], "xyz"[i % 3]) for i in range(11)]
    quotas = [("g", "a", 1, 3), ("g", "b", 2, 3)] + [("p", f, 1, 2) for f in "xyz"]
    pool = make_pool(("id", "g", "p"), people, quotas, 4)
    lottery = hold_lottery(pool, tickets=1000)
    counted = dict.fromkeys(lottery.probabilities, 0)
    for ticket in range(1000):
        on_it = lottery.tickets.people_of(ticket)
        assert len(set(on_it)) == 4
        for person in on_it:
            counted[person] += 1
    assert counted == lottery.tickets.person_tickets()
    assert {p: n / 1000 for p, n in counted.items()} == lottery.probabilities
    for ids in pool.members:
        assert max(counted[p] for p in ids) - min(counted[p] for p in ids) <= 1
    assert sum(Fraction(n, 1000) for n in counted.values()) == 4


def test_two_of_one_household_never_sit_together(make_pool: Callable[..., Pool]) -> None:
    people = [(i, "ab"[i % 2], "home" if i < 3 else f"h{i}") for i in range(8)]
    pool = make_pool(("id", "g", "household"), people, [("g", "a", 2, 2), ("g", "b", 2, 2)], 4)
    lottery = hold_lottery(pool, tickets=1000)
    for ticket in range(1000):
        assert len({"0", "1", "2"} & set(lottery.tickets.people_of(ticket))) <= 1


def test_features_of_few_people_are_hidden_and_cannot_be_worked_out(
    make_pool: Callable[..., Pool],
) -> None:
    people = [(i, "rare" if i < 3 else "some" if i < 12 else "many") for i in range(40)]
    quotas = [("g", "rare", 1, 1), ("g", "some", 1, 3), ("g", "many", 2, 6)]
    lottery = hold_lottery(make_pool(("id", "g"), people, quotas, 6))
    rows = {row.feature: row for row in feature_table(lottery)}
    assert (rows["rare"].pool, rows["rare"].hidden) == (None, "small")
    assert (rows["some"].pool, rows["some"].hidden) == (None, "complementary")
    assert rows["many"].pool == 28
    assert rows["rare"].expected is None
