"""What the record's pages are made from: its documents alone, in the order of the page."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from misaq.process import Results
from misaq.web.shell.pages import Context
from misaq.web.shell.words import plain_percent

Row = dict[str, Any]
Cells = Sequence[Mapping[str, Any]]
BARS = ("full", "partial", "denied", "silent", "q2")  # kinds of mark; the last: no answer recorded


def index_context(results: Results, language: str, item: str) -> Context:
    """The record's first page."""
    summary = results.results("record.summary") or {}
    return {
        "summary": summary,
        "facts": [
            _number(summary.get("acts")),
            _number((summary.get("verification") or {}).get("verified")),
            _number(summary.get("acknowledged_in_full")),
        ],
        "rule": _rule(results),
        "answers": answer_rows(results),
        "answers_title": _finding(summary),
        "by_community": community_table(results),
        "periods": period_rows(results),
        "sources": source_rows(results),
    }


def tables_context(results: Results, language: str, item: str) -> Context:
    """All tables that the first page leaves out."""
    counts = results.results("record.counts") or {}
    periods = [period_words(p) for p in counts.get("periods", [])]
    types = counts.get("act_types", [])
    rule = _rule(results)
    return {
        "rule": rule,
        "summary": results.results("record.summary") or {},
        "periods": periods,
        "ages": [_("child"), _("18 or older"), _("not given")],
        "community_period": [
            {"name": community_name(c), "cells": _cells(row, total=total, k=rule["k"])}
            for c, row, total in _zip(counts, "communities", "community_by_period", "by_community")
        ],
        "type_period": [
            {"name": t["label"], "cells": _cells(row, total=total, k=_k(t, rule))}
            for t, row, total in _zip(counts, "act_types", "type_by_period", "by_type")
        ],
        "period_totals": _cells(
            counts.get("by_period", []), total=counts.get("total"), k=rule["k"]
        ),
        "type_age": [
            {"name": t["label"], "cells": _age_cells(row, t, rule)}
            for t, row in zip(types, counts.get("type_by_age", []), strict=True)
        ],
        "age_totals": _age_cells(counts.get("by_age", []), {}, rule),
        "not_verified": answer_rows(results, "not_verified"),
    }


def act_types_context(results: Results, language: str, item: str) -> Context:
    """What each kind of act means."""
    terms = (results.results("record.vocabulary") or {}).get("act_types", [])
    shown = [
        {**term, "examples_shown": term["examples"].get(language) or term["examples"]["en"]}
        for term in terms
    ]
    return {"terms": shown, "rule": _rule(results)}


def answer_rows(results: Results, part: str = "verified") -> list[Row]:
    """Replies by kind of act, then for all: the cells, and the parts of the bar that may be drawn."""
    document = results.results("record.acknowledgement") or {}
    if not document:
        return []
    rule, given = _rule(results), document[part]
    rows = [
        _answer_row(t["label"], cells, total, _k(t, rule))
        for t, cells, total in zip(
            document["act_types"], given["by_type"], given["all_replies"], strict=True
        )
    ]
    last = _answer_row("", given["all_types"], given["total"], rule["k"])
    return [row for row in rows if row["total"]["value"] != 0] + [{**last, "last": True}]


def _answer_row(name: Any, cells: Cells, total: Mapping[str, Any], k: int) -> Row:
    """One bar: what is shown in its own pattern, what is withheld as one part without a division."""
    shown = [(cell["value"] or 0, kind) for cell, kind in zip(cells, BARS, strict=True)]
    whole = total["value"]
    rest = 0 if whole is None else whole - sum(value for value, _kind in shown)
    parts = [*shown, (rest, "paper3")] if whole else []
    return {
        "name": name,
        "cells": [_cell(c, k) for c in cells],
        "total": _cell(total, k),
        "parts": parts,
    }


