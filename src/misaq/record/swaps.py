"""Swaps: the plainest other table. Some acts change places between two rows and two columns of a published table.

One more in (row, column) and (other row, other column), one fewer in the two corners between: every margin stays,
and so does every other table, when the acts that move are alike in all else. Only those four cells change. Where all
four are withheld anyway, such a table is a witness that costs nothing, and finding it takes no solver.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]


@dataclass(frozen=True)
class SwapTable:
    """A published two-way table in which acts can change places.

    cells : (n_rows, n_columns) index of each published cell.
    counts : (n_rows, n_columns, n_alike) indices of the counts that the cell sums, alike along the last axis.
    """

    cells: Counts
    counts: Counts


@dataclass
class _Draft:
    """One witness as it grows: how far each count and each cell is moved."""

    counts: Counts
    cells: Counts


class SwapSearch:
    """Looks for swaps over cells that are withheld already."""

    def __init__(self, tables: Sequence[SwapTable], fall: Counts) -> None:
        """Look in `tables`; `fall`, (n_counts,), is how far each count may fall."""
        self._tables, self._fall = tables, fall
        self._home: dict[int, tuple[SwapTable, int, int]] = {}
        for table in tables:
            for (row, column), cell in np.ndenumerate(table.cells):
                self._home.setdefault(int(cell), (table, row, column))

    def run(
        self,
        targets: Callable[[], NDArray[np.int64]],
        widths: Counts,
        room: Callable[[], tuple[Counts, Counts]],
        take: Callable[[Counts], None],
    ) -> None:
        """Move as many targets as will by their widths, many in each witness.

        targets : the cells still to move. room : for each cell how far it may rise and fall, 0 where it is shown.
        take : takes in how far each count is moved.
        """
        while True:
            sides = room()
            draft = _Draft(np.zeros_like(self._fall), np.zeros_like(sides[0]))
            for target in targets().tolist():
                if target in self._home and not draft.cells[target]:
                    self._add(draft, target, int(widths[target]), sides)
            if not draft.counts.any():
                return
            take(draft.counts)

    def _add(self, draft: _Draft, target: int, width: int, room: tuple[Counts, Counts]) -> None:
        """Add swaps that move the target by its width, on cells that this witness has not moved yet."""
        table, row, column = self._home[target]
        still = draft.cells[table.cells] == 0
        here = [np.where(still, side[table.cells], 0) for side in room]
        for sign in (1, -1):
            trial = _Trial(
                self._fall[table.counts] + np.minimum(draft.counts[table.counts], 0), *here
            )
            if trial.move(row, column, sign * width):
                draft.counts[table.counts] += trial.counts
                draft.cells[table.cells] += trial.cells
                return


class _Trial:
    """Swaps in one table, tried until the target has moved far enough."""

    def __init__(self, fall: Counts, up: Counts, down: Counts) -> None:
        self.counts, self.cells = np.zeros_like(fall), np.zeros_like(up)
        self._fall, self._up, self._down = fall, up, down

    def move(self, row: int, column: int, distance: int) -> bool:
        """Move one cell by `distance` with as many swaps as it takes; False when there are not enough."""
        while (left := distance - int(self.cells[row, column])) != 0:
            sign = 1 if left > 0 else -1
            up, down = self._up - self.cells, self._down + self.cells
            own, far = (up, down) if sign > 0 else (down, up)
            can_fall = self._fall + np.minimum(self.counts, 0)
            if sign > 0:
                alike = np.minimum(can_fall[row][None], can_fall[:, column][:, None])
            else:
                alike = np.minimum(can_fall[row, column], can_fall)
            most = np.minimum(np.minimum(far[row][None], far[:, column][:, None]), own)
            most = np.minimum(np.minimum(most, alike.sum(axis=2)), min(abs(left), own[row, column]))
            most[row], most[:, column] = 0, 0
            best = int(np.argmax(most))
            other_row, other_column = divmod(best, most.shape[1])
            step = int(most[other_row, other_column])
            if step <= 0:
                return False
            self._swap((row, column), (other_row, other_column), sign * step, alike)
        return True

    def _swap(
        self, here: tuple[int, int], there: tuple[int, int], step: int, alike: Counts
    ) -> None:
        """Let acts change places, each with one that is like it in all but row and column."""
        left, sign = abs(step), 1 if step > 0 else -1
        corners = (
            (here, sign),
            (there, sign),
            ((here[0], there[1]), -sign),
            ((there[0], here[1]), -sign),
        )
        for place in np.flatnonzero(alike[there] > 0).tolist():
            moved = min(left, int(alike[there][place]))
            for corner, way in corners:
                self.counts[corner][place] += way * moved
            left -= moved
        for corner, way in corners:
            self.cells[corner] += way * abs(step)
