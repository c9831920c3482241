"""Intervals for shares: how far a share of few people can be from the truth."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Z95 = 1.959963984540054


def wilson_interval(
    successes: ArrayLike, n: ArrayLike, *, z: float = Z95
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The 95 % interval of a share: (lower, upper), 0 to 1; the whole range where n is 0.

    successes, n : counts of equal shape, 0 <= successes <= n.
    Source: Wilson 1927, doi:10.1080/01621459.1927.10502953; behaviour for small n: Brown, Cai & DasGupta 2001,
        doi:10.1214/ss/1009213286.

    >>> [round(float(end), 3) for end in wilson_interval(5, 29)]
    [0.076, 0.345]
    """
    x, m = np.asarray(successes, dtype=np.float64), np.asarray(n, dtype=np.float64)
    share = np.divide(x, m, out=np.full_like(m, 0.5), where=m > 0)
    middle = (share * m + z * z / 2) / (m + z * z)
    half = z * np.sqrt(share * (1 - share) * m + z * z / 4) / (m + z * z)
    lower = np.where((x <= 0) | (m <= 0), 0.0, middle - half)
    upper = np.where((x >= m) | (m <= 0), 1.0, middle + half)
    return np.clip(lower, 0.0, 1.0), np.clip(upper, 0.0, 1.0)


def benjamini_hochberg(p: ArrayLike) -> NDArray[np.float64]:
    """The q-value of each test: the smallest share of false finds among all tests at least as strong.

    p : p-values of any shape, 0 to 1; NaN is no test: it stays NaN and is not counted among the tests.
    Source: Benjamini & Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x (step-up, adjusted p-values).

    >>> benjamini_hochberg([0.01, 0.04, 0.03, float("nan")]).tolist()
    [0.03, 0.04, 0.04, nan]
    """
    given = np.asarray(p, dtype=np.float64)
    flat = given.ravel()
    order = np.argsort(flat, kind="stable")[: int((~np.isnan(flat)).sum())]  # NaN sorts last
    steps = flat[order] * len(order) / np.arange(1, len(order) + 1)
    q = np.full(flat.shape, np.nan)
    q[order] = np.minimum(np.minimum.accumulate(steps[::-1])[::-1], 1.0)
    return q.reshape(given.shape)
