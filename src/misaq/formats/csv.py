"""CSV: bytes to a table and to every fault of its form, in one pass, however the file was damaged."""

import csv
import io
from array import array
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
from numpy.typing import NDArray

from misaq.formats.limits import (
    MAX_CELL_BYTES,
    MAX_COLUMNS,
    MAX_FAULTS,
    MAX_LINE_BYTES,
    MAX_ROWS,
)
from misaq.formats.table import Table, drop_blank_rows
from misaq.formats.texts import bad_bytes, is_utf16, plain_bytes
from misaq.foundation.faults import Fault

_DELIMITERS = {";": "';'", "\t": "TAB", "|": "'|'"}


@dataclass
class _Ragged:
    """Rows whose number of cells is not the header's: their rows, and the number of cells of the first ones."""

    rows: "array[int]" = field(default_factory=lambda: array("q"))
    cells: list[int] = field(default_factory=list)

    def note(self, row: Any) -> str:
        self.rows.append(row.number)
        if len(self.cells) < MAX_FAULTS:
            self.cells.append(row.actual_columns)
        return "skip"

    def drop(self, row: int) -> None:
        if row in self.rows:
            place = self.rows.index(row)
            self.rows.pop(place)
            if place < len(self.cells):
                self.cells.pop(place)

    def faults(self, file: str, expected: int) -> list[Fault]:
        found = [
            Fault("row_cell_count", file, row, params={"found": cells, "expected": expected})
            for row, cells in zip(self.rows, self.cells, strict=False)
        ]
        return found + more_of_the_same(
            len(self.rows) - len(self.cells), file, "", "row_cell_count"
        )


def more_of_the_same(count: int, file: str, column: str, what: str) -> list[Fault]:
    """The one fault that stands for `count` further ones of a kind; none for none."""
    if count <= 0:
        return []
    return [Fault("more_of_the_same", file, None, column, {"count": count, "what": what})]


def blank_rows(file: str, rows: list[int]) -> list[Fault]:
    """A fault for each blank row between others."""
    faults = [Fault("row_blank", file, row) for row in rows[:MAX_FAULTS]]
    return faults + more_of_the_same(len(rows) - MAX_FAULTS, file, "", "row_blank")


def parse_csv(payload: bytes, file: str) -> tuple[Table | None, list[Fault]]:
    """Read CSV bytes; a row that is damaged is left out of the table and reported with its row.

    A row is a record: a line break between quotes does not begin a new one.
    Returns the table, None when nothing can be read from it, and every fault of form.
    """
    if is_utf16(payload):
        return None, [Fault("file_utf16", file)]
    payload, faults = plain_bytes(payload, file)
    if not payload or payload.isspace():
        return None, [*faults, Fault("file_empty", file)]
    if too_much := _beyond_limits(payload, file):
        return None, [*faults, *too_much]
    header, wrong = _header(payload, file)
    if header is None:
        return None, [*faults, *wrong]
    damaged = _damaged_rows(payload, file)
    if damaged:
        payload = payload.decode(errors="replace").encode()
    try:
        records, ragged, open_quote = _records(payload, len(header))
    except pa.ArrowInvalid:  # the header never ends
        return None, [*faults, *damaged.values(), Fault("row_open_quote", file, 1)]
    if open_quote:
        faults.append(Fault("row_open_quote", file, open_quote))
    faults += ragged.faults(file, len(header))
    table, wrong = named_table(file, header, records, _row_numbers(records.num_rows, ragged))
    return table.without_rows(damaged), [*faults, *damaged.values(), *wrong, *long_cells(table)]


def _beyond_limits(payload: bytes, file: str) -> list[Fault]:
    ends = np.flatnonzero(np.frombuffer(payload, np.uint8) == ord("\n"))
    if len(ends) > MAX_ROWS:
        return [Fault("too_many_rows", file, params={"count": len(ends), "limit": MAX_ROWS})]
    lengths = np.diff(np.concatenate([[-1], ends, [len(payload)]])) - 1
    longest = int(lengths.argmax())
    if lengths[longest] > MAX_LINE_BYTES:
        params = {"size": int(lengths[longest]), "limit": MAX_LINE_BYTES}
        return [Fault("row_too_long", file, longest + 1, params=params)]
    commas = payload.count(b",", 0, int(ends[0]) if len(ends) else len(payload))
    if commas >= MAX_COLUMNS:
        return [
            Fault("too_many_columns", file, 1, params={"count": commas + 1, "limit": MAX_COLUMNS})
        ]
    return []


def _header(payload: bytes, file: str) -> tuple[list[str] | None, list[Fault]]:
    line, _, _ = payload[:MAX_LINE_BYTES].partition(b"\n")
    if b'"' in line:  # then the header may go on below its first line
        line = payload[:MAX_LINE_BYTES]
    head = line.decode(errors="replace")
    try:
        names = next(csv.reader(io.StringIO(head, newline="")), [])
    except csv.Error:  # a name longer than any name: a quote that is never closed
        return None, [Fault("row_open_quote", file, 1)]
    if not any(name.strip() for name in names):
        return None, [Fault("header_blank", file, 1)]
    if len(names) == 1:
        for mark, shown in _DELIMITERS.items():
            if mark in names[0]:
                return None, [Fault("file_delimiter", file, 1, params={"found": shown})]
    return names, []


