"""Five ways to rank statements, side by side, and how far they disagree."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from misaq.dialogue.common_ground import agree_probability, group_aware_consensus
from misaq.dialogue.communities import DID_NOT_SAY, CommunityCell
from misaq.dialogue.counts import AnswerCounts
from misaq.dialogue.intervals import wilson_interval

Floats = NDArray[np.float64]
Way = Literal[
    "group_product", "lowest_group", "lowest_community", "community_product", "community_mean"
]
RANKING_WAYS: tuple[Way, ...] = (
    "group_product",
    "lowest_group",
    "lowest_community",
    "community_product",
    "community_mean",
)
_DIGITS = 12  # scores that differ only in the last bits of a machine are equal


@dataclass(frozen=True, eq=False)
class ScoreTable:
    """Each statement by each way of ranking.

    values : (5, n_statements) in the order of RANKING_WAYS, 0 to 1; NaN where a way has nothing to go by.
    ranks : (5, n_statements) 1 is best, equal scores share the better rank; 0 not ranked.
    tau : (5, 5) Kendall's tau-b between two ways over the statements both rank; NaN when it cannot be told.
    group_mean : (n_statements,) the group product to the power 1/G: the same ranks, comparable across numbers
        of groups.
    n_communities : (n_statements,) communities whose shown numbers the community ways used.
    """

    values: Floats
    ranks: NDArray[np.int64]
    tau: Floats
    group_mean: Floats
    n_communities: NDArray[np.int64]

    @property
    def spread(self) -> NDArray[np.int64]:
        """(n_statements,) worst less best rank of each statement; 0 when fewer than two ways rank it."""
        high = self.ranks.max(axis=0)
        low = np.where(self.ranks > 0, self.ranks, np.iinfo(np.int64).max).min(axis=0)
        spread: NDArray[np.int64] = np.maximum(high - np.minimum(low, high), 0)
        return spread


def score_statements(
    groups: AnswerCounts,
    cells: Sequence[Sequence[CommunityCell]],
    *,
    min_votes: int = 0,
) -> ScoreTable:
    """Score every statement in five ways, rank it by each, and measure how far the ways agree.

    groups : counts by part; parts are the opinion groups, or everybody as one part when groups do not hold.
    cells : by statement; only cells whose numbers are shown are used, so that a reader can work out every score
        and no score gives a hidden number away; those who did not say are no community.
    min_votes : a statement with fewer answers is scored but not ranked.
    Ways: "group_product" prod_g (A+1)/(S+2); "lowest_group" and "lowest_community" the smallest lower end of the
        95 % intervals; "community_product" the geometric mean over communities of (A+1)/(S+2) (Nash);
        "community_mean" their mean, each community counting the same.
    Source: Polis (group-aware consensus); Rawls' maximin on Wilson intervals; Nash 1950, doi:10.2307/1907266,
        and Caragiannis et al. 2019, doi:10.1145/3355902.
    """
    product = group_aware_consensus(groups)
    lower, _ = wilson_interval(groups.agree, groups.voted)
    by_community = [_of_communities(row) for row in cells]
    values = np.round(
        np.array([product, lower.min(axis=0), *np.array([c[:3] for c in by_community]).T])
        if by_community
        else np.full((len(RANKING_WAYS), 0), np.nan),
        _DIGITS,
    )
    enough = groups.voted.sum(axis=0) >= min_votes
    ranks = np.array([rank_scores(np.where(enough, row, np.nan)) for row in values])
    return ScoreTable(
        values,
        ranks.astype(np.int64).reshape(values.shape),
        _agreement(np.where(enough, values, np.nan)),
        product ** (1.0 / max(len(groups.agree), 1)),
        np.array([c[3] for c in by_community], dtype=np.int64),
    )


def rank_scores(scores: Floats) -> NDArray[np.int64]:
    """The rank of each score, 1 the highest; equal scores share the better rank; 0 for NaN.

    >>> rank_scores(np.array([0.2, 0.9, np.nan, 0.9])).tolist()
    [3, 1, 0, 1]
    """
    ranks = np.zeros(len(scores), np.int64)
    known = ~np.isnan(scores)
    from scipy.stats import rankdata  # noqa: PLC0415  costs every start half a second

    ranks[known] = rankdata(-scores[known], method="min")
    return ranks


def kendall_tau(one: Floats, other: Floats) -> float:
    """Kendall's tau-b of two rankings of the same things: 1 the same order, -1 the reverse, NaN not known.

    Things that either leaves out (NaN) are left out of both.
    Source: Kendall 1945, doi:10.1093/biomet/33.3.239.

    >>> kendall_tau(np.array([1.0, 2.0, 3.0]), np.array([1.0, 3.0, 2.0]))
    0.333333333333
    """
    both = ~(np.isnan(one) | np.isnan(other))
    if both.sum() < 2:
        return float("nan")
    from scipy.stats import kendalltau  # noqa: PLC0415  costs every start half a second

    return round(float(kendalltau(one[both], other[both]).statistic), _DIGITS)


def _agreement(values: Floats) -> Floats:
    n = len(values)
    return np.array([[kendall_tau(values[i], values[j]) for j in range(n)] for i in range(n)])


def _of_communities(cells: Sequence[CommunityCell]) -> tuple[float, float, float, int]:
    """Lowest lower end, geometric mean and mean of the communities that are shown, and how many they are."""
    used = [c for c in cells if c.shown and c.community != DID_NOT_SAY]
    if not used:
        return (float("nan"),) * 3 + (0,)
    share = agree_probability(np.array([c.agree for c in used]), np.array([c.voted for c in used]))
    nash = float(np.exp(np.log(share).mean()))
    plain = float(np.mean([c.agree / c.voted for c in used]))
    return min(c.lower for c in used), nash, plain, len(used)
