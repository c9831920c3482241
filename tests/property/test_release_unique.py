"""Nobody is singled out by what they have in common with nobody: pycanon judges every release, and every step."""

import itertools

import pandas as pd
import pytest
from pycanon import anonymity
from tests.property.test_release_series import K, series

__all__ = ["series"]


def people(cells: dict[tuple[object, ...], int], table: str) -> pd.DataFrame:
    """One row a told act, with what the page says of it."""
    rows = [
        {"one": str(key[1]), "other": str(key[2]), "what": "act"}
        for key, count in cells.items()
        if key[0] == table
        for _ in range(count)
    ]
    return pd.DataFrame(rows, columns=["one", "other", "what"])


@pytest.mark.parametrize("table", ["ct", "tp"])
def test_every_combination_that_a_page_tells_is_shared_by_k(series, table):
    judged = 0
    for page in series:
        told = people(page.shown(), table)
        if len(told):
            assert anonymity.k_anonymity(told, ["one", "other"]) >= K
            judged += 1
    assert judged or series[0].truth.sum() < 100  # a small register tells little anew


@pytest.mark.parametrize("table", ["ct", "tp"])
def test_what_is_new_since_any_earlier_page_is_shared_by_k(series, table):
    """The differencing attack by subtraction: what two pages tell of a cell differs by nothing or by k people."""
    judged = 0
    for at, page in enumerate(series):
        now = page.shown()
        for earlier in series[:at]:
            then = earlier.shown()
            new = {key: abs(now[key] - then[key]) for key in now.keys() & then.keys()}
            told = people(new, table)
            if len(told):
                assert anonymity.k_anonymity(told, ["one", "other"]) >= K
                judged += 1
    assert judged or series[0].truth.sum() < 100  # a small register tells little anew


def test_the_judge_finds_the_unique_in_pages_with_plain_thresholds(series):
    """Left to thresholds alone, the difference of two pages singles people out."""
    found = 0
    for before, page in itertools.pairwise(series):
        matrix = page.cells.matrix(len(page.keys))
        then, now = matrix @ before.truth, matrix @ page.truth
        new = {
            key: abs(int(b) - int(a))
            for key, a, b in zip(page.cell_keys, then, now, strict=True)
            if (a >= K or a == 0) and (b >= K or b == 0)
        }
        told = people(new, "ct")
        if len(told):
            found += anonymity.k_anonymity(told, ["one", "other"]) < K
    assert found
