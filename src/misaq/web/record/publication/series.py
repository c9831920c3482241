"""One release after another: what two of them side by side would tell.

The rule. Take any two releases. Where both show a count, the difference between them is the number of acts that
came in, or were taken out, between: it must be 0 or at least k. Where a row or a column is shown with its total, what
its withheld cells changed by together can be worked out too: the same holds for it. A release that breaks the rule
against any earlier one is refused, and says where; nothing of it is published.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from misaq.record import ActCounts, Release, act_types
from misaq.web.record.publication.document import K_SENSITIVE, K

AGES = ("child", "adult", "")
# table -> (axis of its rows, axis of its columns, table with each row's total, table with each column's total)
TABLES: Mapping[str, tuple[str, str, str, str]] = {
    "community_type": ("community", "type", "community", "type"),
    "community_period": ("community", "period", "community", "period"),
    "type_period": ("type", "period", "type", "period"),
    "community": ("community", "one", "", "total"),
    "type": ("type", "one", "", "total"),
    "period": ("period", "one", "", "total"),
    "total": ("one", "one", "", ""),
    "year": ("year", "one", "", ""),
    "reply_verified": ("type", "reply", "type_verified", ""),
    "type_verified": ("type", "one", "", "total_verified"),
    "reply_unverified": ("type", "reply", "type_unverified", ""),
    "type_unverified": ("type", "one", "", "total_unverified"),
    "total_verified": ("one", "one", "", ""),
    "total_unverified": ("one", "one", "", ""),
    "type_age": ("type", "age", "type", ""),
    "age": ("one", "age", "total", ""),
    "source": ("source", "one", "", "total"),
}
Shown = dict[str, int | None]


@dataclass(frozen=True)
class Leak:
    """Where two releases side by side tell too much. table, cell : which; earlier : number of the other release."""

    table: str
    cell: str
    earlier: int


def shown_cells(counts: ActCounts, release: Release) -> dict[str, Shown]:
    """Every published cell by table and label, None where it is withheld: what a reader keeps of a release."""
    labels = _labels(counts)
    return {
        table: {
            f"{row}|{column}": cell.value
            for row, line in zip(labels[rows], release.tables[table], strict=True)
            for column, cell in zip(labels[columns], line, strict=True)
        }
        for table, (rows, columns, _row, _column) in TABLES.items()
        if _fits(release, table, labels[rows], labels[columns])
    }


def _labels(counts: ActCounts) -> dict[str, Sequence[str]]:
    periods = [f"{one.first}-{one.last}" for one in counts.periods]
    return {
        "community": counts.communities,
        "type": counts.types,
        "period": [*periods, "unknown"],
        "year": [str(year) for year in counts.years],
        "reply": ("full", "partial", "denied", "silent", "none"),
        "age": AGES,
        "source": counts.sources,
        "one": ("all",),
    }


def _fits(release: Release, table: str, rows: Sequence[str], columns: Sequence[str]) -> bool:
    given = release.tables[table]
    return len(given) == len(rows) and all(len(line) == len(columns) for line in given)


def find_leaks(earlier: Mapping[int, Mapping[str, Shown]], new: Mapping[str, Shown]) -> list[Leak]:
    """Everything that a release would tell by its difference to earlier ones; [] when it may go out.

    earlier : number of the release to what it showed.

    >>> old = {"total": {"all|all": 40}}
    >>> find_leaks({1: old}, {"total": {"all|all": 41}})
    [Leak(table='total', cell='all|all', earlier=1)]
    >>> find_leaks({1: old}, {"total": {"all|all": 45}}), find_leaks({1: old}, {"total": {"all|all": 40}})
    ([], [])
    """
    return [
        Leak(table, cell, number)
        for number, old in sorted(earlier.items())
        for table, cell in [*_cells(old, new), *_lines(old, new)]
    ]


def _cells(old: Mapping[str, Shown], new: Mapping[str, Shown]) -> Iterator[tuple[str, str]]:
    """Cells that both show and whose change is small. A cell that one of them lacks counted nothing there."""
    for table in TABLES:
        before, after = old.get(table, {}), new.get(table, {})
        for cell in sorted({*before, *after}):
            change = _change(before, after, cell)
            if change is not None and 0 < abs(change) < _k(table, cell):
                yield table, cell


def _change(before: Shown, after: Shown, cell: str) -> int | None:
    """How far a cell moved, as a reader works it out; None where either is withheld."""
    was, now = before.get(cell, 0), after.get(cell, 0)
    return None if was is None or now is None else now - was


def _lines(old: Mapping[str, Shown], new: Mapping[str, Shown]) -> Iterator[tuple[str, str]]:
    """Rows and columns of which the withheld cells together moved by little, worked out from the line's total."""
    for table, (_rows, _columns, row_totals, column_totals) in TABLES.items():
        before, after = old.get(table, {}), new.get(table, {})
        for part, totals in ((0, row_totals), (2, column_totals)):
            if not totals:
                continue
            for name in sorted({cell.partition("|")[part] for cell in {*before, *after}}):
                own = [cell for cell in {*before, *after} if cell.partition("|")[part] == name]
                whole = _change(old.get(totals, {}), new.get(totals, {}), f"{name}|all")
                line = f"{name}|*" if part == 0 else f"*|{name}"
                if _tells(whole, [_change(before, after, cell) for cell in own], _k(table, line)):
                    yield table, line


def _tells(whole: int | None, moves: Sequence[int | None], k: int) -> bool:
    """Whether the total of a line and what is shown of it give a small change of the rest away."""
    if whole is None or None not in moves:
        return False
    return 0 < abs(whole - sum(move for move in moves if move is not None)) < k


def _k(table: str, cell: str) -> int:
    """The smallest change that may be told: as for counts, more for sexual violence and for children."""
    row, _bar, column = cell.partition("|")
    known = act_types()
    rows, columns, _row, _column = TABLES[table]
    kind = row if rows == "type" else column if columns == "type" else ""
    sensitive = (kind in known and known[kind].sensitive) or "child" in (row, column)
    return K_SENSITIVE if sensitive else K


def leaks_in_words(leaks: Sequence[Leak]) -> list[dict[str, Any]]:
    """Leaks for a page of the working area: table and cell by code, and the earlier release."""
    return [{"table": one.table, "cell": one.cell, "earlier": one.earlier} for one in leaks]
