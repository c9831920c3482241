"""Slates against the rules written out in fractions, and the audit against every group there is."""

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csc_array

from misaq.dialogue import (
    SLATE_RULES,
    Approvals,
    DialogueRules,
    analyse_dialogue,
    audit_slate,
    build_vote_matrix,
    choose_slate,
    equal_shares,
    gather_approvals,
    publish_slates,
    sequential_pav,
    share_of_cost,
)

profiles = st.tuples(st.integers(1, 9), st.integers(1, 6)).flatmap(
    lambda shape: st.lists(
        st.lists(st.booleans(), min_size=shape[1], max_size=shape[1]),
        min_size=shape[0],
        max_size=shape[0],
    )
)


def approvals_of(rows, weights=None) -> Approvals:
    return Approvals(csc_array(np.array(rows, dtype=float)), weights)


def phragmen_by_hand(rows, k, slate=(), money=None):
    slate, n, m = list(slate), len(rows), len(rows[0])
    money = [Fraction(0)] * n if money is None else money
    while len(slate) < k:
        waits = {}
        for c in range(m):
            people = [i for i in range(n) if rows[i][c]]
            if c not in slate and people:
                waits[c] = (Fraction(1) - sum(money[i] for i in people)) / len(people)
        if not waits:
            break
        c = min(waits, key=lambda c: (waits[c], c))
        money = [Fraction(0) if rows[i][c] else money[i] + waits[c] for i in range(n)]
        slate.append(c)
    return slate


def equal_shares_by_hand(rows, k):
    n, m = len(rows), len(rows[0])
    money, slate = [Fraction(k, n)] * n, []
    while len(slate) < k:
        prices = {}
        for c in range(m):
            people = [i for i in range(n) if rows[i][c]]
            if c in slate or sum(money[i] for i in people) < 1:
                continue
            for rich in range(
                1, len(people) + 1
            ):  # the richest `rich` pay the same, the others all they have
                order = sorted(people, key=lambda i: -money[i])
                share = (Fraction(1) - sum(money[i] for i in order[rich:])) / rich
                if all(money[i] >= share for i in order[:rich]) and all(
                    money[i] <= share for i in order[rich:]
                ):
                    prices[c] = share
                    break
        if not prices:
            break
        c = min(prices, key=lambda c: (prices[c], c))
        money = [money[i] - min(money[i], prices[c]) if rows[i][c] else money[i] for i in range(n)]
        slate.append(c)
    return phragmen_by_hand(rows, k, slate, money)


def pav_by_hand(rows, k):
    n, m, slate = len(rows), len(rows[0]), []
    while len(slate) < k:
        gains = {
            c: sum(Fraction(1, 1 + sum(rows[i][s] for s in slate)) for i in range(n) if rows[i][c])
            for c in range(m)
            if c not in slate
        }
        if not gains or max(gains.values()) == 0:
            break
        slate.append(min(gains, key=lambda c: (-gains[c], c)))
    return slate


BY_HAND = {"equal_shares": equal_shares_by_hand, "pav": pav_by_hand, "phragmen": phragmen_by_hand}


@pytest.mark.parametrize("rule", SLATE_RULES)
@settings(max_examples=120)
@given(rows=profiles, k=st.integers(1, 5))
def test_a_slate_is_what_the_rule_gives_in_fractions(rule, rows, k):
    assert choose_slate(approvals_of(rows), k, rule) == BY_HAND[rule](rows, k)


def test_no_price_is_passed_over_among_many_statements():
    """Where many rounds leave old prices behind, so that what is priced anew matters."""
    chance = np.random.default_rng(8)
    for _ in range(25):
        rows = (chance.random((40, 14)) < chance.uniform(0.1, 0.5, 14)).tolist()
        assert equal_shares(approvals_of(rows), 8) == equal_shares_by_hand(rows, 8)


@pytest.mark.parametrize("rule", SLATE_RULES)
@settings(max_examples=40)
@given(rows=profiles, k=st.integers(1, 4), data=st.data())
def test_a_person_of_weight_three_is_three_people(rule, rows, k, data):
    weights = data.draw(st.lists(st.integers(1, 3), min_size=len(rows), max_size=len(rows)))
    copies = [row for row, w in zip(rows, weights, strict=True) for _ in range(w)]
    weighted = choose_slate(approvals_of(rows, np.array(weights, float)), k, rule)
    assert weighted == choose_slate(approvals_of(copies), k, rule)


@pytest.mark.parametrize("rule", SLATE_RULES)
@settings(max_examples=40)
@given(rows=profiles, k=st.integers(1, 4), shuffler=st.randoms(use_true_random=False))
def test_the_order_of_people_changes_no_slate(rule, rows, k, shuffler):
    other = list(rows)
    shuffler.shuffle(other)
    assert choose_slate(approvals_of(rows), k, rule) == choose_slate(approvals_of(other), k, rule)


