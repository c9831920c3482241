"""Thirty sets of quotas that cannot be met: each explanation is irreducible, each relaxation the smallest."""

import itertools
from dataclasses import replace

import numpy as np
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
    QuotasInfeasibleError,
    explain_all,
    explain_quotas,
    feasibility_at_a_glance,
    group_people,
    nearest_size,
    recruit,
    relaxed,
    require_feasible,
    smallest_relaxations,
)
from misaq.assembly.polytope import seat_program

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
        price = sum(
            abs(c.new - c.old) * (1 + 2 / max(c.old, 1) if c.limit.side == "min" else 1)
            for c in relaxation.changes
        )
        assert float(relaxation.cost) == pytest.approx(price)
    assert [r.cost for r in found] == sorted(r.cost for r in found)
    sets = [{change.limit for change in r.changes} for r in found]
    assert not any(a <= b for i, a in enumerate(sets) for b in sets[i + 1 :])
    assert found
    for quotas in cheaper_changes(pool, float(found[0].cost)):
        assert not solvable(replace(pool, quotas=quotas))


@pytest.mark.parametrize(("kind", "number"), THIRTY)
def test_a_first_look_agrees(make_pool: MakePool, kind: str, number: int) -> None:
    pool = infeasible_pool(make_pool, kind, number)
    look = feasibility_at_a_glance(pool)
    assert look.status == "impossible"
    assert (look.explanation is None) == (kind == "whole")
    best = smallest_relaxations(pool, most=1)[0]
    mended = relaxed(pool.quotas, best.changes)
    assert feasibility_at_a_glance(pool, mended).status == "possible"
    assert explain_quotas(replace(pool, quotas=mended)) is None
    assert explain_all(replace(pool, quotas=mended)) == ()
    assert smallest_relaxations(replace(pool, quotas=mended)) == ()


def with_people(pool: Pool, new: list[tuple[int, ...]]) -> Pool:
    """The pool with volunteers more, who share no home; households of one composition keep theirs."""
    ids = [person for people in pool.members for person in people]
    features = [pool.features[k].tolist() for k, people in enumerate(pool.members) for _ in people]
    homes = {}
    for place, shared in enumerate(pool.households):
        for kind in shared.kinds:
            alike = len(pool.members[kind]) // shared.number
            for rank, person in enumerate(pool.members[kind]):
                homes[person] = f"{place} {rank // alike}"
    ids += [f"new {i}" for i in range(len(new))]
    table = np.array([*features, *(list(has) for has in new)], dtype=np.int64)
    return group_people(ids, table, pool.quotas, [homes.get(person, "") for person in ids])


@pytest.mark.parametrize(("kind", "number"), THIRTY)
def test_no_fewer_recruits_would_do(make_pool: MakePool, kind: str, number: int) -> None:
    pool = infeasible_pool(make_pool, kind, number)
    found = recruit(pool)
    assert (found is None) == (kind == "sums")  # nobody helps where minimums exceed the size
    if found is None:
        return
    new = [has for has, n in found.people for _ in range(n)]
    assert len(new) == found.number
    assert solvable(with_people(pool, new))
    categories = pool.quotas.categories
    places = [
        [i for i, q in enumerate(pool.quotas.rows) if q.category == category]
        for category in categories
    ]
    kinds = list(itertools.product(*places))
    for number_of in range(min(found.number, 2)):
        for fewer in itertools.combinations_with_replacement(kinds, number_of):
            assert not solvable(with_people(pool, list(fewer)))


def test_flex_that_does_not_suffice_is_said(make_pool: MakePool) -> None:
    pool = infeasible_pool(make_pool, "missing", 1)
    inside = smallest_relaxations(pool)
    assert all(r.within_flex for r in inside)
    stiff = tuple(replace(q, min_flex=q.minimum, max_flex=q.maximum) for q in pool.quotas.rows)
    pool = replace(pool, quotas=replace(pool.quotas, rows=stiff))
    beyond = smallest_relaxations(pool)
    assert beyond[0].cost == inside[0].cost
    assert not any(r.within_flex for r in beyond)


def test_what_a_relaxation_costs_whom(make_pool: MakePool) -> None:
    people = [(i, "fm"[i % 2]) for i in range(20)]
    pool = make_pool(("id", "sex"), people, [("sex", "f", 4, 6), ("sex", "m", 3, 4)], 6)
    first = smallest_relaxations(pool)[0]
    assert first.text() == "sex = f: min 4 -> 3"
    assert [(e.guaranteed, e.ceiling) for e in first.effects] == [
        ((4, 3), (3, 3)),
        ((3, 3), (2, 3)),
    ]
    assert first.lowest == pytest.approx(0.3)
    assert "loses guaranteed seats: 4 before, 3 after" in first.words("en")[0]
    assert nearest_size(pool) == 7


def test_conflicts_that_share_no_quota_are_all_told(make_pool: MakePool) -> None:
    people = [(i, "fm"[i % 2], "xy"[i % 2]) for i in range(20)]
    quotas = [("sex", "f", 4, 6), ("sex", "m", 3, 4), ("place", "x", 0, 2), ("place", "y", 0, 3)]
    pool = make_pool(("id", "sex", "place"), people, quotas, 6)
    found = explain_all(pool)
    assert {e.sum.signs() for e in found if e.sum} == {"4 + 3 = 7 > 6", "6 > 2 + 3 = 5"}
    with pytest.raises(QuotasInfeasibleError):
        require_feasible(pool)


def test_the_order_of_people_changes_nothing(make_pool: MakePool) -> None:
    pool = infeasible_pool(make_pool, "cross", 2)
    ids = [person for people in pool.members for person in people]
    rows = [pool.features[k].tolist() for k, people in enumerate(pool.members) for _ in people]
    turned = group_people(ids[::-1], np.array(rows[::-1]), pool.quotas)
    assert explain_quotas(turned).plain() == explain_quotas(pool).plain()  # type: ignore[union-attr]
    assert [r.plain() for r in smallest_relaxations(turned)] == [
        r.plain() for r in smallest_relaxations(pool)
    ]


def test_quotas_about_other_features_are_refused(make_pool: MakePool) -> None:
    pool = infeasible_pool(make_pool, "sums", 0)
    with pytest.raises(ValueError, match="other features"):
        feasibility_at_a_glance(pool, replace(pool.quotas, rows=pool.quotas.rows[1:]))
