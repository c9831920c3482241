"""CSV as it comes: spreadsheets, damage and bombs."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from misaq.formats import csv as misaq_csv
from misaq.formats.csv import parse_csv
from misaq.formats.limits import MAX_CELL_BYTES, MAX_COLUMNS, MAX_LINE_BYTES


def _read(payload: bytes) -> tuple[dict[str, list[str]], list[int], list[tuple[str, int | None]]]:
    table, faults = parse_csv(payload, "a.csv")
    told = [(fault.code, fault.row) for fault in faults]
    if table is None:
        return {}, [], told
    numbers = [table.row_number(i) for i in range(table.n_rows)]
    return {name: table.text(name) for name in table.names}, numbers, told


def test_a_row_is_a_record_even_with_line_breaks_inside() -> None:
    columns, numbers, told = _read(b'id,text\n1,"two\nlines, and ""quotes"""\n2\n3,last')
    assert columns == {"id": ["1", "3"], "text": ['two\nlines, and "quotes"', "last"]}
    assert numbers == [2, 4]
    assert told == [("row_cell_count", 3)]


def test_blank_rows_at_the_end_mean_nothing_and_others_are_faults() -> None:
    columns, numbers, told = _read(b"id,text\n1,a\n2,b\n,\n\n\n")
    assert (columns, numbers, told) == ({"id": ["1", "2"], "text": ["a", "b"]}, [2, 3], [])
    columns, numbers, told = _read(b"id,text\n1,a\n\n,\n2,b\n\n\n")
    assert (columns["id"], numbers, told) == (
        ["1", "2"],
        [2, 5],
        [("row_blank", 3), ("row_blank", 4)],
    )


@pytest.mark.parametrize("end", [b"\r\n", b"\r"])
def test_mark_and_line_ends_are_warnings_and_change_nothing(end: bytes) -> None:
    plain = b'id,text\n1,"a\nb"\n2,c\n'
    other, faults = parse_csv(b"\xef\xbb\xbf" + plain.replace(b"\n", end), "a.csv")
    table, none = parse_csv(plain, "a.csv")
    assert none == []
    assert [(f.code, f.severity) for f in faults] == [
        ("file_byte_order_mark", "warning"),
        ("file_crlf", "warning"),
    ]
    assert other is not None
    assert table is not None
    assert list(other.rows()) == list(table.rows())
    assert other.canonical_hash() == table.canonical_hash()


@pytest.mark.parametrize(
    ("payload", "told"),
    [
        (b"", [("file_empty", None)]),
        (b" \n\n", [("file_empty", None)]),
        (b"\n1,2\n", [("header_blank", 1)]),
        (b",,\n1,2,3\n", [("header_blank", 1)]),
        (b"id;text\n1;a\n", [("file_delimiter", 1)]),
        (b"id\ttext\n1\ta\n", [("file_delimiter", 1)]),
        ("id,text\n1,a\n".encode("utf-16"), [("file_utf16", None)]),
        ("id,text\n1,a\n".encode("utf-16-le"), [("file_utf16", None)]),
        (b"id,text\n1,a\n2,caf\xe9\n3,b", [("row_not_utf8", 3)]),
        (b'id,text\n1,"x\ny"\n2,caf\xe9\n3,b', [("row_not_utf8", 3)]),
        (b"id,text\n1,a\n2,b\0\n", [("row_nul_byte", 3)]),
        (b'id,text\n1,a\n2,"b\n3,c\n', [("row_open_quote", 3)]),
        (b'id,text\n1,a\n2,b,"c\n3,c\n', [("row_open_quote", 3)]),
        (b'id,"text\n1,a\n', [("row_open_quote", 1)]),
        (b"id,text,id\n1,a,2\n", [("column_twice", 1)]),
        (b"id,\n1,2\n", [("column_no_name", 1)]),
        (b"id,\n1,\n", []),
        (b"id,text\n1\n2,b\n3,b,c\n", [("row_cell_count", 2), ("row_cell_count", 4)]),
        (b"id,text\n", []),
        (b"id,text", []),
    ],
)
def test_damage_is_named_by_row(payload: bytes, told: list[tuple[str, int | None]]) -> None:
    assert _read(payload)[2] == told


def test_a_damaged_row_leaves_the_others_readable() -> None:
    columns, numbers, _ = _read(b"id,text\n1,a\n2,caf\xe9\n3,b\n4\n5,c\n")
    assert columns["id"] == ["1", "3", "5"]
    assert numbers == [2, 4, 6]


def test_the_mark_below_the_last_row_is_not_mistaken_for_data() -> None:
    columns, _, told = _read(b'id,text\n1,a\n\x1a,"b\n')
    assert columns["id"] == ["1"]
    assert told == [("row_open_quote", 3)]


def test_header_names_keep_their_spaces() -> None:
    assert list(_read(b'full name," id"\nx,1\n')[0]) == ["full name", " id"]


def test_bombs_are_refused_by_their_shape() -> None:
    wide = ",".join(f"c{i}" for i in range(MAX_COLUMNS + 1)).encode() + b"\n"
    assert _read(wide)[2] == [("too_many_columns", 1)]
    assert _read(b"id,text\n1,a\n2," + b"x" * (MAX_LINE_BYTES + 1) + b"\n")[2] == [
        ("row_too_long", 3)
    ]
    assert _read(b"id,text\n1,a\n2," + b"x" * (MAX_CELL_BYTES + 1) + b"\n")[2] == [
        ("cell_too_long", 3)
    ]
    assert _read(b"id\n" + b"," * 300_000)[2] == [("row_cell_count", 2)]


def test_a_very_wide_table_within_the_limit_is_read() -> None:
    names = [f"c{i}" for i in range(MAX_COLUMNS)]
    columns, _, told = _read((",".join(names) + "\n" + ",".join(names) + "\n").encode())
    assert told == []
    assert columns["c4095"] == ["c4095"]


def test_beyond_a_limit_the_same_faults_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(misaq_csv, "MAX_FAULTS", 3)
    _, faults = parse_csv(b"id,text\n" + b"1\n" * 10, "a.csv")
    assert [f.code for f in faults] == ["row_cell_count"] * 3 + ["more_of_the_same"]
    assert faults[-1].params["count"] == 7


@settings(deadline=None)
@given(
    st.lists(
        st.lists(
            st.text(
                st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=6
            ),
            min_size=2,
            max_size=2,
        ),
        max_size=8,
    )
)
def test_what_the_standard_library_writes_is_read_back(rows: list[list[str]]) -> None:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerows([["id", "text"], *rows])
    table, faults = parse_csv(stream.getvalue().encode(), "a.csv")
    assert table is not None
    kept = [(number, row) for number, row in enumerate(rows, 2) if any(row)]
    assert [(table.row_number(i), [r["id"], r["text"]]) for i, r in enumerate(table.rows())] == kept
    blank = {
        number
        for number, row in enumerate(rows, 2)
        if not any(row) and kept and number < kept[-1][0]
    }
    assert {fault.row for fault in faults} == blank
