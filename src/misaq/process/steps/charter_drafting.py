"""What was proposed for the charter and what was decided: every wording, and every verdict with its reasons."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from misaq.charter import (
    EFFECTS,
    Base,
    Decision,
    Ground,
    Operation,
    Overlap,
    Proceedings,
    Proposal,
    ProposedText,
    ProvisionRedline,
    Rule,
    Ruling,
    Tally,
    Turn,
    Version,
    Weave,
    amend_proposal,
    check_certificates,
    compare_proposals,
    draft_text,
    find_overlaps,
    follow_decisions,
    open_proceedings,
    order_votes,
    redline_states,
    rule_values,
)
from misaq.formats import Drafting, Minutes, load_decisions, load_proposals
from misaq.foundation.errors import FaultsError
from misaq.foundation.faults import Fault
from misaq.process.folder import ProcessFolder

_TEXTS = ("words", "text", "heading")
_PLACES = ("provision", "occurrence", "where", "parent", "after", "label", "commencement", "expiry")


def load_drafting(
    folder: ProcessFolder, versions: Iterable[Version], language: str
) -> tuple[Drafting, Minutes, list[Fault]]:
    """The proposals and decisions of a process folder, and every fault of their form."""
    drafting, faults = load_proposals(folder.files, versions=tuple(versions), language=language)
    minutes, found = load_decisions(
        folder.files, usual=folder.config.rules, communities=folder.config.community_ids
    )
    return drafting, minutes, [*faults, *found]


def check_drafting(drafting: Drafting, minutes: Minutes) -> Iterator[Fault]:
    """Proposals that do not apply to their base, and decisions about what is not there."""
    for name in sorted(drafting.bases):
        try:
            standings = open_proceedings(drafting.bases[name], drafting.on(name)).standings
        except FaultsError as error:
            yield from error.faults
            continue
        followed = follow_minutes(drafting, minutes).get(name)
        for key, standing in standings.items():
            file = drafting.files[key]
            if followed and followed.standings[key].state != "faulty":
                standing = followed.standings[key]  # it was written for a later text
            warnings = check_certificates(standing.proposal)
            yield from (replace(fault, file=file) for fault in (*standing.faults, *warnings))
    known = {proposal.id for proposal in drafting.proposals}
    for decision in minutes.decisions:
        file, row = minutes.places[decision.id]
        for column, wanted in (("proposal", decision.proposal), ("because", decision.because)):
            if wanted and wanted not in known:
                yield Fault("decision_unknown_proposal", file, row, column, {"wanted": wanted})
        if find_base(drafting, minutes, decision) is None:
            known_bases = {"known": ", ".join(sorted(drafting.bases))}
            yield Fault("decision_unknown_base", file, row, "base", known_bases)


def find_base(drafting: Drafting, minutes: Minutes, decision: Decision) -> str | None:
    """The name of the text that a decision is about; None when nobody can say."""
    named = minutes.base_of.get(decision.id) or drafting.base_of.get(decision.proposal, "")
    if named:
        return named if named in drafting.bases else None
    names = sorted({drafting.base_of[p.id] for p in drafting.proposals} or set(drafting.bases))
    return names[0] if len(names) == 1 else None


def follow_minutes(drafting: Drafting, minutes: Minutes) -> dict[str, Proceedings]:
    """The proceedings on each text that has proposals, after all decisions about it."""
    found = {}
    for name in sorted(set(drafting.base_of.values())):
        decisions = [d for d in minutes.decisions if find_base(drafting, minutes, d) == name]
        found[name] = follow_decisions(drafting.bases[name], drafting.on(name), decisions)
    return found


def proposals_document(
    drafting: Drafting, proceedings: Mapping[str, Proceedings]
) -> dict[str, Any]:
    """Each proposal in every language with its redline and reach, where they meet, and the order of voting."""
    return {
        "bases": [
            {"id": name, "sha256": base.sha256, "languages": base.languages, "texts": base.wording}
            for name, base in sorted(drafting.bases.items())
            if name in proceedings
        ],
        "proposals": [
            proposal_values(drafting, proceedings[drafting.base_of[proposal.id]], proposal)
            for proposal in drafting.proposals
        ],
        "overlaps": [
            {"base": name, **_overlap(overlap)}
            for name in proceedings
            for overlap in find_overlaps(drafting.bases[name], _sound(drafting, proceedings, name))
        ],
        "order": [
            {"base": name, **_turn(turn)}
            for name in proceedings
            for turn in order_votes(drafting.bases[name], _sound(drafting, proceedings, name))
        ],
        "order_now": [
            {"base": name, **_turn(turn)}
            for name, each in proceedings.items()
            for turn in order_votes(each.base, _votable(each))
        ],
    }


def decisions_document(minutes: Minutes, proceedings: Mapping[str, Proceedings]) -> dict[str, Any]:
    """Each decision with its verdict and every reason, and the text as it stands after all of them."""
    rules = {voting.rule.name: voting.rule for d in minutes.decisions for voting in d.votings}
    return {
        "texts": [
            {
                "id": name,
                "sha256": each.base.sha256,
                "adopted": [proposal.id for proposal in each.base.adopted],
                "whole": each.whole,
                "ratified": each.ratified,
                "texts": each.base.wording,
                "redline": _redlines(each.base),
            }
            for name, each in proceedings.items()
        ],
        "decisions": [
            {"base": name, **ruling_values(ruling)}
            for name, each in proceedings.items()
            for ruling in each.rulings
        ],
        "rules": {name: rule_document(rule) for name, rule in sorted(rules.items())},
    }


def proposal_values(
    drafting: Drafting, proceedings: Proceedings, proposal: Proposal
) -> dict[str, Any]:
    """A proposal as plain values: as submitted, and where it stands."""
    standing = proceedings.standings[proposal.id]
    now = standing.proposal
    text = _read(drafting, proposal)
    return {
        "id": proposal.id,
        "title": proposal.title,
        "author": proposal.author,
        "house": proposal.house,
        "order": proposal.order,
        "submitted": proposal.submitted,
        "base": drafting.base_of[proposal.id],
        "base_sha256": proposal.base,
        "clause": proposal.clause,
        "amends": proposal.amends,
        "supersedes": proposal.supersedes,
        "languages": proposal.languages,
        "sha256": proposal.sha256,
        "operations_sha256": proposal.operations_sha256,
        "operations": _operations(proposal),
        "grounds": [ground_values(ground) for ground in proposal.grounds],
        "certified": [
            {"by": c.by, "languages": c.languages, "on": c.on, "valid": c in proposal.certificates}
            for c in proposal.certified
        ],
        **text,
        "state": standing.state,
        "by": standing.by,
        "sha256_now": now.sha256,
        "votes_stay_from": now.voted_as,
        "amended_by": now.amended_by,
        "operations_now": _operations(now) if now.amended_by else [],
        "overlaps": [_overlap(overlap) for overlap in standing.overlaps],
        "faults": [{"code": f.code, "params": dict(f.params)} for f in standing.faults],
    }


def ruling_values(ruling: Ruling) -> dict[str, Any]:
    """A decision as plain values: what it came to and every reason, as codes with their values."""
    decision = ruling.decision
    outcomes: list[str] = [verdict.outcome for verdict in ruling.verdicts]
    return {
        "id": decision.id,
        "kind": decision.kind,
        "proposal": decision.proposal,
        "date": decision.date,
        "because": decision.because,
        "note": decision.note,
        "outcome": ruling.outcome,
        "text": ruling.text,
        "votings": [
            {
                "body": voting.body,
                "rule": voting.rule.name,
                "referendum": voting.referendum,
                "text": voting.text,
                "tally": _tally(voting.tally),
                "outcome": outcome,
            }
            for voting, outcome in zip(
                decision.votings, outcomes or ["refused"] * len(decision.votings), strict=True
            )
        ],
        "reasons": [
            {
                "code": because.code,
                "params": dict(because.params),
                "group": because.group,
                "body": because.body,
                "passed": because.passed,
            }
            for because in ruling.reasons
        ],
        "rests_on": ruling.rests_on,
    }


def ground_values(ground: Ground) -> dict[str, Any]:
    """A ground as plain values, a right in its one form."""
    kind, ref = ground.key
    return {"kind": kind, "ref": ref, "note": ground.note}


def _read(drafting: Drafting, proposal: Proposal) -> dict[str, Any]:
    """How it reads against its base, or against the words that it amends."""
    by_id = {each.id: each for each in drafting.proposals}
    try:
        if proposal.amends:
            target = by_id[proposal.amends]
            changes = compare_proposals(target, amend_proposal(target, proposal))
            words = [
                {"language": c.language, "operation": c.where, "out": c.out, "into": c.into}
                for c in changes
            ]
            return {"changes": words, "redline": {}, "reach": None}
        text = draft_text(drafting.bases[drafting.base_of[proposal.id]], proposal)
    except FaultsError:
        return {"changes": [], "redline": {}, "reach": None}
    return {"changes": [], "redline": _redline_of(text), "reach": text.reach}


def _sound(drafting: Drafting, proceedings: Mapping[str, Proceedings], name: str) -> list[Proposal]:
    """Proposals as submitted that were ever put to the vote: not those replaced, nor those that do not apply."""
    standings = open_proceedings(drafting.bases[name], drafting.on(name)).standings
    sound = [s.proposal for s in standings.values() if s.state == "open"]
    ids = {proposal.id for proposal in sound}
    return [proposal for proposal in sound if not proposal.amends or proposal.amends in ids]


def _votable(proceedings: Proceedings) -> list[Proposal]:
    standings = proceedings.standings
    live = [
        standing.proposal
        for standing in standings.values()
        if standing.state in {"open", "again", "postponed"} and not standing.faults
    ]
    ids = {proposal.id for proposal in live}
    return [proposal for proposal in live if not proposal.amends or proposal.amends in ids]


def _operations(proposal: Proposal) -> list[dict[str, Any]]:
    """Each operation once, its words by language."""
    first = proposal.operations[proposal.languages[0]] if proposal.operations else ()
    by_language = {
        language: {operation.id: operation for operation in operations}
        for language, operations in proposal.operations.items()
    }
    return [
        {
            "id": operation.id,
            "kind": operation.kind,
            "effect": operation.kind in EFFECTS,
            **{name: getattr(operation, name) for name in _PLACES},
            "targets": operation.targets,
            **{name: _words(by_language, operation, name) for name in _TEXTS},
            "grounds": [ground_values(g) for g in proposal.operation_grounds.get(operation.id, ())],
        }
        for operation in first
    ]


def _words(
    by_language: Mapping[str, Mapping[str, Operation]], operation: Operation, name: str
) -> dict[str, str]:
    texts = {
        language: getattr(operations[operation.id], name)
        for language, operations in by_language.items()
        if operation.id in operations
    }
    return {language: text for language, text in texts.items() if text}


def _redline_of(text: ProposedText) -> dict[str, list[dict[str, Any]]]:
    return {
        language: [_provision(text.weaves[language], each) for each in redlines]
        for language, redlines in text.redlines.items()
    }


def _redlines(base: Base) -> dict[str, list[dict[str, Any]]]:
    """What was adopted, against the text as it was first given."""
    return {
        language: [
            _provision(weave, each)
            for each in redline_states(weave, weave.active(0), weave.active())
        ]
        for language, weave in base.weaves.items()
    }


def _provision(weave: Weave, redline: ProvisionRedline) -> dict[str, Any]:
    label, heading = weave.label_in(redline.provision, weave.active())
    return {
        "provision": weave.provisions[redline.provision].id,
        "label": label,
        "heading": heading,
        "words_in": redline.words_in,
        "words_out": redline.words_out,
        "passages": [[passage.kind, passage.text] for passage in redline.passages],
    }


def _overlap(overlap: Overlap) -> dict[str, Any]:
    return {
        "one": overlap.one,
        "other": overlap.other,
        "kind": overlap.kind,
        "provision": overlap.provision,
        "language": overlap.language,
        "words": overlap.words,
        "sample": overlap.sample,
    }


def _turn(turn: Turn) -> dict[str, Any]:
    return {
        "proposal": turn.proposal,
        "reach": turn.reach,
        "amends": turn.amends,
        "clause": turn.clause,
        "falls": turn.falls,
        "voted_again": turn.voted_again,
    }


def _tally(tally: Tally) -> dict[str, Any]:
    return {"overall": tally.overall, "communities": tally.groups, "regions": tally.regions}


def rule_document(rule: Rule) -> dict[str, Any]:
    """A rule in full, as it is published beside what was decided by it."""
    return {key: value for key, value in rule_values(rule).items() if key != "name"}
