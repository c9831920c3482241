"""The package's own texts and tables that the demonstration is made from, and tables as CSV bytes."""

import csv
import io
import tomllib
from collections.abc import Iterator, Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

ROOT = files("misaq.process") / "demo" / "resources"


def resource_text(path: str) -> str:
    """One resource as text.

    >>> resource_text("folder/process.toml").startswith("id =")
    True
    """
    return (ROOT / path).read_text("utf-8").replace("\r\n", "\n")


def resource_table(path: str) -> list[dict[str, str]]:
    """One CSV resource as rows."""
    return list(csv.DictReader(io.StringIO(resource_text(path))))


def resource_toml(path: str) -> dict[str, Any]:
    """One TOML resource."""
    return tomllib.loads(resource_text(path))


def resource_tree(path: str) -> Iterator[tuple[str, bytes]]:
    """Every file under `path` with its name inside it, in order of name."""
    yield from _walk(ROOT / path, "")


def _walk(place: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for item in sorted(place.iterdir(), key=lambda entry: entry.name):
        if item.is_dir():
            yield from _walk(item, f"{prefix}{item.name}/")
        elif not item.name.startswith("."):
            yield f"{prefix}{item.name}", item.read_bytes().replace(b"\r\n", b"\n")


def csv_bytes(header: Sequence[str], rows: Sequence[Sequence[object]]) -> bytes:
    """A table as CSV: UTF-8, one line a row, quoted only where needed.

    >>> csv_bytes(["id", "name"], [[1, "a, b"]])
    b'id,name\\n1,"a, b"\\n'
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().encode()
