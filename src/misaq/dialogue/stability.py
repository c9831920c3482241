"""Stability: would the same groups be found if other people of the same kind had taken part?"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from misaq.dialogue.groups import MAX_GROUPS
from misaq.dialogue.opinion_map import OpinionMap, group_points, place_participants
from misaq.dialogue.projection import fit_opinion_plane
from misaq.foundation.progress import Progress, Silent
from misaq.foundation.seeds import generator

Verdict = Literal["stable", "not_stable", "not_assessed"]
MIN_AGREEMENT = 0.8
_STARTS = (
    2  # by chance in each draw: a worse start in a draw can only make the groups look less stable
)
_PRECISION = 1e-6  # of a draw's plane: far below what another draw of people changes


@dataclass(frozen=True)
class Stability:
    """How well groups hold when the participants are drawn again.

    n_resamples : how often they were drawn.
    mean_ari, min_ari : adjusted Rand index between the groups of a draw and the published ones, 1 when equal,
        about 0 for chance; NaN when not assessed.
    same_number : share of draws with the same number of groups, 0 to 1.
    mean_moved : share of people in another group, over draws with the same number of groups; NaN when none.
    numbers : number of groups to how many draws found it.
    verdict : "stable", "not_stable", or "not_assessed" when there are no groups to assess or no draws.
    """

    n_resamples: int
    mean_ari: float
    min_ari: float
    same_number: float
    mean_moved: float
    numbers: dict[int, int]
    verdict: Verdict


_NONE = float("nan")
NOT_ASSESSED = Stability(0, _NONE, _NONE, _NONE, _NONE, {}, "not_assessed")


def assess_stability(
    opinions: OpinionMap,
    *,
    seed: int,
    n_resamples: int = 100,
    max_groups: int = MAX_GROUPS,
    min_group_size: int = 2,
    progress: Progress | None = None,
) -> Stability:
    """Draw the participants again and again, map them afresh, and compare the groups with the published ones.

    seed : public seed of the draws. n_resamples : how often, 0 to skip.
    max_groups, min_group_size : as the published map was made with.
    Each participant counts Poisson(1) times in a draw, which is a bootstrap that needs no copy of the votes;
    every draw starts from nothing and ends by putting everybody with the nearest centre.
    "stable" needs a mean adjusted Rand index of 0.8 and the same number of groups in 80 % of the draws.
    Source: Hennig 2007, doi:10.1016/j.csda.2006.11.025 (bootstrap stability); Hubert & Arabie 1985,
        doi:10.1007/BF01908075 (adjusted Rand index); Poisson weights: Chamandy et al. 2012.
    """
    listener = progress or Silent()
    if opinions.n_groups < 2 or n_resamples < 1:
        return NOT_ASSESSED
    chance = generator(seed, "dialogue.stability")
    admitted, published = opinions.admitted, opinions.labels[opinions.admitted]
    agreement, moved, numbers = [], [], []
    for done in range(1, n_resamples + 1):
        weights = chance.poisson(1.0, opinions.matrix.n_participants).astype(np.float64)
        plane = fit_opinion_plane(opinions.matrix, weights, precision=_PRECISION)
        points = place_participants(
            opinions.matrix, plane, mode=opinions.mode, n_zeroed=opinions.n_zeroed
        )[admitted]
        found = group_points(
            points,
            weights[admitted],
            plane=plane,
            mode=opinions.mode,
            seed=seed,
            starts=_STARTS,
            max_groups=max_groups,
            min_size=min_group_size,
        )
        labels = found.assign(points)
        numbers.append(found.n_groups)
        agreement.append(compare_groupings(published, labels))
        if found.n_groups == opinions.n_groups:
            moved.append(share_moved(published, labels))
        listener.step("step.dialogue.stability", done, n_resamples)
    mean, same = float(np.mean(agreement)), float(np.mean(np.array(numbers) == opinions.n_groups))
    holds = mean >= MIN_AGREEMENT and same >= MIN_AGREEMENT
    return Stability(
        n_resamples,
        mean,
        float(np.min(agreement)),
        same,
        float(np.mean(moved)) if moved else float("nan"),
        {k: numbers.count(k) for k in sorted(set(numbers))},
        "stable" if holds else "not_stable",
    )


def compare_groupings(one: NDArray[np.int64], other: NDArray[np.int64]) -> float:
    """The adjusted Rand index of two groupings of the same people: 1 when equal, about 0 for chance.

    one, other : (n,) labels, whatever their numbering.
    Source: Hubert & Arabie 1985, doi:10.1007/BF01908075, equation 5.

    >>> compare_groupings(np.array([0, 0, 1, 1]), np.array([1, 1, 0, 0]))
    1.0
    """
    table = _cross(one, other).astype(np.float64)

    def pairs(counts: NDArray[np.float64]) -> float:
        return float((counts * (counts - 1) / 2).sum())

    both, first, second = pairs(table), pairs(table.sum(axis=1)), pairs(table.sum(axis=0))
    n = len(one)
    chance = first * second / max(n * (n - 1) / 2, 1)
    most = (first + second) / 2
    return 1.0 if most == chance else (both - chance) / (most - chance)


def share_moved(one: NDArray[np.int64], other: NDArray[np.int64]) -> float:
    """The share of people whose group changed, when groups are paired as well as they can be.

    >>> share_moved(np.array([0, 0, 1, 1]), np.array([1, 1, 0, 1]))
    0.25
    """
    table = _cross(one, other)
    rows, columns = linear_sum_assignment(-table)
    return 1.0 - float(table[rows, columns].sum()) / max(len(one), 1)


def _cross(one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.int64]:
    n_first, n_second = (int(labels.max(initial=0)) + 1 for labels in (one, other))
    return np.bincount(one * n_second + other, minlength=n_first * n_second).reshape(
        n_first, n_second
    )
