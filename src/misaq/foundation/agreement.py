"""How far two or more people who code the same things apart agree, beyond what chance would give."""

from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from misaq.foundation.seeds import generator

Codes = NDArray[np.int64]
Weights = Literal["none", "linear", "quadratic"]
Scale = Literal["nominal", "ordinal", "interval"]

MISSING = -1
_FEWEST_DRAWS = 100


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement beyond chance: 1 perfect, 0 as by chance, below 0 worse than chance.

    value : NaN where it is not defined: nobody coded twice, or everybody used one and the same code.
    low, high : interval of `level`; NaN where it cannot be stated.
    n : things coded at least twice. observed, expected : share of agreement found and due to chance, 0 to 1.
    """

    value: float
    low: float
    high: float
    level: float
    n: int
    observed: float
    expected: float


def cohen_kappa(
    first: Codes, second: Codes, *, weights: Weights = "none", level: float = 0.95
) -> Agreement:
    """Agreement of two coders over the same things.

    first, second : (n,) codes 0, 1, 2, ...; -1 where one did not code, which leaves the thing out.
    weights : for ordered codes, how much a near miss counts: "linear", "quadratic", or "none".
    The interval is the large-sample one; with fewer than some thirty things it is too narrow.
    Source: Cohen 1960, doi:10.1177/001316446002000104; interval: Fleiss, Cohen & Everitt 1969,
        doi:10.1037/h0028106, eq. 13.

    >>> round(cohen_kappa(np.array([0, 0, 1, 1]), np.array([0, 0, 1, 0])).value, 3)
    0.5
    """
    both = (first >= 0) & (second >= 0)
    n = int(both.sum())
    if not n:
        return _undefined(level)
    k = int(max(first[both].max(), second[both].max())) + 1
    table = np.zeros((k, k))
    np.add.at(table, (first[both], second[both]), 1.0 / n)
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    credit = _credit(k, weights)
    observed = float((credit * table).sum())
    expected = float(rows @ credit @ columns)
    if expected >= 1.0:
        return Agreement(float("nan"), float("nan"), float("nan"), level, n, observed, expected)
    value = (observed - expected) / (1 - expected)
    lean = (credit @ columns)[:, None] + (rows @ credit)[None, :]
    spread = (table * (credit * (1 - expected) - lean * (1 - observed)) ** 2).sum()
    spread -= (observed * expected - 2 * expected + observed) ** 2
    error = float(np.sqrt(max(spread, 0.0) / n)) / (1 - expected) ** 2
    reach = NormalDist().inv_cdf(0.5 + level / 2) * error
    low, high = max(-1.0, value - reach), min(1.0, value + reach)
    return Agreement(value, low, high, level, n, observed, expected)


def krippendorff_alpha(
    codes: Codes,
    *,
    scale: Scale = "nominal",
    seed: int = 0,
    draws: int = 1000,
    level: float = 0.95,
) -> Agreement:
    """Agreement of any number of coders, each of whom may have left things out.

    codes : (n_coders, n_things) 0, 1, 2, ...; -1 where not coded; on "interval" the code is the number meant.
    scale : how far apart two codes are: "nominal" (same or not), "ordinal" (by rank), "interval".
    draws : bootstrap draws of things for the interval, 100 or more; seed : public seed of them.
    Source: Krippendorff 2019, Content Analysis, 4th ed., ch. 12; "Computing Krippendorff's Alpha-Reliability"
        (2011) for the worked example in the tests.

    >>> round(krippendorff_alpha(np.array([[0, 0, 1, 1], [0, 0, 1, 0]])).value, 3)
    0.533
    """
    if draws < _FEWEST_DRAWS:
        raise ValueError(f"draws must be {_FEWEST_DRAWS} or more")
    codes = codes[:, (codes >= 0).sum(axis=0) >= 2]
    n = codes.shape[1]
    if not n:
        return _undefined(level)
    k = int(codes.max()) + 1
    counts = np.stack([(codes == code).sum(axis=0) for code in range(k)], axis=1).astype(float)
    distance = _distance(counts, scale)
    observed, expected = _disagreements(counts, distance)
    value = 1 - observed / expected if expected > 0 else float("nan")
    chance = generator(seed, "agreement.alpha")
    drawn = np.array(
        [_alpha(counts[chance.integers(0, n, n)], scale) for _ in range(draws)], dtype=float
    )
    drawn = drawn[np.isfinite(drawn)]
    low = high = float("nan")
    if len(drawn) and np.isfinite(value):
        low, high = (float(q) for q in np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2]))
    farthest = float(distance.max()) or 1.0
    return Agreement(value, low, high, level, n, 1 - observed / farthest, 1 - expected / farthest)


def _undefined(level: float) -> Agreement:
    nan = float("nan")
    return Agreement(nan, nan, nan, level, 0, nan, nan)


def _credit(k: int, weights: Weights) -> NDArray[np.float64]:
    """(k, k) how much of an agreement each pair of codes is: 1 on the diagonal."""
    if weights == "none" or k == 1:
        return np.eye(k)
    apart = np.abs(np.subtract.outer(np.arange(k), np.arange(k))) / (k - 1)
    credit: NDArray[np.float64] = 1 - (apart if weights == "linear" else apart**2)
    return credit


def _alpha(counts: NDArray[np.float64], scale: Scale) -> float:
    observed, expected = _disagreements(counts, _distance(counts, scale))
    return 1 - observed / expected if expected > 0 else float("nan")


def _disagreements(
    counts: NDArray[np.float64], distance: NDArray[np.float64]
) -> tuple[float, float]:
    """Observed and expected disagreement from (n_things, k) counts of codes."""
    coders = counts.sum(axis=1)
    total, per_code = coders.sum(), counts.sum(axis=0)
    within = np.einsum("uc,ck,uk->u", counts, distance, counts) / (coders - 1)
    observed = float(within.sum() / total)
    expected = float(per_code @ distance @ per_code / (total * (total - 1)))
    return observed, expected


def _distance(counts: NDArray[np.float64], scale: Scale) -> NDArray[np.float64]:
    """(k, k) squared distance of codes, 0 on the diagonal."""
    k = counts.shape[1]
    if scale == "nominal":
        return 1.0 - np.eye(k)
    if scale == "interval":
        place = np.arange(k, dtype=float)
    else:
        per_code = counts.sum(axis=0)
        place = np.cumsum(per_code) - per_code / 2
    squared: NDArray[np.float64] = np.subtract.outer(place, place) ** 2
    return squared
