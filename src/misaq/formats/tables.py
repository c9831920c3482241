"""Tables of text: CSV and Parquet read into columns, with the spreadsheet row of each line kept."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
from numpy.typing import NDArray

_FIELD, _ROW = "\x1f", "\n"


@dataclass(frozen=True)
class Table:
    """A table as it was given: every value is text, a blank is "", rows keep their spreadsheet number.

    file : path inside the process folder, for faults.
    columns : column name to its values, all of equal length.
    """

    file: str
    columns: Mapping[str, pa.ChunkedArray]

    @property
    def names(self) -> tuple[str, ...]:
        """Column names in the order of the file."""
        return tuple(self.columns)

    def __contains__(self, column: str) -> bool:
        return column in self.columns

    @cached_property
    def n_rows(self) -> int:
        """How many rows below the header."""
        return len(next(iter(self.columns.values()))) if self.columns else 0

    def row_number(self, index: int) -> int:
        """The spreadsheet row (header = 1) of the row at `index`."""
        return index + 2

    def text(self, column: str, default: str = "") -> list[str]:
        """The values of a column as text; a column that is not there is `default` throughout."""
        if column not in self.columns:
            return [default] * self.n_rows
        return list(self.columns[column].to_pylist())

    def coded(self, column: str) -> tuple[NDArray[np.int64], list[str]]:
        """The column as (codes, sorted distinct values): values[codes[i]] is row i."""
        coded = self.columns[column].combine_chunks().dictionary_encode()
        if isinstance(coded, pa.ChunkedArray):
            coded = coded.combine_chunks()
        values = coded.dictionary.to_pylist()
        order = sorted(range(len(values)), key=values.__getitem__)
        rank = np.empty(len(values), dtype=np.int64)
        rank[order] = np.arange(len(values))
        codes = rank[coded.indices.to_numpy(zero_copy_only=False)] if values else np.empty(0, np.int64)
        return codes, [values[i] for i in order]

    def rows(self) -> Iterator[dict[str, str]]:
        """Each row as a mapping of column to text; for small tables."""
        columns = [self.text(name) for name in self.names]
        for values in zip(*columns, strict=True):
            yield dict(zip(self.names, values, strict=True))

    def canonical_hash(self) -> str:
        """SHA-256 of the table's canonical form: the same whatever the row or column order, BOM or line ends.

        The form: column names sorted, joined by U+001F; then the rows in that column order, joined likewise,
        sorted by their UTF-8 bytes; every line ends with a newline.
        """
        names = sorted(self.names)
        lines = pa.chunked_array([pa.array([], pa.string())])
        if names and self.n_rows:
            lines = pc.binary_join_element_wise(*(self.columns[name] for name in names), _FIELD)
            lines = lines.take(pc.sort_indices(lines))
        digest = hashlib.sha256((_FIELD.join(names) + _ROW).encode())
        for chunk in lines.chunks:
            if len(chunk):
                digest.update((_ROW.join(chunk.to_pylist()) + _ROW).encode())
        return digest.hexdigest()


def read_table(path: Path, file: str) -> Table:
    """Read a CSV or Parquet file into a `Table`; trims nothing, guesses nothing.

    Raises ValueError subclasses of Arrow when the file is no table; `misaq.formats` checks explain them.
    """
    if path.suffix == ".parquet":
        arrow = pq.read_table(path)
        arrow = pa.table({name: pc.fill_null(arrow[name].cast(pa.string()), "") for name in arrow.column_names})
    else:
        with path.open("rb") as stream:
            header = stream.readline().decode("utf-8-sig").rstrip("\r\n")
        names = next(iter(pacsv_header(header)))
        arrow = pacsv.read_csv(
            path,
            parse_options=pacsv.ParseOptions(newlines_in_values=True),
            convert_options=pacsv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )
    return Table(file, {name: arrow[name] for name in arrow.column_names})


def pacsv_header(line: str) -> Iterator[list[str]]:
    """The column names of a CSV header line."""
    import csv  # noqa: PLC0415

    yield from csv.reader([line])
