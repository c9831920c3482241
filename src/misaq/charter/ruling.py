"""What one decision comes to as things stand: each vote against the words that were voted on, with every reason."""

from collections.abc import Mapping
from dataclasses import replace

from misaq.charter.changes import compare_proposals, compare_texts, tell_changes
from misaq.charter.decisions import UNVOTED, Because, Decision, Ruling, judge_votings
from misaq.charter.errors import NotDecidedError, OtherTextError, UnknownTextError
from misaq.charter.proposals import Proposal
from misaq.charter.standings import LIVE, Proceedings, ProposalStanding


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
    if standing.state not in LIVE:
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
    if standing.state not in LIVE:
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


def _changed_since(proceedings: Proceedings, voted: str) -> str:
    """Which words changed since a vote on an earlier state of the whole text."""
    earlier = proceedings.base.before
    while earlier is not None:
        if earlier.sha256 == voted:
            return tell_changes(compare_texts(earlier.wording, proceedings.base.wording))
        earlier = earlier.before
    return ""


def _not(decision: Decision, reason: str, about: str = "") -> NotDecidedError:
    return NotDecidedError(
        decision=decision.id, reason=reason, proposal=decision.proposal, about=about
    )
