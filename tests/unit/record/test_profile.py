"""The public profile: closed, coarse, and telling nothing that few share."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from misaq.foundation.dates import parse_edtf
from misaq.record import (
    AGE_BANDS,
    FEWEST_PEOPLE,
    PUBLIC_FIELDS,
    age_band,
    coarse_date,
    coarse_place,
    fold_rare,
    is_shared,
    public_profile,
    terms,
)

DAYS = st.dates(date(1000, 1, 1), date(2999, 12, 31))
PLACES = st.sampled_from("abcdef")


@given(DAYS, DAYS)
def test_a_coarse_date_holds_both_days_and_is_no_finer_than_a_month(one: date, two: date) -> None:
    first, last = min(one, two), max(one, two)
    told = coarse_date(first, last)
    if not told:
        assert first.year // 10 != last.year // 10
        return
    when = parse_edtf(told)
    assert when.precision in {"month", "year", "decade"}
    assert when.earliest is not None
    assert when.latest is not None
    assert when.earliest <= first <= last <= when.latest
    assert (when.latest - when.earliest).days >= 27
    assert PUBLIC_FIELDS["when"](told)


def test_no_day_no_date() -> None:
    assert coarse_date(None, date(2031, 1, 1)) == coarse_date(date(2031, 1, 1), None) == ""


@given(
    PLACES,
    st.dictionaries(PLACES, st.integers(0, 40_000)),
    st.dictionaries(PLACES, PLACES),
)
def test_a_coarse_place_is_the_nearest_above_in_which_enough_live(
    place: str, populations: dict[str, int], parents: dict[str, str]
) -> None:
    chain = [place]
    while (above := parents.get(chain[-1], "")) and above not in chain:
        chain.append(above)
    large = [one for one in chain if populations.get(one, 0) >= FEWEST_PEOPLE]
    assert coarse_place(place, populations=populations, parents=parents) == (large or [""])[0]


@given(st.integers(0, 150), st.integers(0, 150))
def test_a_band_holds_every_age_or_none_is_told(one: int, two: int) -> None:
    lowest, highest = sorted((one, two))
    holding = [n for n, (a, b) in AGE_BANDS.items() if a <= lowest and highest <= b]
    assert age_band(lowest, highest) == (holding or [""])[0]
    assert age_band(None, highest) == age_band(lowest, None) == ""


@given(st.dictionaries(PLACES, st.integers(0, 12)), st.sets(PLACES))
def test_only_shared_codes_are_kept_and_folding_is_said(
    n_cases: dict[str, int], codes: set[str]
) -> None:
    kept, folded = fold_rare(codes, n_cases)
    assert list(kept) == sorted(code for code in codes if n_cases.get(code, 0) >= 5)
    assert folded == (set(kept) != codes)


def test_of_children_more_cases_must_share() -> None:
    assert [is_shared(n) for n in (4, 5)] == [False, True]
    assert [is_shared(n, children=True) for n in (9, 10)] == [False, True]


GOOD: dict[str, Any] = {
    "acts": ["DOL"], "methods": [], "methods_folded": False, "persons": 2, "ages": ["18-59"], "when": "2031-05",
    "district": "talhen-north", "community": "talhen", "stage": "verified", "standard": "balance",
    "independent_sources": 2, "source_kinds": ["testimony"], "fate": "whereabouts_unknown",
    "institutions": [
        {
            "name": {"en": "Invented Office"}, "kind": "state_security", "involvement": ["ordered"],
            "alleged": True, "answers_through": "ministry",
        }
    ],
    "institutions_withheld": 0,
}  # fmt: skip
BAD = st.one_of(
    st.text(min_size=1), st.floats(), st.just([{"name": "Invented"}]), st.lists(st.text(min_size=4), min_size=1),
    st.just("2031-05-18"), st.just(-1), st.just(None),
)  # fmt: skip


def test_a_good_profile_passes_whole_and_every_field_is_in_it() -> None:
    assert set(GOOD) == set(PUBLIC_FIELDS)
    assert GOOD["fate"] in terms("fate")
    assert public_profile(GOOD) == GOOD


@given(st.dictionaries(st.text(), BAD))
def test_nothing_that_is_not_in_the_list_passes(more: dict[str, Any]) -> None:
    assert set(public_profile({**more, **GOOD})) == set(GOOD)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("when", "2031-05-18"), ("when", "18 May"), ("district", "at the house of Invented"), ("acts", "DOL"),
        ("acts", ["beaten by Invented"]), ("persons", True), ("persons", -1), ("ages", ["37"]), ("methods", ["x"]),
        ("fate", "told by the mother"), ("stage", "allegation"), ("methods_folded", "yes"),
        ("institutions", [{**GOOD["institutions"][0], "person": "Invented"}]),
        ("institutions", [{**GOOD["institutions"][0], "name": {"en": "x" * 201}}]),
    ],
)  # fmt: skip
def test_a_value_that_is_not_what_it_must_be_is_left_out(field: str, value: Any) -> None:
    assert field not in public_profile({**GOOD, field: value})
