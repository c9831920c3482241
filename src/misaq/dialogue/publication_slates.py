"""What is published of ranks, slates and look-alike voters: numbers about statements, and nobody's name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from misaq.dialogue.analysis import DialogueAnalysis
from misaq.dialogue.brigading import AlikeRule, find_alike, find_bursts, without_participants
from misaq.dialogue.counts import count_answers
from misaq.dialogue.influence import measure_influence, score_analysis
from misaq.dialogue.scores import RANKING_WAYS
from misaq.dialogue.slates import (
    SLATE_RULES,
    SlateAudit,
    audit_slate,
    choose_slate,
    gather_approvals,
)
from misaq.dialogue.suppression import choose_shown
from misaq.dialogue.vote import VoteMatrix

Document = dict[str, Any]
SLATE_SIZE = 5


@dataclass(frozen=True)
class QuarantinedPerson:
    """One participant whose votes are counted apart, and why. since : EDTF, "" not given."""

    participant: str
    reason_en: str
    reason_ur: str = ""
    since: str = ""


@dataclass(frozen=True, eq=False)
class Quarantine:
    """The votes that are counted apart: never deleted, never among the others.

    people : those on the list, by id. matrix : their votes, on all statements.
    """

    people: tuple[QuarantinedPerson, ...]
    matrix: VoteMatrix

    @property
    def n_people(self) -> int:
        """How many of the listed gave a vote."""
        return int((self.matrix.votes_per_participant > 0).sum())


def part_quarantined(
    votes: VoteMatrix, people: Sequence[QuarantinedPerson]
) -> tuple[VoteMatrix, Quarantine]:
    """Part the votes into those that count and those that are counted apart.

    Returns both; every statement stays in both, and every vote stands in exactly one.
    """
    listed = {person.participant for person in people}
    apart = np.fromiter((name in listed for name in votes.participants), bool, votes.n_participants)
    ordered = tuple(sorted(people, key=lambda person: person.participant))
    return without_participants(votes, apart), Quarantine(
        ordered, without_participants(votes, ~apart)
    )


def publish_scores(analysis: DialogueAnalysis) -> Document:
    """Each statement's score and rank in five ways, and how far the ways agree."""
    table, _ = score_analysis(analysis)
    basis = "groups" if analysis.groups_hold else "people"
    return {
        "ways": list(RANKING_WAYS),
        "basis": basis,
        "n_parts": analysis.opinions.n_groups if basis == "groups" else 1,
        "min_votes": analysis.rules.common_ground.min_votes,
        "tau": [[_known(value) for value in row] for row in table.tau],
        "statements": [
            {
                "id": name,
                "scores": {w: _known(table.values[i, s]) for i, w in enumerate(RANKING_WAYS)},
                "ranks": {w: int(table.ranks[i, s]) or None for i, w in enumerate(RANKING_WAYS)},
                "group_geometric_mean": float(table.group_mean[s]),
                "n_communities": int(table.n_communities[s]),
                "spread": int(table.spread[s]),
            }
            for s, name in enumerate(analysis.matrix.statements)
        ],
    }


def publish_slates(analysis: DialogueAnalysis, *, k: int = SLATE_SIZE) -> Document:
    """The slate of k statements by each rule, whom it leaves out, and how far the slates overlap.

    Weights of people are counts; a count under the threshold is not given, nor one whose difference from the
    public number of people who agree is.
    """
    approvals = gather_approvals(analysis.matrix)
    names, agree = analysis.matrix.statements, analysis.everyone.agree[0]
    slates: list[Document] = []
    for rule in SLATE_RULES:
        chosen = choose_slate(approvals, k, rule)
        audit = audit_slate(approvals, chosen, k)
        slates.append(
            {
                "rule": rule,
                "statements": [names[s] for s in chosen],
                "represented_percent": _whole_percent(audit.represented, approvals.total),
                "justified": audit.justified,
                "ejr_plus": audit.ejr_plus,
                "left_out": _left_out(audit.shared, audit.left_out, analysis, agree),
                "broken": _broken(audit, analysis, agree),
            }
        )
    return {
        "k": k,
        "n_people": round(approvals.total),
        "entitled_from": approvals.total / k,
        "missing_votes": "not_approved",
        "completion": {"equal_shares": "phragmen"},
        "slates": slates,
        "in_all": sorted(set.intersection(*(set(s["statements"]) for s in slates))),
    }


