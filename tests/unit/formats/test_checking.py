"""Each table's schema: valid Frictionless, and the same verdict as frictionless on small tables."""

import json
from collections.abc import Iterator
from typing import Any

import frictionless
import pyarrow as pa
import pytest

from misaq.formats import Table, all_schemas, check_table, schema_texts
from misaq.formats.schemas import Column, Schema, schema_of

GOOD = {
    "sources": {"id": "court", "name_en": "Court", "kind": "court"},
    "acknowledgements": {
        "id": "a1",
        "act": "court/1",
        "actor_en": "X",
        "response": "full",
        "remedy": "1",
    },
    "statements": {
        "id": "s1",
        "text": "Water",
        "language": "en",
        "moderated": "-1",
        "is_meta": "0",
    },
    "statement-texts": {"id": "s1", "text": "پانی", "status": "draft"},
    "participants": {"id": "p1", "communities": "a;b", "way_in": "code"},
    "votes": {"participant": "p1", "statement": "s1", "vote": "+1", "time": "12.5"},
    "commitments": {"id": "c1", "title_en": "T", "obligor_en": "O", "score": "3", "due": "2030"},
    "pool": {"id": "q1", "household": ""},
    "quotas": {"category": "g", "feature": "f", "min": "0", "max": "2"},
    "events": {"id": "e1", "date": "2009~", "kind": "raid", "side": "a", "count": "2"},
}


def _rows(name: str, **changes: str) -> dict[str, str]:
    schema = all_schemas()[name]
    return {**{c.name: "" for c in schema.columns}, **GOOD[name], **changes}


def _check(name: str, *rows: dict[str, str]) -> list[tuple[str, int | None, str]]:
    columns = {n: pa.chunked_array([pa.array([r[n] for r in rows], pa.string())]) for n in rows[0]}
    return [
        (f.code, f.row, f.column) for f in check_table(Table("a.csv", columns), all_schemas()[name])
    ]


def _frictionless(name: str, *rows: dict[str, str]) -> bool:
    raw = json.loads(schema_texts()[name])
    raw.pop("foreignKeys", None)  # those need the other tables
    data = [list(rows[0]), *([row[column] for column in rows[0]] for row in rows)]
    resource = frictionless.Resource(data=data, schema=frictionless.Schema.from_descriptor(raw))
    return bool(resource.validate().valid)


def _damage(column: Column) -> Iterator[str]:
    yield ""
    yield "??"
    if column.type == "integer":
        yield from ("1.5", "one", "7777", "-9")


def test_every_schema_is_valid_and_described_in_both_languages() -> None:
    for name, text in schema_texts().items():
        raw: dict[str, Any] = json.loads(text)
        schema = frictionless.Schema.from_descriptor(raw)
        assert [f.name for f in schema.fields] == [c.name for c in all_schemas()[name].columns]
        assert raw["name"] == name
        for title in [raw["misaq:title"], *(f["misaq:title"] for f in raw["fields"])]:
            assert title["en"]
            assert title["ur"]
            assert title["en"] != title["ur"]


def test_references_stand_as_foreign_keys_where_frictionless_has_them() -> None:
    for name, schema in all_schemas().items():
        keys = {
            k["fields"][0]: k["reference"]["resource"]
            for k in json.loads(schema_texts()[name]).get("foreignKeys", [])
        }
        ours = {
            c.name: c.references
            for c in schema.columns
            if c.references in all_schemas() and c.kind != "ids"
        }
        assert keys == ours


@pytest.mark.parametrize("name", sorted(GOOD))
def test_a_good_row_has_no_fault(name: str) -> None:
    assert _check(name, _rows(name)) == []
    assert _frictionless(name, _rows(name))


@pytest.mark.parametrize("name", sorted(GOOD))
def test_the_verdict_is_that_of_frictionless(name: str) -> None:
    for column in all_schemas()[name].columns:
        for value in _damage(column):
            if column.kind in {"edtf", "time"} and value:
                continue  # frictionless sees a text there; misaq reads the date
            row = _rows(name, **{column.name: value})
            assert (_check(name, row) == []) == _frictionless(name, row), (column.name, value)


@pytest.mark.parametrize("name", sorted(set(GOOD) - {"votes"}))
def test_a_row_twice_is_a_fault_for_both(name: str) -> None:
    found = _check(name, _rows(name), _rows(name))
    assert [(code, row) for code, row, _ in found] == [("cell_twice", 3)]
    assert not _frictionless(name, _rows(name), _rows(name))


@pytest.mark.parametrize(
    ("value", "fine"),
    [
        ("2009", True),
        ("2009-05-17", True),
        ("2009-05/2010-02", True),
        ("XXXX", True),
        ("2009~", True),
        ("2008-02-29", True),
        ("2009-02-29", False),
        ("2009-02-30", False),
        ("2009-13", False),
        ("17/05/2009", False),
        ("0000", False),
        ("2009-05-17\n", False),
        (" 2009", False),
    ],
)
def test_dates_are_judged_one_by_one(value: str, fine: bool) -> None:
    assert (_check("events", _rows("events", date=value)) == []) is fine


@pytest.mark.parametrize(
    ("value", "fine"),
    [
        ("0", True),
        ("1518501496471", True),
        ("2031-05-05", True),
        ("2031-05-05T14:30:00Z", True),
        ("noon", False),
        ("2031-05-05T25:00", False),
        ("nan", False),
    ],
)
def test_times_are_iso_or_seconds(value: str, fine: bool) -> None:
    assert (_check("votes", _rows("votes", time=value)) == []) is fine


@pytest.mark.parametrize("value", ["a b", "a/b", "..", ".a", "-a", "ب", "a" * 121, "a\n"])
def test_an_id_is_safe_in_a_path(value: str) -> None:
    assert [code for code, _, _ in _check("statements", _rows("statements", id=value))] == [
        "cell_pattern"
    ]


def test_one_cell_has_one_fault_and_keeps_its_row() -> None:
    rows = [
        _rows("commitments", id=f"c{i}", score=score) for i, score in enumerate(["1", "x", "", "9"])
    ]
    assert _check("commitments", *rows) == [
        ("cell_not_integer", 3, "score"),
        ("cell_not_in_list", 5, "score"),
    ]


def test_columns_missing_unknown_and_misspelt() -> None:
    table = {"Id ": "s1", "text": "x", "mood": "1", "Theme": ""}
    assert sorted(_check("statements", table)) == [
        ("column_missing", 1, "language"),
        ("column_spelling", 1, "Id "),
        ("column_spelling", 1, "Theme"),
        ("column_unknown", 1, "mood"),
    ]


def test_the_pool_may_have_columns_of_its_own() -> None:
    assert _check("pool", {**_rows("pool"), "gender": "f"}) == []


def test_files_find_their_schema() -> None:
    def name(schema: Schema | None) -> str:
        return schema.name if schema else ""

    assert name(schema_of("dialogue/votes.parquet")) == "votes"
    assert name(schema_of("dialogue/statements.csv")) == "statements"
    assert name(schema_of("dialogue/statements.sd.csv")) == "statement-texts"
    assert name(schema_of("record/lists/court.csv")) == ""
