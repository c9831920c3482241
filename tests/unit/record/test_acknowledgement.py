"""The latest answer stands, whatever the order of the rows."""

from dataclasses import replace
from itertools import permutations

from misaq.foundation.dates import parse_edtf, parse_hijri
from misaq.record import (
    Acknowledgement,
    PromisedRemedy,
    Response,
    check_acknowledgements,
    current_acknowledgement,
    draft_commitments,
    latest_answers,
)
from misaq.table import Commitment


def response(name, answer, date="", report="a/1"):
    return Response(name, report, answer, parse_edtf(date) if date else None)


def test_the_latest_date_wins_in_any_order():
    given = [
        response("r1", "silent"),
        response("r2", "full", "2019-05-02"),
        response("r3", "denied", "2020"),
        response("r4", "partial", "2020-03-01"),
        response("r5", "full", "2019", "a/2"),
    ]
    for order in permutations(given):
        assert dict(latest_answers(order)) == {"a/1": "denied", "a/2": "full"}


def test_the_same_date_is_settled_by_the_id():
    given = [response("r2", "denied", "2020"), response("r1", "full", "2020")]
    assert latest_answers(given) == latest_answers(reversed(given)) == {"a/1": "denied"}


def told(name="k1", answer="full", date="2026-05-01", **more):
    given = {"spoken_by": "minister", "authority": "for the government", "forms": ("statement",)}
    if answer in {"denied", "silent"}:
        given["forms"] = ()
    when = parse_edtf(date) if date else None
    return Acknowledgement(
        name, "a/1", "x", {"en": "X", "ur": "ایکس"}, answer, when, **{**given, **more}
    )


def test_the_latest_word_of_each_side_stands():
    given = [told("k1", "denied", "2019"), told("k2", "full", "2021-03"), told("k3", "partial", "")]
    for order in permutations(given):
        assert current_acknowledgement(order, "a/1", "x").id == "k2"
    assert current_acknowledgement(given, "a/1", "y") is None
    assert current_acknowledgement(given, "a/2", "x") is None


def test_what_is_promised_becomes_commitments_that_the_table_can_read():
    promise = PromisedRemedy(
        "m1",
        {"en": "Build the house again", "ur": "گھر دوبارہ بنانا"},
        parse_edtf("2027-06"),
        "north",
    )
    hijri = PromisedRemedy("m2", {"en": "A stone"}, parse_hijri("1449-01"))
    drafts = draft_commitments(told(remedies=(promise, hijri), forms=("apology", "reparation")))
    commitments = [
        Commitment(one.id, one.title, one.obligor, one.beneficiary, parse_edtf(one.due) if one.due else None)
        for one in drafts
    ]  # fmt: skip
    assert [one.id for one in commitments] == ["k1-m1", "k1-m2"]
    assert commitments[0].due == promise.due
    assert (commitments[1].due.earliest, commitments[1].due.latest) == (
        hijri.due.earliest, hijri.due.latest,
    )  # fmt: skip
    assert commitments[0].obligor["ur"] == "ایکس"
    assert {one.source for one in drafts} == {"k1"}
    assert draft_commitments(told()) == ()


def test_who_acknowledges_says_in_what_capacity_and_a_denial_has_no_form():
    assert check_acknowledgements([told(), told("k2", "denied", spoken_by="", authority="")]) == []
    assert told(forms=("statement", "apology")).apologised
    assert not told().apologised
    odd = [
        replace(told(answer="yes", forms=()), by=""),
        told("k1", authority=""),
        told("k3", "silent", forms=("apology",)),
        told("k4", forms=()),
        told("k5", forms=("hug",)),
        told("k6", remedies=(PromisedRemedy("m1", {"en": " "}),)),
    ]
    assert [(fault.code, fault.params["id"]) for fault in check_acknowledgements(odd)] == [
        ("record_unknown_term", "k1"),
        ("acknowledgement_by_nobody", "k1"),
        ("record_same_id", "k1"),
        ("acknowledgement_no_authority", "k1"),
        ("acknowledgement_forms", "k3"),
        ("acknowledgement_forms", "k4"),
        ("record_unknown_term", "k5"),
        ("acknowledgement_empty_remedy", "k6"),
    ]
