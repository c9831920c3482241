"""Representative statements: what a group says that others do not."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from misaq.dialogue.counts import AnswerCounts, Counts
from misaq.dialogue.intervals import benjamini_hochberg

Floats = NDArray[np.float64]
Direction = Literal["agree", "disagree"]

SIGNIFICANT = 1.2816  # one-sided 90 %, as Polis publishes it; no correction for many tests


@dataclass(frozen=True)
class RepresentativeStatement:
    """A statement that sets a group apart.

    statement : index of the statement. direction : whether the group agrees or disagrees with it.
    answered_so, voted : people of the group who answered in that direction, and who answered at all.
    probability : (answered_so + 1) / (voted + 2).
    probability_z : how far that is from one half, in standard errors.
    ratio : that probability over the same one among everybody else in a group.
    ratio_z : how far the two differ, in standard errors.
    """

    statement: int
    direction: Direction
    answered_so: int
    voted: int
    probability: float
    probability_z: float
    ratio: float
    ratio_z: float

    @property
    def strength(self) -> float:
        """What Polis ranks by: the product of all four."""
        return round(self.ratio * self.ratio_z * self.probability * self.probability_z, 12)


def proportion_z(answered_so: Counts, voted: Counts) -> Floats:
    """How far a share is from one half, in standard errors.

    Source: Polis, 2 sqrt(n + 1) ((x + 1) / (n + 1) - 1/2); with x = n = 0 that is 1.

    >>> proportion_z(np.array([50]), np.array([62]))
    array([4.91353815])
    """
    n = voted + 1.0
    result: Floats = 2.0 * np.sqrt(n) * ((answered_so + 1.0) / n - 0.5)
    return result


def two_proportions_z(
    answered_so: Counts, rest_so: Counts, voted: Counts, rest_voted: Counts
) -> Floats:
    """How far the shares of a group and of the rest differ, in standard errors; 0 where all answered alike.

    Source: Polis, pooled two-proportion z with one added to each of the four counts.

    >>> two_proportions_z(np.array([0]), np.array([0]), np.array([0]), np.array([0]))
    array([0.])
    """
    x, y = answered_so + 1.0, rest_so + 1.0
    n, m = voted + 1.0, rest_voted + 1.0
    pooled = (x + y) / (n + m)
    error = np.sqrt(np.maximum(pooled * (1 - pooled), 0.0) * (1 / n + 1 / m))
    result: Floats = np.divide(x / n - y / m, error, out=np.zeros_like(error), where=pooled < 1)
    return result


def measure_representativeness(
    groups: AnswerCounts, direction: Direction
) -> tuple[Floats, Floats, Floats, Floats]:
    """Probability, its z, ratio and its z for each group and statement, (n_groups, n_statements) each.

    groups : counts by group; the rest of a group is all other groups together.
    Source: Polis; exact against its production output.
    """
    so = groups.agree if direction == "agree" else groups.disagree
    voted = groups.voted
    rest_so, rest_voted = so.sum(axis=0) - so, voted.sum(axis=0) - voted
    probability = (so + 1.0) / (voted + 2.0)
    return (
        probability,
        proportion_z(so, voted),
        probability / ((rest_so + 1.0) / (rest_voted + 2.0)),
        two_proportions_z(so, rest_so, voted, rest_voted),
    )


def measure_q_values(groups: AnswerCounts) -> tuple[Floats, Floats]:
    """How surely each group agrees, and disagrees, more than the others: two (n_groups, n_statements) of q-values.

    groups : counts by group. NaN where nobody of the group or nobody outside it answered: nothing is tested.
    A statement must pass both tests of Polis, so the larger of the two one-sided p-values counts; all groups,
    statements and both directions are one family of tests.
    Source: Berger 1982, doi:10.2307/1270869 (both tests at once); Benjamini & Hochberg 1995.
    """
    voted = groups.voted
    tested = (voted > 0) & (voted.sum(axis=0) - voted > 0)
    p = []
    for direction in ("agree", "disagree"):
        _, alone, _, beside = measure_representativeness(groups, direction)
        p.append(np.where(tested, ndtr(-np.minimum(alone, beside)), np.nan))
    agree, disagree = benjamini_hochberg(np.stack(p))
    return agree, disagree


def find_representative(
    groups: AnswerCounts, *, most: int = 5
) -> list[list[RepresentativeStatement]]:
    """Choose up to `most` statements that set each group apart from the others.

    Returns one list per group, agreements first, strongest first.
    A statement passes when both its tests do in one direction; a group where none passes gets its strongest.
    Source: Polis. The direction is agree when its ratio test is the larger.
    """
    agree = measure_representativeness(groups, "agree")
    disagree = measure_representativeness(groups, "disagree")
    return [
        _choose(
            [_describe(groups, g, s, agree, disagree) for s in range(groups.agree.shape[1])], most
        )
        for g in range(groups.agree.shape[0])
    ]


def _describe(
    groups: AnswerCounts,
    group: int,
    statement: int,
    agree: tuple[Floats, Floats, Floats, Floats],
    disagree: tuple[Floats, Floats, Floats, Floats],
) -> RepresentativeStatement:
    cell = (group, statement)
    direction: Direction = "agree" if agree[3][cell] > disagree[3][cell] else "disagree"
    so, measures = (groups.agree, agree) if direction == "agree" else (groups.disagree, disagree)
    return RepresentativeStatement(
        statement,
        direction,
        int(so[cell]),
        int(groups.voted[cell]),
        *(float(m[cell]) for m in measures),
    )


def _choose(candidates: list[RepresentativeStatement], most: int) -> list[RepresentativeStatement]:
    def passes(c: RepresentativeStatement) -> bool:
        return c.ratio_z > SIGNIFICANT and c.probability_z > SIGNIFICANT

    ranked = sorted(candidates, key=lambda c: (-c.strength, c.statement))
    chosen = [c for c in ranked if passes(c)][:most]
    if not chosen:
        chosen = [
            c for c in sorted(candidates, key=lambda c: (-c.ratio_z, c.statement)) if c.voted
        ][:1]
    return sorted(chosen, key=lambda c: c.direction != "agree")
