"""The fairness report: chances agree with the lottery, and nothing public tells a small count."""

import csv
import io
import itertools
from collections.abc import Callable

import numpy as np
import pytest
from scipy.optimize import linprog
from tests.assembly_infeasible import MakePool

from misaq.assembly import Lottery, Pool, hold_lottery, read_population, report_fairness
from misaq.assembly.intersections import hidden_pairs, pair_counts
from misaq.assembly.report import SMALL, hidden_cells


def nested_pool(make_pool: MakePool, number: int = 0) -> Pool:
    """Districts are parts of provinces; some groups are small."""
    chance = np.random.default_rng(number)
    districts = [f"{p}{d}" for p in "AB" for d in "123"]
    people = []
    for i in range(90):
        district = str(chance.choice(districts, p=[0.05, 0.2, 0.25, 0.1, 0.2, 0.2]))
        sex = str(chance.choice(["f", "m", "x"], p=[0.5, 0.42, 0.08]))
        people.append((i, sex, district[0], district))
    quotas = [("sex", s, 0, 9) for s in "fmx"] + [("province", p, 2, 6) for p in "AB"]
    quotas += [("district", d, 0, 3) for d in districts]
    return make_pool(("id", "sex", "province", "district"), people, quotas, 9)


@pytest.fixture(scope="module")
def lottery(make_pool: MakePool) -> Lottery:
    return hold_lottery(nested_pool(make_pool))


def test_the_officers_numbers_are_those_of_the_lottery(lottery: Lottery) -> None:
    pool = lottery.pool
    drawn = lottery.tickets.people_of(7)
    report = report_fairness(lottery, drawn, public=False)
    for group in (*report.features, *report.pairs):
        who = [
            person
            for kind, ids in enumerate(pool.members)
            for person in ids
            if all(pool.holds[i, kind] for i in group.features)
        ]
        assert group.people == len(who)
        assert group.drawn == len(set(who) & set(drawn))
        chances = [lottery.probabilities[p] for p in who]
        assert group.expected == pytest.approx(sum(chances))
        if who:
            assert group.mean == pytest.approx(np.mean(chances))
            assert (group.lowest, group.highest) == (min(chances), max(chances))
    assert sum(row.people for row in report.types) == pool.n_people
    assert sum(g.expected or 0 for g in report.features[:2]) <= 9


def ranges(pool: Pool, told: dict[tuple[int, ...], int]) -> Callable[[tuple[int, int]], float]:
    """How wide a count may be, for one who knows all that is told, over all three categories at once."""
    rows = pool.quotas.rows
    levels = [
        [i for i, q in enumerate(rows) if q.category == category]
        for category in pool.quotas.categories
    ]
    cells = list(itertools.product(*levels))
    table = [[float(set(key) <= set(cell)) for cell in cells] for key in told]

    def width(pair: tuple[int, int]) -> float:
        aim = np.array([float(set(pair) <= set(cell)) for cell in cells])
        ends = [
            linprog(sign * aim, A_eq=np.array(table), b_eq=list(told.values())).fun
            for sign in (1, -1)
        ]
        return float(-ends[1] - ends[0])

    return width


@pytest.mark.parametrize("number", range(4))
def test_no_small_count_can_be_worked_out(make_pool: MakePool, number: int) -> None:
    pool = nested_pool(make_pool, number)
    counts, hidden = pair_counts(pool), hidden_pairs(pool, SMALL)
    single = hidden_cells(pool, SMALL)
    told: dict[tuple[int, ...], int] = {(): pool.n_people}
    told |= {(i,): n for i, n in enumerate(pool.counts.tolist()) if single[i] is None}
    told |= {pair: n for pair, n in counts.items() if pair not in hidden}
    small = [pair for pair, n in counts.items() if 0 < n < SMALL]
    assert small
    width = ranges(pool, told)
    for pair in small:
        assert pair in hidden
        assert width(pair) >= SMALL - 1e-6
    careless = told | {pair: n for pair, n in counts.items() if pair not in small}
    assert any(ranges(pool, careless)(pair) < SMALL - 1e-6 for pair in small)


def test_the_public_report_tells_nothing_that_is_hidden(lottery: Lottery) -> None:
    report = report_fairness(lottery)
    hidden = hidden_pairs(lottery.pool, SMALL)
    assert hidden
    assert not report.types
    for group in report.pairs:
        if group.features in hidden:
            assert (group.people, group.expected, group.mean, group.pool_share) == (None,) * 4
        assert group.lowest is None
    for group in report.features:
        assert group.people is None or group.people == 0 or group.people >= SMALL
    rows = list(csv.DictReader(io.StringIO(report.csv())))
    assert len(rows) == len(report.features) + len(report.pairs)
    blank = [row for row in rows if row["feature_2"] and not row["people"]]
    assert len(blank) == len(hidden)
    assert not any(row["lowest"] for row in rows)


def test_who_is_barred_is_named_to_the_officer_and_counted_in_public(make_pool: MakePool) -> None:
    people = [(i, "ab"[i % 2], "z" if i < 3 else "y") for i in range(20)]
    people += [(20 + i, "a", "w") for i in range(6)]
    quotas = [("g", "a", 2, 2), ("g", "b", 2, 2)]
    quotas += [("p", "w", 0, 0), ("p", "y", 1, 4), ("p", "z", 0, 0)]
    lottery = hold_lottery(make_pool(("id", "g", "p"), people, quotas, 4))
    full = report_fairness(lottery, public=False).barred
    assert [(row.limit, row.people) for row in full] == [("p = w: max 0", 6), ("p = z: max 0", 3)]
    assert full[1].ids == ("0", "1", "2")
    public = report_fairness(lottery).barred
    assert [(row.people, row.ids) for row in public] == [(6, ()), (None, ())]


def test_population_shares_stand_beside_the_pool(lottery: Lottery) -> None:
    quotas = lottery.pool.quotas
    table = {
        "category": ["Sex", "sex", "sex", "province"],
        "feature": ["f", "m", "x", "A"],
        "category_2": ["", "", "", "sex"],
        "feature_2": ["", "", "", "f"],
        "people": ["500", "490", "10", "7"],
    }
    shares, faults = read_population(table, quotas)
    assert not faults
    report = report_fairness(lottery, population=shares)
    by_label = {quotas.rows[g.features[0]].label: g for g in report.features}
    assert by_label["sex = f"].population_share == 0.5
    assert sum(g.population_share is not None for g in report.pairs) == 1
    bad = {**table, "people": ["x", "-1", "5", "5"], "feature": ["f", "q", "x", "x"]}
    shares, faults = read_population(bad, quotas, "p.csv")
    assert shares is None
    assert {(f.code, f.row) for f in faults} >= {
        ("population_number_bad", 2),
        ("population_number_bad", 3),
        ("population_unknown", 3),
    }
