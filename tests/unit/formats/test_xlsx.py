"""Workbooks become the same table as the CSV of them, and never say more of a date than the cell shows."""

import io
from datetime import date, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from misaq.formats import list_bytes, parse_list, parse_xlsx
from misaq.formats.csv import parse_csv

TEXT = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=12).filter(
    lambda text: (
        text == text.strip() and "_x" not in text and "\ufffe" not in text and "\uffff" not in text
    )
)


def book(rows: list[list[Any]], **formats: str) -> bytes:
    """A workbook with these rows; formats: cell to number format."""
    made = Workbook()
    for y, row in enumerate(rows, start=1):
        for x, value in enumerate(row, start=1):
            cell = made.active.cell(y, x, value)
            if isinstance(value, str):
                cell.data_type = "s"
    for name, form in formats.items():
        made.active[name].number_format = form
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(TEXT, TEXT, TEXT), min_size=1, max_size=6))
def test_a_workbook_says_what_its_csv_says(rows: list[tuple[str, str, str]]) -> None:
    rows = [(first or "x", second, third) for first, second, third in rows]
    table, faults = parse_xlsx(book([["a", "b", "c"], *map(list, rows)]), "a.xlsx")
    assert table is not None
    assert not faults
    assert list(zip(*(table.text(name) for name in "abc"), strict=True)) == rows
    again, _faults = parse_csv(list_bytes(table), "a.csv")
    assert again is not None
    assert again.canonical_hash() == table.canonical_hash()


def test_a_cell_that_shows_a_month_tells_of_no_day() -> None:
    day = date(2009, 5, 1)
    shown = ["yyyy-mm-dd", "mmm-yy", "yyyy", 'd "of" mmmm yyyy', "[$-409]mmmm yyyy"]
    rows = [["when"], *([day] for _ in shown), [datetime(2009, 5, 1, 14, 30)]]  # noqa: DTZ001  cells have no zone
    payload = book(rows, **{f"A{n}": form for n, form in enumerate(shown, start=2)})
    table, _faults = parse_xlsx(payload, "a.xlsx")
    assert table is not None
    assert table.text("when") == [
        "2009-05-01", "2009-05", "2009", "2009-05-01", "2009-05", "2009-05-01 14:30",
    ]  # fmt: skip


def test_numbers_and_blank_rows() -> None:
    rows = [["no", "x"], [3.0, 923001234567], [], [None, True], ["", 0.5], [], []]
    table, faults = parse_list(book(rows), "a.xlsx")
    assert table is not None
    assert (table.text("no"), table.text("x")) == (["3", "", ""], ["923001234567", "true", "0.5"])
    assert [(fault.code, fault.row) for fault in faults] == [("row_blank", 3)]
    assert [table.row_number(i) for i in range(3)] == [2, 4, 5]


def test_a_hidden_sheet_is_not_read_and_more_cells_than_headers_are_told() -> None:
    made = Workbook()
    made.active.append(["secret"])
    made.active.sheet_state = "hidden"
    sheet = made.create_sheet("list")
    for row in (["a"], ["1"], ["2", "3"]):
        sheet.append(row)
    stream = io.BytesIO()
    made.save(stream)
    table, faults = parse_list(stream.getvalue(), "a.xlsx")
    assert table is not None
    assert (table.names, table.text("a")) == (("a",), ["1"])
    assert [(fault.code, fault.row) for fault in faults] == [("row_cell_count", 3)]


def test_more_rows_than_asked_for_are_refused() -> None:
    table, faults = parse_list(book([["a"], *([n] for n in range(9))]), "a.xlsx", max_rows=8)
    assert table is None
    assert [fault.code for fault in faults] == ["too_many_rows"]
