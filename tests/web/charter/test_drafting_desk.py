"""The drafting desk: who has a clause in hand, writing with its redline first, versions, comments, grounds, races."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.charter_people import Body, browser, build_body

from misaq.process import Results
from misaq.web.accounts.models import RoleGrant
from misaq.web.charter.demo import SLUG, demo_drafting
from misaq.web.charter.drafting.body import BaseText, NewSeat, obstacles_to_opening, seat_add
from misaq.web.charter.drafting.grounds import find_choice, ground_add, search_choices
from misaq.web.charter.drafting.in_hand import clause_give_back, clause_take, in_hand
from misaq.web.charter.drafting.overlapping import meetings_of, order_of
from misaq.web.charter.drafting.remarks import comment_withdraw, comment_write
from misaq.web.charter.drafting.selectors import coverage_of
from misaq.web.charter.drafting.texts import text_of
from misaq.web.charter.drafting.writing import (
    TextChangedError,
    VersionChangedError,
    Written,
    amendment_accept,
    latest,
    proposal_revise,
    proposal_write,
)
from misaq.web.charter.models import Comment, DraftingEvent, Proposal
from misaq.web.charter.refusals import RefusedError
from misaq.web.process.charter_log import append_drafting_events

HALF = {"en": ("One third", "At least one half"), "ur": ("ایک تہائی", "کم از کم آدھا")}
QUARTER = {"en": ("One third", "One quarter"), "ur": ("ایک تہائی", "ایک چوتھائی")}
NEW = {"en": "Article 9. Air\n(1) Air is common.", "ur": "دفعہ 9۔ ہوا\n(1) ہوا سب کی ہے۔"}


@pytest.fixture
def desk(body: Body) -> Client:
    return browser(body.accounts[0])


def _path(body: Body, rest: str, language: str = "en") -> str:
    return f"/{language}/desk/charter/{body.slug}/{rest}"


def _form(body: Body, act: str, **changes: tuple[str, str]) -> dict[str, str]:
    texts = body.words("art-1", **changes)
    return {f"text_{code}": text for code, text in texts.items()} | {
        "act": act,
        "seen": text_of(body.drafting).sha256,
        "note": "why",
    }


def test_the_change_is_shown_before_it_is_put_forward(body: Body, desk: Client) -> None:
    page = desk.post(_path(body, "clauses/art-1/write/"), _form(body, "preview", **HALF))
    assert page.status_code == 200
    shown = page.content.decode()
    assert "<del>One third</del>" in shown
    assert "<ins>At least one half</ins>" in shown
    assert "<del>ایک تہائی</del>" in shown
    assert not Proposal.objects.exists()
    sent = [
        desk.post(_path(body, "clauses/art-1/write/"), _form(body, "submit", **HALF))
        for _ in range(2)
    ]
    assert [answer.status_code for answer in sent] == [302, 302]
    (proposal,) = Proposal.objects.all()  # sent twice, it stands once
    version = latest(proposal)
    operations = version.operations["en"]
    assert [(o["kind"], o["provision"]) for o in operations] == [("substitute_words", "art-1.cl-2")]
    assert [o["kind"] for o in version.operations["ur"]] == ["substitute_words"]


def test_urdu_fields_run_right_to_left(body: Body, desk: Client) -> None:
    page = desk.get(_path(body, "clauses/art-1/write/")).content.decode()
    area = page[page.index('<textarea name="text_ur"') :][:300]
    assert 'dir="rtl"' in area
    assert 'lang="ur"' in area


def test_nothing_changed_and_a_missing_language_are_said(body: Body, desk: Client) -> None:
    same = desk.post(_path(body, "clauses/art-1/write/"), _form(body, "submit"))
    assert same.status_code == 422
    assert "Nothing is changed yet" in same.content.decode()
    lacking = _form(body, "submit", **HALF) | {"text_ur": " "}
    answer = desk.post(_path(body, "clauses/art-1/write/"), lacking)
    assert answer.status_code == 422
    assert "Missing: Urdu" in answer.content.decode()
    assert not Proposal.objects.exists()


def test_a_decision_meanwhile_is_shown_and_nothing_is_lost(body: Body, desk: Client) -> None:
    form = _form(body, "submit", **HALF)
    body.adopt(
        body.propose(
            2, "art-2", en=("only after", "never before"), ur=("جنگل نہیں", "کوئی جنگل نہیں")
        )
    )
    answer = desk.post(_path(body, "clauses/art-1/write/"), form)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "At least one half" in page
    assert f'name="seen" value="{text_of(body.fresh()).sha256}"' in page
    again = form | {"seen": text_of(body.drafting).sha256}
    assert desk.post(_path(body, "clauses/art-1/write/"), again).status_code == 302


def test_two_delegates_write_at_once_and_both_stand(body: Body) -> None:
    one, two = body.propose(0, **HALF), body.propose(2, **QUARTER)
    assert (one.number, two.number) == (1, 2)
    text = text_of(body.drafting)
    (met,) = meetings_of(text, one, body.drafting)
    assert met.other == two
    assert met.grave
    assert met.sample == "third"
    turns = order_of(text, body.drafting)
    assert [turn.proposal.number for turn in turns] == [1, 2]  # four words come in, against one
    assert [p.number for p in turns[0].falls] == [2]


def test_an_older_window_does_not_overwrite(body: Body) -> None:
    proposal = body.propose(0, **HALF)
    written = Written("change", "art-1", texts=body.words("art-1", **QUARTER))
    proposal_revise(proposal, written, seen_version=1)
    with pytest.raises(VersionChangedError):
        proposal_revise(proposal, written, seen_version=1)
    stale = Written("change", "art-1", texts=body.words("art-1", **HALF), seen="sha256:old")
    with pytest.raises(TextChangedError):
        proposal_revise(proposal, stale, seen_version=2)
    assert latest(proposal).n == 2


def test_a_clause_in_hand_lapses_and_locks_nobody_out(body: Body) -> None:
    now = timezone.now()
    first, second = body.seats[0], body.seats[2]
    assert clause_take(body.drafting, "art-1", first, now=now).given
    taken = clause_take(body.drafting, "art-1", second, now=now)
    assert not taken.given
    assert taken.check_out.seat == first
    assert body.propose(2, **QUARTER).by == second  # a competing version can always be made
    assert not clause_give_back(body.drafting, "art-1", second)
    later = now + timedelta(hours=body.drafting.check_out_hours, minutes=1)
    assert in_hand(body.drafting, now=later) == {}
    assert clause_take(body.drafting, "art-1", second, now=later).given


def test_a_new_clause_a_move_and_an_omission(body: Body) -> None:
    proposal_write(body.drafting, Written("new", after="art-2", texts=NEW), body.seats[0])
    body.adopt(Proposal.objects.get(kind="new"))
    order = [clause.id for clause in text_of(body.fresh()).clauses]
    assert order == ["art-1", "art-2", "art-9", "art-3"]
    moved = proposal_write(body.drafting, Written("move", "art-9", after=""), body.seats[0])
    body.adopt(moved)
    assert text_of(body.fresh()).clauses[0].id == "art-9"
    gone = proposal_write(body.drafting, Written("omit", "art-3"), body.seats[0])
    body.adopt(gone)
    assert "art-3" not in text_of(body.fresh()).by_id
    for code in ("en", "ur"):
        assert "3" not in "".join(text_of(body.drafting).base.wording[code].values())


def test_a_new_clause_needs_one_number_in_all_languages(body: Body) -> None:
    other = NEW | {"ur": NEW["ur"].replace("9", "8")}
    with pytest.raises(RefusedError):
        proposal_write(body.drafting, Written("new", after="art-2", texts=other), body.seats[0])


def test_the_author_takes_an_amendment_over_and_nobody_else(body: Body) -> None:
    target = body.propose(0, **HALF)
    texts = {
        code: text.replace("one half", "two thirds").replace("آدھا", "دو تہائی")
        for code, text in latest(target).texts.items()
    }
    written = Written("change", "art-1", texts=texts, amends=target)
    amendment = proposal_write(body.drafting, written, body.seats[2])
    with pytest.raises(RefusedError):
        amendment_accept(amendment, body.seats[2])
    assert "two thirds" in amendment_accept(amendment, body.seats[0]).texts["en"]
    amendment.refresh_from_db()
    assert amendment.state == "adopted"


def test_comments_stand_once_and_can_be_taken_back(body: Body) -> None:
    proposal = body.propose(0, **HALF)
    for _ in range(2):
        comment = comment_write(body.drafting, "Too much?", "en", body.seats[2], proposal=proposal)
    assert Comment.objects.count() == 1
    comment_withdraw(comment)
    assert Comment.objects.get().text == ""


def _results(**documents: dict[str, Any]) -> Results:
    return Results({kind.replace("_", "."): {"results": r} for kind, r in documents.items()})


def test_grounds_are_only_what_is_published_and_are_frozen_with_the_text(body: Body) -> None:
    found = {"findings": [{"id": "14", "title": {"en": "Land was taken", "ur": "زمین لی گئی"}}]}
    statements = {
        "statements": [
            {"id": "1", "verdict": "common_ground", "texts": {"en": {"text": "Land is common"}}},
            {"id": "2", "verdict": "withheld", "texts": {"en": {"text": "Land is theirs"}}},
        ]
    }
    results = _results(charter_coverage=found, dialogue_statements=statements)
    assert [c.ref for c in search_choices(results, "", "land")[0]] == ["14", "1"]
    assert [c.ref for c in search_choices(results, "", "زمین")[0]] == ["14"]
    assert find_choice(results, "statement", "2") is None
    assert find_choice(results, "right", "udhr-17") is not None
    covered = coverage_of(body.drafting, results, "en")
    assert [c.ref for _name, left in covered.left for c in left] == ["14", "1"]
    assert len(covered.bare) == 3
    proposal = body.propose(0, **HALF)
    choice = find_choice(results, "finding", "14")
    assert choice is not None
    ground_add(proposal, choice, {"en": "It answers this."})
    ground_add(proposal, choice, {"en": "It answers this."})
    assert proposal.grounds.count() == 1
    body.put(proposal)
    with pytest.raises(RefusedError):
        ground_add(proposal, choice, {})


def test_who_loses_the_role_loses_the_desk(body: Body, desk: Client) -> None:
    assert desk.get(_path(body, "")).status_code == 200
    RoleGrant.objects.filter(account=body.accounts[0]).update(ended_at=timezone.now())
    assert desk.get(_path(body, "")).status_code == 404


def test_a_community_without_a_seat_stands_in_the_way(db: None) -> None:
    body = build_body(opened=False, communities=("talhen", "orsane", "gharem"))
    (obstacle,) = obstacles_to_opening(body.drafting)
    assert "gharem" in obstacle
    seat_add(body.drafting, NewSeat(9, "", "gharem", "ridge"))
    assert obstacles_to_opening(body.drafting)  # a vacant seat agrees to nothing either


def test_a_charter_may_begin_empty(db: None) -> None:
    body = build_body("fresh", base=BaseText())
    assert text_of(body.drafting).clauses == ()
    body.adopt(proposal_write(body.drafting, Written("new", texts=NEW), body.seats[0]))
    (clause,) = text_of(body.fresh()).clauses
    assert clause.label == "9"
    assert clause.headings == {"en": "Air", "ur": "ہوا"}


def test_events_wait_for_a_release_that_names_the_log(body: Body) -> None:
    assert DraftingEvent.objects.filter(kind="opened").count() == 1
    assert append_drafting_events() == 0
    assert DraftingEvent.objects.filter(appended_at=None).count() == 1


def test_the_demonstration_is_made_once(db: None) -> None:
    folder = Path(__file__).parents[3] / "src/misaq/process/demo/resources/folder/charter/bases"
    texts = {
        code: {"t": (folder / f"covenant.{code}.txt").read_text("utf-8")} for code in ("en", "ur")
    }
    base = {"id": "covenant", "languages": ["en", "ur"], "texts": texts}
    results = _results(charter_proposals={"bases": [base]})
    names = [name for name, _secret, _code in demo_drafting(results)]
    assert "delegate-orsane" in names
    list(demo_drafting(results))
    proposals = Proposal.objects.filter(drafting__slug=SLUG)
    assert {p.state for p in proposals} == {"open", "at_vote", "adopted"}
    assert proposals.count() == 6
