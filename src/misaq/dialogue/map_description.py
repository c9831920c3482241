"""Everything about a map in one document, for the analyst: it names who is in which group and is not published."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from misaq.dialogue.analysis import MapAnalysis
from misaq.dialogue.projection import measure_extremity
from misaq.dialogue.representative import (
    Direction,
    find_representative,
    measure_q_values,
    measure_representativeness,
)
from misaq.dialogue.routing import measure_priority
from misaq.dialogue.scores import score_statements

Document = dict[str, Any]
_DIGITS = 6  # of what comes out of an iteration


def describe_map(analysis: MapAnalysis) -> Document:
    """The map with each person's group, each statement's numbers and the axes.

    Holds `mode, n_participants, n_statements, n_votes, groups, statements, left_out, components`:
    groups : `k`, `sizes`, `labels` {participant: group} of those on the map, `stability` with the verdict in words.
    statements : counted ones in the order of their ids, with counts of all who answered; a number that nothing
        supports (no communities declared, say) is None; `repness` by group; `withheld_because` a reason or None.
    components : `mean` and two `axes` over the statements of `statements`, and each axis' variance.
    """
    opinions, stability = analysis.opinions, analysis.stability
    answers = opinions.voters.votes_per_participant
    labels = opinions.labels_by_participant()
    return {
        "mode": opinions.mode,
        "n_participants": int((answers > 0).sum()),
        "n_statements": opinions.voters.n_statements,
        "n_votes": int(answers.sum()),
        "groups": {
            "k": opinions.n_groups,
            "sizes": opinions.sizes.tolist(),
            "labels": {name: group for name, group in labels.items() if group >= 0},
            "silhouette": _plain(opinions.grouping.silhouette),
            "stability": {
                "n_resamples": stability.n_resamples,
                "mean_ari": _plain(stability.mean_ari),
                "min_ari": _plain(stability.min_ari),
                "k_agreement": _plain(stability.same_number),
                "verdict": stability.verdict.replace("_", " "),
            },
        },
        "statements": _statements(analysis),
        "left_out": {"rejected": list(analysis.rejected), "meta": list(analysis.meta)},
        "components": {
            "mean": np.round(opinions.plane.mean, _DIGITS).tolist(),
            "axes": np.round(opinions.plane.components, _DIGITS).tolist(),
            "variances": np.round(opinions.plane.variances, _DIGITS).tolist(),
        },
    }


def _statements(analysis: MapAnalysis) -> list[Document]:
    everyone = analysis.everyone
    extremity, priority = _routing_measures(analysis)
    scores = score_statements(analysis.groups, analysis.cells)
    product, lowest, _, nash, mean = scores.values
    repness = _repness(analysis)
    rows = []
    for s, name in enumerate(analysis.opinions.voters.statements):
        finding = analysis.findings[s]
        rows.append(
            {
                "id": name,
                "agree": int(everyone.agree[0, s]),
                "disagree": int(everyone.disagree[0, s]),
                "pass": int(everyone.passed[0, s]),
                "group_aware_consensus": _plain(product[s], 12),
                "minimax": _plain(lowest[s]),
                "nash": _plain(nash[s]),
                "nash_of_groups": _plain(scores.group_mean[s]),
                "community_mean": _plain(mean[s]),
                "extremity": round(float(extremity[s]), 9),
                "priority": round(float(priority[s]), 9),
                "repness": repness[s],
                "verdict": finding.verdict,
                "withheld_because": finding.reason if finding.verdict == "withheld" else None,
            }
        )
    return rows


def _routing_measures(
    analysis: MapAnalysis,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Extremity and priority of each statement; statements counted as passes widen the scale in `compat`."""
    opinions, n = analysis.opinions, analysis.opinions.voters.n_statements
    extremity = measure_extremity(opinions.plane, n_statements=n + opinions.n_zeroed)
    total = analysis.groups.total()
    nothing_meta = np.zeros(n, bool)
    return extremity, measure_priority(
        total.agree[0], total.passed[0], total.voted[0], extremity, is_meta=nothing_meta
    )


def _repness(analysis: MapAnalysis) -> list[dict[str, Document]]:
    """For each statement, by group: the direction in which it stands out and how surely."""
    groups = analysis.groups
    n_groups, n_statements = groups.agree.shape
    if n_groups < 2:
        return [{} for _ in range(n_statements)]
    directions: tuple[Direction, Direction] = ("agree", "disagree")
    measures = [measure_representativeness(groups, direction) for direction in directions]
    q = measure_q_values(groups)
    chosen = {
        (g, one.statement) for g, row in enumerate(find_representative(groups)) for one in row
    }

    def describe(g: int, s: int) -> Document:
        way = 0 if measures[0][3][g, s] > measures[1][3][g, s] else 1
        names = ("probability", "probability_z", "ratio", "ratio_z")
        found = {name: float(m[g, s]) for name, m in zip(names, measures[way], strict=True)}
        return {
            "direction": directions[way],
            **found,
            "q": _plain(q[way][g, s], 12),
            "representative": (g, s) in chosen,
        }

    return [{str(g): describe(g, s) for g in range(n_groups)} for s in range(n_statements)]


def _plain(number: float, digits: int = _DIGITS) -> float | None:
    return None if np.isnan(number) else round(float(number), digits)
