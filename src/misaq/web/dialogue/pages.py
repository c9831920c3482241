"""The dialogue's public pages: results, all statements, one page a statement, and their tables as CSV."""

from collections.abc import Iterator, Sequence
from typing import Any

from misaq.process import Results
from misaq.web.dialogue.contexts import (
    index_context,
    participation_rows,
    spread_rows,
    statement_context,
    statement_ids,
    statement_rows,
    statements_context,
)
from misaq.web.dialogue.opinion_map import letter
from misaq.web.dialogue.rankings import (
    cluster_table,
    rank_table,
    rankings_context,
    rankings_items,
    slate_table,
    tau_table,
)
from misaq.web.shell.pages import Download, Page

Rows = Iterator[Sequence[Any]]


def _map_rows(results: Results, language: str, item: str) -> Rows:
    yield ("group", "x", "y", "people")
    groups = results.results("dialogue.groups") or {}
    for mark in groups.get("marks", []) if groups.get("verdict") == "stable" else []:
        yield (letter(mark["group"]), mark["x"], mark["y"], mark["people"])


def _statement_table(results: Results, language: str, item: str) -> Rows:
    rows = statement_rows(results, language)
    groups = [letter(g["group"]) for g in rows[0]["groups"]] if rows else []
    yield (
        "id",
        "text",
        "agree",
        "disagree",
        "pass",
        "group_aware_consensus",
        "verdict",
        "reason",
        *(f"agree_{g}" for g in groups),
        *(f"voted_{g}" for g in groups),
    )
    for row in rows:
        yield (
            row["id"],
            row["text"],
            row["agree"],
            row["disagree"],
            row["pass"],
            row["group_aware_consensus"],
            row["verdict"],
            row["why"],
            *(g["agree"] for g in row["groups"]),
            *(g["voted"] for g in row["groups"]),
        )


def _agreement_rows(results: Results, language: str, item: str) -> Rows:
    yield ("community", "shown", "voted", "agree", "share", "low", "high")
    context = statement_context(results, language, item)
    for cell in context["cells"]:
        numbers = (cell.get(key) for key in ("voted", "agree", "share", "lower", "upper"))
        yield (cell["name"], cell["showing"], *numbers)
    row = context["row"]
    yield ("all", "shown", row["voted"], row["agree"], row["share"], row["lower"], row["upper"])


def _participation(results: Results, language: str, item: str) -> Rows:
    yield ("community", "shown", "people", "share", "low", "high", "population_share")
    for row in participation_rows(results):
        numbers = (
            row.get(key) for key in ("people", "share", "lower", "upper", "population_share")
        )
        yield (row["name"], row["showing"], *numbers)


def _spread(results: Results, language: str, item: str) -> Rows:
    n_groups = (results.results("dialogue.groups") or {}).get("n_groups", 0)
    yield ("community", "shown", *(letter(g) for g in range(n_groups)))
    for row in spread_rows(results):
        yield (row["name"], row["showing"], *(row.get("shares") or [None] * n_groups))


def _exposure_rows(results: Results, language: str, item: str) -> Rows:
    columns = (
        "id", "shown", "answered", "share", "weighted", "lower", "upper",
        "weighted_disagree", "weighted_pass", "effective",
    )  # fmt: skip
    yield columns
    for row in (results.results("dialogue.exposures") or {}).get("statements", []):
        yield tuple(row[name] for name in columns)


def _has_exposures(results: Results) -> Sequence[str]:
    return ("",) if results.results("dialogue.exposures") else ()


def _moderation_rows(results: Results, language: str, item: str) -> Rows:
    yield ("step", "statement", "kind", "state", "reason", "day")
    for row in (results.results("dialogue.moderation") or {}).get("log", []):
        yield tuple(row[name] for name in ("id", "statement", "kind", "state", "reason", "day"))


def _ways_rows(results: Results, language: str, item: str) -> Rows:
    document = results.results("dialogue.ways") or {}
    yield ("statement", "way_in", "shown", "people_or_voted", "agree", "share", "low", "high")
    for row in document.get("people", []):
        numbers = (row.get(key) for key in ("people", "agree", "share", "lower", "upper"))
        yield ("", row["way"], row["showing"], *numbers)
    for statement in document.get("statements", []):
        for cell in statement["cells"]:
            numbers = (cell.get(key) for key in ("voted", "agree", "share", "lower", "upper"))
            yield (statement["id"], cell["way"], cell["showing"], *numbers)


def _has_ways(results: Results) -> Sequence[str]:
    return ("",) if results.results("dialogue.ways") else ()


def _has_moderation(results: Results) -> Sequence[str]:
    return ("",) if results.results("dialogue.moderation") else ()


PAGES: tuple[Page, ...] = (
    Page("dialogue", "dialogue", "dialogue/index.html", "dialogue/index.html", index_context),
    Page(
        "dialogue-statements",
        "dialogue",
        "dialogue/statements.html",
        "dialogue/statements.html",
        statements_context,
    ),
    Page(
        "dialogue-statement",
        "dialogue",
        "dialogue/statements/{item}.html",
        "dialogue/statement.html",
        statement_context,
        statement_ids,
    ),
    Page(
        "dialogue-rankings",
        "dialogue",
        "dialogue/rankings.html",
        "dialogue/rankings.html",
        rankings_context,
        rankings_items,
    ),
)
DOWNLOADS: tuple[Download, ...] = (
    Download("dialogue-map", "dialogue/map.csv", _map_rows),
    Download("dialogue-statement-table", "dialogue/statements.csv", _statement_table),
    Download("dialogue-agreement", "dialogue/agreement/{item}.csv", _agreement_rows, statement_ids),
    Download("dialogue-exposures", "dialogue/exposures.csv", _exposure_rows, _has_exposures),
    Download("dialogue-moderation", "dialogue/moderation.csv", _moderation_rows, _has_moderation),
    Download("dialogue-ways", "dialogue/ways.csv", _ways_rows, _has_ways),
    Download("dialogue-participation", "dialogue/participation.csv", _participation),
    Download("dialogue-spread", "dialogue/spread.csv", _spread),
    Download("dialogue-ranks", "dialogue/ranks.csv", rank_table, rankings_items),
    Download("dialogue-tau", "dialogue/tau.csv", tau_table, rankings_items),
    Download("dialogue-slates", "dialogue/slates.csv", slate_table, rankings_items),
    Download("dialogue-alike", "dialogue/alike.csv", cluster_table, rankings_items),
)