def community_table(results: Results) -> Row:
    """Community by kind of act, with both margins."""
    counts = results.results("record.counts") or {}
    rule, types = _rule(results), counts.get("act_types", [])
    rows = []
    for community, row, total in _zip(counts, "communities", "community_by_type", "by_community"):
        cells = [_cell(cell, _k(t, rule)) for cell, t in zip(row, types, strict=True)]
        rows.append({"name": community_name(community), "cells": [*cells, _cell(total, rule["k"])]})
    totals = [_cell(c, _k(t, rule)) for c, t in zip(counts.get("by_type", []), types, strict=True)]
    last = [_cell(counts["total"], rule["k"])] if "total" in counts else []
    return {"types": types, "rows": rows, "totals": totals + last}


def period_rows(results: Results) -> list[Row]:
    """Acts by period, with what fills the width of a bar."""
    counts = results.results("record.counts") or {}
    cells = counts.get("by_period", [])
    most = max((cell["value"] or 0 for cell in cells), default=0) or 1
    return [
        {"name": period_words(p), "cell": _cell(cell, _rule(results)["k"]), "most": most}
        for p, cell in zip(counts.get("periods", []), cells, strict=True)
    ]


def source_rows(results: Results) -> list[Row]:
    """Each source with its kind in words and the name of the source it copies from."""
    sources = (results.results("record.sources") or {}).get("sources", [])
    names = {source["id"]: source["name"] for source in sources}
    k = _rule(results)["k"]
    return [
        {
            **source,
            "kind": kind_words(source["kind"]),
            "copies": names.get(source["derived_from"], ""),
            "cell": _cell(source["acts"], k),
        }
        for source in sources
    ]


def community_name(community: Mapping[str, Any]) -> Any:
    """The name of a community in both languages; where none was given, in words."""
    return community["name"] or community["id"] or _("not given")


def period_words(period: Mapping[str, Any] | None) -> str:
    """A period in words: "2009", "2000 to 2009"; None: not known."""
    if period is None:
        return _("not known, or spans two")
    if period["first"] == period["last"]:
        return str(period["first"])
    return _("%(first)s to %(last)s") % period


def kind_words(kind: str) -> str:
    """The kind of a source in words."""
    return {
        "documenter": _("documenters"),
        "family_association": _("association of families"),
        "authority": _("authority"),
        "press": _("press"),
        "court": _("court"),
        "other": _("other"),
    }.get(kind, kind or _("not given"))


def _finding(summary: Mapping[str, Any]) -> str:
    full = _number(summary.get("acknowledged_in_full"))
    verified = _number((summary.get("verification") or {}).get("verified"))
    if full is None or not verified:
        return _("What was answered to verified acts")
    return _("%(share)s of verified acts have been acknowledged in full") % {
        "share": plain_percent(full / verified)
    }


def _number(cell: Mapping[str, Any] | None) -> int | None:
    return None if cell is None else cell["value"]


def _rule(results: Results) -> Row:
    parameters = (results.get("record.counts") or {}).get("parameters", {})
    k = parameters.get("threshold", 5)
    return {"k": k, "k_sensitive": max(parameters.get("threshold_sensitive", 10), k)}


def _k(act_type: Mapping[str, Any], rule: Mapping[str, int]) -> int:
    return rule["k_sensitive"] if act_type.get("sensitive") else rule["k"]


def _cell(cell: Mapping[str, Any], k: int) -> Row:
    """A cell as the tag `count_cell` takes it."""
    why = "small" if cell["suppressed"] == "small" else "complementary"
    return {"value": cell["value"], "why": why, "k": k, "as_of": cell.get("as_of")}


def _cells(cells: Cells, *, total: Mapping[str, Any] | None, k: int) -> list[Row]:
    return [_cell(cell, k) for cell in (*cells, *([total] if total else []))]


def _age_cells(cells: Cells, act_type: Mapping[str, Any], rule: Mapping[str, int]) -> list[Row]:
    thresholds = (rule["k_sensitive"], _k(act_type, rule), _k(act_type, rule))
    return [_cell(cell, k) for cell, k in zip(cells, thresholds, strict=False)]


def _zip(counts: Mapping[str, Any], *names: str) -> Any:
    return zip(*(counts.get(name, []) for name in names), strict=True)
