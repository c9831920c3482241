"""The ladder: one rung at a time, never by an author, the second coder blind."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from misaq.foundation.agreement import cohen_kappa
from misaq.foundation.errors import FaultsError
from misaq.record import (
    LADDER,
    Review,
    check_review,
    compare_codings,
    current_rung,
    may_review,
    next_steps,
    record_review,
    terms,
)

AUTHORS = ("Alia", "Baz")
DAY = date(2026, 5, 1)


def step(number, name, reviewer, **more):
    given = {"no_conflict": True, "standard": "reasonable_grounds", "independent_sources": 2}
    if name == "second":
        given["blind"] = True
    if name in {"return", "reopen"}:
        given["reason"] = "a new source"
    return Review(number, "c1", name, reviewer, DAY, **{**given, **more})


ADMIT, PEER, SECOND = step(1, "admit", "Noor"), step(2, "peer", "Sana"), step(3, "second", "Daud")
WHOLE = (ADMIT, PEER, SECOND)


def climb(*reviews):
    log = ()
    for review in reviews:
        log = record_review(log, review, authors=AUTHORS)
    return log


def barred(log, review):
    return [(fault.code, fault.column) for fault in check_review(log, review, authors=AUTHORS)]


def test_the_rungs_are_those_of_the_list():
    assert list(terms("verification")) == list(LADDER)


def test_a_case_climbs_one_rung_with_each_step():
    assert current_rung(()) == "quarantine"
    assert [current_rung(WHOLE[:n]) for n in range(4)] == list(LADDER)
    assert climb(*WHOLE) == WHOLE


@pytest.mark.parametrize("author", AUTHORS)
@pytest.mark.parametrize("place", range(3))
def test_an_author_takes_no_step_at_all(author, place):
    own = replace(WHOLE[place], reviewer=author)
    assert barred(WHOLE[:place], own) == [("review_own_case", "reviewer")]
    assert next_steps(WHOLE[:place], author, authors=AUTHORS) == ()
    assert not may_review(WHOLE[:place], own.step, author, authors=AUTHORS)


def test_no_rung_is_skipped():
    for n, name in (
        (0, "peer"),
        (0, "second"),
        (1, "second"),
        (1, "admit"),
        (2, "peer"),
        (3, "second"),
    ):
        review = step(n + 1, name, "Zed")
        assert ("review_wrong_rung", "step") in barred(WHOLE[:n], review), (n, name)
        with pytest.raises(FaultsError):
            record_review(WHOLE[:n], review, authors=AUTHORS)


@pytest.mark.parametrize("known", ["Noor", "Sana"])
def test_the_second_coder_had_nothing_to_do_with_the_case(known):
    assert barred(WHOLE[:2], replace(SECOND, reviewer=known)) == [("review_not_blind", "reviewer")]
    assert "second" not in next_steps(WHOLE[:2], known, authors=AUTHORS)
    assert "second" in next_steps(WHOLE[:2], "Daud", authors=AUTHORS)
    # somebody who had only returned the case has read it too
    log = climb(ADMIT, PEER, step(3, "return", "Daud"), replace(PEER, number=4))
    assert not may_review(log, "second", "Daud", authors=AUTHORS)


@pytest.mark.parametrize(
    ("change", "code"),
    [({"blind": False}, "review_not_blind"), ({"open_differences": 2}, "review_open_differences"),
     ({"independent_sources": 1}, "review_few_sources"), ({"no_conflict": False}, "review_conflict"),
     ({"standard": "reasonable_suspicion"}, "review_standard_low"), ({"standard": "sure"}, "record_unknown_term"),
     ({"number": 4}, "review_not_a_log"), ({"case": "c2"}, "review_not_a_log"),
     ({"on": date(2026, 4, 1)}, "review_backwards"), ({"reviewer": ""}, "review_by_nobody")],
)  # fmt: skip
def test_each_thing_that_stands_in_the_way_of_verified(change, code):
    assert [found for found, _ in barred(WHOLE[:2], replace(SECOND, **change))] == [code]


def test_a_final_judgment_needs_no_second_source():
    judged = replace(SECOND, standard="court_finding", independent_sources=1)
    assert barred(WHOLE[:2], judged) == []


def test_a_peer_needs_grounds_and_admitting_needs_none():
    assert barred((), replace(ADMIT, standard="allegation")) == []
    assert barred(WHOLE[:1], replace(PEER, standard="allegation")) == [
        ("review_standard_low", "standard")
    ]


def test_returning_goes_one_rung_down_and_reopening_to_the_allegation():
    assert current_rung(climb(*WHOLE, step(4, "return", "Noor"))) == "reviewed"
    assert current_rung(climb(*WHOLE, step(4, "reopen", "Noor"))) == "allegation"
    assert current_rung(climb(ADMIT, step(2, "return", "Sana"))) == "quarantine"
    for name in ("return", "reopen"):
        assert barred(WHOLE, step(4, name, "Noor", reason=" ")) == [("review_no_reason", "reason")]
    assert barred((), step(1, "return", "Noor")) == [("review_wrong_rung", "step")]
    assert barred((ADMIT,), step(2, "reopen", "Noor")) == [("review_wrong_rung", "step")]


def test_what_each_person_may_do_next_is_told_on_every_rung():
    told = [next_steps(WHOLE[:n], "Zed", authors=AUTHORS) for n in range(4)]
    assert told == [
        ("admit",),
        ("peer", "return"),
        ("second", "return", "reopen"),
        ("return", "reopen"),
    ]


def test_an_unknown_step_is_a_fault_and_no_error():
    assert barred((), step(1, "vote", "Noor")) == [("review_unknown_step", "step")]


def test_two_codings_side_by_side():
    first = {"a1": "DOL", "a2": "KIL", "a3": "DOL", "a4": "TOR"}
    second = {"a1": "DOL", "a2": "KIA", "a3": "DOL", "a5": "TOR"}
    laid = compare_codings(first, second)
    assert [(one.item, one.first, one.second) for one in laid.differences] == [
        ("a2", "KIL", "KIA"), ("a4", "TOR", ""), ("a5", "", "TOR"),
    ]  # fmt: skip
    assert laid.agreement.n == 3
    assert laid.agreement.value == cohen_kappa(np.array([0, 1, 0]), np.array([0, 2, 0])).value
    assert compare_codings({}, {}).agreement.n == 0
