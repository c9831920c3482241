"""What the plane is made of, as whole numbers: sums over people that can be taken anywhere and added in any order."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from misaq.dialogue.projection import OpinionPlane, find_plane
from misaq.dialogue.vote import VoteMatrix

WholeNumbers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class VoteProducts:
    """Sums over participants for each two statements. Whole numbers: no order of adding can change them.

    n_participants : how many people they were summed over.
    both : (n_statements, n_statements) people who answered both.
    votes : (n_statements, n_statements) sum of one vote times the other.
    mixed : (n_statements, n_statements) sum of the votes on the row's statement of those who answered the column's.
    """

    n_participants: int
    both: WholeNumbers
    votes: WholeNumbers
    mixed: WholeNumbers

    def __add__(self, other: "VoteProducts") -> "VoteProducts":
        """The products of other people added."""
        return VoteProducts(
            self.n_participants + other.n_participants,
            self.both + other.both,
            self.votes + other.votes,
            self.mixed + other.mixed,
        )


def multiply_votes(matrix: VoteMatrix) -> VoteProducts:
    """Sum the products of all votes of each person: memory 3 x n_statements^2, time the sum of squared answers.

    >>> from misaq.dialogue.vote import build_vote_matrix
    >>> multiply_votes(build_vote_matrix(["a", "a"], ["1", "2"], [1, -1])).votes
    array([[ 1, -1],
           [-1,  1]])
    """
    votes = matrix.with_values(matrix.votes.astype(np.float64))
    answers = matrix.with_values(np.ones(matrix.n_votes))

    def whole(product: NDArray[np.float64]) -> WholeNumbers:
        return np.rint(product).astype(np.int64)

    return VoteProducts(
        matrix.n_participants,
        whole((answers.T @ answers).toarray()),
        whole((votes.T @ votes).toarray()),
        whole((votes.T @ answers).toarray()),
    )


def fit_plane_to_products(products: VoteProducts, *, precision: float = 1e-11) -> OpinionPlane:
    """The plane of `fit_opinion_plane` from products alone; equal to it but for the last digits.

    precision : as there.
    Source: sum over people of (v_s - m_s)(v_t - m_t) where both were answered, multiplied out.

    >>> from misaq.dialogue.vote import build_vote_matrix
    >>> votes = build_vote_matrix(list("aabbcc"), list("121212"), [1, 1, -1, -1, 1, 1])
    >>> fit_plane_to_products(multiply_votes(votes)).components.round(3)
    array([[0.707, 0.707], [0.   , 0.   ]])
    """
    voted, total = np.diag(products.both), np.diag(products.mixed)
    mean = np.divide(total, voted, out=np.zeros(len(voted)), where=voted > 0)
    less = products.mixed * mean  # [s, t]: votes on s of those who answered t, times the mean of t
    spread = products.votes - less - less.T + products.both * np.outer(mean, mean)
    spread /= max(products.n_participants, 1)
    return find_plane(mean, lambda direction: spread @ direction, precision=precision)
