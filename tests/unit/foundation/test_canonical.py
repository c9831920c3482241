"""One value, one text: what hashes and comparisons stand on."""

import json
import math
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from misaq.foundation.canonical import canonical_json, canonical_value

NUMBERS = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)  # fmt: skip


@given(VALUES)
def test_reading_and_writing_again_changes_nothing(value: object) -> None:
    once = canonical_json(value)
    assert canonical_json(json.loads(once)) == once


@given(st.dictionaries(st.text(), st.integers()))
def test_the_order_of_keys_does_not_show(mapping: dict[str, int]) -> None:
    backwards = dict(reversed(list(mapping.items())))
    assert canonical_json(mapping) == canonical_json(backwards)


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15))
def test_a_float_keeps_fifteen_digits(number: float) -> None:
    assert math.isclose(json.loads(canonical_json(number)), number, rel_tol=1e-14, abs_tol=0)


def test_noise_below_fifteen_digits_does_not_show() -> None:
    assert canonical_json(0.1 + 0.2) == canonical_json(0.3) == b"0.3\n"


def test_one_number_has_one_text() -> None:
    same = [1, 1.0, np.int64(1), np.float32(1), np.float64(1)]
    assert {canonical_json(value) for value in same} == {b"1\n"}
    assert canonical_json(-0.0) == canonical_json(0)


def test_what_is_no_number_is_null() -> None:
    assert canonical_json([math.nan, math.inf, -math.inf]) == b"[null,null,null]\n"


def test_true_stays_true() -> None:
    assert canonical_json([True, np.True_]) == b"[true,true]\n"


def test_urdu_stays_readable() -> None:
    assert canonical_json("میثاق").decode() == '"میثاق"\n'


def test_arrays_and_dataclasses_become_plain() -> None:
    @dataclass(frozen=True)
    class Point:
        x: float
        marks: tuple[str, ...]

    assert canonical_value([Point(0.5, ("a",)), np.arange(2)]) == [
        {"x": 0.5, "marks": ["a"]},
        [0, 1],
    ]


def test_what_has_no_form_is_refused() -> None:
    with pytest.raises(TypeError, match="set"):
        canonical_json({1, 2})
