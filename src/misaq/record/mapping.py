"""A list read through its own mapping: rows in, acts out, and everything that is wrong with them at once."""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from misaq.foundation.dates import DateError, PartialDate, parse_edtf
from misaq.foundation.faults import Fault
from misaq.record.act import QUARANTINED, VERIFICATIONS, Act, Verification
from misaq.record.intake_fields import INTAKE_FIELDS
from misaq.record.source import ListMapping, MappedList, SourceRecord
from misaq.record.vocabulary import act_types, actor_kinds, terms

T = TypeVar("T")

FIELDS = tuple(INTAKE_FIELDS)
_OF_TERMS = tuple(
    name
    for name, one in INTAKE_FIELDS.items()
    if one.vocabulary and name not in {"act_type", "actor", "verification"}
)
CODED_FIELDS = ("community", "act_type", "where", "actor", "child", "verification", *_OF_TERMS)
SEVERAL = ("act_type", "method")  # one value may stand for several terms
MOST_PERSONS = 1_000_000
_BETWEEN = re.compile(r"[\s;,|]+")
_SAID = {"1": True, "true": True, "0": False, "false": False}


def map_list(
    source: str,
    columns: Mapping[str, Sequence[str]],
    mapping: ListMapping,
    *,
    communities: Sequence[str] | None,
    file: str,
) -> MappedList:
    """Read the rows of a list into acts, and say everything that is wrong with them at once.

    columns : the list's own columns, each (n_rows,) text, "" not given.
    communities : ids of the process; None accepts any code (a bare list outside a process).
    file : for faults.
    Returns every row and every act that could be read; a row with a fault gives no act.
    """
    reader = ListReader(columns, mapping, communities, file)
    n_rows = len(next(iter(columns.values()), ()))
    ids = reader.row_ids(n_rows)
    records = _records(source, columns, ids)
    types, community = reader.act_types(n_rows), reader.communities(n_rows)
    when, persons = reader.dates(n_rows), reader.persons(n_rows)
    places, actors = reader.places(n_rows), reader.actor_kinds(n_rows)
    checked, children = reader.verifications(n_rows), reader.children(n_rows)
    bad = reader.bad_rows
    acts = [
        Act(
            source,
            ids[i],
            act_type,
            community[i],
            when[i],
            places[i],
            actors[i],
            checked[i],
            children[i],
            persons[i],
            records[i].sha256,
        )
        for i in range(n_rows)
        if i not in bad
        for act_type in types[i]
    ]
    return MappedList(source, records, tuple(acts), tuple(reader.faults))


def _records(
    source: str, columns: Mapping[str, Sequence[str]], ids: Sequence[str]
) -> tuple[SourceRecord, ...]:
    names = tuple(columns)
    ordered = sorted(range(len(names)), key=names.__getitem__)
    records = []
    for row_id, row in zip(ids, zip(*columns.values(), strict=True), strict=False):
        text = "\n".join(f"{len(names[i])}:{names[i]}={len(row[i])}:{row[i]}" for i in ordered)
        digest = hashlib.sha256(text.encode()).hexdigest()
        records.append(SourceRecord(source, row_id, dict(zip(names, row, strict=True)), digest))
    return tuple(records)


