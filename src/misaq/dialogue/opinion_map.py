"""The opinion map: votes to places on a plane to opinion groups, in one call."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from misaq.dialogue.groups import MAX_GROUPS, Grouping, find_groups
from misaq.dialogue.polis_groups import find_polis_groups
from misaq.dialogue.projection import (
    OpinionPlane,
    draw_sums_out,
    fit_opinion_plane,
    sum_along_axes,
)
from misaq.dialogue.separation import stand_apart
from misaq.dialogue.vote import NoVotesError, VoteMatrix, Voters, admit_participants

Mode = Literal["improved", "compat"]
MODES: tuple[Mode, ...] = get_args(Mode)
UNGROUPED = -1


@dataclass(frozen=True, eq=False)
class PlacedPeople:
    """Where everybody stands, for the analyst: it names who is in which group and is never published.

    voters : whose votes it was made from, counted statements only.
    admitted : (n_participants,) True for those who answered enough to be placed.
    plane : the two directions of the map.
    points : (n_participants, 2) places, also of those not admitted.
    labels : (n_participants,) 0 .. n_groups-1 by size, largest first; -1 not admitted.
    grouping : the groups of the admitted, with what was tried.
    mode : by which rules it was made. n_zeroed : statements that count as a pass of everybody, in `compat`.
    """

    voters: Voters
    admitted: NDArray[np.bool_]
    plane: OpinionPlane
    points: NDArray[np.float64]
    labels: NDArray[np.int64]
    grouping: Grouping
    mode: Mode = "improved"
    n_zeroed: int = 0

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
        return dict(zip(self.voters.participants, self.labels.tolist(), strict=True))


@dataclass(frozen=True, eq=False)
class OpinionMap(PlacedPeople):
    """Where everybody stands, with the votes at hand.

    voters : the votes it was made from, counted statements only; also called `matrix`.
    """

    voters: VoteMatrix

    @property
    def matrix(self) -> VoteMatrix:
        """The votes it was made from."""
        return self.voters


def map_opinions(
    matrix: VoteMatrix,
    *,
    seed: int,
    mode: Mode = "improved",
    left_out: VoteMatrix | None = None,
    max_groups: int = MAX_GROUPS,
    min_group_size: int = 2,
) -> OpinionMap:
    """Place everybody by their votes and find the opinion groups.

    matrix : votes on counted statements (`only_statements(counted_statements(...))`).
    seed : public seed; the same votes and seed always give the same labels, whatever the order of the rows.
    mode : "improved", or "compat" for Polis' own rules, which know neither seed nor smallest group.
    left_out : votes of the same participants on statements that are not counted. "improved" never looks at
        them; "compat" admits people by them too and counts each such statement as a pass of everybody.
    max_groups : most groups tried. min_group_size : a group smaller than this is never formed.
    Raises NoVotesError when nobody voted.
    Source: docs/adr/0006 (the rules of "improved" and what they were chosen from).

    >>> from misaq.dialogue.vote import build_vote_matrix
    >>> votes = build_vote_matrix(list("aabbccdd"), list("12121212"), [1, -1, 1, -1, -1, 1, -1, 1])
    >>> dict(map_opinions(votes, seed=7).labels_by_participant())
    {'a': 1, 'b': 1, 'c': 0, 'd': 0}
    """
    if not matrix.n_votes:
        raise NoVotesError()
    plane = fit_opinion_plane(matrix)
    placed = group_voters(
        matrix,
        plane,
        sum_along_axes(matrix, plane),
        seed=seed,
        mode=mode,
        left_out=left_out,
        max_groups=max_groups,
        min_group_size=min_group_size,
    )
    return with_votes(placed, matrix)


def with_votes(placed: PlacedPeople, matrix: VoteMatrix) -> OpinionMap:
    """The same map with the votes at hand; `matrix` has its participants and statements."""
    return OpinionMap(
        matrix,
        placed.admitted,
        placed.plane,
        placed.points,
        placed.labels,
        placed.grouping,
        placed.mode,
        placed.n_zeroed,
    )


def group_voters(
    voters: Voters,
    plane: OpinionPlane,
    sums: NDArray[np.float64],
    *,
    seed: int,
    mode: Mode = "improved",
    left_out: Voters | None = None,
    max_groups: int = MAX_GROUPS,
    min_group_size: int = 2,
) -> PlacedPeople:
    """Find the opinion groups of people whose votes were summed along the axes elsewhere.

    sums : (n_participants, 2) as `sum_along_axes` gives them; the rest as for `map_opinions`.
    """
    compat = mode == "compat"
    n_zeroed = left_out.n_statements if left_out and compat else 0
    admitted = admit_participants(voters, also=left_out if compat else None)
    points = place_sums(sums, voters, plane, mode=mode, n_zeroed=n_zeroed)
    grouping = group_points(
        points[admitted],
        None,
        plane=plane,
        mode=mode,
        seed=seed,
        max_groups=max_groups,
        min_size=min_group_size,
    )
    labels = np.full(len(admitted), UNGROUPED, np.int64)
    labels[admitted] = grouping.labels
    return PlacedPeople(voters, admitted, plane, points, labels, grouping, mode, n_zeroed)


def place_participants(
    matrix: VoteMatrix, plane: OpinionPlane, *, mode: Mode = "improved", n_zeroed: int = 0
) -> NDArray[np.float64]:
    """Put each participant on the plane by the rules of `mode`: (n_participants, 2).

    "improved" differs in two ways. It adds the median number of answers to everybody's own: Polis draws someone
    with seven answers out so far that chance decides their group (its zeroed statements hold them back, but by
    a number that a moderator changes with every rejection). And the second axis counts as much as it carries,
    by the ratio of standard deviations: in most conversations it is mostly noise.
    """
    return place_sums(sum_along_axes(matrix, plane), matrix, plane, mode=mode, n_zeroed=n_zeroed)


def place_sums(
    sums: NDArray[np.float64],
    voters: Voters,
    plane: OpinionPlane,
    *,
    mode: Mode = "improved",
    n_zeroed: int = 0,
) -> NDArray[np.float64]:
    """Places of `place_participants` from `sum_along_axes`: (n_participants, 2)."""
    if mode == "compat":
        return draw_sums_out(sums, voters, zeroed=n_zeroed)
    points = draw_sums_out(sums, voters, damping=draw_out(voters, mode))
    placed: NDArray[np.float64] = np.round(points * axis_weights(plane, mode), 9) + 0.0
    return placed


def draw_out(voters: Voters, mode: Mode) -> float:
    """How many answers are added to everybody's own before a place is drawn out: their median, 0 in "compat"."""
    answers = voters.votes_per_participant
    return 0.0 if mode == "compat" else float(np.median(answers[answers > 0]))


