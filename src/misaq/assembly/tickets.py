"""Tickets: panels with whole numbers, and who has a seat on each."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

import numpy as np

from misaq.assembly.panels import Panels
from misaq.assembly.pool import Ints, Pool
from misaq.assembly.turns import Seats, Turns, compositions, even_turns

TICKETS = 10**9  # nine ten-sided dice name one
MANY_TICKETS = 10**12  # twelve
SMALL_CHANCE = 0.05  # of the average person: the smallest are a tenth of it, seldom less


@dataclass(frozen=True)
class Tickets:
    """Panels, and how many of the tickets draw each.

    members : ids of each type, in the order in which seats go round (see `Pool.members`).
    panels : (n_panels, n_types), seats of each type; sorted, each once.
    counts : tickets of each panel, >= 1; ticket numbers run on from 0 through the panels in order.
    turns : of the households of each composition, none of which ever has two seats on a ticket.

    From ticket to ticket the seats of a type go round among its members (see `misaq.assembly.turns`).
    """

    members: tuple[tuple[str, ...], ...]
    panels: Panels
    counts: tuple[int, ...]
    turns: tuple[Turns, ...] = ()

    @cached_property
    def total(self) -> int:
        """How many tickets there are."""
        return sum(self.counts)

    @cached_property
    def seats(self) -> tuple[int, ...]:
        """Seats of each type over all tickets together."""
        return tuple(self._seats(self.total).tolist())

    def person_tickets(self) -> dict[str, int]:
        """On how many tickets each person has a seat."""
        held = self._held(self.total)
        return {
            person: n
            for ids, each in zip(self.members, held, strict=True)
            for person, n in zip(ids, each, strict=True)
        }

    def panel_of(self, ticket: int) -> int:
        """The place of the panel that a ticket draws."""
        return bisect_right(self._ends, ticket)

    def people_of(self, ticket: int) -> tuple[str, ...]:
        """The ids on one ticket, type by type, in the order of `members`; 0 <= ticket < total."""
        place = self.panel_of(ticket)
        panel = self.panels[place]
        before = self._seats(ticket)
        chosen: list[tuple[int, int]] = []
        ringed: set[int] = set()
        for turns, seats in zip(self._rings, self._compositions, strict=True):
            ringed |= set(turns.households.kinds)
            if any(seats[place]):
                chosen += self._seated(turns, seats, place, ticket)
        for kind in np.flatnonzero(panel).tolist():
            if kind not in ringed:
                n = len(self.members[kind])
                first = int(before[kind])
                chosen += [(kind, (first + i) % n) for i in range(int(panel[kind]))]
        return tuple(self.members[kind][i] for kind, i in sorted(chosen))

    @cached_property
    def _ends(self) -> list[int]:
        return list(accumulate(self.counts))

    @cached_property
    def _rings(self) -> tuple[Turns, ...]:
        """Where there is one household of a composition, its types take turns like any other."""
        return tuple(turns for turns in self.turns if turns.households.number > 1)

    @cached_property
    def _compositions(self) -> list[list[Seats]]:
        return [compositions(turns.households.kinds, self.panels) for turns in self._rings]

    def _upto(self, ticket: int) -> Ints:
        """How many of the first `ticket` tickets draw each panel, (n_panels,)."""
        counts = np.array(self.counts, dtype=np.int64)
        begins = np.array([0, *self._ends[:-1]], dtype=np.int64)
        return np.clip(ticket - begins, 0, counts)

    def _seats(self, ticket: int) -> Ints:
        """Seats of each type on the first `ticket` tickets."""
        return self._upto(ticket) @ self.panels

    def _held(self, ticket: int) -> list[list[int]]:
        """On how many of the first `ticket` tickets each member of each type has a seat."""
        found = [
            _shares(seats, len(ids))
            for seats, ids in zip(self._seats(ticket).tolist(), self.members, strict=True)
        ]
        upto = self._upto(ticket).tolist()
        for turns, seats in zip(self._rings, self._compositions, strict=True):
            visits = turns.visits(_count(seats, upto))
            for kind, each in zip(turns.households.kinds, visits.tolist(), strict=True):
                alike = len(self.members[kind]) // turns.households.number
                found[kind] = [n for visited in each for n in _shares(visited, alike)]
        return found

    def _seated(
        self, turns: Turns, seats: list[Seats], place: int, ticket: int
    ) -> list[tuple[int, int]]:
        """Who of the households of a composition has the seats of a ticket, as (type, place)."""
        before = _count(seats, self._upto(ticket).tolist())
        visits = turns.visits(before)
        chosen = []
        for nth, home in turns.seated(seats[place], before[seats[place]]):
            kind = turns.households.kinds[nth]
            alike = len(self.members[kind]) // turns.households.number
            chosen.append((kind, home * alike + int(visits[nth, home]) % alike))
        return chosen


def issue_tickets(pool: Pool, panels: Panels, counts: Sequence[int]) -> Tickets:
    """Tickets for the panels of a pool; panels without any are left out.

    panels : (n_panels, n_types), each meeting every quota; sorted, each once.
    counts : tickets of each panel, >= 0.
    """
    kept = np.array(counts) > 0
    given = tuple(int(count) for count in counts if count)
    turns = tuple(
        even_turns(homes, _count(compositions(homes.kinds, panels[kept]), given))
        if homes.number > 1
        else Turns(homes)
        for homes in pool.households
    )
    return Tickets(pool.members, panels[kept], given, turns)


def tickets_for(pool: Pool) -> int:
    """How many tickets make it small what members of a type differ by: below 1e-6 of any chance, as a rule.

    Where households of one composition share a ring, their people differ by a few tickets, not by one; with
    small chances a thousand times as many tickets are issued.
    """
    rings = any(homes.number > 1 for homes in pool.households)
    small = pool.quotas.size < SMALL_CHANCE * pool.n_people
    return MANY_TICKETS if rings and small else TICKETS


def _shares(seats: int, people: int) -> list[int]:
    each, over = divmod(seats, people)
    return [each + (rank < over) for rank in range(people)]


def _count(seats: Sequence[Seats], counts: Sequence[int]) -> Mapping[Seats, int]:
    found: Counter[Seats] = Counter()
    for row, count in zip(seats, counts, strict=True):
        found[row] += count
    return found
