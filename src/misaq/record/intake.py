"""Rows of a list read into what a case needs: acts, people, places, words in clear. Pure: nothing is saved here."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from misaq.foundation.faults import Fault
from misaq.record.intake_fields import INTAKE_FIELDS, PERSONS
from misaq.record.mapping import ListReader
from misaq.record.neutral import check_wording
from misaq.record.source import ListMapping

LONGEST = {"summary": 600, "district": 60, "where": 60}
_CODE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,39}")
_AGES = re.compile(r"(\d{1,3})\s*(?:(?:-|–|to|تا)\s*(\d{1,3}))?")
_STEERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z]{2,4})?")
_HIDDEN = ("value", "text", "id", "found")
_LEFT_OUT = "…"


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody whom a row mentions. particulars : as PersonMention has them, blank ones left out.

    age_min, age_max : at the time of the act, None when not given.
    """

    role: str
    particulars: Mapping[str, str] = field(repr=False)
    sex: str = ""
    age_min: int | None = None
    age_max: int | None = None


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One row of a list as a case takes it.

    index : its place in the list, 0 for the first row. payload : the row word for word, as canonical JSON.
    when, collected_on : EDTF, "" when not given. place : only a code that the mapping gives.
    persons : how many the row tells of. codes : field to (the list's own code, misaq's term).
    """

    index: int
    payload: str = field(repr=False)
    act_types: tuple[str, ...]
    methods: tuple[str, ...]
    when: str
    community: str
    place: str
    district: str
    child: bool | None
    persons: int
    people: tuple[PersonRow, ...] = field(repr=False)
    summary: str
    narrative: str = field(repr=False)
    source_kind: str
    source_connection: str
    collected_on: str
    language: str
    reliability: str
    credibility: str
    codes: Mapping[str, tuple[str, str]]


@dataclass(frozen=True)
class CaseRows:
    """What a list tells: the rows that can become cases, and what is wrong with the others."""

    rows: tuple[CaseRow, ...]
    faults: tuple[Fault, ...]


def read_case_rows(
    columns: Mapping[str, Sequence[str]],
    mapping: ListMapping,
    *,
    communities: Sequence[str] | None,
    file: str,
) -> CaseRows:
    """Read the rows of a list into what cases need, and say everything that is wrong with them at once.

    columns, mapping, communities, file : as for `map_list`; with communities None a community is any plain code.
    A row with a fault is left out. A text for a clear field that takes a side, or that holds the name of the person
    harmed, is a fault: it would stand where everybody of the organisation reads it.

    >>> mapping = ListMapping("", {"act_type": "what", "victim_name": "name", "when": "year"})
    >>> rows = {"what": ["DOL CON", "KIL"], "name": ["Invented", ""], "year": ["2009", "long ago"]}
    >>> read = read_case_rows(rows, mapping, communities=None, file="a.csv")
    >>> [(row.act_types, row.when, row.people[0].role) for row in read.rows]
    [(('DOL', 'CON'), '2009', 'victim')]
    >>> [(fault.code, fault.row) for fault in read.faults]
    [('list_bad_date', 3)]
    """
    reader = _CaseReader(columns, mapping, communities, file)
    return reader.read(len(next(iter(columns.values()), ())))


def without_values(fault: Fault) -> Fault:
    """The same fault without anything that stood in a cell, for where it will be kept or seen by others.

    >>> without_values(Fault("list_bad_date", "a.csv", 3, "When", {"text": "a name"})).params
    {'text': '…'}
    """
    return replace(
        fault,
        params={
            name: _LEFT_OUT if name in _HIDDEN else value for name, value in fault.params.items()
        },
    )


class _CaseReader(ListReader):
    """Reads what `ListReader` reads, and the fields that only a case has."""

    def read(self, n_rows: int) -> CaseRows:
        self.row_ids(n_rows)
        types, methods = self.act_types(n_rows), self.of_terms("method", n_rows)
        dates, collected = self.dates(n_rows), self._days("collected_on", n_rows)
        persons, children = self.persons(n_rows), self.children(n_rows)
        community, places = self._communities_checked(n_rows), self.places(n_rows)
        self.actor_kinds(n_rows), self.verifications(n_rows)
        people = self._people(n_rows)
        names = [next((p.particulars.get("name", "") for p in row), "") for row in people]
        summary, district = (
            self._clear("summary", n_rows, names),
            self._clear("district", n_rows, names),
        )
        terms = {
            name: [found[0] if found else "" for found in self.of_terms(name, n_rows)]
            for name in ("source_kind", "source_connection", "reliability", "credibility")
        }
        language, codes = self._languages(n_rows), self._codes(n_rows)
        payloads, narrative = self._payloads(n_rows), self._text("narrative", n_rows)
        self._formulas(n_rows)
        rows = [
            CaseRow(
                i, payloads[i], types[i], methods[i], dates[i].edtf if dates[i] else "", community[i],  # type: ignore[union-attr]  # not None here
                places[i], district[i], _child(children[i], people[i]), persons[i], people[i], summary[i],
                narrative[i], terms["source_kind"][i], terms["source_connection"][i], collected[i],
                language[i], terms["reliability"][i], terms["credibility"][i], codes[i],
            )
            for i in range(n_rows)
            if i not in self.bad_rows
        ]  # fmt: skip
        return CaseRows(tuple(rows), tuple(self.faults))

    def _text(self, name: str, n_rows: int) -> list[str]:
        column = self._mapping.columns.get(name, "")
        return [text.strip() for text in self._columns.get(column, [""] * n_rows)]

    def _payloads(self, n_rows: int) -> list[str]:
        names = tuple(self._columns)
        return [
            json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False, sort_keys=True)
            for row in zip(*self._columns.values(), strict=True)
        ]

    def _days(self, name: str, n_rows: int) -> list[str]:
        texts, dates = self._text(name, n_rows), self.dates(n_rows, name)
        return [day.edtf if day else "" for day, _ in zip(dates, texts, strict=True)]

    def _communities_checked(self, n_rows: int) -> list[str]:
        found = self.communities(n_rows)
        column = self._mapping.columns.get("community", "")
        wrong = {code for code in set(found) if code and not _CODE.fullmatch(code)}
        texts = self._columns.get(column, ())
        unknown = {
            text for text, code in zip(texts, found, strict=False) if code in wrong
        }  # no code: it would stand in clear
        if unknown:
            self._unknown_codes("community", column, texts, unknown)
        return found

    def _clear(self, name: str, n_rows: int, names: Sequence[str]) -> list[str]:
        """A text that will stand in clear: short, neutral, without steering characters, without the person's name."""
        column, texts = self._mapping.columns.get(name, ""), self._text(name, n_rows)
        sides = {text: check_wording(text, "structured") for text in set(texts) if text}
        for i, text in enumerate(texts):
            if not text:
                continue
            if len(text) > LONGEST[name]:
                self._fault("intake_too_long", i, column, found=len(text), limit=LONGEST[name])
            elif _STEERS.search(text):
                self._fault("intake_control_character", i, column)
            elif sides[text]:
                self._fault("intake_takes_side", i, column)
            elif names_person(text, names[i]):
                self._fault("intake_names_person", i, column)
        return texts

    def _people(self, n_rows: int) -> list[tuple[PersonRow, ...]]:
        sexes = [found[0] if found else "" for found in self.of_terms("victim_sex", n_rows)]
        ages = self._ages(n_rows)
        columns = {
            role: {part: self._text(f"{role}_{part}", n_rows) for part in parts}
            for role, parts in PERSONS.items()
        }
        return [
            tuple(
                person
                for role, parts in columns.items()
                if (person := _person(role, parts, i, sexes[i], ages[i])) is not None
            )
            for i in range(n_rows)
        ]

    def _ages(self, n_rows: int) -> list[tuple[int | None, int | None]]:
        column, texts = (
            self._mapping.columns.get("victim_age", ""),
            self._text("victim_age", n_rows),
        )
        ages = [read_age(text) for text in texts]
        for i, age in enumerate(ages):
            if age is None:
                self._fault("intake_bad_age", i, column)
        return [age or (None, None) for age in ages]

    def _languages(self, n_rows: int) -> list[str]:
        column, texts = self._mapping.columns.get("language", ""), self._text("language", n_rows)
        for i, text in enumerate(texts):
            if text and not _LANGUAGE.fullmatch(text):
                self._fault("intake_bad_language", i, column)
        return texts

    def _codes(self, n_rows: int) -> list[dict[str, tuple[str, str]]]:
        """The list's own codes, kept beside what they were taken for; words without a code stay in the row."""
        kept: list[dict[str, tuple[str, str]]] = [{} for _row in range(n_rows)]
        for name, one in INTAKE_FIELDS.items():
            column, codes = self._mapping.columns.get(name, ""), self._mapping.codes.get(name, {})
            if column not in self._columns or not (one.vocabulary or codes):
                continue
            known = {
                text: self._code(text, codes, one.vocabulary) for text in set(self._columns[column])
            }
            for i, text in enumerate(self._columns[column]):
                if pair := known[text]:
                    kept[i][name] = pair
        return kept

    def _code(
        self, text: str, codes: Mapping[str, object], vocabulary: str
    ) -> tuple[str, str] | None:
        own = text.strip()
        if text in codes or own in codes:
            term = codes[text] if text in codes else codes[own]
            several = term if isinstance(term, list | tuple) else (term,)
            return own[:120], " ".join(
                str(one).lower() if isinstance(one, bool) else str(one) for one in several
            )
        return (own[:120], own) if own and vocabulary else None

    def _formulas(self, n_rows: int) -> None:
        """Cells that a spreadsheet would run: kept word for word, and told of once a column."""
        for column, texts in self._columns.items():
            rows = [
                i
                for i, text in enumerate(texts)
                if text[:1] in {"=", "@", "\t", "\r"} and len(text) > 1
            ]
            if rows:
                self.faults.append(
                    Fault(
                        "intake_formula",
                        self._file,
                        rows[0] + 2,
                        column,
                        {"rows": len(rows)},
                        "warning",
                    )
                )


