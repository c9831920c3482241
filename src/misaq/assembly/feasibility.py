"""Whether quotas can be met; why not; what shuts a person out; the smallest change that helps."""

import numpy as np

from misaq.assembly.explanation import explain_quotas
from misaq.assembly.limits import Limit
from misaq.assembly.polytope import seat_program
from misaq.assembly.pool import NOWHERE, Pool
from misaq.assembly.quotas import Quotas, sum_reasons
from misaq.assembly.relaxation import smallest_relaxation
from misaq.foundation.errors import InfeasibleError
from misaq.foundation.faults import Fault


class QuotasInfeasibleError(InfeasibleError):
    """No panel of the pool meets the quotas."""

    code = "quotas_infeasible"


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
        explanation = explain_quotas(pool)
        found.append(("", "-" if explanation is None else explanation.text()))
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


def relaxation_text(pool: Pool) -> str:
    """The smallest relaxation in signs; "" when there is none."""
    changes = smallest_relaxation(pool)
    return "; ".join(change.text(pool.quotas) for change in changes or ())
