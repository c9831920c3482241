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
