"""One thread to follow on the home page: from a finding, by a statement, to a draft clause and what it promises."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from misaq.process import Results

Step = Mapping[str, Any]


def find_thread(results: Results) -> Sequence[Step]:
    """The steps of the best grounded draft, in the order of the work; empty when no draft has grounds.

    Best is: grounds of most kinds, then most grounds, then the order of the drafts.
    """
    drafts = (results.results("charter.drafts") or {}).get("drafts") or ()
    grounded = [draft for draft in drafts if draft.get("grounds")]
    if not grounded:
        return ()
    best = min(grounded, key=_rank)
    return (
        *_first(best, "finding", _finding),
        *_first(best, "acknowledgement", _acknowledgement),
        *_statement(results, best),
        _draft(best),
        *_commitment(results, best),
    )


def _rank(draft: Mapping[str, Any]) -> tuple[int, int, int, str]:
    grounds = draft["grounds"]
    kinds = {ground["kind"] for ground in grounds}
    return -len(kinds), -len(grounds), draft.get("order") or 0, draft["slug"]


def _first(draft: Mapping[str, Any], kind: str, step: Any) -> Iterator[Step]:
    for ground in draft["grounds"]:
        if ground["kind"] == kind:
            yield step(ground)
            return


def _finding(ground: Mapping[str, Any]) -> Step:
    return {
        "state": "done",
        "kind": _("Finding %(id)s") % {"id": ground["ref"]},
        "text": ground["note"],
        "page": "record",
    }


def _acknowledgement(ground: Mapping[str, Any]) -> Step:
    return {
        "state": "done",
        "kind": _("Acknowledgement"),
        "text": ground["note"],
        "page": "record",
    }


def _statement(results: Results, draft: Mapping[str, Any]) -> Iterator[Step]:
    """The draft's first statement that is common ground, else its first; nothing when it is not published."""
    statements = (results.results("dialogue.statements") or {}).get("statements") or ()
    known = {statement["id"]: statement for statement in statements}
    cited = [
        known[ground["ref"]]
        for ground in draft["grounds"]
        if ground["kind"] == "statement" and ground["ref"] in known
    ]
    cited.sort(key=lambda statement: statement.get("verdict") != "common_ground")
    for statement in cited[:1]:
        agreed = statement.get("verdict") == "common_ground"
        words = _("Statement %(id)s, common ground") if agreed else _("Statement %(id)s")
        yield {
            "state": "done" if agreed else "part",
            "kind": words % {"id": statement["id"]},
            "text": {language: each["text"] for language, each in statement["texts"].items()},
            "page": "dialogue-statement",
            "item": statement["id"],
        }


def _draft(draft: Mapping[str, Any]) -> Step:
    return {
        "state": "open",
        "kind": _("Article %(number)s, a draft clause") % {"number": draft.get("article") or "–"},
        "text": draft["title"],
        "page": "charter-draft",
        "item": draft["slug"],
    }


def _commitment(results: Results, draft: Mapping[str, Any]) -> Iterator[Step]:
    """What was promised for this clause: its first commitment, with its score."""
    listed = (results.results("table.commitments") or {}).get("commitments") or ()
    for commitment in listed:
        if commitment.get("draft") != draft["slug"]:
            continue
        score = commitment.get("score")
        yield {
            "state": "none" if not score else "done" if score == 3 else "part",
            "kind": _("Commitment, scored %(score)s of 3") % {"score": score}
            if score is not None
            else _("Commitment, not scored yet"),
            "text": commitment["title"],
            "page": "table",
        }
        return
