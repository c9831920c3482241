"""Stability: Poisson weights do what drawing participants with replacement does."""

import numpy as np

from misaq.dialogue import (
    assess_stability,
    build_vote_matrix,
    compare_groupings,
    find_groups,
    fit_opinion_plane,
    map_opinions,
    project_participants,
)


def weak_groups():
    """Two leanings that overlap, so that the groups hold only in part."""
    chance = np.random.default_rng(11)
    n, m = 120, 16
    lean = np.where(np.arange(n) < 70, 0.3, -0.3)[:, None] * np.where(np.arange(m) % 2 == 0, 1, -1)
    votes = np.clip(np.round(lean + chance.normal(size=(n, m))), -1, 1).astype(int)
    people = np.repeat([f"p{i:03}" for i in range(n)], m)
    return build_vote_matrix(people, np.tile([f"s{i:02}" for i in range(m)], n), votes.ravel())


def test_poisson_weights_agree_with_drawing_people_with_replacement():
    opinions = map_opinions(weak_groups(), seed=1, max_groups=2)
    ours = assess_stability(opinions, seed=1, max_groups=2, n_resamples=80)
    chance, agreement = np.random.default_rng(3), []
    n = opinions.matrix.n_participants
    for _ in range(80):
        weights = np.bincount(chance.integers(n, size=n), minlength=n).astype(float)
        points = project_participants(opinions.matrix, fit_opinion_plane(opinions.matrix, weights))
        centres = find_groups(points, seed=1, weights=weights, max_groups=2).centres
        nearest = np.argmin(((points[:, None] - centres) ** 2).sum(axis=2), axis=1)
        agreement.append(compare_groupings(opinions.labels, nearest))
    assert 0.3 < np.mean(agreement) < 0.9  # the case is neither trivial nor hopeless
    assert abs(ours.mean_ari - np.mean(agreement)) < 0.06


def test_no_draws_and_no_groups_are_not_assessed():
    opinions = map_opinions(weak_groups(), seed=1)
    assert assess_stability(opinions, seed=1, n_resamples=0).verdict == "not_assessed"
    alone = map_opinions(weak_groups(), seed=1, min_group_size=100)
    assert alone.n_groups == 1
    assert assess_stability(alone, seed=1).verdict == "not_assessed"


def test_the_draws_come_from_the_public_seed():
    opinions = map_opinions(weak_groups(), seed=1, max_groups=2)
    first, again, other = (
        assess_stability(opinions, seed=s, n_resamples=8, max_groups=2) for s in (5, 5, 6)
    )
    assert first == again
    assert first.mean_ari != other.mean_ari
