"""Seats for communities and regions at once, each cell by one rounding, with the multipliers that prove it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from misaq.assembly.apportionment import ApportionmentError

BIPROPORTIONAL = ("sainte_lague", "dhondt")
Cell = tuple[str, str]


@dataclass(frozen=True)
class BiproportionalSeats:
    """Seats of each community in each region.

    seats : (community, region) to seats, every pair.
    community_multipliers, region_multipliers : exact; people x both multipliers, rounded, is the seats of each
        cell. Anybody can multiply them out: that is the proof.
    ties : cells that another table, proven by the same multipliers, fills otherwise: where the rule was free.
    """

    method: str
    seats: Mapping[Cell, int]
    community_multipliers: Mapping[str, Fraction]
    region_multipliers: Mapping[str, Fraction]
    ties: tuple[Cell, ...]


class CannotBeSharedError(ApportionmentError):
    """The seats of communities and of regions do not fit together where people live."""

    code = "seats_do_not_meet"


def share_biproportionally(
    people: Mapping[Cell, int],
    communities: Mapping[str, int],
    regions: Mapping[str, int],
    *,
    method: str = "sainte_lague",
) -> BiproportionalSeats:
    """Share the seats of each region among communities so that each community gets its own total too.

    people : (community, region) to people, >= 0; a pair left out has none and gets no seat.
    communities, regions : seats of each, the same sum.
    method : rounding, "sainte_lague" (at one half) or "dhondt" (down).
    Raises CannotBeSharedError naming communities that live only where there are too few seats.
    Source: Balinski and Demange, Algorithms for proportional matrices in reals and integers, Mathematical
    Programming 45, 1989; the tie-and-transfer steps as described by Maier, Zachariassen and Zachariasen, 2010.

    >>> found = share_biproportionally({("A", "I"): 123, ("A", "II"): 45, ("B", "I"): 912, ("B", "II"): 714},
    ...                                {"A": 2, "B": 9}, {"I": 7, "II": 4})
    >>> [found.seats[cell] for cell in [("A", "I"), ("A", "II"), ("B", "I"), ("B", "II")]]
    [2, 0, 5, 4]
    """
    if method not in BIPROPORTIONAL:
        raise ApportionmentError(reason=f"{method}: {', '.join(BIPROPORTIONAL)}")
    if sum(communities.values()) != sum(regions.values()):
        raise ApportionmentError(
            reason=f"{sum(communities.values())} != {sum(regions.values())} (communities, regions)"
        )
    table = _Table(
        people, communities, regions, Fraction(1, 2) if method == "sainte_lague" else Fraction(1)
    )
    while table.short():
        reached, path = table.label()
        if path:
            table.transfer(path)
        else:
            table.scale(reached)
    return BiproportionalSeats(
        method, dict(table.seats), dict(table.row), dict(table.column), table.ties()
    )


def prove_biproportional(people: Mapping[Cell, int], found: BiproportionalSeats) -> list[Cell]:
    """The cells whose seats are not the rounded product; [] when the multipliers prove all of them.

    A product on the rounding point may be rounded either way.
    """
    half = Fraction(1, 2) if found.method == "sainte_lague" else Fraction(1)
    wrong = []
    for (community, region), n in found.seats.items():
        product = people.get((community, region), 0) * (
            found.community_multipliers[community] * found.region_multipliers[region]
        )
        low = n - 1 + half if n else Fraction(0)
        if not low <= product <= n + half or (n and not product):
            wrong.append((community, region))
    return wrong


class _Table:
    """Regions always have their seats; communities get theirs by moving seats along ties."""

    def __init__(
        self,
        people: Mapping[Cell, int],
        communities: Mapping[str, int],
        regions: Mapping[str, int],
        half: Fraction,
    ) -> None:
        self.half, self.wanted = half, communities
        self.rows, self.columns = sorted(communities), sorted(regions)
        self.people = {
            (i, j): Fraction(people.get((i, j), 0)) for i in self.rows for j in self.columns
        }
        self.seats = dict.fromkeys(self.people, 0)
        self.row = dict.fromkeys(self.rows, Fraction(1))
        self.column = dict.fromkeys(self.columns, Fraction(1))
        for j in self.columns:
            self._fill(j, regions[j])

    def _fill(self, j: str, size: int) -> None:
        """Seats of one region by the divisor method, and a multiplier that gives them."""
        if not size:
            self.column[j] = self.half / (max(self.people[i, j] for i in self.rows) + 1)
            return
        lived = [i for i in self.rows if self.people[i, j]]
        if not lived:
            raise CannotBeSharedError(who=j, where="-", has=0, need=size)
        best: Fraction | None = None
        for _ in range(size):
            ranked = {i: self.people[i, j] / (self.seats[i, j] + self.half) for i in lived}
            winner = min(lived, key=lambda i: (-ranked[i], i))
            best = ranked[winner]
            self.seats[winner, j] += 1
        self.column[j] = 1 / best if best else Fraction(1)

    def weight(self, i: str, j: str) -> Fraction:
        return self.people[i, j] * self.row[i] * self.column[j]

    def given(self, i: str) -> int:
        return sum(self.seats[i, j] for j in self.columns)

    def short(self) -> list[str]:
        """Communities with fewer seats than they should have."""
        return [i for i in self.rows if self.given(i) < self.wanted[i]]

    def _may_gain(self, i: str, j: str) -> bool:
        return bool(self.people[i, j]) and self.weight(i, j) == self.seats[i, j] + self.half

    def _may_lose(self, i: str, j: str) -> bool:
        n = self.seats[i, j]
        return n > 0 and self.weight(i, j) == n - 1 + self.half

    def label(self) -> tuple[tuple[set[str], set[str]], list[Cell]]:
        """What can be reached from the short communities along ties, and a path to one with too many."""
        rows, columns = set(self.short()), set[str]()
        came: dict[tuple[str, str], str] = {}
        queue = [("row", i) for i in sorted(rows)]
        for kind, name in queue:
            if kind == "row":
                if self.given(name) > self.wanted[name]:
                    return (rows, columns), self._path(name, came)
                new = [j for j in self.columns if j not in columns and self._may_gain(name, j)]
                columns.update(new)
                queue += [("column", j) for j in new]
                came.update({("column", j): name for j in new})
            else:
                new = [i for i in self.rows if i not in rows and self._may_lose(i, name)]
                rows.update(new)
                queue += [("row", i) for i in new]
                came.update({("row", i): name for i in new})
        return (rows, columns), []

    def _path(self, row: str, came: Mapping[tuple[str, str], str]) -> list[Cell]:
        """Cells from the community with too many back to a short one: lose, gain, lose, gain ..."""
        path: list[Cell] = []
        while ("row", row) in came:
            column = came["row", row]
            path.append((row, column))
            row = came["column", column]
            path.append((row, column))
        return path

    def transfer(self, path: Sequence[Cell]) -> None:
        for place, cell in enumerate(path):
            self.seats[cell] += 1 if place % 2 else -1

    def scale(self, reached: tuple[set[str], set[str]]) -> None:
        """Raise reached communities and lower reached regions until the next tie appears."""
        rows, columns = reached
        steps = [
            (self.seats[i, j] + self.half) / self.weight(i, j)
            for i in rows
            for j in self.columns
            if j not in columns and self.people[i, j]
        ]
        steps += [
            self.weight(i, j) / (self.seats[i, j] - 1 + self.half)
            for j in columns
            for i in self.rows
            if i not in rows and self.seats[i, j]
        ]
        if not steps:
            where = sorted({j for i in rows for j in self.columns if self.people[i, j]})
            raise CannotBeSharedError(
                who=", ".join(sorted(rows)),
                where=", ".join(where) or "-",
                has=sum(self.seats[i, j] for i in self.rows for j in where),
                need=sum(self.wanted[i] for i in rows),
            )
        step = min(steps)
        for i in rows:
            self.row[i] *= step
        for j in columns:
            self.column[j] /= step

    def ties(self) -> tuple[Cell, ...]:
        """Cells on a closed round of gains and losses: seats could be moved along it."""
        onward: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for i, j in self.people:
            if self._may_gain(i, j):
                onward.setdefault(("row", i), []).append(("column", j))
            if self._may_lose(i, j):
                onward.setdefault(("column", j), []).append(("row", i))
        found = set()
        for start, ends in onward.items():
            for end in ends:
                if start in _reached(end, onward):
                    found.add((start[1], end[1]) if start[0] == "row" else (end[1], start[1]))
        return tuple(sorted(found))


def _reached(
    start: tuple[str, str], onward: Mapping[tuple[str, str], Sequence[tuple[str, str]]]
) -> set[tuple[str, str]]:
    seen, queue = {start}, [start]
    for node in queue:
        new = [other for other in onward.get(node, ()) if other not in seen]
        seen.update(new)
        queue += new
    return seen
