"""Amending operations: `charter/operations.csv`, one instruction of an amending act a row."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from misaq.charter import Operation, Source
from misaq.formats.checking import check_table
from misaq.formats.folder import Folder
from misaq.formats.schemas import all_schemas
from misaq.formats.table import Table
from misaq.foundation.faults import Fault

OPERATIONS_FILE = "charter/operations.csv"
_USUAL = {"occurrence": "1", "where": "instead", "status": "parsed"}  # written as blanks
_SOURCE = ("act", "section", "page", "url", "status", "checked_by")
_LISTS = ("targets", "checked_by")


def load_operations(
    folder: Folder, file: str = OPERATIONS_FILE
) -> tuple[tuple[Operation, ...], list[Fault]]:
    """The operations of a process folder in the order in which they fold, and every fault; none when it has none.

    The order is that of n, then of the ids, numbers in them as numbers: "42.9" before "42.10". The order of the rows
    never matters. With an error in the table there are no operations.
    """
    if not folder.has(file):
        return (), []
    table, faults = folder.load_table(file)
    if table is not None:
        faults = [*faults, *check_table(table, all_schemas()["operations"])]
    if table is None or any(fault.severity == "error" for fault in faults):
        return (), faults
    return tuple(sorted(map(_operation, table.rows()), key=_order)), faults


def locate_operations(
    folder: Folder, faults: Iterable[Fault], file: str = OPERATIONS_FILE
) -> list[Fault]:
    """Give faults of folding (their parameter `operation` is an id) the row in which that operation stands."""
    table: Table | None = folder.load_table(file)[0] if folder.has(file) else None
    ids = table.text("id") if table is not None else []
    rows = {id_: table.row_number(i) for i, id_ in enumerate(ids)} if table is not None else {}
    return [
        replace(fault, file=file, row=rows[id_])
        if (id_ := str(fault.params.get("operation", ""))) in rows
        else fault
        for fault in faults
    ]


def operations_table(operations: Iterable[Operation]) -> bytes:
    """Operations as the bytes of `operations.csv`: what `load_operations` reads, this writes the same again."""
    names = [column.name for column in all_schemas()["operations"].columns]
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(names)
    for operation in sorted(operations, key=_order):
        cells = {name: _cell(operation, name) for name in names}
        writer.writerow("" if cells[n] == _USUAL.get(n) else cells[n] for n in names)
    return stream.getvalue().encode()


def _order(operation: Operation) -> tuple[int, list[tuple[int, int, str]]]:
    parts: Sequence[str] = re.findall(r"\d+|\D+", operation.id)
    return operation.n, [(0, int(p), "") if p.isdecimal() else (1, 0, p) for p in parts]


def _operation(row: dict[str, str]) -> Operation:
    given: dict[str, Any] = {name: value for name, value in row.items() if value}
    for name in _LISTS:
        parts = (part.strip() for part in given.get(name, "").split(";"))
        given[name] = tuple(part for part in parts if part)
    given["n"] = int(given["n"])
    given["occurrence"] = int(given.get("occurrence", "1"))
    known = {column.name for column in all_schemas()["operations"].columns}
    source = Source(**{name: given[name] for name in _SOURCE if name in given})
    own = {name: value for name, value in given.items() if name in known and name not in _SOURCE}
    return Operation(**own, source=source)


def _cell(operation: Operation, name: str) -> str:
    value = getattr(operation.source if name in _SOURCE else operation, name)
    return ";".join(value) if name in _LISTS else str(value)
