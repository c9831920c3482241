"""A list somebody wants to import, whatever it was saved as: workbook, CSV, or submissions of the field form."""

import csv
import io
from pathlib import Path, PurePath

from misaq.formats.csv import parse_csv
from misaq.formats.limits import MAX_XLSX_BYTES, MAX_XLSX_ROWS
from misaq.formats.submissions import parse_submissions, with_form_names
from misaq.formats.table import Table
from misaq.formats.texts import read_bytes
from misaq.formats.xlsx import parse_xlsx
from misaq.foundation.faults import Fault

MAX_LIST_BYTES = MAX_XLSX_BYTES


def parse_list(
    payload: bytes, file: str, *, max_rows: int = MAX_XLSX_ROWS
) -> tuple[Table | None, list[Fault]]:
    """Read a list by the ending of its name (.xlsx, .csv, .json): the table, and every fault of its form."""
    ending = PurePath(file).suffix.lower()
    if ending in {".xlsx", ".xlsm"}:
        table, faults = parse_xlsx(payload, file, max_rows=max_rows)
    elif ending == ".csv":
        table, faults = parse_csv(payload, file)
    elif ending == ".json":
        table, faults = parse_submissions(payload, file)
    else:
        return None, [Fault("file_not_a_list", file)]
    if table is not None and table.n_rows > max_rows:
        params = {"count": table.n_rows, "limit": max_rows}
        return None, [*faults, Fault("too_many_rows", file, params=params)]
    return (None if table is None else with_form_names(table)), faults


def load_list(path: Path) -> tuple[Table | None, list[Fault]]:
    """Read a list from a file: the table, and every fault of its form."""
    payload, faults = read_bytes(path, path.name, limit=MAX_LIST_BYTES)
    return (None, faults) if faults else parse_list(payload, path.name)


def list_bytes(table: Table) -> bytes:
    """The list as CSV, every value word for word."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(table.names)
    writer.writerows(zip(*(table.text(name) for name in table.names), strict=True))
    return stream.getvalue().encode()
