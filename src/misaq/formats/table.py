"""A table of text: columns as they were given, with the spreadsheet row of each line kept."""

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

_FIELD, _ROW = "\x1f", "\n"
_BETWEEN, _BELOW, _NOTHING = (pa.scalar(text, pa.large_string()) for text in (_FIELD, _ROW, ""))
_ESCAPES = (("\\", "\\\\"), (_FIELD, "\\u"), (_ROW, "\\n"))


@dataclass(frozen=True)
class Table:
    """A table as it was given: every value is text, a blank is "", rows keep their spreadsheet number.

    file : path inside the process folder, for faults.
    columns : column name to its values, all of equal length.
    numbers : the spreadsheet row of each row; None where that is simply 2, 3, 4, ...
    """

    file: str
    columns: Mapping[str, pa.ChunkedArray]
    numbers: NDArray[np.int64] | None = None
    _ranked: dict[str, tuple[NDArray[np.int64], pa.Array]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

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
        return index + 2 if self.numbers is None else int(self.numbers[index])

    def text(self, column: str, default: str = "") -> list[str]:
        """The values of a column as text; a column that is not there is `default` throughout."""
        if column not in self.columns:
            return [default] * self.n_rows
        return list(self.columns[column].to_pylist())

    def coded(self, column: str) -> tuple[NDArray[np.int64], list[str]]:
        """The column as (codes, sorted distinct values): values[codes[i]] is row i."""
        codes, values = self.ranked(column)
        return codes, list(values.to_pylist())

    def ranked(self, column: str) -> tuple[NDArray[np.int64], pa.Array]:
        """Like `coded`, the distinct values as an Arrow array, in the order of their UTF-8 bytes."""
        if column not in self._ranked:
            self._ranked[column] = self._rank(column)
        return self._ranked[column]

    def _rank(self, column: str) -> tuple[NDArray[np.int64], pa.Array]:
        coded = self.columns[column].dictionary_encode().unify_dictionaries().combine_chunks()
        if isinstance(coded, pa.ChunkedArray):
            coded = coded.combine_chunks()
        order = pc.sort_indices(coded.dictionary)
        rank = np.empty(len(order), dtype=np.int64)
        rank[order.to_numpy()] = np.arange(len(order))
        codes = (
            rank[coded.indices.to_numpy(zero_copy_only=False)]
            if len(order)
            else np.empty(0, np.int64)
        )
        return codes, coded.dictionary.take(order)

    def rows(self) -> Iterator[dict[str, str]]:
        """Each row as a mapping of column to text; for small tables."""
        columns = [self.text(name) for name in self.names]
        for values in zip(*columns, strict=True):
            yield dict(zip(self.names, values, strict=True))

    def without_rows(self, numbers: Collection[int]) -> "Table":
        """The table without the rows of these spreadsheet numbers."""
        if not numbers:
            return self
        own = np.arange(2, self.n_rows + 2) if self.numbers is None else self.numbers
        return keep_rows(self, ~np.isin(own, list(numbers)))

    def canonical_hash(self) -> str:
        r"""SHA-256 of the table's canonical form: the same whatever the row or column order, BOM or line ends.

        The form: column names sorted; the rows sorted by the UTF-8 bytes of their values, first column
        first. In names and values a backslash is written \\, U+001F \u and a line feed \n; then names and
        values are joined by U+001F and every line ends with a line feed. So no two tables have one form.

        >>> one = Table("a.csv", {"b": pa.chunked_array([["1", "2"]]), "a": pa.chunked_array([["x", "y"]])})
        >>> two = Table("a.csv", {"a": pa.chunked_array([["y", "x"]]), "b": pa.chunked_array([["2", "1"]])})
        >>> one.canonical_hash() == two.canonical_hash()
        True
        """
        names = sorted(self.names)
        head = pc.binary_join_element_wise(
            *(_escaped(pa.array([name])) for name in names), _BETWEEN
        )
        digest = hashlib.sha256(((head[0].as_py() if names else "") + _ROW).encode())
        if self.n_rows:
            order, columns = self._sorted_columns(names)
            for begin in range(0, self.n_rows, 1 << 20):
                part = pa.array(order[begin : begin + (1 << 20)])
                cells = [values.take(pa.array(codes).take(part)) for codes, values in columns]
                lines = pc.binary_join_element_wise(*cells, _BETWEEN)
                lines = pc.binary_join_element_wise(lines, _NOTHING, _BELOW)
                digest.update(_bytes_of(lines))
        return digest.hexdigest()

    def _sorted_columns(
        self, names: list[str]
    ) -> tuple[NDArray[np.int64], list[tuple[NDArray[np.int64], pa.Array]]]:
        """The order of the rows, and each column as codes into its escaped values."""
        ranked = [self.ranked(name) for name in names]
        key, size, keys = np.zeros(self.n_rows, np.int64), 1, []
        for codes, values in ranked:  # as many columns as fit into 63 bits make one key
            if size * len(values) >= 1 << 62:
                keys.append(key)
                key, size = np.zeros(self.n_rows, np.int64), 1
            key, size = key * len(values) + codes, size * len(values)
        order = np.lexsort([key, *reversed(keys)]) if keys else np.argsort(key, kind="stable")
        return order, [(codes, _escaped(values)) for codes, values in ranked]


def keep_rows(table: Table, kept: NDArray[np.bool_]) -> Table:
    """The rows where `kept` is True, with their spreadsheet numbers."""
    numbers = np.arange(2, table.n_rows + 2) if table.numbers is None else table.numbers
    mask = pa.array(kept)
    columns = {name: cells.filter(mask) for name, cells in table.columns.items()}
    return replace(table, columns=columns, numbers=numbers[kept])


def drop_blank_rows(table: Table) -> tuple[Table, list[int]]:
    """The table without rows in which every cell is blank, and the numbers of those that are not at its end.

    Spreadsheets leave blank rows at the end, where they mean nothing.
    """
    blank = np.ones(table.n_rows, dtype=bool)
    for cells in table.columns.values():
        if not blank.any():
            return table, []
        blank &= pc.equal(cells, "").to_numpy()
    if not blank.any():
        return table, []
    end = table.n_rows - int(np.argmin(blank[::-1])) if not blank.all() else 0
    between = [table.row_number(int(index)) for index in np.flatnonzero(blank[:end])]
    return keep_rows(table, ~blank), between


def _escaped(values: pa.Array) -> pa.Array:
    values = values.cast(pa.large_string())
    for plain, escaped in _ESCAPES:
        if pc.any(pc.match_substring(values, plain)).as_py():
            values = pc.replace_substring(values, plain, escaped)
    return values


def _bytes_of(lines: pa.Array) -> memoryview:
    """The characters of an Arrow array of large strings, one after another, without a copy."""
    _, offsets, characters = lines.buffers()
    bounds = np.frombuffer(offsets, np.int64)[lines.offset : lines.offset + len(lines) + 1]
    return memoryview(characters)[int(bounds[0]) : int(bounds[-1])]
