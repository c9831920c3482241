"""The file of an export: made when it is fetched, inside the unlocked session, and never stored."""

import csv
import io
import json
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Count, QuerySet

from misaq.foundation.canonical import canonical_json
from misaq.web.record.exports.escaping import plain_cell
from misaq.web.record.exports.profiles import (
    PERSON,
    PROFILES,
    RESTRICTED_ROLES,
    Profile,
    clear_value,
)
from misaq.web.record.models import Case, EvidenceItem, Export, PersonMention, SourceRecord
from misaq.web.record.unlocking import Keyring

TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json", "zip": "application/zip"}
SOME = 500


def export_file(export: Export, cases: Sequence[Case], keys: Keyring) -> bytes:
    """The bytes of the file. Raises OtherKeyError when shut fields are asked for and the session has no key."""
    profile = PROFILES[export.profile]
    rows = list(case_values(cases, profile, keys))
    if export.form == "json":
        return _json(export, rows)
    table = _csv(_flat(rows, profile), _columns(profile))
    return table if export.form == "csv" else _zip(export, rows, table, cases)


def case_values(cases: Sequence[Case], profile: Profile, keys: Keyring) -> Iterator[dict[str, Any]]:
    """The fields of the profile, case by case."""
    for first in range(0, len(cases), SOME):
        some = cases[first : first + SOME]
        numbers = {
            "n_sources": _numbers(SourceRecord.objects.filter(case__in=some)),
            "n_evidence": _numbers(EvidenceItem.objects.filter(case__in=some)),
        }
        persons = _persons(some, keys) if "persons" in profile.fields else {}
        for case in some:
            yield {field: _value(case, field, numbers, persons, keys) for field in profile.fields}


def _value(
    case: Case, field: str, numbers: dict[str, Any], persons: dict[Any, Any], keys: Keyring
) -> Any:
    if field in numbers:
        return numbers[field].get(case.pk, 0)
    if field == "persons":
        return persons.get(case.pk, [])
    if field == "narrative":
        return keys.read(
            case.organisation_id, case.narrative_shut, table="case", row=case.pk, field="narrative"
        )
    return clear_value(case, field)


def _numbers(rows: QuerySet[Any]) -> dict[Any, int]:
    return dict(rows.order_by().values_list("case").annotate(n=Count("pk")))


def _persons(cases: Sequence[Case], keys: Keyring) -> dict[Any, list[dict[str, str]]]:
    """Persons harmed and relatives. A sealed one has nothing here to read."""
    found = defaultdict(list)
    houses = {case.pk: case.organisation_id for case in cases}
    rows = PersonMention.objects.filter(case__in=cases, role__in=RESTRICTED_ROLES, sealed=None)
    for mention in rows.order_by("pk"):
        text = keys.read(
            houses[mention.case_id],
            mention.particulars_shut,
            table="mention",
            row=mention.pk,
            field="particulars",
        )
        told = json.loads(text) if text else {}
        kept = {name: told[name] for name in PERSON if told.get(name)}
        found[mention.case_id].append({"role": mention.role, **kept})
    return found


def _columns(profile: Profile) -> list[str]:
    clear = [field for field in profile.fields if field != "persons"]
    return clear + (["role", *PERSON] if "persons" in profile.fields else [])


def _flat(rows: Iterable[dict[str, Any]], profile: Profile) -> Iterator[dict[str, Any]]:
    """One line for each person of a case; one for a case without."""
    for row in rows:
        persons = row.get("persons") or [{}]
        for person in persons:
            yield {**row, **person}


def _csv(rows: Iterable[dict[str, Any]], columns: Sequence[str]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([plain_cell(row.get(name)) for name in columns] for row in rows)
    return text.getvalue().encode()


def _json(export: Export, rows: Sequence[dict[str, Any]]) -> bytes:
    document = {
        "kind": "record.export",
        "export": str(export.pk),
        "profile": export.profile,
        "purpose": export.purpose,
        "cases": rows,
    }
    return canonical_json(document)


def _zip(export: Export, rows: Sequence[Any], table: bytes, cases: Sequence[Case]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("cases.csv", table)
        archive.writestr("cases.json", _json(export, rows))
        archive.writestr("originals.csv", _originals(cases))
    return out.getvalue()


def _originals(cases: Sequence[Case]) -> bytes:
    """Which originals there are; neither the files nor their hashes, which tell that a known file is held."""
    refs = {case.pk: case.ref for case in cases}
    columns = ("ref", "item", "type", "bytes", "verdict", "received_at")
    lines = []
    for first in range(0, len(cases), SOME):
        items = EvidenceItem.objects.filter(case__in=cases[first : first + SOME])
        for item in items.order_by("case", "received_at"):
            values = (
                refs[item.case_id], str(item.pk), item.mime_detected, item.size, item.verdict,
                item.received_at.isoformat(),
            )  # fmt: skip
            lines.append(dict(zip(columns, values, strict=True)))
    return _csv(lines, columns)
