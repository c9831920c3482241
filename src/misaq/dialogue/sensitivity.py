"""Sensitivity: what becomes of the groups when a pass is not an answer but a gap."""

from dataclasses import dataclass

import numpy as np

from misaq.dialogue.groups import MAX_GROUPS
from misaq.dialogue.opinion_map import OpinionMap, map_opinions
from misaq.dialogue.stability import compare_groupings, share_moved
from misaq.dialogue.vote import PASS, VoteMatrix


@dataclass(frozen=True)
class PassSensitivity:
    """The groups with passes left out, beside the published ones.

    n_people : people on both maps. n_groups : groups found without passes.
    ari : adjusted Rand index over people on both maps, 1 when equal; NaN when there are none.
    moved : share of them in another group when groups are paired as well as they can be; NaN when none.
    """

    n_people: int
    n_groups: int
    ari: float
    moved: float


def assess_passes(
    opinions: OpinionMap, *, seed: int, max_groups: int = MAX_GROUPS, min_group_size: int = 2
) -> PassSensitivity:
    """Map the same people once more, every pass a gap, and compare the groups.

    seed, max_groups, min_group_size : as the published map was made with.
    A pass can mean "neither", "I do not understand" or "I would rather not say"; groups that depend on which
    one it is should not be spoken of without saying so.
    """
    matrix = without_passes(opinions.matrix)
    if not matrix.n_votes:
        return PassSensitivity(0, 0, float("nan"), float("nan"))
    other = map_opinions(
        matrix,
        seed=seed,
        mode=opinions.mode,
        max_groups=max_groups,
        min_group_size=min_group_size,
    )
    both = (opinions.labels >= 0) & (other.labels >= 0)
    if not both.any():
        return PassSensitivity(0, other.n_groups, float("nan"), float("nan"))
    one, two = opinions.labels[both], other.labels[both]
    return PassSensitivity(
        int(both.sum()), other.n_groups, compare_groupings(one, two), share_moved(one, two)
    )


def without_passes(matrix: VoteMatrix) -> VoteMatrix:
    """The same people and statements with every pass taken out.

    >>> from misaq.dialogue.vote import build_vote_matrix
    >>> without_passes(build_vote_matrix(["a", "a"], ["1", "2"], [0, 1])).n_votes
    1
    """
    kept = matrix.votes != PASS
    counts = np.bincount(matrix.rows[kept], minlength=matrix.n_participants)
    return VoteMatrix(
        matrix.participants,
        matrix.statements,
        matrix.columns[kept],
        matrix.votes[kept],
        np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
    )
