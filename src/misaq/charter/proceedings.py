"""The minutes followed from the first text to ratification: what passes goes into it, the rest is carried over."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from misaq.charter.amending import amend_proposal, check_amendment
from misaq.charter.decisions import Because, Decision, Ruling
from misaq.charter.drafting import Base, check_proposal
from misaq.charter.errors import NotDecidedError
from misaq.charter.overlaps import footprint_on
from misaq.charter.proposals import Proposal
from misaq.charter.rebasing import Rebasing, carry_over, follow_target, rebase_amendment
from misaq.charter.ruling import rule_on
from misaq.charter.standings import LIVE, Proceedings, ProposalStanding, State
from misaq.foundation.errors import InputError
from misaq.foundation.faults import Fault


def open_proceedings(base: Base, proposals: Iterable[Proposal]) -> Proceedings:
    """The proceedings before any decision: who is open, superseded, or does not apply to its base."""
    ordered = sorted(proposals, key=lambda p: (p.order, p.id))
    by_id = {proposal.id: proposal for proposal in ordered}
    replaced = {key for proposal in ordered for key in proposal.supersedes}
    standings = {}
    taken: set[str] = set()
    for proposal in ordered:
        faults = tuple(_faults(base, proposal, by_id))
        if proposal.id not in replaced:  # a later version may keep the names of its operations
            faults += tuple(_taken(proposal, taken))
            taken |= {o.id for o in proposal.operations.get(base.languages[0], ())}
        state: State = "faulty" if faults else "open"
        standings[proposal.id] = ProposalStanding(
            proposal, "superseded" if proposal.id in replaced else state, faults=faults
        )
    return Proceedings(base, standings)


def follow_decisions(
    base: Base, proposals: Iterable[Proposal], decisions: Iterable[Decision]
) -> Proceedings:
    """Follow the minutes: decide each vote by its rule, put what passes into the text, rebase what is still open.

    decisions : in the order in which they were taken.
    A decision that cannot stand is refused, with the error as its reason, and changes nothing: a vote on other words
    than those that stand, on something not open, after ratification.
    """
    listed = list(proposals)
    proceedings = open_proceedings(base, listed)
    wordings = {proposal.sha256: proposal for proposal in listed}
    for decision in decisions:
        proceedings = take_decision(proceedings, decision, wordings)
        for standing in proceedings.standings.values():
            wordings.setdefault(standing.proposal.sha256, standing.proposal)
    return proceedings


def take_decision(
    proceedings: Proceedings,
    decision: Decision,
    wordings: Mapping[str, Proposal] | None = None,
) -> Proceedings:
    """The proceedings after one decision more; one that cannot stand is among the rulings as refused.

    wordings : hash to earlier wordings of proposals, so that a refused vote can be told which words changed.
    """
    try:
        ruling = rule_on(proceedings, decision, wordings)
        after = _apply(proceedings, ruling)
    except InputError as error:
        after = proceedings
        ruling = Ruling(
            decision, "refused", _text_of(proceedings, decision), reasons=(_refusal(error),)
        )
    return replace(after, rulings=(*proceedings.rulings, ruling))


def _apply(proceedings: Proceedings, ruling: Ruling) -> Proceedings:
    """The proceedings with what a ruling changes."""
    decision, outcome = ruling.decision, ruling.outcome
    if outcome == "refused":
        return proceedings
    if decision.kind == "whole":
        return replace(proceedings, whole=ruling.text if outcome == "passed" else proceedings.whole)
    if decision.kind == "ratification":
        return replace(proceedings, ratified=ruling.text if outcome == "passed" else "")
    if outcome == "passed":
        adopt = _adopt_amendment if decision.kind == "amendment" else _adopt
        return adopt(proceedings, decision)
    state: State = {
        "failed": "failed",
        "no_quorum": proceedings.standings[decision.proposal].state,  # no vote was taken at all
        "postponed": "postponed",
        "withdrawn": "withdrawn",
        "fallen": "fallen",
    }[outcome]
    standings = dict(proceedings.standings)
    standing = standings[decision.proposal]
    standings[decision.proposal] = replace(standing, state=state, by=decision.id)
    if state not in LIVE:
        standings |= _fall_with(standings, decision.proposal, decision.id)
    return replace(proceedings, standings=standings)


def _adopt(proceedings: Proceedings, decision: Decision) -> Proceedings:
    """A proposal goes into the text; every open one is carried over to it."""
    standings = dict(proceedings.standings)
    passed = standings[decision.proposal].proposal
    before, base = proceedings.base, proceedings.base.adopt(passed)
    adopted = [footprint_on(before, passed)]
    standings[passed.id] = replace(standings[passed.id], state="adopted", by=decision.id)
    standings |= _fall_with(standings, passed.id, decision.id)
    for key, standing in list(standings.items()):
        if standing.state not in LIVE or standing.proposal.amends:
            continue
        if standing.faults:  # it applied no more before this, and is not carried on
            continue
        rebasing = carry_over(before, standing.proposal, adopted, base)
        standings[key] = _rebased(standing, rebasing, decision.id)
        if standings[key].state not in LIVE:
            standings |= _fall_with(standings, key, decision.id)
        else:
            standings |= _carry_amendments(standings, rebasing.proposal)
    standings |= _written_for(base, standings)
    before.read.clear()  # nobody asks for drafts on a text that is past
    return replace(proceedings, base=base, standings=standings)


def _written_for(
    base: Base, standings: Mapping[str, ProposalStanding]
) -> dict[str, ProposalStanding]:
    """Proposals that name this text as their base, and could not apply before it was reached: now they are open."""
    return {
        key: ProposalStanding(standing.proposal)
        for key, standing in standings.items()
        if standing.state == "faulty"
        and not standing.proposal.amends
        and standing.proposal.base == base.sha256
        and not _errors(check_proposal(base, standing.proposal))
    }


def _adopt_amendment(proceedings: Proceedings, decision: Decision) -> Proceedings:
    """An amendment goes into the words of what it amends; the others to it are carried over."""
    standings = dict(proceedings.standings)
    passed = standings[decision.proposal].proposal
    target = standings[passed.amends]
    now = amend_proposal(target.proposal, passed)
    standings[passed.id] = replace(standings[passed.id], state="adopted", by=decision.id)
    faults = tuple(check_proposal(proceedings.base, now)) if not now.amends else ()
    standings[now.id] = replace(target, proposal=now, faults=_errors(faults))
    for key, standing in list(standings.items()):
        if standing.state in LIVE and standing.proposal.amends == now.id:
            rebasing = rebase_amendment(target.proposal, standing.proposal, passed, now)
            standings[key] = _rebased(standing, rebasing, decision.id)
    return replace(proceedings, standings=standings)


def _rebased(standing: ProposalStanding, rebasing: Rebasing, by: str) -> ProposalStanding:
    if rebasing.falls:
        return replace(standing, state="fallen", by=by, overlaps=rebasing.overlaps)
    if rebasing.votes_stay:
        return replace(standing, proposal=rebasing.proposal)
    return ProposalStanding(rebasing.proposal, "again", by, rebasing.overlaps, rebasing.faults)


def _carry_amendments(
    standings: Mapping[str, ProposalStanding], target: Proposal
) -> dict[str, ProposalStanding]:
    """Amendments to a proposal whose hash changed and whose words did not."""
    return {
        key: replace(standing, proposal=follow_target(standing.proposal, target))
        for key, standing in standings.items()
        if standing.state in LIVE and standing.proposal.amends == target.id
    }


def _fall_with(
    standings: Mapping[str, ProposalStanding], target: str, by: str
) -> dict[str, ProposalStanding]:
    """Amendments to a proposal that is decided: nothing is left to amend."""
    fallen: dict[str, ProposalStanding] = {}
    for key, standing in standings.items():
        if standing.state in LIVE and standing.proposal.amends == target:
            fallen[key] = replace(standing, state="fallen", by=by)
            fallen |= _fall_with(standings, key, by)
    return fallen


def _faults(base: Base, proposal: Proposal, by_id: Mapping[str, Proposal]) -> Iterator[Fault]:
    if not proposal.amends:
        yield from _errors(check_proposal(base, proposal))
    elif proposal.amends not in by_id:
        params = {"proposal": proposal.id, "amends": proposal.amends}
        yield Fault("amendment_target_unknown", column="amends", params=params)
    else:
        yield from check_amendment(by_id[proposal.amends], proposal)


def _taken(proposal: Proposal, taken: set[str]) -> Iterator[Fault]:
    """Operations with an id that an earlier proposal uses: in one text they could not be told apart."""
    ids = {o.id for operations in proposal.operations.values() for o in operations}
    for key in sorted(ids & taken):
        params = {"proposal": proposal.id, "operation": key}
        yield Fault("proposal_operation_taken", column=key, params=params)


def _errors(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    return tuple(fault for fault in faults if fault.severity == "error")


def _text_of(proceedings: Proceedings, decision: Decision) -> str:
    standing = proceedings.standings.get(decision.proposal)
    return standing.proposal.sha256 if standing else proceedings.base.sha256


def _refusal(error: InputError) -> Because:
    if isinstance(error, NotDecidedError):
        return Because(f"decision.refused.{error.params['reason']}", error.params)
    return Because(error.code, error.params)
