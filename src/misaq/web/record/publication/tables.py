"""A release as the record's pages read it: the cells of its document, laid out in the tables of the page."""

from collections.abc import Mapping, Sequence
from typing import Any

from misaq.process import Results
from misaq.record import act_types, reply_columns

AGES = (("child", "child"), ("adult", "adult"), ("", "not_given"))
Cells = list[dict[str, Any]]


def results_of(document: Mapping[str, Any]) -> Results:
    """The tables of a release; a withheld cell keeps the value that an earlier release told of it, and which."""
    query = document["query"]
    told = {"threshold": query["threshold"], "threshold_sensitive": query["threshold_sensitive"]}
    values = {"record.counts": _counts(document), "record.acknowledgement": _replies(document)}
    return Results(
        {
            kind: {"misaq": "1", "kind": kind, "parameters": told, "results": results}
            for kind, results in values.items()
        }
    )


class _Layout:
    """Cells of a document by the name of their table and their place in it."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._cells = document["cells"]

    def cell(self, *names: str) -> dict[str, Any]:
        return dict(self._cells[" / ".join(names)])

    def line(self, table: str, names: Sequence[str]) -> Cells:
        return [self.cell(table, name) for name in names]

    def table(self, table: str, rows: Sequence[str], columns: Sequence[str]) -> list[Cells]:
        return [[self.cell(table, row, column) for column in columns] for row in rows]


def _types(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    known = act_types()
    return [
        {"code": code, "label": known[code].label, "unit": known[code].unit,
         "sensitive": known[code].sensitive}
        for code in document["query"]["act_types"]
    ]  # fmt: skip


def _counts(document: Mapping[str, Any]) -> dict[str, Any]:
    query, at = document["query"], _Layout(document)
    communities, types = query["communities"], query["act_types"]
    periods = [*(f"{first}-{last}" for first, last in query["periods"]), ""]
    return {
        "communities": [{"id": one, "name": {}} for one in communities],
        "act_types": _types(document),
        "periods": [{"first": first, "last": last} for first, last in query["periods"]] + [None],
        "community_by_type": at.table("community_type", communities, types),
        "community_by_period": at.table("community_period", communities, periods),
        "type_by_period": at.table("type_period", types, periods),
        "by_community": at.line("community", communities),
        "by_type": at.line("type", types),
        "by_period": at.line("period", periods),
        "ages": [name for _code, name in AGES],
        "type_by_age": at.table("type_age", types, [code for code, _name in AGES]),
        "by_age": at.line("age", [code for code, _name in AGES]),
        "total": at.cell("total"),
    }


def _replies(document: Mapping[str, Any]) -> dict[str, Any]:
    at, types = _Layout(document), document["query"]["act_types"]

    def part(name: str) -> dict[str, Any]:
        return {
            "by_type": at.table(f"reply_{name}", types, reply_columns()),
            "all_replies": at.line(f"type_{name}", types),
            "all_types": at.line(f"total_reply_{name}", reply_columns()),
            "total": at.cell(f"total_{name}"),
        }

    return {
        "act_types": _types(document),
        "replies": reply_columns(),
        "verified": part("verified"),
        "not_verified": part("unverified"),
    }
