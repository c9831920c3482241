"""Acts to counts: by community, kind of act and time; by answer; by age; by source.

Counted is what is given: acts as reported, where the same act may stand in several lists, or what the coding rules
(`apply_coding_rules`) leave of them. Acts in quarantine are counted in no case. These are never counts of people.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from misaq.record.acknowledgement import ANSWERS, NO_ANSWER_RECORDED, Answer
from misaq.record.act import QUARANTINED, VERIFICATIONS, Act
from misaq.record.vocabulary import act_types

Counts = NDArray[np.int64]
REPLIES = (*ANSWERS, NO_ANSWER_RECORDED)
AGES = ("child", "adult", "")


@dataclass(frozen=True, slots=True)
class Period:
    """Whole calendar years, `first` to `last`."""

    first: int
    last: int


@dataclass(frozen=True)
class ActCounts:
    """Acts as reported, counted. The last community, period and year is "not given".

    communities : ids, then "". types : codes that occur. periods, years : all between the first and the last.
    cube : (n_communities, n_types, n_periods + 1).
    calendar : (n_periods, n_years + 1), the years of each period's acts.
    replies : (n_types, 3, 5) by verification (allegation, reviewed, verified) and reply (full, partial, denied,
        silent, none recorded).
    ages : (n_types, 3) child, adult, not given.
    by_source : (n_sources,), in the order of `sources`.
    """

    communities: tuple[str, ...]
    types: tuple[str, ...]
    periods: tuple[Period, ...]
    years: tuple[int, ...]
    sources: tuple[str, ...]
    cube: Counts
    calendar: Counts
    replies: Counts
    ages: Counts
    by_source: Counts


def reply_columns() -> tuple[str, ...]:
    """The columns of a table of replies: four answers, then none recorded.

    >>> reply_columns()
    ('full', 'partial', 'denied', 'silent', 'none')
    """
    return REPLIES


def find_periods(first: int, last: int, size: int = 0) -> tuple[Period, ...]:
    """Cut the years into at most a dozen or so periods: single years, five years or tens.

    size : years of a period, 0 to choose.
    Fixed by the first and last year alone, never by the counts. Five-year periods begin in years that end in 0 or 5.

    >>> find_periods(1994, 2012)[:2]
    (Period(first=1990, last=1994), Period(first=1995, last=1999))
    """
    span = last - first + 1
    size = size or (1 if span <= 12 else 5 if span <= 60 else 10)
    begin = first - first % size
    return tuple(Period(year, year + size - 1) for year in range(begin, last + 1, size))


def count_acts(
    acts: Iterable[Act],
    answers: Mapping[str, Answer],
    *,
    communities: Sequence[str],
    sources: Sequence[str],
    types: Sequence[str] = (),
    periods: Sequence[Period] = (),
) -> ActCounts:
    """Count acts by what is known of each; a date that spans two periods counts as not known.

    answers : report to the answer that stands. communities, sources : ids in the order to publish.
    types, periods : of an earlier release; they are kept, and the periods go on in the same size.
    """
    acts = [act for act in acts if act.verification != QUARANTINED]
    years = {year for act in acts if act.when for year in _years(act)}
    years |= {year for period in periods for year in (period.first, period.last)}
    size = periods[0].last - periods[0].first + 1 if periods else 0
    periods = find_periods(min(years), max(years), size) if years else ()
    every_year = tuple(range(periods[0].first, periods[-1].last + 1)) if periods else ()
    present = {act.act_type for act in acts} | set(types)
    types = tuple(code for code in act_types() if code in present)
    ids = (*communities, "")
    community_at = {name: i for i, name in enumerate(ids)}
    type_at = {code: i for i, code in enumerate(types)}
    source_at = {name: i for i, name in enumerate(sources)}
    counts = ActCounts(
        ids, types, periods, every_year, tuple(sources),
        cube=np.zeros((len(ids), len(types), len(periods) + 1), np.int64),
        calendar=np.zeros((len(periods), len(every_year) + 1), np.int64),
        replies=np.zeros((len(types), len(VERIFICATIONS), len(REPLIES)), np.int64),
        ages=np.zeros((len(types), len(AGES)), np.int64),
        by_source=np.zeros(len(sources), np.int64),
    )  # fmt: skip
    for act in acts:
        kind, period = type_at[act.act_type], _period(act, periods)
        counts.cube[community_at[act.community], kind, period] += act.persons
        if period < len(periods):
            year = len(every_year) if act.year is None else act.year - every_year[0]
            counts.calendar[period, year] += act.persons
        reply = answers.get(act.report, NO_ANSWER_RECORDED)
        counts.replies[kind, VERIFICATIONS.index(act.verification), REPLIES.index(reply)] += (
            act.persons
        )
        age = {True: 0, False: 1, None: 2}[act.child]
        counts.ages[kind, age] += act.persons
        counts.by_source[source_at[act.source]] += act.persons
    return counts


def _years(act: Act) -> tuple[int, ...]:
    """The years that fix the span of the page: of dates known to the year or better."""
    return () if act.year is None else (act.year,)


def _period(act: Act, periods: Sequence[Period]) -> int:
    """The index of the one period that the act's date lies in, or one past the last."""
    when = act.when
    if when is None or when.earliest is None or when.latest is None or not periods:
        return len(periods)
    size = periods[0].last - periods[0].first + 1
    first = (when.earliest.year - periods[0].first) // size
    last = (when.latest.year - periods[0].first) // size
    return first if first == last and 0 <= first < len(periods) else len(periods)
