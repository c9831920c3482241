"""Votes: bound to a text, by the rule as it opened, counted with vacant seats, and what follows from them."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.charter_people import Body

from misaq.charter import Base, Proposal, bind_text, draft_text
from misaq.web.charter.drafting.joint_acts import act_propose, may_decide
from misaq.web.charter.drafting.texts import read_operations, text_of
from misaq.web.charter.drafting.writing import Written, latest, proposal_revise, proposal_withdraw
from misaq.web.charter.models import Ballot, Division, Drafting, DraftingEvent, JointAct
from misaq.web.charter.refusals import RefusedError
from misaq.web.charter.voting.counting import tally_of
from misaq.web.charter.voting.performing import act_agree
from misaq.web.charter.voting.services import (
    VotedTextChangedError,
    division_close,
    may_close,
    vote_cast,
)

HALF = {"en": ("One third", "At least one half"), "ur": ("ایک تہائی", "کم از کم آدھا")}
STATE = {"en": ("the state", "the people"), "ur": ("ریاست کی", "عوام کی")}
WOODS = {"en": ("only after", "never before"), "ur": ("جنگل نہیں", "کوئی جنگل نہیں")}


def test_a_passed_proposal_is_the_text_and_its_hash_is_what_was_voted_on(body: Body) -> None:
    proposal = body.propose(0, **HALF)
    version = latest(proposal)
    division = body.adopt(proposal)
    assert division.outcome == "passed"
    assert "At least one half" in text_of(body.fresh()).by_id["art-1"].texts["en"]
    assert "کم از کم آدھا" in text_of(body.drafting).by_id["art-1"].texts["ur"]
    operations = read_operations(version.operations)
    assert division.text_sha256 == bind_text(version.base_sha256, operations)
    texts = {text.language: text.files for text in body.drafting.texts.all()}
    base = Base("x", texts)
    again = draft_text(base, Proposal("p", base.sha256, operations))
    assert again.wording == text_of(body.drafting).base.wording


def test_one_community_against_stops_what_most_want(body: Body) -> None:
    division = body.decide(body.put(body.propose(0, **HALF)), "yyyn")
    assert division.outcome == "failed"
    failing = [r for r in division.verdict["reasons"] if r["passed"] is False]
    assert [r["group"] for r in failing] == ["orsane"]
    assert "One third" in text_of(body.fresh()).by_id["art-1"].texts["en"]


def test_vacant_seats_count_among_all_members(body: Body) -> None:
    """Two thirds of five are four: three yes are not enough, though only four can vote."""
    body.adopt(body.propose(0, **HALF))
    assert tally_of(Division.objects.get()).overall.vacant == 1
    assert body.decide(body.put_whole(), "yyyn").outcome == "failed"
    assert body.fresh().state == Drafting.State.OPEN
    assert body.decide(body.put_whole(), "yyyy").outcome == "passed"
    assert body.fresh().state == Drafting.State.ADOPTED


def test_without_a_quorum_nothing_is_decided_and_it_is_voted_again(body: Body) -> None:
    division = body.put(body.propose(0, **HALF))
    body.vote(division, "yy")
    late = timezone.now() + timedelta(hours=49)
    assert division_close(division, now=late).outcome == "no_quorum"
    division.proposal.refresh_from_db()  # type: ignore[union-attr]
    assert division.proposal.state == "again"  # type: ignore[union-attr]


def test_a_vote_on_another_text_is_refused(body: Body) -> None:
    proposal = body.propose(0, **HALF)
    old = latest(proposal).sha256
    more = {"en": ("One third", "Two thirds"), "ur": ("ایک تہائی", "دو تہائی")}
    proposal_revise(
        proposal, Written("change", "art-1", texts=body.words("art-1", **more)), seen_version=1
    )
    division = body.put(proposal)
    with pytest.raises(VotedTextChangedError):
        vote_cast(division, body.seats[0], "yes", old)
    assert not Ballot.objects.exists()


def test_a_vote_can_be_changed_until_it_closes_and_not_after(body: Body) -> None:
    division = body.put(body.propose(0, **HALF))
    vote_cast(division, body.seats[0], "yes", division.text_sha256)
    vote_cast(division, body.seats[0], "no", division.text_sha256)
    assert [b.choice for b in Ballot.objects.all()] == ["no"]
    late = timezone.now() + timedelta(hours=49)
    with pytest.raises(RefusedError):
        vote_cast(division, body.seats[0], "yes", division.text_sha256, now=late)
    body.decide(division, "yyyy")
    with pytest.raises(RefusedError):
        vote_cast(division, body.seats[0], "no", division.text_sha256)
    assert division_close(division).outcome == "passed"  # a second closing changes nothing
    assert DraftingEvent.objects.filter(kind="verdict").count() == 1


def test_nobody_closes_early_while_a_taken_seat_has_not_voted(body: Body) -> None:
    division = body.put(body.propose(0, **HALF))
    body.vote(division, "yyy")
    assert not may_close(division)
    with pytest.raises(RefusedError):
        division_close(division)
    body.vote(division, "yyyn")
    assert may_close(division)


def test_what_is_at_the_vote_is_frozen(body: Body) -> None:
    proposal = body.propose(0, **HALF)
    body.put(proposal)
    with pytest.raises(RefusedError):
        proposal_withdraw(proposal)
    texts = body.words("art-1", **STATE)
    with pytest.raises(RefusedError):
        proposal_revise(proposal, Written("change", "art-1", texts=texts), seen_version=1)


def test_nothing_overlaps_so_the_votes_stay(body: Body) -> None:
    """Two votes at once on other clauses: the second is carried over and adopted on the votes given before."""
    first = body.put(body.propose(0, **HALF))
    second = body.put(body.propose(2, "art-2", **WOODS))
    body.vote(second, "yyyy")
    voted_on = second.text_sha256
    body.decide(first)
    closed = division_close(second)
    assert (closed.state, closed.outcome, closed.text_sha256) == ("closed", "passed", voted_on)
    text = text_of(body.fresh())
    assert "never before" in text.by_id["art-2"].texts["en"]
    assert "At least one half" in text.by_id["art-1"].texts["en"]


def test_what_overlaps_is_halted_and_falls(body: Body) -> None:
    first = body.put(body.propose(0, **HALF))
    quarter = {"en": ("One third", "One quarter"), "ur": ("ایک تہائی", "ایک چوتھائی")}
    rival = body.propose(2, **quarter)
    second = body.put(rival)
    body.vote(second, "yyyy")
    body.decide(first)
    second.refresh_from_db()
    rival.refresh_from_db()
    assert (second.state, rival.state) == (Division.State.HALTED, "fallen")
    assert second.halted_why
    with pytest.raises(VotedTextChangedError):
        vote_cast(second, body.seats[0], "no", second.text_sha256)
    assert division_close(second).state == Division.State.HALTED


def test_the_rule_of_an_open_vote_stays(body: Body) -> None:
    division = body.put(body.propose(0, **HALF))
    payload = {"question": "clause", "rule": "majority", "old": body.fresh().rules["clause"]}
    act_agree(act_propose(body.drafting, JointAct.Kind.RULES, payload, by=body.ann), by=body.ben)
    assert body.fresh().rules["clause"]["name"] == "majority"
    assert body.decide(division, "yyyn").outcome == "failed"  # each community, as it opened
    assert DraftingEvent.objects.filter(kind="rules").count() == 1


def test_an_act_needs_another_side(body: Body) -> None:
    payload = {"question": "clause", "rule": "majority", "old": body.drafting.rules["clause"]}
    act = act_propose(body.drafting, JointAct.Kind.RULES, payload, by=body.ann)
    same_side = body.accounts[0]  # a delegate of ann's side
    for account in (body.ann, same_side):
        assert not may_decide(act, account)
        with pytest.raises(RefusedError):
            act_agree(act, by=account)
    act_agree(act, by=body.accounts[2])  # a delegate of the other side may be the second
    with pytest.raises(RefusedError):
        act_agree(act, by=body.ben)


def test_ratified_text_is_frozen_and_logged(body: Body) -> None:
    body.adopt(body.propose(0, **HALF))
    body.decide(body.put_whole())
    with pytest.raises(RefusedError):
        body.propose(0, "art-3", en=("all", "everybody"), ur=("سب کے", "ہر ایک کے"))
    body.decide(body.put_whole(JointAct.Kind.RATIFY))
    drafting = body.fresh()
    assert drafting.state == Drafting.State.RATIFIED
    ratification = drafting.ratification
    assert ratification.sha256 == text_of(drafting).sha256
    assert "At least one half" in ratification.texts["en"]["covenant.txt"]
    kinds = list(DraftingEvent.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["opened", *(["division", "verdict"] * 3), "ratified"]


def test_an_amendment_passes_into_what_it_amends(body: Body) -> None:
    target = body.propose(0, **HALF)
    texts = dict(latest(target).texts)
    texts = {
        "en": texts["en"].replace("one half", "two thirds"),
        "ur": texts["ur"].replace("آدھا", "دو تہائی"),
    }
    from misaq.web.charter.drafting.writing import proposal_write  # noqa: PLC0415

    written = Written("change", "art-1", texts=texts, amends=target)
    amendment = proposal_write(body.drafting, written, body.seats[2])
    body.adopt(amendment)
    assert "two thirds" in latest(target).texts["en"]
    assert latest(target).n == 2
    assert "One third" in text_of(body.fresh()).by_id["art-1"].texts["en"]
    body.adopt(target)
    assert "At least two thirds" in text_of(body.fresh()).by_id["art-1"].texts["en"]
