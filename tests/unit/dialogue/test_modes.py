"""The two modes of the map: what a moderator's rejection moves, and what each is told by."""

import numpy as np
import pytest

from misaq.dialogue import (
    DialogueRules,
    Statement,
    VoteMatrix,
    analyse_dialogue,
    assess_passes,
    build_vote_matrix,
    compare_groupings,
    find_polis_groups,
    map_opinions,
    publish_groups,
    publish_parameters,
    without_passes,
)


def conversation(
    seed: int = 4, n: int = 150, m: int = 24
) -> tuple[list[str], list[str], list[int]]:
    """Two leanings, people who answer some of the statements, and passes."""
    chance = np.random.default_rng(seed)
    lean = np.where(np.arange(n) < 90, 1.0, -1.0)[:, None] * chance.normal(size=(1, m))
    votes = np.clip(np.round(lean + chance.normal(size=(n, m)) * 0.7), -1, 1).astype(int)
    rows, columns = np.nonzero(chance.random((n, m)) < 0.5)
    people = [f"p{i:03}" for i in rows]
    return people, [f"s{i:02}" for i in columns], votes[rows, columns].tolist()


def matrix_of(people, statements, votes, without=()) -> VoteMatrix:
    kept = [i for i, s in enumerate(statements) if s not in without]
    pick = lambda values: [values[i] for i in kept]  # noqa: E731
    return build_vote_matrix(
        pick(people), pick(statements), pick(votes), all_participants=set(people)
    )


def analysed(matrix: VoteMatrix, rejected=(), mode="improved"):
    standing = [Statement(s, moderated=-1 if s in rejected else 1) for s in matrix.statements]
    return analyse_dialogue(matrix, standing, seed=1, rules=DialogueRules(mode=mode, n_resamples=2))


def test_a_rejected_statement_is_as_if_it_had_never_been_put():
    """Improved: rejecting gives exactly the map without that statement's votes, to the last bit."""
    given = conversation()
    rejected = ("s03", "s11", "s17")
    moderated = analysed(matrix_of(*given), rejected).opinions
    never_put = analysed(matrix_of(*given, without=rejected)).opinions
    np.testing.assert_array_equal(moderated.points, never_put.points)
    np.testing.assert_array_equal(moderated.labels, never_put.labels)
    np.testing.assert_array_equal(moderated.admitted, never_put.admitted)


@pytest.mark.parametrize("mode", ["improved", "compat"])
def test_rejecting_what_nobody_answered_moves_nobody_in_improved_alone(mode):
    """Polis counts a rejected statement as a pass of everybody, answered or not; improved does not."""
    people, statements, votes = conversation()
    silent = {f"z{i:02}" for i in range(40)}
    matrix = build_vote_matrix(people, statements, votes, all_statements=silent)
    before = analysed(matrix_of(people, statements, votes), mode=mode).opinions
    after = analysed(matrix, silent, mode).opinions
    same = np.array_equal(before.points, after.points)
    assert same == (mode == "improved")
    if mode == "improved":
        np.testing.assert_array_equal(before.labels, after.labels)


def test_how_a_rejected_statement_was_answered_moves_nobody():
    people, statements, votes = conversation()
    turned = [-v if s == "s05" else v for s, v in zip(statements, votes, strict=True)]
    first, second = (analysed(matrix_of(people, statements, v), ["s05"]) for v in (votes, turned))
    np.testing.assert_array_equal(first.opinions.points, second.opinions.points)


def test_compat_admits_by_all_votes_and_improved_by_counted_ones():
    people, statements, votes = conversation()
    matrix = matrix_of(people, statements, votes)
    rejected = [s for s in matrix.statements if s > "s11"]
    by_all = analysed(matrix, rejected, "compat").opinions.admitted
    by_counted = analysed(matrix, rejected).opinions.admitted
    assert by_all.sum() > by_counted.sum()


def test_more_than_five_groups_are_found_when_there_are_more():
    chance = np.random.default_rng(6)
    corner = np.array([[1, 1], [1, -1], [-1, 1], [-1, -1], [1, 0], [-1, 0], [0, 1]])
    group = np.repeat(np.arange(7), 40)
    axes = np.repeat(corner[group] * 1.0, 20, axis=1)
    flip = np.where(np.arange(40) % 2, 1, -1)
    votes = np.clip(np.round(axes * flip + chance.normal(size=axes.shape) * 0.25), -1, 1)
    people = np.repeat([f"p{i:03}" for i in range(280)], 40)
    matrix = build_vote_matrix(people, np.tile([f"s{i:02}" for i in range(40)], 280), votes.ravel())
    found = map_opinions(matrix, seed=1, min_group_size=10)
    assert found.n_groups == 7
    assert compare_groupings(group, found.labels) > 0.95
    assert map_opinions(matrix, seed=1, mode="compat").n_groups <= 5


def test_improved_forms_no_group_of_one_and_compat_may():
    points = np.concatenate([np.random.default_rng(2).normal(size=(40, 2)), [[40.0, 0.0]]])
    assert 1 in np.bincount(find_polis_groups(points).labels)


def test_leaving_passes_out_is_compared_person_by_person():
    matrix = matrix_of(*conversation())
    opinions = map_opinions(matrix, seed=1)
    found = assess_passes(opinions, seed=1)
    other = map_opinions(without_passes(matrix), seed=1)
    both = (opinions.labels >= 0) & (other.labels >= 0)
    assert (found.n_people, found.n_groups) == (both.sum(), other.n_groups)
    assert found.ari == compare_groupings(opinions.labels[both], other.labels[both])


@pytest.mark.parametrize(("mode", "most", "least"), [("improved", 12, 10), ("compat", 5, 1)])
def test_the_documents_name_the_mode_and_the_sensitivity(mode, most, least):
    analysis = analysed(matrix_of(*conversation()), mode=mode)
    parameters = publish_parameters(analysis.rules)
    assert (parameters["mode"], parameters["max_groups"]) == (mode, most)
    assert parameters["min_group_size"] == least
    assert set(publish_groups(analysis)["passes_left_out"]) == {
        "people",
        "n_groups",
        "ari",
        "moved",
    }
