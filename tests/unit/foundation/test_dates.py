"""Partly known dates, with the package `edtf` as an independent judge."""

import pickle
import time
from datetime import date, timedelta

import edtf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from misaq.foundation.dates import (
    DateError,
    HijriDateError,
    parse_date,
    parse_edtf,
    parse_hijri,
)

GOOD = {
    "2009": ("2009-01-01", "2009-12-31", "year"),
    "2009-05": ("2009-05-01", "2009-05-31", "month"),
    "2008-02": ("2008-02-01", "2008-02-29", "month"),
    "2009-05-17": ("2009-05-17", "2009-05-17", "day"),
    "2009-XX": ("2009-01-01", "2009-12-31", "year"),
    "2009-XX-XX": ("2009-01-01", "2009-12-31", "year"),
    "2009-05-XX": ("2009-05-01", "2009-05-31", "month"),
    "200X": ("2000-01-01", "2009-12-31", "decade"),
    "20XX": ("2000-01-01", "2099-12-31", "century"),
    "2XXX": ("2000-01-01", "2999-12-31", "millennium"),
    "XXXX": (None, None, "unknown"),
    "2009-05/2010-02": ("2009-05-01", "2010-02-28", "interval"),
    "2009/..": ("2009-01-01", None, "interval"),
    "../2009": (None, "2009-12-31", "interval"),
    "2009-05-17/": ("2009-05-17", None, "interval"),
    "/2009-05-17": (None, "2009-05-17", "interval"),
    "XXXX/2009": (None, "2009-12-31", "interval"),
    "2009-05/2009": ("2009-05-01", "2009-12-31", "interval"),
    "2009-21": ("2009-01-01", "2009-12-31", "season"),
}


@pytest.mark.parametrize("text", GOOD)
def test_first_and_last_day(text):
    when = parse_edtf(text)
    days = tuple(d.isoformat() if d else None for d in (when.earliest, when.latest))
    assert (*days, when.precision) == GOOD[text]
    assert when.text == text
    assert not when.approximate
    assert not when.uncertain


@pytest.mark.parametrize(
    ("mark", "approximate", "uncertain"),
    [("~", True, False), ("?", False, True), ("%", True, True)],
)
@pytest.mark.parametrize(
    "text", ["2009", "2009-05", "2009-05-17", "200X", "XXXX", "2010/{}", "{}/2010"]
)
def test_marks(text, mark, approximate, uncertain):
    when = parse_edtf(text.format("2010" + mark) if "{}" in text else text + mark)
    assert (when.approximate, when.uncertain) == (approximate, uncertain)


BAD = """unknown|209|20090|0000|2009-13|2009-00|2009-02-29|2009-04-31|2009-05-00|2009-5|17/05/2009|
05/2009/2010|2010/2009|2009-05-17/2009-05-16|/|../..|2009-XX-17|200X-05|XXXX-05-01|X009|2009 | 2009|
2009-05-17T10:00|2009??|-0044|Y17000|٢٠٠٩|2009-21-01|2009-25|2009-05-1X|2009//2010|/2009-02-30"""


@pytest.mark.parametrize("text", ["", " ", "2009\n", *BAD.replace("\n", "").split("|")])
def test_any_other_text_is_refused_with_its_text(text):
    with pytest.raises(DateError) as caught:
        parse_edtf(text)
    assert caught.value.params == {"text": text}
    assert pickle.loads(pickle.dumps(caught.value)).params == {"text": text}


def _oracle(text):
    parsed = edtf.parse_edtf(text)
    low, high = parsed.lower_strict(), parsed.upper_strict()
    return date(*low[:3]), date(*high[:3])


_years = st.integers(1, 9999).map(lambda y: f"{y:04d}")
_single = st.one_of(
    _years,
    st.builds("{}-{:02d}".format, _years, st.integers(1, 12)),
    st.dates(date(1000, 1, 1)).map(date.isoformat),
    st.integers(1, 999).map(lambda y: f"{y:03d}X"),
    st.integers(1, 99).map(lambda y: f"{y:02d}XX"),
    _years.map(lambda y: f"{y}-XX"),
    st.builds("{}-{:02d}-XX".format, _years, st.integers(1, 12)),
)


