"""Brigading: planted copies are found, honest people are not, and quarantine restores the ranks."""

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from misaq.dialogue import (
    AlikeRule,
    DialogueRules,
    QuarantinedPerson,
    analyse_dialogue,
    build_vote_matrix,
    find_alike,
    find_bursts,
    first_times,
    measure_influence,
    part_quarantined,
    publish_brigading,
    publish_scores,
    without_participants,
)

RULES = DialogueRules(threshold=10, n_resamples=5)


def honest(seed=1, n=400, m=40):
    """Two groups that answer about two thirds of the statements, each person on their own."""
    chance = np.random.default_rng(seed)
    lean = np.where(np.arange(n) % 5 < 3, 1, -1)[:, None]
    tilt = np.where(np.arange(m) % 2, 1.0, -1.0) * np.linspace(0.2, 1.2, m)
    likes = lean * tilt + 0.2 + chance.normal(size=(n, m))
    asked = chance.random((n, m)) < 0.65
    rows, columns = np.nonzero(asked)
    votes = np.where(likes[rows, columns] > 0.1, 1, np.where(likes[rows, columns] < -0.1, -1, 0))
    return [f"h{i:04}" for i in rows], [f"s{c:02}" for c in columns], votes.tolist()


def planted(n_copies=1000, wobble=0.0, seed=2):
    """Honest people, and copies of one row that agrees with what few agree with."""
    people, texts, votes = honest()
    chance = np.random.default_rng(seed)
    row = {f"s{c:02}": (1 if c % 2 == 0 else -1) for c in range(40) if c % 4}
    for i in range(n_copies):
        for name, vote in row.items():
            people.append(f"x{i:04}")
            texts.append(name)
            votes.append(0 if chance.random() < wobble else vote)
    return build_vote_matrix(people, texts, votes)


def names_of(matrix, clusters):
    return [{matrix.participants[m] for m in c.members} for c in clusters]


@pytest.mark.parametrize("wobble", [0.0, 0.01])
def test_a_thousand_planted_copies_are_found_and_nobody_else(wobble):
    matrix = planted(wobble=wobble)
    analysis = analyse_dialogue(matrix, [], seed=7, rules=RULES)
    found = names_of(matrix, find_alike(matrix, analysis.opinions.labels, seed=7))
    assert len(found) == 1
    assert not {name for name in found[0] if name.startswith("h")}
    passes = (matrix.answered(0) @ np.ones(matrix.n_statements)).tolist()
    near = {n for n, p in zip(matrix.participants, passes, strict=True) if n[0] == "x" and p <= 1}
    assert near <= found[0]  # 29 of 30 answers alike is more than 90 %; 28 of 30 is less (28 / 32)
    assert len(near) >= 950


def test_honest_people_make_no_cluster():
    for seed in range(3):
        matrix = build_vote_matrix(*honest(seed))
        assert find_alike(matrix, seed=7) == []


def test_few_statements_that_all_agree_with_make_like_minded_people_not_copies():
    """Twelve statements that 95 % agree with: many rows are identical, and that is no surprise."""
    chance = np.random.default_rng(4)
    table = np.where(chance.random((200, 12)) < 0.95, 1, -1)
    rows, columns = np.nonzero(table)
    matrix = build_vote_matrix(rows.astype(str), columns.astype(str), table[rows, columns])
    assert find_alike(matrix, seed=7) == []


def test_quarantine_restores_the_former_ranks():
    before = analyse_dialogue(build_vote_matrix(*honest()), [], seed=7, rules=RULES)
    matrix = planted()
    attacked = analyse_dialogue(matrix, [], seed=7, rules=RULES)
    assert publish_scores(attacked)["statements"] != publish_scores(before)["statements"]
    cluster = find_alike(matrix, attacked.opinions.labels, seed=7)[0]
    listed = [QuarantinedPerson(matrix.participants[m], "copies") for m in cluster.members]
    counted, quarantine = part_quarantined(matrix, listed)
    after = analyse_dialogue(counted, [], seed=7, rules=RULES)
    assert publish_scores(after) == publish_scores(before)
    assert counted.n_votes + quarantine.matrix.n_votes == matrix.n_votes
    assert quarantine.n_people == 1000
    shown = publish_brigading(after, quarantine, seed=7)
    assert shown["clusters"] == []
    assert shown["quarantine"]["n_votes"] == quarantine.matrix.n_votes


def test_the_influence_of_a_cluster_is_what_leaving_it_out_changes():
    matrix = planted()
    analysis = analyse_dialogue(matrix, [], seed=7, rules=RULES)
    cluster = find_alike(matrix, analysis.opinions.labels, seed=7)[0]
    found = measure_influence(analysis, cluster.members)
    assert found.moved["group_product"] >= 5
    assert found.furthest["lowest_group"] >= 1
    nobody = measure_influence(analysis, np.empty(0, np.int64))
    assert not any(nobody.moved.values())
    assert nobody.verdicts == {}


