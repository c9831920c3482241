"""Five ways to rank: each against its formula, ranks against counting, tau against all pairs."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from misaq.dialogue import (
    DID_NOT_SAY,
    RANKING_WAYS,
    AnswerCounts,
    CommunityCell,
    benjamini_hochberg,
    kendall_tau,
    measure_q_values,
    measure_representativeness,
    rank_scores,
    score_statements,
    wilson_interval,
)


def counts(agree, disagree, passed) -> AnswerCounts:
    return AnswerCounts(*(np.array(c) for c in (agree, disagree, passed)))


def cell(name, agree, voted, showing="shown") -> CommunityCell:
    lower, upper = wilson_interval(agree, voted)
    return CommunityCell(name, agree, voted, float(lower), float(upper), showing, voted >= 10)


GROUPS = counts([[30, 8], [12, 30]], [[0, 20], [8, 0]], [[0, 2], [0, 0]])
CELLS = [
    [cell("talhen", 20, 30), cell("sovan", 3, 4, "small"), cell(DID_NOT_SAY, 0, 20)],
    [cell("talhen", 15, 30), cell("sovan", 18, 20), cell(DID_NOT_SAY, 0, 20)],
]


def test_every_way_is_its_formula():
    table = score_statements(GROUPS, CELLS)
    low = wilson_interval(GROUPS.agree, GROUPS.voted)[0]
    expected = {
        "group_product": [31 / 32 * 13 / 22, 9 / 32 * 31 / 32],
        "lowest_group": low.min(axis=0).tolist(),
        "lowest_community": [CELLS[0][0].lower, CELLS[1][0].lower],
        "community_product": [21 / 32, (16 / 32 * 19 / 22) ** 0.5],
        "community_mean": [20 / 30, (0.5 + 0.9) / 2],
    }
    for place, way in enumerate(RANKING_WAYS):
        np.testing.assert_allclose(table.values[place], expected[way], rtol=1e-9, err_msg=way)
    np.testing.assert_allclose(table.group_mean, np.sqrt(expected["group_product"]))
    assert table.n_communities.tolist() == [1, 2]
    assert table.ranks.tolist() == [[1, 2], [1, 2], [1, 2], [2, 1], [2, 1]]
    assert table.spread.tolist() == [1, 1]
    assert table.tau[0].tolist() == [1, 1, 1, -1, -1]


def test_a_hidden_cell_and_those_who_did_not_say_change_no_score():
    other = [[CELLS[0][0], cell("sovan", 0, 4, "small"), cell(DID_NOT_SAY, 20, 20)], CELLS[1]]
    np.testing.assert_array_equal(
        score_statements(GROUPS, CELLS).values, score_statements(GROUPS, other).values
    )


def test_without_communities_their_ways_rank_nothing():
    table = score_statements(GROUPS, [[], []])
    assert np.isnan(table.values[2:]).all()
    assert not table.ranks[2:].any()
    assert np.isnan(table.tau[0, 2])


def test_a_statement_with_few_answers_is_not_ranked():
    few = counts([[30, 1]], [[9, 0]], [[0, 0]])
    assert score_statements(few, [[], []], min_votes=20).ranks[0].tolist() == [1, 0]


@given(st.lists(st.one_of(st.none(), st.integers(0, 5)), max_size=12))
def test_a_rank_is_one_more_than_how_many_are_better(scores):
    values = np.array([np.nan if s is None else float(s) for s in scores])
    expected = [
        0 if s is None else 1 + sum(o is not None and o > s for o in scores) for s in scores
    ]
    assert rank_scores(values).tolist() == expected


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=10))
def test_tau_is_that_of_all_pairs(pairs):
    one, other = (np.array(side, float) for side in zip(*pairs, strict=True))
    signs = [
        (np.sign(one[i] - one[j]), np.sign(other[i] - other[j]))
        for i, j in combinations(range(len(one)), 2)
    ]
    both = sum(a * b for a, b in signs)
    sizes = [sum(s[side] != 0 for s in signs) for side in (0, 1)]
    if not all(sizes):
        assert np.isnan(kendall_tau(one, other))
    else:
        assert kendall_tau(one, other) == pytest.approx(both / (sizes[0] * sizes[1]) ** 0.5)


def test_q_values_of_benjamini_and_hochberg_1995():
    """Their example of 15 p-values: at 5 % the four smallest are finds, and no more."""
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344]
    p += [0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000]
    q = benjamini_hochberg(p)
    assert (q <= 0.05).sum() == 4
    assert q[3] == pytest.approx(0.0095 * 15 / 4)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12), st.floats(0.01, 0.99))
def test_what_q_values_reject_is_what_stepping_up_rejects(p, level):
    order = sorted(p)
    passing = [i for i, x in enumerate(order, 1) if x * len(p) / i <= level]
    assert (benjamini_hochberg(p) <= level).sum() == max(passing, default=0)


def test_q_values_see_what_sets_a_group_apart_and_test_nothing_without_answers():
    groups = counts([[40, 20, 0], [5, 20, 9]], [[2, 20, 0], [35, 20, 1]], [[0, 0, 0], [0, 0, 0]])
    agree, disagree = measure_q_values(groups)
    assert agree[0, 0] < 0.001
    assert disagree[1, 0] < 0.001
    assert agree[0, 1] > 0.3
    assert np.isnan(agree[:, 2]).all()
    assert np.isfinite(measure_representativeness(groups, "agree")[1]).all()


def test_a_statement_must_pass_both_tests():
    """What both groups agree with sets neither apart; nor what one group refuses a little less than the other."""
    groups = counts([[38, 40], [38, 4]], [[2, 60], [2, 96]], [[0, 0], [0, 0]])
    agree, _ = measure_q_values(groups)
    assert agree[0, 0] > 0.5
    assert agree[0, 1] > 0.5


def test_under_no_difference_few_are_called_finds():
    chance = np.random.default_rng(3)
    finds = 0
    for _ in range(40):
        agree = chance.binomial(60, 0.5, (2, 50))
        q = measure_q_values(counts(agree, 60 - agree, np.zeros_like(agree)))
        finds += min(q[0].min(), q[1].min()) < 0.1
    assert finds <= 8  # a tenth of 40 is expected at most
