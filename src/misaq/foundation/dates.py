"""Partly known dates: EDTF level 1, each with the first and the last day it can mean.

A date that is known only to its year stays so: nothing here ever becomes "1 January". Hijri dates become the
days that they can mean in the other calendar, with one day more on either side: months began by sight of the moon.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from hijridate import Hijri

from misaq.foundation.errors import InputError
from misaq.foundation.messages import N_, Message, register

Precision = Literal[
    "day", "month", "season", "year", "decade", "century", "millennium", "unknown", "interval",
    "hijri",
]  # fmt: skip

_DATE = re.compile(
    r"(\d{4}|\d{3}X|\d{2}XX|\dXXX|XXXX)(?:-(\d\d|XX)(?:-(\d\d|XX))?)?([?~%]?)", re.ASCII
)
_HIJRI = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?([?~%]?)", re.ASCII)
_HIJRI_YEARS = range(1343, 1501)
_SIGHTING = timedelta(days=1)
_YEARS: dict[int, Precision] = {1: "decade", 2: "century", 3: "millennium", 4: "unknown"}
_SEASONS = range(21, 25)


Calendar = Literal["gregorian", "hijri"]
CALENDARS: tuple[Calendar, ...] = ("gregorian", "hijri")


class DateError(InputError):
    """A text that is no date we read; `text` is the text as it was given."""

    code = "bad_date"


class HijriDateError(InputError):
    """A text that is no Hijri date we read; `text` is the text as it was given."""

    code = "bad_hijri_date"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as far as it is known.

    text : as it was given.
    earliest, latest : first and last day it can mean; None: open or unknown on that end.
    approximate, uncertain : marked "~" or "?" ("%" is both); this does not widen the two days.
    precision : what is known: "day" ... "millennium", "unknown" (XXXX), "interval" (a/b), or "hijri": a day, month
        or year of the Hijri calendar, whose days in this one are known to within a day.
    """

    text: str
    earliest: date | None
    latest: date | None
    approximate: bool
    uncertain: bool
    precision: Precision

    @property
    def year(self) -> int | None:
        """The calendar year it lies in, or None when it may lie in several.

        >>> parse_edtf("2009-05/2009-08").year, parse_edtf("2009-12/2010-01").year
        (2009, None)
        """
        if self.earliest is None or self.latest is None or self.earliest.year != self.latest.year:
            return None
        return self.earliest.year

    @property
    def edtf(self) -> str:
        """The same days as one EDTF text, whatever calendar the date was given in.

        >>> parse_hijri("1430-05").edtf, parse_edtf("2009~").edtf
        ('2009-04-25/2009-05-25', '2009~')
        """
        if self.precision != "hijri":
            return self.text
        mark = "%" if self.approximate and self.uncertain else "~" if self.approximate else ""
        mark = mark or ("?" if self.uncertain else "")
        return f"{self.earliest}{mark}/{self.latest}{mark}"


@lru_cache(maxsize=65536)
def parse_edtf(text: str) -> PartialDate:
    """Read one date in EDTF level 1: a day, a month, a year, "20XX", "2009~", "2009-05/2010".

    text : years 0001 to 9999; "?" uncertain, "~" approximate, "%" both. A season can be any part of
        its year: which months it covers depends on the place.
    Returns the date with the first and last day it can mean.
    Raises DateError on any other text, on a day that no calendar has, on an interval that ends
    before it begins.
    Source: Library of Congress, Extended Date/Time Format specification, 2019, levels 0 and 1,
    without times of day, years before 0001 and years after 9999.

    >>> when = parse_edtf("2009-02~")
    >>> when.earliest.isoformat(), when.latest.isoformat(), when.approximate, when.precision
    ('2009-02-01', '2009-02-28', True, 'month')
    """
    if "/" not in text:
        return _single(text, text)
    first, _, last = text.partition("/")
    begin = None if first in {"", ".."} else _single(first, text)
    end = None if last in {"", ".."} else _single(last, text)
    if begin is None and end is None:
        raise DateError(text=text)
    earliest = begin.earliest if begin else None
    latest = end.latest if end else None
    if earliest and latest and earliest > latest:
        raise DateError(text=text)
    ends = [part for part in (begin, end) if part]
    return PartialDate(
        text,
        earliest,
        latest,
        any(part.approximate for part in ends),
        any(part.uncertain for part in ends),
        "interval",
    )


