"""Hold a table against its schema: every cell that does not fit, by its spreadsheet row.

Each distinct value of a column is judged once, so that a million votes cost little more than their reading.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from misaq.formats.csv import more_of_the_same
from misaq.formats.limits import MAX_FAULTS
from misaq.formats.schemas import Column, Schema
from misaq.formats.table import Table
from misaq.formats.texts import printable
from misaq.foundation.dates import DateError, parse_edtf
from misaq.foundation.faults import Fault, Severity

Mask = NDArray[np.bool_]
Verdict = tuple[Mask, str, Callable[[str], dict[str, Any]]]

_INTEGER = r"^[+-]?[0-9]{1,18}$"
_PLAIN_DATE = r"^([1-9][0-9]{3})(-(0[1-9]|1[0-2])(-(0[1-9]|1[0-9]|2[0-8]))?)?$"
_SECONDS = r"^[+-]?[0-9]{1,18}([.][0-9]{1,18})?$"


def check_table(table: Table, schema: Schema) -> list[Fault]:
    """Every fault of a table against its schema: columns first, then each cell, then repeated keys.

    A column whose name is only misspelt is judged by the name that was meant. One cell has one fault.
    """
    faults, found = _match_columns(table, schema)
    for column in schema.columns:
        if column.name in found:
            faults += check_column(table, column, found[column.name])
    if len(schema.key) > 1 and all(name in found for name in schema.key):
        faults += _repeated_keys(table, [found[name] for name in schema.key])
    return faults


def check_column(table: Table, column: Column, name: str) -> list[Fault]:
    """Every cell of the column called `name` that does not fit `column`."""
    if not table.n_rows:
        return []
    codes, values = table.ranked(name)
    faults: list[Fault] = []
    for mask, code, params in _verdicts(column, values):
        told = {int(place): params(values[int(place)].as_py()) for place in np.flatnonzero(mask)}
        rows = np.flatnonzero(mask[codes])
        faults += [
            Fault(code, table.file, table.row_number(row), name, told[int(codes[row])])
            for row in map(int, rows[:MAX_FAULTS])
        ]
        faults += more_of_the_same(len(rows) - MAX_FAULTS, table.file, name, code)
    if column.unique and len(values) < table.n_rows:
        faults += _repeated(table, name, codes, values)
    return faults


def _match_columns(table: Table, schema: Schema) -> tuple[list[Fault], dict[str, str]]:
    """Faults of the header, and the schema's name to the table's name of each column that is there."""
    known = {column.name: column for column in schema.columns}
    found = {name: name for name in table.names if name in known}
    faults = []
    for name in table.names:
        meant = name.strip().casefold().replace(" ", "_").replace("-", "_")
        if name in known:
            continue
        if meant in known and meant not in found:
            found[meant] = name
            severity: Severity = "error" if known[meant].required else "warning"
            faults.append(Fault("column_spelling", table.file, 1, name, {"name": meant}, severity))
        elif not schema.open:
            faults.append(Fault("column_unknown", table.file, 1, name, severity="warning"))
    faults += [
        Fault("column_missing", table.file, 1, column.name)
        for column in schema.columns
        if column.required and column.name not in found
    ]
    return faults, found


def _verdicts(column: Column, values: pa.Array) -> Iterator[Verdict]:
    """Which of the distinct values are wrong, and why; a value that is wrong once is not judged again."""
    blank = pc.equal(values, "").to_numpy(zero_copy_only=False)
    if column.required:
        yield blank, "cell_required", _nothing
    left = ~blank
    for judge in (_judge_integer, _judge_enum, _judge_bounds, _judge_pattern, _judge_kind):
        for wrong, code, params in judge(column, values, left):
            yield wrong & left, code, params
            left = left & ~wrong


def _nothing(_: str) -> dict[str, Any]:
    return {}


def _value(value: str) -> dict[str, Any]:
    return {"value": shown(value)}


def shown(value: str) -> str:
    """A value as a fault shows it: between quotes, shortened, with nothing that could steer a terminal.

    >>> shown("a" * 200)[-8:], shown("two\\nlines")
    ('aaaaaa…"', '"two lines"')
    """
    short = value if len(value) <= 80 else value[:79] + "…"
    return f'"{printable(" ".join(short.splitlines()))}"'


def _judge_integer(column: Column, values: pa.Array, _: Mask) -> Iterator[Verdict]:
    if column.type == "integer":
        yield ~_matches(values, _INTEGER), "cell_not_integer", _value


def _judge_enum(column: Column, values: pa.Array, left: Mask) -> Iterator[Verdict]:
    if not column.enum:
        return
    if column.type == "integer":
        allowed = np.isin(_integers(values, left), [int(value) for value in column.enum])
    else:
        allowed = pc.is_in(values, pa.array(column.enum, values.type)).to_numpy(
            zero_copy_only=False
        )
    listed = ", ".join(column.enum)
    yield ~allowed, "cell_not_in_list", lambda value: {"value": shown(value), "allowed": listed}


def _judge_bounds(column: Column, values: pa.Array, left: Mask) -> Iterator[Verdict]:
    if column.minimum is not None:
        below = _integers(values, left) < column.minimum
        yield below, "cell_below", lambda value: {"value": shown(value), "limit": column.minimum}
    if column.maximum is not None:
        above = _integers(values, left) > column.maximum
        yield above, "cell_above", lambda value: {"value": shown(value), "limit": column.maximum}


def _judge_pattern(column: Column, values: pa.Array, _: Mask) -> Iterator[Verdict]:
    if column.pattern:
        yield ~_matches(values, column.pattern), "cell_pattern", _value


def _judge_kind(column: Column, values: pa.Array, left: Mask) -> Iterator[Verdict]:
    if column.kind == "edtf":
        yield _unread(values, left, _PLAIN_DATE, _is_date), "cell_bad_date", _value
    elif column.kind == "time":
        yield _unread(values, left, _SECONDS, _is_time), "cell_bad_time", _value


def _unread(values: pa.Array, left: Mask, plain: str, reads: Callable[[str], bool]) -> Mask:
    """Which values neither have the plain form, which Arrow judges quickly, nor can be read."""
    wrong = left & ~_matches(values, plain)
    for place in np.flatnonzero(wrong):
        wrong[place] = not reads(values[int(place)].as_py())
    return wrong


def _is_date(text: str) -> bool:
    try:
        parse_edtf(text)
    except DateError:
        return False
    return True


def _is_time(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _matches(values: pa.Array, pattern: str) -> Mask:
    """Which values match; `$` is the end of the text, as in RE2, never a line end before it."""
    matched: Mask = pc.match_substring_regex(values, pattern).to_numpy(zero_copy_only=False)
    return matched


def _integers(values: pa.Array, left: Mask) -> NDArray[np.int64]:
    """Each value as a number, 0 where it is not judged any more."""
    numbers = pc.if_else(pa.array(left), pc.utf8_ltrim(values, "+"), "0").cast(pa.int64())
    found: NDArray[np.int64] = numbers.to_numpy(zero_copy_only=False)
    return found


def _repeated(table: Table, name: str, codes: NDArray[np.int64], values: pa.Array) -> list[Fault]:
    """Each row whose value, not blank, stands in an earlier row already."""
    _, first = np.unique(codes, return_index=True)
    again = np.ones(table.n_rows, dtype=bool)
    again[first] = False
    if len(values) and values[0].as_py() == "":
        again[codes == 0] = False
    rows = np.flatnonzero(again)
    faults = []
    for row in map(int, rows[:MAX_FAULTS]):
        code = int(codes[row])
        params = {"value": shown(values[code].as_py()), "first": table.row_number(int(first[code]))}
        faults.append(Fault("cell_twice", table.file, table.row_number(row), name, params))
    return faults + more_of_the_same(len(rows) - MAX_FAULTS, table.file, name, "cell_twice")


def _repeated_keys(table: Table, names: list[str]) -> list[Fault]:
    """Each row whose key of several columns stands in an earlier row; the fault is at the last column."""
    seen: dict[tuple[str, ...], int] = {}
    faults = []
    for index, key in enumerate(zip(*(table.text(name) for name in names), strict=True)):
        if "" in key:
            continue
        if key in seen:
            params = {"value": shown(", ".join(key)), "first": table.row_number(seen[key])}
            faults.append(
                Fault("cell_twice", table.file, table.row_number(index), names[-1], params)
            )
        seen.setdefault(key, index)
    return faults[:MAX_FAULTS] + more_of_the_same(
        len(faults) - MAX_FAULTS, table.file, names[-1], "cell_twice"
    )
