"""What may be published: small counts are withheld, and enough others that no small one can be worked out.

The rule. A published count is a sum over a table of people. A count of 0 is shown: it points at nobody. A count
of 1 to k-1 is withheld ("small"). Other counts are withheld with it ("protects") until this holds: for every
small count there are complete tables, other than the true one, that would give the very same page, and in which
that count differs by `width(k)`. Those tables are kept as witnesses, so the protection is proved by showing them,
not by trusting the search (`find_gaps` does so).

What a reader may know without breaking it: every rule here, every number and mark of the page, that counts are
whole. A cell marked "small" is 1 to k-1. "protects" says nothing about size; a withheld total always has this mark.
Not covered: a reader who knows some of the people in the table; one who tries the search itself on guessed tables to
see which give this very pattern; inference from earlier or later releases.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from misaq.foundation.errors import EngineError
from misaq.record.published_cells import PublishedCells
from misaq.record.witness import Demand, WitnessSearch, needed_witnesses

Counts = NDArray[np.int64]
SHOWN, SMALL, PROTECTS = "", "small", "protects"


class SuppressionError(EngineError):
    """The tables could not be made safe to publish; `reason` says what failed. Nothing is published."""

    code = "suppression_failed"


@dataclass(frozen=True)
class Suppression:
    """Which cells are shown.

    values : (n_cells,) the true counts. Not for publication.
    marks : (n_cells,) "" shown, "small" or "protects".
    witnesses : (n_witnesses, n_counts) other tables that give the same page. Not for publication.
    """

    values: Counts = field(repr=False)
    marks: tuple[str, ...]
    witnesses: Counts = field(repr=False)

    def shown(self, cell: int) -> int | None:
        """The count of a cell, or None where it is withheld."""
        return None if self.marks[cell] else int(self.values[cell])


def width(threshold: int) -> int:
    """How far apart two possible values of a small count must at least be: (k - 1) // 2.

    >>> width(5), width(10)
    (2, 4)
    """
    return (threshold - 1) // 2


def suppress(counts: Counts, cells: PublishedCells) -> Suppression:
    """Choose which cells to withhold, with the tables that prove it enough.

    counts : (n_counts,) whole numbers >= 0; the cells sum over them.
    Deterministic. Raises SuppressionError when the proof fails; it never returns an unproved choice.
    Source: the rule of primary and complementary suppression is that of Willenborg and de Waal, Elements of
    Statistical Disclosure Control, 2001; the search solves, for one small count after another, the linear
    programme "change it at the least cost in other cells" and withholds what the solution changes.

    >>> import numpy as np
    >>> rows, columns = [np.array([0, 1]), np.array([2, 3])], [np.array([0, 2]), np.array([1, 3])]
    >>> single = [np.array([i]) for i in range(4)]
    >>> cells = PublishedCells(single + rows + columns, np.full(8, 5), np.array([True] * 4 + [False] * 4))
    >>> suppress(np.array([3, 20, 30, 40]), cells).marks
    ('small', 'protects', 'protects', 'protects', '', '', '', '')
    """
    n_counts = len(counts)
    matrix, links = cells.matrix(n_counts), cells.link_matrix(n_counts)
    values = np.asarray(matrix @ counts, dtype=np.int64)
    widths = np.array([max(1, width(int(k))) for k in cells.thresholds], dtype=np.int64)
    sensitive = (values >= 1) & (values < cells.thresholds)
    demand = Demand.of_counts(sensitive, widths)
    search = WitnessSearch(counts, matrix, links, cells, demand)
    search.run()
    keep = needed_witnesses(search.found, demand)
    moves = np.array([search.found.moves[i] for i in keep], dtype=np.int64)
    witnesses = counts + moves.reshape(-1, n_counts)
    changed = (values != np.asarray(matrix @ witnesses.T).T).any(axis=0)
    marks = tuple(
        SMALL if search.is_small[i] else PROTECTS if changed[i] or sensitive[i] else SHOWN
        for i in range(len(values))
    )
    found = Suppression(values, marks, witnesses)
    gaps = find_gaps(counts, cells, found)
    if gaps:
        raise SuppressionError(reason=gaps[0])
    return found


def find_gaps(counts: Counts, cells: PublishedCells, found: Suppression) -> list[str]:
    """Say where a choice of cells fails its promise; [] when it holds. Uses the witnesses alone, no solver."""
    n_counts = len(counts)
    matrix, links = cells.matrix(n_counts), cells.link_matrix(n_counts)
    values, k = np.asarray(matrix @ counts), cells.thresholds
    told = np.asarray(matrix @ found.witnesses.T).T
    marks = np.array(found.marks, dtype=object)
    sensitive = (values >= 1) & (values < k)
    gaps = []
    if (sensitive & (marks == SHOWN)).any():
        gaps.append("a small count is shown")
    if (found.witnesses < 0).any() or (links.shape[0] and np.any(links @ found.witnesses.T)):
        gaps.append("a witness is no table")
    if (told != values)[:, marks == SHOWN].any():
        gaps.append("a witness gives another page")
    if ((told < 1) | (told >= k))[:, marks == SMALL].any():
        gaps.append("a witness contradicts a mark")
    if (told < np.where(cells.inner & (values >= k), k, 1))[:, marks == PROTECTS].any():
        gaps.append("a witness contradicts the rule")
    every = np.vstack([values, told])
    spread = every.max(axis=0) - every.min(axis=0)
    if (spread < np.array([width(int(one)) for one in k]))[sensitive].any():
        gaps.append("a small count can be worked out")
    if (spread == 0)[marks != SHOWN].any():
        gaps.append("a withheld count can be worked out")
    return gaps
