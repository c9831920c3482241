"""What is published of what was shown to whom: each statement's answers as if everybody had been asked it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from misaq.dialogue.analysis import DialogueAnalysis
from misaq.dialogue.intervals import wilson_interval
from misaq.dialogue.routing import count_weighted, weigh_exposures

Document = dict[str, Any]
_DIGITS = 6


@dataclass(frozen=True, eq=False)
class ExposureLog:
    """What was shown, in any order.

    participants, statements : ids, sorted. person, statement : (n,) index of each exposure's ids.
    step : (n,) 1, 2, ... for each person. probability : (n,) chance it had when it was shown, (0, 1].
    """

    participants: Sequence[str]
    person: NDArray[np.int64]
    statements: Sequence[str]
    statement: NDArray[np.int64]
    step: NDArray[np.int64]
    probability: NDArray[np.float64]


def publish_exposures(analysis: DialogueAnalysis, log: ExposureLog) -> Document:
    """For each counted statement: how often shown and answered, and the share who agree, raw and weighted.

    The weighted share is what it would be had everybody been shown everything: statements are not shown to everybody
    alike, and whoever is shown one may not be like the others. Its interval rests on the effective number of answers.
    Exposures of people whose votes are not counted are left out.
    Raises RoutingError when a person's steps are not 1 to m or a probability is not above 0 and at most 1.
    """
    matrix = analysis.matrix
    weights = weigh_exposures(log.person, log.step, log.probability)
    row = _places(log.participants, matrix.participants)[log.person]
    column = _places(log.statements, matrix.statements)[log.statement]
    counted = (row >= 0) & (column >= 0)
    row, column, weights = row[counted], column[counted], weights[counted]
    answers = _answers(analysis, row, column)
    found = count_weighted(column, answers, weights, n_statements=matrix.n_statements)
    share = found.agree_share
    lower, upper = wilson_interval(np.nan_to_num(share) * found.effective, found.effective)
    shown = np.bincount(column, minlength=matrix.n_statements)
    answered = found.agree + found.disagree + found.passed
    return {
        "n_people": len(np.unique(row)),
        "n_exposures": len(row),
        "statements": [
            {
                "id": name,
                "shown": int(shown[s]),
                "answered": int(answered[s]),
                "share": _share(found.agree[s], answered[s]),
                "weighted": _share(found.agree_weight[s], found.weight[s]),
                "weighted_disagree": _share(found.disagree_weight[s], found.weight[s]),
                "weighted_pass": _share(found.passed_weight[s], found.weight[s]),
                "lower": round(float(lower[s]), _DIGITS) if answered[s] else None,
                "upper": round(float(upper[s]), _DIGITS) if answered[s] else None,
                "effective": round(float(found.effective[s]), 1),
            }
            for s, name in enumerate(matrix.statements)
        ],
    }


def _places(names: Sequence[str], known: Sequence[str]) -> NDArray[np.int64]:
    """For each name its place among `known`, -1 where it is not there."""
    at = {name: place for place, name in enumerate(known)}
    return np.array([at.get(name, -1) for name in names], dtype=np.int64)


def _answers(
    analysis: DialogueAnalysis, row: NDArray[np.int64], column: NDArray[np.int64]
) -> list[int | None]:
    """The answer to each exposure, None where there is none."""
    matrix = analysis.matrix
    cells = matrix.rows.astype(np.int64) * matrix.n_statements + matrix.columns
    wanted = row * matrix.n_statements + column
    place = np.minimum(np.searchsorted(cells, wanted), max(len(cells) - 1, 0))
    there = cells[place] == wanted
    votes = matrix.votes[place].tolist()
    return [vote if known else None for vote, known in zip(votes, there.tolist(), strict=True)]


def _share(part: float, whole: float) -> float | None:
    return round(float(part) / float(whole), _DIGITS) if whole > 0 else None