@pytest.mark.parametrize("draws", [5, 0])  # groups that hold, and all people asked together
def test_a_statement_that_only_a_cluster_answered_is_nothing_without_it(draws):
    people, texts, votes = honest()
    for i in range(40):  # enough to hold as a group of their own
        people += [f"x{i:02}"] * 15
        texts += [*(f"s{c:02}" for c in range(14)), "theirs"]
        votes += [*([1, 1, -1, 0, 1, -1, -1] * 2), 1]
    matrix = build_vote_matrix(people, texts, votes)
    rules = DialogueRules(threshold=10, n_resamples=draws)
    analysis = analyse_dialogue(matrix, [], seed=7, rules=rules)
    assert analysis.groups_hold == (draws > 0)
    (cluster,) = find_alike(matrix, analysis.opinions.labels, seed=7)
    found = measure_influence(analysis, cluster.members)
    place = matrix.statements.index("theirs")
    assert found.verdicts["theirs"] == (analysis.findings[place].verdict, "none")
    assert analysis.findings[place].verdict != "none"


def test_nobody_is_named_and_small_sizes_are_hidden():
    matrix = planted()
    analysis = analyse_dialogue(matrix, [], seed=7, rules=RULES)
    few, quarantine = part_quarantined(
        matrix, [QuarantinedPerson(f"x{i:04}", "copies", "نقلیں", "2031-05-02") for i in range(4)]
    )
    shown = publish_brigading(analyse_dialogue(few, [], seed=7, rules=RULES), quarantine, seed=7)
    assert "x0001" not in str(shown)
    assert shown["quarantine"]["reasons"][0]["people"] == {"showing": "small"}
    assert shown["quarantine"]["statements"] == []
    assert shown["quarantine"]["n_people"] == 4
    assert shown["clusters"][0]["people"] == {"showing": "shown", "n": 996}
    assert analysis.matrix.n_participants == 1400


def test_a_small_reason_cannot_be_worked_out_from_the_others():
    matrix = planted()
    sizes = {"one": 40, "two": 20, "three": 3}
    reasons = [name for name, n in sizes.items() for _ in range(n)]
    listed = [QuarantinedPerson(f"x{i:04}", reason) for i, reason in enumerate(reasons)]
    counted, apart = part_quarantined(matrix, listed)
    shown = publish_brigading(analyse_dialogue(counted, [], seed=7, rules=RULES), apart, seed=7)[
        "quarantine"
    ]
    assert shown["n_people"] == 63
    known = {r["reason"]["en"]: r["people"].get("n") for r in shown["reasons"]}
    assert known == {"one": 40, "two": None, "three": None}


rows = st.lists(
    st.dictionaries(st.integers(0, 5), st.sampled_from([-1, 0, 1]), max_size=6),
    min_size=2,
    max_size=14,
)


@settings(max_examples=60)
@given(rows)
def test_identical_rows_are_exactly_those_a_dictionary_finds(given_rows):
    people = [f"p{i:02}" for i in range(len(given_rows))]
    triples = [(people[i], f"s{s}", v) for i, row in enumerate(given_rows) for s, v in row.items()]
    if not triples:
        return
    matrix = build_vote_matrix(*zip(*triples, strict=True), all_participants=people)
    rule = AlikeRule(min_answers=2, min_people=2, alike=1.0, chance=1.0)
    found = {frozenset(c) for c in names_of(matrix, find_alike(matrix, seed=3, rule=rule))}
    same = defaultdict(set)
    for name, row in zip(people, given_rows, strict=True):
        if len(row) >= 2:
            same[frozenset(row.items())].add(name)
    assert found == {frozenset(names) for names in same.values() if len(names) >= 2}


def test_a_burst_is_found_and_times_of_a_cluster_are_told():
    chance = np.random.default_rng(5)
    calm = chance.uniform(0, 200 * 3600, 800)
    assert find_bursts(calm) == []
    bursts = find_bursts(np.concatenate([calm, 50 * 3600 + chance.uniform(0, 3600, 300)]))
    assert [b.start for b in bursts] == [50 * 3600]
    assert bursts[0].people >= 300
    assert find_bursts(np.full(5, np.nan)) == []
    matrix = planted()
    times = np.where([p.startswith("x") for p in matrix.participants], 100.0, np.nan)
    assert find_alike(matrix, None, times, seed=7)[0].densest == 1.0


def test_the_first_time_of_each_person():
    matrix = build_vote_matrix(["b", "a", "a"], ["1", "1", "2"], [1, 1, 1], all_participants=["c"])
    times = first_times(matrix, ["a", "b"], np.array([1, 0, 0]), np.array([5.0, 9.0, 8.0]))
    np.testing.assert_array_equal(times, [8.0, 5.0, np.nan])


@settings(max_examples=30)
@given(rows, st.data())
def test_leaving_people_out_is_building_without_them(given_rows, data):
    out = data.draw(st.lists(st.booleans(), min_size=len(given_rows), max_size=len(given_rows)))
    triples = [(f"p{i:02}", f"s{s}", v) for i, row in enumerate(given_rows) for s, v in row.items()]
    if not triples:
        return
    people = [f"p{i:02}" for i in range(len(given_rows))]
    matrix = build_vote_matrix(*zip(*triples, strict=True), all_participants=people)
    left = without_participants(matrix, np.array(out))
    kept = {p for p, gone in zip(people, out, strict=True) if not gone}
    again = build_vote_matrix(
        *[[t[i] for t in triples if t[0] in kept] for i in range(3)],
        all_participants=kept,
        all_statements=matrix.statements,
    )
    assert left.participants == again.participants
    assert left.statements == again.statements
    np.testing.assert_array_equal(left.columns, again.columns)
    np.testing.assert_array_equal(left.votes, again.votes)
    np.testing.assert_array_equal(left.starts, again.starts)
