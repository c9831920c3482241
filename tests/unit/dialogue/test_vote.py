"""The vote matrix: the latest answer counts, contradictions are faults, order never matters."""

import numpy as np
import pytest

from misaq.dialogue import VotesError, admit_participants, build_vote_matrix
from misaq.foundation.errors import FaultsError


def as_dict(matrix) -> dict:
    return {
        (matrix.participants[r], matrix.statements[c]): int(v)
        for r, c, v in zip(matrix.rows, matrix.columns, matrix.votes, strict=True)
    }


def test_a_pass_is_kept_as_an_answer():
    matrix = build_vote_matrix(["a", "b"], ["1", "1"], [0, 1])
    assert as_dict(matrix) == {("a", "1"): 0, ("b", "1"): 1}
    assert matrix.only_statements({"1"}).n_votes == 2
    assert matrix.answered(0).sum() == 1


def test_the_latest_answer_counts_whatever_the_row_order():
    rows = [("a", "1", 1, 5.0), ("a", "1", -1, 9.0), ("a", "1", 0, 7.0), ("b", "1", 1, 1.0)]
    for order in ([0, 1, 2, 3], [3, 2, 1, 0], [1, 3, 0, 2]):
        people, texts, votes, times = zip(*(rows[i] for i in order), strict=True)
        assert as_dict(build_vote_matrix(people, texts, votes, times)) == {
            ("a", "1"): -1,
            ("b", "1"): 1,
        }


@pytest.mark.parametrize("times", [None, [1.0, 1.0, 1.0], [1.0, np.nan, 1.0], [np.nan, 2.0, 1.0]])
def test_two_answers_that_no_time_orders_are_one_fault_at_the_later_row(times):
    with pytest.raises(FaultsError) as caught:
        build_vote_matrix(
            ["a", "a", "b"],
            ["1", "1", "1"],
            [1, -1, 1],
            times,
            file="votes.csv",
            row_number=lambda i: i + 2,
        )
    (fault,) = caught.value.faults
    assert (fault.code, fault.file, fault.row) == ("vote_contradiction", "votes.csv", 3)
    assert fault.params == {"participant": "a", "statement": "1"}


def test_the_same_answer_twice_is_one_vote():
    assert build_vote_matrix(["a", "a"], ["1", "1"], [1, 1]).n_votes == 1


def test_an_earlier_tie_does_not_matter_when_a_later_answer_decides():
    matrix = build_vote_matrix(["a"] * 3, ["1"] * 3, [1, -1, 0], [1.0, 1.0, 2.0])
    assert as_dict(matrix) == {("a", "1"): 0}


def test_arrays_that_are_no_votes_are_refused():
    with pytest.raises(VotesError):
        build_vote_matrix(["a"], ["1", "2"], [1])
    with pytest.raises(VotesError):
        build_vote_matrix(["a"], ["1"], [2])


def test_only_statements_keeps_everybody_and_the_right_columns():
    matrix = build_vote_matrix(list("aabbc"), list("12231"), [1, 0, -1, 1, -1])
    kept = matrix.only_statements({"2", "3"})
    assert kept.participants == ("a", "b", "c")
    assert as_dict(kept) == {("a", "2"): 0, ("b", "2"): -1, ("b", "3"): 1}
    assert kept.votes_per_participant.tolist() == [1, 2, 0]


def test_admission_needs_seven_answers_and_tops_up_to_fifteen_by_number_of_answers():
    people, texts = [], []
    for person, n_answers in enumerate([9, 7, 6, *[3] * 13, 0]):
        people += [f"p{person:02}"] * n_answers
        texts += [f"s{i}" for i in range(n_answers)]
    matrix = build_vote_matrix(people, texts, np.ones(len(people), int), all_participants=["p16"])
    admitted = admit_participants(matrix)
    assert admitted.sum() == 15
    assert admitted[:3].all()
    assert admitted[3:15].all()  # twelve of the thirteen with three answers, by id
    assert not admitted[15:].any()


def test_with_fewer_than_seven_statements_all_must_be_answered():
    people = [f"p{i:02}" for i in range(20) for _ in range(3)] + ["q"]
    matrix = build_vote_matrix(people, [*(["1", "2", "3"] * 20), "1"], np.ones(61, int))
    assert admit_participants(matrix).sum() == 20
