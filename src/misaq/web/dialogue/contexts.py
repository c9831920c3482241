"""What the dialogue's pages are made from: the dialogue's documents, put into the order of the page."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from misaq.process import Results
from misaq.web.dialogue.opinion_map import N_COLOURS, draw_opinion_map, letter
from misaq.web.shell.pages import Context
from misaq.web.shell.words import plain_bilingual, plain_percent, say

DID_NOT_SAY = "did_not_say"
Row = dict[str, Any]


def index_context(results: Results, language: str, item: str) -> Context:
    """The results page."""
    summary = results.results("dialogue.summary") or {}
    groups = results.results("dialogue.groups") or {}
    rows = statement_rows(results, language)
    found = [r for r in rows if r["verdict"] in {"common_ground", "withheld"}]
    withheld = next((r for r in found if r["verdict"] == "withheld"), None)
    hold = bool(summary.get("groups_hold"))
    participation = participation_rows(results)
    return {
        "summary": summary,
        "groups": groups,
        "hold": hold,
        "group_rows": _group_rows(groups, {r["id"]: r for r in rows}),
        "map": draw_opinion_map(groups, "map-t map-d") if hold else "",
        "moved_of_100": _of_100((groups.get("stability") or {}).get("mean_moved")),
        "same_of_100": _of_100((groups.get("stability") or {}).get("same_number")),
        "largest_mark": max((m["people"] for m in groups.get("marks", [])), default=0),
        "found": found,
        "withheld": withheld
        and {**statement_context(results, language, withheld["id"]), "link": True},
        "participation": participation,
        "participation_top": 1 if any(r.get("upper", 0) > 0.5 for r in participation) else 0.5,
        "ways": _ways(results),
        "spread": spread_rows(results) if hold else [],
        "population": sum(c["population"] for c in _communities(results)),
        "rule": _rule(results),
    }


def statements_context(results: Results, language: str, item: str) -> Context:
    """The page of all statements, those closest to common ground first."""
    document = results.results("dialogue.statements") or {}
    rejected = [s for s in document.get("not_counted", []) if s["why"] == "rejected"]
    return {
        "rows": statement_rows(results, language),
        "n_rejected": len(rejected),
        "moderation": _moderation(results),
        "n_meta": len(document.get("not_counted", [])) - len(rejected),
        "rule": _rule(results),
    }


def _moderation(results: Results) -> dict[str, Any]:
    """What was decided about statements, with the reasons in words; {} where it is not known."""
    document = results.results("dialogue.moderation") or {}
    if not document:
        return {}
    reasons = document["rejected_by_reason"]
    rows = [(say(f"moderation.{reason}"), n) for reason, n in reasons.items() if n]
    return {**document, "reasons": rows, "n_rejected": document["states"]["rejected"]}


def statement_context(results: Results, language: str, item: str) -> Context:
    """One statement: its text, its numbers by community and by group, what is said of it and why."""
    statements = (results.results("dialogue.statements") or {})["statements"]
    given = next(s for s in statements if s["id"] == item)
    row = _statement_row(given, community_names(results), language)
    chart = {
        "row": row,
        "cells": community_cells(results, row),
        "title": _finding(row),
        "threshold": _rule(results)["threshold"],
    }
    hold = bool((results.results("dialogue.summary") or {}).get("groups_hold"))
    return {
        **chart,
        "this": chart,
        "hold": hold,
        "asked": _asked(results, item),
        "ways": _ways(results, item),
    }


def _ways(results: Results, item: str = "") -> list[Row]:
    """How people came in; with a statement's id, what those people answered to it."""
    document = results.results("dialogue.ways") or {}
    rows = document.get("people", [])
    if item:
        statements = document.get("statements", [])
        rows = next((s["cells"] for s in statements if s["id"] == item), [])
    return [{**row, "name": say(f"way_in.{row['way']}")} for row in rows]


def _asked(results: Results, item: str) -> Row:
    """The share as if everybody had been asked, beside the raw one; {} where what was shown is not known."""
    document = results.results("dialogue.exposures") or {}
    found: Row = next((s for s in document.get("statements", []) if s["id"] == item), {})
    return found if found.get("weighted") is not None else {}


def statement_ids(results: Results) -> Sequence[str]:
    """The statements that have a page: those that are counted."""
    document = results.results("dialogue.statements") or {}
    return tuple(s["id"] for s in document.get("statements", []))


def statement_rows(results: Results, language: str) -> list[Row]:
    """Every counted statement, common ground first, then by group-aware consensus."""
    document = results.results("dialogue.statements") or {}
    names = community_names(results)
    order = {"common_ground": 0, "withheld": 1, "divided": 2, "none": 3}
    rows = [_statement_row(s, names, language) for s in document.get("statements", [])]
    return sorted(rows, key=lambda r: (order[r["verdict"]], -r["group_aware_consensus"], r["id"]))


