"""The map between two computations: moved on from the last one in a moment, to look at and never to publish."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import subspace_angles

from misaq.dialogue.groups import Grouping, move_centres
from misaq.dialogue.opinion_map import UNGROUPED, OpinionMap, place_participants
from misaq.dialogue.projection import OpinionPlane, fit_opinion_plane
from misaq.dialogue.stability import compare_groupings
from misaq.dialogue.vote import NoVotesError, VoteMatrix, admit_participants


@dataclass(frozen=True, eq=False)
class WarmMap:
    """A map moved on from an earlier one. Not an `OpinionMap`, so that nothing that publishes will take it.

    opinions : the map; groups keep the numbers they had, and their silhouette is not measured again (NaN).
    """

    opinions: OpinionMap


@dataclass(frozen=True)
class MapDrift:
    """How far a warm map is from the cold one of the same votes.

    ari : adjusted Rand index of the groups of those whom both admit; 1 when equal.
    angle : largest angle between the two planes, radians, 0 to pi/2.
    n_groups_warm, n_groups_cold : groups in each.
    """

    ari: float
    angle: float
    n_groups_warm: int
    n_groups_cold: int


def update_map(
    last: OpinionMap | WarmMap,
    matrix: VoteMatrix,
    *,
    left_out: VoteMatrix | None = None,
    precision: float = 1e-6,
) -> WarmMap:
    """Move a map on to newer votes: the plane from its last directions, the groups from their last centres.

    last : the map of earlier votes, cold or warm. matrix : all votes that stand now (`LiveVotes.matrix`).
    left_out : as for `map_opinions`, by the rules of the last map's mode.
    precision : as for `fit_opinion_plane`; looser than there, since nobody publishes this plane.
    Returns the warm map. The number of groups stays as it was: only `map_opinions` looks for another.
    Raises NoVotesError when nobody voted.

    >>> from misaq.dialogue import build_vote_matrix, map_opinions
    >>> votes = build_vote_matrix(list("aabbccdd"), list("12121212"), [1, -1, 1, -1, -1, 1, -1, 1])
    >>> update_map(map_opinions(votes, seed=7), votes).opinions.labels
    array([1, 1, 0, 0])
    """
    if not matrix.n_votes:
        raise NoVotesError()
    before = last.opinions if isinstance(last, WarmMap) else last
    compat = before.mode == "compat"
    n_zeroed = left_out.n_statements if left_out and compat else 0
    known = _carry_over(before, matrix)
    plane = fit_opinion_plane(matrix, precision=precision, start=_start(known))
    plane = _keep_signs(plane, known)
    points = place_participants(matrix, plane, mode=before.mode, n_zeroed=n_zeroed)
    admitted = admit_participants(matrix, also=left_out if compat else None)
    grouping = _regroup(points[admitted], before.grouping)
    labels = np.full(matrix.n_participants, UNGROUPED, np.int64)
    labels[admitted] = grouping.labels
    return WarmMap(
        OpinionMap(matrix, admitted, plane, points, labels, grouping, before.mode, n_zeroed)
    )


def measure_drift(warm: WarmMap, cold: OpinionMap) -> MapDrift:
    """Say how far a warm map is from the cold one, which is the reference.

    warm, cold : maps of the same votes. Mirrored axes and other numbers of groups are no difference.
    """
    moved = warm.opinions
    both = moved.admitted & cold.admitted
    return MapDrift(
        compare_groupings(moved.labels[both], cold.labels[both]),
        _angle(moved.plane, cold.plane),
        moved.n_groups,
        cold.n_groups,
    )


def _carry_over(before: OpinionMap, matrix: VoteMatrix) -> NDArray[np.float64]:
    """(2, n_statements) the last directions at today's statements, 0 for a new one."""
    place = {name: index for index, name in enumerate(before.matrix.statements)}
    held = np.array([place.get(name, -1) for name in matrix.statements], np.int64)
    known = np.zeros((len(before.plane.components), matrix.n_statements))
    known[:, held >= 0] = before.plane.components[:, held[held >= 0]]
    return known


def _start(known: NDArray[np.float64]) -> NDArray[np.float64] | None:
    direction: NDArray[np.float64] = known.sum(axis=0)
    return direction if np.linalg.norm(direction) > 0 else None


def _keep_signs(plane: OpinionPlane, known: NDArray[np.float64]) -> OpinionPlane:
    """Turn each axis the way it pointed before, so that nobody jumps across the page."""
    turned = np.sum(plane.components * known, axis=1, keepdims=True) < 0
    return replace(plane, components=np.where(turned, -plane.components, plane.components))


def _regroup(points: NDArray[np.float64], before: Grouping) -> Grouping:
    stretch = np.array(before.stretch)
    labels, centres = move_centres(points * stretch, np.ones(len(points)), before.centres * stretch)
    return replace(
        before, labels=labels, centres=centres / stretch, silhouette=float("nan"), tried={}
    )


def _angle(one: OpinionPlane, other: OpinionPlane) -> float:
    first, second = (p.components[p.variances > 0] for p in (one, other))
    if len(first) != len(second):
        return float(np.pi / 2)
    return float(subspace_angles(first.T, second.T).max()) if len(first) else 0.0
