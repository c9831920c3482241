"""The vote matrix against a plain dictionary: any order of rows, repeats, times, blocks."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from misaq.dialogue import build_vote_matrix, count_by_group
from misaq.dialogue import vote as votes_module
from misaq.foundation.errors import FaultsError

rows = st.lists(
    st.tuples(
        st.sampled_from("abcde"), st.sampled_from("12345"), st.integers(-1, 1), st.integers(0, 3)
    ),
    min_size=1,
    max_size=60,
)


def as_dictionary(table):
    """The last answer of each pair; None where two different answers have one and the same time."""
    last = {}
    for person, statement, vote, when in table:
        last.setdefault((person, statement), []).append((when, vote))
    found = {}
    for pair, answers in last.items():
        newest = max(when for when, _ in answers)
        at_last = {vote for when, vote in answers if when == newest}
        found[pair] = at_last.pop() if len(at_last) == 1 else None
    return found


def build(table, *, timed=True):
    person, statement, vote, when = zip(*table, strict=True)
    return build_vote_matrix(person, statement, vote, when if timed else None)


@given(rows)
def test_the_latest_answer_counts_whatever_the_order(table):
    expected = as_dictionary(table)
    contradicted = {pair for pair, vote in expected.items() if vote is None}
    if contradicted:
        with pytest.raises(FaultsError) as raised:
            build(table)
        named = {(f.params["participant"], f.params["statement"]) for f in raised.value.faults}
        assert contradicted == named
        return
    matrix = build(table)
    people, statements = np.array(matrix.participants), np.array(matrix.statements)
    found = zip(people[matrix.rows], statements[matrix.columns], matrix.votes, strict=True)
    assert {(str(p), str(s)): int(v) for p, s, v in found} == expected
    inside = np.diff(matrix.rows) == 0
    assert (np.diff(matrix.columns)[inside] > 0).all()


@given(rows)
def test_a_repeat_without_a_time_is_fine_only_when_it_says_the_same(table):
    answers = {}
    for person, statement, vote, _ in table:
        answers.setdefault((person, statement), set()).add(vote)
    wrong = {pair for pair, votes in answers.items() if len(votes) > 1}
    if wrong:
        with pytest.raises(FaultsError) as raised:
            build(table, timed=False)
        assert {
            (f.params["participant"], f.params["statement"]) for f in raised.value.faults
        } == wrong
    else:
        assert build(table, timed=False).n_votes == len(answers)


@given(rows, st.integers(1, 9))
def test_blocks_hold_every_vote_once_and_counts_do_not_depend_on_them(table, size):
    table = [(p, s, v, n) for n, (p, s, v, _) in enumerate(table)]
    matrix = build(table)
    labels = np.arange(matrix.n_participants) % 3 - 1
    whole = count_by_group(matrix, labels, n_groups=2)
    before = votes_module._VOTES_IN_A_BLOCK
    votes_module._VOTES_IN_A_BLOCK = size
    try:
        blocks = list(matrix.blocks())
        parts = count_by_group(matrix, labels, n_groups=2)
    finally:
        votes_module._VOTES_IN_A_BLOCK = before
    assert sum(len(block.values) for block in blocks) == matrix.n_votes
    assert blocks[-1].people.stop == matrix.n_participants
    for one, other in ((whole.agree, parts.agree), (whole.voted, parts.voted)):
        assert (one == other).all()
    for group in (0, 1):
        inside = labels[matrix.rows] == group
        for column in range(matrix.n_statements):
            here = inside & (matrix.columns == column)
            assert whole.agree[group, column] == (matrix.votes[here] == 1).sum()
            assert whole.passed[group, column] == (matrix.votes[here] == 0).sum()