@lru_cache(maxsize=65536)
def parse_hijri(text: str) -> PartialDate:
    """Read one Hijri date: a day, a month or a year, such as "1430-05-12", "1430-05", "1430~".

    text : years 1343 to 1500 (1924 to 2077); "?" uncertain, "~" approximate, "%" both.
    Returns the days of the other calendar that it can mean, one more on either side: the Umm al-Qura tables are
    reckoned, and a month that began by sight of the moon may have begun a day before or after.
    Day 30 is read in every month: where the table gives it 29 days, the moon may have been seen a day later.
    Raises HijriDateError on any other text and on a day above 30.
    Source: Umm al-Qura calendar, by the package hijridate.

    >>> when = parse_hijri("1430-05-12")
    >>> when.earliest.isoformat(), when.latest.isoformat()
    ('2009-05-06', '2009-05-08')
    """
    found = _HIJRI.fullmatch(text)
    if found is None or int(found[1]) not in _HIJRI_YEARS:
        raise HijriDateError(text=text)
    year, mark = int(found[1]), found[4]
    first_month, last_month = (int(found[2]),) * 2 if found[2] else (1, 12)
    if not 1 <= first_month <= 12:
        raise HijriDateError(text=text)
    last_day = _month_begins(year, last_month) + timedelta(
        days=Hijri(year, last_month, 1).month_length() - 1
    )
    first = _month_begins(year, first_month)
    if found[3]:
        if not 1 <= int(found[3]) <= 30:
            raise HijriDateError(text=text)
        first = last_day = first + timedelta(days=int(found[3]) - 1)
    return PartialDate(
        text,
        first - _SIGHTING,
        last_day + _SIGHTING,
        mark in {"~", "%"},
        mark in {"?", "%"},
        "hijri",
    )


def _month_begins(year: int, month: int) -> date:
    day = Hijri(year, month, 1).to_gregorian()
    return date(day.year, day.month, day.day)


def parse_date(text: str, calendar: Calendar = "gregorian") -> PartialDate:
    """Read one date of either calendar.

    Raises DateError, HijriDateError.

    >>> parse_date("1430", "hijri").edtf
    '2008-12-28/2009-12-18'
    """
    return parse_hijri(text) if calendar == "hijri" else parse_edtf(text)


def _single(part: str, text: str) -> PartialDate:
    found = _DATE.fullmatch(part)
    if found is None:
        raise DateError(text=text)
    year, month, day, mark = found.groups()
    approximate, uncertain = mark in {"~", "%"}, mark in {"?", "%"}
    if "X" in year:
        if month is not None:
            raise DateError(text=text)
        precision = _YEARS[year.count("X")]
        if precision == "unknown":
            return PartialDate(text, None, None, approximate, uncertain, precision)
        first, last = max(int(year.replace("X", "0")), 1), int(year.replace("X", "9"))
        return PartialDate(
            text, date(first, 1, 1), date(last, 12, 31), approximate, uncertain, precision
        )
    earliest, latest, precision = _bounds(int(year), month, day, text)
    return PartialDate(text, earliest, latest, approximate, uncertain, precision)


def _bounds(
    year: int, month: str | None, day: str | None, text: str
) -> tuple[date, date, Precision]:
    """First and last day of a date whose year is known, and what of it is known."""
    if year == 0:
        raise DateError(text=text)
    if month is None or (month == "XX" and day in {None, "XX"}):
        return date(year, 1, 1), date(year, 12, 31), "year"
    if month == "XX":
        raise DateError(text=text)  # a day of an unknown month is EDTF level 2
    number = int(month)
    if number in _SEASONS and day is None:
        return date(year, 1, 1), date(year, 12, 31), "season"
    if not 1 <= number <= 12:
        raise DateError(text=text)
    days = monthrange(year, number)[1]
    if day in {None, "XX"}:
        return date(year, number, 1), date(year, number, days), "month"
    if not 1 <= int(day or 0) <= days:
        raise DateError(text=text)
    exact = date(year, number, int(day or 0))
    return exact, exact, "day"


register(
    "foundation",
    {
        "bad_date": Message(
            N_("“{text}” is not a date that the calendar has."),
            N_(
                "Write it as 2009, 2009-05, 2009-05-17, 2009~ or 2009-05/2010-02; a year is enough."
            ),
        ),
        "bad_hijri_date": Message(
            N_("“{text}” is not a Hijri date that we can read."),
            N_("Write it as 1430, 1430-05 or 1430-05-12; years from 1343 to 1500."),
        ),
    },
)
