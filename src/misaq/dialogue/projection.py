"""The opinion plane: each participant's votes as a point, so that people who vote alike lie close together."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from misaq.dialogue.vote import VoteMatrix, Voters
from misaq.foundation.seeds import generator

N_AXES = 2
_MOST_STEPS = 300
_CHECK_EVERY = 4
_CLOSED = 1e-13  # a direction shorter than this is rounding error
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
    matrix: VoteMatrix,
    weights: NDArray[np.float64] | None = None,
    *,
    precision: float = 1e-11,
    start: NDArray[np.float64] | None = None,
) -> OpinionPlane:
    """Find the two directions in which the votes differ most; a statement not answered counts as its mean vote.

    matrix : votes of all participants, admitted or not.
    weights : (n_participants,) how often each participant counts, None once each.
    precision : largest error of the two directions' images, relative to the larger variance.
    start : (n_statements,) direction to begin from, None the fixed one. The published plane never has another.
    Filling a gap with the mean and then centring leaves exactly zero there, so the centred matrix is as sparse
    as the votes and nothing is ever filled in. The start of the iteration is fixed.
    Source: Polis (mean imputation, centring, principal components over all rows); Lanczos iteration with full
        reorthogonalisation (Golub & Van Loan, Matrix Computations, ch. 10).

    >>> from misaq.dialogue.vote import build_vote_matrix
    >>> votes = build_vote_matrix(list("aabbcc"), list("121212"), [1, 1, -1, -1, 1, 1])
    >>> fit_opinion_plane(votes).components.round(3)
    array([[0.707, 0.707], [0.   , 0.   ]])
    """
    weight = np.ones(matrix.n_participants) if weights is None else weights
    mean = _mean_votes(matrix, weight)
    centred = matrix.centre(mean)
    mirrored = centred.T
    scale = 1.0 / max(float(weight.sum()), 1.0)

    def spread(direction: NDArray[np.float64]) -> NDArray[np.float64]:
        result: NDArray[np.float64] = mirrored @ ((centred @ direction) * weight) * scale
        return result

    return find_plane(mean, spread, precision=precision, start=start)


def find_plane(
    mean: NDArray[np.float64],
    spread: Callable[[NDArray[np.float64]], NDArray[np.float64]],
    *,
    precision: float = 1e-11,
    start: NDArray[np.float64] | None = None,
) -> OpinionPlane:
    """Find the plane of votes that only `spread` has seen: the covariance of statements times a direction.

    mean : (n_statements,) mean vote. spread : (n_statements,) direction to its (n_statements,) image.
    precision, start : as for `fit_opinion_plane`.

    >>> find_plane(np.zeros(2), lambda direction: np.array([4.0, 1.0]) * direction).variances
    array([4., 1.])
    """
    n = len(mean)
    values, vectors = _leading_directions(spread, n, precision, start)
    variances, components = np.zeros(N_AXES), np.zeros((N_AXES, n))
    for axis, value in enumerate(values):
        if value > max(_NOISE * float(values[0]), 1e-15):
            variances[axis], components[axis] = value, _signed(vectors[axis])
    return OpinionPlane(mean, components, variances)


def project_participants(
    matrix: VoteMatrix, plane: OpinionPlane, *, zeroed: int = 0, damping: float = 0.0
) -> NDArray[np.float64]:
    """Place each participant on the plane, drawn out by how few statements they answered.

    zeroed : statements that are not in `matrix` and count as a pass of everybody (Polis: those rejected).
    damping : answers added to everybody's number, so that someone with few answers is drawn out less.
    Returns (n_participants, 2), rounded to 9 digits so that the last bits of a machine decide nothing;
        (0, 0) for a participant without votes.
    Source: Polis, x_p = sqrt(S / max(n_p, 1)) * sum over answered s of (V[p,s] - mean_s) * component_s, where
        S and n_p count zeroed statements too; a column of zeros is its own mean and adds nothing to the sum.

    >>> from misaq.dialogue.vote import build_vote_matrix
    >>> votes = build_vote_matrix(list("aabb"), list("1212"), [1, 1, -1, -1])
    >>> project_participants(votes, fit_opinion_plane(votes))[:, 0]
    array([ 1.41421356, -1.41421356])
    """
    sums = sum_along_axes(matrix, plane)
    return draw_sums_out(sums, matrix, zeroed=zeroed, damping=damping)


def sum_along_axes(matrix: VoteMatrix, plane: OpinionPlane) -> NDArray[np.float64]:
    """Each participant's centred votes along the two axes, before they are drawn out: (n_participants, 2).

    A row depends on that participant's votes alone, so that any part of a conversation can be summed anywhere.
    """
    sums = np.empty((matrix.n_participants, N_AXES))
    directions = np.ascontiguousarray(plane.components.T)
    for block in matrix.blocks():
        values = block.values - plane.mean[block.columns]
        shape = (len(block.starts) - 1, matrix.n_statements)
        centred = csr_array((values, block.columns, block.starts), shape=shape)
        sums[block.people] = centred @ directions
    return sums


def draw_sums_out(
    sums: NDArray[np.float64], voters: Voters, *, zeroed: int = 0, damping: float = 0.0
) -> NDArray[np.float64]:
    """Places of `project_participants` from `sum_along_axes`: (n_participants, 2), rounded to 9 digits."""
    answers = np.maximum(voters.votes_per_participant + zeroed, 1) + damping
    points = sums * np.sqrt((voters.n_statements + zeroed) / answers)[:, None]
    rounded: NDArray[np.float64] = np.round(points, 9, out=points)
    rounded += 0.0  # no negative zeros
    return rounded


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
    n = matrix.n_statements
    total, voted = np.zeros(n), np.zeros(n)
    for block in matrix.blocks():
        of_vote = block.spread(weight)
        total += np.bincount(block.columns, of_vote * block.values, minlength=n)
        voted += np.bincount(block.columns, of_vote, minlength=n)
    mean: NDArray[np.float64] = np.divide(total, voted, out=np.zeros_like(total), where=voted > 0)
    return mean


def _leading_directions(
    spread: Callable[[NDArray[np.float64]], NDArray[np.float64]],
    n: int,
    precision: float,
    start: NDArray[np.float64] | None = None,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The largest variances and their directions, (2,) and (2, n) or fewer when n is 1.

    Lanczos iteration with full reorthogonalisation: each step reads the votes once, and a basis of some twenty
    directions is enough. Where the basis closes on itself it goes on from a fixed direction outside it, so that
    two equal variances are both found.
    """
    steps = min(n, _MOST_STEPS)
    basis, small = np.zeros((steps, n)), np.zeros((steps, steps))
    chance = generator(
        0, "dialogue.projection.start"
    )  # a vector of ones could be orthogonal to the answer
    direction, size = chance.standard_normal(n), 0.0
    if (
        start is not None
    ):  # a little of the fixed start, so that nothing is orthogonal to the answer
        direction = start + direction * (1e-3 * float(np.linalg.norm(start)) / np.sqrt(n))
    values, weights = np.zeros(0), np.zeros((0, 0))
    for step in range(steps):
        if size <= _CLOSED:
            direction, size = _outside(
                direction if step == 0 else chance.standard_normal(n), basis[:step]
            )
        basis[step] = direction / size
        image = spread(basis[step])
        small[: step + 1, step] = small[step, : step + 1] = basis[: step + 1] @ image
        direction, size = _outside(image, basis[: step + 1])
        if step + 1 == steps or (step >= N_AXES and step % _CHECK_EVERY == 0):
            values, weights = np.linalg.eigh(small[: step + 1, : step + 1])
            missing = size * np.abs(weights[-1, -N_AXES:])
            if size > _CLOSED and missing.max() <= precision * max(float(values[-1]), _CLOSED):
                break
    leading = slice(None, -N_AXES - 1, -1)
    return values[leading], weights[:, leading].T @ basis[: len(values)]


def _outside(
    direction: NDArray[np.float64], basis: NDArray[np.float64]
) -> tuple[NDArray[np.float64], float]:
    """What of `direction` the basis does not hold, and its length; twice, because once leaves rounding errors."""
    for _ in range(2):
        direction = direction - basis.T @ (basis @ direction)
    return direction, float(np.linalg.norm(direction))


def _signed(vector: NDArray[np.float64]) -> NDArray[np.float64]:
    # Which of two entries of equal size comes out larger is chance of the machine, so near ties go to the first.
    sizes = np.abs(vector)
    first = int(np.flatnonzero(sizes >= sizes.max() * (1 - 1e-6))[0])
    return vector if vector[first] > 0 else -vector