def test_the_running_example_of_the_survey():
    """Lackner & Skowron: seq-Phragmen elects a, b, c, d; seq-PAV a, b, c, f."""
    ballots = ["ab"] * 3 + ["ac"] * 3 + ["ad"] * 2 + ["bcf", "e", "f", "g"]
    rows = [[letter in ballot for letter in "abcdefg"] for ballot in ballots]
    assert sorted(choose_slate(approvals_of(rows), 4, "phragmen")) == [0, 1, 2, 3]
    assert sorted(choose_slate(approvals_of(rows), 4, "pav")) == [0, 1, 2, 5]


def test_parties_get_seats_as_dhondt_gives_them():
    """60, 30 and 10 people with statements of their own: 6, 3 and 1 of ten."""
    rows = [
        [c // 10 == party for c in range(30)]
        for party, n in enumerate((60, 30, 10))
        for _ in range(n)
    ]
    for rule in SLATE_RULES:
        slate = choose_slate(approvals_of(rows), 10, rule)
        assert [sum(c // 10 == party for c in slate) for party in range(3)] == [6, 3, 1], rule


def groups_by_hand(rows, slate, k):
    """The least l at which some group breaks EJR+, by looking at every group; 0 when none does."""
    n = len(rows)
    held = [sum(row[s] for s in slate) for row in rows]
    for level in range(1, k + 1):
        for size in range(1, n + 1):
            if size * k < level * n:
                continue
            for group in combinations(range(n), size):
                for c in set(range(len(rows[0]))) - set(slate):
                    if all(rows[i][c] and held[i] < level for i in group):
                        return level
    return 0


@settings(max_examples=60)
@given(rows=profiles, k=st.integers(1, 4), data=st.data())
def test_the_audit_finds_what_looking_at_every_group_finds(rows, k, data):
    m = len(rows[0])
    slate = data.draw(st.lists(st.integers(0, m - 1), max_size=min(k, m), unique=True))
    audit = audit_slate(approvals_of(rows), slate, k)
    assert audit.broken_level == groups_by_hand(rows, slate, k)
    assert audit.ejr_plus == (audit.broken_level == 0)
    without = [row for row in rows if not any(row[s] for s in slate)]
    sizes = [sum(row[c] for row in without) for c in range(m)]
    assert audit.left_out == max(sizes)
    assert audit.shared == (sizes.index(max(sizes)) if max(sizes) else None)
    assert audit.justified == (max(sizes) * k < len(rows) or max(sizes) == 0)
    assert audit.represented == len(rows) - len(without)


@settings(max_examples=100)
@given(rows=profiles, k=st.integers(1, 5))
def test_equal_shares_always_keeps_ejr_plus(rows, k):
    """Brill & Peters 2023, theorem: the method of equal shares satisfies EJR+."""
    approvals = approvals_of(rows)
    assert audit_slate(approvals, equal_shares(approvals, k), k).ejr_plus


@settings(max_examples=100)
@given(rows=profiles, k=st.integers(1, 5))
def test_phragmen_leaves_no_entitled_group_with_nothing(rows, k):
    approvals = approvals_of(rows)
    assert audit_slate(approvals, choose_slate(approvals, k, "phragmen"), k).justified


def test_the_most_agreed_statements_can_leave_a_third_with_nothing():
    rows = [[1, 1, 1, 0]] * 20 + [[0, 0, 0, 1]] * 10
    audit = audit_slate(approvals_of(rows), [0, 1, 2], 3)
    assert (audit.shared, audit.left_out, audit.justified) == (3, 10.0, False)
    assert sequential_pav(approvals_of(rows), 3)[-1] == 3 or 3 in sequential_pav(
        approvals_of(rows), 3
    )


def test_a_missing_answer_is_no_approval_and_who_never_voted_counts_nothing():
    votes = build_vote_matrix(["a", "a", "b"], ["1", "2", "2"], [1, 0, -1], all_participants=["c"])
    approvals = gather_approvals(votes)
    assert approvals.total == 2
    assert choose_slate(approvals, 3, "equal_shares") == [0]


@pytest.mark.parametrize(
    ("also_first", "given"),
    [
        (0, {"statement": "b", "people": 12, "showing": "shown"}),
        (3, {"statement": "b", "people": None, "showing": "protects"}),
        (10, {"statement": "b", "people": 12, "showing": "shown"}),
    ],
)
def test_the_size_of_whom_a_slate_leaves_out_gives_no_small_count_away(also_first, given):
    """30 agree with a; 12 with b alone; 0, 3 or 10 with both, which is what b's public count less 12 tells."""
    rows = [("a",)] * (30 - also_first) + [("a", "b")] * also_first + [("b",)] * 12
    triples = [
        (f"p{i:02}", name, 1 if name in agreed else -1)
        for i, agreed in enumerate(rows)
        for name in "ab"
    ]
    votes = build_vote_matrix(*zip(*triples, strict=True))
    rules = DialogueRules(threshold=10, n_resamples=0)
    analysis = analyse_dialogue(votes, [], seed=7, rules=rules)
    for slate in publish_slates(analysis, k=1)["slates"]:
        assert slate["statements"] == ["a"]
        assert slate["left_out"] == given


def test_nobody_and_nothing():
    assert choose_slate(approvals_of(np.zeros((3, 2))), 2, "equal_shares") == []
    assert share_of_cost(np.array([0.4, 0.5]), np.ones(2)) == float("inf")
