"""The minutes followed from the first text to ratification: each decision against the words as they then stood."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from misaq.charter.amending import amend_proposal, check_amendment
from misaq.charter.changes import compare_proposals, compare_texts, tell_changes
from misaq.charter.decisions import UNVOTED, Because, Decision, Ruling, judge_votings
from misaq.charter.drafting import Base, check_proposal
from misaq.charter.errors import NotDecidedError, OtherTextError, UnknownTextError
from misaq.charter.overlaps import Overlap, footprint_on
from misaq.charter.proposals import Proposal
from misaq.charter.rebasing import Rebasing, carry_over, follow_target, rebase_amendment
from misaq.foundation.errors import InputError
from misaq.foundation.faults import Fault

State = Literal[
    "open",  # may be voted on
    "again",  # must be voted again: others were adopted that touch it
    "adopted",  # in the text; an amendment, in the words of what it amends
    "failed",
    "fallen",  # because another passed, or what it amends is gone
    "withdrawn",
    "postponed",
    "superseded",  # a later version stands instead
    "faulty",  # does not apply to its base
]

_LIVE: tuple[State, ...] = ("open", "again", "postponed")


@dataclass(frozen=True)
class ProposalStanding:
    """Where one proposal stands.

    proposal : in its present wording, on the present text. by : id of the decision that brought it there; "" none.
    overlaps : with what was adopted, when it must be voted again or fell. faults : why it does not apply.
    """

    proposal: Proposal
    state: State = "open"
    by: str = ""
    overlaps: tuple[Overlap, ...] = ()
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class Proceedings:
    """Where things stand after all decisions.

    base : the text as it stands, with what was adopted. rulings : one a decision, in their order.
    standings : by id of the proposal. whole : hash of the text that last passed as a whole; ratified : of the text
    that was ratified, after which nothing changes; "" when not.
    """

    base: Base
    standings: Mapping[str, ProposalStanding]
    rulings: tuple[Ruling, ...] = ()
    whole: str = ""
    ratified: str = ""

    @property
    def open_proposals(self) -> tuple[Proposal, ...]:
        """Proposals that may still be voted on, in their present wording."""
        return tuple(s.proposal for s in self.standings.values() if s.state in _LIVE)

    def rests_on(self) -> tuple[str, ...]:
        """Ids of the decisions that brought every clause into the text."""
        return tuple(
            ruling.decision.id
            for ruling in self.rulings
            if ruling.outcome == "passed" and ruling.decision.kind in {"clause", "rebased"}
        )


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


def rule_on(
    proceedings: Proceedings, decision: Decision, wordings: Mapping[str, Proposal] | None = None
) -> Ruling:
    """What one decision comes to as things stand, with every reason; changes nothing.

    Raises OtherTextError for a vote on other words than those that stand, which says what changed;
    NotDecidedError for a decision that cannot be taken now; ImpossibleTallyError.
    """
    if proceedings.ratified:
        raise _not(decision, "frozen", proceedings.ratified)
    if decision.kind in UNVOTED and decision.votings:
        raise _not(decision, "no_vote_wanted")
    if decision.kind not in UNVOTED and not decision.votings:
        raise _not(decision, "vote_wanted")
    if decision.kind in {"whole", "ratification"}:
        return _rule_on_whole(proceedings, decision)
    standing = proceedings.standings.get(decision.proposal)
    if standing is None:
        raise _not(decision, "unknown_proposal")
    if decision.kind in UNVOTED:
        return _rule_without_vote(proceedings, decision, standing)
    return _rule_on_proposal(decision, standing, wordings or {})


def require_same_text(
    decision: Decision, proposal: Proposal, wordings: Mapping[str, Proposal]
) -> None:
    """Raise OtherTextError when a voting of the decision was not on the proposal as it stands.

    wordings : hash to earlier wordings, from which the words that changed are told.
    """
    for voting in decision.votings:
        if voting.text in {proposal.sha256, *proposal.voted_as}:
            continue
        hashes = {"decision": decision.id, "voted": voting.text, "now": proposal.sha256}
        earlier = wordings.get(voting.text)
        if earlier is None:
            raise UnknownTextError(**hashes)
        changed = tell_changes(compare_proposals(earlier, proposal))
        raise OtherTextError(**hashes, changed=changed or f"{earlier.base} → {proposal.base}")


def _rule_on_proposal(
    decision: Decision, standing: ProposalStanding, wordings: Mapping[str, Proposal]
) -> Ruling:
    proposal = standing.proposal
    if (decision.kind == "amendment") != bool(proposal.amends):
        raise _not(decision, "other_kind")
    if decision.kind != "rebased" and standing.state == "again" and not proposal.amends:
        require_same_text(decision, proposal, wordings)
        raise _not(decision, "vote_again")
    if decision.kind == "rebased" and standing.state != "again":
        raise _not(decision, "not_rebased", standing.by)
    if standing.state not in _LIVE:
        raise _not(decision, standing.state, standing.by)
    if standing.faults:
        raise _not(decision, "does_not_apply", standing.by)
    require_same_text(decision, proposal, wordings)
    ruling = judge_votings(decision, proposal.sha256)
    voted = {voting.text for voting in decision.votings} - {proposal.sha256}
    if voted:
        why = Because("decision.votes_stay", {"voted": min(voted), "now": proposal.sha256})
        ruling = replace(ruling, reasons=(*ruling.reasons, why))
    return ruling


def _rule_on_whole(proceedings: Proceedings, decision: Decision) -> Ruling:
    now = proceedings.base.sha256
    if not proceedings.base.adopted:
        raise _not(decision, "nothing_adopted")
    for voting in decision.votings:
        if voting.text != now:
            hashes = {"decision": decision.id, "voted": voting.text, "now": now}
            changed = _changed_since(proceedings, voting.text)
            if not changed:
                raise UnknownTextError(**hashes)
            raise OtherTextError(**hashes, changed=changed)
    ruling = judge_votings(decision, now)
    reasons = list(ruling.reasons)
    if decision.kind == "ratification":
        if proceedings.whole and proceedings.whole != now:
            raise _not(decision, "changed_since_whole", proceedings.whole)
        left = [p.id for p in proceedings.open_proposals]
        if left:
            reasons.append(Because("decision.lapse", {"proposals": ", ".join(left)}))
    rests_on = proceedings.rests_on()
    reasons.append(Because("decision.rests_on", {"decisions": ", ".join(rests_on)}))
    return replace(ruling, reasons=tuple(reasons), rests_on=rests_on)


def _rule_without_vote(
    proceedings: Proceedings, decision: Decision, standing: ProposalStanding
) -> Ruling:
    text = standing.proposal.sha256
    if decision.kind == "fall":
        return _rule_on_fall(proceedings, decision, standing)
    if standing.state not in _LIVE:
        raise _not(decision, standing.state, standing.by)
    if decision.kind == "postponement":
        return Ruling(decision, "postponed", text, reasons=(Because("decision.postponed"),))
    return Ruling(decision, "withdrawn", text, reasons=(Because("decision.withdrawn"),))


def _rule_on_fall(
    proceedings: Proceedings, decision: Decision, standing: ProposalStanding
) -> Ruling:
    """A fall is declared, not decided: it must follow from what passed."""
    if standing.state == "again" and not standing.faults:
        raise _not(decision, "vote_again", standing.by)
    passed = proceedings.standings.get(decision.because)
    met = [o for o in standing.overlaps if decision.because in {o.one, o.other}]
    gone = standing.state == "fallen" and standing.proposal.amends == decision.because
    if passed is None or not (met or gone) or standing.state not in {"fallen", "again"}:
        raise _not(decision, "nothing_overlaps", decision.because)
    reasons = [
        Because(
            f"decision.overlap.{overlap.kind}",
            {
                "passed": decision.because,
                "provision": overlap.provision,
                "words": overlap.words,
                "sample": overlap.sample,
            },
        )
        for overlap in met
    ] or [Because("decision.target_gone", {"passed": decision.because})]
    return Ruling(decision, "fallen", standing.proposal.sha256, reasons=tuple(reasons))


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
    if state not in _LIVE:
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
        if standing.state not in _LIVE or standing.proposal.amends:
            continue
        if standing.faults:  # it applied no more before this, and is not carried on
            continue
        rebasing = carry_over(before, standing.proposal, adopted, base)
        standings[key] = _rebased(standing, rebasing, decision.id)
        if standings[key].state not in _LIVE:
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
        if standing.state in _LIVE and standing.proposal.amends == now.id:
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
        if standing.state in _LIVE and standing.proposal.amends == target.id
    }


def _fall_with(
    standings: Mapping[str, ProposalStanding], target: str, by: str
) -> dict[str, ProposalStanding]:
    """Amendments to a proposal that is decided: nothing is left to amend."""
    fallen: dict[str, ProposalStanding] = {}
    for key, standing in standings.items():
        if standing.state in _LIVE and standing.proposal.amends == target:
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


def _changed_since(proceedings: Proceedings, voted: str) -> str:
    """Which words changed since a vote on an earlier state of the whole text."""
    earlier = proceedings.base.before
    while earlier is not None:
        if earlier.sha256 == voted:
            return tell_changes(compare_texts(earlier.wording, proceedings.base.wording))
        earlier = earlier.before
    return ""


def _text_of(proceedings: Proceedings, decision: Decision) -> str:
    standing = proceedings.standings.get(decision.proposal)
    return standing.proposal.sha256 if standing else proceedings.base.sha256


def _refusal(error: InputError) -> Because:
    if isinstance(error, NotDecidedError):
        return Because(f"decision.refused.{error.params['reason']}", error.params)
    return Because(error.code, error.params)


def _not(decision: Decision, reason: str, about: str = "") -> NotDecidedError:
    return NotDecidedError(
        decision=decision.id, reason=reason, proposal=decision.proposal, about=about
    )
