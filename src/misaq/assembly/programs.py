"""Linear and integer programs, solved by HiGHS: the only door to the solver.

One thread, one fixed seed: the same program gives the same answer on every run.
"""

from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from misaq.foundation.errors import EngineError

Floats = NDArray[np.float64]
MIP_GAP = 1e-9  # relative; a priced panel is the best one, not nearly the best
SOLVER_SEED = 20310505


class SolverError(EngineError):
    """The solver stopped without an answer."""

    code = "solver_failed"


@dataclass(frozen=True)
class Solution:
    """The answer to a program.

    objective : value reached.
    bound : no point does better; equals `objective` for a linear program.
    values : (n_columns,).
    duals : (n_rows,), the change of the objective per unit of each row; zeros for an integer program.
    """

    objective: float
    bound: float
    values: Floats
    duals: Floats


class Program:
    """Maximise costs . x subject to row_lower <= rows @ x <= row_upper, lower <= x <= upper.

    gap : of an integer program, relative: how far from the best the answer may be.
    nodes : of an integer program: after so many branches it stops, and `solve` raises SolverError; None: never.

    Costs and bounds may change between solves; a linear program then starts from its last basis.
    """

    def __init__(
        self,
        rows: csr_array,
        row_bounds: tuple[Floats, Floats],
        bounds: tuple[Floats, Floats],
        *,
        integer: bool = False,
        gap: float = MIP_GAP,
        nodes: int | None = None,
    ) -> None:
        self._integer = integer
        self._highs = _solver()
        if integer:
            self._highs.setOptionValue("mip_rel_gap", gap)
            self._highs.setOptionValue("mip_abs_gap", 0.0)
            if nodes is not None:
                self._highs.setOptionValue("mip_max_nodes", nodes)
        model = _model(rows, row_bounds, bounds)
        n_columns = rows.shape[1]
        if integer:
            model.integrality_ = [highspy.HighsVarType.kInteger] * n_columns
        self._highs.passModel(model)
        self._columns = np.arange(n_columns, dtype=np.int32)

    def set_costs(self, costs: Floats) -> None:
        """Change what is maximised."""
        self._highs.changeColsCost(len(costs), self._columns, np.asarray(costs, float))

    def set_bounds(self, lower: Floats, upper: Floats) -> None:
        """Change the bounds of every column."""
        self._highs.changeColsBounds(len(lower), self._columns, _finite(lower), _finite(upper))

    def set_row_bounds(self, row: int, lower: float, upper: float) -> None:
        """Change one row's bounds."""
        self._highs.changeRowBounds(row, lower, upper)

    def set_coefficients(self, column: int, values: Floats) -> None:
        """Change a column's coefficient in the first len(values) rows."""
        for row, value in enumerate(values.tolist()):
            self._highs.changeCoeff(row, column, value)

    def set_column_bounds(
        self, columns: NDArray[np.integer[Any]], lower: Floats, upper: Floats
    ) -> None:
        """Change the bounds of some columns."""
        places = np.asarray(columns, np.int32)
        self._highs.changeColsBounds(len(places), places, _finite(lower), _finite(upper))

    def add_rows(self, rows: csr_array, row_bounds: tuple[Floats, Floats]) -> None:
        """Add rows below the others (linear programs)."""
        lower, upper = (_finite(side) for side in row_bounds)
        data = rows.data.astype(float)
        self._highs.addRows(
            rows.shape[0], lower, upper, rows.nnz, rows.indptr[:-1], rows.indices, data
        )

    def add_column(
        self, cost: float, upper: float, rows: NDArray[np.integer[Any]], values: Floats
    ) -> None:
        """Add a column x >= 0 (linear programs)."""
        self._highs.addCol(
            cost, 0.0, upper, len(rows), np.asarray(rows, np.int32), np.asarray(values, float)
        )
        self._columns = np.arange(len(self._columns) + 1, dtype=np.int32)

    def solve(self) -> Solution | None:
        """The best point, or None when no point meets the rows.

        Raises SolverError when the solver stops without an answer.
        """
        self._highs.run()
        status = self._highs.getModelStatus()
        if status == highspy.HighsModelStatus.kUnknown:
            # rounding after many warm starts: begin anew
            self._highs.clearSolver()
            self._highs.run()
            status = self._highs.getModelStatus()
        if status in _INFEASIBLE:
            return None
        if status != highspy.HighsModelStatus.kOptimal:
            raise SolverError(reason=self._highs.modelStatusToString(status))
        info, found = self._highs.getInfo(), self._highs.getSolution()
        objective = info.objective_function_value
        return Solution(
            objective,
            info.mip_dual_bound if self._integer else objective,
            np.array(found.col_value),
            np.zeros(0) if self._integer else np.array(found.row_dual),
        )


def solve_interior(
    rows: csr_array, row_bounds: tuple[Floats, Floats], bounds: tuple[Floats, Floats], costs: Floats
) -> Floats:
    """A point inside the best face of maximise costs . x, by an interior-point method: close, not exact.

    Many times quicker than a vertex where hundreds of dense rows are nearly all met. The caller measures what
    the point is worth.
    """
    highs = _solver()
    highs.setOptionValue("solver", "ipm")
    highs.setOptionValue("run_crossover", "off")
    model = _model(rows, row_bounds, bounds)
    model.col_cost_ = np.asarray(costs, float)
    highs.passModel(model)
    highs.run()
    return np.array(highs.getSolution().col_value)


def _solver() -> highspy.Highs:
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, value in _OPTIONS.items():
        highs.setOptionValue(option, value)
    return highs


def _model(
    rows: csr_array, row_bounds: tuple[Floats, Floats], bounds: tuple[Floats, Floats]
) -> highspy.HighsLp:
    n_rows, n_columns = rows.shape
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = n_columns, n_rows
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_ = np.zeros(n_columns)
    model.col_lower_, model.col_upper_ = (_finite(side) for side in bounds)
    model.row_lower_, model.row_upper_ = (_finite(side) for side in row_bounds)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = rows.indptr
    model.a_matrix_.index_ = rows.indices
    model.a_matrix_.value_ = rows.data.astype(float)
    return model


def _finite(side: Floats) -> Floats:
    finite: Floats = np.clip(np.asarray(side, float), -highspy.kHighsInf, highspy.kHighsInf)
    return finite


_OPTIONS: dict[str, bool | int | float | str] = {
    "output_flag": False,
    "threads": 1,
    "random_seed": SOLVER_SEED,
    "primal_feasibility_tolerance": 1e-9,
    "dual_feasibility_tolerance": 1e-9,
    "mip_feasibility_tolerance": 1e-9,
}
_INFEASIBLE = {
    highspy.HighsModelStatus.kInfeasible,
    highspy.HighsModelStatus.kUnboundedOrInfeasible,
}
