"""What was asked and replied, the same for every side; nobody is named before they could reply."""

from datetime import date, timedelta

import pytest

from misaq.record import (
    Actor,
    CourtFinding,
    Involvement,
    Reply,
    ResponseRequest,
    actor_kinds,
    check_requests,
    may_name,
    request_standing,
    terms,
)

SENT, DUE = date(2026, 5, 1), date(2026, 5, 31)


def asked(name="q1", kind="right_of_reply", to="x", reports=("a/1",), sent=SENT, due=DUE):
    return ResponseRequest(name, to, reports, kind, sent, due)


def replied(name="r1", kind="denied_act", on=date(2026, 5, 10), request="q1", **more):
    return Reply(name, request, kind, on, **more)


@pytest.mark.parametrize(
    ("on", "state", "left"),
    [
        (SENT - timedelta(1), "not_sent", None),
        (SENT, "open", 30),
        (DUE, "open", 0),
        (DUE + timedelta(1), "overdue", -1),
    ],
)
def test_where_a_request_stands_on_each_day(on, state, left):
    standing = request_standing(asked(), [], on)
    assert (standing.state, standing.days_left, standing.latest) == (state, left, None)
    # noting silence is no reply
    silence = replied(kind="no_answer", on=DUE + timedelta(1))
    assert request_standing(asked(), [silence], on).state == state


def test_the_newest_reply_stands_and_one_to_another_request_does_not():
    given = [
        replied("r2", "produced_person", date(2026, 5, 20)),
        replied(),
        replied("r9", request="q2", on=SENT),
    ]
    assert request_standing(asked(), given, date(2026, 5, 9)).state == "open"
    first = request_standing(asked(), given, date(2026, 5, 10))
    assert (first.latest.id, first.complied) == ("r1", False)
    second = request_standing(asked(), given, date(2027, 1, 1))
    assert (second.latest.id, second.complied, second.days_left) == ("r2", True, None)


def name(actor, on, **more):
    given = {"involvements": [], "requests": [asked()], "replies": [], "independent_sources": 2}
    decision = may_name(actor, "a/1", on, **{**given, **more})
    assert decision.allowed == (not decision.obstacles)
    return decision.obstacles


@pytest.mark.parametrize("kind", actor_kinds())
def test_an_institution_of_any_side_is_named_only_after_it_could_reply(kind):
    actor = Actor("x", kind, "X")
    for days in (29, 30):
        assert name(actor, SENT + timedelta(days)) == ("time_to_reply",)
    assert name(actor, SENT + timedelta(31)) == ()
    assert name(actor, SENT + timedelta(31), days=40) == ("time_to_reply",)
    assert name(actor, date(2026, 5, 10), replies=[replied()]) == ()
    assert name(actor, date(2027, 1, 1), independent_sources=1) == ("few_sources",)
    for other in (asked(kind="information"), asked(to="y"), asked(reports=("a/2",))):
        assert name(actor, date(2027, 1, 1), requests=[other]) == ("not_asked",)
    assert name(actor, SENT - timedelta(1), independent_sources=0) == ("few_sources", "not_asked")


@pytest.mark.parametrize("kind", actor_kinds())
def test_a_single_person_is_named_only_on_a_final_finding(kind):
    person = Actor("x", kind, "X", person=True)
    said = Involvement("n1", "a1", "x", "ordered", "court_finding", "c/1")
    open_to_appeal = CourtFinding("High Court", "12/2024", date(2024, 5, 1), final=False)
    final = CourtFinding("High Court", "12/2024", date(2024, 5, 1), final=True)
    later = date(2030, 1, 1)

    def with_finding(found):
        return Involvement("n1", "a1", "x", "ordered", "court_finding", "c/1", found)

    assert name(person, later) == ("alleged_person",)
    assert name(person, later, involvements=[said], independent_sources=99) == ("alleged_person",)
    assert name(person, later, involvements=[with_finding(open_to_appeal)]) == ("alleged_person",)
    assert name(person, later, involvements=[with_finding(final)]) == ()
    assert name(person, later, involvements=[with_finding(final), said]) == ("alleged_person",)


def test_a_longer_time_that_was_promised_is_kept():
    patient = asked(due=SENT + timedelta(60))
    actor = Actor("x", "company", "X")
    assert name(actor, SENT + timedelta(60), requests=[patient]) == ("time_to_reply",)
    assert name(actor, SENT + timedelta(61), requests=[patient]) == ()


def test_every_fault_is_found():
    assert (
        check_requests(
            [asked()],
            [replied(kind=kind) for kind in terms("response_kind") if kind != "no_answer"],
        )
        == []
    )
    faults = check_requests(
        [asked(), asked(kind="plea", to="", due=SENT - timedelta(1))],
        [
            replied(kind="shrug"),
            replied(request="q9"),
            replied(on=SENT - timedelta(400)),
        ],
    )
    assert [fault.code for fault in faults] == [
        "record_same_id", "record_unknown_term", "request_to_nobody", "request_backwards",
        "record_unknown_term", "reply_to_nothing", "reply_too_early",
    ]  # fmt: skip
    for on, found in ((DUE, ["reply_silence_too_soon"]), (DUE + timedelta(1), [])):
        noted = check_requests([asked()], [replied(kind="no_answer", on=on)])
        assert [fault.code for fault in noted] == found
