"""A table given to a command by itself, without a process folder around it."""

from dataclasses import replace
from pathlib import Path

from misaq.formats import Table, check_table, read_table, schema_of
from misaq.foundation.errors import FaultsError


def read_bare_table(path: Path, file: str) -> Table:
    """Read the table at `path` and hold it against the schema of `file` in a folder.

    A table by itself needs no ids: its rows are numbered from 1. Raises FaultsError with every fault.
    """
    table = read_table(path, path.name)
    wanted = schema_of(file)
    if wanted is None:
        raise KeyError(file)
    columns = tuple(
        replace(column, required=column.required and column.name != "id")
        for column in wanted.columns
    )
    faults = check_table(table, replace(wanted, columns=columns))
    if any(fault.severity == "error" for fault in faults):
        raise FaultsError(faults)
    return table
