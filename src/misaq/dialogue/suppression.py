"""What may be shown: no small count, and no count that gives a small one away by subtraction."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Showing = Literal["shown", "small", "protects"]


def choose_shown(
    counts: Sequence[int], *, threshold: int, prefer_hidden: Sequence[float] = ()
) -> list[Showing]:
    """Decide which cells of a row may be shown when the row's total is public.

    counts : people behind each cell; together they make up the total (or nearly, where people may be in two).
    threshold : smallest count that is shown.
    prefer_hidden : (n,) of the cells that could protect another, the lowest goes first; then the smallest
        that is enough.
    Cells under the threshold are "small". The total less what is shown tells the sum of the hidden cells; as
    long as that sum narrows a small count further than "small" already does, one more cell, large enough on
    its own, "protects" it. When everything is hidden nothing more can be done.

    >>> choose_shown([40, 25, 3], threshold=10)
    ['shown', 'protects', 'small']
    >>> choose_shown([40, 25], threshold=10)
    ['shown', 'shown']
    """
    rank = list(prefer_hidden) or [0.0] * len(counts)
    showing: list[Showing] = ["shown" if n >= threshold else "small" for n in counts]
    while not _is_safe(counts, showing, threshold):
        shown = [i for i, state in enumerate(showing) if state == "shown"]
        if not shown:
            break
        enough = [i for i in shown if _is_safe(counts, _with(showing, i), threshold)]
        first = min(enough, key=lambda i: (rank[i], counts[i], i), default=None)
        chosen = max(shown, key=lambda i: (-rank[i], counts[i], -i)) if first is None else first
        showing = _with(showing, chosen)
    return showing


def _with(showing: Sequence[Showing], place: int) -> list[Showing]:
    return [*showing[:place], "protects", *showing[place + 1 :]]


def _is_safe(counts: Sequence[int], showing: Sequence[Showing], threshold: int) -> bool:
    """Whether every count under the threshold still fits what a reader can work out.

    A reader knows the sum of the hidden cells, that each small one is under the threshold, and that each
    protecting one is not.
    """
    few = [n for n, state in zip(counts, showing, strict=True) if state == "small"]
    spare = [n - threshold for n, state in zip(counts, showing, strict=True) if state == "protects"]
    if not few:
        return True
    if spare:
        return sum(few) + sum(spare) >= threshold - 1
    return threshold - 1 <= sum(few) <= (len(few) - 1) * (threshold - 1)


def choose_shown_rows(
    table: NDArray[np.int64], *, threshold: int, prefer_hidden: Sequence[float] = ()
) -> list[Showing]:
    """Decide which rows of a table may be shown when its column totals are public.

    table : (n_rows, n_columns) counts; row = community, column = opinion group.
    prefer_hidden : (n_rows,) of the rows that could protect another, the lowest goes first.
    A row with a cell under the threshold is hidden whole (its own total is public elsewhere); then further rows,
    smallest first, until what is hidden in each column adds up to the threshold or to nobody.

    >>> choose_shown_rows(np.array([[40, 30], [25, 20], [12, 3]]), threshold=10)
    ['shown', 'protects', 'small']
    """
    showing: list[Showing] = [
        "small" if row.min(initial=threshold) < threshold else "shown" for row in table
    ]
    rank = list(prefer_hidden) or [0.0] * len(table)
    for place in sorted(range(len(table)), key=lambda i: (rank[i], int(table[i].sum()), i)):
        hidden = np.array([state != "shown" for state in showing])
        sums = table[hidden].sum(axis=0)
        if not hidden.any() or (hidden.sum() > 1 and (sums >= threshold).all()):
            break
        if showing[place] == "shown":
            showing[place] = "protects"
    return showing
