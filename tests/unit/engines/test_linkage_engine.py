"""The engine: the same rows in any order give the same persons; few rows and odd ones do not stop it."""

import numpy as np
import pyarrow as pa
import pytest

from misaq.engines.linkage import score_pairs
from misaq.record import build_features, link_rows

GIVEN = (
    "Aslam",
    "Karim",
    "Bilal",
    "Tariq",
    "Nadeem",
    "Salma",
    "Zainab",
    "Jamal",
    "Rafiq",
    "Yousaf",
)
FAMILY = ("Zarkani", "Mehrozai", "Tolani", "Shambezi", "Wandar", "Lohrani", "Somrani", "Gachani")


def people(n: int, seed: int) -> tuple[dict[str, pa.ChunkedArray], np.ndarray]:
    """n invented persons, each told of twice; the second time a letter doubled or the year one off."""
    chance = np.random.default_rng(seed)
    rows = []
    for who in range(n):
        given, family = chance.choice(GIVEN), chance.choice(FAMILY)
        day = (
            f"{chance.integers(1950, 2000)}{chance.integers(1, 13):02d}{chance.integers(1, 28):02d}"
        )
        place = f"place {chance.integers(40)}"
        rows.append((given, family, day, place, who))
        rows.append((given + given[-1] if who % 3 == 0 else given, family, day, place, who))
    columns = list(zip(*rows, strict=True))
    fields = dict(zip(("given", "family", "born", "district"), columns, strict=False))
    return {k: pa.chunked_array([list(map(str, v))]) for k, v in fields.items()}, np.array(
        columns[4]
    )


def partition(fields: dict[str, pa.ChunkedArray], order: np.ndarray) -> set[frozenset[int]]:
    taken = {name: cells.take(pa.array(order)) for name, cells in fields.items()}
    scored = score_pairs(build_features(taken), seed=5)
    person = link_rows(len(order), scored.left, scored.right, scored.probability, seed=5).person
    members: dict[int, set[int]] = {}
    for row, one in zip(order.tolist(), person.tolist(), strict=True):
        members.setdefault(one, set()).add(row)
    return {frozenset(group) for group in members.values()}


def test_twins_are_found_and_the_order_of_rows_changes_nothing() -> None:
    fields, truth = people(150, seed=1)
    n = len(truth)
    first = partition(fields, np.arange(n))
    second = partition(fields, np.random.default_rng(9).permutation(n))
    assert first == second
    wanted = {frozenset((2 * who, 2 * who + 1)) for who in range(n // 2)}
    assert len(first & wanted) > 0.95 * len(wanted)


@pytest.mark.parametrize("names", [["Aslam"], ["Aslam", "Aslam"], ["Aslam", "", "Bilal"], ["", ""]])
def test_few_rows_are_no_fault(names: list[str]) -> None:
    scored = score_pairs(build_features({"name": pa.chunked_array([names])}), seed=1)
    assert ((scored.probability >= 0) & (scored.probability <= 1)).all()
    assert (scored.left < scored.right).all()


def test_a_list_of_four_rows_joins_the_two_that_are_alike() -> None:
    columns = {
        "name": ["Aslam Zarkani", "اسلم زرکانی", "Nadeem Tolani", "Zainab Wandar"],
        "born": ["1984-01-02", "1984-01-02", "1990-05-03", "1984-07-09"],
        "district": ["Tarwand", "Tarwand", "Tarwand", "Kandwal"],
    }
    fields = {name: pa.chunked_array([cells]) for name, cells in columns.items()}
    scored = score_pairs(build_features(fields), seed=1)
    linked = link_rows(4, scored.left, scored.right, scored.probability, seed=1)
    assert linked.person.tolist() == [0, 0, 1, 2]


def test_ten_thousand_of_one_name_make_no_flood_of_pairs() -> None:
    n = 10_000
    fields = {"name": pa.chunked_array([["Muhammad Ali"] * n])}
    scored = score_pairs(build_features(fields), seed=1)
    assert len(scored.candidates) <= 2_000_000
