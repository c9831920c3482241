"""Seats by largest remainder (Hamilton, Hare quota), exact, with floors and caps."""

from collections.abc import Mapping
from fractions import Fraction


def share_by_remainder(
    people: Mapping[str, Fraction], size: int, floor: Mapping[str, int], cap: Mapping[str, int]
) -> tuple[dict[str, int], dict[str, str], tuple[str, ...]]:
    """Seats, who is held by a floor or cap, and who had equal claims to the last seats.

    The shares are m x people, kept within floor and cap, with the one m for which they add up to `size`.

    >>> people = {"a": Fraction(80), "b": Fraction(19), "c": Fraction(1)}
    >>> floor, cap = {"a": 0, "b": 0, "c": 1}, dict.fromkeys("abc", 10)
    >>> seats, bound, _ = share_by_remainder(people, 10, floor, cap)
    >>> seats, bound
    ({'a': 7, 'b': 2, 'c': 1}, {'c': 'floor'})
    """
    scale = _scale(people, size, floor, cap)
    shares = {key: _within(scale * n, floor[key], cap[key]) for key, n in people.items()}
    seats = {key: int(share) for key, share in shares.items()}
    remainders = {key: share - seats[key] for key, share in shares.items()}
    order = sorted(people, key=lambda key: (-remainders[key], -people[key], key))
    left = size - sum(seats.values())
    for key in order[:left]:
        seats[key] += 1
    ties: tuple[str, ...] = ()
    if left and remainders[order[left - 1]] == remainders[order[min(left, len(order) - 1)]]:
        level = remainders[order[left - 1]]
        ties = tuple(sorted(key for key in people if remainders[key] == level)) if level else ()
    bound = {key: "floor" for key, n in people.items() if scale * n < floor[key]}
    bound |= {key: "cap" for key, n in people.items() if scale * n > cap[key]}
    return seats, bound, ties if left < len(order) else ()


def _within(share: Fraction, low: int, high: int) -> Fraction:
    return min(max(share, Fraction(low)), Fraction(high))


def _scale(
    people: Mapping[str, Fraction], size: int, floor: Mapping[str, int], cap: Mapping[str, int]
) -> Fraction:
    """The m at which the shares add up: their sum rises with m, in straight pieces between turning points."""
    turns = sorted(
        {Fraction(side[key]) / n for key, n in people.items() if n for side in (floor, cap)}
    )

    def total(m: Fraction) -> Fraction:
        return sum((_within(m * n, floor[k], cap[k]) for k, n in people.items()), Fraction(0))

    start, end = Fraction(0), turns[-1]
    for turn in turns:
        if total(turn) >= size:
            end = turn
            break
        start = turn
    low, high = total(start), total(end)
    return end if high == low else start + (end - start) * (size - low) / (high - low)
