"""Counts of answers: to each statement, by opinion group and by any other division of people."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from misaq.dialogue.vote import AGREE, DISAGREE, PASS, VoteMatrix

Counts = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class AnswerCounts:
    """How many people of each part agreed, disagreed and passed.

    agree, disagree, passed : (n_parts, n_statements); a part is an opinion group, a community, or everybody.
    """

    agree: Counts
    disagree: Counts
    passed: Counts

    @property
    def voted(self) -> Counts:
        """(n_parts, n_statements) people who answered, passes included."""
        return self.agree + self.disagree + self.passed

    def __add__(self, other: "AnswerCounts") -> "AnswerCounts":
        """Counts of other people added, part by part."""
        return AnswerCounts(
            self.agree + other.agree, self.disagree + other.disagree, self.passed + other.passed
        )

    def total(self) -> "AnswerCounts":
        """The parts added up into one; for parts that do not overlap."""
        return AnswerCounts(
            *(c.sum(axis=0, keepdims=True) for c in (self.agree, self.disagree, self.passed))
        )


def count_answers(matrix: VoteMatrix) -> AnswerCounts:
    """Count the answers of everybody who took part, admitted to the map or not: one part.

    >>> from misaq.dialogue.vote import build_vote_matrix
    >>> count_answers(build_vote_matrix(["a", "b"], ["1", "1"], [1, 0])).voted
    array([[2]])
    """
    return count_by_group(matrix, np.zeros(matrix.n_participants, np.int64), n_groups=1)


def count_by_group(matrix: VoteMatrix, labels: NDArray[np.int64], *, n_groups: int) -> AnswerCounts:
    """Count the answers in each opinion group.

    labels : (n_participants,) 0 .. n_groups-1; people with -1 are counted in no group.
    """
    n = matrix.n_statements
    cells = np.zeros((n_groups + 1) * n * 3, np.int64)  # the last part: those in no group
    part = np.where(labels < 0, n_groups, labels)
    for block in matrix.blocks():
        cell = (block.spread(part) * n + block.columns) * 3 + (block.values + 1)
        cells += np.bincount(cell, minlength=len(cells))
    counts = cells.reshape(n_groups + 1, n, 3)[:n_groups]
    return AnswerCounts(
        *(np.ascontiguousarray(counts[:, :, vote + 1]) for vote in (AGREE, DISAGREE, PASS))
    )


def count_by_membership(matrix: VoteMatrix, membership: csr_array) -> AnswerCounts:
    """Count the answers in parts that may overlap.

    membership : (n_participants, n_parts) 1 where a person belongs to a part.
    """
    parts = membership.T.astype(np.float64).tocsr()

    def of(vote: int) -> Counts:
        counted: Counts = np.rint((parts @ matrix.answered(vote)).toarray()).astype(np.int64)
        return counted

    return AnswerCounts(of(AGREE), of(DISAGREE), of(PASS))
