"""Brigading: voters whose answers are too much alike, and sudden arrivals; found, shown, never deleted."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammainc

from misaq.dialogue.counts import count_by_group
from misaq.dialogue.vote import AGREE, DISAGREE, VoteMatrix
from misaq.foundation.seeds import generator

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_BANDS, _DEPTH = (
    8,
    4,
)  # rows alike in 90 % meet in at least one of 8 bands of 4 with probability 0.9998
_MOST_IN_BUCKET = 30  # leaders a row is compared with in one band: bounds the work, not the finds of large clusters


@dataclass(frozen=True)
class AlikeRule:
    """When rows are too much alike; published with the clusters.

    min_answers : answers a row needs to be compared. min_people : people a cluster needs.
    alike : share of answers (of either row) two rows must have in common; 1 finds identical rows only.
    chance : how likely a cluster may be under independent answers and still be reported.
    window : seconds of a burst.
    """

    min_answers: int = 7
    min_people: int = 10
    alike: float = 0.9
    chance: float = 1e-6
    window: int = 3600


@dataclass(frozen=True, eq=False)
class AlikeCluster:
    """People whose rows are too much alike: for the analyst, since it names them.

    members : rows, ascending. identical : how many of them have the commonest row exactly.
    expected : how many such rows would be expected besides the first if people answered independently.
    n_answers : answers in that row.
    densest : share of the members with a time whose first vote falls into the busiest window, NaN without times.
    """

    members: Ints
    identical: int
    expected: float
    n_answers: int
    densest: float


@dataclass(frozen=True)
class Burst:
    """A stretch of time in which far more people arrived than usual.

    start : seconds, a whole number of windows. people : who cast their first vote then.
    usual : the median of the other windows in which anybody came.
    """

    start: int
    people: int
    usual: float


def find_alike(
    matrix: VoteMatrix,
    labels: Ints | None = None,
    times: Floats | None = None,
    *,
    seed: int,
    rule: AlikeRule | None = None,
) -> list[AlikeCluster]:
    """Find clusters of voters whose rows are identical or nearly so, and too many for chance; largest first.

    labels : (n_participants,) opinion group, -1 none: like-minded people answer alike, so a row is held against
        the shares of the group that makes it likeliest, the cluster itself left out.
    times : (n_participants,) seconds of each person's first vote, NaN not known.
    seed : public seed of the signatures. Identical rows are always found; rows alike in 90 % with probability
        0.9998 a pair.
    Source: Broder 1997, doi:10.1109/SEQUEN.1997.666900 (min-wise signatures); banding: Leskovec, Rajaraman &
        Ullman, Mining of Massive Datasets, chapter 3.
    """
    rule = rule or AlikeRule()
    groups = np.zeros(matrix.n_participants, np.int64) if labels is None else labels
    compared = np.flatnonzero(matrix.votes_per_participant >= max(rule.min_answers, 1))
    if len(compared) < 2:
        return []
    tokens = matrix.columns.astype(np.int64) * 3 + (matrix.votes.astype(np.int64) + 1)
    leader = _lead_identical(matrix, tokens, compared, seed)
    if rule.alike < 1:
        _join_similar(matrix, tokens, compared, leader, seed, rule.alike)
    found = []
    for members in _clusters(leader, compared, rule.min_people):
        model, identical = _commonest(matrix, tokens, members)
        expected = _expected_copies(matrix, groups, members, model, rule.alike)
        # so many or more of a Poisson number: the regularised gamma function (scipy.stats costs every start a second)
        if gammainc(len(members) - 1, expected) <= rule.chance:
            found.append(
                AlikeCluster(
                    members,
                    identical,
                    expected,
                    int(matrix.votes_per_participant[model]),
                    _densest(None if times is None else times[members], rule.window),
                )
            )
    return sorted(found, key=lambda c: (-len(c.members), int(c.members[0])))


def find_bursts(times: Floats, *, rule: AlikeRule | None = None) -> list[Burst]:
    """Find the windows in which far more people arrived than usual, in order of time.

    times : (n,) seconds of each person's first vote, NaN not known.
    A window counts when so many would come with a probability under `rule.chance` at four times the median of the
    windows in which anybody came: arrivals come in waves anyway, and a wave alone is no attack.

    >>> [b.people for b in find_bursts(np.concatenate([np.arange(40) * 3600.0, np.full(90, 7200.0)]))]
    [91]
    """
    rule = rule or AlikeRule()
    known = times[~np.isnan(times)]
    if not len(known):
        return []
    windows, people = np.unique(np.floor(known / rule.window).astype(np.int64), return_counts=True)
    usual = float(np.median(people))
    high = (gammainc(people, 4 * usual) < rule.chance) & (people >= rule.min_people)
    return [
        Burst(int(w) * rule.window, int(n), usual)
        for w, n in zip(windows[high], people[high], strict=True)
    ]


def first_times(matrix: VoteMatrix, participants: list[str], person: Ints, times: Floats) -> Floats:
    """(n_participants,) seconds of each person's first vote in the order of the matrix; NaN not known.

    participants : ids numbered by `person` (n,), which with `times` (n,) is the list of votes as it was read.
    """
    first = np.full(len(participants), np.inf)
    known = ~np.isnan(times)
    np.minimum.at(first, person[known], times[known])
    by_id = dict(zip(participants, first.tolist(), strict=True))
    found = np.array([by_id.get(name, np.inf) for name in matrix.participants])
    return np.where(np.isfinite(found), found, np.nan)


def without_participants(matrix: VoteMatrix, left_out: NDArray[np.bool_]) -> VoteMatrix:
    """The matrix without some rows; every statement stays, perhaps with no vote left.

    left_out : (n_participants,) True for those to leave out.
    """
    kept = ~left_out
    chosen = kept[matrix.rows]
    return VoteMatrix(
        tuple(p for p, keep in zip(matrix.participants, kept, strict=True) if keep),
        matrix.statements,
        matrix.columns[chosen],
        matrix.votes[chosen],
        np.concatenate([[0], np.cumsum(matrix.votes_per_participant[kept])]).astype(np.int64),
    )


def _row(matrix: VoteMatrix, tokens: Ints, row: int) -> Ints:
    return tokens[matrix.starts[row] : matrix.starts[row + 1]]


def _lead_identical(matrix: VoteMatrix, tokens: Ints, compared: Ints, seed: int) -> Ints:
    """(n_participants,) the first row that is identical to each; itself when none before is.

    Rows are met by a 64-bit sum of random numbers and then compared answer by answer.
    """
    chance = generator(seed, "dialogue.brigading.rows")
    code = chance.integers(0, 2**63, matrix.n_statements * 3, dtype=np.uint64)
    ends = np.concatenate([[np.uint64(0)], np.cumsum(code[tokens], dtype=np.uint64)])
    sums = ends[matrix.starts[1:]] - ends[matrix.starts[:-1]]  # wraps round, as it may
    leader = np.arange(matrix.n_participants)
    order = compared[np.lexsort((compared, sums[compared]))]
    firsts: list[int] = []  # rows of one sum that differ nevertheless
    for place, row in enumerate(order.tolist()):
        if not place or sums[row] != sums[order[place - 1]]:
            firsts = [row]
            continue
        own = _row(matrix, tokens, row)
        same = next((f for f in firsts if np.array_equal(_row(matrix, tokens, f), own)), None)
        if same is None:
            firsts.append(row)
        else:
            leader[row] = same
    return leader


def _join_similar(
    matrix: VoteMatrix, tokens: Ints, compared: Ints, leader: Ints, seed: int, alike: float
) -> None:
    """Give rows that are nearly those of an earlier leader that leader, in `leader` itself."""
    heads = compared[leader[compared] == compared]
    size = np.bincount(leader[compared], minlength=len(leader))
    order = heads[np.lexsort((heads, -size[heads]))]  # the largest sets of identical rows lead
    for signature in _signatures(matrix, tokens, seed):
        buckets: dict[int, list[int]] = {}
        for head in order.tolist():
            if leader[head] != head:
                continue
            bucket = buckets.setdefault(int(signature[head]), [])
            own = _row(matrix, tokens, head)
            for other in bucket:
                if (
                    leader[other] == other
                    and _share_alike(own, _row(matrix, tokens, other)) >= alike - 1e-12
                ):
                    leader[leader == head] = other
                    break
            else:
                if len(bucket) < _MOST_IN_BUCKET:
                    bucket.append(head)


def _signatures(matrix: VoteMatrix, tokens: Ints, seed: int) -> Iterator[NDArray[np.uint64]]:
    """One number a row for each band: equal where the band's min-wise signatures are."""
    chance = generator(seed, "dialogue.brigading.bands")
    filled = matrix.votes_per_participant > 0
    starts = matrix.starts[:-1][filled]
    for _ in range(_BANDS):
        band = np.zeros(matrix.n_participants, np.uint64)
        for _ in range(_DEPTH):
            code = chance.integers(0, 2**63, matrix.n_statements * 3, dtype=np.uint64)
            least = np.minimum.reduceat(code[tokens], starts)
            band[filled] = band[filled] * np.uint64(0x9E3779B97F4A7C15) + least
        yield band


