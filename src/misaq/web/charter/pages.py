"""The charter's public pages: history, the text with its authors, one page an amendment, drafts and their grounds."""

from collections.abc import Iterator, Sequence
from typing import Any

from misaq.process import Results
from misaq.web.charter.contexts import (
    amendment_context,
    amendment_items,
    amendment_rows,
    draft_context,
    draft_items,
    drafts_context,
    has_drafts,
    index_context,
    text_context,
    text_items,
)
from misaq.web.charter.reading.languages import language_items, languages_context
from misaq.web.charter.timeline import heat_table, history_context
from misaq.web.shell.pages import Download, Page

Rows = Iterator[Sequence[Any]]


def _amendment_table(results: Results, language: str, item: str) -> Rows:
    yield ("n", "title", "date", "words_in", "words_out", "provisions", "undone", "depend_on_it")
    for row in amendment_rows(results):
        counts = (row["words_in"], row["words_out"], row["n_provisions"])
        depend = " ".join(map(str, row["closure"]))
        yield (row["n"], row["title"], row["date"], *counts, row["severity"], depend)


def _grounds_table(results: Results, language: str, item: str) -> Rows:
    yield ("clause", "kind", "ref", "note")
    for draft in (results.results("charter.drafts") or {}).get("drafts", []):
        for ground in draft["grounds"]:
            yield (draft["slug"], ground["kind"], ground["ref"], ground["note"])


def _has_history(results: Results) -> Sequence[str]:
    return ("",) if "charter.versions" in results else ()


PAGES = (
    Page("charter", "charter", "charter/index.html", "charter/index.html", index_context),
    Page(
        "charter-history",
        "charter",
        "charter/history.html",
        "charter/history.html",
        history_context,
        _has_history,
    ),
    Page(
        "charter-languages",
        "charter",
        "charter/languages/{item}.html",
        "charter/languages.html",
        languages_context,
        language_items,
    ),
    Page(
        "charter-text",
        "charter",
        "charter/text/{item}.html",
        "charter/text.html",
        text_context,
        text_items,
    ),
    Page(
        "charter-amendment",
        "charter",
        "charter/amendments/{item}.html",
        "charter/amendment.html",
        amendment_context,
        amendment_items,
    ),
    Page(
        "charter-drafts",
        "charter",
        "charter/drafts/index.html",
        "charter/drafts.html",
        drafts_context,
        has_drafts,
    ),
    Page(
        "charter-draft",
        "charter",
        "charter/drafts/{item}.html",
        "charter/draft.html",
        draft_context,
        draft_items,
    ),
)
DOWNLOADS = (
    Download("charter-amendments", "charter/amendments.csv", _amendment_table, _has_history),
    Download("charter-articles", "charter/articles.csv", heat_table, _has_history),
    Download("charter-grounds", "charter/grounds.csv", _grounds_table, has_drafts),
)
