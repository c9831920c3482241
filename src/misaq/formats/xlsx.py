"""Workbooks (.xlsx): the first sheet with rows in it becomes a table of text, and no more is read than a list needs.

Nothing is executed: formulas give the value that the spreadsheet last showed, macros are not looked at. A cell that
shows a month or a year is read as a month or a year, whatever day stands behind it.
"""

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

import numpy as np
import pyarrow as pa

from misaq.formats.csv import blank_rows, long_cells, named_table
from misaq.formats.limits import (
    MAX_COLUMNS,
    MAX_XLSX_EXPANDED,
    MAX_XLSX_PARTS,
    MAX_XLSX_RATIO,
    MAX_XLSX_ROWS,
    MAX_XLSX_STRINGS,
    MIB,
)
from misaq.formats.table import Table
from misaq.formats.workbook_parser import InvalidFileException, get_column_letter, load_workbook
from misaq.foundation.faults import Fault

_BROKEN = (  # a SyntaxError is what parsers of XML raise, each its own kind of it
    InvalidFileException, SyntaxError, zipfile.BadZipFile, zlib.error, OSError, EOFError, KeyError, ValueError,
    TypeError, AttributeError, IndexError, ArithmeticError, NotImplementedError, RuntimeError,
)  # fmt: skip
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


class _TooWideError(Exception):
    """A row has more cells than a table may have columns; `args`: the row and how many."""


def column_letter(number: int) -> str:
    """The letter over the column of this number, 1 for the first.

    >>> column_letter(1), column_letter(28)
    ('A', 'AB')
    """
    return str(get_column_letter(number))


def parse_xlsx(
    payload: bytes, file: str, *, max_rows: int = MAX_XLSX_ROWS
) -> tuple[Table | None, list[Fault]]:
    """Read a workbook's first visible sheet that has anything in it, its first row as header.

    max_rows : more rows than these are a fault.
    Returns the table, None when nothing can be read, and every fault of its form.
    """
    if faults := _check_package(payload, file):
        return None, faults
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # parts of a workbook that nobody here needs
            header, rows, numbers, more = _first_sheet(payload, max_rows)
    except _TooWideError as wide:
        params = {"count": wide.args[1], "limit": MAX_COLUMNS}
        return None, [Fault("too_many_columns", file, wide.args[0], params=params)]
    except _BROKEN:
        return None, [Fault("file_not_xlsx", file)]
    if more:
        return None, [
            Fault("too_many_rows", file, params={"count": f"> {max_rows}", "limit": max_rows})
        ]
    if header is None:
        return None, [Fault("file_empty", file)]
    return _table(header, rows, numbers, file)


def _check_package(payload: bytes, file: str) -> list[Fault]:
    """What the list of parts says before any of them is unpacked; a part never unpacks to more than it says."""
    try:
        with zipfile.ZipFile(io.BytesIO(payload)) as package:
            parts = package.infolist()
    except _BROKEN:
        return [Fault("file_not_xlsx", file)]
    expanded = sum(part.file_size for part in parts)
    strings = sum(part.file_size for part in parts if "sharedstrings" in part.filename.lower())
    bomb = expanded > 16 * MIB and expanded > MAX_XLSX_RATIO * len(payload)
    if (
        expanded > MAX_XLSX_EXPANDED
        or strings > MAX_XLSX_STRINGS
        or bomb
        or len(parts) > MAX_XLSX_PARTS
    ):
        limit = MAX_XLSX_STRINGS if strings > MAX_XLSX_STRINGS else MAX_XLSX_EXPANDED
        limit = min(limit, MAX_XLSX_RATIO * len(payload)) if bomb else limit
        return [Fault("file_expands", file, params={"limit": limit})]
    if not any(part.filename.lower().endswith("workbook.xml") for part in parts):
        return [Fault("file_not_xlsx", file)]
    return []


def _first_sheet(
    payload: bytes, max_rows: int
) -> tuple[list[str] | None, list[list[str]], list[int], bool]:
    """Header, rows, their numbers, and whether there are more rows than may be."""
    book = load_workbook(io.BytesIO(payload), read_only=True, data_only=True, keep_links=False)
    try:
        for sheet in book.worksheets:
            if sheet.sheet_state != "visible":
                continue
            header: list[str] | None = None
            rows: list[list[str]] = []
            numbers: list[int] = []
            for number, cells in _rows(sheet):
                if number > max_rows + 1:
                    return header, rows, numbers, True
                if header is None:
                    header = cells
                    continue
                rows.append(cells)
                numbers.append(number)
            if header is not None:
                return header, rows, numbers, False
    finally:
        book.close()
    return None, [], [], False


def _rows(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    """Each row that has a cell with something in it, without blank cells at its end."""
    sheet.reset_dimensions()  # what a sheet says of its own size is not to be trusted
    last = 0
    for number, row in enumerate(sheet.iter_rows(), start=1):
        if number > MAX_XLSX_ROWS + 1:
            break
        if len(row) > MAX_COLUMNS and any(cell.value is not None for cell in row[MAX_COLUMNS:]):
            raise _TooWideError(number, len(row))
        cells = [_text(cell) for cell in row[:MAX_COLUMNS]]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            for between in range(last + 1, number):
                if last:
                    yield between, []
            last = number
            yield number, cells


def _text(cell: Any) -> str:
    value = cell.value
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
        case datetime() | date():
            return _date_text(value, str(cell.number_format))
        case time():
            return value.isoformat("minutes")
    return str(value)


def _date_text(value: date, shown_as: str) -> str:
    """A date as far as its cell shows it: a cell that shows "May 2009" does not tell of a first of May."""
    form = _QUOTED.sub("", shown_as).lower()
    if isinstance(value, datetime) and (value.hour or value.minute):
        return value.isoformat(" ", "minutes")
    if "d" in form or "y" not in form:
        return f"{value.year:04d}-{value.month:02d}-{value.day:02d}"
    return f"{value.year:04d}-{value.month:02d}" if "m" in form else f"{value.year:04d}"


def _table(
    header: list[str], rows: list[list[str]], numbers: list[int], file: str
) -> tuple[Table | None, list[Fault]]:
    width = len(header)
    faults = [
        Fault("row_cell_count", file, number, params={"found": len(row), "expected": width})
        for row, number in zip(rows, numbers, strict=True)
        if len(row) > width
    ]
    kept = [
        (row, number) for row, number in zip(rows, numbers, strict=True) if 0 < len(row) <= width
    ]
    blank = [number for row, number in zip(rows, numbers, strict=True) if not row]
    columns = [
        pa.array([row[i] if i < len(row) else "" for row, _ in kept], pa.string())
        for i in range(width)
    ]
    records = pa.table(columns, names=[str(i) for i in range(width)])
    own = np.array([number for _, number in kept], np.int64)
    table, wrong = named_table(file, header, records, own)
    return table, [*faults, *blank_rows(file, blank), *wrong, *long_cells(table)]
