"""A table in one file or in many Parquet partitions."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from misaq.formats.table import Table
from misaq.formats.tables import read_table
from misaq.foundation.errors import FaultsError
from misaq.foundation.faults import Fault


def list_partitions(source: Path) -> list[Path]:
    """The Parquet files of a folder by name, or the one file that `source` is; none when it is neither.

    Raises FaultsError: `file_not_parquet`, and `column_missing` for a partition without a column of the first.
    """
    if not source.is_dir():
        return [source] if source.suffix == ".parquet" and source.is_file() else []
    files = sorted(
        path
        for path in source.glob("*.parquet")
        if path.is_file() and not path.name.startswith((".", "_"))
    )
    names = [_names(path) for path in files]
    every = sorted({name for each in names for name in each})
    faults = [
        Fault("column_missing", path.name, 1, name)
        for path, given in zip(files, names, strict=True)
        for name in every
        if name not in given
    ]
    if faults:
        raise FaultsError(faults)
    return files


def read_partitions(files: Sequence[Path], file: str) -> Table:
    """Read Parquet partitions as one table; rows are counted on from one file to the next, in the order given.

    file : what the whole is called, for the faults of its values; a fault of form names its own file.
    Raises FaultsError as `read_table`.
    """
    parts = [read_table(path, path.name) for path in files]
    columns = {
        name: pa.chunked_array(
            [c for part in parts for c in part.columns[name].chunks], pa.string()
        )
        for name in parts[0].names
    }
    return Table(file, columns)


def hash_files(files: Sequence[Path]) -> dict[str, str]:
    """SHA-256 of each file's bytes by its name: of the file, not of what stands in it."""
    found = {}
    for path in files:
        with path.open("rb") as stream:
            found[path.name] = hashlib.file_digest(stream, "sha256").hexdigest()
    return found


def _names(path: Path) -> list[str]:
    try:
        return list(pq.read_schema(path).names)
    except (pa.ArrowException, OSError):
        raise FaultsError([Fault("file_not_parquet", path.name)]) from None
