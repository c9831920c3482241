"""The public page of the log: what it is in plain words, its entries, and how to check it alone."""

from collections.abc import Iterator, Sequence
from typing import Any

from misaq.process import Results
from misaq.web.shell.pages import Context, Download, Page


def index_context(results: Results, language: str, item: str) -> Context:
    """The context of the page; the log tells of every document but itself."""
    log = results.results("ledger.log") or {}
    return {
        "origin": log.get("origin", ""),
        "size": log.get("size", 0),
        "root": log.get("root", ""),
        "checkpoint": log.get("checkpoint", ""),
        "entries": log.get("entries", []),
    }


def _entry_rows(results: Results, language: str, item: str) -> Iterator[Sequence[Any]]:
    columns = ("index", "kind", "name", "sha256", "leaf")
    yield columns
    for entry in (results.results("ledger.log") or {}).get("entries", ()):
        yield tuple(entry[column] for column in columns)


PAGES: tuple[Page, ...] = (
    Page("ledger", "ledger", "ledger/index.html", "ledger/index.html", index_context),
)
DOWNLOADS: tuple[Download, ...] = (Download("ledger-entries", "ledger/entries.csv", _entry_rows),)
