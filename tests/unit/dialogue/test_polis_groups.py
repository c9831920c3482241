"""Polis' rules for groups: many starts settled together, and which place of rest is taken."""

import numpy as np
import pytest

from misaq.dialogue import compare_groupings, find_polis_groups
from misaq.dialogue.groups import measure_distances, move_centres, silhouette_of, start_centres
from misaq.dialogue.polis_groups import (
    _agreement_with_all,
    _Place,
    _places_of_rest,
    _settle,
    _silhouettes,
)


def cloud(seed: int, n: int = 150) -> tuple[np.ndarray, np.ndarray]:
    """One long cloud with a tail, where k-means rests in several places, and whole-number weights."""
    chance = np.random.default_rng(seed)
    points = np.concatenate([chance.normal(size=(n, 2)) * [2, 1], chance.normal(size=(20, 2)) + 5])
    return np.round(points, 9), chance.integers(1, 4, len(points)).astype(float)


@pytest.mark.parametrize("k", [2, 3, 5])
def test_many_starts_together_come_to_rest_where_each_does_alone(k: int):
    points, weight = cloud(k)
    starts = np.stack(list(start_centres(points, weight, k, 0, draws=12)))
    for start, labels, centres in zip(starts, *_settle(points, weight, starts), strict=True):
        alone, middle = move_centres(points, weight, start)
        np.testing.assert_array_equal(labels, alone)
        np.testing.assert_allclose(centres, middle, rtol=1e-9)


def test_a_centre_that_lost_everybody_stays():
    points = np.array([[0.0, 0], [1, 0], [0, 1]])
    labels, centres = _settle(points, np.ones(3), np.array([[[0.3, 0.3], [90.0, 90]]]))
    assert labels.tolist() == [[0, 0, 0]]
    np.testing.assert_allclose(centres[0], [[1 / 3, 1 / 3], [90, 90]])


@pytest.mark.parametrize("k", [2, 4])
def test_silhouettes_of_all_places_are_those_of_each(k: int):
    points, weight = cloud(7)
    places = _places_of_rest(points, weight, k, 20)
    distances = measure_distances(points)
    means, error = _silhouettes(distances, weight, places)
    alone = [silhouette_of(distances, weight, place.labels, k) for place in places]
    np.testing.assert_allclose(means, alone, atol=2e-9)
    assert 0 < error < 1 / np.sqrt(weight.sum())


def test_agreement_counts_each_place_by_the_starts_that_reached_it():
    labels = [np.repeat([0, 1], [n, 60 - n]) for n in (20, 30, 33)]
    places = [
        _Place(one, np.zeros((2, 2)), reached)
        for one, reached in zip(labels, (1, 2, 5), strict=True)
    ]
    expected = [
        sum(p.reached * compare_groupings(one, p.labels) for p in places) / 8 for one in labels
    ]
    np.testing.assert_allclose(_agreement_with_all(np.ones(60), places), expected, atol=1e-8)


def test_the_grouping_taken_is_within_one_standard_error_of_the_best():
    for seed in range(6):
        points, _ = cloud(seed)
        ones, distances = np.ones(len(points)), measure_distances(points)
        found = find_polis_groups(points)
        places = _places_of_rest(points, ones, found.n_groups, 60)
        means, error = _silhouettes(distances, ones, places)
        assert means.max() == max(found.tried.values())
        assert means.max() - error <= found.silhouette <= means.max()
