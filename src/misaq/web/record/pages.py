"""The record's public pages: the record, all its tables, what each kind of act means; and each table as CSV."""

from collections.abc import Iterator, Sequence
from typing import Any

from misaq.process import Results
from misaq.web.record.contexts import act_types_context, index_context, tables_context
from misaq.web.shell.pages import Download, Page

Rows = Iterator[Sequence[Any]]


def _two_way(results: Results, rows: str, columns: str, table: str) -> Rows:
    counts = results.results("record.counts") or {}
    for row, cells in zip(counts.get(rows, []), counts.get(table, []), strict=True):
        for column, cell in zip(counts[columns], cells, strict=True):
            yield (*_key(row), *_key(column), cell["value"], cell["suppressed"])


def _key(axis: Any) -> tuple[Any, ...]:
    """What a row or column is called: a period as two years, anything else as its id."""
    if axis is None:
        return (None, None)
    if isinstance(axis, dict):
        return (
            (axis["first"], axis["last"])
            if "first" in axis
            else (axis.get("code", axis.get("id")),)
        )
    return (axis,)


def _community_type(results: Results, language: str, item: str) -> Rows:
    yield ("community", "act_type", "acts", "withheld")
    yield from _two_way(results, "communities", "act_types", "community_by_type")


def _community_period(results: Results, language: str, item: str) -> Rows:
    yield ("community", "first_year", "last_year", "acts", "withheld")
    yield from _two_way(results, "communities", "periods", "community_by_period")


def _type_period(results: Results, language: str, item: str) -> Rows:
    yield ("act_type", "first_year", "last_year", "acts", "withheld")
    yield from _two_way(results, "act_types", "periods", "type_by_period")


def _type_age(results: Results, language: str, item: str) -> Rows:
    yield ("act_type", "age", "acts", "withheld")
    yield from _two_way(results, "act_types", "ages", "type_by_age")


def _totals(results: Results, language: str, item: str) -> Rows:
    """Every margin: what a row or column of the other tables adds up to."""
    counts = results.results("record.counts") or {}
    yield ("of", "which", "acts", "withheld")
    for of, axis, cells in (
        ("community", "communities", "by_community"),
        ("act_type", "act_types", "by_type"),
        ("period", "periods", "by_period"),
        ("year", "years", "by_year"),
        ("age", "ages", "by_age"),
    ):
        for one, cell in zip(counts.get(axis, []), counts.get(cells, []), strict=True):
            which = "-".join(str(part) for part in _key(one) if part is not None)
            yield (of, which, cell["value"], cell["suppressed"])
    for name in ("year_not_known", "total"):
        if name in counts:
            yield (name, "", counts[name]["value"], counts[name]["suppressed"])


def _replies(results: Results, language: str, item: str) -> Rows:
    document = results.results("record.acknowledgement") or {}
    yield ("verified", "act_type", "reply", "acts", "withheld")
    for part in ("verified", "not_verified") if document else ():
        given = document[part]
        rows = [
            (t["code"], cells)
            for t, cells in zip(document["act_types"], given["by_type"], strict=True)
        ]
        for code, cells in [*rows, ("all", given["all_types"])]:
            for reply, cell in zip(document["replies"], cells, strict=True):
                yield (int(part == "verified"), code, reply, cell["value"], cell["suppressed"])


def _sources(results: Results, language: str, item: str) -> Rows:
    yield ("source", "name", "kind", "derived_from", "acts", "withheld")
    for source in (results.results("record.sources") or {}).get("sources", []):
        cell = source["acts"]
        yield (
            source["id"], source["name"], source["kind"], source["derived_from"],
            cell["value"], cell["suppressed"],
        )  # fmt: skip


def _act_types(results: Results, language: str, item: str) -> Rows:
    texts = ("label", "definition", "distinguished", "counter_example", "counting")
    yield ("code", *texts, "example_1", "example_2", "unit", "sensitive")
    for term in (results.results("record.vocabulary") or {}).get("act_types", []):
        examples = term["examples"].get(language) or term["examples"]["en"]
        yield (
            term["code"], *(term[name] for name in texts), *examples[:2],
            term["unit"], int(term["sensitive"]),
        )  # fmt: skip


PAGES: tuple[Page, ...] = (
    Page("record", "record", "record/index.html", "record/index.html", index_context),
    Page("record-tables", "record", "record/tables.html", "record/tables.html", tables_context),
    Page(
        "record-act-types",
        "record",
        "record/act-types.html",
        "record/act_types.html",
        act_types_context,
    ),
)
DOWNLOADS: tuple[Download, ...] = (
    Download("record-community-type", "record/community-by-type.csv", _community_type),
    Download("record-community-period", "record/community-by-period.csv", _community_period),
    Download("record-type-period", "record/type-by-period.csv", _type_period),
    Download("record-type-age", "record/type-by-age.csv", _type_age),
    Download("record-totals", "record/totals.csv", _totals),
    Download("record-replies", "record/replies.csv", _replies),
    Download("record-sources", "record/sources.csv", _sources),
    Download("record-act-types", "record/act-types.csv", _act_types),
)
