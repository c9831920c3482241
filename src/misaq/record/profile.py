"""The public profile of one case: a closed list of fields, each a code or a number, each coarse; never free text.

What is told of a case must fit many people. When is at most a month, where at most a district in which 20,000 people
live, age one of three bands; a code that few cases share is not told.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from misaq.foundation.dates import DateError, parse_edtf
from misaq.record.vocabulary import act_types, terms

ENOUGH, ENOUGH_CHILDREN = 5, 10
"""Cases that must share a code before it is told of one; of children, more."""
FEWEST_PEOPLE = 20_000
"""People who must live in a place before it is told."""
AGE_BANDS: Mapping[str, tuple[int, int]] = {"0-17": (0, 17), "18-59": (18, 59), "60+": (60, 150)}
CHILDREN = "0-17"


def coarse_date(first: date | None, last: date | None) -> str:
    """The finest of month, year and decade that holds both days, as EDTF; "" for none.

    >>> coarse_date(date(2031, 5, 2), date(2031, 5, 2)), coarse_date(date(2031, 5, 2), date(2031, 7, 1))
    ('2031-05', '2031')
    >>> coarse_date(date(2031, 1, 1), date(2034, 1, 1)), coarse_date(date(1999, 1, 1), date(2031, 1, 1))
    ('203X', '')
    """
    if first is None or last is None:
        return ""
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.year:04}-{first.month:02}"
    if first.year == last.year:
        return f"{first.year:04}"
    return f"{first.year // 10:03}X" if first.year // 10 == last.year // 10 else ""


def coarse_place(
    place: str, *, populations: Mapping[str, int], parents: Mapping[str, str] | None = None
) -> str:
    """The place, or the nearest one above it, in which at least `FEWEST_PEOPLE` live; "" for none.

    populations : place to how many live there; a place that is not in it is taken for too small.
    parents : place to the one that it lies in.

    >>> lies_in = {"village": "tehsil", "tehsil": "district"}
    >>> coarse_place("village", populations={"village": 900, "district": 90_000}, parents=lies_in)
    'district'
    """
    above, seen = parents or {}, set()
    while place and place not in seen:
        if populations.get(place, 0) >= FEWEST_PEOPLE:
            return place
        seen.add(place)
        place = above.get(place, "")
    return ""


def age_band(lowest: int | None, highest: int | None) -> str:
    """The band that holds every age somebody may have had; "" where it may be one of two, or is not known.

    >>> age_band(15, 16), age_band(40, None), age_band(70, 70), age_band(16, 20)
    ('0-17', '', '60+', '')
    """
    if lowest is None or highest is None:
        return ""
    bands = AGE_BANDS.items()
    return next((name for name, (a, b) in bands if a <= lowest <= highest <= b), "")


def is_shared(n_cases: int, *, children: bool = False) -> bool:
    """Whether enough cases share a code for it to be told of one of them, that one counted too."""
    return n_cases >= (ENOUGH_CHILDREN if children else ENOUGH)


def fold_rare(codes: Iterable[str], n_cases: Mapping[str, int]) -> tuple[tuple[str, ...], bool]:
    """The codes that enough cases share, in order; and whether any other was folded away.

    n_cases : code to how many cases have it.

    >>> fold_rare(["suspension", "beating"], {"beating": 12, "suspension": 2})
    (('beating',), True)
    """
    given = sorted(set(codes))
    kept = tuple(code for code in given if is_shared(n_cases.get(code, 0)))
    return kept, len(kept) < len(given)


def public_profile(values: Mapping[str, Any]) -> dict[str, Any]:
    """Of whatever stands in `values`, the public fields whose values are what they must be; no others.

    >>> public_profile({"when": "2031-05-18", "acts": ["DOL"], "name": "invented"})
    {'acts': ['DOL']}
    """
    return {
        name: values[name]
        for name, fits in PUBLIC_FIELDS.items()
        if name in values and fits(values[name])
    }


def _code(list_name: str) -> Callable[[Any], bool]:
    return lambda value: value == "" or (isinstance(value, str) and value in terms(list_name))


def _codes(known: Callable[[], Iterable[str]]) -> Callable[[Any], bool]:
    return lambda value: (
        isinstance(value, list) and all(isinstance(one, str) and one in known() for one in value)
    )


def _number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 100_000


def _slug(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[\w-]{0,60}", value) is not None


def _coarse(value: Any) -> bool:
    if not isinstance(value, str) or len(value) > 7:
        return False
    try:
        return not value or parse_edtf(value).precision in {"month", "year", "decade"}
    except DateError:
        return False


def _named(value: Any) -> bool:
    keys = {"name", "kind", "involvement", "alleged", "answers_through"}
    return isinstance(value, list) and all(
        isinstance(one, dict)
        and set(one) == keys
        and _bilingual(one["name"])
        and one["kind"] in terms("actor_kind")
        and _codes(lambda: terms("involvement"))(one["involvement"])
        and isinstance(one["alleged"], bool)
        and _slug(one["answers_through"])
        for one in value
    )


def _bilingual(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and set(value) <= {"en", "ur"}
        and all(isinstance(text, str) and len(text) <= 200 for text in value.values())
    )


PUBLIC_FIELDS: Mapping[str, Callable[[Any], bool]] = {
    "acts": _codes(act_types),
    "methods": _codes(lambda: terms("method")),
    "methods_folded": lambda value: isinstance(value, bool),
    "persons": _number,
    "ages": _codes(lambda: AGE_BANDS),
    "when": _coarse,
    "district": _slug,
    "community": _slug,
    "stage": lambda value: value in ("reviewed", "verified"),
    "standard": _code("standard_of_proof"),
    "independent_sources": _number,
    "source_kinds": _codes(lambda: terms("source_kind")),
    "fate": _code("fate"),
    "institutions": _named,
    "institutions_withheld": _number,
}
"""Every field that may be public of one case, and what its value must be."""
