"""Consent, purpose by purpose: without a yes, no; a withdrawal wins from its moment on."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from misaq.record import Consent, check_consents, may_use, terms

T0 = datetime(2026, 1, 1, 12, tzinfo=UTC)
PURPOSES = list(terms("consent_purpose"))


def day(n):
    return T0 + timedelta(days=n)


def said(answer="yes", at=0, by="mother", relation="parent", purpose="search", number=1, **more):
    withdrawn = more.pop("withdrawn", None)
    return Consent(
        number, "m1", by, relation, purpose, answer, day(at),
        withdrawn_at=None if withdrawn is None else day(withdrawn), **more,
    )  # fmt: skip


def may(given, at=10, purpose="search", **more):
    return may_use(given, purpose, day(at), subject="m1", **more)


@pytest.mark.parametrize("purpose", PURPOSES)
def test_without_a_yes_no_and_a_yes_is_for_its_purpose_alone(purpose):
    with_whom = {"organisation": "clinic"} if purpose == "sharing" else {}
    assert not may([], purpose=purpose, **with_whom)
    yes = [said(purpose=purpose, **with_whom)]
    for other in PURPOSES:
        whom = {"organisation": "clinic"} if other == "sharing" else {}
        assert may(yes, purpose=other, **whom) == (other == purpose)


def test_from_its_moment_to_its_last_day_and_not_a_moment_longer():
    yes = [said(until=date(2026, 1, 5))]
    assert not may_use(yes, "search", T0 - timedelta(microseconds=1), subject="m1")
    assert may_use(yes, "search", T0, subject="m1")
    assert may_use(yes, "search", datetime(2026, 1, 5, 23, 59, tzinfo=UTC), subject="m1")
    assert not may_use(yes, "search", datetime(2026, 1, 6, tzinfo=UTC), subject="m1")


def test_a_withdrawal_wins_from_its_moment_on_and_only_a_new_yes_opens_again():
    given = [said(withdrawn=3), said(number=2, at=2)]
    assert [may(given, at) for at in (1, 2, 3, 10)] == [True, True, False, False]
    again = [*given, said(number=3, at=5)]
    assert [may(again, at) for at in (3, 4, 5)] == [False, False, True]
    assert not may([said(), said("no", number=2)])  # at one moment, no wins


def test_one_relative_s_no_is_a_no_and_another_s_expiry_is_not():
    assert not may([said(), said("no", by="brother", relation="sibling", number=2)])
    assert not may([said(), said(by="brother", relation="sibling", withdrawn=3, number=2)])
    assert may([said(), said(by="brother", relation="sibling", until=date(2026, 1, 2), number=2)])


def test_what_the_subject_said_stands_over_the_relatives():
    own = {"by": "m1", "relation": "self", "number": 2}
    assert may([said("no"), said(**own)])
    assert not may([said(), said("no", **own)])
    assert not may([said(), said(until=date(2026, 1, 2), **own)])
    assert may([said(), said("no", at=20, **own)])


def test_a_yes_for_one_organisation_is_none_for_another():
    given = [said(purpose="sharing", organisation="clinic")]
    assert may(given, purpose="sharing", organisation="clinic")
    assert not may(given, purpose="sharing", organisation="archive")
    assert not may(given, purpose="sharing")
    assert not may_use(given, "sharing", day(10), subject="m2", organisation="clinic")


def test_moments_compare_across_time_zones():
    karachi = timezone(timedelta(hours=5))
    given = [
        Consent(
            1, "m1", "mother", "parent", "search", "yes", datetime(2026, 1, 1, 17, tzinfo=karachi)
        )
    ]
    assert may_use(given, "search", T0, subject="m1")
    assert not may_use(given, "search", T0 - timedelta(seconds=1), subject="m1")


def test_every_fault_is_found_and_who_answered_reaches_no_log():
    assert check_consents([said(), said(number=2, purpose="sharing", organisation="clinic")]) == []
    odd = [
        said("maybe", by="", relation="boss", purpose="film", number=2),
        said(number=2, organisation="clinic", withdrawn=-1),
        Consent(3, "m1", "mother", "parent", "sharing", "yes", datetime(2026, 1, 1)),  # noqa: DTZ001
    ]
    assert [fault.code for fault in check_consents(odd)] == [
        "consent_not_a_log", "record_unknown_term", "record_unknown_term", "consent_by_nobody", "consent_no_answer",
        "consent_with_whom", "consent_backwards", "consent_with_whom", "consent_no_time_zone",
    ]  # fmt: skip
    assert "mother" not in repr(said())
