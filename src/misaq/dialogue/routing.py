"""Routing: which statement a person sees next, with what chance, and counts that allow for it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from misaq.dialogue.counts import Counts
from misaq.dialogue.vote import AGREE, DISAGREE, PASS
from misaq.foundation.errors import InputError
from misaq.foundation.seeds import generator

Floats = NDArray[np.float64]
META_PRIORITY = 49.0
UNIFORM_SHARE = 0.15


class RoutingError(InputError):
    """The exposures given are not a log of what was shown."""

    code = "exposures_malformed"


@dataclass(frozen=True)
class Exposure:
    """One statement shown to one person: what is logged.

    statement : index of the statement.
    probability : the chance it had of being the one shown then, 0 < p <= 1, both ways of choosing counted.
    stratum : "uniform" when it was drawn with equal chances, "priority" when by priority.
    step : the person's how-manieth exposure it is, from 1.
    """

    statement: int
    probability: float
    stratum: Literal["uniform", "priority"]
    step: int


def measure_priority(
    agree: Counts, passed: Counts, voted: Counts, extremity: Floats, *, is_meta: NDArray[np.bool_]
) -> Floats:
    """How much it would help to ask a statement next, (n_statements,), > 0.

    agree, passed, voted : answers so far. extremity : how far apart it sets people on the map.
    is_meta : questions about the participants themselves, which get 49.
    Source: Polis, [(1 - (P+1)/(S+2)) (E+1) (A+1)/(S+2) (1 + 8 2^(-S/5))]^2; exact against its production output.

    >>> zero = np.zeros(1, np.int64)
    >>> measure_priority(zero, zero, zero, np.zeros(1), is_meta=np.zeros(1, bool))
    array([5.0625])
    """
    total = voted + 2.0
    wanted = (1 - (passed + 1.0) / total) * (extremity + 1.0) * (agree + 1.0) / total
    result: Floats = np.where(
        is_meta, META_PRIORITY, (wanted * (1 + 8 * 2.0 ** (-voted / 5.0))) ** 2
    )
    return result


def exposure_probabilities(
    priorities: Floats, unseen: NDArray[np.bool_], *, uniform_share: float = UNIFORM_SHARE
) -> Floats:
    """The chance of each statement to be shown next, (n_statements,), adding up to 1; 0 for those seen.

    priorities : (n_statements,) >= 0; one that is not known (NaN) counts 1, as in Polis.
    unseen : True where the person has not been shown it and it may be shown.
    uniform_share : how often all unseen statements have the same chance, 0 to 1; no chance is then smaller than
        this over the number of unseen ones, so that no answer weighs too much.

    >>> exposure_probabilities(np.array([3.0, 1.0, 9.0]), np.array([True, True, False]), uniform_share=0.2)
    array([0.7, 0.3, 0. ])
    """
    weight = np.where(unseen, np.where(np.isnan(priorities), 1.0, priorities), 0.0)
    n_unseen, total = int(unseen.sum()), float(weight.sum())
    if not n_unseen:
        return np.zeros(len(priorities))
    uniform = unseen / n_unseen
    by_priority = weight / total if total > 0 else uniform
    result: Floats = uniform_share * uniform + (1 - uniform_share) * by_priority
    return result


def choose_next(
    priorities: Floats,
    seen: Collection[int],
    *,
    seed: int,
    participant: str,
    uniform_share: float = UNIFORM_SHARE,
) -> Exposure | None:
    """Draw the next statement for a person, with the chance it had; None when all were shown.

    priorities : (n_statements,) in the order of their ids. seen : statements shown already, answered or not.
    seed, participant : with the number of statements seen they fix the draw: anybody who has the log can repeat it.
    """
    unseen = np.ones(len(priorities), bool)
    unseen[list(seen)] = False
    if not unseen.any():
        return None
    chance = generator(seed, f"dialogue.routing/{participant}/{len(seen)}")
    stratum: Literal["uniform", "priority"] = (
        "uniform" if chance.random() < uniform_share else "priority"
    )
    share = 1.0 if stratum == "uniform" else 0.0
    drawn_from = exposure_probabilities(priorities, unseen, uniform_share=share)
    ends = np.cumsum(drawn_from)
    place = int(np.searchsorted(ends, chance.random() * ends[-1], side="right"))
    place = min(place, int(np.flatnonzero(drawn_from > 0)[-1]))
    marginal = exposure_probabilities(priorities, unseen, uniform_share=uniform_share)
    return Exposure(place, float(marginal[place]), stratum, len(seen) + 1)


def weigh_exposures(
    person: NDArray[np.int64], step: NDArray[np.int64], probability: Floats
) -> Floats:
    """What each exposure must count so that every statement counts once a person on average, (n,).

    person : (n,) numbers of the people; all their exposures must be here. step : 1, 2, ... for each person.
    probability : (n,) chance it had when it was shown.
    An exposure at step t of m weighs (1/p + m - t) / m. Given everything shown before, each step's part of it is
    1 on average for every statement, shown before or not; so sums of weighted answers are unbiased whenever how
    long a person stays does not hang on what was shown.
    Raises RoutingError when steps are not 1 to m or a probability is not above 0 and at most 1.
    Source: Des Raj 1956, doi:10.1080/01621459.1956.10501326 (ordered draws without replacement).
    """
    if not (len(person) == len(step) == len(probability)):
        raise RoutingError(reason=f"{len(person)}, {len(step)}, {len(probability)}")
    if not len(person):
        return np.zeros(0)
    order = np.lexsort((step, person))
    begins = np.concatenate([[True], person[order][1:] != person[order][:-1]])
    first = np.flatnonzero(begins)[np.cumsum(begins) - 1]
    if (step[order] != np.arange(len(order)) - first + 1).any():
        raise RoutingError(reason="step")
    if not ((probability > 0) & (probability <= 1)).all():
        raise RoutingError(reason="probability")
    _, place, counts = np.unique(person, return_inverse=True, return_counts=True)
    n_steps = counts[place].astype(np.float64)
    result: Floats = (1.0 / probability + n_steps - step) / n_steps
    return result


@dataclass(frozen=True, eq=False)
class WeightedCounts:
    """Answers as they came in, and what they would be had everybody been asked everything.

    agree, disagree, passed : (n_statements,) raw counts.
    weight : (n_statements,) what the answers weigh together: an estimate of how many would have answered.
    agree_weight, disagree_weight, passed_weight : the same of each answer.
    effective : (n_statements,) as how many equal answers the weighted ones are worth (Kish).
    """

    agree: Counts
    disagree: Counts
    passed: Counts
    weight: Floats
    agree_weight: Floats
    disagree_weight: Floats
    passed_weight: Floats
    effective: Floats

    @property
    def agree_share(self) -> Floats:
        """(n_statements,) weighted share who agree (Hajek), 0 to 1; NaN where nobody answered."""
        known = self.weight > 0
        share: Floats = np.divide(
            self.agree_weight, self.weight, out=np.full(len(known), np.nan), where=known
        )
        return share


def count_weighted(
    statement: NDArray[np.int64],
    answer: Sequence[int | None],
    weights: Floats,
    *,
    n_statements: int,
) -> WeightedCounts:
    """Count answers raw and weighted, side by side.

    statement : (n,) statement of each exposure. answer : (n,) 1, 0, -1, or None when it was left unanswered.
    weights : (n,) from `weigh_exposures`.
    Source: Horvitz & Thompson 1952, doi:10.1080/01621459.1952.10483446; ratio form: Hajek 1971.
    """
    given = np.array([np.nan if a is None else float(a) for a in answer])

    def of(vote: int | None, values: Floats) -> Floats:
        chosen = ~np.isnan(given) if vote is None else given == vote
        return np.bincount(statement[chosen], values[chosen], minlength=n_statements).astype(
            np.float64
        )

    ones = np.ones(len(given))
    agree, disagree, passed = (
        np.rint(of(vote, ones)).astype(np.int64) for vote in (AGREE, DISAGREE, PASS)
    )
    total, squares = of(None, weights), of(None, weights**2)
    effective = np.divide(total**2, squares, out=np.zeros_like(total), where=squares > 0)
    return WeightedCounts(
        agree,
        disagree,
        passed,
        total,
        of(AGREE, weights),
        of(DISAGREE, weights),
        of(PASS, weights),
        effective,
    )
