"""Events: which week a date lies in, and which dates lie in none."""

from datetime import date

import pytest

from misaq.dynamics import APART, EventFormError, read_events


def week_of(text: str) -> int:
    return int(read_events([text], ["k"], ["s"]).week[0])


def why(text: str) -> str:
    return APART[read_events([text], ["k"], ["s"]).apart[0]]


def test_weeks_are_iso_weeks() -> None:
    assert week_of("2031-05-12") == week_of("2031-05-18") == week_of("2031-05-19") - 1
    monday = date.fromordinal(week_of("2027-01-01") * 7 + 1)
    assert monday == date(2026, 12, 28)
    assert monday.isocalendar()[:2] == (2026, 53)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2031-05", "month"),
        ("2031", "year"),
        ("2031-21", "season"),
        ("203X", "longer"),
        ("XXXX", "unknown"),
        ("2031-05/..", "unknown"),
        ("2031-05-18/2031-05-19", "interval"),
        ("2031-05-18~", "approximate"),
        ("2031-05-18?", "approximate"),
        ("2031-05~", "approximate"),
    ],
)
def test_a_date_known_less_exactly_than_a_week_is_in_none(text: str, reason: str) -> None:
    assert week_of(text) == -1
    assert why(text) == reason


def test_a_stretch_inside_one_week_is_in_that_week() -> None:
    assert week_of("2031-05-12/2031-05-18") == week_of("2031-05-14")


def test_counts_default_to_one_and_zero_is_a_count() -> None:
    days, codes = ["2031-05-18"] * 4, ["k"] * 4
    assert read_events(days, codes, codes, ["3", "", "0", " 2 "]).count.tolist() == [3, 1, 0, 2]
    assert read_events(days, codes, codes).count.tolist() == [1] * 4


@pytest.mark.parametrize("count", ["-1", "1.5", "many", "1e3", "٣", "9" * 10])
def test_a_count_that_is_none_is_named_with_its_row(count: str) -> None:
    with pytest.raises(EventFormError) as caught:
        read_events(["2031"] * 2, ["k"] * 2, ["s"] * 2, ["1", count])
    assert caught.value.params == {"row": 3, "column": "count", "value": count}


def test_a_date_that_is_none_is_named_with_its_row() -> None:
    with pytest.raises(EventFormError) as caught:
        read_events(["2031", "18.5.2031"], ["k"] * 2, ["s"] * 2)
    assert caught.value.params == {"row": 3, "column": "date", "value": "18.5.2031"}