def publish_brigading(
    analysis: DialogueAnalysis,
    quarantine: Quarantine | None = None,
    times: NDArray[np.float64] | None = None,
    *,
    seed: int,
    rule: AlikeRule | None = None,
) -> Document:
    """Clusters of look-alike voters, what each moves, bursts of arrivals, and what is counted apart.

    times : (n_participants,) seconds of each person's first vote, NaN not known.
    Nobody is named; a size under the threshold is not given.
    """
    threshold = max(2, analysis.rules.threshold)
    rule = rule or AlikeRule(min_people=threshold)
    labels = analysis.opinions.labels
    clusters = find_alike(analysis.matrix, labels, times, seed=seed, rule=rule)
    bursts = [] if times is None else find_bursts(times, rule=rule)
    return {
        "rule": {
            "min_answers": rule.min_answers,
            "min_people": rule.min_people,
            "alike": rule.alike,
            "chance": rule.chance,
            "window_seconds": rule.window,
        },
        "times_known": times is not None and bool((~np.isnan(times)).any()),
        "clusters": [
            {
                "people": _count(len(c.members), threshold),
                "identical": _part(c.identical, len(c.members), threshold),
                "answers": c.n_answers,
                "expected": float(f"{c.expected:.3g}"),
                "densest_percent": None if np.isnan(c.densest) else _whole_percent(c.densest, 1),
                "influence": _influence(analysis, c.members),
            }
            for c in clusters
        ],
        "bursts": [
            {"start": b.start, "people": _count(b.people, threshold), "usual": b.usual}
            for b in bursts
        ],
        "quarantine": _quarantined(quarantine, analysis, threshold),
    }


def _influence(analysis: DialogueAnalysis, members: NDArray[np.int64]) -> Document:
    found = measure_influence(analysis, members)
    return {
        "moved": dict(found.moved),
        "furthest": dict(found.furthest),
        "tau": dict(found.tau),
        "verdicts": [
            {"statement": name, "with": one, "without": other}
            for name, (one, other) in found.verdicts.items()
        ],
    }


def _quarantined(
    quarantine: Quarantine | None, analysis: DialogueAnalysis, threshold: int
) -> Document:
    """How many votes stand apart, why, and what they said; what they said only of many people."""
    if quarantine is None:
        return {"n_people": 0, "n_votes": 0, "reasons": [], "statements": []}
    matrix = quarantine.matrix.only_statements(analysis.matrix.statements)
    counts = count_answers(matrix)
    reasons: dict[tuple[str, str, str], int] = {}
    for person in quarantine.people:
        key = (person.since, person.reason_en, person.reason_ur)
        reasons[key] = reasons.get(key, 0) + 1
    ordered = sorted(reasons.items())
    showing = choose_shown([n for _, n in ordered], threshold=threshold)
    return {
        "n_people": quarantine.n_people,
        "n_votes": quarantine.matrix.n_votes,
        "reasons": [
            {
                "since": since,
                "reason": {"en": en, "ur": ur},
                "people": {"showing": "shown", "n": n} if state == "shown" else {"showing": state},
            }
            for ((since, en, ur), n), state in zip(ordered, showing, strict=True)
        ],
        "statements": [
            {"id": name, "agree": int(a), "disagree": int(d), "pass": int(p)}
            for name, a, d, p in zip(
                matrix.statements,
                counts.agree[0],
                counts.disagree[0],
                counts.passed[0],
                strict=True,
            )
            if a + d + p >= threshold
        ],
    }


def _left_out(
    statement: int | None, weight: float, analysis: DialogueAnalysis, agree: NDArray[np.int64]
) -> Document | None:
    """The group that shares a statement and has nothing, with its size where that gives nobody away."""
    if statement is None:
        return None
    threshold, n, others = analysis.rules.threshold, round(weight), 0
    others = int(agree[statement]) - n
    hidden = n < threshold or 0 < others < threshold
    name = analysis.matrix.statements[statement]
    return {
        "statement": name,
        "people": None if hidden else n,
        "showing": _mark(n, others, threshold),
    }


def _broken(
    audit: SlateAudit, analysis: DialogueAnalysis, agree: NDArray[np.int64]
) -> Document | None:
    found = _left_out(audit.broken_by, audit.broken_weight, analysis, agree)
    return None if found is None else {**found, "level": audit.broken_level}


def _mark(n: int, others: int, threshold: int) -> str:
    if n < threshold:
        return "small"
    return "protects" if 0 < others < threshold else "shown"


def _count(n: int, threshold: int) -> Mapping[str, Any]:
    return {"showing": "shown", "n": n} if n >= threshold else {"showing": "small"}


def _part(n: int, whole: int, threshold: int) -> Mapping[str, Any]:
    """A part of a number that stands beside it: the rest must not be small either."""
    if n >= threshold and 0 < whole - n < threshold:
        return {"showing": "protects"}
    return _count(n, threshold)


def _whole_percent(part: float, whole: float) -> int:
    return int(np.floor(round(100 * part / whole, 9) + 0.5)) if whole else 0


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
