"""Partly known dates, with the package `edtf` as an independent judge."""

import pickle
import time
from datetime import date, timedelta

import edtf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from misaq.foundation.dates import DateError, parse_edtf

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


def test_ten_thousand_distinct_days_parse_in_a_second():
    texts = [(date(2000, 1, 1) + timedelta(n)).isoformat() for n in range(10_000)]
    parse_edtf.cache_clear()
    began = time.perf_counter()
    for text in texts:
        parse_edtf(text)
    assert time.perf_counter() - began < 1
