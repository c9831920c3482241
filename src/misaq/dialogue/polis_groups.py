"""Opinion groups by Polis' own rules, started cold: two to five, their number by mean silhouette."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from misaq.dialogue.groups import (
    Grouping,
    Points,
    gather_cells,
    group_by_size,
    measure_distances,
    move_centres,
    start_centres,
)

N_BASE = 100
MAX_GROUPS = 5
_EVERYBODY_UP_TO = 2000  # above this many people the search runs on cells of a grid
_STARTS = 60
_SEED = 0  # Polis knows no public seed: the starts are fixed


@dataclass(eq=False)
class _Place:
    """A grouping at which k-means comes to rest, and how many of the starts reached it."""

    labels: NDArray[np.int64]
    centres: Points
    reached: int = 0


def find_polis_groups(
    points: Points, *, weights: NDArray[np.float64] | None = None, starts: int = _STARTS
) -> Grouping:
    """Put people into groups as Polis does, without the history of its server.

    points : (n, 2) places on the opinion plane. weights : (n,) how often each point counts, None once each.
    starts : starts drawn by chance for each number of groups, beside two fixed ones.
    Tries 2 to min(5, 2 + floor(base clusters / 12)) groups, a group of one allowed. As in Polis the highest mean
        silhouette decides how many; on a tie, more. With that number k-means comes to rest in several places
        from several starts, and Polis' history, which nobody has, decided for one of them. Of those whose
        silhouette is within one standard error of the highest (these people cannot tell them apart) the one is
        taken that most starts reach; on a tie, the higher silhouette.
    Polis first gathers people into 100 base clusters, to spare work; started cold, that first level depends on
        who came first, which is seldom known, so it is left out here (docs/reference/dialogue-compat.md).
    Returns one group for fewer than two distinct points; its `silhouette` is that of the grouping taken.
    Source: the one-standard-error rule of Breiman, Friedman, Olshen & Stone, Classification and Regression Trees
        (1984), ch. 3, here for silhouettes.

    >>> find_polis_groups(np.array([[0, 0], [0, .1], [5, 5], [5, 5.1], [.1, 0]])).labels
    array([0, 0, 1, 1, 0])
    """
    weight = np.ones(len(points)) if weights is None else weights
    cells, mass = gather_cells(points, weight, above=_EVERYBODY_UP_TO)
    distances = measure_distances(cells)
    n_base = min(N_BASE, len(np.unique(cells, axis=0)))
    tried: dict[int, float] = {}
    best: tuple[float, Points] = (float("nan"), np.empty((0, 2)))
    for k in range(2, min(MAX_GROUPS, 2 + n_base // 12, n_base) + 1):
        if places := _places_of_rest(cells, mass, k, starts):
            means, error = _silhouettes(distances, mass, places)
            tried[k] = float(means.max())
            if tried[k] >= max(tried.values()):
                near = np.flatnonzero(means >= means.max() - error)
                reached = np.array([places[i].reached for i in near])
                taken = int(near[np.lexsort((means[near], reached))[-1]])
                best = (float(means[taken]), places[taken].centres)
    if not tried:
        middle = np.average(cells, axis=0, weights=mass)[None] if len(cells) else np.zeros((1, 2))
        return Grouping(np.where(weight > 0, 0, -1), middle, float("nan"), tried)
    labels, centres = move_centres(points, weight, best[1])
    return group_by_size(np.where(weight > 0, labels, -1), centres, weight, best[0], tried)


def _places_of_rest(cells: Points, mass: NDArray[np.float64], k: int, draws: int) -> list[_Place]:
    """The different groupings at which k-means comes to rest, none with an empty group, in a fixed order."""
    found: dict[bytes, _Place] = {}
    for start in start_centres(cells, mass, k, _SEED, draws=draws):
        labels, centres = move_centres(cells, mass, start)
        if len(np.unique(labels)) < k:
            continue
        order = np.lexsort((centres[:, 1], centres[:, 0]))
        rank = np.empty(k, np.int64)
        rank[order] = np.arange(k)
        labels = rank[labels]
        found.setdefault(labels.tobytes(), _Place(labels, centres[order])).reached += 1
    return list(found.values())


def _silhouettes(
    distances: Points, mass: NDArray[np.float64], places: list[_Place]
) -> tuple[NDArray[np.float64], float]:
    """The mean silhouette of each place, (n_places,), and the standard error of the highest.

    All places in one product with the (n, n) distances, which are read once.
    """
    n, k = len(mass), len(places[0].centres)
    labels = np.stack([place.labels for place in places])
    belongs = np.eye(k)[labels]  # (n_places, n, k)
    weighed = np.moveaxis(belongs, 0, 1).reshape(n, -1) * mass[:, None]
    to_group = np.moveaxis((distances @ weighed).reshape(n, len(places), k), 1, 0).copy()
    size = np.tensordot(belongs, mass, axes=(1, 0))  # (n_places, k)
    own_size = np.take_along_axis(size, labels, axis=1)
    own = labels[..., None]
    inside = np.take_along_axis(to_group, own, axis=2)[..., 0] / np.maximum(own_size - 1, 1)
    to_group /= size[:, None]
    np.put_along_axis(to_group, own, np.inf, axis=2)
    outside = to_group.min(axis=2)
    widest = np.maximum(inside, outside)
    scores = np.divide(outside - inside, widest, out=np.zeros_like(widest), where=widest > 0)
    scores[own_size <= 1] = 0.0
    means = np.round(scores @ mass / mass.sum(), 9)
    spread = (scores[int(np.argmax(means))] - means.max()) ** 2 @ mass
    return means, float(np.sqrt(spread) / mass.sum())
