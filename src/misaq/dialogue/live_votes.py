"""Votes as they come in: batch after batch, changed and taken back, in any order, with one matrix in the end."""

from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from misaq.dialogue.vote import AGREE, DISAGREE, PASS, VoteMatrix, VotesError
from misaq.foundation.errors import FaultsError
from misaq.foundation.faults import Fault

UNDONE = 2  # the answer of a person who took theirs back


@dataclass(frozen=True, eq=False)
class LiveVotes:
    """The latest answer of everybody to every statement, with its time, so that a late batch cannot undo a newer one.

    participants, statements : ids, sorted by code point.
    columns : (n,) statement of each answer, ascending within a row.
    answers : (n,) +1 agree, 0 pass, -1 disagree, 2 taken back.
    times : (n,) seconds.
    starts : (n_participants + 1,) where each row begins.
    """

    participants: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    columns: NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))
    answers: NDArray[np.int8] = field(default_factory=lambda: np.zeros(0, np.int8))
    times: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0, np.float64))
    starts: NDArray[np.int64] = field(default_factory=lambda: np.zeros(1, np.int64))

    def matrix(self) -> VoteMatrix:
        """The matrix of the answers that stand: the very arrays that building from all votes at once gives."""
        stands = self.answers != UNDONE
        if stands.all():
            return VoteMatrix(
                self.participants, self.statements, self.columns, self.answers, self.starts
            )
        starts = np.concatenate([[0], np.cumsum(stands)])[self.starts].astype(np.int64)
        return VoteMatrix(
            self.participants, self.statements, self.columns[stands], self.answers[stands], starts
        )

    def update(
        self,
        participants: Sequence[str],
        statements: Sequence[str],
        answers: ArrayLike,
        times: ArrayLike,
        *,
        new_participants: Collection[str] = (),
        new_statements: Collection[str] = (),
    ) -> "LiveVotes":
        """Take in a batch: new answers, changed ones, those taken back, new people and new statements.

        participants, statements : (n,) ids. answers : (n,) +1, 0, -1, or `UNDONE`.
        times : (n,) seconds, all given; of two answers to one statement the later counts, whichever came first.
        new_participants, new_statements : ids that get a row or column even without a vote.
        Returns new votes; what was not touched is copied, not sorted again. Order of batches does not matter.
        Raises VotesError when the arrays do not fit; FaultsError when two latest answers of one time differ: the
            batch is then refused whole.

        >>> votes = LiveVotes().update(["a", "a"], ["1", "2"], [1, -1], [1, 1])
        >>> votes.update(["a", "b"], ["2", "1"], [UNDONE, 0], [2, 2]).matrix().votes
        array([1, 0], dtype=int8)
        """
        given, when = _require(participants, statements, answers, times)
        people, people_moved = _with_ids(self.participants, {*participants, *new_participants})
        columns, columns_moved = _with_ids(self.statements, {*statements, *new_statements})
        grown = self._grow(people, people_moved, columns, columns_moved)
        batch = _places(people, participants) * len(columns) + _places(columns, statements)
        return grown._merge(batch, given, when)

    def _grow(
        self,
        people: tuple[str, ...],
        people_moved: NDArray[np.int64],
        columns: tuple[str, ...],
        columns_moved: NDArray[np.int64],
    ) -> "LiveVotes":
        """The same answers, with empty rows and columns for new ids; the order within rows stays."""
        counts = np.zeros(len(people), np.int64)
        counts[people_moved] = np.diff(self.starts)
        moved = self.columns
        if len(columns) > len(self.statements):
            moved = columns_moved.astype(np.int32)[self.columns]
        starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        return LiveVotes(people, columns, moved, self.answers, self.times, starts)

    def _merge(
        self, keys: NDArray[np.int64], given: NDArray[np.int8], when: NDArray[np.float64]
    ) -> "LiveVotes":
        """Put answers to cells `keys` (row * n_statements + column) where they are newer than what is held."""
        width = max(len(self.statements), 1)
        order = np.lexsort((given, when, keys))
        keys, given, when = keys[order], given[order], when[order]
        last = np.append(keys[1:] != keys[:-1], True)[: len(keys)]
        latest = np.repeat(np.flatnonzero(last), np.diff(np.flatnonzero(last), prepend=-1))
        self._require_one_answer(keys, given, when, keys, given[latest], when[latest])
        keys, given, when = keys[last], given[last], when[last]
        rows = np.repeat(np.arange(len(self.participants)), np.diff(self.starts))
        place = np.searchsorted(rows * width + self.columns, keys)
        held = place < len(self.columns)
        held[held] = (rows[place[held]] * width + self.columns[place[held]]) == keys[held]
        at = place[held]
        self._require_one_answer(
            keys[held], given[held], when[held], keys[held], self.answers[at], self.times[at]
        )
        newer = when[held] > self.times[at]
        answers, times = self.answers.copy(), self.times.copy()
        answers[at[newer]], times[at[newer]] = given[held][newer], when[held][newer]
        fresh = ~held
        added = np.bincount(keys[fresh] // width, minlength=len(self.participants))
        return LiveVotes(
            self.participants,
            self.statements,
            np.insert(self.columns, place[fresh], (keys[fresh] % width).astype(np.int32)),
            np.insert(answers, place[fresh], given[fresh]),
            np.insert(times, place[fresh], when[fresh]),
            self.starts + np.concatenate([[0], np.cumsum(added)]).astype(np.int64),
        )

    def _require_one_answer(
        self,
        keys: NDArray[np.int64],
        one: NDArray[np.int8],
        when: NDArray[np.float64],
        other_keys: NDArray[np.int64],
        other: NDArray[np.int8],
        other_when: NDArray[np.float64],
    ) -> None:
        wrong = np.unique(keys[(keys == other_keys) & (when == other_when) & (one != other)])
        if not len(wrong):
            return
        width = len(self.statements)
        raise FaultsError(
            [
                Fault(
                    "vote_contradiction",
                    column="vote",
                    params={
                        "participant": self.participants[key // width],
                        "statement": self.statements[key % width],
                    },
                )
                for key in wrong.tolist()
            ]
        )


def _require(
    participants: Sequence[str], statements: Sequence[str], answers: ArrayLike, times: ArrayLike
) -> tuple[NDArray[np.int8], NDArray[np.float64]]:
    given, when = np.asarray(answers), np.asarray(times, dtype=np.float64)
    if not len(participants) == len(statements) == len(given) == len(when):
        raise VotesError(
            reason=f"{len(participants)}, {len(statements)}, {len(given)}, {len(when)}"
        )
    if not np.isin(given, (AGREE, PASS, DISAGREE, UNDONE)).all():
        raise VotesError(reason="1, 0, -1, 2")
    if not np.isfinite(when).all():
        raise VotesError(reason="NaN")
    return given.astype(np.int8), when


def _with_ids(known: tuple[str, ...], ids: set[str]) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """Known ids with the new ones, sorted, and where each known one now stands."""
    stays = np.arange(len(known))
    new = sorted(name for name in ids if not _holds(known, name))
    if not new:
        return known, stays
    before = np.array([bisect_left(known, name) for name in new])
    merged = tuple(sorted([*known, *new]))  # two sorted runs: one pass
    return merged, stays + np.searchsorted(before, stays, side="right")


def _holds(known: tuple[str, ...], name: str) -> bool:
    place = bisect_left(known, name)
    return place < len(known) and known[place] == name


def _places(known: tuple[str, ...], names: Sequence[str]) -> NDArray[np.int64]:
    return np.fromiter((bisect_left(known, name) for name in names), np.int64, len(names))
