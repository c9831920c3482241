"""Routing: chances add up, draws follow them and can be repeated, weighted counts are unbiased."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from misaq.dialogue import (
    RoutingError,
    choose_next,
    count_weighted,
    exposure_probabilities,
    measure_priority,
    weigh_exposures,
)


def test_priority_by_hand():
    """10 agree, 2 pass of 20, extremity 1.5: (1 - 3/22) * 2.5 * 11/22 * (1 + 8 / 16), squared."""
    found = measure_priority(
        np.array([10]), np.array([2]), np.array([20]), np.array([1.5]), is_meta=np.array([False])
    )
    assert found[0] == pytest.approx((19 / 22 * 2.5 * 0.5 * 1.5) ** 2)
    ones = np.ones(1, np.int64)
    assert measure_priority(ones, ones, ones, np.ones(1), is_meta=np.array([True])) == 49


@given(st.lists(st.floats(0, 100), min_size=1, max_size=9), st.floats(0, 1), st.data())
def test_chances_add_up_and_none_is_below_the_uniform_share(priorities, share, data):
    unseen = np.array(
        data.draw(st.lists(st.booleans(), min_size=len(priorities), max_size=len(priorities)))
    )
    p = exposure_probabilities(np.array(priorities), unseen, uniform_share=share)
    assert not p[~unseen].any()
    if unseen.any():
        assert p.sum() == pytest.approx(1)
        assert (p[unseen] >= share / unseen.sum() - 1e-12).all()


def test_draws_follow_the_chances_and_can_be_repeated():
    priorities = np.array([4.0, 1.0, np.nan, 16.0])
    drawn = [choose_next(priorities, {1}, seed=7, participant=f"p{i}") for i in range(6000)]
    again = choose_next(priorities, {1}, seed=7, participant="p12")
    assert drawn[12] == again
    p = exposure_probabilities(priorities, np.array([True, False, True, True]))
    shares = np.bincount([d.statement for d in drawn], minlength=4) / len(drawn)
    np.testing.assert_allclose(shares, p, atol=0.025)
    assert all(d.probability == pytest.approx(p[d.statement]) for d in drawn)
    assert np.mean([d.stratum == "uniform" for d in drawn]) == pytest.approx(0.15, abs=0.02)
    assert choose_next(priorities, {0, 1, 2, 3}, seed=7, participant="x") is None
    assert drawn[0].step == 2


def test_weights_are_one_on_average_over_every_way_the_draws_can_go():
    """All ordered draws of three out of four, each with its exact chance."""
    priorities = np.array([5.0, 1.0, 2.0, 0.5])
    total = np.zeros(4)
    for way in permutations(range(4), 3):
        unseen, chance, steps = np.ones(4, bool), 1.0, []
        for s in way:
            p = exposure_probabilities(priorities, unseen)[s]
            chance *= p
            steps.append(p)
            unseen[s] = False
        weights = weigh_exposures(np.zeros(3, np.int64), np.array([1, 2, 3]), np.array(steps))
        total[list(way)] += chance * weights
    np.testing.assert_allclose(total, 1.0)


def _simulate(chance: np.random.Generator, opinions: np.ndarray, priorities: np.ndarray):
    """Those who agree stay for two statements, those who do not for eight."""
    people, steps, chances, shown = [], [], [], []
    for person in range(len(opinions)):
        unseen = np.ones(len(priorities), bool)
        for step in range(1, 3 if opinions[person, 0] > 0 else 9):
            p = exposure_probabilities(priorities, unseen)
            s = int(chance.choice(len(p), p=p / p.sum()))
            people.append(person)
            steps.append(step)
            chances.append(p[s])
            shown.append(s)
            unseen[s] = False
    return np.array(people), np.array(steps), np.array(chances), np.array(shown)


def test_weighted_counts_are_unbiased_under_selective_routing_and_raw_ones_are_not():
    """Statement 0 has low priority, so mostly those see it who stay long, and they disagree with it."""
    chance = np.random.default_rng(11)
    opinions = np.where(chance.random((300, 1)) < 0.5, 1, -1) * np.ones((1, 10), int)
    priorities = np.array([0.3, *np.linspace(1, 6, 9)])
    truth = float((opinions[:, 0] > 0).mean())
    raw, weighted, sums = [], [], []
    for _ in range(60):
        person, step, p, shown = _simulate(chance, opinions, priorities)
        answers = opinions[person, shown].tolist()
        found = count_weighted(shown, answers, weigh_exposures(person, step, p), n_statements=10)
        raw.append(found.agree[0] / max(found.agree[0] + found.disagree[0], 1))
        weighted.append(found.agree_share[0])
        sums.append(found.agree_weight[0])
    error = np.std(sums) / np.sqrt(len(sums))
    assert abs(np.mean(sums) - truth * 300) < 4 * error
    assert abs(np.nanmean(weighted) - truth) < 0.05  # a ratio, so only nearly unbiased
    assert np.mean(raw) < truth - 0.2


def test_an_unanswered_exposure_is_no_answer():
    found = count_weighted(
        np.array([0, 0, 1]), [1, None, 0], np.array([2.0, 3.0, 1.0]), n_statements=3
    )
    assert found.agree.tolist() == [1, 0, 0]
    assert found.weight.tolist() == [2, 1, 0]
    assert found.effective.tolist() == [1, 1, 0]
    assert np.isnan(found.agree_share[2])


@pytest.mark.parametrize(
    ("step", "p"), [([1, 3], [0.5, 0.5]), ([1, 2], [0.5, 0.0]), ([1], [0.5, 0.5])]
)
def test_a_log_with_gaps_is_refused(step, p):
    with pytest.raises(RoutingError):
        weigh_exposures(np.zeros(2, np.int64), np.array(step), np.array(p))
