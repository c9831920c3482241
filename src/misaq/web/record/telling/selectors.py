"""What was told: read for who holds the organisation's key, and for who holds the return code."""

import json
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from misaq.record import (
    BoxKey,
    Secret,
    WrongSecretError,
    open_box,
    read_return_code,
    return_code_mark,
)
from misaq.web.accounts.access import Person
from misaq.web.record.access import submissions_of
from misaq.web.record.models import CustodianGroup, Organisation, Submission
from misaq.web.record.sealed.services import keepers_of
from misaq.web.record.telling.near import Flood, find_alike, find_flood, marks_of
from misaq.web.record.telling.services import about_message, about_told
from misaq.web.record.unlocking import Keyring

AT_ONCE = 400  # texts that one page opens to mark them: the rest at the next look
A_PAGE = 50
MONTH = 31


def takers() -> list[Organisation]:
    """The organisations that take what people tell, by name."""
    found = Organisation.objects.filter(takes_submissions=True).order_by("name_en")
    return [one for one in found if one.inbox_public]


def seals() -> bool:
    """Whether there are custodians who can keep who somebody is."""
    return CustodianGroup.objects.filter(ended_at=None).exists()


def custodians_for_browser() -> str:
    """The custodians as the sealing script takes them; "" while there are none."""
    group = CustodianGroup.objects.filter(ended_at=None).first()
    if group is None:
        return ""
    named = [{"name": one.name, "recipient": one.recipient} for one in keepers_of(group).custodians]
    return json.dumps({"threshold": group.threshold, "custodians": named})


def told_of(submission: Submission, keys: Keyring) -> dict[str, Any]:
    """What was told. Raises OtherKeyError, WrongSecretError; {} when it was taken back."""
    if not submission.boxed:
        return {}
    text = keys.open_inbox(
        submission.organisation, bytes(submission.boxed), about=about_told(submission.pk)
    )
    told: dict[str, Any] = json.loads(text)
    return told


@dataclass(frozen=True)
class Line:
    """One message as its reader sees it; `text` is None for what the reader cannot open."""

    to_submitter: bool
    sent_on: Any
    text: str | None


def messages_inside(submission: Submission, keys: Keyring) -> list[Line]:
    """The messages as the organisation reads them: those to it; of its own answers only that they were sent."""
    about = about_message(submission.pk, to_submitter=False)
    return [
        Line(
            row.to_submitter,
            row.sent_on,
            None
            if row.to_submitter
            else keys.open_inbox(submission.organisation, bytes(row.boxed), about=about),
        )
        for row in submission.messages.order_by("pk")
    ]


def messages_outside(submission: Submission, reply: BoxKey) -> list[Line]:
    """The messages as who told it reads them by their code."""
    about = about_message(submission.pk, to_submitter=True)
    return [
        Line(
            row.to_submitter,
            row.sent_on,
            open_box(reply.private, bytes(row.boxed), about=about).reveal().decode()
            if row.to_submitter
            else None,
        )
        for row in submission.messages.order_by("pk")
    ]


def by_code(code: str) -> tuple[Submission, BoxKey] | None:
    """What a return code belongs to; None for a wrong one, and for one whose telling was taken back."""
    try:
        reply = read_return_code(Secret(code.encode()))
    except WrongSecretError:
        return None
    found = (
        Submission.objects.filter(code_hash=return_code_mark(reply))
        .exclude(state=Submission.State.WITHDRAWN)
        .select_related("organisation", "sealed", "case")
        .first()
    )
    return None if found is None else (found, reply)


def mark_new(person: Person, keys: Keyring) -> int:
    """Give marks to texts that have none yet, now that their key is here; returns to how many."""
    bare = submissions_of(person).filter(near=[], state=Submission.State.WAITING)
    done = []
    for submission in bare.select_related("organisation")[:AT_ONCE]:
        if keys.has(submission.organisation) and submission.boxed:
            text = str(told_of(submission, keys).get("text", ""))
            submission.near = marks_of(text, keys.key(submission.organisation))
            done.append(submission)
    Submission.objects.bulk_update(done, ["near"], batch_size=200)
    return len(done)


@dataclass(frozen=True)
class Waiting:
    """What waits at the desk.

    rows : (submission, the first that it is like, or None). floods : (organisation, flood).
    n_alike : how many are like an earlier one.
    """

    rows: list[tuple[Submission, Submission | None]]
    floods: list[tuple[Organisation, Flood]]
    n_waiting: int
    n_alike: int


def waiting_at(person: Person, keys: Keyring) -> Waiting:
    """What waits to be read: oldest first, near-duplicates beside the first of their kind, floods on top."""
    mark_new(person, keys)
    every = list(
        submissions_of(person)
        .exclude(state=Submission.State.WITHDRAWN)
        .select_related("organisation", "case")
        .defer("boxed")
        .order_by("received_on", "pk")
    )
    like: dict[str, str] = {}
    for organisation in {one.organisation_id for one in every}:
        own = [one for one in every if one.organisation_id == organisation]
        like |= find_alike({str(one.pk): one.near for one in own})
    named = {str(one.pk): one for one in every}
    waits = [one for one in every if one.state == Submission.State.WAITING]
    rows = [(one, named.get(like.get(str(one.pk), ""))) for one in waits]
    return Waiting(
        rows[:A_PAGE], _floods(every), len(waits), sum(1 for _one, first in rows if first)
    )


def _floods(every: list[Submission]) -> list[tuple[Organisation, Flood]]:
    today = timezone.localdate()
    found = []
    for organisation in {one.organisation for one in every}:
        days = Counter(
            one.received_on
            for one in every
            if one.organisation_id == organisation.pk and (today - one.received_on).days <= MONTH
        )
        flood = find_flood(days, today)
        if flood is not None:
            found.append((organisation, flood))
    return found


def decided_at(person: Person) -> list[Submission]:
    """What was decided about lately, newest first."""
    decided = submissions_of(person).exclude(state=Submission.State.WAITING)
    return list(
        decided.select_related("organisation", "case")
        .defer("boxed")
        .order_by("-received_on", "pk")[:A_PAGE]
    )
