"""Divisions: opened on a frozen text, voted in until they close, decided by the rule, with what follows from it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from misaq.web.accounts.models import Account
from misaq.web.charter.drafting.body import seats_values
from misaq.web.charter.drafting.events import event_note
from misaq.web.charter.drafting.texts import text_of
from misaq.web.charter.drafting.writing import WRITABLE, latest, merge_amendment
from misaq.web.charter.models import Ballot, Division, Drafting, JointAct, Proposal, Seat
from misaq.web.charter.refusals import RefusedError
from misaq.web.charter.voting.carrying import carry_over
from misaq.web.charter.voting.counting import ruling_of, verdict_values
from misaq.web.charter.voting.ratifying import charter_ratify

State, Question = Division.State, Division.Question
MOST_HOURS = 24 * 30


class VotedTextChangedError(RefusedError):
    """A vote given on another text than the one that is voted on: the page shows what changed."""


def put_obstacles(drafting: Drafting, proposal: Proposal) -> list[str]:
    """What stands in the way of putting a proposal to the vote; [] when it may be."""
    found = []
    if drafting.state != Drafting.State.OPEN:
        found.append(_("The whole text is adopted: nothing can be changed in it any more."))
    if proposal.state not in WRITABLE:
        found.append(_("It is at the vote already, or decided."))
    elif latest(proposal).base_sha256 != text_of(drafting).sha256:
        found.append(_("The text under it has changed: its author has to look at it again first."))
    if _open_on_whole(drafting):
        found.append(_("The whole text is at the vote: no clause can be changed meanwhile."))
    if proposal.amends_id and proposal.amends and proposal.amends.state not in WRITABLE:
        found.append(_("What it amends is at the vote already, or decided."))
    at_vote = Division.objects.filter(proposal__amends=proposal, state=State.OPEN)
    if at_vote.exists():
        found.append(_("An amendment to it is at the vote: that is decided first."))
    return found


def put_to_vote(
    drafting: Drafting, payload: Mapping[str, Any], act: JointAct, *, by: Account
) -> Division:
    """Open a division on a proposal: from now on its text is frozen. Runs inside a joint act."""
    proposal = Proposal.objects.select_for_update().get(
        drafting=drafting, number=payload["proposal"]
    )
    if obstacles := put_obstacles(drafting, proposal):
        raise RefusedError(" ".join(obstacles))
    version = latest(proposal)
    if version.sha256 != payload["sha256"]:
        raise RefusedError(
            _("Its text was changed after this was proposed. It has to be proposed again.")
        )
    proposal.state = Proposal.State.AT_VOTE
    proposal.save(update_fields=["state"])
    return _open(
        drafting,
        Question.CLAUSE,
        act,
        by,
        proposal=proposal,
        version=version,
        text_sha256=version.sha256,
    )


def whole_obstacles(drafting: Drafting) -> list[str]:
    """What stands in the way of putting the whole text, or its ratification, to the vote."""
    found = []
    if drafting.state not in {Drafting.State.OPEN, Drafting.State.ADOPTED}:
        found.append(_("There is nothing to vote on: it is not open, or ratified already."))
    if Division.objects.filter(drafting=drafting, state=State.OPEN).exists():
        found.append(_("A vote is open. It has to be closed first."))
    if not text_of(drafting).clauses:
        found.append(_("The text is empty: no clause is adopted yet."))
    return found


def put_whole(
    drafting: Drafting, payload: Mapping[str, Any], act: JointAct, *, by: Account
) -> Division:
    """Open a division on the whole text: its adoption, or its ratification. Runs inside a joint act."""
    if obstacles := whole_obstacles(drafting):
        raise RefusedError(" ".join(obstacles))
    ratifies = act.kind == JointAct.Kind.RATIFY
    wanted = Drafting.State.ADOPTED if ratifies else Drafting.State.OPEN
    if drafting.state != wanted:
        raise RefusedError(_("This was decided meanwhile. Load the page again."))
    text = text_of(drafting)
    if text.sha256 != payload["sha256"]:
        raise RefusedError(
            _("Its text was changed after this was proposed. It has to be proposed again.")
        )
    return _open(
        drafting,
        Question.RATIFICATION if ratifies else Question.WHOLE,
        act,
        by,
        texts={code: dict(files) for code, files in text.base.wording.items()},
        text_sha256=text.sha256,
    )


def _open(drafting: Drafting, question: str, act: JointAct, by: Account, **more: Any) -> Division:
    number = 1 + (drafting.divisions.aggregate(most=Max("number"))["most"] or 0)
    now = timezone.now()
    division = Division.objects.create(
        drafting=drafting,
        number=number,
        question=question,
        rule=drafting.rules[question],
        roll_call=drafting.roll_call,
        opened_at=now,
        closes_at=now + timedelta(hours=int(act.payload["hours"])),
        seats=seats_values(drafting),
        proposed_by=act.proposed_by,
        seconded_by=by,
        **more,
    )
    event_note(
        drafting,
        "division",
        f"division-{number}",
        {
            "question": question,
            "text": division.text_sha256,
            "rule": division.rule,
            "seats": division.seats,
            "closes_at": division.closes_at.isoformat(),
        },
    )
    return division


@transaction.atomic
def vote_cast(
    division: Division, seat: Seat, choice: str, seen: str, *, now: datetime | None = None
) -> Ballot:
    """Give a seat's vote, or change it while the division is open.

    seen : hash of the text that was on the voter's page. now : the moment, for tests; None takes the clock.
    Raises RefusedError, and VotedTextChangedError when that is not the text that is voted on.
    """
    row = Division.objects.select_for_update().get(pk=division.pk)
    if seen != row.text_sha256 or row.state == State.HALTED:
        raise VotedTextChangedError(
            _("Your vote was not counted: the text on your page is not the text that is voted on.")
        )
    if row.state != State.OPEN or row.closes_at <= (now or timezone.now()):
        raise RefusedError(_("The vote is closed. Your vote was not counted."))
    if choice not in Ballot.Choice.values:
        raise RefusedError(_("Choose yes, no or abstain."))
    there = {one["number"]: one for one in row.seats}
    if seat.number not in there or there[seat.number]["vacant"]:
        raise RefusedError(_("Your seat was vacant when this vote opened."))
    ballot, _made = Ballot.objects.update_or_create(
        division=row,
        seat=seat,
        defaults={"choice": choice, "text_sha256": seen, "cast_at": timezone.now()},
    )
    return ballot


def may_close(division: Division, *, now: datetime | None = None) -> bool:
    """Whether a division may be closed: its time is over, or every seat that was taken has voted."""
    if division.state != State.OPEN:
        return False
    if division.closes_at <= (now or timezone.now()):
        return True
    taken = sum(not seat["vacant"] for seat in division.seats)
    return Ballot.objects.filter(division=division).count() >= taken


@transaction.atomic
def division_close(division: Division, *, now: datetime | None = None) -> Division:
    """Close a division and do what follows from its verdict; a second time nothing happens. Raises RefusedError."""
    drafting = Drafting.objects.select_for_update().get(pk=division.drafting_id)
    row = (
        Division.objects.select_for_update(of=("self",))
        .select_related("proposal", "version")
        .get(pk=division.pk)
    )
    if row.state != State.OPEN:
        return row
    if not may_close(row, now=now):
        raise RefusedError(
            _(
                "It is open until the time that was stated, or until every seat that is taken has voted."
            )
        )
    ruling = ruling_of(row)
    row.verdict, row.outcome = verdict_values(ruling), ruling.outcome
    row.state, row.closed_at = State.CLOSED, timezone.now()
    row.save(update_fields=["verdict", "outcome", "state", "closed_at"])
    event_note(drafting, "verdict", f"division-{row.number}", {**row.verdict, "number": row.number})
    if row.question == Question.CLAUSE:
        _settle_clause(drafting, row)
    elif row.outcome == "passed":
        _settle_whole(drafting, row)
    return row


def _settle_clause(drafting: Drafting, division: Division) -> None:
    proposal = division.proposal
    assert proposal is not None  # a division on a clause has one
    if division.outcome == "no_quorum":
        proposal.state = Proposal.State.AGAIN
    elif division.outcome != "passed":
        proposal.state = Proposal.State.REJECTED
    else:
        proposal.state = Proposal.State.ADOPTED
    proposal.save(update_fields=["state"])
    if proposal.state != Proposal.State.ADOPTED:
        return
    if proposal.amends is not None:
        merge_amendment(proposal.amends, proposal)
        return
    before = text_of(drafting)
    adopted = drafting.divisions.aggregate(most=Max("adopted_place"))["most"] or 0
    division.adopted, division.adopted_place = latest(proposal), adopted + 1
    division.save(update_fields=["adopted", "adopted_place"])
    carry_over(drafting, before, proposal)


def _settle_whole(drafting: Drafting, division: Division) -> None:
    if division.question == Question.WHOLE:
        drafting.state = Drafting.State.ADOPTED
        drafting.save(update_fields=["state"])
    else:
        charter_ratify(drafting, division)


def _open_on_whole(drafting: Drafting) -> bool:
    rows = Division.objects.filter(drafting=drafting, state=State.OPEN)
    return rows.exclude(question=Question.CLAUSE).exists()