class ListReader:
    """Reads one column at a time, each distinct value once, and collects faults."""

    def __init__(
        self,
        columns: Mapping[str, Sequence[str]],
        mapping: ListMapping,
        communities: Sequence[str] | None,
        file: str,
    ) -> None:
        self._columns, self._mapping, self._file = columns, mapping, file
        self._communities = None if communities is None else frozenset(communities)
        self.faults: list[Fault] = []
        self.bad_rows: set[int] = set()

    def row_ids(self, n_rows: int) -> list[str]:
        """The id of each row; a blank or repeated one is a fault."""
        if not self._mapping.id:
            return [str(i + 1) for i in range(n_rows)]
        column = self._mapping.id
        ids = [value.strip() for value in self._columns.get(column, [""] * n_rows)]
        seen: dict[str, int] = {}
        for i, row_id in enumerate(ids):
            if not row_id:
                self._fault("list_no_row_id", i, column)
            elif row_id in seen:
                self._fault("list_same_row_id", i, column, id=row_id, first=seen[row_id] + 2)
            else:
                seen[row_id] = i
        return ids

    def act_types(self, n_rows: int) -> list[tuple[str, ...]]:
        """The act types of each row; a row that tells of none is a fault."""
        column = self._mapping.columns.get("act_type", "")
        nothing: tuple[str, ...] = ()
        types = self._coded("act_type", n_rows, nothing, self._as_types)
        for i, text in enumerate(self._columns.get(column, ())):
            if not types[i] and not text.strip():
                self._fault("list_no_act", i, column)
        return types

    def communities(self, n_rows: int) -> list[str]:
        """The community of each row, "" when not given."""
        return self._coded("community", n_rows, "", self._as_community)

    def places(self, n_rows: int) -> list[str]:
        """The place of each row as the mapping codes it; "" without a code."""
        return self._coded("where", n_rows, "", lambda code, mapped: code if mapped else "")

    def actor_kinds(self, n_rows: int) -> list[str]:
        """The kind of actor of each row as the mapping codes it."""
        return self._coded("actor", n_rows, "", lambda code, mapped: code if mapped else "")

    def verifications(self, n_rows: int) -> list[Verification]:
        """How far each row was checked by whoever keeps the list."""
        known = {name: name for name in (*VERIFICATIONS, QUARANTINED)}
        return self._coded("verification", n_rows, "allegation", lambda code, _: known.get(code))

    def children(self, n_rows: int) -> list[bool | None]:
        """Whether the person harmed was under 18; None when not given."""

        def read(code: Any, _: bool) -> bool | None:
            return code if isinstance(code, bool) else _SAID.get(str(code).lower())

        return self._coded("child", n_rows, None, read)

    def dates(self, n_rows: int, name: str = "when") -> list[PartialDate | None]:
        """The dates of one field; a text that is none is a fault."""
        column = self._mapping.columns.get(name)
        texts = self._columns.get(column or "", [""] * n_rows)
        known: dict[str, PartialDate | None] = {"": None}
        for text in set(texts) - {""}:
            try:
                known[text] = read_date(text.strip(), date_format=self._mapping.date_format)
            except DateError:
                known[text] = None
        for i, text in enumerate(texts):
            if text.strip() and known[text] is None:
                self._fault("list_bad_date", i, column or "", text=text)
        return [known[text] for text in texts]

    def persons(self, n_rows: int) -> list[int]:
        """How many persons each row tells of, 1 when it does not say."""
        column = self._mapping.columns.get("count")
        texts = self._columns.get(column or "", [""] * n_rows)
        counts = [1] * n_rows
        for i, text in enumerate(texts):
            given = text.strip()
            if not given:
                continue
            if re.fullmatch(r"[0-9]{1,7}", given) and 1 <= int(given) <= MOST_PERSONS:
                counts[i] = int(given)
            else:
                self._fault("list_bad_count", i, column or "", text=text)
        return counts

    def _coded(
        self, name: str, n_rows: int, blank: T, read: Callable[[Any, bool], T | None]
    ) -> list[T]:
        """The column of `name` through its codes; one fault per unknown code, at its first row."""
        column = self._mapping.columns.get(name)
        codes = self._mapping.codes.get(name, {})
        if column is None or column not in self._columns:
            return [blank] * n_rows
        texts = self._columns[column]
        known: dict[str, T] = {}
        unknown: set[str] = set()
        for text in set(texts):
            own = text.strip()
            mapped = text in codes or own in codes
            code = codes[text] if text in codes else codes.get(own, own)
            value = read(code, mapped) if mapped or own else blank
            if (
                value is None and own and not mapped
            ):  # a bad term of the mapping is told at the mapping
                unknown.add(text)
            known[text] = blank if value is None else value
        if unknown:
            self._unknown_codes(name, column, texts, unknown)
        return [known[text] for text in texts]

    def _unknown_codes(
        self, name: str, column: str, texts: Sequence[str], unknown: set[str]
    ) -> None:
        times = Counter(text for text in texts if text in unknown)
        told: set[str] = set()
        for i, text in enumerate(texts):
            if text not in unknown:
                continue
            self.bad_rows.add(i)
            if text not in told:
                told.add(text)
                self._fault(
                    "list_unknown_code", i, column, value=text, field=name, rows=times[text]
                )

    def of_terms(self, name: str, n_rows: int) -> list[tuple[str, ...]]:
        """The terms of each row of a field whose terms are a vocabulary; () where none is given."""
        known = terms(INTAKE_FIELDS[name].vocabulary)
        nothing: tuple[str, ...] = ()

        def read(code: Any, _: bool) -> tuple[str, ...] | None:
            return _several(code, known) if name in SEVERAL or code in known else None

        return self._coded(name, n_rows, nothing, read)

    def _as_types(self, code: Any, mapped: bool) -> tuple[str, ...] | None:
        return _several(code, act_types())

    def _as_community(self, code: Any, mapped: bool) -> str | None:
        known = self._communities is None or not code or code in self._communities
        return str(code) if known else None

    def _fault(self, code: str, index: int, column: str, **params: Any) -> None:
        self.bad_rows.add(index)
        self.faults.append(Fault(code, self._file, index + 2, column, params))


