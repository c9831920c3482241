"""Partly known dates (EDTF) in words, in the page's language."""

import re

from django.utils.translation import gettext as _

from misaq.foundation.messages import N_

MONTHS = (
    N_("January"),
    N_("February"),
    N_("March"),
    N_("April"),
    N_("May"),
    N_("June"),
    N_("July"),
    N_("August"),
    N_("September"),
    N_("October"),
    N_("November"),
    N_("December"),
)
SEASONS = (
    N_("spring"),
    N_("summer"),
    N_("autumn"),
    N_("winter"),
)

_DATE = re.compile(
    r"(\d{4}|\d{3}X|\d{2}XX|\dXXX|XXXX)(?:-(\d\d|XX)(?:-(\d\d|XX))?)?([?~%]?)", re.ASCII
)


def date_words(text: str | None) -> str:
    """An EDTF date in words; a text that is no date comes back as it is.

    >>> date_words("2009-05-17"), date_words("2009-05~"), date_words("200X"), date_words("XXXX")
    ('17 May 2009', 'about May 2009', 'the 2000s', 'date not known')
    >>> date_words("2009-05/2010"), date_words("2009/.."), date_words("2009?")
    ('May 2009 to 2010', 'since 2009', '2009, uncertain')
    """
    if not text:
        return ""
    first, slash, last = str(text).strip().partition("/")
    if not slash:
        return _one(first)
    begin, end = first.strip("."), last.strip(".")
    if not end:
        return _("since %(date)s") % {"date": _one(begin)}
    if not begin:
        return _("until %(date)s") % {"date": _one(end)}
    return _("%(low)s to %(high)s") % {"low": _one(begin), "high": _one(end)}


def _one(text: str) -> str:
    found = _DATE.fullmatch(text)
    if found is None:
        return text
    year, month, day, mark = found.groups()
    words = _calendar(year, month or "XX", day or "XX")
    if mark in {"~", "%"}:
        words = _("about %(date)s") % {"date": words}
    if mark in {"?", "%"}:
        words = _("%(date)s, uncertain") % {"date": words}
    return words


def _calendar(year: str, month: str, day: str) -> str:
    if year == "XXXX":
        return _("date not known")
    if year.endswith("XX"):
        return _("the century from %(year)s") % {"year": year.replace("X", "0")}
    if year.endswith("X"):
        return _("the %(year)ss") % {"year": year.replace("X", "0")}
    if month == "XX":
        return year
    if not 1 <= int(month) <= 12:
        names = {21 + i: _(name) for i, name in enumerate(SEASONS)}
        return _("%(month)s %(year)s") % {"month": names.get(int(month), month), "year": year}
    name = _(MONTHS[int(month) - 1])
    if day == "XX":
        return _("%(month)s %(year)s") % {"month": name, "year": year}
    return _("%(day)s %(month)s %(year)s") % {"day": int(day), "month": name, "year": year}
