"""The vote matrix: who answered which statement how, sparse from end to end."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array

from misaq.foundation.errors import FaultsError, InputError
from misaq.foundation.faults import Fault

AGREE, PASS, DISAGREE = 1, 0, -1


class VotesError(InputError):
    """The arrays given are not a list of votes."""

    code = "votes_malformed"


class NoVotesError(InputError):
    """There is nothing to map."""

    code = "votes_empty"


@dataclass(frozen=True, eq=False)
class VoteMatrix:
    """Votes of participants (rows) on statements (columns), both in the order of their ids.

    participants, statements : ids, sorted by code point, so that no row order of any file can matter.
    columns : (n_votes,) statement of each vote, ascending within a row.
    votes : (n_votes,) +1 agree, 0 pass, -1 disagree; a cell that is absent was not answered.
    starts : (n_participants + 1,) where each row begins.

    A pass is a stored zero, which is why the arrays are held here and not left to a sparse class that may
    drop zeros.
    """

    participants: tuple[str, ...]
    statements: tuple[str, ...]
    columns: NDArray[np.int32]
    votes: NDArray[np.int8]
    starts: NDArray[np.int64]

    @property
    def n_participants(self) -> int:
        """How many participants, with or without votes."""
        return len(self.participants)

    @property
    def n_statements(self) -> int:
        """How many statements, with or without votes."""
        return len(self.statements)

    @property
    def n_votes(self) -> int:
        """How many votes, passes included."""
        return len(self.votes)

    @cached_property
    def rows(self) -> NDArray[np.int32]:
        """(n_votes,) the participant of each vote."""
        return np.repeat(np.arange(self.n_participants, dtype=np.int32), np.diff(self.starts))

    @property
    def votes_per_participant(self) -> NDArray[np.int64]:
        """(n_participants,) how many statements each participant answered."""
        return np.diff(self.starts)

    def answered(self, vote: int) -> csr_array:
        """(n_participants, n_statements) 1.0 where the answer was `vote`."""
        chosen = self.votes == vote
        shape = (self.n_participants, self.n_statements)
        return csr_array(
            (np.ones(int(chosen.sum())), (self.rows[chosen], self.columns[chosen])), shape=shape
        )

    def with_values(self, values: NDArray[np.float64]) -> csr_array:
        """(n_participants, n_statements) sparse matrix with `values` (n_votes,) where a vote is."""
        shape = (self.n_participants, self.n_statements)
        return csr_array((values, self.columns, self.starts), shape=shape)

    def only_statements(self, kept: Collection[str]) -> "VoteMatrix":
        """The matrix of the statements in `kept`; every participant stays, perhaps with no vote left."""
        mask = np.fromiter((s in kept for s in self.statements), bool, self.n_statements)
        chosen = mask[self.columns]
        new_column = (np.cumsum(mask) - 1).astype(np.int32)
        counts = np.bincount(self.rows[chosen], minlength=self.n_participants)
        return VoteMatrix(
            self.participants,
            tuple(s for s, keep in zip(self.statements, mask, strict=True) if keep),
            new_column[self.columns[chosen]],
            self.votes[chosen],
            np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        )


def build_vote_matrix(
    participants: ArrayLike,
    statements: ArrayLike,
    votes: ArrayLike,
    times: ArrayLike | None = None,
    *,
    all_participants: Collection[str] = (),
    all_statements: Collection[str] = (),
    row_number: Callable[[int], int] = int,
    file: str = "",
) -> VoteMatrix:
    """Put a list of votes into a matrix; of two answers of one person to one statement the latest counts.

    participants, statements : (n,) ids, or any values whose text is the id.
    votes : (n,) +1 agree, 0 pass, -1 disagree.
    times : (n,) seconds, NaN not given; None when no vote has a time.
    all_participants, all_statements : ids that get a row or column even without a vote.
    row_number, file : index of a vote to the row it stands in, and its file, for the faults.
    Raises VotesError when the arrays do not fit together; FaultsError with a `vote_contradiction` for each pair
        answered differently when no time says which answer came last.

    >>> matrix = build_vote_matrix(["b", "a", "a"], ["1", "1", "1"], [0, 1, -1], [1, 1, 2])
    >>> matrix.participants, matrix.votes
    (('a', 'b'), array([-1,  0], dtype=int8))
    """
    person_ids, person = _number(participants, all_participants)
    statement_ids, column = _number(statements, all_statements)
    return build_from_codes(
        person_ids, person, statement_ids, column, votes, times, row_number=row_number, file=file
    )


def build_from_codes(
    participants: Sequence[str],
    person: NDArray[np.int64],
    statements: Sequence[str],
    column: NDArray[np.int64],
    votes: ArrayLike,
    times: ArrayLike | None = None,
    *,
    row_number: Callable[[int], int] = int,
    file: str = "",
) -> VoteMatrix:
    """As `build_vote_matrix`, from ids already sorted and rows already numbered by them; a million votes a second.

    >>> build_from_codes(["a"], np.array([0]), ["1"], np.array([0]), [1]).n_votes
    1
    """
    vote = np.asarray(votes)
    _require_votes(person, column, vote)
    when = np.full(len(vote), np.nan) if times is None else np.asarray(times, dtype=np.float64)
    last, contradictions = _last_answers(person * max(len(statements), 1) + column, vote, when)
    if contradictions:
        raise FaultsError(
            [
                Fault(
                    "vote_contradiction",
                    file=file,
                    row=row_number(index),
                    column="vote",
                    params={
                        "participant": participants[int(person[index])],
                        "statement": statements[int(column[index])],
                    },
                )
                for index in contradictions
            ]
        )
    counts = np.bincount(person[last], minlength=len(participants))
    return VoteMatrix(
        tuple(participants),
        tuple(statements),
        column[last].astype(np.int32),
        vote[last].astype(np.int8),
        np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
    )


def admit_participants(
    matrix: VoteMatrix,
    *,
    min_votes: int = 7,
    at_least: int = 15,
    also: VoteMatrix | None = None,
) -> NDArray[np.bool_]:
    """Choose who is placed on the map: those who answered enough statements to be compared.

    min_votes : answers needed; all statements when there are fewer than this.
    at_least : when fewer people qualify, those with most answers are added up to this number (never one
        without an answer); ties are broken by id.
    also : votes of the same participants on further statements that count here (Polis: those rejected too).
    Returns (n_participants,) True for those admitted.
    Source: Polis, n_votes >= min(7, n_statements), topped up to 15.

    >>> admit_participants(build_vote_matrix(["a", "b"], ["1", "1"], [1, 1], all_participants=["c"]))
    array([ True,  True, False])
    """
    n_answers = matrix.votes_per_participant + (also.votes_per_participant if also else 0)
    n_statements = matrix.n_statements + (also.n_statements if also else 0)
    admitted = n_answers >= max(min(min_votes, n_statements), 1)
    missing = at_least - int(admitted.sum())
    if missing > 0:
        waiting = [
            p for p in np.argsort(-n_answers, kind="stable") if not admitted[p] and n_answers[p] > 0
        ]
        admitted[waiting[:missing]] = True
    return admitted


def _number(values: ArrayLike, known: Collection[str]) -> tuple[list[str], NDArray[np.int64]]:
    texts = [str(v) for v in np.asarray(values, dtype=object).ravel()]
    ids = sorted({*texts, *known})
    place = {name: index for index, name in enumerate(ids)}
    return ids, np.fromiter((place[t] for t in texts), np.int64, len(texts))


def _require_votes(
    person: NDArray[np.int64], column: NDArray[np.int64], vote: NDArray[np.generic]
) -> None:
    if not len(person) == len(column) == len(vote):
        raise VotesError(reason=f"{len(person)}, {len(column)}, {len(vote)}")
    if len(vote) and not np.isin(vote, (AGREE, PASS, DISAGREE)).all():
        raise VotesError(reason="1, 0, -1")


def _last_answers(
    pair: NDArray[np.int64], vote: NDArray[np.generic], when: NDArray[np.float64]
) -> tuple[NDArray[np.int64], list[int]]:
    """The index of the answer that counts for each pair, in order of pair; and of those that contradict it.

    Two different answers need two times: a blank or an equal time cannot say which came last. Of each pair
    that contradicts itself the later row is named, once.
    """
    order = np.lexsort((vote, np.where(np.isnan(when), -np.inf, when), pair))
    is_last = np.ones(len(order), bool)
    is_last[:-1] = pair[order][1:] != pair[order][:-1]
    last = order[is_last]
    if len(last) == len(order):
        return last, []
    winner = np.repeat(last, np.diff(np.concatenate([[-1], np.flatnonzero(is_last)])))
    untimed = np.isnan(when[order]) | np.isnan(when[winner]) | (when[order] == when[winner])
    wrong = (vote[order] != vote[winner]) & untimed
    found: dict[int, int] = {}
    for one, other in zip(order[wrong].tolist(), winner[wrong].tolist(), strict=True):
        found[int(pair[one])] = max(found.get(int(pair[one]), 0), one, other)
    return last, sorted(found.values())
