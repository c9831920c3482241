"""The canonical hash: what must not change it, what must, and that no two tables share a form."""

import itertools

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from misaq.formats.table import Table

_TRICKY = st.text(st.sampled_from("a\\un\x1f\n,\"'ب"), max_size=4)
_TABLES = st.integers(1, 3).flatmap(
    lambda width: st.tuples(
        st.lists(_TRICKY.map(lambda t: t or "c"), min_size=width, max_size=width, unique=True),
        st.lists(st.lists(_TRICKY, min_size=width, max_size=width), max_size=4),
    )
)


def _table(names: list[str], rows: list[list[str]]) -> Table:
    columns = {
        n: pa.chunked_array([pa.array([r[i] for r in rows], pa.string())])
        for i, n in enumerate(names)
    }
    return Table("a.csv", columns)


def _meaning(names: list[str], rows: list[list[str]]) -> object:
    order = sorted(range(len(names)), key=names.__getitem__)
    return [names[i] for i in order], sorted([row[i] for i in order] for row in rows)


@settings(deadline=None)
@given(_TABLES, st.randoms())
def test_order_of_rows_and_columns_changes_nothing(
    given_: tuple[list[str], list[list[str]]], chance
) -> None:  # type: ignore[no-untyped-def]
    names, rows = given_
    order = list(range(len(names)))
    chance.shuffle(order)
    shuffled = [[row[i] for i in order] for row in chance.sample(rows, len(rows))]
    assert (
        _table(names, rows).canonical_hash()
        == _table([names[i] for i in order], shuffled).canonical_hash()
    )


@settings(deadline=None)
@given(_TABLES, _TABLES)
def test_equal_hashes_mean_equal_tables(
    one: tuple[list[str], list[list[str]]], two: tuple[list[str], list[list[str]]]
) -> None:
    same = _meaning(*one) == _meaning(*two)
    assert (_table(*one).canonical_hash() == _table(*two).canonical_hash()) == same


def test_separators_inside_values_never_collide() -> None:
    cells = ["", "\x1f", "\n", "\\", "\\u", "\\n", "a\x1fb", "a", "b", "\\\x1f", "\\\\u"]
    pairs = [([["id", "text"]][0], [[a, b]]) for a, b in itertools.product(cells, cells)]
    hashes = {_table(names, rows).canonical_hash() for names, rows in pairs}
    assert len(hashes) == len(pairs)


def test_many_columns_of_many_values_sort_like_tuples() -> None:
    # more distinct values than one 63-bit key can hold, so that several keys are sorted together
    rows = [[f"{(i * 7919 + j * 104729) % 251:03}" for j in range(12)] for i in range(500)]
    names = [f"c{j:02}" for j in range(12)]
    order, _ = _table(names, rows)._sorted_columns(names)
    assert [rows[i] for i in order] == sorted(rows)


def test_coded_values_are_in_the_order_of_their_bytes() -> None:
    codes, values = _table(["a"], [["ب"], ["z"], ["B"], ["z"]]).coded("a")
    assert values == ["B", "z", "ب"]
    assert codes.tolist() == [2, 1, 0, 1]


def test_an_empty_table_has_codes_and_a_hash() -> None:
    table = _table(["a"], [])
    assert table.coded("a")[1] == []
    assert table.canonical_hash() != _table(["b"], []).canonical_hash()
    assert Table("a.csv", {}).canonical_hash()
