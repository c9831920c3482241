"""Read a table, CSV or Parquet, with every fault of its form."""

from pathlib import Path

from misaq.formats.csv import parse_csv
from misaq.formats.limits import MAX_CSV_BYTES, MAX_PARQUET_BYTES
from misaq.formats.parquet import parse_parquet
from misaq.formats.table import Table
from misaq.formats.texts import read_bytes
from misaq.foundation.errors import FaultsError
from misaq.foundation.faults import Fault


def load_table(path: Path, file: str) -> tuple[Table | None, list[Fault]]:
    """Read a CSV or Parquet file: the table (None when nothing can be read) and every fault of its form.

    file : its path inside the process folder, for the faults.
    """
    parquet = path.suffix == ".parquet"
    payload, faults = read_bytes(path, file, limit=MAX_PARQUET_BYTES if parquet else MAX_CSV_BYTES)
    if faults:
        return None, faults
    return (parse_parquet if parquet else parse_csv)(payload, file)


def read_table(path: Path, file: str) -> Table:
    """Read a CSV or Parquet file into a `Table`; trims nothing, guesses nothing.

    Raises FaultsError with every fault when the file is no sound table; a warning is none.
    """
    table, faults = load_table(path, file)
    if table is None or any(fault.severity == "error" for fault in faults):
        raise FaultsError(faults)
    return table


__all__ = ["Table", "load_table", "read_table"]
