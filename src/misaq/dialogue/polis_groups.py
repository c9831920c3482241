"""Opinion groups by Polis' own rules, started cold: two to five, the number and the start by mean silhouette."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from misaq.dialogue.groups import (
    Grouping,
    Points,
    gather_cells,
    group_by_size,
    measure_distances,
    move_centres,
    silhouette_of,
    start_centres,
)

N_BASE = 100
MAX_GROUPS = 5
_EVERYBODY_UP_TO = 2000  # above this many people the search runs on cells of a grid
_STARTS = 30
_SEED = 0  # Polis knows no public seed: the starts are fixed


def find_polis_groups(
    points: Points, *, weights: NDArray[np.float64] | None = None, starts: int = _STARTS
) -> Grouping:
    """Put people into groups as Polis does, without the history of its server.

    points : (n, 2) places on the opinion plane. weights : (n,) how often each point counts, None once each.
    starts : starts drawn by chance for each number of groups, beside two fixed ones.
    Tries 2 to min(5, 2 + floor(base clusters / 12)) groups, a group of one allowed. k-means comes to rest in
        several places from several starts; of all of them, and of all numbers of groups, the highest mean
        silhouette wins: the rule by which Polis chooses the number. On a tie, more groups.
    Polis first gathers people into 100 base clusters, to spare work; started cold, that first level depends on
        who came first and was farther from the published groups on six conversations out of ten
        (docs/reference/dialogue-compat.md), so it is left out here.
    Returns one group for fewer than two distinct points.

    >>> find_polis_groups(np.array([[0, 0], [0, .1], [5, 5], [5, 5.1], [.1, 0]])).labels
    array([0, 0, 1, 1, 0])
    """
    weight = np.ones(len(points)) if weights is None else weights
    cells, mass = gather_cells(points, weight, above=_EVERYBODY_UP_TO)
    distances = measure_distances(cells)
    n_base = min(N_BASE, len(np.unique(cells, axis=0)))
    tried: dict[int, float] = {}
    best: tuple[float, Points] | None = None
    for k in range(2, min(MAX_GROUPS, 2 + n_base // 12, n_base) + 1):
        for labels, centres in _places_of_rest(cells, mass, k, starts):
            score = round(silhouette_of(distances, mass, labels, k), 9)
            tried[k] = max(score, tried.get(k, -1.0))
            if best is None or score > best[0] or (score == best[0] and k > len(best[1])):
                best = (score, centres)
    if best is None:
        middle = np.average(cells, axis=0, weights=mass)[None] if len(cells) else np.zeros((1, 2))
        return Grouping(np.where(weight > 0, 0, -1), middle, float("nan"), tried)
    labels, centres = move_centres(points, weight, best[1])
    return group_by_size(np.where(weight > 0, labels, -1), centres, weight, best[0], tried)


def _places_of_rest(
    cells: Points, mass: NDArray[np.float64], k: int, draws: int
) -> Iterator[tuple[NDArray[np.int64], Points]]:
    """The different groupings at which k-means comes to rest; none with an empty group."""
    seen = set()
    for start in start_centres(cells, mass, k, _SEED, draws=draws):
        labels, centres = move_centres(cells, mass, start)
        order = np.lexsort((centres[:, 1], centres[:, 0]))
        rank = np.empty(k, np.int64)
        rank[order] = np.arange(k)
        known = rank[labels].tobytes()
        if known not in seen and len(np.unique(labels)) == k:
            seen.add(known)
            yield rank[labels], centres[order]
