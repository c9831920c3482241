"""What each page of the charter shows, made from result documents alone."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from misaq.charter import SEVERITIES, Weave
from misaq.process import Results
from misaq.web.charter.history import (
    provision_name,
    redline_between,
    weave_of,
)
from misaq.web.charter.reading.blocks import text_blocks
from misaq.web.charter.reading.files import text_files
from misaq.web.charter.reading.languages import language_items
from misaq.web.charter.rule_sentences import rule_sentences
from misaq.web.charter.versions import law_language, law_words, version_rows
from misaq.web.shell.pages import Context
from misaq.web.shell.words import direction_of

SEVERITY_LOOK = {  # class of the card, icon
    "needs_drafting": ("draft", "pen"),
    "dependent": ("dep", "link"),
    "still_deleted": ("still", "equal"),
    "clean": ("clean", "check"),
}
_MOST_CARDS = 24


def index_context(results: Results, language: str, item: str) -> Context:
    """The charter's first page: every amendment with its size, and the draft clauses."""
    rows = amendment_rows(results)
    drafts = (results.results("charter.drafts") or {}).get("drafts", [])
    weave = weave_of(results)
    return {
        "amendments": rows,
        "n_words": _newest(results).get("words"),
        "newest": _newest(results),
        "inherited": [row for row in version_rows(results) if row["date_inherited"]],
        "files": text_files(weave) if weave else [],
        "n_undoable": sum(1 for row in rows if row["severity"] == "clean"),
        "drafts": drafts,
        "several_languages": language_items(results),
        "law_language": law_language(results),
    }


def text_context(results: Results, language: str, item: str) -> Context:
    """The newest text of one file, with who wrote what."""
    weave = required_weave(results)
    files = text_files(weave)
    file = next(f for f in files if f["slug"] == item)
    return {
        "file": file,
        "files": files if len(files) > 1 else [],
        "blocks": text_blocks(weave, file["place"], weave.active(), weave.numbers[-1]),
        "newest": _newest(results),
        "titles": {entry["n"]: entry["title"] for entry in version_rows(results)},
        **law_words(results),
    }


def amendment_context(results: Results, language: str, item: str) -> Context:
    """One amendment: what it changed, what was built on it, and what undoing it would bring."""
    weave = required_weave(results)
    n = int(item)
    place = weave.place(n)
    rows = {row["n"]: row for row in amendment_rows(results)}
    changed, more_changed = redline_between(weave, weave.active(place - 1), weave.active(place), n)
    newest = weave.numbers[-1]
    undone, more_undone = redline_between(
        weave, weave.active(), weave.active(without=[place]), newest
    )
    undoing = _undoings(results)[n]
    cards = [_card(weave, each, newest) for each in undoing["consequences"]]
    cited = (results.results("charter.drafts") or {}).get("cited", {}).get("amendment", {})
    return {
        "row": rows[n],
        "before": rows.get(weave.numbers[place - 1]),
        "after": rows.get(weave.numbers[place + 1]) if place + 1 < len(weave.numbers) else None,
        "changed": changed,
        "more_changed": more_changed,
        "undoing": undoing,
        "cards": cards[:_MOST_CARDS],
        "more_cards": max(0, len(cards) - _MOST_CARDS),
        "points": sum(1 for card in cards if card["severity"] in {"needs_drafting", "dependent"}),
        "clean": [provision_name(weave, each, newest) for each in undoing["clean"][:_MOST_CARDS]],
        "more_clean": max(0, len(undoing["clean"]) - _MOST_CARDS),
        "closure": [rows[each] for each in undoing["closure"]],
        "undone": undone,
        "more_undone": more_undone,
        "drafts": [draft for draft in _drafts(results) if draft["slug"] in cited.get(item, ())],
        **law_words(results),
    }


def drafts_context(results: Results, language: str, item: str) -> Context:
    """All draft clauses, and the coverage of grounds both ways."""
    document = results.results("charter.drafts") or {}
    return {
        "drafts": [draft | {"n_grounds": len(draft["grounds"])} for draft in document["drafts"]],
        "groundless": document["groundless"],
        "coverage": coverage_rows(results),
        "left": _left_aside(results),
        "rules": document["rules"],
        "whole_rule": _rule_words(
            document, results["charter.drafts"]["parameters"]["rules"].get("whole", "")
        ),
    }


def draft_context(results: Results, language: str, item: str) -> Context:
    """One draft clause with each of its grounds."""
    document = results.results("charter.drafts") or {}
    drafts = document["drafts"]
    place = next(i for i, draft in enumerate(drafts) if draft["slug"] == item)
    draft = drafts[place]
    rule = draft["rule"] or results["charter.drafts"]["parameters"]["rules"].get("clause", "")
    return {
        "draft": draft,
        "texts": [
            {"language": code, "direction": direction_of(code), "paragraphs": text.split("\n\n")}
            for code, text in sorted(draft["text"].items(), key=lambda pair: pair[0] != language)
        ],
        "grounds": [ground | _ground_words(results, ground) for ground in draft["grounds"]],
        "rule": _rule_words(document, rule),
        "before": drafts[place - 1] if place else None,
        "after": drafts[place + 1] if place + 1 < len(drafts) else None,
    }


