"""Parquet columns of any plain type as the text that CSV would hold."""

import io
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from misaq.formats import parquet, read_table
from misaq.formats.parquet import parse_parquet


def _bytes(table: pa.Table, **options: object) -> bytes:
    stream = io.BytesIO()
    pq.write_table(table, stream, **options)
    return stream.getvalue()


def test_votes_mean_the_same_in_either_format(tmp_path: Path) -> None:
    (tmp_path / "v.csv").write_text("participant,statement,vote\np1,7,1\np2,8,-1\n")
    votes = pa.table(
        {"participant": ["p1", "p2"], "statement": [7, 8], "vote": pa.array([1, -1], pa.int8())}
    )
    pq.write_table(votes, tmp_path / "v.parquet")
    one, two = (
        read_table(tmp_path / "v.csv", "v.csv"),
        read_table(tmp_path / "v.parquet", "v.parquet"),
    )
    assert list(one.rows()) == list(two.rows())
    assert one.canonical_hash() == two.canonical_hash()


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        (pa.array([1.0, None, -1.0]), ["1", "", "-1"]),
        (pa.array([True, False, None]), ["1", "0", ""]),
        (pa.array([date(2009, 2, 3), None, None]), ["2009-02-03", "", ""]),
        (pa.array(["a\r\nb", None, "ب"]), ["a\nb", "", "ب"]),
        (pa.array(["a", "b", "a"]).dictionary_encode(), ["a", "b", "a"]),
        (pa.array(["a", "b", None], pa.large_string()), ["a", "b", ""]),
        (pa.array([b"a", None, b"b"]), ["a", "", "b"]),
        (pa.nulls(3), ["", "", ""]),
        (pa.array([0.5, 1, 2]), ["0.5", "1", "2"]),
    ],
)
def test_every_plain_type_becomes_text(values: pa.Array, texts: list[str]) -> None:
    table, faults = parse_parquet(
        _bytes(pa.table({"id": ["x", "y", "z"], "value": values})), "a.parquet"
    )
    assert faults == []
    assert table is not None
    assert table.text("value") == texts


def test_what_is_no_text_is_a_fault_of_its_column() -> None:
    nested = pa.table({"id": ["x"], "value": pa.array([[1, 2]])})
    table, faults = parse_parquet(_bytes(nested), "a.parquet")
    assert [(f.code, f.column) for f in faults] == [("column_type", "value")]
    assert table is not None
    assert table.names == ("id",)


@pytest.mark.parametrize(
    "payload", [b"", b"PAR1", b"PAR1" + b"\0" * 100 + b"PAR1", b"id,text\n1,a\n"]
)
def test_what_is_no_parquet_is_a_fault(payload: bytes) -> None:
    assert [f.code for f in parse_parquet(payload, "a.parquet")[1]] == ["file_not_parquet"]


def test_repeated_text_that_unpacks_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "MAX_EXPANDED_BYTES", 10_000_000)
    cells = pa.DictionaryArray.from_arrays(
        pa.array([0] * 100_000, pa.int32()), pa.array(["x" * 10_000])
    )
    bomb = _bytes(pa.table({"id": cells}), store_schema=False)  # so that it reads as plain text
    assert len(bomb) < 20_000  # a gigabyte in some kilobytes
    assert [f.code for f in parse_parquet(bomb, "a.parquet")[1]] == ["file_expands"]


def test_an_absurd_number_of_rows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "MAX_ROWS", 1000)
    payload = _bytes(pa.table({"id": pa.nulls(1001)}))
    assert [f.code for f in parse_parquet(payload, "a.parquet")[1]] == ["too_many_rows"]
