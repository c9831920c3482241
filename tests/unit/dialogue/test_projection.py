"""The sparse plane against the dense one that fills every gap."""

import numpy as np
import pytest

from misaq.dialogue import VoteMatrix, build_vote_matrix, fit_opinion_plane, project_participants


def random_votes(seed: int, n: int, m: int, share: float) -> tuple[VoteMatrix, np.ndarray]:
    chance = np.random.default_rng(seed)
    taste = chance.normal(size=(n, 2)) @ chance.normal(size=(2, m)) * 1.5 + chance.normal(
        size=(n, m)
    )
    dense = np.where(chance.random((n, m)) < share, np.clip(np.round(taste), -1, 1), np.nan)
    rows, columns = np.nonzero(~np.isnan(dense))
    people = np.array([f"p{i:04}" for i in range(n)], dtype=object)
    texts = np.array([f"s{i:04}" for i in range(m)], dtype=object)
    matrix = build_vote_matrix(
        people[rows],
        texts[columns],
        dense[rows, columns],
        all_participants=people,
        all_statements=texts,
    )
    return matrix, dense


def dense_plane(dense: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    mean = np.nan_to_num(np.nanmean(dense, axis=0))
    filled = np.where(np.isnan(dense), mean, dense) - mean
    return mean, np.linalg.svd(filled, full_matrices=False)[2][:2]


@pytest.mark.parametrize(("n", "m", "share"), [(60, 12, 0.6), (200, 40, 0.3), (400, 90, 0.15)])
def test_the_plane_is_that_of_mean_filled_votes(n, m, share):
    matrix, dense = random_votes(n, n, m, share)
    mean, axes = dense_plane(dense)
    plane = fit_opinion_plane(matrix)
    np.testing.assert_allclose(plane.mean, mean, atol=1e-12)
    np.testing.assert_allclose(np.abs(np.sum(plane.components * axes, axis=1)), 1.0, atol=1e-8)


def test_places_follow_the_published_formula():
    matrix, dense = random_votes(5, 80, 30, 0.4)
    plane = fit_opinion_plane(matrix)
    gaps = np.where(np.isnan(dense), 0.0, dense - plane.mean)
    stretch = np.sqrt(30 / np.maximum((~np.isnan(dense)).sum(axis=1), 1))
    expected = stretch[:, None] * (gaps @ plane.components.T)
    np.testing.assert_allclose(project_participants(matrix, plane), expected, atol=1e-8)


def test_weights_count_people_as_often_as_they_say():
    matrix, dense = random_votes(9, 50, 20, 0.5)
    weights = np.random.default_rng(1).poisson(1.0, 50).astype(float)
    repeated = np.repeat(dense, weights.astype(int), axis=0)
    _, axes = dense_plane(repeated)
    plane = fit_opinion_plane(matrix, weights)
    np.testing.assert_allclose(np.abs(np.sum(plane.components * axes, axis=1)), 1.0, atol=1e-8)


@pytest.mark.parametrize("m", [1, 2, 40])
def test_people_who_all_agree_have_no_direction(m):
    people = np.repeat([f"p{i}" for i in range(20)], m)
    texts = np.tile([f"s{i:02}" for i in range(m)], 20)
    matrix = build_vote_matrix(people, texts, np.ones(20 * m, int))
    plane = fit_opinion_plane(matrix)
    assert not plane.components.any()
    assert not project_participants(matrix, plane).any()
