"""Twenty releases of a register that grows and is corrected: a reader who holds every page recovers nothing below k.

The reader has an exact solver, knows the published rule, that counts are whole, and that nothing fell which did not.
"""

from itertools import product

import numpy as np
import pytest
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from misaq.record import PublishedCells, find_series_gaps, suppress_next, width

SHAPE, RELEASES, K = (3, 3, 2), 20, 5
KEYS = tuple(product(*map(range, SHAPE)))


def layout():
    """Two two-way tables over a three-way one, their margins and the total."""
    index = np.arange(len(KEYS)).reshape(SHAPE)
    named = {
        **{("ct", c, t): (index[c, t], True) for c in range(3) for t in range(3)},
        **{("tp", t, p): (index[:, t, p], True) for t in range(3) for p in range(2)},
        **{("c", c): (index[c], False) for c in range(3)},
        **{("t", t): (index[:, t], False) for t in range(3)},
        **{("p", p): (index[:, :, p], False) for p in range(2)},
        ("all",): (index, False),
    }
    members = [part.ravel() for part, _ in named.values()]
    inner = np.array([one for _, one in named.values()])
    return tuple(named), PublishedCells(members, np.full(len(named), K), inner)


def register(seed, first, most):
    """The true tables: some acts more each time, and from time to time one removed or given another code."""
    chance = np.random.default_rng(seed)
    weight = chance.dirichlet(np.full(len(KEYS), 0.5))
    table = chance.multinomial(first, weight)
    for at in range(RELEASES):
        if at:
            table = table + chance.multinomial(int(chance.integers(0, most)), weight)
        if at % 3 == 2:
            gone = chance.choice(np.flatnonzero(table))
            table[gone] -= 1
            if at % 2:
                table[chance.integers(len(KEYS))] += 1
        yield table.copy()


@pytest.fixture(scope="module", params=[(1, 40, 12), (2, 400, 60)])
def series(request):
    names, cells = layout()
    pages = []
    for table in register(*request.param):
        pages.append(suppress_next(table, KEYS, cells, names, pages))
    return pages


class Reader:
    """Everything that the pages tell, as one system over the tables of all releases."""

    def __init__(self, pages, marks=None):
        self.n, n_cells = len(KEYS), len(pages[0].marks)
        matrix = pages[0].cells.matrix(self.n)
        truth = np.array([page.truth for page in pages])
        values = truth @ matrix.T
        self.matrix = matrix
        low, high = np.ones((len(pages), n_cells)), np.full((len(pages), n_cells), 2000.0)
        for at, page in enumerate(pages):
            for i, mark in enumerate(marks[at] if marks else page.marks):
                if mark == "":
                    low[at, i] = high[at, i] = values[at, i]
                elif mark == "small":
                    high[at, i] = K - 1
                elif page.cells.inner[i] and values[at, i] >= K:
                    low[at, i] = K
        pages_tell = LinearConstraint(
            sparse.block_diag([matrix] * len(pages), format="csr"), low.ravel(), high.ravel()
        )
        rises = np.diff(truth, axis=0) >= 0
        empty = (values[1:] == 0) @ (matrix.toarray() > 0) > 0
        steps = sparse.eye_array(self.n * (len(pages) - 1), self.n * len(pages), k=self.n)
        steps -= sparse.eye_array(self.n * (len(pages) - 1), self.n * len(pages))
        least = np.where(rises & ~empty, 0, -np.inf).ravel()
        self.system = [pages_tell, LinearConstraint(steps.tocsr(), least, np.inf)]
        self.values = values

    def bounds(self, cell, at, since=None):
        """Least and most that a cell can be, or can have changed by."""
        cost = np.zeros((len(self.values), self.n))
        cost[at] += self.matrix[[cell]].toarray().ravel()
        if since is not None:
            cost[since] -= self.matrix[[cell]].toarray().ravel()
        ends = []
        for sign in (1, -1):
            answer = milp(
                sign * cost.ravel(),
                constraints=self.system,
                integrality=np.ones(cost.size),
                bounds=Bounds(0, 2000),
                options={"mip_rel_gap": 0},
            )
            assert answer.success, answer.message
            ends.append(round(sign * answer.fun))
        return ends


def small_things(values):
    """Every small count, and every small change between two releases."""
    for at, cell in product(range(len(values)), range(values.shape[1])):
        if 1 <= values[at, cell] < K:
            yield cell, at, None
        for since in range(at):
            if 1 <= abs(values[at, cell] - values[since, cell]) < K:
                yield cell, at, since


def test_the_states_prove_every_release(series):
    assert find_series_gaps(series) == []
    told = sum(mark == "" for page in series for mark in page.marks)
    assert told > len(series)  # it is not safe by telling nothing


def test_a_reader_of_all_pages_recovers_nothing_below_k(series):
    reader = Reader(series)
    things = list(small_things(reader.values))
    chance = np.random.default_rng(5)
    for cell, at, since in chance.permutation(np.array(things, dtype=object))[:40]:
        low, high = reader.bounds(cell, at, since)
        assert high - low >= width(K), (series[0].cell_keys[cell], at, since, low, high)


def test_the_same_reader_succeeds_against_plain_thresholds(series):
    """Each page by itself with small counts left out: totals and the page before give them away."""
    values = Reader(series).values
    marks = [["small" if 1 <= v < K else "" for v in row] for row in values]
    reader = Reader(series, marks)
    found = 0
    for cell, at, since in list(small_things(values))[:60]:
        low, high = reader.bounds(cell, at, since)
        found += high - low < width(K)
    assert found > 10
