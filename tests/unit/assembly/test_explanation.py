"""Thirty sets of quotas that cannot be met: each explanation is irreducible, each relaxation the smallest."""

from dataclasses import replace

import pytest
from tests.assembly_infeasible import (
    KINDS,
    NUMBERS,
    MakePool,
    can_hold,
    cheaper_changes,
    infeasible_pool,
    people_counted,
    possible,
)

from misaq.assembly import (
    Pool,
    explain_quotas,
    relaxed,
    smallest_relaxations,
)
from misaq.assembly.feasibility import seat_program

THIRTY = [(kind, number) for kind in KINDS for number in NUMBERS]


def solvable(pool: Pool) -> bool:
    return seat_program(pool, integer=True).solve() is not None


@pytest.mark.parametrize(("kind", "number"), THIRTY)
def test_dropping_any_limit_of_an_explanation_makes_it_possible(
    make_pool: MakePool, kind: str, number: int
) -> None:
    pool = infeasible_pool(make_pool, kind, number)
    assert not possible(pool, pool.quotas)
    for thorough in (True, False):
        found = explain_quotas(pool, thorough=thorough)
        assert found is not None
        assert not can_hold(pool, found.limits)
        for limit in found.limits:
            assert can_hold(pool, [other for other in found.limits if other != limit])
        homes = {limit.row for limit in found.limits if limit.side == "household"}
        for limit in found.limits:
            if limit.side == "people":
                assert limit.number == people_counted(pool, limit, homes)
        assert (found.sum is None) == (kind == "whole")
        if found.sum is not None:
            assert found.sum.need > found.sum.have
            assert {t.limit for t in (*found.sum.needs, *found.sum.haves)} == set(found.limits)
            assert str(found.sum.need) in found.words("en")
        else:
            assert found.nearest


@pytest.mark.parametrize(("kind", "number"), THIRTY)
def test_no_cheaper_relaxation_helps(make_pool: MakePool, kind: str, number: int) -> None:
    pool = infeasible_pool(make_pool, kind, number)
    found = smallest_relaxations(pool)
    for relaxation in found:
        assert possible(pool, relaxed(pool.quotas, relaxation.changes))
        assert relaxation.proven
        assert relaxation.cost == sum(change.cost for change in relaxation.changes)
    assert [r.cost for r in found] == sorted(r.cost for r in found)
    sets = [{change.limit for change in r.changes} for r in found]
    assert not any(a <= b for i, a in enumerate(sets) for b in sets[i + 1 :])
    assert found
    for quotas in cheaper_changes(pool, float(found[0].cost)):
        assert not solvable(replace(pool, quotas=quotas))
