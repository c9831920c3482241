"""The page of the schemas says what the package ships."""

import runpy
from pathlib import Path

from misaq.formats import all_schemas

ROOT = Path(__file__).parents[3]


def test_the_page_of_the_schemas_is_fresh() -> None:
    script = runpy.run_path(str(ROOT / "scripts/schema_docs.py"))
    assert script["PAGE"].read_text("utf-8") == script["page"](), "run scripts/schema_docs.py"


def test_the_reference_of_the_folder_names_every_column() -> None:
    text = (ROOT / "docs/reference/process-folder.md").read_text("utf-8")
    for schema in all_schemas().values():
        row = next(
            line
            for line in text.split("\n")
            if line.startswith(f"| `{schema.files[0].replace('*', '<lang>')}`")
        )
        for column in schema.columns:
            assert column.name in row, (schema.name, column.name)
            if column.required:
                assert f"**{column.name}**" in row, (schema.name, column.name)
