"""The search for witnesses: other whole-number tables that would give the same published page.

One linear programme serves all: its unknowns are the counts of another table and, for each published cell, how
far that cell moves up or down. A cell that is shown may move at a cost, and is withheld when it does; a cell that
is withheld moves freely inside what its mark says. One small count after another is told to move.
"""

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Counts = NDArray[np.int64]

_RELABEL = (
    1e4  # cost of taking the mark "small" from a cell: dearer than withholding any few others
)
_MARGIN, _TOTAL = 4.0, 20.0  # readers need totals more than single cells
_TOUCH = (
    0.01  # cost of moving one count: few counts move, and a plain answer is mostly whole numbers
)
_TURNS = 6  # corners tried before the whole-number search, which may be a hundred times slower
_ROOM = 4  # a withheld total may rise by this many thresholds in a witness: enough, and keeps the search bounded


class WitnessSearch:
    """Holds the linear programme and what is withheld so far."""

    def __init__(
        self,
        counts: Counts,
        matrix: sparse.csr_array,
        links: sparse.csr_array,
        thresholds: Counts,
        inner: NDArray[np.bool_],
    ) -> None:
        self._counts, self._matrix = counts, matrix
        self._values = np.asarray(matrix @ counts, dtype=np.int64)
        self._k, self._inner = thresholds, inner
        self.sensitive = (self._values >= 1) & (self._values < thresholds)
        self.is_small = self.sensitive & inner
        self.withheld = self.sensitive.copy()
        empty = np.flatnonzero(self._values == 0)
        touched = (
            np.asarray(matrix[empty].sum(axis=0)).ravel() > 0
            if len(empty)
            else np.zeros(len(counts), bool)
        )
        self._free = np.flatnonzero(~touched)
        self._cells = np.flatnonzero(self._values > 0)
        self._place = {int(cell): n for n, cell in enumerate(self._cells)}
        self._tables: list[Counts] = []
        self._low, self._high = self._values.copy(), self._values.copy()
        self._highs = self._programme(matrix[self._cells][:, self._free], links[:, self._free])

    def run(self, targets: NDArray[np.int64], widths: Counts) -> Counts:
        """Find tables in which each target moves by its width; (n_tables, n_counts)."""
        if len(targets):
            self._move_many(targets, widths)
        for target in targets:
            if self._high[target] - self._low[target] < widths[target]:
                self._move_one(int(target), int(widths[target]))
        return np.array(self._tables, dtype=np.int64).reshape(-1, len(self._counts))

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
        most[n_free : 2 * n_free] = self._counts[self._free]
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

    def _limits(self, *, shown_may_move: bool) -> tuple[NDArray[np.float64], ...]:
        """For each nonzero cell: most it may rise, most it may fall, most it may pass its mark; and the cost."""
        cells = self._cells
        values, k = self._values[cells], self._k[cells]
        small, withheld = self.is_small[cells], self.withheld[cells]
        least = np.where(self._inner[cells] & ~self.sensitive[cells], k, 1)
        up = np.where(small, k - 1 - values, _ROOM * k + values).astype(float)
        down = (values - least).astype(float)
        over = np.where(small & shown_may_move, _ROOM * k, 0).astype(float)
        weight = np.where(self._inner[cells], 1.0, _MARGIN) * (1 + np.log2(1 + values))
        weight = np.where(values == values.max(), _TOTAL * weight, weight)
        weight *= (
            1 + 1e-4 * ((np.arange(len(cells)) * 7919) % 1009) / 1009
        )  # one best answer, not several
        cost = np.where(withheld, 0.0, weight)
        if not shown_may_move:
            up, down = np.where(withheld, up, 0.0), np.where(withheld, down, 0.0)
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

    def _move_many(self, targets: NDArray[np.int64], widths: Counts) -> None:
        """Move as many targets as will, with what is shown held still: this proves most of them at once."""
        signs = np.ones(len(self._cells))
        for turn in range(6):
            up, down, over, _ = self._limits(shown_may_move=False)
            open_ = (self._high - self._low)[self._cells] < widths[self._cells]
            open_ &= self.sensitive[self._cells]
            if not open_.any():
                return
            if turn >= 2:
                signs = np.where((np.arange(len(signs)) >> (turn - 2)) & 1, 1.0, -1.0)
            reward = np.where(open_, signs, 0.0)
            up = np.where(open_, np.minimum(up, widths[self._cells]), up)
            self._set(up, down, over, -reward, reward)
            self._solve(insist=False)
            signs = -signs

    def _move_one(self, target: int, distance: int) -> None:
        """Move one target at the least cost in cells that are shown; withhold those that had to move."""
        place, n_cells = self._place[target], len(self._cells)
        up, down, over, cost = self._limits(shown_may_move=True)
        lower = np.zeros(3 * n_cells)
        rises = up[place] >= distance
        moving = place if rises else n_cells + place
        lower[moving] = distance
        up[place], down[place], over[place] = (distance, 0, 0) if rises else (0, distance, 0)
        self._set(up, down, over, cost, cost, lower)
        self._solve(insist=True)

    def _solve(self, *, insist: bool) -> None:
        """Solve and take the table in; when it is not in whole numbers, search on only if we insist."""
        change = self._solve_once(0)
        for turn in range(1, _TURNS + 1):
            if change is not None or not insist:
                break
            change = self._solve_once(turn)
        if change is None and insist:
            change = self._solve_whole()
        if change is None:
            return
        whole = self._counts.copy()
        whole[self._free] += np.rint(change).astype(np.int64)
        self._take(whole)

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
        if (
            self._highs.getInfo().primal_solution_status
            != highspy.SolutionStatus.kSolutionStatusFeasible
        ):
            return None
        found = np.asarray(self._highs.getSolution().col_value)
        n_free = len(self._free)
        change: NDArray[np.float64] = found[:n_free] - found[n_free : 2 * n_free]
        return change

    def _take(self, table: Counts) -> None:
        told = np.asarray(self._matrix @ table, dtype=np.int64)
        if (told == self._values).all():
            return
        self.withheld |= told != self._values
        self.is_small &= told < self._k
        self._low, self._high = np.minimum(self._low, told), np.maximum(self._high, told)
        self._tables.append(table)
