"""Common ground: what every opinion group agrees with and no community rejects."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from misaq.dialogue.communities import CommunityCell
from misaq.dialogue.counts import AnswerCounts, Counts
from misaq.dialogue.representative import SIGNIFICANT, proportion_z

Floats = NDArray[np.float64]
Judgement = Literal["common_ground", "withheld", "divided", "none"]


@dataclass(frozen=True)
class CommonGroundRule:
    """The rule, fixed before the votes are read.

    min_votes : answers a statement needs before anything is said of it.
    min_agree : agree probability needed in every group (in all people when groups are not stable).
    min_difference : difference between groups from which a statement is said to divide.
    Source: 20, 0.6 and 0.3 as in Jigsaw's sensemaking library (2026); the veto is misaq's own.
    """

    min_votes: int = 20
    min_agree: float = 0.6
    min_difference: float = 0.3


@dataclass(frozen=True)
class Finding:
    """What is said of a statement, and why: a message code ("reason.<...>") with the numbers it needs."""

    verdict: Judgement
    reason: str
    params: Mapping[str, Any] = field(default_factory=dict)


def agree_probability(agree: Counts, voted: Counts) -> Floats:
    """The share who agree, drawn gently towards one half: (A + 1) / (S + 2); 1/2 where nobody answered.

    agree, voted : counts of equal shape; passes count as answers.
    Source: Polis; Laplace's rule of succession. The same formula gives the disagree probability.

    >>> agree_probability(np.array([3]), np.array([4]))
    array([0.66666667])
    """
    result: Floats = (agree + 1.0) / (voted + 2.0)
    return result


def group_aware_consensus(counts: AnswerCounts) -> Floats:
    """How likely all groups agree at once: the product over groups of (A + 1) / (S + 2), (n_statements,).

    A statement that one group refuses scores low however large the others are.
    Source: Polis, group-aware consensus; Small et al. 2021, doi:10.6035/recerca.5516.

    >>> group_aware_consensus(AnswerCounts(np.array([[3], [0]]), np.array([[0], [4]]), np.array([[0], [0]])))
    array([0.13333333])
    """
    product: Floats = np.prod(agree_probability(counts.agree, counts.voted), axis=0)
    return product


def find_majority(everyone: AnswerCounts, *, most: int = 5) -> tuple[list[int], list[int]]:
    """The statements most people clearly agree with, and those most clearly disagree with.

    everyone : counts with one part.
    Returns two lists of statement indices, strongest first, at most `most` each.
    Source: Polis majority consensus: probability above one half and z above 1.2816, ranked by their product.
    """
    voted = everyone.voted[0]

    def strongest(answers: Counts) -> list[int]:
        share, z = agree_probability(answers, voted), proportion_z(answers, voted)
        passing = np.flatnonzero((share > 0.5) & (z > SIGNIFICANT))
        strength = np.round((share * z)[passing], 12)
        return [int(passing[i]) for i in np.argsort(-strength, kind="stable")[:most]]

    return strongest(everyone.agree[0]), strongest(everyone.disagree[0])


def judge_statement(
    groups: AnswerCounts,
    everyone: AnswerCounts,
    statement: int,
    cells: Sequence[CommunityCell],
    rule: CommonGroundRule,
    *,
    groups_hold: bool,
) -> Finding:
    """Say whether a statement is common ground, is held back, divides, or none of these; and why.

    groups, everyone : counts by opinion group, and of all people as one part.
    cells : agreement by community on this statement, hidden ones too (they can reject; their numbers stay
        hidden).
    groups_hold : False when the groups are not stable; then all people are asked instead of each group.
    """
    voted = int(everyone.voted[0, statement])
    if voted < rule.min_votes:
        return Finding("none", "reason.too_few_votes", {"voted": voted, "needed": rule.min_votes})
    asked = groups if groups_hold else everyone
    shares = agree_probability(asked.agree[:, statement], asked.voted[:, statement])
    lowest, highest = float(shares.min()), float(shares.max())
    if lowest < rule.min_agree:
        return _refused(lowest, highest, rule, groups_hold)
    rejecting = [c for c in cells if c.rejects]
    for cell in sorted(rejecting, key=lambda c: (not c.shown, c.upper, c.community)):
        if not cell.shown:
            return Finding("withheld", "reason.hidden_community_rejects")
        return Finding(
            "withheld",
            "reason.community_rejects",
            {
                "community": cell.community,
                "agree": cell.agree,
                "voted": cell.voted,
                "upper": percent(cell.upper),
            },
        )
    if groups_hold:
        return Finding("common_ground", "reason.groups_agree", {"lowest": percent(lowest)})
    return Finding("common_ground", "reason.people_agree", {"share": percent(lowest)})


def percent(share: float) -> int:
    """A share in whole per cent, halves up.

    >>> percent(0.345), percent(1.0)
    (35, 100)
    """
    return int(np.floor(round(share * 100, 9) + 0.5))


def _refused(lowest: float, highest: float, rule: CommonGroundRule, groups_hold: bool) -> Finding:
    if not groups_hold:
        return Finding("none", "reason.not_enough_people", {"share": percent(lowest)})
    if highest - lowest >= rule.min_difference:
        return Finding(
            "divided",
            "reason.groups_differ",
            {"highest": percent(highest), "lowest": percent(lowest)},
        )
    return Finding("none", "reason.not_enough_agree", {"lowest": percent(lowest)})
