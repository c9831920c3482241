"""Laws of the map: order never matters, rejected statements move nobody, the seed is public."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from misaq.dialogue import (
    DialogueRules,
    Statement,
    analyse_dialogue,
    assess_stability,
    build_vote_matrix,
    map_opinions,
    publish_groups,
    publish_statements,
)
from misaq.foundation.canonical import canonical_json

FAST = DialogueRules(threshold=5, n_resamples=5)


def planted(seed: int, *, n: int = 90, m: int = 14, apart: float = 2.0):
    """Two groups of two thirds and one third who differ on every second statement."""
    chance = np.random.default_rng(seed)
    group = (np.arange(n) >= 2 * n // 3).astype(int)
    lean = np.where(np.arange(m) % 2 == 0, 1.0, -1.0) * apart
    taste = np.where(group[:, None] == 0, lean, -lean) * (np.arange(m) < m // 2) + chance.normal(
        size=(n, m)
    )
    asked = chance.random((n, m)) < 0.8
    rows, columns = np.nonzero(asked)
    people = [f"p{i:03}" for i in rows]
    texts = [f"s{i:02}" for i in columns]
    return people, texts, np.clip(np.round(taste[rows, columns]), -1, 1).astype(int), group


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1000), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_not_one_byte(seed, shuffler):
    people, texts, votes, _ = planted(seed)
    order = list(range(len(people)))
    shuffler.shuffle(order)
    documents = []
    for ways in (range(len(people)), order):
        rows = list(ways)
        matrix = build_vote_matrix(
            [people[i] for i in rows], [texts[i] for i in rows], [int(votes[i]) for i in rows]
        )
        analysis = analyse_dialogue(matrix, [], seed=7, rules=FAST)
        documents.append(canonical_json([publish_groups(analysis), publish_statements(analysis)]))
    assert documents[0] == documents[1]


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 1000))
def test_other_votes_on_a_rejected_statement_change_nothing(seed):
    people, texts, votes, _ = planted(seed)
    statements = [Statement("s03", moderated=-1), Statement("s04", is_meta=True)]
    twisted = [-v if t in {"s03", "s04"} else v for t, v in zip(texts, votes.tolist(), strict=True)]
    documents = []
    for given_votes in (votes, twisted):
        analysis = analyse_dialogue(
            build_vote_matrix(people, texts, given_votes), statements, seed=7, rules=FAST
        )
        documents.append(canonical_json([publish_groups(analysis), publish_statements(analysis)]))
        published = [s["id"] for s in publish_statements(analysis)["statements"]]
        assert "s03" not in published
        assert "s04" not in published
    assert documents[0] == documents[1]


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 1000))
def test_planted_groups_come_back_and_other_names_change_no_division(seed):
    people, texts, votes, truth = planted(seed, apart=4.0)
    first = map_opinions(build_vote_matrix(people, texts, votes), seed=1)
    assert first.n_groups == 2
    assert (first.labels != truth)[first.admitted].mean() <= 0.02  # noise may move one of ninety
    renamed = map_opinions(build_vote_matrix([f"x{p[::-1]}" for p in people], texts, votes), seed=1)
    labels = renamed.labels_by_participant()
    assert {p: labels[f"x{p[::-1]}"] for p in set(people)} == dict(first.labels_by_participant())


def test_planted_groups_are_stable_and_noise_is_not():
    people, texts, votes, _ = planted(1, apart=3.0)
    stable = assess_stability(map_opinions(build_vote_matrix(people, texts, votes), seed=1), seed=1)
    assert stable.verdict == "stable"
    assert stable.n_resamples == 100
    chance = np.random.default_rng(0)
    noise = chance.integers(-1, 2, size=90 * 14)
    matrix = build_vote_matrix(
        np.repeat([f"p{i:03}" for i in range(90)], 14),
        np.tile([f"s{i:02}" for i in range(14)], 90),
        noise,
    )
    assert assess_stability(map_opinions(matrix, seed=1), seed=1).verdict == "not_stable"


def test_people_who_all_agree_are_one_group_that_nobody_assesses():
    people = np.repeat([f"p{i:02}" for i in range(30)], 8)
    texts = np.tile([f"s{i}" for i in range(8)], 30)
    analysis = analyse_dialogue(
        build_vote_matrix(people, texts, np.ones(240, int)), [], seed=1, rules=DialogueRules()
    )
    groups = publish_groups(analysis)
    assert (groups["n_groups"], groups["verdict"]) == (1, "not_assessed")
    assert publish_statements(analysis)["statements"][0]["verdict"] == "common_ground"


def test_nobody_is_named_in_what_is_published():
    people, texts, votes, _ = planted(3)
    analysis = analyse_dialogue(build_vote_matrix(people, texts, votes), [], seed=7, rules=FAST)
    published = canonical_json([publish_groups(analysis), publish_statements(analysis)]).decode()
    assert not any(person in published for person in set(people))
