"""Ids that point nowhere: each column that refers to another table, held against the ids that are there."""

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from misaq.formats import MAX_FAULTS, Column, Table, all_schemas, more_of_the_same, schema_of, shown
from misaq.foundation.faults import Fault


def check_references(
    tables: Mapping[str, Table], damaged: set[str], communities: list[str] | None, drafts: list[str]
) -> list[Fault]:
    """Every cell that names an id which is in no row of the table it refers to.

    tables : path to table. damaged : tables that lack rows or ids, against which nothing can be held.
    A table that is not in the folder is not held against either: it is optional.
    """
    faults: list[Fault] = []
    for file, table in sorted(tables.items()):
        schema = schema_of(file)
        for column in schema.columns if schema else ():
            if not column.references or column.name not in table or not table.n_rows:
                continue
            known = _known(column.references, tables, damaged, communities, drafts)
            if known is not None:
                faults += _unknown(table, column, *known)
    return faults


def _known(
    name: str,
    tables: Mapping[str, Table],
    damaged: set[str],
    communities: list[str] | None,
    drafts: list[str],
) -> tuple[str, list[str] | pa.Array] | None:
    """Where the ids of `name` stand, and the ids; None when they cannot be known."""
    if name == "communities":
        return None if communities is None else ("process.toml", communities)
    if name == "drafts":
        return "charter/drafts/", drafts
    file = all_schemas()[name].files[0]
    if file in damaged or file not in tables or "id" not in tables[file] or not tables[file].n_rows:
        return None
    return file, tables[file].ranked("id")[1]


def _unknown(table: Table, column: Column, where: str, known: list[str] | pa.Array) -> list[Fault]:
    codes, values = table.ranked(column.name)
    if isinstance(known, list):
        known = pa.array(known, pa.string())
    if column.kind == "ids":
        wrong, named = _unknown_in_lists(values, set(known.to_pylist()))
    else:
        there = pc.is_in(values, known.cast(values.type))
        wrong = ~pc.or_(there, pc.equal(values, "")).to_numpy(zero_copy_only=False)
        named = {}
    rows = np.flatnonzero(wrong[codes])
    faults = []
    for row in map(int, rows[:MAX_FAULTS]):
        code = int(codes[row])
        value = named.get(code) or values[code].as_py()
        params = {"value": shown(value), "where": where}
        faults.append(
            Fault("reference_unknown", table.file, table.row_number(row), column.name, params)
        )
    return faults + more_of_the_same(
        len(rows) - MAX_FAULTS, table.file, column.name, "reference_unknown"
    )


def _unknown_in_lists(
    values: pa.Array, known: set[str]
) -> tuple[np.ndarray[tuple[int], np.dtype[np.bool_]], dict[int, str]]:
    """Which values, ids joined by ";", name one that is not known, and which ones those are."""
    wrong = np.zeros(len(values), dtype=bool)
    named = {}
    for code, text in enumerate(values.to_pylist()):
        unknown = [
            part.strip() for part in text.split(";") if part.strip() and part.strip() not in known
        ]
        if unknown:
            wrong[code] = True
            named[code] = "; ".join(unknown)
    return wrong, named
