"""Counts to a release: every number the public may see, with one pattern of withheld cells over all of them.

All published tables are sums over one joint table of acts, and they overlap only in margins that are published
too, so that what protects them together protects them against a reader who lays them side by side:
community x type, community x period and type x period come from one three-way table; replies, ages and years hang
on its type and period margins; sources on its total.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np
from numpy.typing import NDArray

from misaq.record.act import VERIFICATIONS
from misaq.record.counting import AGES, REPLIES, ActCounts
from misaq.record.disclosure import Suppression, suppress
from misaq.record.published_cells import PublishedCells
from misaq.record.swaps import SwapTable
from misaq.record.vocabulary import act_types

Indices = NDArray[np.int64]
VERIFIED = 2
_WIDE = frozenset({"community_type", "community_period", "type_period"})
_LONG = _WIDE | {
    "community", "type", "period", "year", "source", "type_age", "reply_verified", "reply_unverified",
    "type_verified", "type_unverified",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """A published count: `value`, or None with `suppressed` "small" (1 to k-1) or "protects"."""

    value: int | None
    suppressed: str | None = None


@dataclass(frozen=True)
class Release:
    """What may be published of a record.

    tables : name to cells, row by row; the names are those of `_Plan`.
    n_withheld : name of mark to how many cells have it.
    n_witnesses : how many other tables prove the protection.
    """

    counts: ActCounts = field(repr=False)
    tables: Mapping[str, tuple[tuple[Cell, ...], ...]] = field(repr=False)
    n_withheld: Mapping[str, int]
    n_witnesses: int


def prepare_release(
    counts: ActCounts, *, threshold: int, sensitive: int, derived: frozenset[str] = frozenset()
) -> Release:
    """Choose what to publish of the counts.

    threshold : smallest count published; sensitive : smallest for sexual violence and for acts on children.
    derived : ids of the sources that copy from another; their total is given apart.
    Raises SuppressionError when the choice cannot be proved safe.
    """
    plan = lay_out(counts, threshold, sensitive, derived)
    cells = plan.cells()
    found = suppress(plan.base, cells)
    marks = [mark for mark in found.marks if mark]
    return Release(
        counts,
        plan.fill(found),
        {mark: marks.count(mark) for mark in ("small", "protects")},
        len(found.witnesses),
    )


def lay_out(counts: ActCounts, threshold: int, sensitive: int, derived: frozenset[str]) -> "_Plan":
    """The joint table of a release and the cells of every published table."""
    plan = _Plan(counts, threshold, sensitive)
    plan.cube_tables()
    plan.year_table()
    plan.reply_tables()
    plan.age_table()
    plan.source_table(derived)
    return plan


class _Plan:
    """Lays out the joint table and the cells of each published table."""

    def __init__(self, counts: ActCounts, threshold: int, sensitive: int) -> None:
        self._counts, self._k, self._k_sensitive = counts, threshold, max(threshold, sensitive)
        vocabulary = act_types()
        self._k_type = [
            self._k_sensitive if vocabulary[t].sensitive else threshold for t in counts.types
        ]
        self.base = np.concatenate(
            [
                block.ravel()
                for block in (
                    counts.cube,
                    counts.calendar,
                    counts.replies,
                    counts.ages,
                    counts.by_source,
                )
            ]
        )
        self._at = 0
        self._cube = self._block(counts.cube)
        self._calendar = self._block(counts.calendar)
        self._replies = self._block(counts.replies)
        self._ages = self._block(counts.ages)
        self._sources = self._block(counts.by_source)
        self._members: list[Indices] = []
        self._thresholds: list[int] = []
        self._inner: list[bool] = []
        self._links: list[tuple[Indices, Indices]] = []
        self._tables: dict[str, list[list[int]]] = {}

    def _block(self, block: NDArray[np.int64]) -> Indices:
        indices = np.arange(self._at, self._at + block.size).reshape(block.shape)
        self._at += block.size
        return indices

    def _cell(self, members: Indices, k: int, *, inner: bool) -> int:
        self._members.append(np.asarray(members).ravel())
        self._thresholds.append(k)
        self._inner.append(inner)
        return len(self._members) - 1

    def cube_tables(self) -> None:
        """Community x type, community x period, type x period, their margins and the total."""
        cube, k = self._cube, self._k
        n_communities, n_types, n_periods = cube.shape
        communities, types, periods = range(n_communities), range(n_types), range(n_periods)
        self._tables["community_type"] = [
            [self._cell(cube[c, t], self._k_type[t], inner=True) for t in types]
            for c in communities
        ]
        self._tables["community_period"] = [
            [self._cell(cube[c, :, p], k, inner=True) for p in periods] for c in communities
        ]
        self._tables["type_period"] = [
            [self._cell(cube[:, t, p], self._k_type[t], inner=True) for p in periods] for t in types
        ]
        self._tables["community"] = [[self._cell(cube[c], k, inner=False)] for c in communities]
        self._tables["type"] = [
            [self._cell(cube[:, t], self._k_type[t], inner=False)] for t in types
        ]
        self._tables["period"] = [[self._cell(cube[:, :, p], k, inner=False)] for p in periods]
        self._tables["total"] = [[self._cell(cube, k, inner=False)]]

    def year_table(self) -> None:
        """Each year, and the acts whose year is not known."""
        calendar, cube = self._calendar, self._cube
        n_years = len(self._counts.years)
        self._tables["year"] = [
            [self._cell(calendar[:, y], self._k, inner=True)] for y in range(n_years)
        ]
        unknown = np.concatenate([calendar[:, n_years], cube[:, :, -1].ravel()])
        self._tables["year_unknown"] = [[self._cell(unknown, self._k, inner=True)]]
        self._links += [(calendar[p], cube[:, :, p].ravel()) for p in range(len(calendar))]

    def reply_tables(self) -> None:
        """By type: replies to verified acts and to the others; the column totals; each step of verification."""
        replies, types = self._replies, range(self._replies.shape[0])
        for name, rows in (("verified", [VERIFIED]), ("unverified", [0, 1])):
            self._tables[f"reply_{name}"] = [
                [
                    self._cell(replies[t, rows, a], self._k_type[t], inner=True)
                    for a in range(len(REPLIES))
                ]
                for t in types
            ]
            self._tables[f"type_{name}"] = [
                [self._cell(replies[t, rows], self._k_type[t], inner=False)] for t in types
            ]
            self._tables[f"total_reply_{name}"] = [
                [self._cell(replies[:, rows, a], self._k, inner=False) for a in range(len(REPLIES))]
            ]
            self._tables[f"total_{name}"] = [[self._cell(replies[:, rows], self._k, inner=False)]]
        self._tables["verification"] = [
            [self._cell(replies[:, v], self._k, inner=False) for v in range(VERIFIED + 1)]
        ]
        self._links += [(replies[t].ravel(), self._cube[:, t].ravel()) for t in types]

    def age_table(self) -> None:
        """Type by age of the person harmed: child, adult, not given; children under the higher threshold."""
        ages, types = self._ages, range(self._ages.shape[0])
        k_age = [self._k_sensitive if age == "child" else self._k for age in AGES]
        columns = range(len(AGES))
        self._tables["type_age"] = [
            [self._cell(ages[t, a], max(self._k_type[t], k_age[a]), inner=True) for a in columns]
            for t in types
        ]
        self._tables["age"] = [[self._cell(ages[:, a], k_age[a], inner=False) for a in columns]]
        self._links += [(ages[t], self._cube[:, t].ravel()) for t in types]

    def source_table(self, derived: frozenset[str]) -> None:
        """Each source; the total of those that stand alone and of those that copy from another."""
        sources = self._sources
        copies = np.array([name in derived for name in self._counts.sources], dtype=bool)
        self._tables["source"] = [[self._cell(one, self._k, inner=True)] for one in sources]
        self._tables["source_kind"] = [
            [self._cell(sources[kind], self._k, inner=False) for kind in (~copies, copies)]
        ]
        self._links.append((sources, self._cube.ravel()))

    def cells(self) -> PublishedCells:
        """Every cell of every table."""
        return PublishedCells(
            self._members,
            np.array(self._thresholds, np.int64),
            np.array(self._inner, bool),
            self._links,
            self._swaps(),
        )

    def keys(self) -> tuple[str, ...]:
        """A name for each count of the joint table, the same in every release."""
        counts = self._counts
        period = [f"{p.first}-{p.last}" for p in counts.periods]
        blocks = (
            ("cube", counts.communities, counts.types, [*period, ""]),
            ("calendar", period, [*map(str, counts.years), ""]),
            ("replies", counts.types, VERIFICATIONS, REPLIES),
            ("ages", counts.types, AGES),
            ("source", counts.sources),
        )
        return tuple(
            " / ".join(names) for block in blocks for names in product([block[0]], *block[1:])
        )

    def cell_keys(self) -> tuple[str, ...]:
        """A name for each published cell, the same in every release."""
        counts = self._counts
        period = [*(f"{p.first}-{p.last}" for p in counts.periods), ""]
        rows: dict[str, Sequence[str]] = {
            "year": [*map(str, counts.years)], "source": counts.sources, "period": period,
        }  # fmt: skip
        columns: dict[str, Sequence[str]] = {
            "type_age": AGES, "age": AGES, "verification": VERIFICATIONS,
            "source_kind": ("own", "derived"),
        }  # fmt: skip
        named: dict[int, str] = {}
        for name, table in self._tables.items():
            first = name.split("_")[0]
            across: Sequence[str] = period if name.endswith("_period") else counts.types
            across = REPLIES if "reply" in name else columns.get(name, across)
            down: Sequence[str] = counts.communities if first == "community" else counts.types
            down = rows.get(name, down)
            for row, cells in enumerate(table):
                for column, cell in enumerate(cells):
                    parts = [name]
                    parts += [down[row]] if len(table) > 1 or name in _LONG else []
                    parts += [across[column]] if len(cells) > 1 or name in _WIDE else []
                    named[cell] = " / ".join(parts)
        return tuple(named[cell] for cell in range(len(self._members)))

    def _swaps(self) -> list[SwapTable]:
        """The tables in which acts may change places without a trace in any other."""
        at = {name: np.array(table, dtype=np.int64) for name, table in self._tables.items()}
        counts = {
            "community_type": self._cube,
            "community_period": self._cube.transpose(0, 2, 1),
            "type_period": self._cube.transpose(1, 2, 0),
            "reply_verified": self._replies[:, [VERIFIED]].transpose(0, 2, 1),
            "reply_unverified": self._replies[:, :VERIFIED].transpose(0, 2, 1),
            "type_age": self._ages[:, :, None],
        }
        return [SwapTable(at[name], one) for name, one in counts.items() if at[name].size]

    def fill(self, found: Suppression) -> dict[str, tuple[tuple[Cell, ...], ...]]:
        """The tables with their cells: a count, or a mark."""
        return {
            name: tuple(
                tuple(Cell(found.shown(i), found.marks[i] or None) for i in row) for row in table
            )
            for name, table in self._tables.items()
        }
