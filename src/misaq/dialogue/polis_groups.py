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
_IN_CACHE = 1 << 17  # numbers worked on at once
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
        taken that agrees most, by the adjusted Rand index, with where all the starts end.
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
                near = means >= means.max() - error
                agreed = np.where(near, _agreement_with_all(mass, places), -np.inf)
                taken = int(np.lexsort((means, agreed))[-1])
                best = (float(means[taken]), places[taken].centres)
    if not tried:
        middle = np.average(cells, axis=0, weights=mass)[None] if len(cells) else np.zeros((1, 2))
        return Grouping(np.where(weight > 0, 0, -1), middle, float("nan"), tried)
    labels, centres = move_centres(points, weight, best[1])
    return group_by_size(np.where(weight > 0, labels, -1), centres, weight, best[0], tried)


def _places_of_rest(cells: Points, mass: NDArray[np.float64], k: int, draws: int) -> list[_Place]:
    """The different groupings at which k-means comes to rest, none with an empty group, in a fixed order."""
    found: dict[bytes, _Place] = {}
    starts = np.stack(list(start_centres(cells, mass, k, _SEED, draws=draws)))
    at_once = max(_IN_CACHE // (k * len(cells)), 1)
    for first in range(0, len(starts), at_once):
        settled = _settle(cells, mass, starts[first : first + at_once])
        for labels, centres in zip(*settled, strict=True):
            if np.bincount(labels, minlength=k).min() == 0:
                continue
            order = np.lexsort((centres[:, 1], centres[:, 0]))
            labels = np.argsort(order)[labels]
            found.setdefault(labels.tobytes(), _Place(labels, centres[order])).reached += 1
    return list(found.values())


def _settle(
    cells: Points, mass: NDArray[np.float64], centres: NDArray[np.float64], *, rounds: int = 100
) -> tuple[NDArray[np.int8], NDArray[np.float64]]:
    """`move_centres` for many starts together: (n_starts, k, 2) to labels (n_starts, n) and centres."""
    centres = centres.copy()
    x, y = np.ascontiguousarray(cells.T)
    sums = np.stack([mass * x, mass * y, mass], axis=1)
    numbers = np.arange(centres.shape[1], dtype=np.int8)[:, None]
    labels = np.full((len(centres), len(cells)), -1, np.int8)
    moving = np.arange(len(centres))
    for _ in range(rounds + 1):
        nearest = _nearest_of(x, y, centres[moving])
        moved = (nearest != labels[moving]).any(axis=1)
        moving, nearest = moving[moved], nearest[moved]
        if not moving.size:
            break
        labels[moving] = nearest
        total = (nearest[:, None] == numbers).astype(np.float64) @ sums
        size = total[..., 2:]  # a group that lost everybody stays where it was
        centres[moving] = np.divide(total[..., :2], size, out=centres[moving], where=size > 0)
    return labels, centres


def _nearest_of(
    x: NDArray[np.float64], y: NDArray[np.float64], centres: NDArray[np.float64]
) -> NDArray[np.int8]:
    """The nearest centre of each point for each set of centres, (n_sets, n); of two equally near, the first.

    Compares |c|^2 / 2 - c.p, which orders centres as the distance does and takes half the work.
    """
    lowest = np.full((len(centres), len(x)), np.inf)
    nearest = np.zeros(lowest.shape, np.int8)
    for number in range(centres.shape[1]):
        a, b = centres[:, number, :1], centres[:, number, 1:]
        gap = (a * a + b * b) / 2 - a * x
        gap -= b * y
        nearest[gap < lowest] = number
        np.minimum(lowest, gap, out=lowest)
    return nearest


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


def _agreement_with_all(mass: NDArray[np.float64], places: list[_Place]) -> NDArray[np.float64]:
    """The mean adjusted Rand index of each place with the places where the starts ended, (n_places,)."""
    k = len(places[0].centres)
    belongs = np.eye(k)[np.stack([place.labels for place in places])]
    flat = np.moveaxis(belongs, 0, 1).reshape(len(mass), -1)
    shared = (flat.T @ (flat * mass[:, None])).reshape(len(places), k, len(places), k)
    together = _pairs(shared).sum(axis=(1, 3))
    alone = _pairs(np.tensordot(belongs, mass, axes=(1, 0))).sum(axis=1)
    expected = np.outer(alone, alone) / max(float(_pairs(mass.sum())), 1e-300)
    most = (alone[:, None] + alone) / 2
    agreement = np.divide(
        together - expected, most - expected, out=np.ones_like(most), where=most > expected
    )
    reached = np.array([place.reached for place in places], dtype=np.float64)
    result: NDArray[np.float64] = np.round(agreement @ reached / reached.sum(), 9)
    return result


def _pairs(size: NDArray[np.float64]) -> NDArray[np.float64]:
    """How many pairs of people a group of this size holds."""
    result: NDArray[np.float64] = size * (size - 1) / 2
    return result
