"""Marks of the public map: each stands for several people, so that nobody is a point."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import ConvexHull, QhullError

Points = NDArray[np.float64]


@dataclass(frozen=True)
class Mark:
    """A place on the map and the people it stands for: x and y are the mean of their places, 6 digits."""

    group: int
    x: float
    y: float
    people: int


def gather_marks(points: Points, labels: NDArray[np.int64], *, at_least: int) -> list[Mark]:
    """Replace people by marks that stand for `at_least` people each; people in no group get no mark.

    points : (n, 2). labels : (n,) group, -1 in none. at_least : people behind a mark.
    Each group is cut in two at the median of its longer side, again and again, as long as both halves keep
    `at_least`; a group smaller than that has no mark. Marks are sorted by group, x, y.

    >>> gather_marks(np.array([[0, 0], [0, 2], [9, 0], [9, 2]]), np.zeros(4, int), at_least=2)
    [Mark(group=0, x=0.0, y=1.0, people=2), Mark(group=0, x=9.0, y=1.0, people=2)]
    """
    marks = []
    for group in range(int(labels.max(initial=-1)) + 1):
        waiting = [points[labels == group]]
        while waiting:
            part = waiting.pop()
            if len(part) >= 2 * at_least:
                waiting.extend(_halves(part))
            elif len(part) >= at_least:
                x, y = np.round(part.mean(axis=0), 6) + 0.0
                marks.append(Mark(group, float(x), float(y), len(part)))
    return sorted(marks, key=lambda m: (m.group, m.x, m.y, m.people))


def outline_groups(
    marks: list[Mark], n_groups: int, *, share: float = 0.9
) -> list[list[list[float]]]:
    """The outline of each group: the hull of its marks nearest the middle that hold nine tenths of its people.

    Returns one polygon per group, [[x, y], ...] counter-clockwise; empty when fewer than three marks differ.
    """
    outlines = []
    for group in range(n_groups):
        own = [m for m in marks if m.group == group]
        outlines.append(_hull(own, share) if len(own) > 2 else [])
    return outlines


def _halves(part: Points) -> list[Points]:
    sides = part.max(axis=0) - part.min(axis=0)
    axis = int(sides[1] > sides[0])
    order = np.lexsort((part[:, 1 - axis], part[:, axis]))
    middle = len(part) // 2
    return [part[order[:middle]], part[order[middle:]]]


def _hull(marks: list[Mark], share: float) -> list[list[float]]:
    places = np.array([[m.x, m.y] for m in marks])
    people = np.array([m.people for m in marks], dtype=np.float64)
    middle = np.average(places, axis=0, weights=people)
    order = np.argsort(np.round(np.hypot(*(places - middle).T), 9), kind="stable")
    inside = order[
        : max(3, int(np.searchsorted(np.cumsum(people[order]), share * people.sum())) + 1)
    ]
    try:
        corners = ConvexHull(places[inside]).vertices
    except QhullError:  # all on one line: there is no area to draw
        return []
    polygon = places[inside][corners]
    first = int(np.lexsort((polygon[:, 1], polygon[:, 0]))[0])
    rolled: list[list[float]] = np.roll(polygon, -first, axis=0).tolist()
    return rolled
