"""What sets a group apart: the published formulas on numbers worked by hand."""

import numpy as np
import pytest

from misaq.dialogue import (
    AnswerCounts,
    find_majority,
    find_representative,
    measure_representativeness,
    proportion_z,
    two_proportions_z,
)


def test_both_z_tests_on_numbers_worked_by_hand():
    assert proportion_z(np.array([8]), np.array([8]))[0] == pytest.approx(2 * 3 * 0.5)
    # (9+1)/(19+1) against (4+1)/(39+1), pooled 15/60: .375 / sqrt(.1875 * .075) = sqrt(10)
    z = two_proportions_z(np.array([9]), np.array([4]), np.array([19]), np.array([39]))
    assert z[0] == pytest.approx(np.sqrt(10))


def test_the_rest_of_a_group_is_all_other_groups():
    counts = AnswerCounts(
        np.array([[8], [2], [1]]), np.array([[0], [6], [7]]), np.array([[0], [0], [0]])
    )
    probability, _, ratio, _ = measure_representativeness(counts, "agree")
    assert probability[:, 0] == pytest.approx([9 / 10, 3 / 10, 2 / 10])
    assert ratio[0, 0] == pytest.approx((9 / 10) / (4 / 18))


def test_agreements_come_first_and_a_group_that_nothing_sets_apart_gets_its_strongest():
    agree = np.array([[40, 2, 20], [2, 40, 20]])
    disagree = np.array([[2, 40, 20], [40, 2, 20]])
    first, second = find_representative(AnswerCounts(agree, disagree, np.zeros((2, 3), int)))
    assert [(r.statement, r.direction) for r in first] == [(0, "agree"), (1, "disagree")]
    assert [(r.statement, r.direction) for r in second] == [(1, "agree"), (0, "disagree")]
    alike = AnswerCounts(np.array([[5], [5]]), np.array([[5], [5]]), np.array([[0], [0]]))
    assert [len(said) for said in find_representative(alike)] == [1, 1]


def test_a_majority_needs_more_than_half_and_more_than_chance():
    everyone = AnswerCounts(np.array([[90, 52, 5]]), np.array([[5, 48, 90]]), np.array([[5, 0, 5]]))
    assert find_majority(everyone) == ([0], [2])
