"""Counts over a search's cases: by year and by kind of act. Exact, for the working area only."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from misaq.record import act_types
from misaq.web.accounts.access import Person
from misaq.web.record.search.asked import Asked
from misaq.web.record.search.selectors import Matches

MOST_ROWS = 40  # years shown one by one; a longer time is shown by decades


@dataclass(frozen=True)
class CaseCounts:
    """Cases by year and kind of act.

    cells : {(year or None, act type): cases}; None: the year is not known, or it may be one of several.
    by_year : {year or None: cases}. by_act : {act type: cases}; a case with two kinds stands in both. n : all cases.
    """

    cells: Counter[tuple[int | None, str]]
    by_year: Counter[int | None]
    by_act: Counter[str]
    n: int


def count_cases(person: Person, asked: Asked) -> CaseCounts:
    """Count the cases of a search, in one question to the database."""
    grouped = (
        Matches(person, asked).rows().order_by().values_list("when_min", "when_max", "act_types")
    )
    cells: Counter[tuple[int | None, str]] = Counter()
    by_year: Counter[int | None] = Counter()
    by_act: Counter[str] = Counter()
    for first, last, codes, n in grouped.annotate(n=Count("pk")):
        year = first.year if first and last and first.year == last.year else None
        by_year[year] += n
        for code in codes.split():
            by_act[code] += n
            cells[year, code] += n
    return CaseCounts(cells, by_year, by_act, by_year.total())


def period_bars(counts: CaseCounts) -> list[dict[str, Any]]:
    """One bar for each year from the first to the last, or for each decade; the undated come last."""
    years = sorted(year for year in counts.by_year if year is not None)
    bars: list[dict[str, Any]] = []
    if years:
        step = 1 if years[-1] - years[0] < MOST_ROWS else 10
        begin = years[0] - years[0] % step
        for first in range(begin, years[-1] + 1, step):
            n = sum(counts.by_year[year] for year in range(first, first + step))
            bars.append({"first": first, "last": first + step - 1, "n": n})
    if counts.by_year[None]:
        bars.append({"first": None, "last": None, "n": counts.by_year[None]})
    return bars


def act_bars(counts: CaseCounts) -> list[dict[str, Any]]:
    """One bar for each kind of act, the most frequent first."""
    known = act_types()
    ordered = sorted(counts.by_act.items(), key=lambda pair: (-pair[1], pair[0]))
    return [
        {"code": code, "label": known[code].label if code in known else code, "n": n}
        for code, n in ordered
    ]


def csv_rows(counts: CaseCounts) -> Iterator[Sequence[Any]]:
    """The table behind both charts: year, kind of act, cases; "" for all."""
    yield ("year", "act_type", "cases")
    order = sorted(counts.by_year, key=lambda year: (year is None, year or 0))
    for year in order:
        yield (_name(year), "", counts.by_year[year])
        for code in sorted(counts.by_act):
            if counts.cells[year, code]:
                yield (_name(year), code, counts.cells[year, code])
    for code, n in sorted(counts.by_act.items()):
        yield ("", code, n)
    yield ("", "", counts.n)


def _name(year: int | None) -> Any:
    return "not known" if year is None else year