def names_person(text: str, name: str) -> bool:
    """Whether a text holds somebody's name, as it is written: all of it, or two words of it side by side.

    >>> names_person("A man, Invented Person, was taken.", "invented person"), names_person("A man was taken.", "Man")
    (True, False)
    """
    words = name.casefold().split()
    folded = " ".join(re.findall(r"[^\W_]+", text.casefold(), re.UNICODE))
    pairs = [" ".join(pair) for pair in pairwise(words)]
    return any(f" {pair} " in f" {folded} " for pair in pairs)


def read_age(text: str) -> tuple[int | None, int | None] | None:
    """An age as it was given, as its bounds; (None, None) for none; None when it is no age.

    >>> read_age("34"), read_age("30 to 40"), read_age(""), read_age("old")
    ((34, 34), (30, 40), (None, None), None)
    """
    if not text:
        return None, None
    found = _AGES.fullmatch(text.strip())
    if found is None:
        return None
    low = int(found[1])
    high = int(found[2]) if found[2] else low
    return (low, high) if low <= high <= 130 else None


def _person(
    role: str,
    parts: Mapping[str, Sequence[str]],
    index: int,
    sex: str,
    age: tuple[int | None, int | None],
) -> PersonRow | None:
    told = {part: texts[index] for part, texts in parts.items() if texts[index]}
    if role != "victim":
        return PersonRow(role, told) if told else None
    if not told and not sex and age == (None, None):
        return PersonRow(role, {})
    return PersonRow(role, told, sex, *age)


def _child(given: bool | None, people: Sequence[PersonRow]) -> bool | None:
    """Under 18 as given; else from an age that leaves no doubt."""
    if given is not None:
        return given
    victim = people[0] if people else None
    if victim is None or victim.age_min is None or victim.age_max is None:
        return None
    return True if victim.age_max < 18 else False if victim.age_min >= 18 else None