def amendment_rows(results: Results) -> list[dict[str, Any]]:
    """One row an amendment: number, title, day, words in and out, bars, and how grave undoing it would be."""
    versions = version_rows(results)[1:]
    undoings = _undoings(results)
    most = max((max(row["words_in"], row["words_out"]) for row in versions), default=0) or 1
    return [
        row
        | {
            "year": (row["date"] or "")[:4],
            "bar_in": round(86 * row["words_in"] / most, 1),
            "bar_out": round(86 * row["words_out"] / most, 1),
            "n_provisions": len(row["provisions"]),
            "severity": undoings[row["n"]]["severity"],
            "icon": SEVERITY_LOOK[undoings[row["n"]]["severity"]][1],
            "closure": undoings[row["n"]]["closure"],
        }
        for row in versions
    ]


def amendment_items(results: Results) -> Sequence[str]:
    """The number of each amendment."""
    return tuple(str(row["n"]) for row in version_rows(results)[1:])


def text_items(results: Results) -> Sequence[str]:
    """A name for each file of the text."""
    weave = weave_of(results)
    return tuple(file["slug"] for file in text_files(weave)) if weave else ()


def draft_items(results: Results) -> Sequence[str]:
    """The slug of each draft clause."""
    return tuple(draft["slug"] for draft in _drafts(results))


def has_drafts(results: Results) -> Sequence[str]:
    """One page when there are drafts, else none."""
    return ("",) if _drafts(results) else ()


def coverage_rows(results: Results) -> list[dict[str, Any]]:
    """By kind of ground: how many there are, how many a clause cites."""
    document = results.results("charter.drafts") or {}
    names = ground_kinds()
    rows = []
    for kind, name in names.items():
        cited = document["cited"].get(kind, {})
        known = document["known"].get(kind)
        if cited or known:
            rows.append({"kind": kind, "name": name, "cited": len(cited), "known": known})
    return rows


def ground_kinds() -> dict[str, str]:
    """What the page calls each kind of ground."""
    return {
        "grievance": _("Grievance"),
        "finding": _("Finding"),
        "acknowledgement": _("Acknowledgement"),
        "statement": _("Statement"),
        "commitment": _("Commitment"),
        "amendment": _("Amendment"),
        "right": _("Right"),
    }


def severity_words(severity: str) -> str:
    """What the page calls each severity."""
    return {
        "needs_drafting": _("Needs drafting"),
        "dependent": _("Dependent words"),
        "still_deleted": _("Restored, but still deleted by another"),
        "clean": _("Clean"),
    }[severity]


def _card(weave: Weave, consequence: Mapping[str, Any], n: int) -> dict[str, Any]:
    severity = consequence["severity"]
    css, icon = SEVERITY_LOOK[severity]
    return {
        "severity": severity,
        "css": css,
        "icon": icon,
        "word": severity_words(severity),
        "reason": consequence["reason"],
        "by": consequence["by"],
        "words": consequence["words"],
        "sample": consequence["sample"],
        "provision": provision_name(weave, consequence["provision"], n),
        "order": SEVERITIES.index(severity),
    }


def _ground_words(results: Results, ground: Mapping[str, Any]) -> dict[str, Any]:
    """The kind of a ground in words, and the page it is shown on."""
    kind, ref = ground["kind"], ground["ref"]
    pages = {
        "statement": "dialogue-statement",
        "amendment": "charter-amendment",
        "commitment": "table",
        "acknowledgement": "record-acknowledgement",
        "finding": "record-finding",
    }
    shown = ref.partition("-")[2] if kind == "right" else ref
    verdict = _statement(results, ref).get("verdict") if kind == "statement" else None
    return {
        "kind_name": ground_kinds()[kind],
        "shown": shown,
        "page": pages.get(kind, ""),
        "item": "" if kind == "commitment" else ref,
        "anchor": f"#c-{ref}" if kind == "commitment" else "",
        "verdict": verdict,
    }


def _left_aside(results: Results) -> dict[str, list[dict[str, Any]]]:
    """Common ground and commitments that no clause has taken up."""
    document = results.results("charter.drafts") or {}
    uncited = {kind: set(refs) for kind, refs in document["uncited"].items()}
    statements = (results.results("dialogue.statements") or {}).get("statements", [])
    commitments = (results.results("table.commitments") or {}).get("commitments", [])
    return {
        "statements": [
            {"id": s["id"], "text": {code: t["text"] for code, t in s["texts"].items()}}
            for s in statements
            if s["verdict"] == "common_ground" and s["id"] in uncited.get("statement", ())
        ],
        "commitments": [
            {"id": c["id"], "text": c["title"]}
            for c in commitments
            if c["id"] in uncited.get("commitment", ())
        ],
    }


def _statement(results: Results, ref: str) -> Mapping[str, Any]:
    statements = (results.results("dialogue.statements") or {}).get("statements", [])
    return next((s for s in statements if s["id"] == ref), {})


def _rule_words(document: Mapping[str, Any], name: str) -> list[str]:
    """A decision rule in plain words, one sentence a test."""
    rule = document["rules"].get(name)
    if rule is None:
        return []
    return rule_sentences({"name": name, **rule})


def _newest(results: Results) -> dict[str, Any]:
    versions = version_rows(results)
    return versions[-1] if versions else {}


def _undoings(results: Results) -> dict[int, dict[str, Any]]:
    amendments = (results.results("charter.undo") or {}).get("amendments", [])
    return {entry["undone"][0]: entry for entry in amendments}


def _drafts(results: Results) -> list[dict[str, Any]]:
    return list((results.results("charter.drafts") or {}).get("drafts", []))


def required_weave(results: Results) -> Weave:
    """The weave of a page that is only asked for when there is one."""
    weave = weave_of(results)
    if weave is None:
        raise LookupError(
            "charter.weave"
        )  # a page with items is only asked for when there is a weave
    return weave
