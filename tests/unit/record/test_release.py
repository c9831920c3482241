"""From acts to what may be published: hand-counted tables, thresholds, one pattern over all tables."""

import random

import numpy as np
import pytest

from misaq.foundation.dates import parse_edtf
from misaq.record import Act, Period, count_acts, find_gaps, find_periods, prepare_release, suppress
from misaq.record.release import _Plan

SOURCES = ("s1", "s2")


def act(
    n,
    act_type="KIL",
    community="talhen",
    when="2009",
    verification="verified",
    child=None,
    persons=1,
    source="s1",
):
    return Act(source, str(n), act_type, community, parse_edtf(when) if when else None, "", "", verification,
               child, persons, "")  # fmt: skip


def release(acts, answers=None, threshold=5, sensitive=10, derived=()):
    counts = count_acts(acts, answers or {}, communities=("talhen", "orsane"), sources=SOURCES)
    return counts, prepare_release(
        counts, threshold=threshold, sensitive=sensitive, derived=frozenset(derived)
    )


def test_a_worked_example_counted_by_hand():
    """Eleven rows: 8 killings (one row of 3 persons), 6 holdings of which 5 verified; replies to reports."""
    acts = [
        *[act(n, "KIL", "talhen", "2009") for n in range(5)],
        act(5, "KIL", "orsane", "2010", persons=3),
        *[act(n, "DOL", "orsane", "2010-05", source="s2") for n in range(6, 11)],
        act(11, "DOL", "talhen", "2009/2010", "allegation", source="s2"),
    ]
    answers = {"s1/0": "full", "s1/5": "denied", "s2/6": "silent"}
    counts, _ = release(acts, answers, threshold=1)
    assert counts.types == ("KIL", "DOL")
    assert counts.periods == (Period(2009, 2009), Period(2010, 2010))
    assert counts.cube.tolist() == [
        [[5, 0, 0], [0, 0, 1]],
        [[0, 3, 0], [0, 5, 0]],
        [[0, 0, 0], [0, 0, 0]],
    ]
    assert counts.replies[:, 2].tolist() == [[1, 0, 3, 0, 4], [0, 0, 0, 1, 4]]
    assert counts.replies[:, 0].sum() == 1
    assert counts.by_source.tolist() == [8, 6]
    assert counts.ages.tolist() == [[0, 0, 8], [0, 0, 6]]


def test_with_a_threshold_of_one_everything_is_shown_and_true():
    acts = [act(0), act(1, "TOR", "", ""), act(2, "SEX", "orsane", "20XX", child=True)]
    _, given = release(acts, threshold=1, sensitive=1)
    assert given.n_withheld == {"small": 0, "protects": 0}
    assert given.tables["total"][0][0].value == 3
    assert [c.value for c in given.tables["source"][0]] == [3]
    assert given.tables["year_unknown"][0][0].value == 2


@pytest.mark.parametrize(
    ("code", "child", "n", "shown"),
    [("KIL", None, 4, False), ("KIL", None, 5, True), ("SEX", None, 9, False), ("SEX", None, 10, True),
     ("REC", None, 9, False), ("REC", True, 10, True)],
)  # fmt: skip
def test_the_threshold_of_each_kind(code, child, n, shown):
    others = [act(1000 + i, "DOL", c, "2009") for i, c in enumerate(["talhen", "orsane"] * 50)]
    _, given = release([*others, *[act(i, code, child=child) for i in range(n)]])
    counts, _ = release([act(0, code), *others])
    cell = given.tables["community_type"][0][counts.types.index(code)]
    assert (cell.value == n) is shown
    assert (cell.suppressed is None) is shown


@pytest.mark.parametrize(("n", "shown"), [(9, False), (10, True)])
def test_children_have_the_higher_threshold_in_the_table_by_age(n, shown):
    others = [act(1000 + i, "DOL", child=False) for i in range(60)]
    _, given = release([*others, *[act(i, "DOL", child=True) for i in range(n)]])
    cell = given.tables["type_age"][0][0]
    assert (cell.value == n) is shown


def test_a_total_below_the_threshold_is_withheld_and_not_called_small():
    _, given = release([act(0), act(1)])
    total = given.tables["total"][0][0]
    assert (total.value, total.suppressed) == (None, "protects")
    assert given.tables["community"][0][0].value is None


def test_no_acts_no_tables():
    _, given = release([])
    assert given.tables["total"][0][0].value == 0


def random_acts(seed, n):
    chance = random.Random(seed)
    return [
        act(
            i,
            chance.choices(["KIL", "DOL", "TOR", "SEX"], [5, 6, 3, 1])[0],
            chance.choices(["talhen", "orsane", ""], [6, 3, 1])[0],
            chance.choice(["2007", "2008-05", "2009", "2010-01-09", "2008/2009", "XXXX", ""]),
            chance.choice(["allegation", "reviewed", "verified", "verified"]),
            chance.choice([True, False, False, None]),
            chance.choice([1, 1, 1, 2]),
            chance.choice(SOURCES),
        )
        for i in range(n)
    ]


@pytest.mark.parametrize(("seed", "n"), [(1, 15), (2, 40), (3, 90), (4, 250), (5, 600)])
def test_the_whole_release_is_proved_and_every_shown_number_is_true(seed, n):
    acts = random_acts(seed, n)
    chance = random.Random(seed)
    answers = {
        a.report: chance.choice(["full", "partial", "denied", "silent"])
        for a in acts
        if chance.random() < 0.6
    }
    counts, given = release(acts, answers, derived=("s2",))
    plan = _Plan(counts, 5, 10)
    for lay in (plan.cube_tables, plan.year_table, plan.reply_tables, plan.age_table):
        lay()
    plan.source_table(frozenset({"s2"}))
    cells = plan.cells()
    found = suppress(plan.base, cells)
    assert find_gaps(plan.base, cells, found) == []
    assert given.tables == plan.fill(found)
    for c, name in enumerate(counts.communities):
        for t, code in enumerate(counts.types):
            true = sum(a.persons for a in acts if (a.community, a.act_type) == (name, code))
            cell = given.tables["community_type"][c][t]
            assert cell.value == true or (cell.value is None and true > 0)
            k = 10 if code == "SEX" else 5
            assert cell.value is None or not 0 < cell.value < k


def test_the_same_acts_in_any_order_give_the_same_release():
    acts = random_acts(7, 120)
    _, one = release(acts)
    _, two = release(acts[::-1])
    assert one.tables == two.tables


def test_periods_are_fixed_by_the_years_alone_and_cover_them():
    for first in range(1900, 2030, 7):
        for span in (1, 5, 12, 13, 59, 60, 61, 130):
            periods = find_periods(first, first + span - 1)
            years = [year for p in periods for year in range(p.first, p.last + 1)]
            assert years == list(range(periods[0].first, periods[-1].last + 1))
            assert first in years
            assert first + span - 1 in years
            assert len(periods) <= 14


def test_margins_of_the_joint_table_agree():
    acts = random_acts(9, 200)
    counts, _ = release(acts)
    total = sum(a.persons for a in acts)
    assert (
        counts.cube.sum()
        == counts.replies.sum()
        == counts.ages.sum()
        == counts.by_source.sum()
        == total
    )
    assert np.array_equal(counts.calendar.sum(axis=1), counts.cube[:, :, :-1].sum(axis=(0, 1)))
