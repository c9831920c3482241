"""Which sources come from which: ten copies of one source are one source, in one case or in ten."""

from collections.abc import Iterable, Mapping
from typing import Any

from misaq.web.record.models import SourceRecord


def roots_of(sources: Iterable[SourceRecord]) -> dict[Any, Any]:
    """For each source the one that it goes back to: by what it was copied from, and by equal words.

    Equal words are known by their keyed mark, within one organisation.
    """
    rows = list(sources)
    above: dict[Any, Any] = {}
    for row in rows:
        above.setdefault(row.pk, row.pk)
        if row.derived_from_id:
            above.setdefault(row.derived_from_id, row.derived_from_id)
            _join(above, row.derived_from_id, row.pk)
    first_with: dict[str, Any] = {}
    for row in rows:
        if row.payload_mark:
            _join(above, first_with.setdefault(row.payload_mark, row.pk), row.pk)
    return {row.pk: _root(above, row.pk) for row in rows}


def independent_sources_of(sources: Iterable[SourceRecord]) -> int:
    """How many sources say something without having it from each other."""
    return len(set(roots_of(sources).values()))


def cases_that_copy(sources: Iterable[SourceRecord]) -> set[Any]:
    """Ids of cases that say nothing which an earlier case does not: all their sources go back to sources told before.

    sources : of all cases that would be counted, in the order in which they were recorded.
    """
    rows = list(sources)
    roots: Mapping[Any, Any] = roots_of(rows)
    of_case: dict[Any, list[Any]] = {}
    for row in rows:
        of_case.setdefault(row.case_id, []).append(roots[row.pk])
    told: set[Any] = set()
    copies = set()
    for case, own in of_case.items():
        if set(own) <= told:
            copies.add(case)
        told |= set(own)
    return copies


def _root(above: dict[Any, Any], key: Any) -> Any:
    while above[key] != key:
        above[key] = above[above[key]]
        key = above[key]
    return key


def _join(above: dict[Any, Any], one: Any, other: Any) -> None:
    first, second = _root(above, one), _root(above, other)
    if first != second:
        above[second] = first
