"""Lists of persons read as one, for linking and for the desk."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from misaq.formats import Table, load_table, parse_toml
from misaq.foundation.errors import FaultsError
from misaq.foundation.faults import Fault, sort_faults
from misaq.record import check_columns, read_link_map, recognise_columns


@dataclass
class ListsOfPersons:
    """The lists as one: source and spreadsheet row of each row, the fields, the truth."""

    sources: list[str] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    rows: list[NDArray[np.int64]] = field(default_factory=list)
    fields: dict[str, list[tuple[int, pa.ChunkedArray]]] = field(default_factory=dict)
    columns: dict[str, dict[str, str]] = field(default_factory=dict)
    truth: list[str] = field(default_factory=list)

    @property
    def n_rows(self) -> int:
        """How many rows all lists have together."""
        return sum(self.sizes)

    def add(self, source: str, table: Table, columns: dict[str, str], truth: str) -> None:
        """One more list below the others."""
        place = len(self.sources)
        self.sources.append(source)
        self.sizes.append(table.n_rows)
        numbers = np.arange(2, table.n_rows + 2) if table.numbers is None else table.numbers
        self.rows.append(numbers)
        self.columns[source] = {name: header.strip() for name, header in columns.items()}
        for name, header in columns.items():
            self.fields.setdefault(name, []).append((place, table.columns[header]))
        if truth:
            header = next(name for name in table.names if name.strip() == truth.strip())
            self.truth += table.text(header)

    def stacked(self) -> dict[str, pa.ChunkedArray]:
        """Each field over all lists, blank where a list has no such column."""
        whole = {}
        for name, parts in self.fields.items():
            told = dict(parts)
            chunks: list[pa.Array] = []
            for place, size in enumerate(self.sizes):
                if place in told:
                    chunks += told[place].cast(pa.string()).chunks
                else:
                    chunks.append(pa.array(np.full(size, ""), pa.string()))
            whole[name] = pa.chunked_array(chunks, pa.string())
        return whole


def read_lists(paths: Sequence[Path], map_path: Path | None, truth: str) -> ListsOfPersons:
    """The lists as one. Raises FaultsError with every fault of every list and of the mapping."""
    read, faults = ListsOfPersons(), list[Fault]()
    mapping: dict[str, str] = {}
    if map_path:
        raw, faults = parse_toml(map_path.read_text("utf-8-sig"), map_path.name)
        mapping, wrong = read_link_map(raw, file=map_path.name)
        faults += wrong
    seen: set[str] = set()
    for path, source in zip(paths, _source_names(paths), strict=True):
        if path.resolve() in {earlier.resolve() for earlier in paths[: len(read.sources)]}:
            faults.append(Fault("link_same_list", path.name))
        table, wrong = load_table(path, path.name)
        faults += [fault for fault in wrong if fault.severity == "error"]
        if table is None:
            continue
        headers = {name.strip(): name for name in table.names}
        own = {
            field: headers[name.strip()]
            for field, name in mapping.items()
            if name.strip() in headers
        }
        seen |= own.keys()
        found = recognise_columns(table.names, mapping=own, leave=truth)
        wrong = check_columns(table.names, found, file=path.name, truth=truth)
        faults += wrong
        if not wrong:
            read.add(source, table, dict(found.columns), truth)
    faults += [
        Fault("link_unmapped_column", map_path.name, None, field, {"column": mapping[field]})
        for field in sorted(mapping.keys() - seen)
        if map_path
    ]
    if not faults and not read.n_rows:
        faults.append(Fault("link_no_rows", paths[0].name))
    if faults:
        raise FaultsError(sort_faults(faults))
    return read


def _source_names(paths: Sequence[Path]) -> Iterator[str]:
    """The stem of each file; where two are alike, with the folder's name before it."""
    stems = [path.stem for path in paths]
    for path in paths:
        same = stems.count(path.stem) > 1
        yield f"{path.resolve().parent.name}/{path.stem}" if same else path.stem
