"""Opinion groups: people whose votes are alike, found from the votes and chosen by nobody."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from misaq.foundation.seeds import generator

Points = NDArray[np.float64]

MAX_GROUPS = 12
_CELLS_FROM = 600  # with more points than this the search runs on cells of a grid
_SIDE = 30  # cells a side of that grid
_STARTS = 6


@dataclass(frozen=True, eq=False)
class Grouping:
    """Points put into groups.

    labels : (n_points,) 0 .. n_groups-1, numbered by size, largest first; -1 for a point of no weight.
    centres : (n_groups, 2).
    silhouette : mean silhouette, -1 to 1; NaN for one group.
    tried : number of groups to its mean silhouette, NaN where a group came out smaller than allowed.
    stretch : by how much each axis is drawn out before distances are taken.
    """

    labels: NDArray[np.int64]
    centres: Points
    silhouette: float
    tried: dict[int, float]
    stretch: tuple[float, float] = (1.0, 1.0)

    @property
    def n_groups(self) -> int:
        """How many groups."""
        return len(self.centres)

    def assign(self, points: Points) -> NDArray[np.int64]:
        """Put any points with their nearest centre: (n,) labels; of two equally near, the larger group."""
        return _nearest(points * self.stretch, self.centres * self.stretch)


def find_groups(
    points: Points,
    *,
    seed: int,
    weights: NDArray[np.float64] | None = None,
    max_groups: int = MAX_GROUPS,
    min_size: int = 2,
    starts: int = _STARTS,
) -> Grouping:
    """Put people who vote alike into groups, and say how many groups there are.

    points : (n, 2) places on the opinion plane.
    seed : public seed of the starts; the same points and seed always give the same labels.
    weights : (n,) how often each point counts, None once each.
    max_groups : most groups tried, 2 or more.
    min_size : a number of groups that makes one smaller than this is not considered.
    starts : starts drawn by chance for each number of groups, beside the two fixed ones.
    Returns the grouping with the highest mean silhouette; on a tie, fewer groups; one group when no division
        is allowed.
    Source: k-means (Lloyd) with k-means++ starts (Arthur & Vassilvitskii 2007); number of groups by silhouette
        (Rousseeuw 1987, doi:10.1016/0377-0427(87)90125-7). Polis uses 100 base clusters where we use cells of
        a grid, and allows groups of one.

    >>> find_groups(np.array([[0, 0], [0, .1], [5, 5], [5, 5.1], [.1, 0]]), seed=1).labels
    array([0, 0, 1, 1, 0])
    """
    weight = np.ones(len(points)) if weights is None else weights
    cells, mass = gather_cells(points, weight)
    distances = measure_distances(cells)
    tried: dict[int, float] = {}
    found: dict[int, Points] = {}
    for k in range(2, min(max_groups, len(cells)) + 1):
        centres = _best_centres(cells, mass, k, seed, starts)
        sizes = np.bincount(_nearest(cells, centres), mass, minlength=k)
        if sizes.min() < min_size:
            tried[k] = float("nan")
            continue
        tried[k] = round(silhouette_of(distances, mass, _nearest(cells, centres), k), 9)
        found[k] = centres
    if not found:
        middle = (
            np.average(points, axis=0, weights=weight)[None] if weight.sum() else np.zeros((1, 2))
        )
        return Grouping(np.where(weight > 0, 0, -1), middle, float("nan"), tried)
    chosen = max(found, key=lambda k: (tried[k], -k))
    labels, centres = _settle(points, weight, found[chosen])
    return group_by_size(labels, centres, weight, tried[chosen], tried)


def measure_silhouette(points: Points, labels: NDArray[np.int64]) -> float:
    """How much closer people are to their own group than to the next, on average: -1 to 1.

    points : (n, 2). labels : (n,) 0 .. n_groups-1. A group of one counts as 0. Takes n^2 time.
    Source: Rousseeuw 1987, doi:10.1016/0377-0427(87)90125-7.
    """
    return silhouette_of(
        measure_distances(points), np.ones(len(points)), labels, int(labels.max()) + 1
    )


def gather_cells(
    points: Points, weight: NDArray[np.float64], *, above: int = _CELLS_FROM
) -> tuple[Points, NDArray[np.float64]]:
    """Gather points on a grid when there are more than `above`, each cell at the mean of its points.

    Returns (n_cells, 2) places and their weights; the search then does not grow with n.
    """
    used = weight > 0
    if int(used.sum()) <= above:
        return points[used], weight[used]
    points, weight = points[used], weight[used]
    low, high = points.min(axis=0), points.max(axis=0)
    step = np.where(high > low, (high - low) / _SIDE, 1.0)
    place = np.minimum(((points - low) / step).astype(np.int64), _SIDE - 1)
    _, cell = np.unique(place[:, 0] * _SIDE + place[:, 1], return_inverse=True)
    mass: NDArray[np.float64] = np.bincount(cell, weight).astype(np.float64)
    means = np.stack(
        [np.bincount(cell, weight * points[:, axis]) / mass for axis in (0, 1)], axis=1
    )
    return means, mass


def _best_centres(
    cells: Points, mass: NDArray[np.float64], k: int, seed: int, draws: int
) -> Points:
    best, best_cost = np.empty((0, 2)), np.inf
    for start in start_centres(cells, mass, k, seed, draws=draws):
        centres = move_centres(cells, mass, start)[1]
        near = np.min(_squares(cells, centres), axis=0)
        cost = round(float(mass @ near), 9)
        if cost < best_cost:
            best, best_cost = centres, cost
    return best


def start_centres(
    cells: Points, mass: NDArray[np.float64], k: int, seed: int, *, draws: int = _STARTS
) -> Iterator[Points]:
    """Bands along each axis, which any sample shares, and k-means++ draws from the public seed."""
    for axis in (0, 1):
        order = np.lexsort((cells[:, 1 - axis], cells[:, axis]))
        share = (np.cumsum(mass[order]) - mass[order] / 2) / mass.sum()
        yield _means(
            cells[order],
            mass[order],
            np.minimum((share * k).astype(np.int64), k - 1),
            cells[order][:k],
        )
    chance = generator(seed, f"dialogue.groups.{k}")
    for _ in range(draws):
        chosen = [int(np.searchsorted(np.cumsum(mass), chance.random() * mass.sum(), side="right"))]
        gap = _squares(cells, cells[chosen])[0]
        while len(chosen) < k:
            odds = np.cumsum(mass * gap)
            draw = chance.random() * odds[-1] if odds[-1] > 0 else 0.0
            chosen.append(min(int(np.searchsorted(odds, draw, side="right")), len(cells) - 1))
            gap = np.minimum(gap, _squares(cells, cells[chosen[-1:]])[0])
        yield cells[chosen]


def move_centres(
    points: Points, weight: NDArray[np.float64], centres: Points, *, rounds: int = 100
) -> tuple[NDArray[np.int64], Points]:
    """Move centres to the middle of their points until no point changes group: labels (n,) and centres."""
    labels = _nearest(points, centres)
    for _ in range(rounds):
        centres = _means(points, weight, labels, centres)
        moved = _nearest(points, centres)
        if np.array_equal(moved, labels):
            break
        labels = moved
    return labels, centres


def _settle(
    points: Points, weight: NDArray[np.float64], centres: Points
) -> tuple[NDArray[np.int64], Points]:
    labels, centres = move_centres(points, weight, centres)
    return np.where(weight > 0, labels, -1), centres


def _means(
    points: Points, weight: NDArray[np.float64], labels: NDArray[np.int64], centres: Points
) -> Points:
    k = len(centres)
    mass = np.bincount(labels, weight, minlength=k)
    moved = centres.copy()  # a group that lost everybody stays where it was
    for axis in (0, 1):
        total = np.bincount(labels, weight * points[:, axis], minlength=k)
        np.divide(total, mass, out=moved[:, axis], where=mass > 0)
    return moved


def _squares(points: Points, centres: Points) -> Points:
    """(n_centres, n_points) squared distances; points run along the rows so that they lie together in memory."""
    x, y = np.ascontiguousarray(points.T)
    result: Points = (x - centres[:, :1]) ** 2
    result += (y - centres[:, 1:]) ** 2
    return result


def _nearest(points: Points, centres: Points) -> NDArray[np.int64]:
    nearest: NDArray[np.int64] = np.argmin(_squares(points, centres), axis=0)
    return nearest


def measure_distances(points: Points) -> Points:
    """(n, n) distances between points."""
    return np.sqrt(_squares(points, points))


def silhouette_of(
    distances: Points, mass: NDArray[np.float64], labels: NDArray[np.int64], k: int
) -> float:
    """The mean silhouette of weighted points, -1 to 1, from their (n, n) distances; a group of one counts 0."""
    to_group = distances @ (np.eye(k)[labels] * mass[:, None])
    size = np.bincount(labels, mass, minlength=k)
    own = (np.arange(len(labels)), labels)
    inside = to_group[own] / np.maximum(size[labels] - 1, 1)
    to_group = np.divide(to_group, size, out=np.full_like(to_group, np.inf), where=size > 0)
    to_group[own] = np.inf
    outside = to_group.min(axis=1)
    widest = np.maximum(inside, outside)
    score = np.divide(
        outside - inside,
        widest,
        out=np.zeros_like(inside),
        where=(widest > 0) & np.isfinite(widest),
    )
    score[size[labels] <= 1] = 0.0
    return float(mass @ score / mass.sum())


def group_by_size(
    labels: NDArray[np.int64],
    centres: Points,
    weight: NDArray[np.float64],
    silhouette: float,
    tried: dict[int, float],
) -> Grouping:
    """Number groups by size, largest first; labels of -1 stay."""
    used = labels >= 0
    size = np.bincount(labels[used], weight[used], minlength=len(centres))
    order = np.lexsort((centres[:, 1], centres[:, 0], -size))
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    return Grouping(np.where(used, rank[labels], -1), centres[order], silhouette, tried)
