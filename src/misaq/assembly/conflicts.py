"""Which limits conflict: irreducible sets, the smallest of them, and the people whose lack is part of one."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import combinations, product

import numpy as np
from scipy.sparse import csr_array

from misaq.assembly.limits import ALONE, ANYWHERE, Limit, LimitSystem, quota_system
from misaq.assembly.polytope import Mask
from misaq.assembly.pool import Pool
from misaq.assembly.programs import Floats, Program

ROUNDS = 60  # of the search for the smallest conflict before any irreducible one will do
# kinds of people told apart in a conflict, at a first look and otherwise; with more, the pool is one limit
FEW_KINDS, MOST_KINDS = 48, 256
PRESSING = 1e-7  # a limit with a smaller price is not part of a conflict


@dataclass(frozen=True)
class Conflict:
    """Limits that no panel keeps together; without any one of them some panel does.

    limits : the limits, in order.
    system : the same limits over the kinds of people that they tell apart, there or not; where the last limit
        is the pool as a whole, the others over its types.
    smallest : whether it is proven that no conflict has fewer quotas, sizes and households.
    """

    limits: tuple[Limit, ...]
    system: LimitSystem
    smallest: bool


def find_conflict(
    pool: Pool, *, thorough: bool = True, skipped: frozenset[Limit] = frozenset()
) -> Conflict | None:
    """An irreducible conflict of a pool's limits; None when they can all be kept.

    thorough : look for one with the fewest limits; else the first that is irreducible.
    skipped : quotas to leave away.
    Source: deletion filter, Chinneck, Feasibility and infeasibility in optimization, 2008; smallest conflicts
    by implicit hitting sets, Ignatiev, Previti, Liffiton and Marques-Silva, CP 2015.
    """
    system = quota_system(pool, skipped)
    integer = system.holds(system.everything, integer=False)
    if integer and system.holds(system.everything):
        return None
    chosen, smallest = None, False
    if thorough:
        chosen = _smallest(system, integer=integer)
        smallest = chosen is not None
    if chosen is None:
        chosen = system.everything if integer else _pressing(system)
        chosen = _deleted(system, chosen, integer=integer)
    if not integer:  # what expected seats cannot drop, whole people perhaps can
        whole = _deleted(system, chosen, integer=True)
        smallest &= bool((whole == chosen).all())
        chosen = whole
    core = [limit for limit, kept in zip(system.limits, chosen, strict=True) if kept]
    most_kinds = MOST_KINDS if thorough else FEW_KINDS
    return with_people(pool, core, smallest=smallest, most_kinds=most_kinds)


def with_people(
    pool: Pool, core: Iterable[Limit], *, smallest: bool = False, most_kinds: int = MOST_KINDS
) -> Conflict:
    """Complete a conflict of quotas by the lack of people that makes it one, as plainly as it can be said.

    core : limits that cannot be kept by the people of the pool, none of them superfluous.
    most_kinds : of people told apart; with more of them, the pool as a whole is one limit.
    """
    core = sorted(core)
    system = kinds_system(pool, core, most_kinds)
    if system is None:
        whole = quota_system(pool)
        system = quota_system(pool, frozenset(whole.limits) - frozenset(core))
        return Conflict((*core, Limit(-1, "pool", pool.n_people)), system, smallest)
    order = sorted(
        (i for i, limit in enumerate(system.limits) if limit.side == "people"),
        key=lambda i: (_plainness(system.limits[i]), i),
        reverse=True,
    )
    chosen = _deleted(system, system.everything, integer=True, order=order)
    kept = np.flatnonzero(chosen)
    limits = tuple(system.limits[i] for i in kept.tolist())
    most = _most(pool, system.rows.shape[1])
    small = LimitSystem(limits, csr_array(system.rows[kept]), most, pool.quotas)
    return Conflict(limits, small, smallest)


def kinds_system(pool: Pool, core: list[Limit], most: int) -> LimitSystem | None:
    """The limits of `core` and how many people there are, over the kinds of people that `core` tells apart.

    A kind is a set of the named features, and the household where one is named. Kinds of which there is nobody
    are columns too: that there is nobody is a limit. None when there are more than `most` kinds.
    """
    named = sorted({limit.row for limit in core if limit.side in ("min", "max")})
    homes = {limit.row for limit in core if limit.side == "household"}
    people: dict[tuple[tuple[int, ...], int], int] = {}
    for kind in _imaginable(pool, named, most) or ():
        people[kind, ALONE] = 0
    if not people:
        return None
    lives = {k: place for place in homes for k in pool.households[place].kinds}
    for index, number in enumerate(pool.sizes.tolist()):
        has = tuple(place for place in named if pool.holds[place, index])
        key = has, lives.get(index, ALONE)
        people[key] = people.get(key, 0) + number
        if len(people) > most:
            return None
    columns = sorted(people)
    limits = [*core, *_people_limits(columns, people, named, homes)]
    rows = csr_array(
        np.array([[float(_counts(limit, column)) for column in columns] for limit in limits])
    )
    return LimitSystem(limits, rows, _most(pool, len(columns)), pool.quotas)


def _people_limits(
    columns: list[tuple[tuple[int, ...], int]],
    people: dict[tuple[tuple[int, ...], int], int],
    named: list[int],
    homes: set[int],
) -> list[Limit]:
    """How many people there are: in all, with each feature, with each two, and of each kind by itself."""
    found = []
    for size in range(min(len(named), 2) + 1):
        for having in combinations(named, size):
            limit = Limit(-1, "people", 0, having)
            if any(_counts(limit, column) for column in columns):
                found.append(limit)
    for has, home in columns:
        lacking = tuple(place for place in named if place not in has)
        if len(has) < 3 and not lacking and not homes:
            continue  # said already
        found.append(Limit(-1, "people", 0, has, lacking, home if homes else ANYWHERE))
    return [
        replace(limit, number=sum(people[c] for c in columns if _counts(limit, c)))
        for limit in dict.fromkeys(found)
    ]


def _counts(limit: Limit, column: tuple[tuple[int, ...], int]) -> bool:
    """Whether a seat of a kind counts for a limit."""
    has, home = column
    if limit.side in ("min", "max"):
        return limit.row in has
    if limit.side == "household":
        return home == limit.row
    fits = set(limit.having) <= set(has) and not set(limit.lacking) & set(has)
    return fits and limit.home in (ANYWHERE, home)


def _imaginable(pool: Pool, named: list[int], most: int) -> list[tuple[int, ...]] | None:
    """Every set of the named features that a person can have: one at most of a category, some always one."""
    choices: list[list[tuple[int, ...]]] = []
    n_kinds = 1
    for place, category in enumerate(pool.quotas.categories):
        features = [i for i, quota in enumerate(pool.quotas.rows) if quota.category == category]
        some: list[tuple[int, ...]] = [(i,) for i in named if i in features]
        if not some:
            continue
        if len(some) < len(features) or bool((pool.features[:, place] < 0).any()):
            some.append(())
        choices.append(some)
        n_kinds *= len(some)
        if n_kinds > most:
            return None
    return [tuple(sorted(sum(parts, ()))) for parts in product(*choices)]


def _plainness(limit: Limit) -> tuple[bool, int]:
    """Few features that people have are plain; features that they lack, and households, are not."""
    return limit.home != ANYWHERE, len(limit.having) + 2 * len(limit.lacking)


def _most(pool: Pool, n_columns: int) -> Floats:
    """More seats of a kind than any smallest panel has."""
    enough = pool.quotas.size + sum(quota.minimum for quota in pool.quotas.rows) + 1
    return np.full(n_columns, float(enough))


def _pressing(system: LimitSystem) -> Mask:
    """Limits with a price, which conflict by themselves; all, when rounding has hidden one."""
    chosen: Mask = system.prices() > PRESSING
    return system.everything if system.holds(chosen, integer=False) else chosen


def _deleted(
    system: LimitSystem, chosen: Mask, *, integer: bool, order: Iterable[int] | None = None
) -> Mask:
    """The deletion filter: drop each limit that the conflict does not need.

    order : limits in the order in which they are tried; the last ones are the likeliest to stay.
    """
    kept = chosen.copy()
    for place in np.flatnonzero(chosen).tolist() if order is None else order:
        kept[place] = False
        if system.holds(kept, integer=integer):
            kept[place] = True
    return kept


def _smallest(system: LimitSystem, *, integer: bool) -> Mask | None:
    """The conflict with the fewest limits; None when the work allowed does not find it.

    Whatever panel there is breaks some limit of every conflict. So the smallest set of limits that has one
    of each set broken so far is no larger than the smallest conflict; once it conflicts, it is one.
    """
    broken: list[Mask] = []
    for _ in range(ROUNDS):
        chosen = _hitting(broken, len(system.limits))
        missed = system.broken(chosen, integer=integer)
        if missed is None:
            return chosen
        missed &= ~chosen
        if not missed.any():
            return None  # rounding
        broken.append(missed)
    return None


def _hitting(sets: list[Mask], n_limits: int) -> Mask:
    """The smallest set with a member of each of the sets; earlier limits where several are as small."""
    if not sets:
        return np.zeros(n_limits, dtype=bool)
    rows = csr_array(np.array(sets, dtype=float))
    bounds = (np.ones(len(sets)), np.full(len(sets), np.inf))
    program = Program(rows, bounds, (np.zeros(n_limits), np.ones(n_limits)), integer=True)
    program.set_costs(-1 - np.arange(n_limits) / (n_limits * (n_limits + 1)))
    solution = program.solve()
    chosen: Mask = np.zeros(n_limits, dtype=bool) if solution is None else solution.values > 0.5
    return chosen
