"""Weekly series of events by kind and side, and what of them may be published.

A series says what was recorded in a week. It says nothing about causes, and nothing finer than a
week: a date that could lie in two weeks is in neither, and is counted apart.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from misaq.dynamics.errors import EventsSpanError, TooManySeriesError
from misaq.dynamics.events import APART, Events

BIN_WEEKS = (1, 2, 4, 8, 13, 26, 52)
LARGEST_HIDDEN_SHARE = 0.25
LONGEST_WEEKS = 200 * 53
MOST_SERIES = 1000


@dataclass(frozen=True)
class WeeklySeries:
    """Exact counts; not for publication as they are.

    first_week : week of the first column, counted as in `Events`.
    labels : (kind, side) of each row, sorted; only pairs that occur.
    counts : (n_series, n_weeks).
    apart : reason in `APART` to how many events are in no week for that reason.
    """

    first_week: int
    labels: tuple[tuple[str, str], ...]
    counts: NDArray[np.int64]
    apart: dict[str, int]


@dataclass(frozen=True)
class Bin:
    """A stretch of weeks and how many events it has.

    week, start : the ISO week it begins with ("2031-W20") and that week's Monday.
    weeks : how many weeks; the last bin of a series can be shorter than the others.
    count : None where 1 to threshold - 1 events were recorded. 0 is shown: there is nobody to
        point at.
    """

    week: str
    start: str
    weeks: int
    count: int | None


@dataclass(frozen=True)
class PublishedSeries:
    """One series as it may be seen.

    bin_weeks : weeks in a bin, the fewest of `BIN_WEEKS` by which at most a quarter of the events
        falls into hidden bins; 52 when none does.
    shown_total : sum of the counts shown; the sum of all is not told, it would give a hidden one
        away.
    n_hidden : how many bins are hidden.
    """

    kind: str
    side: str
    bin_weeks: int
    bins: tuple[Bin, ...]
    shown_total: int
    n_hidden: int


@dataclass(frozen=True)
class PublishedWeeks:
    """All series, counts below the threshold hidden.

    first_day, last_day : Monday of the first week, Sunday of the last; "" without events.
    apart : why to how many events are in no week; None below the threshold.
    """

    threshold: int
    first_day: str
    last_day: str
    series: tuple[PublishedSeries, ...]
    apart: dict[str, int | None]


def count_weeks(events: Events) -> WeeklySeries:
    """Count events by kind, side and ISO week, from the first week that has one to the last.

    Raises EventsSpanError when those lie more than 200 years apart, TooManySeriesError when there
    are more than 1,000 pairs of kind and side.
    """
    apart = {
        reason: int(events.count[events.apart == place].sum())
        for place, reason in enumerate(APART)
        if (events.apart == place).any()
    }
    known = (events.week >= 0) & (events.count > 0)
    if not known.any():
        return WeeklySeries(0, (), np.zeros((0, 0), np.int64), apart)
    week, kind, side = events.week[known], events.kind[known], events.side[known]
    first, last = int(week.min()), int(week.max())
    if last - first > LONGEST_WEEKS:
        raise EventsSpanError(first=_day(first), last=_day(last))
    pairs, row = np.unique(kind * len(events.sides) + side, return_inverse=True)
    if len(pairs) > MOST_SERIES:
        raise TooManySeriesError(count=len(pairs), most=MOST_SERIES)
    n_weeks = last - first + 1
    counts = np.zeros(len(pairs) * n_weeks, np.int64)
    np.add.at(counts, row * n_weeks + (week - first), events.count[known])
    labels = tuple(
        (events.kinds[pair // len(events.sides)], events.sides[pair % len(events.sides)])
        for pair in pairs.tolist()
    )
    return WeeklySeries(first, labels, counts.reshape(len(pairs), n_weeks), apart)


def publish_weeks(weekly: WeeklySeries, *, threshold: int) -> PublishedWeeks:
    """Hide every count from 1 to threshold - 1, each series in bins that leave most of it shown.

    threshold : smallest count that is published, 1 or more (1 hides nothing).
    No sum over hidden and shown counts is given, so none can be taken away from another.
    """
    series = tuple(
        _published(weekly.first_week, kind, side, counts, threshold)
        for (kind, side), counts in zip(weekly.labels, weekly.counts, strict=True)
    )
    apart = {reason: None if n < threshold else n for reason, n in weekly.apart.items() if n}
    if not series:
        return PublishedWeeks(threshold, "", "", (), apart)
    end = weekly.first_week + weekly.counts.shape[1]
    return PublishedWeeks(threshold, _day(weekly.first_week), _day(end, -1), series, apart)


def bin_counts(counts: NDArray[np.int64], width: int) -> NDArray[np.int64]:
    """Sum weeks in stretches of `width`, the last one shorter when they do not come out even.

    >>> bin_counts(np.array([1, 2, 3, 4, 5]), 2).tolist()
    [3, 7, 5]
    """
    return np.add.reduceat(counts, np.arange(0, len(counts), width)) if len(counts) else counts


def _narrowest(counts: NDArray[np.int64], threshold: int) -> tuple[int, NDArray[np.int64]]:
    total = int(counts.sum())
    for width in BIN_WEEKS:
        binned = bin_counts(counts, width)
        hidden = int(binned[binned < threshold].sum())
        if hidden <= LARGEST_HIDDEN_SHARE * total:
            return width, binned
    return BIN_WEEKS[-1], bin_counts(counts, BIN_WEEKS[-1])


def _published(
    first_week: int, kind: str, side: str, weekly: NDArray[np.int64], threshold: int
) -> PublishedSeries:
    width, counts = _narrowest(weekly, threshold)
    bins = tuple(
        Bin(
            week=_iso_week(first_week + at),
            start=_day(first_week + at),
            weeks=min(width, len(weekly) - at),
            count=None if 0 < n < threshold else n,
        )
        for at, n in zip(range(0, len(weekly), width), counts.tolist(), strict=True)
    )
    shown = [b.count for b in bins if b.count is not None]
    return PublishedSeries(kind, side, width, bins, sum(shown), len(bins) - len(shown))


def _day(week: int, shift: int = 0) -> str:
    """The Monday of a week, or the day `shift` days from it."""
    ordinal = min(week * 7 + 1 + shift, date.max.toordinal())
    return date.fromordinal(ordinal).isoformat()


def _iso_week(week: int) -> str:
    year, number, _ = date.fromordinal(week * 7 + 1).isocalendar()
    return f"{year:04d}-W{number:02d}"
