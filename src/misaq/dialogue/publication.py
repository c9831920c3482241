"""What is published of a dialogue: numbers about statements, groups and communities, and nobody's place."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from misaq.dialogue.analysis import DialogueAnalysis, DialogueRules
from misaq.dialogue.common_ground import agree_probability, find_majority, group_aware_consensus
from misaq.dialogue.communities import DID_NOT_SAY, REJECT_BELOW, spread_over_groups
from misaq.dialogue.intervals import wilson_interval
from misaq.dialogue.marks import gather_marks, outline_groups
from misaq.dialogue.own_place import describe_plane
from misaq.dialogue.polis_groups import MAX_GROUPS as POLIS_MAX_GROUPS
from misaq.dialogue.projection import measure_extremity
from misaq.dialogue.representative import (
    Direction,
    find_representative,
    measure_q_values,
    measure_representativeness,
)
from misaq.dialogue.routing import measure_priority
from misaq.dialogue.suppression import choose_shown

Document = dict[str, Any]
_DIGITS = (
    6  # of whatever comes out of an iteration, so that the last bits of a machine are not published
)


def publish_parameters(rules: DialogueRules) -> Document:
    """Every setting that shaped the numbers."""
    rule, improved = rules.common_ground, rules.mode == "improved"
    return {
        "admission": {"min_votes": 7, "top_up_to": 15},
        "bootstrap": rules.n_resamples,
        "common_ground": {
            "min_agree": rule.min_agree,
            "min_difference": rule.min_difference,
            "min_votes": rule.min_votes,
            "reject_below": REJECT_BELOW,
        },
        "interval": "wilson 95",
        "max_groups": rules.max_groups if improved else POLIS_MAX_GROUPS,
        "min_group_size": max(2, rules.threshold) if improved else 1,
        "mode": rules.mode,
        "stable_from": {"mean_ari": 0.8, "same_number": 0.8},
        "threshold": rules.threshold,
    }


def publish_summary(analysis: DialogueAnalysis) -> Document:
    """How many took part, how many votes they gave, what came of it."""
    matrix = analysis.matrix
    verdicts = [finding.verdict for finding in analysis.findings]
    n_active = int((matrix.votes_per_participant > 0).sum())
    return {
        "n_participants": n_active,
        "n_grouped": int(analysis.opinions.admitted.sum()),
        "n_ungrouped": n_active - int(analysis.opinions.admitted.sum()),
        "n_statements": matrix.n_statements,
        "n_rejected": len(analysis.rejected),
        "n_meta": len(analysis.meta),
        "n_votes": matrix.n_votes,
        "votes_per_participant": matrix.n_votes / max(n_active, 1),
        "n_groups": analysis.opinions.n_groups,
        "groups_hold": analysis.groups_hold,
        **{
            f"n_{name}": verdicts.count(name)
            for name in ("common_ground", "withheld", "divided", "none")
        },
    }


def publish_groups(analysis: DialogueAnalysis) -> Document:
    """The opinion map: marks that each stand for many people, sizes, what each group says, and the verdict."""
    opinions, stability = analysis.opinions, analysis.stability
    threshold = max(2, analysis.rules.threshold)
    marks = gather_marks(opinions.points, opinions.labels, at_least=threshold)
    outlines = outline_groups(marks, opinions.n_groups)
    named = find_representative(analysis.groups) if opinions.n_groups > 1 else [[]]
    ids = opinions.matrix.statements
    return {
        "n_groups": opinions.n_groups,
        "verdict": stability.verdict,
        "stability": {
            "n_resamples": stability.n_resamples,
            "mean_ari": _rounded(stability.mean_ari),
            "min_ari": _rounded(stability.min_ari),
            "same_number": stability.same_number,
            "mean_moved": _rounded(stability.mean_moved),
            "numbers": stability.numbers,
        },
        "passes_left_out": {
            "people": analysis.passes.n_people,
            "n_groups": analysis.passes.n_groups,
            "ari": _rounded(analysis.passes.ari),
            "moved": _rounded(analysis.passes.moved),
        },
        "plane": describe_plane(opinions),
        "silhouette": _rounded(opinions.grouping.silhouette),
        "tried": {k: _rounded(score) for k, score in opinions.grouping.tried.items()},
        "n_ungrouped": int(
            ((opinions.labels < 0) & (opinions.matrix.votes_per_participant > 0)).sum()
        ),
        "people_per_mark": threshold,
        "groups": [
            {
                "group": g,
                "people": int(opinions.sizes[g]),
                "outline": outlines[g],
                "representative": [
                    {
                        "statement": ids[r.statement],
                        "direction": r.direction,
                        "answered_so": r.answered_so,
                        "voted": r.voted,
                        "probability": r.probability,
                        "probability_z": r.probability_z,
                        "ratio": r.ratio,
                        "ratio_z": r.ratio_z,
                    }
                    for r in named[g]
                ],
            }
            for g in range(opinions.n_groups)
        ],
        "marks": [{"group": m.group, "x": m.x, "y": m.y, "people": m.people} for m in marks],
    }


def publish_statements(analysis: DialogueAnalysis) -> Document:
    """Each counted statement: its text, counts, groups, communities, and what is said of it and why."""
    everyone, opinions = analysis.everyone, analysis.opinions
    consensus = group_aware_consensus(analysis.groups)
    extremity = np.round(measure_extremity(opinions.plane), _DIGITS)
    agreed, refused = find_majority(everyone)
    lower, upper = wilson_interval(everyone.agree[0], everyone.voted[0])
    priority = _priorities(analysis, extremity)
    tests = _representativeness(analysis)
    statements = []
    for s, name in enumerate(opinions.matrix.statements):
        voted, finding = int(everyone.voted[0, s]), analysis.findings[s]
        statements.append(
            {
                "id": name,
                "texts": _texts(analysis, name),
                "language": analysis.statements[name].language,
                "theme": analysis.statements[name].theme,
                "agree": int(everyone.agree[0, s]),
                "disagree": int(everyone.disagree[0, s]),
                "pass": int(everyone.passed[0, s]),
                "voted": voted,
                "share": everyone.agree[0, s] / voted if voted else None,
                "lower": float(lower[s]) if voted else None,
                "upper": float(upper[s]) if voted else None,
                "group_counts": [c | tests[c["group"]][s] for c in _group_counts(analysis, s)],
                "group_aware_consensus": float(consensus[s]),
                "extremity": float(extremity[s]),
                "priority": round(float(priority[s]), _DIGITS),
                "majority": "agree" if s in agreed else "disagree" if s in refused else None,
                "communities": [cell.public() for cell in analysis.cells[s]],
                "verdict": finding.verdict,
                "reason": {"code": finding.reason, "params": dict(finding.params)},
            }
        )
    not_counted = [(n, "rejected") for n in analysis.rejected] + [
        (n, "meta") for n in analysis.meta
    ]
    return {
        "statements": statements,
        "not_counted": [{"id": name, "why": why} for name, why in sorted(not_counted)],
        "basis": "groups" if analysis.groups_hold else "people",
    }


def publish_communities(analysis: DialogueAnalysis, populations: Mapping[str, int]) -> Document:
    """Who took part by declared community, beside the population, and how each spreads over the groups.

    populations : community id to people in the population; an absent one is not compared.
    """
    membership, threshold = analysis.membership, analysis.rules.threshold
    if membership is None:
        return {"participation": [], "spread": []}
    took_part = analysis.matrix.votes_per_participant > 0
    sizes = np.rint(membership.table.T @ took_part.astype(np.float64)).astype(np.int64)
    n_people, n_population = int(took_part.sum()), sum(populations.values())
    lower, upper = wilson_interval(sizes, np.full_like(sizes, n_people))
    rank = [0.0 if name == DID_NOT_SAY else 1.0 for name in membership.communities]
    showing = choose_shown(sizes.tolist(), threshold=threshold, prefer_hidden=rank)
    participation = []
    for c, name in enumerate(membership.communities):
        row: Document = {"community": name, "showing": showing[c]}
        if name in populations and n_population:
            row["population_share"] = populations[name] / n_population
        if showing[c] == "shown":
            share = float(sizes[c]) / max(n_people, 1)
            row |= {
                "people": int(sizes[c]),
                "share": share,
                "lower": float(lower[c]),
                "upper": float(upper[c]),
            }
        participation.append(row)
    return {"n_people": n_people, "participation": participation, "spread": _spread(analysis)}


def _spread(analysis: DialogueAnalysis) -> list[Document]:
    membership, opinions = analysis.membership, analysis.opinions
    if membership is None:
        return []
    table, showing = spread_over_groups(
        membership,
        opinions.labels,
        n_groups=opinions.n_groups,
        threshold=analysis.rules.threshold,
    )
    return [
        {"community": name, "showing": showing[c]}
        # whole per cent, no counts: who took part less who is in a group would be a small count again
        | (
            {"shares": np.round(table[c] / table[c].sum(), 2).tolist()}
            if showing[c] == "shown"
            else {}
        )
        for c, name in enumerate(membership.communities)
    ]


def _group_counts(analysis: DialogueAnalysis, statement: int) -> list[Document]:
    groups = analysis.groups
    share = agree_probability(groups.agree, groups.voted)
    return [
        {
            "group": g,
            "agree": int(groups.agree[g, statement]),
            "disagree": int(groups.disagree[g, statement]),
            "pass": int(groups.passed[g, statement]),
            "voted": int(groups.voted[g, statement]),
            "agree_probability": float(share[g, statement]),
        }
        for g in range(len(groups.agree))
    ]


def _priorities(analysis: DialogueAnalysis, extremity: NDArray[np.float64]) -> NDArray[np.float64]:
    total = analysis.groups.total()
    return measure_priority(
        total.agree[0],
        total.passed[0],
        total.voted[0],
        extremity,
        is_meta=np.zeros(len(extremity), bool),
    )


def _representativeness(analysis: DialogueAnalysis) -> list[list[Document]]:
    """By group and statement: in which direction the group stands out, both z and the q-value beside them."""
    groups = analysis.groups
    directions: tuple[Direction, Direction] = ("agree", "disagree")
    measures = [measure_representativeness(groups, d) for d in directions]
    q = measure_q_values(groups)

    def test(cell: tuple[int, int]) -> Document:
        way = 0 if measures[0][3][cell] > measures[1][3][cell] else 1
        _, z, _, ratio_z = (float(m[cell]) for m in measures[way])
        found = {"direction": directions[way], "probability_z": z, "ratio_z": ratio_z}
        return found | {"q": None if np.isnan(q[way][cell]) else float(f"{q[way][cell]:.6g}")}

    n_groups, n_statements = groups.agree.shape
    return [[test((g, s)) for s in range(n_statements)] for g in range(n_groups)]


def _texts(analysis: DialogueAnalysis, name: str) -> Document:
    texts = analysis.statements[name].texts
    return {language: {"text": t.text, "status": t.status} for language, t in sorted(texts.items())}


def _rounded(number: float) -> float | None:
    return None if np.isnan(number) else round(float(number), _DIGITS)