def _damaged_rows(payload: bytes, file: str) -> dict[int, Fault]:
    """Row to its fault, for each row with bytes that are not UTF-8 or are NUL."""
    places = [(place, "row_not_utf8") for place in bad_bytes(payload)]
    place = payload.find(b"\0")
    while place >= 0 and len(places) < 2 * MAX_FAULTS:
        places.append((place, "row_nul_byte"))
        place = payload.find(b"\0", place + 1)
    if not places:
        return {}
    text = np.frombuffer(payload, np.uint8)
    ends, quotes = np.flatnonzero(text == ord("\n")), np.flatnonzero(text == ord('"'))
    ends = ends[np.searchsorted(quotes, ends) % 2 == 0]  # a line end between quotes ends no row
    faults: dict[int, Fault] = {}
    for place, code in sorted(places):
        row = int(np.searchsorted(ends, place)) + 1
        params = {"byte": place, "value": f"0x{payload[place]:02X}"}
        faults.setdefault(row, Fault(code, file, row, params=params))
    return faults


def _records(payload: bytes, n_columns: int) -> tuple[pa.Table, _Ragged, int]:
    """The rows below the header as columns "0", "1", ..., the ragged ones, and where a quote stays open (or 0)."""
    ragged = _Ragged()
    names = [str(place) for place in range(n_columns)]
    mark = "\x1a"  # a row of marks is put below the last row: an open quote swallows it
    while mark.encode() in payload:
        mark += "\x1a"
    last = ",".join([mark] * n_columns).encode() + b"\n"
    whole = payload + (b"" if payload.endswith(b"\n") else b"\n") + last
    records = pacsv.read_csv(
        pa.py_buffer(whole),
        # one block and one thread: rows keep their numbers, and no row can lie across two blocks
        read_options=pacsv.ReadOptions(
            use_threads=False,
            block_size=len(whole) + 1,
            column_names=names,
            skip_rows_after_names=1,
        ),
        parse_options=pacsv.ParseOptions(
            newlines_in_values=True, invalid_row_handler=ragged.note, ignore_empty_lines=False
        ),
        convert_options=pacsv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
        ),
    )
    if records.num_rows and records.column(0)[-1].as_py() == mark:
        return records.slice(0, records.num_rows - 1), ragged, 0
    row = _open_quote_row(payload)
    n_above = (
        records.num_rows + len(ragged.rows) - 1
    )  # the row with the open quote is itself read as one
    ragged.drop(row)
    return records.slice(0, min(records.num_rows, max(n_above - len(ragged.rows), 0))), ragged, row


def _open_quote_row(payload: bytes) -> int:
    row = 0
    try:
        for _ in csv.reader(io.StringIO(payload.decode(errors="replace"), newline="")):
            row += 1
    except csv.Error:  # the open cell has grown beyond what that reader takes
        return row + 1
    return row


def _row_numbers(n_rows: int, ragged: _Ragged) -> NDArray[np.int64]:
    numbers = np.arange(2, 2 + n_rows + len(ragged.rows), dtype=np.int64)
    skipped = np.asarray(ragged.rows, dtype=np.int64) - 2
    return np.delete(numbers, skipped[skipped < len(numbers)])[:n_rows]


def named_table(
    file: str, header: list[str], records: pa.Table, numbers: NDArray[np.int64]
) -> tuple[Table, list[Fault]]:
    """The records under their column names; a name that is twice there, or blank, is a fault."""
    faults: list[Fault] = []
    columns: dict[str, pa.ChunkedArray] = {}
    for place, name in enumerate(header):
        cells = records.column(place)
        if not name.strip():
            if pc.any(pc.not_equal(cells, "")).as_py():  # spreadsheets add nameless blank columns
                faults.append(Fault("column_no_name", file, 1, params={"number": place + 1}))
        elif name in columns:
            faults.append(Fault("column_twice", file, 1, name))
        else:
            columns[name] = cells
    table, blank = drop_blank_rows(Table(file, columns, numbers))
    return table, faults + blank_rows(file, blank)


def long_cells(table: Table) -> list[Fault]:
    """A fault for each cell that holds more than any cell should."""
    faults = []
    for name, cells in table.columns.items():
        sizes = pc.binary_length(cells)
        if table.n_rows and pc.max(sizes).as_py() > MAX_CELL_BYTES:
            for index in map(int, np.flatnonzero(sizes.to_numpy() > MAX_CELL_BYTES)):
                params = {"size": sizes[index].as_py(), "limit": MAX_CELL_BYTES}
                faults.append(
                    Fault("cell_too_long", table.file, table.row_number(index), name, params)
                )
    return faults
