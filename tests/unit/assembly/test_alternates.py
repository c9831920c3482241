"""Alternates, replacement and its log: no other choice loses less, by trying all; households are kept."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from tests.assembly_infeasible import MakePool

from misaq.assembly import (
    LogBrokenError,
    NotOnPanelError,
    Pool,
    add_entry,
    check_log,
    choose_alternates,
    expected_loss,
    learn_dropout,
    publish_log,
    read_log,
    read_replies,
    replace_people,
    state_dropout,
)
from misaq.assembly.replacement import homes_of, quota_loss, seat_counts

PANEL = ("0", "1", "2", "3")


def small_pool(make_pool: MakePool, number: int) -> Pool:
    """Four on the panel, eight others; some share homes."""
    chance = np.random.default_rng(number)
    people = [
        (i, "fm"[i % 2], str(chance.choice(["x", "y", "z"])), "" if i < 9 else "h")
        for i in range(12)
    ]
    people[4] = (*people[4][:3], "p")
    people[0] = (*people[0][:3], "p")
    quotas = [("sex", "f", 2, 2), ("sex", "m", 2, 2)]
    quotas += [
        ("place", p, int(chance.integers(0, 2)), int(chance.integers(1, 4)))
        for p in sorted({str(row[2]) for row in people})
    ]
    return make_pool(("id", "sex", "place", "household"), people, quotas, 4)


def best_loss(pool: Pool, stay: list[str], who: list[str]) -> int:
    """The smallest loss that anybody of `who` leaves, by trying every set."""
    homes = homes_of(pool)
    losses = []
    for n in range(pool.quotas.size - len(stay) + 1):
        for came in itertools.combinations(who, n):
            at_home = [homes[p] for p in (*stay, *came) if p in homes]
            if len(at_home) == len(set(at_home)):
                counts = seat_counts(pool, [*stay, *came])
                losses.append(sum(abs(m.seats) for m in quota_loss(pool.quotas, counts)))
    return min(losses)


@pytest.mark.parametrize("number", range(8))
def test_no_other_alternates_lose_less(make_pool: MakePool, number: int) -> None:
    pool = small_pool(make_pool, number)
    odds = {person: 0.2 + 0.1 * (int(person) % 4) for ids in pool.members for person in ids}
    found = choose_alternates(pool, PANEL, odds, 2, scenarios=25, seed=number)
    homes = homes_of(pool)
    others = [p for ids in pool.members for p in ids if p not in PANEL and p != "4"]
    tried = [
        expected_loss(pool, PANEL, pair, odds, scenarios=25, seed=number)
        for pair in itertools.combinations(others, 2)
        if homes.get(pair[0], 0) != homes.get(pair[1], 1)
    ]
    assert len(found.people) == 2
    assert not set(found.people) & {*PANEL, "4"}  # 4 lives with 0
    assert found.loss == pytest.approx(min(tried))
    assert found.bound <= found.loss <= found.without
    again = expected_loss(pool, PANEL, found.people, odds, scenarios=25, seed=number)
    assert again == pytest.approx(found.loss)


@pytest.mark.parametrize("number", range(4))
def test_the_bound_holds_where_columns_come_in_one_by_one(
    make_pool: MakePool, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    pool = small_pool(make_pool, number)
    odds = dict.fromkeys(PANEL, 0.4)
    whole = choose_alternates(pool, PANEL, odds, 2, scenarios=20)
    monkeypatch.setattr("misaq.assembly.alternates.FIRST_COLUMNS", 1)
    monkeypatch.setattr("misaq.assembly.alternates.MORE_COLUMNS", 1)
    monkeypatch.setattr("misaq.assembly.alternates.WHOLE_COLUMNS", 0)
    pieces = choose_alternates(pool, PANEL, odds, 2, scenarios=20)
    assert pieces.bound == pytest.approx(whole.bound, abs=1e-6)
    assert pieces.bound <= whole.loss + 1e-9 <= pieces.loss + 1e-6


@pytest.mark.parametrize("number", range(8))
def test_no_other_replacement_misses_less(make_pool: MakePool, number: int) -> None:
    pool = small_pool(make_pool, number)
    left, alternates = ["1", "2"], ["5", "6", "7"]
    found = replace_people(pool, PANEL, left, alternates, seed=number)
    stay = ["0", "3"]
    by_alternates = best_loss(pool, stay, alternates)
    everybody = [p for ids in pool.members for p in ids if p not in PANEL]
    assert found.loss == (best_loss(pool, stay, everybody) if by_alternates else 0)
    assert sorted(found.people) == sorted([*stay, *found.came])
    assert set(found.from_pool) == set(found.came) - set(alternates)
    if not by_alternates:
        assert not found.from_pool
    shuffled = replace_people(pool, PANEL[::-1], left[::-1], alternates[::-1], seed=number)
    assert shuffled == found


def test_nobody_comes_back_who_said_no(make_pool: MakePool) -> None:
    pool = small_pool(make_pool, 1)
    first = replace_people(pool, PANEL, ["1"])
    again = replace_people(pool, first.people, list(first.came), gone=["1"])
    assert not set(again.came) & {"1", *first.came}
    with pytest.raises(NotOnPanelError):
        replace_people(pool, PANEL, ["9"])


def test_learned_drop_out_is_near_what_it_was(make_pool: MakePool) -> None:
    pool = small_pool(make_pool, 1)
    rows = pool.quotas.rows
    chance = np.random.default_rng(5)
    sexes = [i for i, q in enumerate(rows) if q.category == "sex"]
    features = np.full((4000, 2), -1)
    features[:, 1] = chance.choice(sexes, 4000)
    dropped = chance.random(4000) < np.where(features[:, 1] == sexes[0], 0.4, 0.1)
    learned = learn_dropout(features, dropped, pool.quotas).of(pool)
    for kind, ids in enumerate(pool.members):
        truth = 0.4 if pool.holds[sexes[0], kind] else 0.1
        assert learned[ids[0]] == pytest.approx(truth, abs=0.03)
    few = learn_dropout(features[:3], np.array([True, True, True]), pool.quotas)
    assert all(0.2 < p < 0.99 for p in few.of(pool).values())
    stated = state_dropout(pool.quotas, 0.2, {("sex", "f"): 0.5}, {"7": 0.0}).of(pool)
    assert (stated["0"], stated["7"]) == (pytest.approx(0.5), 0.0)


def test_every_unreadable_reply_is_told(make_pool: MakePool) -> None:
    quotas = small_pool(make_pool, 1).quotas
    found, faults = read_replies({"sex": ["f", "m"], "came": ["maybe", ""]}, quotas, "r.csv")
    assert found is None
    assert [(f.code, f.row) for f in faults] == [("reply_unreadable", 2), ("reply_unreadable", 3)]
    assert read_replies({"sex": ["f"]}, quotas)[1][0].code == "replies_column_missing"
    learned, faults = read_replies({"sex": ["f", "m"], "came": ["Yes", "no"]}, quotas)
    assert learned is not None
    assert learned.n_replies == 2


def test_a_changed_entry_of_the_log_is_named() -> None:
    log = add_entry((), [("a", "declined")], ["b"], day="2031-05-20")
    log = add_entry(log, [("b", "left"), ("c", "unreachable")], ["d"], loss=1)
    log = add_entry(log, [("d", "other")], [])
    assert read_log(publish_log(log)) == log
    for place, entry in enumerate(log):
        for changed in (replace(entry, came=("x",)), replace(entry, day="2031-06-01")):
            assert check_log([*log[:place], changed, *log[place + 1 :]]) == place + 1
    assert check_log([log[0], log[2]]) == 2
    with pytest.raises(LogBrokenError):
        add_entry(log[1:], [("e", "left")], [])
    with pytest.raises(LogBrokenError):
        read_log([{"number": 1}])