def community_names(results: Results) -> dict[str, Any]:
    """Community id to its name in both languages; those who did not say have a name too."""
    return {c["id"]: c["name"] for c in _communities(results)} | {DID_NOT_SAY: _("did not say")}


def community_cells(results: Results, row: Mapping[str, Any]) -> list[Row]:
    """The agreement of each community, hidden cells too, each with its name."""
    names = community_names(results)
    return [
        {**cell, "name": names.get(cell["community"], cell["community"])}
        for cell in row["communities"]
    ]


def participation_rows(results: Results) -> list[Row]:
    """Who took part by community, beside their share of the population."""
    document = results.results("dialogue.communities") or {}
    names = community_names(results)
    return [
        {**r, "name": names.get(r["community"], r["community"])}
        for r in document.get("participation", [])
    ]


def spread_rows(results: Results) -> list[Row]:
    """How each community spreads over the groups, as shares of its people who are in one."""
    document = results.results("dialogue.communities") or {}
    names = community_names(results)
    rows = []
    for given in document.get("spread", []):
        shares = given.get("shares") or []
        parts = [(share, f"c{g % N_COLOURS + 1}") for g, share in enumerate(shares)]
        cells = [{"letter": letter(g), "share": share} for g, share in enumerate(shares)]
        name = names.get(given["community"], given["community"])
        rows.append({**given, "name": name, "parts": parts, "cells": cells})
    return rows


def _statement_row(statement: Mapping[str, Any], names: Mapping[str, Any], language: str) -> Row:
    texts = {code: t["text"] for code, t in statement["texts"].items()}
    own = statement["texts"].get(language)
    reason = statement["reason"]
    params = dict(reason["params"])
    if "community" in params:
        params["community"] = names.get(params["community"], params["community"])
    shown = [
        c
        for c in statement["communities"]
        if c["showing"] == "shown" and c["community"] != DID_NOT_SAY
    ]
    lowest = min(shown, key=lambda c: (c["share"], c["community"]), default=None)
    return {
        **statement,
        "text": texts or statement["id"],
        "status": own["status"] if own else "none",
        "groups": [_group_cell(g) for g in statement["group_counts"]],
        "lowest": lowest
        and {**lowest, "name": names.get(lowest["community"], lowest["community"])},
        "rejecting": params.get("community", ""),
        "why": say(reason["code"], params),
        "badge": statement["verdict"]
        if statement["verdict"] in {"common_ground", "withheld"}
        else "",
        "word": say(f"verdict.{statement['verdict']}"),
    }


def _group_cell(given: Mapping[str, Any]) -> Row:
    share = given["agree"] / given["voted"] if given["voted"] else None
    parts = [(given["agree"], "agree"), (given["disagree"], "denied"), (given["pass"], "silent")]
    return {**given, "letter": letter(given["group"]), "share": share, "parts": parts}


def _finding(row: Mapping[str, Any]) -> str:
    """The title of a statement's chart: what the chart shows, in one sentence."""
    values = {
        "share": plain_percent(row["share"]),
        "id": row["id"],
        "community": plain_bilingual(row["rejecting"]),
    }
    if row["share"] is None:
        return _("Nobody has answered statement %(id)s yet") % values
    if row["verdict"] == "withheld" and row["rejecting"]:
        return (
            _("%(share)s agree with statement %(id)s, but the %(community)s community rejects it")
            % values
        )
    if row["verdict"] == "withheld":
        return _("%(share)s agree with statement %(id)s, but a community rejects it") % values
    if row["verdict"] == "common_ground":
        return _("%(share)s agree with statement %(id)s, and no community rejects it") % values
    if row["verdict"] == "divided":
        return _("%(share)s agree with statement %(id)s; the opinion groups differ") % values
    return _("%(share)s agree with statement %(id)s: not common ground") % values


def _group_rows(groups: Mapping[str, Any], statements: Mapping[str, Row]) -> list[Row]:
    rows = []
    for group in groups.get("groups", []):
        said = [{**r, "row": statements[r["statement"]]} for r in group["representative"]]
        for r in said:
            r["share"] = r["answered_so"] / r["voted"] if r["voted"] else None
        rows.append(
            {
                **group,
                "letter": letter(group["group"]),
                "place": group["group"] + 1,
                "colour": f"c{group['group'] % N_COLOURS + 1}",
                "said": said,
            }
        )
    return rows


def _rule(results: Results) -> dict[str, Any]:
    document = results.get("dialogue.statements", {})
    parameters = document.get("parameters", {})
    return {**parameters.get("common_ground", {}), "threshold": parameters.get("threshold", 10)}


def _communities(results: Results) -> list[Row]:
    overview = results.results("process.overview") or {}
    communities: list[Row] = overview.get("communities", [])
    return communities


def _of_100(share: float | None) -> float | None:
    return None if share is None else round(share * 100, 1)
