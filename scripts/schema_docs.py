"""Write docs/reference/schemas.md from the schemas that the package ships; a test checks that it is fresh."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from misaq.formats import schema_texts

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "schemas.md"
ID = "^[A-Za-z0-9_][A-Za-z0-9._-]{0,119}$"

HEAD = """\
# Table schemas

Each table of the [process folder](process-folder.md) has a [Frictionless Table Schema](https://specs.frictionlessdata.io/table-schema/),
shipped in the package (`misaq/formats/schemas/<name>.json`) and shown here whole. Any Frictionless tool reads them.
Beside the standard's own properties:

| property | meaning |
|---|---|
| `misaq:files` | where the table lies in the folder |
| `misaq:title` | its title, or a column's, in each language |
| `misaq:kind` | what a text is: `edtf` a date, `time` ISO 8601 or seconds, `ids` several ids joined by `;` |
| `misaq:references` | whose ids a column holds; where the standard can say it, `foreignKeys` says it too |
| `misaq:other_columns` | columns of the folder's own may stand beside these |

This page is written by `scripts/schema_docs.py`.
"""


def page() -> str:
    """The whole page."""
    return HEAD + "".join(_section(name, json.loads(text)) for name, text in schema_texts().items())


def _section(name: str, raw: dict[str, Any]) -> str:
    rows = "\n".join(_row(field) for field in raw["fields"])
    files = ", ".join(f"`{file}`" for file in raw["misaq:files"])
    return (
        f'\n## {name}\n\n{raw["title"]} (<span lang="ur" dir="rtl">{raw["misaq:title"]["ur"]}</span>): {files}\n\n'
        f"| column | meaning | | may hold |\n|---|---|---|---|\n{rows}\n\n"
        f"```{{literalinclude}} ../../src/misaq/formats/schemas/{name}.json\n:language: json\n```\n"
    )


def _row(field: dict[str, Any]) -> str:
    urdu = f'<span lang="ur" dir="rtl">{field["misaq:title"]["ur"]}</span>'
    return f"| {_name(field)} | {field['title']} | {urdu} | {_form(field)} |"


def _name(field: dict[str, Any]) -> str:
    name = f"`{field['name']}`"
    return f"**{name}**" if field.get("constraints", {}).get("required") else name


def _form(field: dict[str, Any]) -> str:
    return "; ".join(_parts(field)) or "text"


def _parts(field: dict[str, Any]) -> Iterator[str]:
    limits = field.get("constraints", {})
    if "enum" in limits:
        yield ", ".join(f"`{value}`" for value in limits["enum"])
    elif field["type"] == "integer":
        yield "a whole number"
    if "minimum" in limits:
        yield f"from {limits['minimum']}"
    if kind := field.get("misaq:kind"):
        yield {"edtf": "a date (EDTF)", "time": "a time", "ids": "ids joined by `;`"}[kind]
    elif limits.get("pattern") == ID:
        yield "an id"
    elif "pattern" in limits:
        yield "`" + limits["pattern"].replace("|", "\\|") + "`"
    if limits.get("unique"):
        yield "once only"
    if references := field.get("misaq:references"):
        yield f"one of {references}"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
