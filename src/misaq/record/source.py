"""A source and its list: each row kept verbatim, and read through the list's own mapping into acts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from misaq.foundation.faults import Fault
from misaq.record.act import Act


@dataclass(frozen=True)
class Source:
    """Who keeps a list. `derived_from`: id of the source it copies from, "" when it is its own."""

    id: str
    name: Mapping[str, str]
    kind: str = ""
    derived_from: str = ""


@dataclass(frozen=True)
class ListMapping:
    """How one list's own columns and codes turn into misaq's.

    id : the list's column that identifies a row; "" gives rows their number, 1 for the first.
    columns : misaq's field to the list's own column.
    codes : field to (the list's own code to misaq's: a text, a bool, or several act types).
    date_format : how the list writes dates (strptime), "" when it writes EDTF.
    """

    id: str
    columns: Mapping[str, str]
    codes: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    date_format: str = ""


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """What one source said, verbatim: column to value as given, and the SHA-256 of the row."""

    source: str
    row_id: str
    values: Mapping[str, str] = field(repr=False)
    sha256: str


@dataclass(frozen=True)
class MappedList:
    """One list read through its mapping: every row verbatim, the acts it tells of, and its faults."""

    source: str
    records: tuple[SourceRecord, ...] = field(repr=False)
    acts: tuple[Act, ...] = field(repr=False)
    faults: tuple[Fault, ...] = ()


def check_sources(sources: Sequence[Source], *, file: str) -> list[Fault]:
    """Find sources derived from one that is not there, or from themselves by way of others.

    sources : in the order of the table, so that the fault can name the row.
    """
    parent = {source.id: source.derived_from for source in sources}
    faults = []
    for row, source in enumerate(sources, start=2):
        if source.derived_from and source.derived_from not in parent:
            params = {"value": source.derived_from}
            faults.append(Fault("source_unknown_parent", file, row, "derived_from", params))
            continue
        seen, at = set(), source.derived_from
        while at and at != source.id and at not in seen:
            seen.add(at)
            at = parent.get(at, "")
        if at == source.id:
            faults.append(
                Fault("source_derived_circle", file, row, "derived_from", {"source": source.id})
            )
    return faults
