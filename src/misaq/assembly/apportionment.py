"""Seats for communities by a divisor method or by largest remainder, in exact fractions, with floors and caps."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from misaq.assembly.remainders import share_by_remainder
from misaq.foundation.errors import InputError

Quotient = tuple[int, Fraction]


class ApportionmentError(InputError):
    """Seats cannot be apportioned as asked."""

    code = "seats_impossible"


def _sainte_lague(population: Fraction, seats: int) -> Quotient:
    return 0, population / Fraction(2 * seats + 1, 2)


def _modified_sainte_lague(population: Fraction, seats: int) -> Quotient:
    return 0, population / (Fraction(7, 10) if seats == 0 else Fraction(2 * seats + 1, 2))


def _danish(population: Fraction, seats: int) -> Quotient:
    return 0, population / Fraction(3 * seats + 1, 3)


def _dhondt(population: Fraction, seats: int) -> Quotient:
    return 0, population / (seats + 1)


def _adams(population: Fraction, seats: int) -> Quotient:
    return (1, population) if seats == 0 and population else (0, population / max(seats, 1))


def _dean(population: Fraction, seats: int) -> Quotient:
    if seats == 0 and population:
        return 1, population
    return 0, population / max(Fraction(2 * seats * (seats + 1), 2 * seats + 1), Fraction(1, 3))


def _huntington_hill(population: Fraction, seats: int) -> Quotient:
    # Squares compare as the roots do and stay exact.
    if seats == 0 and population:
        return 1, population
    return 0, population * population / max(seats * (seats + 1), 1)


QUOTIENTS: Mapping[str, Callable[[Fraction, int], Quotient]] = {
    "sainte_lague": _sainte_lague,
    "modified_sainte_lague": _modified_sainte_lague,
    "dhondt": _dhondt,
    "adams": _adams,
    "dean": _dean,
    "danish": _danish,
    "huntington_hill": _huntington_hill,
}
METHODS: tuple[str, ...] = (*QUOTIENTS, "largest_remainder")


@dataclass(frozen=True)
class Apportionment:
    """Seats by id.

    seats : id to seats, in the order given.
    ideal : id to its exact share of all seats, which is seldom a whole number.
    bound_by : id to "floor" or "cap" where that, and not the divisor, set the seats.
    ties : ids whose quotients were equal where the last seats were given out; the rule below decided.
    """

    method: str
    seats: Mapping[str, int]
    ideal: Mapping[str, Fraction]
    bound_by: Mapping[str, str]
    ties: tuple[str, ...]


def apportion(
    populations: Mapping[str, int],
    size: int,
    *,
    method: str = "sainte_lague",
    floors: Mapping[str, int] | None = None,
    caps: Mapping[str, int] | None = None,
) -> Apportionment:
    """Apportion `size` seats to `populations` by a divisor method or by largest remainder.

    Divisor methods: each community starts at its floor; seat by seat the next one goes to the largest
    quotient population / divisor(seats so far) among those below their cap. Largest remainder: each gets
    the whole part of its share, those whose share is out of their floor and cap get that and the rest share
    again; the seats left go to the largest remainders. Of equal claims the larger population goes first,
    then the id that comes first in the alphabet; such ids are named in `ties`.

    populations : id to people, >= 0, not all 0.
    method : one of METHODS, with s seats so far: "sainte_lague" (s + 1/2), "modified_sainte_lague" (the same,
        but 7/10 for the first), "dhondt" (s + 1), "adams" (s), "dean" (harmonic mean of s and s + 1), "danish"
        (s + 1/3), "huntington_hill" (root of s (s + 1)), or "largest_remainder" (Hamilton, Hare quota).
    Raises ApportionmentError when floors exceed or caps fall short of `size`, or nobody is counted.
    Source: Balinski and Young, Fair Representation, 2001, appendix A.

    >>> dict(apportion({"a": 53, "b": 24, "c": 23}, 7).seats)
    {'a': 3, 'b': 2, 'c': 2}
    """
    floor = {key: (floors or {}).get(key, 0) for key in populations}
    cap = {key: (caps or {}).get(key, size) for key in populations}
    _require_possible(populations, size, floor, cap)
    exact = {key: Fraction(people) for key, people in populations.items()}
    if method == "largest_remainder":
        seats, bound, ties = share_by_remainder(exact, size, floor, cap)
    else:
        seats, bound, ties = _by_quotients(exact, size, floor, cap, QUOTIENTS[method])
    total = sum(populations.values())
    ideal = {key: Fraction(people * size, total) for key, people in populations.items()}
    return Apportionment(method, seats, ideal, bound, ties)


def _by_quotients(
    exact: Mapping[str, Fraction],
    size: int,
    floor: Mapping[str, int],
    cap: Mapping[str, int],
    quotient: Callable[[Fraction, int], Quotient],
) -> tuple[dict[str, int], dict[str, str], tuple[str, ...]]:
    seats = dict(floor)
    for _ in range(size - sum(seats.values())):
        ranked = {key: quotient(exact[key], n) for key, n in seats.items() if n < cap[key]}
        best = max(ranked.values())
        equal = [key for key in ranked if ranked[key] == best]
        seats[min(equal, key=lambda key: (-exact[key], key))] += 1
    below = {key: quotient(exact[key], n - 1) for key, n in seats.items() if n}
    above = {key: quotient(exact[key], n) for key, n in seats.items()}
    last = {key: below[key] for key, n in seats.items() if n > floor[key]}
    following = {key: above[key] for key, n in seats.items() if n < cap[key]}
    return seats, _bound_by(seats, below, above, last, following), _tied(last, following)


def _tied(last: Mapping[str, Quotient], following: Mapping[str, Quotient]) -> tuple[str, ...]:
    """The ids between which the rule for equal quotients had to decide, sorted."""
    if not last or not following or min(last.values()) != max(following.values()):
        return ()
    level = min(last.values())
    return tuple(sorted({key for side in (last, following) for key in side if side[key] == level}))


def _require_possible(
    populations: Mapping[str, int], size: int, floor: Mapping[str, int], cap: Mapping[str, int]
) -> None:
    if size < 1 or not any(populations.values()):
        raise ApportionmentError(reason=f"size {size}, population {sum(populations.values())}")
    if sum(floor.values()) > size:
        raise ApportionmentError(reason=f"floor {sum(floor.values())} > {size}")
    if sum(cap.values()) < size:
        raise ApportionmentError(reason=f"cap {sum(cap.values())} < {size}")
    wrong = sorted(key for key in populations if floor[key] > cap[key] or floor[key] < 0)
    if wrong:
        raise ApportionmentError(
            reason=f"{wrong[0]}: floor {floor[wrong[0]]} > cap {cap[wrong[0]]}"
        )


def _bound_by(
    seats: Mapping[str, int],
    below: Mapping[str, Quotient],
    above: Mapping[str, Quotient],
    last: Mapping[str, Quotient],
    following: Mapping[str, Quotient],
) -> dict[str, str]:
    """Who has more seats than the divisor gives, by its floor, or fewer, by its cap."""
    bound = {}
    for key in seats:
        if key not in last and key in below and following and below[key] < max(following.values()):
            bound[key] = "floor"
        elif key not in following and last and above[key] > min(last.values()):
            bound[key] = "cap"
    return bound
