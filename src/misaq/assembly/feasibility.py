"""Whether quotas can be met; why not; what shuts a person out; the smallest change that helps."""

from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_array, eye_array, hstack

from misaq.assembly.polytope import quota_rows, seat_program
from misaq.assembly.pool import NOWHERE, Pool
from misaq.assembly.programs import Program
from misaq.assembly.quotas import Quota, Quotas, sum_reasons
from misaq.foundation.errors import InfeasibleError
from misaq.foundation.faults import Fault

LOWER_COST = (
    2.0  # lowering a minimum of 1 hurts more than one of 20: each seat costs 1 + LOWER_COST / min
)


class QuotasInfeasibleError(InfeasibleError):
    """No panel of the pool meets the quotas."""

    code = "quotas_infeasible"


@dataclass(frozen=True, order=True)
class Limit:
    """One side of one quota: "min" or "max"."""

    row: int
    side: str

    def text(self, quotas: Quotas) -> str:
        """The limit in signs that every language reads, such as "age = 18-21: max 0"."""
        quota = quotas.rows[self.row]
        return (
            f"{quota.label}: {self.side} {quota.minimum if self.side == 'min' else quota.maximum}"
        )


@dataclass(frozen=True)
class Change:
    """A limit moved from `old` to `new`."""

    limit: Limit
    old: int
    new: int

    def text(self, quotas: Quotas) -> str:
        """The change, such as "age = 70+: min 11 -> 9"."""
        return f"{self.limit.text(quotas)} -> {self.new}"


def reasons_against(quotas: Quotas, pool: Pool | None) -> list[tuple[str, str]]:
    """Every plain reason why the quotas cannot be met, as (category or "", reason in signs).

    Sums of minimums and maximums per category, people missing from the pool, and only when there is
    none of these, limits that cannot all hold together.
    """
    found = sum_reasons(quotas, None if pool is None else pool.uncounted)
    if pool is None:
        return found
    if pool.n_people < quotas.size:
        found.append(("", f"{pool.n_people} < {quotas.size}"))
    found += [
        (quota.category, f"{quota.label}: min {quota.minimum} > {count}")
        for quota, count in zip(quotas.rows, pool.counts.tolist(), strict=True)
        if quota.minimum > count
    ]
    if not found and seat_program(pool, integer=True).solve() is None:
        limits = conflict(pool)
        found.append(("", "; ".join(limit.text(quotas) for limit in limits)))
    return found


def quota_faults(quotas: Quotas, pool: Pool | None, file: str = "") -> list[Fault]:
    """One fault for each reason why the quotas cannot be met, each with the smallest change that helps."""
    found = reasons_against(quotas, pool)
    if not found:
        return []
    changes = "" if pool is None else relaxation_text(pool)
    return [
        Fault(
            "quotas_infeasible" if changes else "quotas_infeasible_hard",
            file=file,
            column="max" if ": max" in reason and "<" in reason else "min",
            params={"size": quotas.size, "reason": reason, "change": changes},
        )
        for _, reason in found
    ]


def require_feasible(pool: Pool) -> None:
    """Raise QuotasInfeasibleError, with every reason, when no panel meets the quotas."""
    found = reasons_against(pool.quotas, pool)
    if found:
        raise QuotasInfeasibleError(
            size=pool.quotas.size,
            reason="; ".join(reason for _, reason in found),
            change=relaxation_text(pool) or "-",
        )


def conflict(pool: Pool, kind: int | None = None) -> tuple[Limit, ...]:
    """An irreducible set of limits that no panel meets: drop any one of them and some panel does.

    kind : only panels with a seat for this type; None: any panel.
    Returns the limits in order; () when the pool is too small even without quotas.
    Source: the deletion filter; Chinneck, Feasibility and infeasibility in optimization, 2008.
    """
    program = seat_program(pool, integer=True)
    if kind is not None:
        lower = np.zeros(pool.n_types)
        lower[kind] = 1.0
        program.set_bounds(lower, pool.sizes.astype(float))
    rows = pool.quotas.rows
    bounds = [[float(q.minimum), float(q.maximum)] for q in rows]
    kept = []
    for row in range(len(rows)):
        for side, open_bound in enumerate((-np.inf, np.inf)):
            held = bounds[row][side]
            bounds[row][side] = open_bound
            program.set_row_bounds(row, *bounds[row])
            if program.solve() is not None:  # needed for the conflict: put it back
                bounds[row][side] = held
                program.set_row_bounds(row, *bounds[row])
                kept.append(Limit(row, ("min", "max")[side]))
    return tuple(kept)


def shut_out_by(pool: Pool, kind: int) -> tuple[Limit, ...]:
    """The limits that keep a type out of every panel: a quota of 0 where it has one, else a conflict."""
    for row in pool.features[kind].tolist():
        if row != NOWHERE and pool.quotas.rows[row].maximum == 0:
            return (Limit(int(row), "max"),)
    return conflict(pool, kind)


def smallest_relaxation(pool: Pool) -> tuple[Change, ...] | None:
    """The cheapest changes of the limits that make the quotas possible, within their flex.

    A seat more on a maximum costs 1, a seat less on a minimum costs 1 + 2 / minimum.
    Returns () when nothing need change, None when no change within the flex helps.
    """
    quotas = pool.quotas
    n_rows, n_types = len(quotas.rows), pool.n_types
    rows, low, high = quota_rows(pool)
    slack = eye_array(rows.shape[0], n_rows, format="csr")
    lowered = [_room(quota, "min", quotas.size) for quota in quotas.rows]
    raised = [_room(quota, "max", quotas.size) for quota in quotas.rows]
    program = Program(
        csr_array(hstack([rows, slack, -slack])),
        (low, high),
        (
            np.zeros(n_types + 2 * n_rows),
            np.concatenate([pool.sizes.astype(float), lowered, raised]),
        ),
        integer=True,
    )
    costs = [1 + LOWER_COST / max(quota.minimum, 1) for quota in quotas.rows]
    program.set_costs(-np.concatenate([np.zeros(n_types), costs, np.ones(n_rows)]))
    solution = program.solve()
    if solution is None:
        return None
    moved = np.round(solution.values[n_types:]).astype(int).reshape(2, n_rows)
    return tuple(
        Change(Limit(row, side), old, old + (-1, 1)[place] * int(moved[place, row]))
        for row, quota in enumerate(quotas.rows)
        for place, (side, old) in enumerate((("min", quota.minimum), ("max", quota.maximum)))
        if moved[place, row]
    )


def relaxed(quotas: Quotas, changes: tuple[Change, ...]) -> Quotas:
    """The quotas with the changes made."""
    rows = list(quotas.rows)
    for change in changes:
        old = rows[change.limit.row]
        if change.limit.side == "min":
            rows[change.limit.row] = replace(old, minimum=change.new)
        else:
            rows[change.limit.row] = replace(old, maximum=change.new)
    return Quotas(tuple(rows), quotas.size)


def relaxation_text(pool: Pool) -> str:
    """The smallest relaxation in signs; "" when there is none."""
    changes = smallest_relaxation(pool)
    return "; ".join(change.text(pool.quotas) for change in changes or ())


def _room(quota: Quota, side: str, size: int) -> float:
    if side == "min":
        return float(max(quota.minimum - (quota.min_flex or 0), 0))
    return float(max((size if quota.max_flex is None else quota.max_flex) - quota.maximum, 0))
