"""Votes taken in batch by batch against building from all at once."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from misaq.dialogue import UNDONE, LiveVotes, build_vote_matrix, map_opinions
from misaq.foundation.errors import FaultsError

people = [f"p{n}" for n in range(12)]
rows = st.lists(
    st.tuples(
        st.sampled_from(people), st.sampled_from("12345"), st.sampled_from([-1, 0, 1, UNDONE])
    ),
    min_size=1,
    max_size=80,
)


def same(one, other):
    assert one.participants == other.participants
    assert one.statements == other.statements
    for name in ("columns", "votes", "starts"):
        first, second = getattr(one, name), getattr(other, name)
        assert first.dtype == second.dtype
        assert first.tobytes() == second.tobytes()


def all_at_once(table):
    """By a plain dictionary and the cold builder: the row's place is its time."""
    last = {(person, statement): vote for person, statement, vote in table}
    left = [(p, s, v) for (p, s), v in last.items() if v != UNDONE]
    person, statement, vote = zip(*left, strict=True) if left else ((), (), ())
    return build_vote_matrix(
        person,
        statement,
        vote,
        all_participants={p for p, _, _ in table},
        all_statements={s for _, s, _ in table},
    )


def take_in(batches):
    votes = LiveVotes()
    for batch in batches:
        person, statement, vote, when = zip(*batch, strict=True)
        votes = votes.update(person, statement, vote, when)
    return votes


@given(rows, st.integers(1, 7), st.randoms(use_true_random=False))
def test_batches_in_any_order_are_all_votes_at_once(table, size, chance):
    timed = [(*row, when) for when, row in enumerate(table)]
    chance.shuffle(timed)  # late batches and late votes within a batch
    batches = [timed[at : at + size] for at in range(0, len(timed), size)]
    same(take_in(batches).matrix(), all_at_once(table))


@given(rows, st.integers(1, 7))
def test_the_map_made_from_live_votes_is_the_cold_map_to_the_bit(table, size):
    timed = [(*row, when) for when, row in enumerate(table)]
    matrix = take_in([timed[at : at + size] for at in range(0, len(timed), size)]).matrix()
    if not matrix.n_votes:
        return
    live, cold = map_opinions(matrix, seed=3), map_opinions(all_at_once(table), seed=3)
    assert live.points.tobytes() == cold.points.tobytes()
    assert live.labels.tobytes() == cold.labels.tobytes()
    assert live.plane.components.tobytes() == cold.plane.components.tobytes()


def test_a_batch_taken_in_twice_changes_nothing():
    batch = [("a", "1", 1, 1), ("b", "1", UNDONE, 2)]
    same(take_in([batch, batch]).matrix(), take_in([batch]).matrix())


@pytest.mark.parametrize("apart", [True, False])
def test_two_answers_of_one_time_are_named_in_one_batch_or_two(apart):
    first, second = ("a", "1", 1, 5), ("a", "1", -1, 5)
    with pytest.raises(FaultsError) as raised:
        take_in([[first], [second]] if apart else [[first, second]])
    assert raised.value.faults[0].params == {"participant": "a", "statement": "1"}


def test_a_new_person_and_a_new_statement_get_empty_places():
    votes = LiveVotes().update(["b"], ["2"], [1], [1])
    grown = votes.update([], [], [], [], new_participants=["a"], new_statements=["1"]).matrix()
    assert (grown.participants, grown.statements) == (("a", "b"), ("1", "2"))
    assert np.array_equal(grown.starts, [0, 0, 1])
    assert grown.columns.tolist() == [1]
