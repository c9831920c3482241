"""How likely somebody who was drawn does not come: stated, or learned from the replies of the past."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from misaq.assembly.pool import Pool
from misaq.assembly.quotas import Quotas, fold
from misaq.foundation.faults import Fault

STRENGTH = 1.0  # of the pull towards "no difference": a feature's weight is normal with this variance, about 1 : 2.7
EDGE = 1e-6  # probabilities nearer to 0 or 1 than this are held there
STEPS = 100
YES = ("yes", "y", "1", "true", "came", "ہاں")
NO = ("no", "n", "0", "false", "dropped", "نہیں")


@dataclass(frozen=True)
class DropOut:
    """Probability of dropping out: the log-odds of a person are `base` and the weights of their features, added.

    base : log-odds of somebody of no feature that has a weight.
    weights : what each feature adds to the log-odds, one number a quota row.
    people : id to a probability stated for that person, which holds instead.
    n_replies : how many replies it was learned from; 0 when it is stated.
    """

    base: float
    weights: tuple[float, ...]
    people: Mapping[str, float] = field(default_factory=dict)
    n_replies: int = 0

    def of(self, pool: Pool) -> dict[str, float]:
        """Everybody's probability of dropping out, by id."""
        rows = np.array(self.weights) @ pool.holds if self.weights else np.zeros(pool.n_types)
        by_type = [_probability(self.base + float(extra)) for extra in rows]
        found = {person: p for ids, p in zip(pool.members, by_type, strict=True) for person in ids}
        found.update({person: p for person, p in self.people.items() if person in found})
        return found


def state_dropout(
    quotas: Quotas,
    probability: float,
    features: Mapping[tuple[str, str], float] | None = None,
    people: Mapping[str, float] | None = None,
) -> DropOut:
    """A drop-out as it is stated: one probability, others for people with some features, or for single people.

    features : (category, feature) to the probability of somebody who has it and is else like all; somebody
        with several such features has their log-odds added.
    Raises ValueError for a feature without a quota, or a number that is no probability.

    >>> from misaq.assembly.quotas import Quota
    >>> stated = state_dropout(Quotas((Quota("age", "young", 0, 9),), 9), 0.2, {("age", "young"): 0.5})
    >>> round(stated.base, 3), round(stated.base + stated.weights[0], 3)
    (-1.386, 0.0)
    """
    given = [probability, *(features or {}).values(), *(people or {}).values()]
    if any(not 0 <= p <= 1 for p in given):
        raise ValueError("a probability lies between 0 and 1")
    weights = [0.0] * len(quotas.rows)
    base = _log_odds(probability)
    for (category, feature), p in (features or {}).items():
        place = quotas.places.get((fold(category), fold(feature)))
        if place is None:
            raise ValueError(f"no quota for {category} = {feature}")
        weights[place] = _log_odds(p) - base
    return DropOut(base, tuple(weights), dict(people or {}))


def learn_dropout(
    features: NDArray[np.int64],
    dropped: NDArray[np.bool_],
    quotas: Quotas,
    *,
    strength: float = STRENGTH,
) -> DropOut:
    """Learn drop-out from those who were drawn before: logistic regression, pulled towards no difference.

    features : (n_replies, n_categories), places among the quotas' rows, negative for not known.
    dropped : (n_replies,) who did not come.
    strength : variance of the weights' prior; smaller pulls more. The base is not pulled, but half a reply each
        way is added, so that it is finite.
    Source: penalised maximum likelihood by Newton's method; Hastie, Tibshirani and Friedman, 2009, 4.4.
    """
    n_rows = len(quotas.rows)
    has = np.zeros((len(dropped), n_rows + 1))
    has[:, n_rows] = 1.0
    people, categories = np.nonzero(features >= 0)
    has[people, features[people, categories]] = 1.0
    share = (dropped.sum() + 0.5) / (len(dropped) + 1.0)
    weights = np.zeros(n_rows + 1)
    weights[n_rows] = _log_odds(float(share))
    pull = np.full(n_rows + 1, 1.0 / strength)
    pull[n_rows] = 0.0
    extra = np.zeros((1, n_rows + 1))
    extra[0, n_rows] = 1.0
    table = np.vstack([has, extra])
    target = np.append(dropped.astype(float), 0.5)
    count = np.append(np.ones(len(dropped)), 1.0)
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-np.clip(table @ weights, -30, 30)))
        slope = table.T @ (count * (target - p)) - pull * weights
        curve = table.T @ (table * (count * p * (1 - p))[:, None]) + np.diag(pull)
        step = np.linalg.solve(curve, slope)
        weights = weights + step
        if float(np.abs(step).max()) < 1e-10:
            break
    return DropOut(float(weights[n_rows]), tuple(weights[:n_rows].tolist()), {}, len(dropped))


def read_replies(
    columns: Mapping[str, Sequence[str]], quotas: Quotas, file: str = ""
) -> tuple[DropOut | None, list[Fault]]:
    """Learn drop-out from a table of past replies: the categories of the quotas, and a column "came" (yes, no).

    A feature that the quotas do not have, or a category that the table does not have, counts as not known.
    Returns None when there is any error, and every fault with its row and column.
    """
    names = {fold(name): name for name in columns}
    if "came" not in names:
        return None, [Fault("replies_column_missing", file, column="came")]
    came = [fold(text) for text in columns[names["came"]]]
    faults = [
        Fault("reply_unreadable", file, i + 2, names["came"], {"value": text})
        for i, text in enumerate(came)
        if text not in (*YES, *NO)
    ]
    if not came:
        faults.append(Fault("replies_empty", file))
    if faults:
        return None, faults
    places = quotas.places
    answers = [
        [places.get((fold(c), fold(text)), -1) for text in columns[names[fold(c)]]]
        if fold(c) in names
        else [-1] * len(came)
        for c in quotas.categories
    ]
    features = np.array(answers, dtype=np.int64).T.reshape(len(came), len(quotas.categories))
    return learn_dropout(features, np.array([text in NO for text in came]), quotas), []


def _log_odds(p: float) -> float:
    held = min(max(p, EDGE), 1 - EDGE)
    return math.log(held / (1 - held))


def _probability(log_odds: float) -> float:
    return 1 / (1 + math.exp(-log_odds))
