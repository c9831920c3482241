"""The smallest changes that make quotas possible, and what they cost whom."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np
from scipy.sparse import csr_array, eye_array, hstack, vstack

from misaq.assembly.limits import Limit
from misaq.assembly.polytope import quota_rows, seat_program, who_can_sit
from misaq.assembly.pool import Pool
from misaq.assembly.programs import Floats, Program
from misaq.assembly.quotas import Quota, Quotas
from misaq.foundation.messages import render

LOWER_COST = (
    2  # lowering a minimum of 1 hurts more than one of 20: each seat costs 1 + LOWER_COST / min
)
MOST = 4  # relaxations to choose from
PROVEN = 1e-6  # seats: two costs that differ by less are one


@dataclass(frozen=True)
class Change:
    """A limit moved from `old` to `new`."""

    limit: Limit
    old: int
    new: int

    @property
    def cost(self) -> Fraction:
        """A seat more on a maximum costs 1, a seat less on a minimum 1 + 2 / minimum."""
        each = Fraction(1)
        if self.limit.side == "min":
            each += Fraction(LOWER_COST, max(self.old, 1))
        return abs(self.new - self.old) * each

    def text(self, quotas: Quotas) -> str:
        """The change, such as "age = 70+: min 11 -> 9"."""
        return f"{quotas.rows[self.limit.row].label}: {self.limit.side} {self.old} -> {self.new}"


@dataclass(frozen=True)
class Effect:
    """What a relaxation does to the people with one feature.

    guaranteed : seats sure for them, before and after: their minimum, or what the maximums of the other
        features of the category leave, whichever is more.
    ceiling : most seats they can have, before and after, likewise.
    """

    row: int
    guaranteed: tuple[int, int]
    ceiling: tuple[int, int]


@dataclass(frozen=True)
class Relaxation:
    """Changes that together make the quotas possible.

    changes : in the order of the quotas.
    cost : what they cost together.
    proven : whether it is proven that no changes cost less; for a second choice: none of other limits.
    within_flex : whether every change is within the flex of its quota.
    effects : the features whose guarantee or ceiling they move.
    lowest : no lottery gives all who can sit more than this probability under the changed quotas.
    shut_out : how many people of the pool cannot sit under them.
    """

    quotas: Quotas
    changes: tuple[Change, ...]
    cost: Fraction
    proven: bool
    within_flex: bool
    effects: tuple[Effect, ...]
    lowest: float
    shut_out: int

    def text(self) -> str:
        """The changes in signs that every language reads."""
        return "; ".join(change.text(self.quotas) for change in self.changes)

    def words(self, language: str) -> tuple[str, ...]:
        """What it costs whom, a sentence each, in `language`."""
        said = []
        for effect in self.effects:
            label = self.quotas.rows[effect.row].label
            for name in ("guaranteed", "ceiling"):
                before, after = getattr(effect, name)
                if before != after:
                    change = "less" if after < before else "more"
                    code = f"effect.{name}.{change}"
                    said.append(
                        render(code, language, quota=label, before=before, after=after).what
                    )
        lowest = f"{self.lowest:.4f}"
        return (*said, render("effect.lowest", language, p=lowest, n=self.shut_out).what)

    def plain(self) -> dict[str, Any]:
        """The relaxation as plain values, with its words in both languages."""
        return {
            "changes": [
                {
                    "quota": self.quotas.rows[change.limit.row].label,
                    "side": change.limit.side,
                    "old": change.old,
                    "new": change.new,
                }
                for change in self.changes
            ],
            "text": self.text(),
            "cost": float(self.cost),
            "cost_exact": f"{self.cost.numerator}/{self.cost.denominator}",
            "proven": self.proven,
            "within_flex": self.within_flex,
            "effects": [
                {
                    "quota": self.quotas.rows[effect.row].label,
                    "guaranteed": list(effect.guaranteed),
                    "ceiling": list(effect.ceiling),
                }
                for effect in self.effects
            ],
            "lowest": self.lowest,
            "shut_out": self.shut_out,
            "words": {language: list(self.words(language)) for language in ("en", "ur")},
        }


def smallest_relaxations(pool: Pool, *, most: int = MOST) -> tuple[Relaxation, ...]:
    """The cheapest changes of the limits that make the quotas possible, then others, each of other limits.

    Within the flex of the quotas where that helps; else beyond it, and each says so. No relaxation changes
    all the limits that a cheaper one changes. A seat more on a maximum costs 1, a seat less on a minimum costs
    1 + 2 / minimum.

    Returns () when nothing need change, or when no change of the quotas helps.
    """
    for within_flex in (True, False):
        found = _cheapest(pool, within_flex=within_flex, most=most)
        if found and not found[0][0]:
            return ()
        if found:
            return tuple(_relaxation(pool, *each, within_flex=within_flex) for each in found)
    return ()


def smallest_relaxation(pool: Pool) -> tuple[Change, ...] | None:
    """The cheapest changes of the limits that make the quotas possible, within their flex.

    Returns () when nothing need change, None when no change within the flex helps.
    """
    found = _cheapest(pool, within_flex=True, most=1)
    return found[0][0] if found else None


def nearest_panel(pool: Pool, chosen: Collection[Limit]) -> tuple[Change, ...]:
    """What the panel nearest to some quotas misses of them, the other quotas left away."""
    rows = []
    for place, quota in enumerate(pool.quotas.rows):
        low = quota.minimum if Limit(place, "min") in chosen else 0
        high = quota.maximum if Limit(place, "max") in chosen else pool.n_people
        rows.append(Quota(quota.category, quota.feature, low, high))
    loose = replace(pool, quotas=Quotas(tuple(rows), pool.quotas.size))
    found = _cheapest(loose, within_flex=False, most=1)
    return found[0][0] if found else ()


def relaxed(quotas: Quotas, changes: Sequence[Change]) -> Quotas:
    """The quotas with the changes made."""
    rows = list(quotas.rows)
    for change in changes:
        old = rows[change.limit.row]
        if change.limit.side == "min":
            rows[change.limit.row] = replace(old, minimum=change.new)
        else:
            rows[change.limit.row] = replace(old, maximum=change.new)
    return Quotas(tuple(rows), quotas.size)


def nearest_size(pool: Pool) -> int | None:
    """The size nearest to the one wanted for which the quotas can be met, the smaller of two; None: none."""
    best = None
    for sign in (1.0, -1.0):
        rows, low, high = quota_rows(pool)
        place = len(pool.quotas.rows)
        low[place], high[place] = (
            (0, pool.quotas.size) if sign > 0 else (pool.quotas.size, pool.n_people)
        )
        if low[place] > high[place]:
            continue
        bounds = (np.zeros(pool.n_types), pool.sizes.astype(float))
        program = Program(rows, (low, high), bounds, integer=True)
        program.set_costs(np.full(pool.n_types, sign))
        solution = program.solve()
        if solution is not None:
            size = round(abs(solution.objective))
            if best is None or abs(size - pool.quotas.size) < abs(best - pool.quotas.size):
                best = size
    return best


def _cheapest(pool: Pool, *, within_flex: bool, most: int) -> list[tuple[tuple[Change, ...], bool]]:
    """Up to `most` sets of changes and whether each is proven the cheapest that is left, by rising cost."""
    quotas = pool.quotas
    sides = ("min", "max")
    limits = [Limit(row, side) for side in sides for row in range(len(quotas.rows))]
    old = [limit.value(quotas) for limit in limits]
    room = np.array([_room(pool, limit, within_flex=within_flex) for limit in limits])
    each = np.array(
        [float(Change(limit, n, n + 1).cost) for limit, n in zip(limits, old, strict=True)]
    )
    used: list[list[int]] = []
    found: list[tuple[tuple[Change, ...], bool]] = []
    while len(found) < most:
        program = _moves(pool, room, used)
        program.set_costs(-np.concatenate([np.zeros(pool.n_types), each, np.zeros(len(limits))]))
        solution = program.solve()
        if solution is None:
            break
        moves = np.round(solution.values[pool.n_types :][: len(limits)]).astype(int)
        places = np.flatnonzero(moves).tolist()
        changes = tuple(
            Change(limits[i], old[i], old[i] + int(moves[i]) * (-1 if i < len(quotas.rows) else 1))
            for i in sorted(places, key=lambda i: (limits[i].row, i))
        )
        cost = float(sum(change.cost for change in changes))
        found.append((changes, cost <= -solution.bound + PROVEN))
        if not places:
            break
        used.append(places)
    return found


def _moves(pool: Pool, room: Floats, used: list[list[int]]) -> Program:
    """Columns: seats of each type, moves of each limit, whether each limit moves at all.

    used : sets of limits, not all of which may move together.
    """
    n_rows, n_types, n_moves = len(pool.quotas.rows), pool.n_types, len(room)
    rows, low, high = quota_rows(pool)
    slack = eye_array(rows.shape[0], n_rows, format="csr")
    seats = hstack([rows, slack, -slack, csr_array((rows.shape[0], n_moves))])
    eye = eye_array(n_moves, format="csr")
    whether = hstack([csr_array((n_moves, n_types)), eye, -eye.multiply(room)])
    banned = np.zeros((len(used), n_types + 2 * n_moves))
    for place, together in enumerate(used):
        banned[place, [n_types + n_moves + i for i in together]] = 1.0
    blocks = [seats, whether] + ([csr_array(banned)] if used else [])
    lows = [low, np.full(n_moves + len(used), -np.inf)]
    highs = [high, np.zeros(n_moves), np.array([len(each) - 1.0 for each in used])]
    upper = np.concatenate([pool.sizes.astype(float), room, np.ones(n_moves)])
    return Program(
        csr_array(vstack(blocks)),
        (np.concatenate(lows), np.concatenate(highs)),
        (np.zeros(len(upper)), upper),
        integer=True,
    )


def _room(pool: Pool, limit: Limit, *, within_flex: bool) -> float:
    """How far a limit may move."""
    quota = pool.quotas.rows[limit.row]
    if limit.side == "min":
        least = (quota.min_flex or 0) if within_flex else 0
        return float(max(quota.minimum - least, 0))
    most = quota.max_flex if within_flex and quota.max_flex is not None else pool.quotas.size
    return float(max(most - quota.maximum, 0))


def _relaxation(
    pool: Pool, changes: tuple[Change, ...], proven: bool, *, within_flex: bool
) -> Relaxation:
    after = relaxed(pool.quotas, changes)
    lowest, barred = _lowest(replace(pool, quotas=after))
    return Relaxation(
        pool.quotas,
        changes,
        sum((change.cost for change in changes), Fraction(0)),
        proven,
        within_flex,
        _effects(pool.quotas, after),
        lowest,
        barred,
    )


def _effects(before: Quotas, after: Quotas) -> tuple[Effect, ...]:
    old, new = _guarantees(before), _guarantees(after)
    return tuple(
        Effect(row, (was[0], now[0]), (was[1], now[1]))
        for row, (was, now) in enumerate(zip(old, new, strict=True))
        if was != now
    )


def _guarantees(quotas: Quotas) -> list[tuple[int, int]]:
    """Seats sure for each feature, and most seats that it can have, by the quotas of its category."""
    found = []
    for quota in quotas.rows:
        others = [q for q in quotas.of(quota.category) if q is not quota]
        sure = max(quota.minimum, quotas.size - sum(q.maximum for q in others))
        most = min(quota.maximum, quotas.size - sum(q.minimum for q in others))
        found.append((max(sure, 0), max(most, 0)))
    return found


def _lowest(pool: Pool) -> tuple[float, int]:
    """The best smallest probability of those who can sit, by expected seats; and how many people cannot."""
    allowed, _ = who_can_sit(pool, integer=False)
    if seat_program(pool, integer=False).solve() is None:
        return 0.0, pool.n_people
    rows, low, high = quota_rows(pool)
    sizes = pool.sizes.astype(float)
    level = hstack([eye_array(pool.n_types, format="csr"), csr_array(-sizes[:, None])])
    seats = hstack([rows, csr_array((rows.shape[0], 1))])
    floor = np.where(allowed, 0.0, -np.inf)
    program = Program(
        csr_array(vstack([level, seats])),
        (
            np.concatenate([floor, low]),
            np.concatenate([np.full(pool.n_types, np.inf), high]),
        ),
        (np.zeros(pool.n_types + 1), np.append(np.where(allowed, sizes, 0.0), 1.0)),
    )
    program.set_costs(np.append(np.zeros(pool.n_types), 1.0))
    solution = program.solve()
    lowest = 0.0 if solution is None else solution.objective
    return float(f"{lowest:.9g}"), int(pool.sizes[~allowed].sum())
