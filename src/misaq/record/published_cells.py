"""What a page tells, as sums over one table of counts."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from misaq.record.swaps import SwapTable

Counts = NDArray[np.int64]


@dataclass(frozen=True)
class PublishedCells:
    """Every number that a release would show, as sums over one table of counts.

    members : for each cell the indices of the counts it sums, without repeats.
    thresholds : (n_cells,) k of each cell; 1 .. k-1 is never shown.
    inner : (n_cells,) True for a cell of a table, False for a margin or total.
    links : pairs of index lists whose sums are equal (the same margin counted in two tables).
    swaps : the two-way tables in which acts may change places; they only speed the search up.
    """

    members: Sequence[NDArray[np.int64]]
    thresholds: Counts
    inner: NDArray[np.bool_]
    links: Sequence[tuple[NDArray[np.int64], NDArray[np.int64]]] = ()
    swaps: Sequence[SwapTable] = ()

    def matrix(self, n_counts: int) -> sparse.csr_array:
        """(n_cells, n_counts) of 0 and 1."""
        return _rows([(one, one[:0]) for one in self.members], n_counts)

    def link_matrix(self, n_counts: int) -> sparse.csr_array:
        """(n_links, n_counts) of 1 and -1; the table's product with it is 0."""
        return _rows(self.links, n_counts)


def _rows(
    pairs: Sequence[tuple[NDArray[np.int64], NDArray[np.int64]]], n_counts: int
) -> sparse.csr_array:
    plus = [np.asarray(one, dtype=np.int64) for one, _ in pairs]
    minus = [np.asarray(other, dtype=np.int64) for _, other in pairs]
    sizes = [len(a) + len(b) for a, b in zip(plus, minus, strict=True)]
    columns = [part for pair in zip(plus, minus, strict=True) for part in pair]
    signs = [
        np.concatenate([np.ones(len(a)), -np.ones(len(b))])
        for a, b in zip(plus, minus, strict=True)
    ]
    if not pairs:
        return sparse.csr_array((0, n_counts), dtype=np.int64)
    return sparse.csr_array(
        (
            np.concatenate(signs).astype(np.int64),
            np.concatenate(columns).astype(np.int64),
            np.concatenate([[0], np.cumsum(sizes)]),
        ),
        shape=(len(pairs), n_counts),
    )
