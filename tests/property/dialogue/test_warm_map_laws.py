"""The warm map against the cold one of the same votes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from misaq.dialogue import (
    LiveVotes,
    build_vote_matrix,
    fit_opinion_plane,
    map_opinions,
    measure_drift,
    update_map,
)


def conversation(seed, *, n=120, m=16):
    """Two invented camps who differ on half of the statements, as votes with times."""
    chance = np.random.default_rng(seed)
    side = np.where(np.arange(n) < 70, 1.0, -1.0)
    lean = side[:, None] * np.where(np.arange(m) % 2, 2.0, -2.0) * (np.arange(m) < m // 2)
    answer = np.clip(np.round(lean + chance.normal(size=(n, m))), -1, 1).astype(int)
    person, statement = np.nonzero(chance.random((n, m)) < 0.8)
    mixed = chance.permutation(len(person))
    person, statement = person[mixed], statement[mixed]
    names = [f"p{i:03}" for i in person], [f"s{i:02}" for i in statement]
    return *names, answer[person, statement], np.arange(len(person))


def early_and_late(seed):
    votes = conversation(seed)
    cut = len(votes[0]) * 9 // 10
    early = LiveVotes().update(*(column[:cut] for column in votes))
    return early.matrix(), early.update(*(column[cut:] for column in votes)).matrix()


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_a_converged_warm_plane_is_the_cold_plane(seed):
    early, late = early_and_late(seed)
    last, cold = map_opinions(early, seed=1), map_opinions(late, seed=1)
    warm = update_map(last, late, precision=1e-11)
    drift = measure_drift(warm, cold)
    assert drift.angle < 1e-7
    assert warm.opinions.plane.variances == pytest.approx(cold.plane.variances, rel=1e-9)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_the_two_camps_stay_the_same_and_no_axis_turns_over(seed):
    early, late = early_and_late(seed)
    last, cold = map_opinions(early, seed=1), map_opinions(late, seed=1)
    warm = update_map(last, late)
    if last.n_groups == cold.n_groups == 2:
        assert measure_drift(warm, cold).ari > 0.9
    assert (np.sum(warm.opinions.plane.components * last.plane.components, axis=1) > 0).all()


def test_a_turned_axis_follows_the_last_map():
    early, late = early_and_late(3)
    last = map_opinions(early, seed=1)
    turned = -last.plane.components
    object.__setattr__(last.plane, "components", turned)
    assert (np.sum(update_map(last, late).opinions.plane.components * turned, axis=1) > 0).all()


def test_what_the_last_directions_cannot_see_at_all_is_found():
    """Two sets of people who answer other statements: from the one, no step of the iteration leads to the other."""
    chance = np.random.default_rng(2)
    people, texts, votes = [], [], []
    for i in range(200):
        camp = 1 if i % 2 else -1
        for s in range(40):
            people.append(f"p{i:03}")
            texts.append(f"{'a' if i < 100 else 'b'}{s:02}")
            votes.append(camp if i >= 100 else int(chance.choice([-1, 0, 1])))
    matrix = build_vote_matrix(people, texts, votes)
    cold = fit_opinion_plane(matrix)
    blind = np.array([float(name.startswith("a")) for name in matrix.statements])
    assert np.abs(cold.components[0][blind > 0]).max() < 1e-6  # the largest division is the others'
    found = fit_opinion_plane(matrix, start=blind)
    assert found.variances == pytest.approx(cold.variances, rel=1e-9)


def test_drift_sees_a_plane_that_is_another():
    early, late = early_and_late(4)
    cold = map_opinions(late, seed=1)
    stale = update_map(map_opinions(early, seed=1), early)
    assert measure_drift(update_map(cold, late), cold).ari == 1.0
    assert measure_drift(stale, map_opinions(early, seed=1)).angle < 1e-4
    other = map_opinions(late.only_statements(late.statements), seed=1)
    object.__setattr__(other.plane, "components", np.eye(late.n_statements)[-2:])
    assert measure_drift(update_map(cold, late), other).angle > 0.5
