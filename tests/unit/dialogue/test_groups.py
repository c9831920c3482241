"""Groups: what is planted is found, small ones are never formed, the start is public."""

import itertools

import numpy as np
import pytest

from misaq.dialogue import compare_groupings, find_groups, measure_silhouette
from misaq.dialogue.stability import share_moved


def blobs(sizes: list[int], *, spread: float = 0.4, seed: int = 3) -> tuple[np.ndarray, np.ndarray]:
    chance = np.random.default_rng(seed)
    middles = np.array([[0, 0], [6, 0], [0, 6], [7, 7], [-6, 3]])
    truth = np.repeat(np.arange(len(sizes)), sizes)
    return middles[truth] + chance.normal(scale=spread, size=(len(truth), 2)), truth


@pytest.mark.parametrize("sizes", [[40, 30], [60, 40, 30], [50, 40, 30, 20], [900, 400, 150]])
def test_planted_groups_are_found_and_numbered_by_size(sizes):
    points, truth = blobs(sizes)
    found = find_groups(points, seed=1)
    assert found.n_groups == len(sizes)
    assert np.array_equal(found.labels, truth)


def test_a_group_below_the_smallest_size_is_never_formed():
    points, _ = blobs([40, 30, 1])
    found = find_groups(points, seed=1, min_size=10)
    assert np.bincount(found.labels).min() >= 10
    assert np.isnan(found.tried[3])
    assert find_groups(points[:12], seed=1, min_size=10).n_groups == 1


def test_k_means_reaches_the_best_division_of_a_small_set():
    points = np.random.default_rng(4).normal(size=(9, 2))

    def cost(labels: np.ndarray) -> float:
        return sum(
            ((points[labels == g] - points[labels == g].mean(axis=0)) ** 2).sum()
            for g in set(labels.tolist())
        )

    best = min(
        cost(np.array(way)) for way in itertools.product((0, 1), repeat=9) if 0 < sum(way) < 9
    )
    found = find_groups(points, seed=1, max_groups=2, min_size=1)
    assert cost(found.labels) == pytest.approx(best)


def test_silhouette_is_that_of_the_definition():
    points, truth = blobs([7, 5, 4], spread=2.0)
    scores = []
    for i, own in enumerate(truth):
        far = np.hypot(*(points - points[i]).T)
        inside = far[(truth == own) & (np.arange(len(truth)) != i)].mean()
        outside = min(far[truth == g].mean() for g in set(truth.tolist()) - {own})
        scores.append((outside - inside) / max(inside, outside))
    assert measure_silhouette(points, truth) == pytest.approx(np.mean(scores))


def test_a_weight_of_two_is_two_people():
    points, _ = blobs([20, 15], spread=1.5)
    weights = np.random.default_rng(8).poisson(1.0, 35).astype(float)
    weighted = find_groups(points, seed=1, weights=weights)
    repeated = find_groups(np.repeat(points, weights.astype(int), axis=0), seed=1)
    assert weighted.n_groups == repeated.n_groups
    np.testing.assert_allclose(weighted.centres, repeated.centres, atol=1e-9)
    assert (weighted.labels[weights == 0] == -1).all()


def test_the_adjusted_rand_index_is_that_of_the_definition():
    chance = np.random.default_rng(2)
    one, other = chance.integers(3, size=30), chance.integers(4, size=30)
    pairs = list(itertools.combinations(range(30), 2))
    together = np.array([[one[i] == one[j], other[i] == other[j]] for i, j in pairs])
    both, first, second = together.all(axis=1).sum(), together[:, 0].sum(), together[:, 1].sum()
    expected = first * second / len(pairs)
    assert compare_groupings(one, other) == pytest.approx(
        (both - expected) / ((first + second) / 2 - expected)
    )
    assert compare_groupings(one, one) == 1.0


def test_share_moved_pairs_the_groups_as_well_as_they_can_be():
    assert share_moved(np.array([0, 0, 0, 1]), np.array([1, 1, 0, 0])) == 0.25
