"""Two heaps and slices of one cloud are told apart; a small group off the first axis is found."""

import numpy as np
import pytest

from misaq.dialogue import build_from_codes, compare_groupings, map_opinions
from misaq.dialogue.separation import APART, measure_bimodality, stand_apart


def test_the_coefficient_of_known_shapes() -> None:
    even = np.linspace(-1, 1, 20001)
    disc = np.sqrt(1 - even**2)  # weight of a line through an evenly filled disc
    assert measure_bimodality(even, np.ones(20001)) == pytest.approx(5 / 9, abs=1e-3)
    assert measure_bimodality(even, disc) == pytest.approx(APART, abs=1e-3)
    bell = np.exp(-((4 * even) ** 2) / 2 * 4)
    assert measure_bimodality(even, bell) == pytest.approx(1 / 3, abs=1e-2)
    assert np.isnan(measure_bimodality(np.ones(4), np.ones(4)))


def test_weights_are_repeats() -> None:
    values, weights = np.array([0.0, 1.0, 4.0]), np.array([3.0, 2.0, 5.0])
    repeated = np.repeat(values, weights.astype(int))
    assert measure_bimodality(values, weights) == pytest.approx(
        measure_bimodality(repeated, np.ones(10))
    )


def test_slices_of_one_cloud_do_not_stand_apart() -> None:
    cloud = np.random.default_rng(1).normal(size=(3000, 2))
    labels = (cloud[:, 0] > 0).astype(np.int64)
    centres = np.stack([cloud[labels == g].mean(axis=0) for g in (0, 1)])
    assert not stand_apart(cloud, labels, centres, np.ones(3000))
    heaps = cloud + 6 * labels[:, None]
    centres = np.stack([heaps[labels == g].mean(axis=0) for g in (0, 1)])
    assert stand_apart(heaps, labels, centres, np.ones(3000))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_group_of_five_in_a_hundred_is_found(seed: int) -> None:
    chance = np.random.default_rng(seed)
    n, m, each = 4000, 200, 60
    group = chance.choice(3, n, p=[0.55, 0.40, 0.05])
    lean = chance.normal(scale=0.6, size=(3, m))
    cell = np.unique(np.repeat(np.arange(n), each) * m + chance.integers(m, size=n * each))
    person, statement = cell // m, cell % m
    votes = np.sign(np.round(lean[group[person], statement] + chance.normal(size=len(cell))))
    names = [f"p{i:05}" for i in range(n)], [f"s{i:04}" for i in range(m)]
    found = map_opinions(build_from_codes(names[0], person, names[1], statement, votes), seed=0)
    assert found.n_groups == 3
    assert compare_groupings(group, found.labels) > 0.9
    smallest = found.labels[group == 2]
    assert (smallest == 2).mean() > 0.9
