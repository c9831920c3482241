"""The vote matrix: who answered which statement how, sparse from end to end."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import coo_array, csr_array

from misaq.foundation.errors import FaultsError, InputError
from misaq.foundation.faults import Fault

AGREE, PASS, DISAGREE = 1, 0, -1
Number = TypeVar("Number", np.int64, np.float64)
_VOTES_IN_A_BLOCK = 1 << 20  # what is computed for one block stays in the cache


class VotesError(InputError):
    """The arrays given are not a list of votes."""

    code = "votes_malformed"


class NoVotesError(InputError):
    """There is nothing to map."""

    code = "votes_empty"


class Voters(Protocol):
    """Who took part, on what, and how much they answered: all that a map needs beside its plane and its sums."""

    @property
    def participants(self) -> tuple[str, ...]:
        """Ids, sorted by code point."""

    @property
    def statements(self) -> tuple[str, ...]:
        """Ids, sorted by code point."""

    @property
    def votes_per_participant(self) -> NDArray[np.int64]:
        """(n_participants,) how many statements each participant answered."""

    @property
    def n_statements(self) -> int:
        """How many statements, with or without votes."""


@dataclass(frozen=True, eq=False)
class Turnout:
    """`Voters` without their votes, which lie elsewhere, perhaps on many machines.

    participants, statements : ids, sorted by code point.
    votes_per_participant : (n_participants,) how many statements each participant answered.
    """

    participants: tuple[str, ...]
    statements: tuple[str, ...]
    votes_per_participant: NDArray[np.int64]

    @property
    def n_statements(self) -> int:
        """How many statements."""
        return len(self.statements)


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

    def blocks(self) -> Iterator["VoteBlock"]:
        """All votes, in blocks of whole participants: what is computed for one at a time costs little memory."""
        first = 0
        while first < self.n_participants:
            reach = self.starts[first] + _VOTES_IN_A_BLOCK
            last = max(int(np.searchsorted(self.starts, reach, side="right")) - 1, first + 1)
            last = min(last, self.n_participants)
            votes = slice(int(self.starts[first]), int(self.starts[last]))
            yield VoteBlock(
                slice(first, last),
                votes,
                self.columns[votes],
                self.votes[votes],
                self.starts[first : last + 1] - self.starts[first],
            )
            first = last

    def centre(self, mean: NDArray[np.float64]) -> csr_array:
        """(n_participants, n_statements) each vote less the `mean` of its statement; nothing where no vote is.

        A gap filled with the mean is exactly zero here, so the centred matrix is as sparse as the votes.
        """
        values = np.empty(self.n_votes)
        for block in self.blocks():
            np.subtract(block.values, mean[block.columns], out=values[block.votes])
        return self.with_values(values)

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
        if mask.all():
            return self
        new_column = (np.cumsum(mask) - 1).astype(np.int32)
        columns, votes, counts = [], [], []
        for block in self.blocks():
            chosen = mask[block.columns]
            columns.append(new_column[block.columns[chosen]])
            votes.append(block.values[chosen])
            counts.append(np.diff(np.concatenate([[0], np.cumsum(chosen)])[block.starts]))
        return VoteMatrix(
            self.participants,
            tuple(s for s, keep in zip(self.statements, mask, strict=True) if keep),
            np.concatenate(columns) if columns else self.columns[:0],
            np.concatenate(votes) if votes else self.votes[:0],
            np.concatenate([[0], np.cumsum(np.concatenate(counts) if counts else [])]).astype(
                np.int64
            ),
        )


@dataclass(frozen=True, eq=False)
class VoteBlock:
    """The votes of some participants who follow each other.

    people, votes : where they lie among all participants and all votes.
    columns, values : (n_votes,) statement and answer of each. starts : (n_people + 1,) where each row begins.
    """

    people: slice
    votes: slice
    columns: NDArray[np.int32]
    values: NDArray[np.int8]
    starts: NDArray[np.int64]

    def spread(self, of_people: NDArray[Number]) -> NDArray[Number]:
        """(n_votes,) for each vote what `of_people` (n_participants,) holds for its participant."""
        return np.repeat(of_people[self.people], np.diff(self.starts))


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
    when = None if times is None else np.asarray(times, dtype=np.float64)
    shape = (len(participants), len(statements))
    order, starts = _in_order(person, column, shape)
    if order is None:
        return VoteMatrix(
            tuple(participants),
            tuple(statements),
            column.astype(np.int32, copy=False),
            vote.astype(np.int8, copy=False),
            starts,
        )
    columns = column[order].astype(np.int32, copy=False)
    again = _answered_again(columns, starts)
    if again.any():
        wrong = _drop_earlier(order, again, person, column, vote, when)
        if wrong:
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
                    for index in wrong
                ]
            )
        order, columns = order[~again], columns[~again]
        counts = np.bincount(person[order], minlength=len(participants))
        starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    return VoteMatrix(
        tuple(participants),
        tuple(statements),
        columns,
        vote[order].astype(np.int8, copy=False),
        starts,
    )


def admit_participants(
    matrix: Voters,
    *,
    min_votes: int = 7,
    at_least: int = 15,
    also: Voters | None = None,
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


def _in_order(
    person: NDArray[np.integer], column: NDArray[np.integer], shape: tuple[int, int]
) -> tuple[NDArray[np.integer] | None, NDArray[np.int64]]:
    """The order of the votes by participant, statement and place; None when they are in it and none repeats.

    Also where each participant begins. Two counting sorts, so the time grows with the votes and no faster.
    """
    after, before = person[1:], person[:-1]
    if ((after > before) | ((after == before) & (column[1:] > column[:-1]))).all():
        return None, np.searchsorted(person, np.arange(shape[0] + 1)).astype(np.int64)
    places = coo_array((np.arange(len(person), dtype=np.int32), (person, column)), shape=shape)
    places.has_canonical_format = True  # repeats are kept, in the order in which they stand
    by_column = places.tocsc()
    by_column.has_canonical_format = True
    sorted_ = by_column.tocsr()
    return sorted_.data, sorted_.indptr.astype(np.int64)


def _answered_again(columns: NDArray[np.integer], starts: NDArray[np.int64]) -> NDArray[np.bool_]:
    """(n,) True where the next vote is of the same participant on the same statement."""
    again = np.zeros(len(columns), bool)
    again[:-1] = columns[1:] == columns[:-1]
    ends = starts[1:] - 1
    again[ends[ends >= 0]] = False
    return again


def _drop_earlier(
    order: NDArray[np.integer],
    again: NDArray[np.bool_],
    person: NDArray[np.integer],
    column: NDArray[np.integer],
    vote: NDArray[np.generic],
    when: NDArray[np.float64] | None,
) -> list[int]:
    """Put the answer that counts last among its repeats, in `order` itself; give those that contradict it.

    Two different answers need two times: a blank or an equal time cannot say which came last. Of each pair
    that contradicts itself the later row is named, once.
    """
    repeated = again.copy()
    repeated[1:] |= again[:-1]
    places = np.flatnonzero(repeated)
    votes = order[places]
    pair = person[votes].astype(np.int64) * (int(column.max()) + 1) + column[votes]
    time = np.full(len(votes), np.nan) if when is None else when[votes]
    inner = np.lexsort((vote[votes], np.where(np.isnan(time), -np.inf, time), pair))
    votes, pair, time = votes[inner], pair[inner], time[inner]
    order[places] = votes
    is_last = np.append(pair[1:] != pair[:-1], True)
    winner = np.repeat(np.flatnonzero(is_last), np.diff(np.flatnonzero(is_last), prepend=-1))
    untimed = np.isnan(time) | np.isnan(time[winner]) | (time == time[winner])
    wrong = (vote[votes] != vote[votes[winner]]) & untimed
    found: dict[int, int] = {}
    for which, one, other in zip(
        pair[wrong].tolist(), votes[wrong].tolist(), votes[winner][wrong].tolist(), strict=True
    ):
        found[which] = max(found.get(which, 0), one, other)
    return sorted(found.values())