def _several(code: Any, known: Mapping[str, Any]) -> tuple[str, ...] | None:
    """The terms a value stands for: one, several side by side ("DOL CON"), or None when it stands for none."""
    if isinstance(code, str):
        code = (code,) if code in known else tuple(filter(None, _BETWEEN.split(code)))
    wanted = tuple(code)
    return wanted if wanted and all(one in known for one in wanted) else None


def read_date(text: str, *, date_format: str = "") -> PartialDate:
    """Read a date as the list writes it, as EDTF where it does not follow the list's form.

    date_format : strptime form with %Y; a form without a day gives a month, one without a month a year.
    Raises DateError.

    >>> read_date("17/05/2009", date_format="%d/%m/%Y").text, read_date("05/2009", date_format="%m/%Y").text
    ('2009-05-17', '2009-05')
    """
    if not date_format:
        return parse_edtf(text)
    try:
        day = datetime.strptime(text, date_format)  # noqa: DTZ007  a day of the calendar, not a moment
    except ValueError:
        return parse_edtf(text)
    if re.search("%[djx]", date_format):
        return parse_edtf(f"{day:%Y-%m-%d}" if day.year > 999 else f"{day.year:04d}-{day:%m-%d}")
    if re.search("%[mbB]", date_format):
        return parse_edtf(f"{day.year:04d}-{day.month:02d}")
    return parse_edtf(f"{day.year:04d}")


def check_mapping(
    mapping: ListMapping, names: Sequence[str], *, communities: Sequence[str] | None, file: str
) -> list[Fault]:
    """Find what is wrong with a mapping, against the list's column names and misaq's own terms.

    names : the columns that the list has. file : the mapping's file; the column of a fault is its TOML field.
    """
    faults = []
    if mapping.id and mapping.id not in names:
        faults.append(Fault("list_unknown_column", file, None, "id", {"column": mapping.id}))
    for name, column in sorted(mapping.columns.items()):
        if name not in FIELDS:
            known = ", ".join(FIELDS)
            faults.append(
                Fault("list_unknown_field", file, None, f"columns.{name}", {"known": known})
            )
        elif column not in names:
            faults.append(
                Fault("list_unknown_column", file, None, f"columns.{name}", {"column": column})
            )
    if "act_type" not in mapping.columns:
        faults.append(Fault("list_no_act_type", file, None, "columns.act_type"))
    if mapping.date_format and "%Y" not in mapping.date_format:
        faults.append(
            Fault(
                "list_bad_date_format", file, None, "dates.format", {"format": mapping.date_format}
            )
        )
    return faults + _check_codes(mapping, communities, file)


def _check_codes(mapping: ListMapping, communities: Sequence[str] | None, file: str) -> list[Fault]:
    known: dict[str, Sequence[Any] | None] = {
        "community": None if communities is None else ("", *communities),
        "act_type": tuple(act_types()),
        "actor": ("", *actor_kinds()),
        "verification": (*VERIFICATIONS, QUARANTINED),
        "child": (True, False),
        "where": None,
        **{name: ("", *terms(INTAKE_FIELDS[name].vocabulary)) for name in _OF_TERMS},
    }
    faults = []
    for name, codes in sorted(mapping.codes.items()):
        if name not in known:
            fields = ", ".join(CODED_FIELDS)
            faults.append(
                Fault("list_unknown_field", file, None, f"codes.{name}", {"known": fields})
            )
            continue
        faults += _check_terms(name, codes, known[name], file)
    return faults


def _check_terms(
    name: str, codes: Mapping[str, Any], terms: Sequence[Any] | None, file: str
) -> list[Fault]:
    faults: list[Fault] = []
    for own, wanted in sorted(codes.items()):
        place = f"codes.{name}.{own}"
        several = list(wanted) if isinstance(wanted, list | tuple) and name in SEVERAL else [wanted]
        faults.extend(
            Fault("list_unknown_term", file, None, place, {"term": str(term)})
            for term in several or [""]
            if terms is not None and term not in terms
        )
        if name == "act_type" and "CON" in several and "DOL" not in several:
            faults.append(Fault("list_con_without_dol", file, None, place, severity="warning"))
    return faults
