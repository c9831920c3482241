"""Submissions of the field form as ODK Central or Kobo give them out, JSON or CSV, as one table of text."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa

from misaq.formats.csv import long_cells
from misaq.formats.limits import MAX_COLUMNS, MAX_ROWS
from misaq.formats.table import Table
from misaq.foundation.faults import Fault
from misaq.record import short_names

_DEEPEST = 8


def parse_submissions(payload: bytes, file: str) -> tuple[Table | None, list[Fault]]:
    """Read submissions in JSON: a list of objects, or one object with them under "value" (ODK) or "results" (Kobo).

    Groups are flattened: {"what": {"act_type": "DOL"}} becomes the column "what/act_type". Row 2 is the first.
    Returns the table, None when nothing can be read, and every fault.
    """
    try:
        document = json.loads(payload.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None, [Fault("file_not_submissions", file, params={"reason": "JSON"})]
    rows = document
    if isinstance(document, Mapping):
        rows = next((document[name] for name in ("value", "results") if name in document), None)
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        return None, [Fault("file_not_submissions", file, params={"reason": "[{...}]"})]
    if not rows:
        return None, [Fault("file_empty", file)]
    if len(rows) > MAX_ROWS:
        return None, [Fault("too_many_rows", file, params={"count": len(rows), "limit": MAX_ROWS})]
    flat = [_flatten(row) for row in rows]
    names = list(dict.fromkeys(name for row in flat for name in row))
    if len(names) > MAX_COLUMNS:
        params = {"count": len(names), "limit": MAX_COLUMNS}
        return None, [Fault("too_many_columns", file, 1, params=params)]
    columns = {
        name: pa.chunked_array([pa.array([row.get(name, "") for row in flat], pa.string())])
        for name in names
    }
    table = with_form_names(Table(file, columns, np.arange(2, len(flat) + 2, dtype=np.int64)))
    return table, long_cells(table)


def with_form_names(table: Table) -> Table:
    """The table with the columns of the field form under their own names; any other table as it is."""
    short = short_names(table.names)
    if "act_type" not in short.values():
        return table
    kept = {short.get(name, name): cells for name, cells in table.columns.items()}
    return replace(table, columns=kept) if len(kept) == len(table.columns) else table


def _flatten(row: Mapping[str, Any], before: str = "", depth: int = 0) -> dict[str, str]:
    flat: dict[str, str] = {}
    for name, value in row.items():
        path = f"{before}{_sound(str(name))}"
        if isinstance(value, Mapping) and depth < _DEEPEST:
            flat.update(_flatten(value, f"{path}/", depth + 1))
        else:
            flat[path] = _text(value)
    return flat


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case str():
            return _sound(value)
        case bool():
            return "true" if value else "false"
        case int() | float():
            return str(value)
    if isinstance(value, Sequence) and not value:
        return ""
    return _sound(json.dumps(value, ensure_ascii=False, sort_keys=True))


def _sound(text: str) -> str:
    """The text with half characters, which JSON can hold and nothing can write, made visible."""
    return text.encode("utf-8", "replace").decode()
