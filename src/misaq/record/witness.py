"""The search for witnesses: other whole-number tables that would give the same published page.

One linear programme serves all: its unknowns are the counts of another table and, for each published cell, how
far that cell moves up or down. A cell that is shown may move at a cost, and is withheld when it does; a cell that
is withheld moves freely inside what its mark says. What swaps (`swaps.py`) did not move is told to move, one
cell after another.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from misaq.record.published_cells import PublishedCells
from misaq.record.swaps import SwapSearch

Counts = NDArray[np.int64]

_RELABEL = (
    1e4  # cost of taking the mark "small" from a cell: dearer than withholding any few others
)
_MARGIN, _TOTAL = 4.0, 20.0  # readers need totals more than single cells
_TOUCH = (
    0.01  # cost of moving one count: few counts move, and a plain answer is mostly whole numbers
)
_TURNS = 6  # corners tried before the whole-number search, which may be a hundred times slower
_FAR = 1 << 62
_ROOM = 4  # a withheld total may rise by this many thresholds in a witness: enough, and keeps the search bounded


@dataclass(frozen=True)
class Demand:
    """What must be able to move, in how many ways it is looked at.

    needed : (n_views, n_cells) True where a view of a cell must have its width; the first view is the count itself,
        each other one its change since an earlier page.
    widths : (n_cells,) how far.
    low, high : (n_views, n_cells) how far each view may move already while today's table stays the true one.
    """

    needed: NDArray[np.bool_]
    widths: Counts
    low: Counts
    high: Counts

    @classmethod
    def of_counts(cls, needed: NDArray[np.bool_], widths: Counts) -> "Demand":
        """One view: the counts themselves."""
        nothing = np.zeros((1, len(widths)), dtype=np.int64)
        return cls(needed[None], widths, nothing, nothing)


@dataclass
class Found:
    """The witnesses so far: how far each moves each count, and each view of each cell.

    moves : one (n_counts,) a witness. low, high : one (n_views, n_cells) a witness.
    """

    moves: list[Counts] = field(default_factory=list)
    low: list[Counts] = field(default_factory=list)
    high: list[Counts] = field(default_factory=list)


class WitnessSearch:
    """Holds the linear programme and what is withheld so far."""

    def __init__(
        self,
        counts: Counts,
        matrix: sparse.csr_array,
        links: sparse.csr_array,
        cells: PublishedCells,
        demand: Demand,
        fall: Counts | None = None,
    ) -> None:
        """Start from the truth; `fall` is how far each count may fall in a witness, None for down to 0."""
        self._counts, self._matrix, self._demand = counts, matrix, demand
        self._values = np.asarray(matrix @ counts, dtype=np.int64)
        self._k, self._inner = cells.thresholds, cells.inner
        small = (self._values >= 1) & (self._values < self._k)
        self._low_end = np.where(self._inner & (self._values >= self._k), self._k, 1)
        self.is_small = small & self._inner
        self.withheld = (self._values > 0) & demand.needed.any(axis=0)
        self._fall = np.minimum(counts, counts if fall is None else fall)
        self.free = in_no_empty_cell(matrix, self._values)
        self._free = np.flatnonzero(self.free)
        self._cells = np.flatnonzero(self._values > 0)
        self._place = {int(cell): n for n, cell in enumerate(self._cells)}
        self._low, self._high = demand.low.copy(), demand.high.copy()
        self._swaps = SwapSearch(cells.swaps, self._fall)
        self._links = links
        self._loaded: highspy.Highs | None = None
        self.found = Found()

    @property
    def _highs(self) -> highspy.Highs:
        """The programme, laid out when it is first asked for."""
        if self._loaded is None:
            self._loaded = self._programme(
                self._matrix[self._cells][:, self._free], self._links[:, self._free]
            )
        return self._loaded

    def lacking(self) -> NDArray[np.bool_]:
        """The cells of which some view cannot yet move by its width."""
        short = self._high - self._low < self._demand.widths
        return np.asarray((short & self._demand.needed).any(axis=0))

    def run(self) -> None:
        """Find witnesses until every view of every cell that needs it moves by its width."""
        self._swap()
        for target in np.flatnonzero(self.lacking()).tolist():
            if self.lacking()[target]:
                self._move_one(target)
                self._swap()

    def _swap(self) -> None:
        self._swaps.run(
            lambda: np.flatnonzero(self.lacking()), self._demand.widths, self.room, self.take
        )

    def room(self) -> tuple[Counts, Counts]:
        """How far each cell may rise and fall inside its mark; 0 where it is shown."""
        up = np.where(self.is_small, self._k - 1 - self._values, _ROOM * self._k + self._values)
        down = self._values - self._low_end
        return np.where(self.withheld, up, 0), np.where(self.withheld, down, 0)

    def moved(self, move: Counts) -> Counts:
        """How far a move of the counts moves each cell."""
        return np.asarray(self._matrix @ move, dtype=np.int64)

    def fits(self, move: Counts) -> bool:
        """Whether a move of the counts gives a table that the page, as it is so far, allows."""
        if ((self._counts + move) < 0).any() or (
            self._links.shape[0] and (self._links @ move).any()
        ):
            return False
        moved, (up, down) = np.asarray(self._matrix @ move), self.room()
        return bool(((moved <= up) & (-moved <= down)).all())

    def take(self, move: Counts, low: Counts | None = None, high: Counts | None = None) -> None:
        """Take a witness in. low, high : how far it moves each view; None: as one that begins from the truth."""
        moved = self.moved(move)
        self.withheld |= moved != 0
        self.is_small &= self._values + moved < self._k
        low = self._demand.low + moved if low is None else low
        high = self._demand.high + moved if high is None else high
        np.minimum(self._low, low, out=self._low)
        np.maximum(self._high, high, out=self._high)
        self.found.moves.append(move)
        self.found.low.append(low)
        self.found.high.append(high)

    def extend(self, least: Counts) -> Counts | None:
        """The move nearest to the truth that moves every count by `least` or more, at the least cost in cells.

        Withholds what it must; None when there is no such table.
        """
        self._bound_counts(least)
        up, down, over, cost = self._limits()
        self._set(up, down, over, cost, cost)
        move = self._solve()
        self._bound_counts(-self._fall)
        return move

    # the programme: columns are rises and falls of counts, then ups, downs and overs of each nonzero cell

    def _programme(self, cells: sparse.csr_array, links: sparse.csr_array) -> highspy.Highs:
        n_cells, n_free = cells.shape
        one = sparse.eye_array(n_cells, format="csr")
        nothing = sparse.csr_array((links.shape[0], 3 * n_cells))
        rows = sparse.csc_array(
            sparse.vstack(
                [
                    sparse.hstack([cells, -cells, -one, one, -one]),
                    sparse.hstack([links, -links, nothing]),
                ],
                format="csc",
            )
        )
        right = np.zeros(rows.shape[0])
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = rows.shape[1], rows.shape[0]
        model.col_cost_ = np.full(rows.shape[1], _TOUCH)
        model.col_lower_ = np.zeros(rows.shape[1])
        most = np.full(rows.shape[1], highspy.kHighsInf)
        most[n_free : 2 * n_free] = self._fall[self._free]
        model.col_upper_ = most
        model.row_lower_, model.row_upper_ = right, right
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = rows.indptr.astype(np.int32)
        model.a_matrix_.index_ = rows.indices.astype(np.int32)
        model.a_matrix_.value_ = rows.data.astype(float)
        highs = highspy.Highs()  # type: ignore[no-untyped-call]  # highspy ships no types
        highs.setOptionValue("output_flag", False)
        highs.setOptionValue("threads", 1)
        highs.setOptionValue("random_seed", 0)
        highs.setOptionValue("mip_rel_gap", 0.5)
        highs.setOptionValue("mip_max_nodes", 2000)
        highs.passModel(model)
        return highs

    def _limits(self) -> tuple[NDArray[np.float64], ...]:
        """For each nonzero cell: most it may rise, most it may fall, most it may pass its mark; and the cost."""
        cells = self._cells
        values, k = self._values[cells], self._k[cells]
        small, withheld = self.is_small[cells], self.withheld[cells]
        least = self._low_end[cells]
        up = np.where(small, k - 1 - values, _ROOM * k + values).astype(float)
        down = (values - least).astype(float)
        over = np.where(small, _ROOM * k, 0).astype(float)
        weight = np.where(self._inner[cells], 1.0, _MARGIN) * (1 + np.log2(1 + values))
        weight = np.where(values == values.max(), _TOTAL * weight, weight)
        weight *= (
            1 + 1e-4 * ((np.arange(len(cells)) * 7919) % 1009) / 1009
        )  # one best answer, not several
        cost = np.where(withheld, 0.0, weight)
        return up, down, over, cost

    def _set(
        self,
        up: NDArray[np.float64],
        down: NDArray[np.float64],
        over: NDArray[np.float64],
        up_cost: NDArray[np.float64],
        down_cost: NDArray[np.float64],
        lower: NDArray[np.float64] | None = None,
    ) -> None:
        n_cells, n_free = len(self._cells), len(self._free)
        which = np.arange(2 * n_free, 2 * n_free + 3 * n_cells, dtype=np.int32)
        low = np.zeros(3 * n_cells) if lower is None else lower
        self._highs.changeColsBounds(len(which), which, low, np.concatenate([up, down, over]))
        cost = np.concatenate([up_cost, down_cost, np.full(n_cells, _RELABEL)])
        self._highs.changeColsCost(len(which), which, cost)

    def _bound_counts(self, least: Counts) -> None:
        """Let each count move by `least` or more."""
        least, n_free = least[self._free].astype(float), len(self._free)
        which = np.arange(2 * n_free, dtype=np.int32)
        low = np.concatenate([np.maximum(least, 0), np.zeros(n_free)])
        high = np.concatenate([np.full(n_free, highspy.kHighsInf), np.maximum(-least, 0)])
        self._highs.changeColsBounds(len(which), which, low, high)

    def _move_one(self, target: int) -> None:
        """Move one target at the least cost in cells that are shown; withhold those that had to move."""
        place, n_cells, distance = (
            self._place[target],
            len(self._cells),
            self._demand.widths[target],
        )
        up, down, over, cost = self._limits()
        room = min(float(distance), up[place])  # beyond it the cell loses its mark "small"
        ways = [1] if room >= distance else []
        ways += [-1] if down[place] >= distance else []
        for way in [*ways, 1]:
            up[place], down[place], over[place] = (
                (room, 0, distance - room) if way > 0 else (0, distance, 0)
            )
            lower = np.zeros(3 * n_cells)
            lower[place::n_cells] = up[place], down[place], over[place]
            self._set(up, down, over, cost, cost, lower)
            move = self._solve()
            if move is not None:
                self.take(move)
                return

    def _solve(self) -> Counts | None:
        """Solve; when the answer is not in whole numbers, try other corners, then search for one in whole numbers."""
        change = None
        for turn in range(_TURNS + 1):
            change = self._solve_once(turn)
            if change is not None or not self._feasible():
                break
        if change is None and self._feasible():
            change = self._solve_whole()
        if change is None:
            return None
        move = np.zeros_like(self._counts)
        move[self._free] = np.rint(change).astype(np.int64)
        return move

    def _feasible(self) -> bool:
        status = self._highs.getInfo().primal_solution_status
        return bool(status == highspy.SolutionStatus.kSolutionStatusFeasible)

    def _solve_once(self, turn: int) -> NDArray[np.float64] | None:
        """The cheapest change if it is in whole numbers; each turn prefers other counts, so finds another corner."""
        n_columns = 2 * len(self._free)
        which = np.arange(n_columns, dtype=np.int32)
        cost = _TOUCH * (1 + turn * ((which * (7919 + 2 * turn)) % 1009) / 1009)
        self._highs.changeColsCost(n_columns, which, cost)
        self._highs.run()
        change = self._solution()
        whole = change is not None and np.allclose(change, np.rint(change), atol=1e-6)
        return change if whole else None

    def _solve_whole(self) -> NDArray[np.float64] | None:
        which = np.arange(2 * len(self._free), dtype=np.int32)
        whole = np.array([highspy.HighsVarType.kInteger] * len(which))
        self._highs.changeColsIntegrality(len(which), which, whole)
        self._highs.run()
        table = self._solution()
        whole[:] = highspy.HighsVarType.kContinuous
        self._highs.changeColsIntegrality(len(which), which, whole)
        return table

    def _solution(self) -> NDArray[np.float64] | None:
        if not self._feasible():
            return None
        found = np.asarray(self._highs.getSolution().col_value)
        n_free = len(self._free)
        change: NDArray[np.float64] = found[:n_free] - found[n_free : 2 * n_free]
        return change


def in_no_empty_cell(matrix: sparse.csr_array, values: Counts) -> NDArray[np.bool_]:
    """(n_counts,) True for the counts that no cell with the value 0 sums: the others are known to be 0."""
    empty = np.flatnonzero(values == 0)
    if not len(empty):
        return np.ones(matrix.shape[1], dtype=bool)
    return np.asarray(np.asarray(matrix[empty].sum(axis=0)).ravel() == 0)


def needed_witnesses(found: Found, demand: Demand, always: Sequence[int] = ()) -> list[int]:
    """The witnesses that are needed: the others show no more, and cost cells. `always` are kept in any case."""
    if not found.moves:
        return []
    low, high = np.array(found.low)[:, demand.needed], np.array(found.high)[:, demand.needed]
    first = demand.low[demand.needed], demand.high[demand.needed]
    widths = np.broadcast_to(demand.widths, demand.needed.shape)[demand.needed]
    keep = np.ones(len(low), dtype=bool)
    weights = np.array([np.count_nonzero(move) for move in found.moves])
    for i in np.argsort(-weights, kind="stable").tolist():
        if i in always:
            continue
        keep[i] = False
        lowest = np.minimum(low[keep].min(axis=0, initial=_FAR), first[0])
        highest = np.maximum(high[keep].max(axis=0, initial=-_FAR), first[1])
        if (highest - lowest < widths).any():
            keep[i] = True
    return np.flatnonzero(keep).tolist()
