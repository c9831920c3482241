"""Grounds over drafts and over the text that was adopted, both ways: what rests on nothing, what nobody took up."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from misaq.charter import (
    Citing,
    Coverage,
    Draft,
    Proceedings,
    cite_proposals,
    cite_provisions,
    cover_citing,
    right_title,
)
from misaq.process.steps.charter_drafting import ground_values

_LIVE = ("open", "again", "postponed")


def coverage_document(
    drafts: Sequence[Draft],
    proceedings: Mapping[str, Proceedings],
    known: Mapping[str, Iterable[str]],
    serves: Iterable[tuple[str, str, str]],
) -> dict[str, Any]:
    """Coverage over what is in draft, and over each text as it stands, with the grounds of every provision."""
    links = list(serves)
    refs = {kind: list(values) for kind, values in known.items()}
    in_draft = cover_citing(cite_drafts(drafts, proceedings), refs, serves=links)
    provisions = {name: cite_provisions(each.base, drafts) for name, each in proceedings.items()}
    adopted = {name: cover_citing(citing, refs) for name, citing in provisions.items()}
    cited = {
        ref for coverage in (in_draft, *adopted.values()) for ref in coverage.cited.get("right", {})
    }
    return {
        "drafts": _coverage(in_draft),
        "texts": [
            {
                "id": name,
                **_coverage(adopted[name]),
                "provisions": [_provision(each) for each in provisions[name]],
            }
            for name in proceedings
        ],
        "rights": {ref: right_title(ref) for ref in sorted(cited)},
        "known": {kind: len(values) for kind, values in refs.items()},
    }


def cite_drafts(
    drafts: Iterable[Draft], proceedings: Mapping[str, Proceedings]
) -> tuple[Citing, ...]:
    """Draft clauses, and the proposals and operations that may still be voted on."""
    clauses = [Citing(draft.slug, "clause", draft.grounds) for draft in drafts]
    live = [
        standing.proposal
        for each in proceedings.values()
        for standing in each.standings.values()
        if standing.state in _LIVE
    ]
    return (*clauses, *cite_proposals(live))


def unknown_grounds(
    proposals: Iterable[Citing], known: Mapping[str, Iterable[str]]
) -> tuple[tuple[str, str, str], ...]:
    """(id, kind, ref) of every ground whose ref is nowhere."""
    coverage = cover_citing(proposals, known)
    return tuple((key, ground.kind, ground.ref) for key, ground in coverage.unknown)


def _coverage(coverage: Coverage) -> dict[str, Any]:
    return {
        "cited": coverage.cited,
        "uncited": coverage.uncited,
        "groundless": coverage.groundless,
        "unknown": [[key, ground.kind, ground.ref] for key, ground in coverage.unknown],
    }


def _provision(citing: Citing) -> dict[str, Any]:
    return {
        "id": citing.id,
        "grounds": [ground_values(ground) for ground in citing.grounds],
        "shared": [ground_values(ground) for ground in citing.shared],
    }
