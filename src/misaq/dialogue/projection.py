"""The opinion plane: each participant's votes as a point, so that people who vote alike lie close together."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.linalg import LinearOperator, eigsh

from misaq.dialogue.vote import VoteMatrix
from misaq.foundation.seeds import generator

N_AXES = 2
_SMALL = 16  # up to so many statements the covariance is solved whole
_NOISE = 1e-12  # an axis with less than this share of the first one's variance is rounding error


@dataclass(frozen=True, eq=False)
class OpinionPlane:
    """Two directions in which participants differ most.

    mean : (n_statements,) mean vote, 0 where nobody voted.
    components : (2, n_statements) unit vectors; the entry of largest size is positive; all zero for an axis
        along which nobody differs.
    variances : (2,) variance along each, in votes squared.
    """

    mean: NDArray[np.float64]
    components: NDArray[np.float64]
    variances: NDArray[np.float64]


def fit_opinion_plane(
    matrix: VoteMatrix, weights: NDArray[np.float64] | None = None
) -> OpinionPlane:
    """Find the two directions in which the votes differ most; a statement not answered counts as its mean vote.

    matrix : votes of all participants, admitted or not.
    weights : (n_participants,) how often each participant counts, None once each.
    Filling a gap with the mean and then centring leaves exactly zero there, so the centred matrix is as sparse
    as the votes and nothing is ever filled in. The start of the iteration is fixed.
    Source: Polis (mean imputation, centring, principal components over all rows); Lanczos iteration by ARPACK.

    >>> from misaq.dialogue.vote import build_vote_matrix
    >>> votes = build_vote_matrix(list("aabbcc"), list("121212"), [1, 1, -1, -1, 1, 1])
    >>> fit_opinion_plane(votes).components.round(3)
    array([[0.707, 0.707], [0.   , 0.   ]])
    """
    n = matrix.n_statements
    weight = np.ones(matrix.n_participants) if weights is None else weights
    mean = _mean_votes(matrix, weight)
    centred = matrix.with_values(matrix.votes - mean[matrix.columns])
    mirrored = centred.T
    scale = 1.0 / max(float(weight.sum()), 1.0)

    def spread(direction: NDArray[np.float64]) -> NDArray[np.float64]:
        along = (centred @ direction).T * weight
        result: NDArray[np.float64] = mirrored @ along.T * scale
        return result

    if n <= _SMALL:
        values, vectors = np.linalg.eigh(spread(np.eye(n)).reshape(n, n))
    elif not matrix.n_votes or not np.any(spread(_start(n))):
        values, vectors = np.zeros(N_AXES), np.zeros((n, N_AXES))
    else:
        operator = LinearOperator((n, n), matvec=lambda v: spread(v.ravel()), dtype=np.float64)
        values, vectors = eigsh(
            operator, k=N_AXES, v0=_start(n), which="LA", tol=1e-10, maxiter=100 * n, rng=0
        )
    variances, components = np.zeros(N_AXES), np.zeros((N_AXES, n))
    for axis, place in enumerate(np.argsort(-values, kind="stable")[:N_AXES]):
        if values[place] > max(_NOISE * float(values.max()), 1e-15):
            variances[axis], components[axis] = values[place], _signed(vectors[:, place])
    return OpinionPlane(mean, components, variances)


def project_participants(matrix: VoteMatrix, plane: OpinionPlane) -> NDArray[np.float64]:
    """Place each participant on the plane, drawn out by how few statements they answered.

    Returns (n_participants, 2), rounded to 9 digits so that the last bits of a machine decide nothing;
        (0, 0) for a participant without votes.
    Source: Polis, x_p = sqrt(S / max(n_p, 1)) * sum over answered s of (V[p,s] - mean_s) * component_s.

    >>> from misaq.dialogue.vote import build_vote_matrix
    >>> votes = build_vote_matrix(list("aabb"), list("1212"), [1, 1, -1, -1])
    >>> project_participants(votes, fit_opinion_plane(votes))[:, 0]
    array([ 1.41421356, -1.41421356])
    """
    centred = matrix.with_values(matrix.votes - plane.mean[matrix.columns])
    stretch = np.sqrt(matrix.n_statements / np.maximum(matrix.votes_per_participant, 1))
    points: NDArray[np.float64] = np.round(stretch[:, None] * (centred @ plane.components.T), 9)
    return points + 0.0  # no negative zeros


def measure_extremity(
    plane: OpinionPlane, *, n_statements: int | None = None
) -> NDArray[np.float64]:
    """How far a single agreeing answer to each statement would place a person from the middle.

    n_statements : statements in the conversation, the plane's own number unless given.
    Returns (n_statements,), 0 or more.
    Source: Polis, || sqrt(S) * (1 - mean_s) * (c1_s, c2_s) ||, agree = +1.
    """
    n = len(plane.mean) if n_statements is None else n_statements
    lengths = np.hypot(plane.components[0], plane.components[1])
    extremity: NDArray[np.float64] = np.sqrt(n) * np.abs(1.0 - plane.mean) * lengths
    return extremity


def _mean_votes(matrix: VoteMatrix, weight: NDArray[np.float64]) -> NDArray[np.float64]:
    of_vote = weight[matrix.rows]
    total = np.bincount(matrix.columns, of_vote * matrix.votes, minlength=matrix.n_statements)
    voted = np.bincount(matrix.columns, of_vote, minlength=matrix.n_statements)
    mean: NDArray[np.float64] = np.divide(total, voted, out=np.zeros_like(total), where=voted > 0)
    return mean


def _start(n: int) -> NDArray[np.float64]:
    # A fixed direction with no structure: a vector of ones can be exactly orthogonal to the answer.
    return generator(0, "dialogue.projection.start").standard_normal(n)


def _signed(vector: NDArray[np.float64]) -> NDArray[np.float64]:
    # Which of two entries of equal size comes out larger is chance of the machine, so near ties go to the first.
    sizes = np.abs(vector)
    first = int(np.flatnonzero(sizes >= sizes.max() * (1 - 1e-6))[0])
    return vector if vector[first] > 0 else -vector
