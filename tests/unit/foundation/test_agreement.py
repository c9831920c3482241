"""Agreement of coders: published examples, and laws that hold for any codes."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from misaq.foundation.agreement import cohen_kappa, krippendorff_alpha

# Fleiss, Cohen & Everitt 1969, table 1: two clinicians, 200 patients, three diagnoses
DIAGNOSES = np.array([[106, 10, 4], [22, 28, 10], [2, 12, 6]])
# Krippendorff 2011, section C: four observers, twelve units, gaps
OBSERVERS = np.array([
    [1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3],
    [0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0],
])  # fmt: skip


def two_coders(table: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    first, second = np.indices(table.shape)
    return np.repeat(first.ravel(), table.ravel()), np.repeat(second.ravel(), table.ravel())


def test_kappa_of_the_published_example() -> None:
    found = cohen_kappa(*two_coders(DIAGNOSES))
    assert found.n == 200
    assert (round(found.observed, 3), round(found.expected, 3)) == (0.700, 0.475)
    assert round(found.value, 3) == 0.429
    assert (found.high - found.low) / 2 / 1.959964 == pytest.approx(0.0537, abs=2e-4)


@pytest.mark.parametrize(
    ("scale", "published"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)]
)
def test_alpha_of_the_published_example(scale: str, published: float) -> None:
    codes = np.where(OBSERVERS == 0, -1, OBSERVERS)
    found = krippendorff_alpha(codes, scale=scale)  # type: ignore[arg-type]
    assert round(found.value, 3) == published
    assert found.n == 11  # one unit was coded once
    assert found.low < found.value < found.high <= 1


def test_what_is_not_defined_is_nan_and_not_one() -> None:
    same = np.zeros(9, np.int64)
    assert math.isnan(cohen_kappa(same, same).value)
    assert math.isnan(krippendorff_alpha(np.stack([same, same])).value)
    assert math.isnan(cohen_kappa(same, same - 1).value)
    assert krippendorff_alpha(np.stack([same, same - 1])).n == 0


codes_of_two = st.lists(
    st.tuples(st.integers(-1, 4), st.integers(-1, 4)), min_size=3, max_size=60
).map(lambda pairs: np.array(pairs, np.int64).T)


@given(codes_of_two, st.permutations(range(5)), st.randoms(use_true_random=False))
def test_names_of_codes_and_order_of_things_and_coders_change_nothing(
    codes, renamed, chance
) -> None:  # type: ignore[no-untyped-def]
    order = list(range(codes.shape[1]))
    chance.shuffle(order)
    other = np.where(codes < 0, -1, np.array(renamed)[codes])[::-1][:, order]
    one = cohen_kappa(codes[0], codes[1])
    two = cohen_kappa(other[0], other[1])
    assert one.value == pytest.approx(two.value, abs=1e-12, nan_ok=True)
    assert one.high == pytest.approx(two.high, abs=1e-7, nan_ok=True)
    alpha = krippendorff_alpha(codes, draws=100)
    assert alpha.value == pytest.approx(
        krippendorff_alpha(other, draws=100).value, abs=1e-12, nan_ok=True
    )


@given(codes_of_two)
def test_agreement_is_one_only_where_all_agree(codes) -> None:  # type: ignore[no-untyped-def]
    both = (codes >= 0).all(axis=0)
    found = cohen_kappa(codes[0], codes[1])
    if not math.isnan(found.value):
        agree = bool((codes[0] == codes[1])[both].all())
        assert (found.value == pytest.approx(1.0)) == agree
        assert found.value <= 1 + 1e-12


def test_weights_forgive_near_misses() -> None:
    first = np.array([0, 1, 2, 3, 0, 1, 2, 3])
    near = np.array([1, 2, 3, 2, 0, 1, 2, 3])
    plain, linear, quadratic = (
        cohen_kappa(first, near, weights=w).value for w in ("none", "linear", "quadratic")
    )
    assert plain < linear < quadratic < 1


def test_the_interval_of_alpha_is_the_seeds() -> None:
    codes = np.where(OBSERVERS == 0, -1, OBSERVERS)
    assert krippendorff_alpha(codes, seed=3) == krippendorff_alpha(codes, seed=3)
    with pytest.raises(ValueError, match="100"):
        krippendorff_alpha(codes, draws=5)
