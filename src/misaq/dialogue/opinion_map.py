"""The opinion map: votes to places on a plane to opinion groups, in one call."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from misaq.dialogue.groups import Grouping, find_groups
from misaq.dialogue.projection import OpinionPlane, fit_opinion_plane, project_participants
from misaq.dialogue.vote import NoVotesError, VoteMatrix, admit_participants

UNGROUPED = -1


@dataclass(frozen=True, eq=False)
class OpinionMap:
    """Where everybody stands, for the analyst: it names who is in which group and is never published.

    matrix : the votes it was made from, counted statements only.
    admitted : (n_participants,) True for those who answered enough to be placed.
    plane : the two directions of the map.
    points : (n_participants, 2) places, also of those not admitted.
    labels : (n_participants,) 0 .. n_groups-1 by size, largest first; -1 not admitted.
    grouping : the groups of the admitted, with what was tried.
    """

    matrix: VoteMatrix
    admitted: NDArray[np.bool_]
    plane: OpinionPlane
    points: NDArray[np.float64]
    labels: NDArray[np.int64]
    grouping: Grouping

    @property
    def n_groups(self) -> int:
        """How many opinion groups; 1 when no division was found."""
        return self.grouping.n_groups

    @cached_property
    def sizes(self) -> NDArray[np.int64]:
        """(n_groups,) people in each group."""
        return np.bincount(self.labels[self.labels >= 0], minlength=self.n_groups)

    def labels_by_participant(self) -> Mapping[str, int]:
        """Participant id to group, -1 for those not admitted: for the analyst and for tests only."""
        return dict(zip(self.matrix.participants, self.labels.tolist(), strict=True))


def map_opinions(
    matrix: VoteMatrix, *, seed: int, max_groups: int = 5, min_group_size: int = 2
) -> OpinionMap:
    """Place everybody by their votes and find the opinion groups.

    matrix : votes on counted statements (`only_statements(counted_statements(...))`).
    seed : public seed; the same votes and seed always give the same labels, whatever the order of the rows.
    min_group_size : a group smaller than this is never formed.
    Raises NoVotesError when nobody voted.

    >>> from misaq.dialogue.vote import build_vote_matrix
    >>> votes = build_vote_matrix(list("aabbccdd"), list("12121212"), [1, -1, 1, -1, -1, 1, -1, 1])
    >>> dict(map_opinions(votes, seed=7).labels_by_participant())
    {'a': 1, 'b': 1, 'c': 0, 'd': 0}
    """
    if not matrix.n_votes:
        raise NoVotesError()
    admitted = admit_participants(matrix)
    plane = fit_opinion_plane(matrix)
    points = project_participants(matrix, plane)
    grouping = find_groups(
        points[admitted], seed=seed, max_groups=max_groups, min_size=min_group_size
    )
    labels = np.full(matrix.n_participants, UNGROUPED, np.int64)
    labels[admitted] = grouping.labels
    return OpinionMap(matrix, admitted, plane, points, labels, grouping)
