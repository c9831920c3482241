"""Read a table, CSV or Parquet, with every fault of its form."""

from collections.abc import Callable
from pathlib import Path

from misaq.formats.csv import parse_csv
from misaq.formats.limits import MAX_CSV_BYTES, MAX_PARQUET_BYTES, MAX_XLSX_BYTES
from misaq.formats.parquet import parse_parquet
from misaq.formats.table import Table
from misaq.formats.texts import read_bytes
from misaq.formats.xlsx import parse_xlsx
from misaq.foundation.errors import FaultsError
from misaq.foundation.faults import Fault

_READERS: dict[str, tuple[int, Callable[[bytes, str], tuple[Table | None, list[Fault]]]]] = {
    ".parquet": (MAX_PARQUET_BYTES, parse_parquet),
    ".xlsx": (MAX_XLSX_BYTES, parse_xlsx),
}


def load_table(path: Path, file: str) -> tuple[Table | None, list[Fault]]:
    """Read a CSV, Parquet or XLSX file: the table (None when nothing can be read) and every fault of its form.

    file : its path inside the process folder, for the faults.
    """
    limit, parse = _READERS.get(path.suffix.lower(), (MAX_CSV_BYTES, parse_csv))
    payload, faults = read_bytes(path, file, limit=limit)
    if faults:
        return None, faults
    return parse(payload, file)


def read_table(path: Path, file: str) -> Table:
    """Read a CSV, Parquet or XLSX file into a `Table`; trims nothing, guesses nothing.

    Raises FaultsError with every fault when the file is no sound table; a warning is none.
    """
    table, faults = load_table(path, file)
    if table is None or any(fault.severity == "error" for fault in faults):
        raise FaultsError(faults)
    return table


__all__ = ["Table", "load_table", "read_table"]
