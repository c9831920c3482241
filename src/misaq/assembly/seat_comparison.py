"""What a method of sharing seats does: beside the other methods, and the paradoxes it runs into."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Literal

from misaq.assembly.apportionment import METHODS, Apportionment, apportion

Kind = Literal["alabama", "new_community", "population", "quota"]
AHEAD = 5  # sizes above the one asked for that are tried


@dataclass(frozen=True)
class Paradox:
    """Something that a method does and that people call unfair.

    kind : "alabama" (a larger assembly, and `id` gets fewer seats), "new_community" (`other` joins with
        the seats it gets, and `id` has more or fewer than without), "population" (`id` grew faster than `other` since
        the `before` count, and lost a seat while the other won one), "quota" (the seats are not the share rounded
        up or down).
    before, after : seats of `id`; for "quota" its share rounded to the nearer allowed number, and its seats.
    size : of the assembly in which it happens.
    """

    kind: Kind
    id: str
    before: int
    after: int
    size: int
    other: str = ""


@dataclass(frozen=True)
class MethodRow:
    """One method.

    seats : id to seats. most, least : people for each seat where they are most and fewest, exact; None when a
        community with people has no seat. off : the largest distance of seats from the exact share.
    """

    method: str
    seats: Mapping[str, int]
    most: Fraction | None
    least: Fraction | None
    off: Fraction
    ties: tuple[str, ...]


def compare_methods(
    populations: Mapping[str, int],
    size: int,
    *,
    floors: Mapping[str, int] | None = None,
    caps: Mapping[str, int] | None = None,
) -> tuple[MethodRow, ...]:
    """Every method on the same numbers, in the order of METHODS.

    >>> rows = compare_methods({"a": 53, "b": 24, "c": 23}, 7)
    >>> [tuple(row.seats.values()) for row in rows if row.method in ("adams", "dhondt")]
    [(4, 2, 1), (3, 2, 2)]
    """
    return tuple(
        _row(apportion(populations, size, method=m, floors=floors, caps=caps), populations)
        for m in METHODS
    )


def find_paradoxes(
    populations: Mapping[str, int],
    size: int,
    *,
    method: str,
    floors: Mapping[str, int] | None = None,
    caps: Mapping[str, int] | None = None,
    before: Mapping[str, int] | None = None,
) -> tuple[Paradox, ...]:
    """The paradoxes that these very numbers show under a method, sorted.

    before : an earlier count of the same communities; without it no population paradox can be seen.
    Source: Balinski and Young, Fair Representation, 2001, chapters 4 to 8.

    >>> people = {"a": 6, "b": 6, "c": 2}
    >>> [(p.kind, p.id, p.before, p.after) for p in find_paradoxes(people, 10, method="largest_remainder")][0]
    ('alabama', 'c', 2, 1)
    """
    bounds = {"floors": floors, "caps": caps}
    now = apportion(populations, size, method=method, floors=floors, caps=caps)
    found = [*_outside_quota(now, size)]
    smaller = now.seats
    for larger in range(size + 1, size + AHEAD + 1):
        if caps and sum(caps.get(key, larger) for key in populations) < larger:
            break
        seats = apportion(populations, larger, method=method, **bounds).seats
        found += [
            Paradox("alabama", key, smaller[key], seats[key], larger)
            for key in populations
            if seats[key] < smaller[key]
        ]
        smaller = seats
    found += _new_communities(populations, now, size, method, bounds)
    if before:
        was = apportion(before, size, method=method, floors=floors, caps=caps).seats
        found += _population(populations, before, now.seats, was, size)
    return tuple(sorted(found, key=lambda p: (p.kind, p.size, p.id, p.other)))


def _row(found: Apportionment, populations: Mapping[str, int]) -> MethodRow:
    each = [
        Fraction(people, found.seats[key]) if found.seats[key] else None
        for key, people in populations.items()
        if people
    ]
    counted = [value for value in each if value is not None]
    off = max(abs(n - found.ideal[key]) for key, n in found.seats.items())
    return MethodRow(
        found.method,
        found.seats,
        None if None in each else max(counted),
        None if not counted else min(counted),
        off,
        found.ties,
    )


def _outside_quota(found: Apportionment, size: int) -> list[Paradox]:
    """Who, not held by a floor or cap, has fewer seats than the share rounded down or more than rounded up."""
    rows = []
    for key, n in found.seats.items():
        low, high = floor(found.ideal[key]), ceil(found.ideal[key])
        if not low <= n <= high and key not in found.bound_by:
            rows.append(Paradox("quota", key, low if n < low else high, n, size))
    return rows


def _new_communities(
    populations: Mapping[str, int],
    now: Apportionment,
    size: int,
    method: str,
    bounds: Mapping[str, Mapping[str, int] | None],
) -> list[Paradox]:
    found = []
    for gone in populations:
        rest = {key: people for key, people in populations.items() if key != gone}
        left = size - now.seats[gone]
        if not any(rest.values()) or left < 1:
            continue
        without = apportion(rest, left, method=method, **bounds)
        if without.ties or now.ties:
            continue  # a tie settled otherwise is no paradox
        found += [
            Paradox("new_community", key, without.seats[key], now.seats[key], size, gone)
            for key in rest
            if without.seats[key] != now.seats[key]
        ]
    return found


def _population(
    populations: Mapping[str, int],
    before: Mapping[str, int],
    now: Mapping[str, int],
    was: Mapping[str, int],
    size: int,
) -> list[Paradox]:
    lost = [key for key in populations if key in was and now[key] < was[key] and before[key]]
    won = [key for key in populations if key in was and now[key] > was[key] and before[key]]
    return [
        Paradox("population", a, was[a], now[a], size, b)
        for a in lost
        for b in won
        if Fraction(populations[a], before[a]) > Fraction(populations[b], before[b])
    ]
