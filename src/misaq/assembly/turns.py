"""Whose turn it is: how the seats of a type go round among its people, so that none is favoured.

Types that share no household, or whose household is the only one of its composition: the seats go round among
the people, each ticket beginning where the one before stopped. Tickets of people then differ by one at most.

Households of one composition, N of them: a panel gives their types x_1, x_2, ... seats, N together at most.
Its seats stand at places on a ring of N, each type's as evenly spread as there is room (`ring_places`), and
with each further ticket for such a panel the ring moves on by one household. So a ticket never gives two
seats to one household, after N tickets each household has had each place once, and before that the windows
of an even ring differ little. Within a household a type's people take turns.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from misaq.assembly.pool import Households, Ints

Seats = tuple[int, ...]
Ring = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Turns:
    """How the seats of the households of one composition go round.

    households : which types live in them, and how many they are.
    rings : seats of each of the types on a panel, to the households that have them on the first ticket for such
        a panel, type by type; with every further ticket each seat moves on by one household. Only where
        there are several households.
    """

    households: Households
    rings: Mapping[Seats, Ring] = field(default_factory=dict)

    def visits(self, tickets: Mapping[Seats, int]) -> Ints:
        """How many seats each household has had for each type, (n_kinds, n_households).

        tickets : seats of each type on a panel, to how many tickets such panels have had.
        """
        number = self.households.number
        found = np.zeros((len(self.households.kinds), number), dtype=np.int64)
        for seats, count in tickets.items():
            laps, rest = divmod(count, number)
            found += laps * np.array(seats, dtype=np.int64)[:, None]
            _add_window(found, self.rings.get(seats, ()), rest)
        return found

    def seated(self, seats: Seats, ticket: int) -> list[tuple[int, int]]:
        """Which households have the seats of such a panel's ticket, as (place of the type, household).

        ticket : how many tickets such panels have had before.
        """
        number = self.households.number
        return [
            (nth, (place + ticket) % number)
            for nth, places in enumerate(self.rings[seats])
            for place in places
        ]


def ring_places(number: int, seats: Seats) -> Ring:
    """Places of seats on a ring, each type's as evenly spread as there is room.

    The j-th of x seats, and the j-th of the empty places, would best stand at (2j + 1) / 2x of the ring;
    all are put in this order.

    >>> ring_places(6, (2, 1))
    ((1, 4), (3,))
    """
    empty = number - sum(seats)
    ideal = sorted(
        ((2 * j + 1) / n, kind, 2 * j + 1, n) for kind, n in enumerate(seats) for j in range(n)
    )
    places: list[list[int]] = [[] for _ in seats]
    for rank, (_, kind, odd, n) in enumerate(ideal):
        places[kind].append(rank + (empty * odd + n) // (2 * n))
    return tuple(tuple(each) for each in places)


def even_turns(households: Households, tickets: Mapping[Seats, int]) -> Turns:
    """Turns that keep the seats of households of one composition as equal as can be.

    One after another, each ring begins where it evens out best what the rings before left uneven.

    tickets : seats of each type on a panel, to how many tickets such panels have in all.
    """
    number = households.number
    if number == 1:
        return Turns(households)
    rings: dict[Seats, Ring] = {}
    held = np.zeros((len(households.kinds), number), dtype=np.int64)
    for seats in sorted(seats for seats in tickets if any(seats)):
        rest = tickets[seats] % number
        ring, window = ring_places(number, seats), np.zeros_like(held)
        _add_window(window, ring, rest)
        start = _evenest(held, window)
        rings[seats] = tuple(tuple((at + start) % number for at in places) for places in ring)
        held += np.roll(window, start, axis=1)
    return Turns(households, rings)


def _evenest(held: Ints, window: Ints) -> int:
    """By how much to turn a window so that the squares of the sums are least; the first of equal ones.

    The squares are least where sum_h held[h] window[h - start] is, which is a convolution.
    """
    ahead = np.fft.rfft(held - held.min(axis=1, keepdims=True), axis=1)
    crossed = (ahead * np.conj(np.fft.rfft(window, axis=1))).sum(axis=0)
    overlap = np.rint(np.fft.irfft(crossed, held.shape[1])).astype(np.int64)  # whole numbers
    return int(overlap.argmin())


def compositions(kinds: Iterable[int], panels: Ints) -> list[Seats]:
    """The seats of some types on each panel."""
    return [tuple(row) for row in panels[:, list(kinds)].tolist()]


def _add_window(held: Ints, ring: Ring, rest: int) -> None:
    """Add one seat to each household that a place passes in `rest` tickets, fewer than households."""
    number = held.shape[1]
    for nth, places in enumerate(ring):
        for place in places:
            held[nth, place : place + rest] += 1
            held[nth, : max(place + rest - number, 0)] += 1
