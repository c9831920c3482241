"""Parquet: columns of any plain type as text, so that a table means the same in either format."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from misaq.formats.csv import blank_rows
from misaq.formats.limits import MAX_COLUMNS, MAX_EXPANDED_BYTES, MAX_ROWS
from misaq.formats.table import Table, drop_blank_rows
from misaq.foundation.faults import Fault


def parse_parquet(payload: bytes, file: str) -> tuple[Table | None, list[Fault]]:
    """Read Parquet bytes; what the file says of its own size is looked at before any column is unpacked.

    Whole numbers stored as floats (a column with blanks, from other tools) become whole numbers again.
    """
    try:
        source = pq.ParquetFile(pa.BufferReader(payload))
        faults = _beyond_limits(source.metadata, file)
        if faults:
            return None, faults
        texts = [f.name for f in source.schema_arrow if pa.types.is_string(f.type)]
        # coded text stays coded: a few bytes of Parquet can stand for gigabytes of repeated text
        arrow = pq.read_table(pa.BufferReader(payload), read_dictionary=texts, use_threads=False)
        if arrow.num_rows != source.metadata.num_rows:
            return None, [Fault("file_not_parquet", file)]
        return table_of_arrow(arrow, file)
    except (pa.ArrowException, OSError, ValueError, MemoryError, RuntimeError):
        return None, [Fault("file_not_parquet", file)]


def _beyond_limits(metadata: pq.FileMetaData, file: str) -> list[Fault]:
    if not 0 <= metadata.num_rows <= MAX_ROWS:
        return [
            Fault("too_many_rows", file, params={"count": metadata.num_rows, "limit": MAX_ROWS})
        ]
    if metadata.num_columns > MAX_COLUMNS:
        params = {"count": metadata.num_columns, "limit": MAX_COLUMNS}
        return [Fault("too_many_columns", file, params=params)]
    groups = [metadata.row_group(g) for g in range(metadata.num_row_groups)]
    if sum(group.total_byte_size for group in groups) > MAX_EXPANDED_BYTES:
        return [Fault("file_expands", file, params={"limit": MAX_EXPANDED_BYTES})]
    return []


def table_of_arrow(arrow: pa.Table, file: str) -> tuple[Table | None, list[Fault]]:
    """An Arrow table as a table of text, with every fault of its form; None when it is too large for one."""
    faults: list[Fault] = []
    columns: dict[str, pa.ChunkedArray] = {}
    room = MAX_EXPANDED_BYTES
    for name, cells in zip(arrow.column_names, arrow.columns, strict=True):
        if name in columns:
            faults.append(Fault("column_twice", file, 1, name))
            continue
        room -= _text_size(cells)
        if room < 0:
            return None, [Fault("file_expands", file, params={"limit": MAX_EXPANDED_BYTES})]
        try:
            columns[name] = _text_of(cells)
        except pa.ArrowException:
            faults.append(Fault("column_type", file, 1, name, {"type": str(cells.type)}))
    table, blank = drop_blank_rows(Table(file, columns))
    return table, faults + blank_rows(file, blank)


def _text_size(cells: pa.ChunkedArray) -> int:
    if not pa.types.is_dictionary(cells.type):
        return int(cells.nbytes)
    size = 0
    for chunk in cells.chunks:
        lengths = pc.fill_null(pc.binary_length(chunk.dictionary.cast(pa.string())), 0)
        indices = pc.fill_null(chunk.indices, 0).to_numpy(zero_copy_only=False)
        if len(lengths):
            size += int(lengths.to_numpy()[indices].astype(np.int64).sum())
    return size


def _text_of(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    if pa.types.is_boolean(cells.type):
        cells = cells.cast(pa.int8())
    elif pa.types.is_floating(cells.type):
        whole = pc.all(pc.equal(pc.floor(cells), cells)).as_py() is not False
        cells = cells.cast(pa.int64()) if whole else cells
    elif pa.types.is_binary(cells.type) or pa.types.is_null(cells.type):
        cells = cells.cast(pa.string())
    texts = pc.fill_null(cells.cast(pa.string()), "")
    if pc.any(pc.match_substring(texts, "\r")).as_py():
        texts = pc.replace_substring(pc.replace_substring(texts, "\r\n", "\n"), "\r", "\n")
    return texts
