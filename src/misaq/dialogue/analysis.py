"""A dialogue worked through from votes to findings, in the order in which the pages tell it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from misaq.dialogue.common_ground import CommonGroundRule, Finding, judge_statement
from misaq.dialogue.communities import (
    CommunityCell,
    Membership,
    agreement_by_community,
    declare_membership,
)
from misaq.dialogue.counts import AnswerCounts, count_answers, count_by_group, count_by_membership
from misaq.dialogue.groups import MAX_GROUPS
from misaq.dialogue.opinion_map import Mode, OpinionMap, PlacedPeople, map_opinions
from misaq.dialogue.sensitivity import PassSensitivity, assess_passes
from misaq.dialogue.stability import Stability, assess_stability
from misaq.dialogue.statement import Statement, counted_statements
from misaq.dialogue.vote import VoteMatrix
from misaq.foundation.progress import Progress, Silent


@dataclass(frozen=True)
class DialogueRules:
    """What shapes the numbers; published with them.

    threshold : smallest count that is published, and the smallest opinion group that is formed.
    mode : by which rules the map is made: "improved", or "compat" for Polis' own.
    max_groups : most opinion groups looked for; Polis' rules look for five at most.
    n_resamples : how often the participants are drawn again to see whether the groups hold.
    common_ground : when a statement is common ground.
    """

    threshold: int = 10
    mode: Mode = "improved"
    max_groups: int = MAX_GROUPS
    n_resamples: int = 100
    common_ground: CommonGroundRule = field(default_factory=CommonGroundRule)


@dataclass(frozen=True, eq=False)
class MapAnalysis:
    """A map with what follows from its counts. It names who is in which group: only `publish_...` may leave.

    rejected, meta : ids of statements that are not counted.
    cells : by statement in the order of the matrix, empty when no communities are known.
    """

    statements: Mapping[str, Statement]
    rejected: tuple[str, ...]
    meta: tuple[str, ...]
    opinions: PlacedPeople
    stability: Stability
    groups: AnswerCounts
    everyone: AnswerCounts
    cells: Sequence[Sequence[CommunityCell]]
    findings: Sequence[Finding]
    rules: DialogueRules

    @property
    def groups_hold(self) -> bool:
        """Whether the groups may be drawn as fact."""
        return self.stability.verdict == "stable"


@dataclass(frozen=True, eq=False)
class DialogueAnalysis(MapAnalysis):
    """Everything known about a dialogue, the votes at hand. Only `publish_...` may leave."""

    opinions: OpinionMap
    passes: PassSensitivity
    membership: Membership | None

    @property
    def matrix(self) -> VoteMatrix:
        """The votes on counted statements."""
        return self.opinions.matrix


def analyse_dialogue(
    votes: VoteMatrix,
    statements: Sequence[Statement],
    declared: Mapping[str, Sequence[str]] | None = None,
    communities: Sequence[str] = (),
    *,
    seed: int,
    rules: DialogueRules | None = None,
    progress: Progress | None = None,
) -> DialogueAnalysis:
    """Work a dialogue through: map, groups, whether they hold, counts, communities, common ground.

    votes : all votes. statements : those known; a statement in `votes` that is not among them is counted.
    declared : participant id to community ids; communities : ids in the order of the process.
    seed : public seed; the same input and seed always give the same result.
    Raises NoVotesError when no counted statement has a vote.
    """
    rules, listener = rules or DialogueRules(), progress or Silent()
    known = {name: Statement(name) for name in votes.statements} | {s.id: s for s in statements}
    matrix = votes.only_statements(counted_statements(known.values()))
    listener.step("step.dialogue.map", 0, 1)
    limits = {"max_groups": rules.max_groups, "min_group_size": max(2, rules.threshold)}
    left_out = votes.only_statements(set(votes.statements) - set(matrix.statements))
    opinions = map_opinions(matrix, seed=seed, mode=rules.mode, left_out=left_out, **limits)
    listener.step("step.dialogue.map", 1, 1)
    stability = assess_stability(
        opinions, seed=seed, n_resamples=rules.n_resamples, progress=listener, **limits
    )
    passes = assess_passes(opinions, seed=seed, **limits)
    groups = count_by_group(matrix, opinions.labels, n_groups=opinions.n_groups)
    everyone = count_answers(matrix)
    membership: Membership | None = None
    cells: list[list[CommunityCell]] = [[] for _ in matrix.statements]
    if communities:
        membership = declare_membership(matrix.participants, declared or {}, communities)
        by_community = count_by_membership(matrix, membership.table)
        cells = agreement_by_community(membership, by_community, threshold=rules.threshold)
    return DialogueAnalysis(
        statements=known,
        rejected=tuple(sorted(s.id for s in known.values() if s.standing == "rejected")),
        meta=tuple(sorted(s.id for s in known.values() if s.standing == "meta")),
        opinions=opinions,
        stability=stability,
        passes=passes,
        groups=groups,
        everyone=everyone,
        membership=membership,
        cells=cells,
        findings=_judge(groups, everyone, cells, stability, rules),
        rules=rules,
    )


def conclude_map(
    opinions: PlacedPeople,
    stability: Stability,
    groups: AnswerCounts,
    everyone: AnswerCounts,
    *,
    rules: DialogueRules,
) -> MapAnalysis:
    """What follows from a map and its counts where every statement counts and no communities are known.

    groups : (n_groups, n_statements) counts of the groups. everyone : (1, n_statements) of all who answered.
    """
    cells: list[list[CommunityCell]] = [[] for _ in opinions.voters.statements]
    return MapAnalysis(
        statements={name: Statement(name) for name in opinions.voters.statements},
        rejected=(),
        meta=(),
        opinions=opinions,
        stability=stability,
        groups=groups,
        everyone=everyone,
        cells=cells,
        findings=_judge(groups, everyone, cells, stability, rules),
        rules=rules,
    )


def _judge(
    groups: AnswerCounts,
    everyone: AnswerCounts,
    cells: Sequence[Sequence[CommunityCell]],
    stability: Stability,
    rules: DialogueRules,
) -> list[Finding]:
    hold = stability.verdict == "stable"
    return [
        judge_statement(groups, everyone, s, cell, rules.common_ground, groups_hold=hold)
        for s, cell in enumerate(cells)
    ]