def _share_alike(one: Ints, other: Ints) -> float:
    """The share of all answers of two rows that both have (Jaccard)."""
    both = len(np.intersect1d(one, other, assume_unique=True))
    return both / max(len(one) + len(other) - both, 1)


def _clusters(leader: Ints, compared: Ints, min_people: int) -> Iterator[Ints]:
    order = compared[np.lexsort((compared, leader[compared]))]
    for members in np.split(order, np.flatnonzero(np.diff(leader[order])) + 1):
        if len(members) >= min_people:
            yield np.sort(members)


def _commonest(matrix: VoteMatrix, tokens: Ints, members: Ints) -> tuple[int, int]:
    """The first person with the commonest row of a cluster, and how many have it."""
    seen: dict[bytes, list[int]] = {}
    for row in members.tolist():
        seen.setdefault(_row(matrix, tokens, row).tobytes(), []).append(row)
    same = max(seen.values(), key=lambda rows: (len(rows), -rows[0]))
    return same[0], len(same)


def _expected_copies(
    matrix: VoteMatrix, labels: Ints, members: Ints, model: int, alike: float
) -> float:
    """How many others would have nearly the model's row if people of its likeliest group answered independently.

    The chance to match in at least `alike` of the answers is that of a sum of independent trials, worked out
    exactly; it is taken times everybody who answered at least that many of the same statements.
    """
    inside = np.zeros(matrix.n_participants, bool)
    inside[members] = True
    columns = matrix.columns[matrix.starts[model] : matrix.starts[model + 1]]
    votes = matrix.votes[matrix.starts[model] : matrix.starts[model + 1]]
    n_groups = int(labels.max(initial=0)) + 1
    counts = count_by_group(matrix, np.where(inside, -1, labels), n_groups=n_groups)
    answers = np.where(
        votes == AGREE,
        counts.agree[:, columns],
        np.where(votes == DISAGREE, counts.disagree[:, columns], counts.passed[:, columns]),
    )
    share = (answers + 1.0) / (counts.voted[:, columns] + 3.0)
    needed = int(np.ceil(alike * len(columns) - 1e-9))
    asked = np.zeros(matrix.n_statements, bool)
    asked[columns] = True
    overlap = np.bincount(matrix.rows, asked[matrix.columns], minlength=matrix.n_participants)
    comparable = int((overlap >= needed).sum()) - 1
    return comparable * max(_at_least(row, needed) for row in share)


def _at_least(chances: Floats, needed: int) -> float:
    """The chance of at least `needed` successes in independent trials with these chances."""
    misses = len(chances) - needed
    tail = np.zeros(misses + 1)  # of 0, 1, ... misses so far
    tail[0] = 1.0
    for p in chances:
        tail[1:] = tail[1:] * p + tail[:-1] * (1 - p)
        tail[0] *= p
    return float(min(tail.sum(), 1.0))


def _densest(times: Floats | None, window: int) -> float:
    known = np.empty(0) if times is None else times[~np.isnan(times)]
    if not len(known):
        return float("nan")
    _, people = np.unique(np.floor(known / window), return_counts=True)
    return float(people.max() / len(known))
