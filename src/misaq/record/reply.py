"""What was asked of an authority or a group, what it replied, and whether it may be named before it has.

The same rules for every side. Silence counts only when the time to answer is over.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from misaq.foundation.faults import Fault
from misaq.record.involvement import Actor, Involvement
from misaq.record.vocabulary import check_term

_RIGHT_OF_REPLY = "right_of_reply"


@dataclass(frozen=True, slots=True)
class ResponseRequest:
    """One thing asked of one addressee.

    addressee : id of an actor, of any side. reports : reports or acts it is about. kind : code of `request_kind`.
    sent_on, due_on : the day it went out, and the last day to answer.
    content, channel : what was asked, and the way it went (a letter, a go-between).
    """

    id: str
    addressee: str
    reports: tuple[str, ...]
    kind: str
    sent_on: date
    due_on: date
    content: str = field(default="", repr=False)
    channel: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply to one request. kind : code of `response_kind`. published : it stands beside the case, for all."""

    id: str
    request: str
    kind: str
    received_on: date
    content: str = field(default="", repr=False)
    published: bool = False


@dataclass(frozen=True, slots=True)
class RequestStanding:
    """Where one request stands on a day.

    state : "not_sent" before it went out; "open"; "answered"; "overdue" when its last day has passed unanswered.
    days_left : whole days to the last day, below 0 when it has passed; None once answered and before sending.
    latest : the newest reply by then, None when there is none. complied : the person was produced.
    """

    request: str
    state: Literal["not_sent", "open", "answered", "overdue"]
    days_left: int | None
    latest: Reply | None
    complied: bool


@dataclass(frozen=True, slots=True)
class NamingDecision:
    """Whether an actor may be named in a publication on a day, and each thing that still stands in the way."""

    allowed: bool
    obstacles: tuple[str, ...]


def request_standing(
    request: ResponseRequest, replies: Iterable[Reply], on: date
) -> RequestStanding:
    """Say where a request stands on a day. A noted "no_answer" is no reply.

    >>> asked = ResponseRequest("q1", "north", ("list/4",), "information", date(2026, 5, 1), date(2026, 5, 31))
    >>> [request_standing(asked, [], date(2026, month, 1)).state for month in (4, 5, 6)]
    ['not_sent', 'open', 'overdue']
    """
    given = [
        one
        for one in replies
        if one.request == request.id and one.received_on <= on and one.kind != "no_answer"
    ]
    latest = max(given, key=lambda one: (one.received_on, one.id), default=None)
    complied = any(one.kind == "produced_person" for one in given)
    if latest is not None:
        return RequestStanding(request.id, "answered", None, latest, complied)
    if on < request.sent_on:
        return RequestStanding(request.id, "not_sent", None, None, False)
    days_left = (request.due_on - on).days
    return RequestStanding(
        request.id, "overdue" if days_left < 0 else "open", days_left, None, False
    )


def may_name(
    actor: Actor,
    report: str,
    on: date,
    *,
    involvements: Iterable[Involvement],
    requests: Iterable[ResponseRequest],
    replies: Iterable[Reply],
    independent_sources: int,
    days: int = 30,
    needed_sources: int = 2,
) -> NamingDecision:
    """Say whether an actor may be named in what is published of one report.

    involvements : of this actor, in the acts of this report.
    independent_sources : how many say so, as the lineage of the sources counts them.
    days : how long an institution must have had to reply, counted from the day the right of reply was sent.
    A person is named only once a court's finding is final. Anybody else, of any side, needs so many independent
    sources, and must have replied or have had the time to.

    Returns the decision; its obstacles are codes: "alleged_person", "few_sources", "not_asked", "time_to_reply".
    """
    obstacles = []
    if actor.person:
        found = [one for one in involvements if one.actor == actor.id]
        if not found or any(one.is_alleged for one in found):
            obstacles.append("alleged_person")
        return NamingDecision(not obstacles, tuple(obstacles))
    if independent_sources < needed_sources:
        obstacles.append("few_sources")
    asked = [
        one
        for one in requests
        if one.addressee == actor.id
        and one.kind == _RIGHT_OF_REPLY
        and report in one.reports
        and one.sent_on <= on
    ]
    given = list(replies)
    if not asked:
        obstacles.append("not_asked")
    elif not any(
        request_standing(one, given, on).state == "answered"
        or on >= max(one.sent_on + timedelta(days=days), one.due_on + timedelta(days=1))
        for one in asked
    ):
        obstacles.append("time_to_reply")
    return NamingDecision(not obstacles, tuple(obstacles))


def check_requests(requests: Sequence[ResponseRequest], replies: Sequence[Reply]) -> list[Fault]:
    """Find requests due before they are sent or to nobody, and replies to none, too early or silent too soon."""
    known = {request.id: request for request in requests}
    faults: list[Fault] = []
    seen: set[str] = set()
    for request in requests:
        params = {"id": request.id}
        if request.id in seen:
            faults.append(Fault("record_same_id", column="id", params=params))
        seen.add(request.id)
        faults += check_term("request_kind", request.kind, record_id=request.id, field="kind")
        if not request.addressee:
            faults.append(Fault("request_to_nobody", column="addressee", params=params))
        if request.due_on < request.sent_on:
            faults.append(Fault("request_backwards", column="due_on", params=params))
    for reply in replies:
        params = {"id": reply.id, "value": reply.request}
        faults += check_term("response_kind", reply.kind, record_id=reply.id, field="kind")
        asked = known.get(reply.request)
        if asked is None:
            faults.append(Fault("reply_to_nothing", column="request", params=params))
        elif reply.received_on < asked.sent_on:
            faults.append(Fault("reply_too_early", column="received_on", params=params))
        elif reply.kind == "no_answer" and reply.received_on <= asked.due_on:
            faults.append(Fault("reply_silence_too_soon", column="received_on", params=params))
    return faults
