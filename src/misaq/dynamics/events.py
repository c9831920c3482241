"""Events: when, what kind, which side, how many, and how well the day is known.

Nothing here holds a place finer than a region, and nothing at all about a person.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from misaq.dynamics.errors import EventFormError
from misaq.foundation.dates import DateError, PartialDate, parse_edtf

# Why an event is in no week, in the order in which they are told.
APART = ("approximate", "interval", "month", "season", "year", "longer", "unknown")


@dataclass(frozen=True)
class Events:
    """Events in columns, each of shape (n_events,).

    week : week of the event, counted from Monday 1 January of the year 1; -1 when the day is not
        known to within one ISO week (Monday to Sunday).
    apart : place in `APART` of why it is in no week; -1 for those that are in one.
    kind, side : place in `kinds`, `sides`, which are sorted and the folder's own codes.
    count : how many events the row stands for, 0 or more.
    """

    week: NDArray[np.int64]
    apart: NDArray[np.int64]
    kind: NDArray[np.int64]
    side: NDArray[np.int64]
    count: NDArray[np.int64]
    kinds: tuple[str, ...]
    sides: tuple[str, ...]


def read_events(
    dates: Sequence[str],
    kinds: Sequence[str],
    sides: Sequence[str],
    counts: Sequence[str] | None = None,
) -> Events:
    """Read events from the columns of `events/events.csv`; all of one length.

    counts : whole numbers as text, blank for 1; None for 1 throughout.
    Raises EventFormError with row and column when a date or a count cannot be read.

    >>> events = read_events(["2031-05-18", "2031-05"], ["clash", "clash"], ["a", "a"])
    >>> events.week.tolist(), APART[events.apart[1]]
    ([105939, -1], 'month')
    """
    placed = {text: _place(text, dates) for text in set(dates)}
    kind_names, kind_of = _coded(kinds)
    side_names, side_of = _coded(sides)
    return Events(
        week=np.array([placed[text][0] for text in dates], dtype=np.int64),
        apart=np.array([placed[text][1] for text in dates], dtype=np.int64),
        kind=kind_of,
        side=side_of,
        count=_counts(counts, len(dates)),
        kinds=kind_names,
        sides=side_names,
    )


def _place(text: str, dates: Sequence[str]) -> tuple[int, int]:
    """The week of a date and -1, or -1 and why it has none."""
    try:
        when = parse_edtf(text)
    except DateError:
        row = list(dates).index(text) + 2
        raise EventFormError(row=row, column="date", value=text) from None
    if when.earliest is None or when.latest is None:
        return -1, APART.index("unknown")
    # 1 January of the year 1 was a Monday, so days count off in whole weeks from there.
    first, last = ((day.toordinal() - 1) // 7 for day in (when.earliest, when.latest))
    if when.approximate or when.uncertain:
        return -1, APART.index("approximate")
    if first == last:
        return first, -1
    return -1, APART.index(_length(when))


def _length(when: PartialDate) -> str:
    known = when.precision
    return known if known in {"interval", "month", "season", "year"} else "longer"


def _coded(values: Sequence[str]) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    names = sorted(set(values))
    places = {name: place for place, name in enumerate(names)}
    return tuple(names), np.array([places[value] for value in values], dtype=np.int64)


def _counts(counts: Sequence[str] | None, length: int) -> NDArray[np.int64]:
    if counts is None:
        return np.ones(length, dtype=np.int64)
    found = np.empty(length, dtype=np.int64)
    for index, text in enumerate(counts):
        plain = text.strip().removeprefix("+") or "1"
        if not (plain.isascii() and plain.isdigit() and len(plain) <= 9):
            raise EventFormError(row=index + 2, column="count", value=text)
        found[index] = int(plain)
    return found