def axis_weights(plane: OpinionPlane, mode: Mode) -> NDArray[np.float64]:
    """(2,) how much each axis counts: standard deviation as a share of the first one's; both 1 in "compat"."""
    if mode == "compat":
        return np.ones(2)
    shares: NDArray[np.float64] = np.sqrt(plane.variances / (plane.variances[0] or 1.0))
    return shares


def group_points(
    points: NDArray[np.float64],
    weights: NDArray[np.float64] | None,
    *,
    plane: OpinionPlane,
    mode: Mode,
    seed: int,
    max_groups: int,
    min_size: int,
    starts: int = 6,
) -> Grouping:
    """Put placed people into groups by the rules of `mode`; weights None: each counts once.

    plane : the plane on which they were placed.
    starts : starts by chance for each number of groups; Polis' rules take ten times as many.
    "improved" looks a second time with both axes drawn out alike, since a third group lies off the first axis. What
    it finds then is taken when it is three groups or more, no fewer than before, and each two of them are two heaps
    and not slices of one cloud.
    """
    if mode == "compat":
        return find_polis_groups(points, weights=weights, starts=10 * starts)
    how = {"seed": seed, "max_groups": max_groups, "min_size": min_size, "starts": starts}
    found = find_groups(points, weights=weights, **how)
    across, along = axis_weights(plane, mode)
    if along <= 0:
        return found
    stretch = (1.0, float(across / along))
    drawn_out = points * stretch
    more = find_groups(drawn_out, weights=weights, **how)
    each = np.ones(len(points)) if weights is None else weights
    if more.n_groups >= max(found.n_groups, 3) and stand_apart(
        drawn_out, more.labels, more.centres, each
    ):
        return replace(more, centres=more.centres / stretch, stretch=stretch)
    return found
