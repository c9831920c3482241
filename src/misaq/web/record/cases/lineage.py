"""Which sources come from which: ten copies of one source are one source, in one case or in ten."""

from collections.abc import Iterable, Mapping
from typing import Any

from misaq.record import Source, find_origins
from misaq.web.record.models import SourceRecord


def origins_of(sources: Iterable[SourceRecord]) -> Mapping[str, str]:
    """For each source, by its id as text, the one that it goes back to: by what it copies, and by equal words.

    Equal words are known by their keyed mark, within one organisation.
    """
    given, alike, first_with = [], [], dict[str, str]()
    for row in sources:
        key = str(row.pk)
        above = "" if row.derived_from_id is None else str(row.derived_from_id)
        given.append(Source(key, {}, derived_from=above))
        if row.payload_mark:
            alike.append((first_with.setdefault(row.payload_mark, key), key))
    return find_origins(given, alike=alike)


def independent_sources_of(sources: Iterable[SourceRecord]) -> int:
    """How many sources say something without having it from each other."""
    return len(set(origins_of(sources).values()))


def cases_that_copy(sources: Iterable[SourceRecord]) -> set[Any]:
    """Ids of cases that say nothing which an earlier case does not: all their sources go back to sources told before.

    sources : of all cases that would be counted, in the order in which they were recorded.
    """
    rows = list(sources)
    origins = origins_of(rows)
    of_case: dict[Any, set[str]] = {}
    for row in rows:
        of_case.setdefault(row.case_id, set()).add(origins[str(row.pk)])
    told: set[str] = set()
    copies = set()
    for case, own in of_case.items():
        if own <= told:
            copies.add(case)
        told |= own
    return copies
