"""Whether groups stand apart, or are slices of one cloud."""

from itertools import combinations

import numpy as np
from numpy.typing import NDArray

APART = 1 / 2
"""The coefficient along any line through an evenly filled disc; above it there are two heaps, not one cloud."""


def measure_bimodality(values: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    """Sarle's coefficient: 1 for two points, 1/2 for an even disc seen from the side, 1/3 for a normal heap.

    values, weights : (n,). Returns NaN for fewer than two distinct values.
    Source: Pfister et al. 2013, doi:10.3389/fpsyg.2013.00700, (skewness^2 + 1) / kurtosis, from plain moments.

    >>> measure_bimodality(np.array([0., 0., 1., 1., 1.]), np.ones(5)).__round__(9)
    1.0
    """
    total = float(weights.sum())
    apart = values - float(weights @ values) / max(total, 1.0)
    second = float(weights @ apart**2) / max(total, 1.0)
    if second <= 0:
        return float("nan")
    skewness = float(weights @ apart**3) / total / second**1.5
    kurtosis = float(weights @ apart**4) / total / second**2
    return float((skewness**2 + 1) / kurtosis)


def stand_apart(
    points: NDArray[np.float64],
    labels: NDArray[np.int64],
    centres: NDArray[np.float64],
    weights: NDArray[np.float64],
) -> bool:
    """Whether any two groups are two heaps along the line between their centres.

    points : (n, 2). labels : (n,) 0 .. n_groups-1, -1 in none. centres : (n_groups, 2). weights : (n,).

    >>> points = np.array([[0, 0], [0, .1], [5, 5], [5, 5.1]])
    >>> labels = np.array([0, 0, 1, 1])
    >>> stand_apart(points, labels, np.array([[0, .05], [5, 5.05]]), np.ones(4))
    True
    """
    for one, other in combinations(range(len(centres)), 2):
        inside = (labels == one) | (labels == other)
        along = points[inside] @ (centres[other] - centres[one])
        if not round(measure_bimodality(along, weights[inside]), 9) > APART:
            return False
    return True
