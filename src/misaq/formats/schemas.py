"""The published schema of each table: Frictionless Table Schema, one JSON file a table, read from the package."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files
from typing import Any

Bilingual = Mapping[str, str]


@dataclass(frozen=True)
class Column:
    """What one column may hold.

    type : "string" or "integer". kind : "" or what the text is: "edtf", "time", "ids" (joined by ";").
    references : whose ids it holds: another schema's name, "communities" or "drafts"; "" for none.
    enum : the values that are allowed, as text; () for any.
    """

    name: str
    title: Bilingual
    type: str = "string"
    kind: str = ""
    references: str = ""
    required: bool = False
    unique: bool = False
    pattern: str = ""
    enum: tuple[str, ...] = ()
    minimum: int | None = None
    maximum: int | None = None


@dataclass(frozen=True)
class Schema:
    """What one table may hold.

    files : patterns of the paths inside the process folder. key : columns that together stand only once.
    open : whether columns of the folder's own may stand beside the known ones.
    """

    name: str
    title: Bilingual
    files: tuple[str, ...]
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    open: bool = False


def schema_texts() -> dict[str, str]:
    """Name to the JSON text of each schema, in order of name; what the docs show."""
    folder = files("misaq.formats") / "schemas"
    found = {
        p.name.removesuffix(".json"): p.read_text("utf-8")
        for p in folder.iterdir()
        if p.name.endswith(".json")
    }
    return dict(sorted(found.items()))


@cache
def all_schemas() -> Mapping[str, Schema]:
    """Every schema by its name.

    >>> [column.name for column in all_schemas()["votes"].columns]
    ['participant', 'statement', 'vote', 'time']
    """
    return {name: _schema(json.loads(text)) for name, text in schema_texts().items()}


def schema_of(file: str) -> Schema | None:
    """The schema of a file by its path inside the process folder; None when it has none of ours.

    >>> schema_of("dialogue/statements.ur.csv").name
    'statement-texts'
    """
    for schema in all_schemas().values():
        if any(fnmatchcase(file, pattern) for pattern in schema.files):
            return schema
    return None


def _schema(raw: Mapping[str, Any]) -> Schema:
    return Schema(
        raw["name"],
        raw["misaq:title"],
        tuple(raw["misaq:files"]),
        tuple(_column(field) for field in raw["fields"]),
        tuple(raw.get("primaryKey", ())),
        "misaq:other_columns" in raw,
    )


def _column(raw: Mapping[str, Any]) -> Column:
    limits = raw.get("constraints", {})
    return Column(
        raw["name"],
        raw["misaq:title"],
        raw["type"],
        raw.get("misaq:kind", ""),
        raw.get("misaq:references", ""),
        limits.get("required", False),
        limits.get("unique", False),
        limits.get("pattern", ""),
        tuple(str(value) for value in limits.get("enum", ())),
        limits.get("minimum"),
        limits.get("maximum"),
    )
