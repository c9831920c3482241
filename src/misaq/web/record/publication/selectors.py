"""What is public of the record on this site, and what waits to become so."""

import json
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from misaq.record import public_profile
from misaq.web.accounts.access import Person
from misaq.web.record.access import cases_of, proposals_for
from misaq.web.record.authority.selectors import standing_of
from misaq.web.record.models import (
    Acknowledgement,
    Case,
    Organisation,
    PublicationRelease,
    PublishedCase,
    Response,
    ResponseRequest,
)
from misaq.web.record.models.reply import Checked
from misaq.web.record.publication.consents import may_be_named
from misaq.web.record.publication.face import COUNTED, NOTHING, houses_named

PUBLIC = PublishedCase.State.PUBLISHED
A_PAGE = 50


@dataclass(frozen=True)
class Quoted:
    """Words of somebody who answers: whole, or why not. why : "" shown, "waits", "withheld"."""

    text: str
    language: str
    why: str


@dataclass(frozen=True)
class Asked:
    """What one organisation was asked about a case, and what came back; only what may be read by everybody."""

    house: Organisation
    kind: str
    subject: str
    sent: Any
    due: Any
    state: str
    answers: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class PublicCase:
    """A published case as everybody reads it."""

    ref: str
    facts: dict[str, Any]
    names: list[str]
    published_on: Any
    asked: list[Asked] = field(default_factory=list)
    words: list[dict[str, Any]] = field(default_factory=list)


def published_cases() -> list[PublicCase]:
    """Every published case, newest first, without what was asked and answered."""
    return [_face(row) for row in _public().order_by("-published_at", "ref")]


def _public() -> QuerySet[PublishedCase]:
    """What is public now: a case that is doubted again leaves until it has been reviewed again."""
    rows = PublishedCase.objects.filter(state=PUBLIC, case__erased_at=None)
    return rows.filter(case__stage__in=COUNTED).select_related("case")


def published_case(ref: str) -> PublicCase | None:
    """One published case with what was asked, answered and acknowledged; None when there is none."""
    row = _public().filter(ref=ref).first()
    return None if row is None else public_of(row)


def public_of(row: PublishedCase) -> PublicCase:
    """A case as its public page shows it, or would."""
    face, houses = _face(row), houses_named(row.public)
    return PublicCase(
        face.ref,
        face.facts,
        face.names,
        face.published_on,
        asked=_asked(row.case, houses),
        words=_words(row.case, houses),
    )


def _face(row: PublishedCase) -> PublicCase:
    """Consent to a name is asked for again at every look: what is withdrawn is gone from the next page on."""
    names = [str(one["name"]) for one in row.names if may_be_named(row.case, one["mention"])]
    day = timezone.localdate(row.published_at) if row.published_at else None
    return PublicCase(row.ref, {**NOTHING, **public_profile(row.public)}, names, day)


def _asked(case: Case, houses: list[Organisation]) -> list[Asked]:
    today, found = timezone.localdate(), []
    rows = ResponseRequest.objects.filter(case=case, addressee__in=houses).order_by("sent_at")
    for one in rows.select_related("addressee").prefetch_related("responses"):
        responses = sorted(one.responses.all(), key=lambda answer: answer.answered_at)
        found.append(
            Asked(
                house=one.addressee,
                kind=one.kind,
                subject=one.subject,
                sent=timezone.localdate(one.sent_at),
                due=one.due_on,
                state=standing_of(one, responses, today).state,
                answers=[
                    {
                        "kind": answer.kind,
                        "on": timezone.localdate(answer.answered_at),
                        "quoted": _quoted(answer, answer.public_text, answer.public_language),
                    }
                    for answer in responses
                ],
            )
        )
    return found


def _quoted(row: Response | Acknowledgement, text: str, language: str) -> Quoted | None:
    if not text:
        return None
    if row.checked == Checked.SHOWN:
        return Quoted(text, language, "")
    return Quoted("", "", "withheld" if row.checked == Checked.WITHHELD else "waits")


def _words(case: Case, houses: list[Organisation]) -> list[dict[str, Any]]:
    """What each organisation that is named acknowledges: its latest word."""
    found: dict[Any, dict[str, Any]] = {}
    rows = Acknowledgement.objects.filter(case=case, by__in=houses).order_by("on", "recorded_at")
    for row in rows.select_related("by"):
        is_shown = row.checked == Checked.SHOWN
        found[row.by_id] = {
            "by": row.by.name,
            "answer": row.answer,
            "form": row.form,
            "is_apology": row.is_apology,
            "on": row.on,
            "quoted": _quoted(row, row.text, row.text_language),
            "authority": row.authority if is_shown else "",
            "remedy": row.remedy if is_shown else "",
            "remedy_due": row.remedy_due if is_shown else None,
        }
    return list(found.values())


def own_publications(person: Person) -> QuerySet[PublishedCase]:
    """What was proposed and published of the cases somebody may work on."""
    rows = PublishedCase.objects.filter(case__in=cases_of(person)).select_related("case")
    return rows.order_by("-proposed_at")[:A_PAGE]


def proposals_to_decide(person: Person) -> QuerySet[PublishedCase]:
    """Proposals of other sides that somebody may decide on."""
    return proposals_for(person).order_by("proposed_at")


def release_latest() -> PublicationRelease | None:
    """The newest release, or None."""
    return PublicationRelease.objects.exclude(number=None).order_by("-number").first()


def releases() -> list[PublicationRelease]:
    """Every release, newest first."""
    return list(PublicationRelease.objects.exclude(number=None).order_by("-number"))


def release_waiting() -> PublicationRelease | None:
    """The proposed release, or None."""
    waits = PublicationRelease.objects.filter(state=PublicationRelease.State.PROPOSED)
    return waits.order_by("-proposed_at").first()


def document_of(release: PublicationRelease) -> dict[str, Any]:
    """The document of a release."""
    document: dict[str, Any] = json.loads(bytes(release.document))
    return document


def answers_of(release: PublicationRelease) -> dict[str, Any]:
    """What authorities and groups answered, as it stands beside a release."""
    answers: dict[str, Any] = json.loads(bytes(release.answers))
    return answers
