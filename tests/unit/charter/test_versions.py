"""Versions fold in the order of their numbers; dates that are missing or run backwards are said to be."""

import pytest

from misaq.charter import (
    NoVersionError,
    TwiceNumberedError,
    Version,
    date_versions,
    digest_files,
    order_versions,
)


def dated(*dates: str | None) -> list[tuple[str, str]]:
    versions = [Version(n, "", date, {}) for n, date in enumerate(dates)]
    return [(d.date, d.inherited) for d in date_versions(versions)]


def test_order_is_by_number_not_by_date() -> None:
    ordered = order_versions([Version(2, "", "1950", {}), Version(0, "", "1999", {})])
    assert [v.n for v in ordered] == [0, 2]


def test_a_number_stands_once() -> None:
    with pytest.raises(TwiceNumberedError):
        order_versions([Version(1, "", None, {}), Version(1, "", None, {})])
    with pytest.raises(NoVersionError):
        order_versions([])


def test_missing_and_backward_dates_inherit() -> None:
    assert dated("1950-01-26", None, "1949-12-31", "1950-02") == [
        ("1950-01-26", ""),
        ("1950-01-26", "missing"),
        ("1950-01-26", "backwards"),
        ("1950-02", ""),
    ]
    assert dated(None, "1950") == [("", "missing"), ("1950", "")]


def test_a_year_is_not_before_a_day_in_it() -> None:
    assert dated("1950-05-01", "1950") == [("1950-05-01", ""), ("1950", "")]


def test_the_digest_sees_every_letter_and_no_empty_file() -> None:
    assert digest_files({"a": "x", "b": ""}) == digest_files({"a": "x"})
    assert digest_files({"a": "x"}) != digest_files({"a": "x "})
