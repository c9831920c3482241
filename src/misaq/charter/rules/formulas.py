"""Conditions on whole numbers: linear ones joined by "at least k of", and the least that meets them, exactly."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from misaq.foundation.errors import EngineError

Term = Mapping[int, int]  # variable to its factor


@dataclass(frozen=True)
class Linear:
    """The sum of factor x variable is at least `bound`."""

    term: tuple[tuple[int, int], ...]
    bound: int


@dataclass(frozen=True)
class Joined:
    """At least `k` of the conditions hold."""

    k: int
    of: "tuple[Formula, ...]"


Formula = Linear | Joined
TRUE = Joined(0, ())
FALSE = Joined(1, ())


def linear(term: Term, bound: int) -> Formula:
    """A linear condition; one without variables is true or false.

    >>> linear({}, 1) == FALSE
    True
    """
    kept = tuple(sorted((v, a) for v, a in term.items() if a))
    if not kept:
        return TRUE if bound <= 0 else FALSE
    return Linear(kept, bound)


def at_least(k: int, parts: Iterable[Formula]) -> Formula:
    """At least `k` of the parts, with what is true or false anyway taken out."""
    open_: list[Formula] = []
    for part in parts:
        if part == TRUE:
            k -= 1
        elif part != FALSE:
            open_.append(part)
    if k <= 0:
        return TRUE
    if k > len(open_):
        return FALSE
    if len(open_) == 1:
        return open_[0]
    return Joined(k, tuple(open_))


def every(*parts: Formula) -> Formula:
    """All of the parts."""
    return at_least(len(parts), parts)


def some(*parts: Formula) -> Formula:
    """One of the parts."""
    return at_least(1, parts)


def negate(formula: Formula) -> Formula:
    """What holds exactly where the formula does not; over whole numbers "not >= b" is "<= b - 1"."""
    if isinstance(formula, Linear):
        return Linear(tuple((v, -a) for v, a in formula.term), 1 - formula.bound)
    n = len(formula.of)
    return at_least(n - formula.k + 1, map(negate, formula.of))


def holds(formula: Formula, values: Sequence[int]) -> bool:
    """Whether the formula holds for these values."""
    if isinstance(formula, Linear):
        return sum(a * values[v] for v, a in formula.term) >= formula.bound
    return sum(holds(part, values) for part in formula.of) >= formula.k


def minimise(
    formula: Formula,
    objective: Term,
    bounds: Sequence[int],
    totals: Iterable[tuple[Sequence[int], int]] = (),
) -> list[int] | None:
    """The values, from 0 to `bounds`, that meet the formula with the least objective; None when none do.

    totals : (variables, their sum). The formula is checked again in exact integers.
    Raises EngineError when the solver's answer does not meet it.
    """
    if formula == FALSE:
        return None
    program = _Program(list(bounds))
    program.require(formula)
    for variables, total in totals:
        program.row(dict.fromkeys(variables, 1), total, total)
    cost = np.zeros(len(program.upper))
    for variable, factor in objective.items():
        cost[variable] += factor
    answer = milp(
        cost,
        integrality=np.ones(len(cost)),
        bounds=Bounds(0, np.array(program.upper, dtype=float)),
        constraints=program.constraint(),
        options={"mip_rel_gap": 0.0},
    )
    if answer.status == 2:  # infeasible
        return None
    if answer.x is None:
        raise EngineError(reason=answer.message)
    values = [round(value) for value in answer.x[: len(bounds)]]
    sums = all(sum(values[v] for v in variables) == total for variables, total in totals)
    if not holds(formula, values) or not sums:
        raise EngineError(reason="the solver's answer does not meet the rule in exact numbers")
    return values


class _Program:
    """Rows of an integer program; a condition that need not hold has a 0-1 variable that says whether it does."""

    def __init__(self, upper: list[int]) -> None:
        self.upper = upper
        self.rows: list[dict[int, int]] = []
        self.low: list[float] = []
        self.high: list[float] = []

    def row(self, term: Term, low: float, high: float = np.inf) -> None:
        self.rows.append(dict(term))
        self.low.append(low)
        self.high.append(high)

    def require(self, formula: Formula) -> None:
        if isinstance(formula, Linear):
            self.row(dict(formula.term), formula.bound)
        elif formula.k == len(formula.of):
            for part in formula.of:
                self.require(part)
        else:
            self.row({self.flag(part): 1 for part in formula.of}, formula.k)

    def flag(self, formula: Formula) -> int:
        """A 0-1 variable that is 1 only where the formula holds."""
        flag = len(self.upper)
        self.upper.append(1)
        if isinstance(formula, Linear):
            least = sum(a * self.upper[v] for v, a in formula.term if a < 0)
            self.row({**dict(formula.term), flag: -(formula.bound - least)}, least)
        else:
            self.row(
                {**{self.flag(part): 1 for part in formula.of}, flag: -formula.k},
                0,
            )
        return flag

    def constraint(self) -> LinearConstraint | tuple[()]:
        if not self.rows:
            return ()
        entries = [(i, v, a) for i, row in enumerate(self.rows) for v, a in row.items()]
        rows, columns, data = (np.array(each) for each in zip(*entries, strict=True))
        shape = (len(self.rows), len(self.upper))
        matrix = csr_array((data.astype(float), (rows, columns)), shape=shape)
        return LinearConstraint(matrix, np.array(self.low, float), np.array(self.high, float))


def map_linear(formula: Formula, change: Callable[[Linear], Formula]) -> Formula:
    """The formula with each linear condition in another form."""
    if isinstance(formula, Linear):
        return change(formula)
    return at_least(formula.k, (map_linear(part, change) for part in formula.of))
