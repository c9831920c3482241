"""A source and its list: each row kept verbatim, and read through the list's own mapping into acts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from misaq.foundation.dates import PartialDate
from misaq.foundation.faults import Fault
from misaq.record.act import Act
from misaq.record.vocabulary import check_term


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
    """What one source said, verbatim and never changed: column to value as given, and the SHA-256 of the row.

    source : id of the source whose list or statement it is.
    kind, connection : codes of `source_kind`, `source_connection`.
    collected_on : None when not known. language : code, "" when not known.
    source_vocabulary, source_code : the list the source codes by, and its own code for the act, verbatim.
    derived_from : the source record it was copied from, "" when it is its own.
    reliability, credibility : A to F and 1 to 6; "F" and "6" until somebody has judged.
    """

    source: str
    row_id: str
    values: Mapping[str, str] = field(repr=False)
    sha256: str
    kind: str = "list"
    connection: str = "unknown"
    collected_on: PartialDate | None = None
    language: str = ""
    source_vocabulary: str = ""
    source_code: str = ""
    derived_from: str = ""
    reliability: str = "F"
    credibility: str = "6"

    @property
    def id(self) -> str:
        """As everything else refers to it: "<source>/<row id>"."""
        return f"{self.source}/{self.row_id}"


@dataclass(frozen=True)
class MappedList:
    """One list read through its mapping: every row verbatim, the acts it tells of, and its faults."""

    source: str
    records: tuple[SourceRecord, ...] = field(repr=False)
    acts: tuple[Act, ...] = field(repr=False)
    faults: tuple[Fault, ...] = ()


def check_source_records(records: Sequence[SourceRecord]) -> list[Fault]:
    """Find source records with unknown terms, twice the same id, or copied from themselves by way of others."""
    parent = {record.id: record.derived_from for record in records}
    faults: list[Fault] = []
    seen: set[str] = set()
    for record in records:
        if record.id in seen:
            faults.append(Fault("record_same_id", column="row_id", params={"id": record.id}))
        seen.add(record.id)
        for list_name, code, name in (
            ("source_kind", record.kind, "kind"),
            ("source_connection", record.connection, "connection"),
            ("reliability", record.reliability, "reliability"),
            ("credibility", record.credibility, "credibility"),
        ):
            faults += check_term(list_name, code, record_id=record.id, field=name)
        if _leads_back(record.id, parent):
            params = {"id": record.id}
            faults.append(Fault("source_record_circle", column="derived_from", params=params))
    return faults


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
        if _leads_back(source.id, parent):
            faults.append(
                Fault("source_derived_circle", file, row, "derived_from", {"source": source.id})
            )
    return faults


def _leads_back(start: str, parent: Mapping[str, str]) -> bool:
    """Whether going from copy to original comes back to where it began."""
    seen, at = set(), parent.get(start, "")
    while at and at != start and at not in seen:
        seen.add(at)
        at = parent.get(at, "")
    return at == start
