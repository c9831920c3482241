"""Influence: how the published ranks and verdicts would stand without one cluster of voters."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from misaq.dialogue.analysis import DialogueAnalysis
from misaq.dialogue.common_ground import judge_statement
from misaq.dialogue.communities import CommunityCell, agreement_by_community
from misaq.dialogue.counts import AnswerCounts, count_answers, count_by_group, count_by_membership
from misaq.dialogue.scores import RANKING_WAYS, ScoreTable, kendall_tau, score_statements


@dataclass(frozen=True)
class Influence:
    """What changes when a cluster is left out.

    moved : way of ranking to how many statements change rank.
    furthest : way to the largest change of rank.
    tau : way to Kendall's tau-b between the ranks with and without; None where it cannot be told.
    verdicts : statement id to (verdict with, verdict without), changed ones only.
    """

    moved: Mapping[str, int]
    furthest: Mapping[str, int]
    tau: Mapping[str, float | None]
    verdicts: Mapping[str, tuple[str, str]]


def score_analysis(
    analysis: DialogueAnalysis, kept: NDArray[np.bool_] | None = None
) -> tuple[ScoreTable, list[str]]:
    """The scores and verdicts of a dialogue, of everybody or of those kept.

    kept : (n_participants,) True for those whose votes count; groups and communities stay as they are.
    When the groups do not hold, everybody is one part.
    """
    if kept is None:
        groups, everyone, cells = analysis.groups, analysis.everyone, analysis.cells
    else:
        groups, everyone, cells = _recount(analysis, kept)
    rule, hold = analysis.rules.common_ground, analysis.groups_hold
    table = score_statements(groups if hold else everyone, cells, min_votes=rule.min_votes)
    verdicts = [
        judge_statement(groups, everyone, s, cells[s], rule, groups_hold=hold).verdict
        for s in range(analysis.matrix.n_statements)
    ]
    return table, list(verdicts)


def measure_influence(analysis: DialogueAnalysis, members: NDArray[np.int64]) -> Influence:
    """Leave a cluster out and see which ranks and verdicts change.

    members : rows of the matrix. Groups are not looked for anew: what is measured is the weight of the votes.
    """
    kept = np.ones(analysis.matrix.n_participants, bool)
    kept[members] = False
    before, said = score_analysis(analysis)
    after, says = score_analysis(analysis, kept)
    moved: dict[str, int] = {}
    furthest: dict[str, int] = {}
    tau: dict[str, float | None] = {}
    for w, way in enumerate(RANKING_WAYS):
        both = (before.ranks[w] > 0) & (after.ranks[w] > 0)
        change = np.abs(before.ranks[w] - after.ranks[w])[both]
        moved[way] = int((before.ranks[w] != after.ranks[w]).sum())
        furthest[way] = int(change.max(initial=0))
        found = kendall_tau(
            *(np.where(both, -table.ranks[w].astype(float), np.nan) for table in (before, after))
        )
        tau[way] = None if np.isnan(found) else found
    changed = {
        name: (one, other)
        for name, one, other in zip(analysis.matrix.statements, said, says, strict=True)
        if one != other
    }
    return Influence(moved, furthest, tau, changed)


def _recount(
    analysis: DialogueAnalysis, kept: NDArray[np.bool_]
) -> tuple[AnswerCounts, AnswerCounts, list[list[CommunityCell]]]:
    opinions, matrix = analysis.opinions, analysis.matrix
    groups = count_by_group(matrix, np.where(kept, opinions.labels, -1), n_groups=opinions.n_groups)
    left_out = count_by_group(matrix, np.where(kept, -1, 0), n_groups=1)
    every = count_answers(matrix)
    everyone = AnswerCounts(
        every.agree - left_out.agree,
        every.disagree - left_out.disagree,
        every.passed - left_out.passed,
    )
    membership = analysis.membership
    if membership is None:
        return groups, everyone, [[] for _ in matrix.statements]
    table = membership.table.multiply(kept[:, None].astype(np.float64)).tocsr()
    counted = count_by_membership(matrix, table)
    cells = agreement_by_community(membership, counted, threshold=analysis.rules.threshold)
    return groups, everyone, cells
