"""Which counts of a pool, by feature and by two features, may be told in public.

The rule. A count of 0 is shown: it points at nobody. A count below the threshold is hidden. More are hidden with it
until (1) no line of a table has a single hidden count, or hidden ones that together are below the threshold, for
lines add up to the feature; and (2) whoever adds and subtracts everything shown cannot tell any small count to
within `threshold` people. The second is proved by linear programs over the tables of two categories, and of three
whose tables of two share a category: so a category that is part of another (district and province) gives nothing
away. Not covered: a reader who knows some of the people; four tables at once.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations, product

import numpy as np
from scipy.sparse import csr_array

from misaq.assembly.pool import Ints, Pool
from misaq.assembly.programs import Floats, Program
from misaq.assembly.report import hidden_cells

Pair = tuple[int, int]
MOST_CELLS = 4000  # of a table of three categories; a larger one is not looked through


def pair_counts(pool: Pool) -> dict[Pair, int]:
    """How many people of the pool have both features, for each two of different categories."""
    together: Ints = (pool.holds * pool.sizes) @ pool.holds.T
    rows = pool.quotas.rows
    return {
        (a, b): int(together[a, b])
        for a, b in combinations(range(len(rows)), 2)
        if rows[a].category != rows[b].category
    }


def hidden_pairs(pool: Pool, threshold: int) -> frozenset[Pair]:
    """The pairs of features whose counts are not told."""
    return frozenset(_Tables(pool, threshold).protect())


class _Tables:
    def __init__(self, pool: Pool, threshold: int) -> None:
        self.pool, self.threshold = pool, threshold
        self.counts = pair_counts(pool)
        self.singles = pool.counts.tolist()
        self.hidden_singles = [why is not None for why in hidden_cells(pool, threshold)]
        rows = pool.quotas.rows
        self.features = {
            c: [i for i, q in enumerate(rows) if q.category == c] for c in pool.quotas.categories
        }
        self.hidden = {pair for pair, n in self.counts.items() if 0 < n < threshold}
        self.hidden |= {
            (a, b)
            for (a, b), n in self.counts.items()
            if n and (self.hidden_singles[a] or self.hidden_singles[b])
        }
        self.small = sorted(pair for pair, n in self.counts.items() if 0 < n < threshold)

    def protect(self) -> set[Pair]:
        """Hide until every small count is safe."""
        self._lines()
        for size in (2, 3):
            for group in combinations(self.pool.quotas.categories, size):
                self._group(group)
        return self.hidden

    def _lines(self) -> None:
        """No line with one hidden count, or with hidden ones that are few people together."""
        moved = True
        while moved:
            moved = False
            for line in self._each_line():
                held = [pair for pair in line if pair in self.hidden]
                shown = [pair for pair in line if pair not in self.hidden and self.counts[pair]]
                if not held or not shown:
                    continue
                if len(held) < 2 or sum(self.counts[pair] for pair in held) < self.threshold:
                    self.hidden.add(min(shown, key=lambda pair: (self.counts[pair], pair)))
                    moved = True

    def _each_line(self) -> Iterator[list[Pair]]:
        for first, second in product(self.features, repeat=2):
            if first == second:
                continue
            for a in self.features[first]:
                yield [(min(a, b), max(a, b)) for b in self.features[second]]

    def _group(self, group: Sequence[str]) -> None:
        """Look through the tables of some categories; hide until no small count can be told."""
        places = [self.features[category] for category in group]
        inside = {i for features in places for i in features}
        wanted = [pair for pair in self.small if set(pair) <= inside]
        if not wanted:
            return
        cells = _Cells(self.pool, places)
        if len(cells.cells) > MOST_CELLS:
            return
        while True:
            told = cells.program(self)
            bad = next((p for p in wanted if cells.width(told, p) < self.threshold - 1e-6), None)
            if bad is None:
                return
            shown = [
                pair
                for pair, n in self.counts.items()
                if n and pair not in self.hidden and set(pair) <= inside
            ]
            if not shown:
                return  # only the features themselves tell it, and they are hidden by their own rule
            near = [pair for pair in shown if set(pair) & set(bad)] or shown
            self.hidden.add(min(near, key=lambda pair: (self.counts[pair], pair)))
            self._lines()


class _Cells:
    """The table of some categories at once, one cell a combination; what is shown are sums of cells."""

    def __init__(self, pool: Pool, places: Sequence[Sequence[int]]) -> None:
        self.pool = pool
        unknown = bool((pool.features < 0).any())
        levels = [[*features, *([-1] if unknown else [])] for features in places]
        self.cells = list(product(*levels))
        self.inside = sorted(i for features in places for i in features)

    def program(self, tables: "_Tables") -> Program:
        """All tables that agree with what is shown."""
        rows, low, high = [np.ones(len(self.cells))], [self.pool.n_people], [self.pool.n_people]
        for i in self.inside:
            if not tables.hidden_singles[i]:
                rows.append(self._row((i,)))
                low.append(tables.singles[i])
                high.append(tables.singles[i])
        inside = set(self.inside)
        for pair, n in tables.counts.items():
            if set(pair) <= inside and pair not in tables.hidden:
                rows.append(self._row(pair))
                low.append(n)
                high.append(n)
        bounds = (np.array(low, float), np.array(high, float))
        columns = (np.zeros(len(self.cells)), np.full(len(self.cells), np.inf))
        return Program(csr_array(np.array(rows)), bounds, columns)

    def width(self, program: Program, pair: Pair) -> float:
        """Between what the count of a pair can be at least and at most."""
        row = self._row(pair)
        ends = []
        for sign in (1.0, -1.0):
            program.set_costs(sign * row)
            solution = program.solve()
            ends.append(0.0 if solution is None else solution.objective)
        return ends[0] + ends[1]

    def _row(self, features: Sequence[int]) -> Floats:
        return np.array([float(set(features) <= set(cell)) for cell in self.cells])