@given(_single)
def test_same_days_as_the_edtf_package(text):
    when = parse_edtf(text)
    assert (when.earliest, when.latest) == _oracle(text)


@given(_single, _single)
def test_an_interval_runs_from_the_first_day_of_one_to_the_last_of_the_other(a, b):
    first, last = parse_edtf(a), parse_edtf(b)
    if first.earliest > last.latest:
        with pytest.raises(DateError):
            parse_edtf(f"{a}/{b}")
        return
    when = parse_edtf(f"{a}/{b}")
    assert (when.earliest, when.latest) == (first.earliest, last.latest)


@given(st.text(max_size=12))
def test_any_text_is_a_date_or_a_date_error(text):
    try:
        when = parse_edtf(text)
    except DateError:
        return
    if when.earliest and when.latest:
        assert when.earliest <= when.latest


@pytest.mark.parametrize(
    ("hijri", "days"),
    [
        # days on which the month was begun by sight or by table in different countries
        ("1400-01-01", ["1979-11-20", "1979-11-21"]),
        ("1445-12-10", ["2024-06-16", "2024-06-17"]),
        ("1446-09-01", ["2025-03-01", "2025-03-02"]),
        ("1445", ["2023-07-19", "2024-07-07"]),
        ("1446-09", ["2025-03-01", "2025-03-29"]),
    ],
)
def test_a_hijri_date_covers_the_days_it_was_kept_on(hijri, days):
    when = parse_hijri(hijri)
    assert all(when.earliest <= date.fromisoformat(day) <= when.latest for day in days)
    length = (when.latest - when.earliest).days + 1
    assert length <= {0: 357, 1: 32, 2: 3}[hijri.count("-")]


@given(
    st.integers(1343, 1499), st.integers(1, 12), st.integers(1, 30), st.sampled_from(["", "~", "?", "%"])
)  # fmt: skip
def test_hijri_days_lie_in_their_months_and_months_in_their_years(year, month, day, mark):
    of_year, of_month, of_day = (
        parse_hijri(text + mark)
        for text in (f"{year}", f"{year}-{month:02}", f"{year}-{month:02}-{day:02}")
    )
    assert (of_day.latest - of_day.earliest).days == 2
    assert of_month.earliest <= of_day.earliest
    # the thirtieth of a month that the table gives 29 days, or once 28, ends after it
    assert of_day.latest <= of_month.latest + timedelta(days=2)
    assert of_year.earliest <= of_month.earliest <= of_month.latest <= of_year.latest
    assert (of_day.approximate, of_day.uncertain) == (mark in {"~", "%"}, mark in {"?", "%"})
    for when in (of_year, of_month, of_day):
        again = parse_edtf(when.edtf)
        assert (again.earliest, again.latest) == (when.earliest, when.latest)
        assert (again.approximate, again.uncertain) == (when.approximate, when.uncertain)
        assert parse_date(when.text, "hijri") == when
    following = parse_hijri(f"{year}-{month + 1:02}-01" if month < 12 else f"{year + 1}-01-01")
    first = parse_hijri(f"{year}-{month:02}-01")
    assert (following.earliest - first.earliest).days in {28, 29, 30}


@pytest.mark.parametrize(
    "text",
    ["", "1342", "1501", "1430-13", "1430-00", "1430-05-31", "1430-05-00", "1430-5", "143X", "2009-05", "۱۴۳۰",
     "1430/1431"],
)  # fmt: skip
def test_what_is_no_hijri_date_is_answered(text):
    with pytest.raises(HijriDateError) as error:
        parse_date(text, "hijri")
    assert text in error.value.message("ur").what


def test_a_date_of_this_calendar_keeps_its_own_text_as_edtf():
    for text in ("2009", "2009-05~", "2009-05/2010-02", "20XX"):
        assert parse_date(text).edtf == text


def test_ten_thousand_distinct_days_parse_in_a_second():
    texts = [(date(2000, 1, 1) + timedelta(n)).isoformat() for n in range(10_000)]
    parse_edtf.cache_clear()
    began = time.perf_counter()
    for text in texts:
        parse_edtf(text)
    assert time.perf_counter() - began < 1
