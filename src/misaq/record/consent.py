"""Consent, purpose by purpose: nothing is allowed unless somebody who may say so said yes and stands by it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from misaq.foundation.faults import Fault
from misaq.record.vocabulary import check_term

SELF = "self"


@dataclass(frozen=True, slots=True)
class Consent:
    """One answer to one question: may this be used for that?

    number : its place in the log, from 1.
    subject : whom it is about. given_by : who answered. relation : code of `relationship`, "self" for the subject.
    purpose : code of `consent_purpose`. organisation : with whom it may be shared, only for "sharing".
    answer : "yes" or "no". given_at : when, with its time zone. until : the last day of a yes; None: no end.
    how, language : how it was obtained, and in which language.
    withdrawn_at : when it was taken back; None: it was not.
    """

    number: int
    subject: str
    given_by: str = field(repr=False)
    relation: str
    purpose: str
    answer: Literal["yes", "no"]
    given_at: datetime
    until: date | None = None
    how: str = field(default="", repr=False)
    language: str = ""
    organisation: str = ""
    withdrawn_at: datetime | None = None


def may_use(
    consents: Iterable[Consent],
    purpose: str,
    at: datetime,
    *,
    subject: str,
    organisation: str = "",
) -> bool:
    """Say whether something may be used for a purpose at a moment. Where nobody said yes, no.

    at : with its time zone. organisation : with whom, for "sharing"; a yes for one is no yes for another.
    Of each person's answers the newest by then stands; a withdrawal turns theirs into a no from its moment on, and
    only a new yes after it opens again. What the subject said stands alone, even run out. Where the subject said
    nothing, one relative's no is a no for all.

    >>> from datetime import UTC
    >>> said = Consent(1, "m1", "mother", "parent", "search", "yes", datetime(2026, 1, 5, tzinfo=UTC))
    >>> may_use([said], "search", datetime(2026, 2, 1, tzinfo=UTC), subject="m1")
    True
    >>> may_use([said], "publication_of_name", datetime(2026, 2, 1, tzinfo=UTC), subject="m1")
    False
    """
    standing: dict[tuple[str, bool], _Word] = {}
    for one in consents:
        about = (one.subject, one.purpose, one.organisation)
        if about != (subject, purpose, organisation) or one.given_at > at:
            continue
        for word in _words(one, at):
            key = (one.given_by, one.relation == SELF)
            standing[key] = max(standing.get(key, word), word)
    own = [word for (_, by_self), word in standing.items() if by_self]
    if own:
        return all(word.allows for word in own)
    refused = any(word.refuses for word in standing.values())
    return not refused and any(word.allows for word in standing.values())


def check_consents(consents: Sequence[Consent]) -> list[Fault]:
    """Find answers by nobody, to no purpose, without a time zone, shared with nobody, or taken back too early."""
    faults: list[Fault] = []
    for place, one in enumerate(consents, start=1):
        params = {"id": f"{one.subject}/{one.number}"}
        if one.number != place:
            faults.append(Fault("consent_not_a_log", column="number", params=params))
        faults += check_term(
            "consent_purpose", one.purpose, record_id=params["id"], field="purpose"
        )
        faults += check_term("relationship", one.relation, record_id=params["id"], field="relation")
        if not one.given_by or not one.subject:
            faults.append(Fault("consent_by_nobody", column="given_by", params=params))
        if (one.purpose == "sharing") != bool(one.organisation):
            faults.append(Fault("consent_with_whom", column="organisation", params=params))
        if one.answer not in {"yes", "no"}:
            faults.append(Fault("consent_no_answer", column="answer", params=params))
        moments = [moment for moment in (one.given_at, one.withdrawn_at) if moment is not None]
        if any(moment.tzinfo is None for moment in moments):
            faults.append(Fault("consent_no_time_zone", column="given_at", params=params))
        elif one.withdrawn_at is not None and one.withdrawn_at < one.given_at:
            faults.append(Fault("consent_backwards", column="withdrawn_at", params=params))
    return faults


@dataclass(frozen=True, order=True)
class _Word:
    """One answer or withdrawal; of the same moment a refusal is the later."""

    moment: datetime
    refuses: bool
    number: int
    allows: bool


def _words(one: Consent, at: datetime) -> list[_Word]:
    yes = one.answer == "yes"
    in_time = one.until is None or at.date() <= one.until
    words = [_Word(one.given_at, not yes, one.number, yes and in_time)]
    if one.withdrawn_at is not None and one.withdrawn_at <= at:
        words.append(_Word(one.withdrawn_at, True, one.number, False))
    return words
