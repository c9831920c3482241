"""What tests of publication stand on: reviewed cases, who is said to have done it, who was asked, releases."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.record_people import House, build_house

from misaq.web.record.authority.services import request_send
from misaq.web.record.cases.opening import NewAct, NewSource
from misaq.web.record.models import (
    Actor,
    Case,
    Consent,
    Involvement,
    PublicationRelease,
    PublishedCase,
    ResponseRequest,
    SourceRecord,
)
from misaq.web.record.models.case import Stage
from misaq.web.record.publication.releases import release_approve, release_propose
from misaq.web.record.publication.services import case_propose, case_publish


def reviewed(house: House, stage: str = Stage.REVIEWED, **more: object) -> Case:
    """A case of a house that stands on a rung."""
    case = house.open_case(**more)  # type: ignore[arg-type]
    Case.objects.filter(pk=case.pk).update(stage=stage)
    case.refresh_from_db()
    return case


def public(house: House, other: House, **more: Any) -> PublishedCase:
    """A case that two sides published."""
    asks = bool(more.pop("asks_name", False))
    proposal = case_propose(reviewed(house, **more), asks_name=asks, by=house.reviewer)
    return case_publish(proposal, by=other.reviewer)


def allow(case: Case, by: House, *, allows: bool = True, **more: Any) -> Consent:
    given: Consent = Consent.objects.create(
        case=case, purpose="publication_of_name", allows=allows, given_by=by.colleague, **more
    )
    return given


def accuse(case: Case, ministry: House, *, court: str = "", final: bool = False) -> Actor:
    """Say that an institution did it."""
    actor = Actor.objects.create(
        kind="state_security",
        name_en="Invented Ministry",
        answers_through=ministry.organisation,
    )
    Involvement.objects.create(
        act=case.acts.get(),
        actor=actor,
        involvement="carried_out",
        attribution_basis="observed",
        court_finding=court,
        is_final=final,
    )
    return actor


def add_source(case: Case, house: House, copied: SourceRecord | None = None) -> SourceRecord:
    row: SourceRecord = SourceRecord.objects.create(
        organisation=house.organisation,
        case=case,
        source_kind="testimony",
        derived_from=copied,
        recorded_by=house.documenter,
    )
    return row


def ask(
    case: Case, house: House, ministry: House, *, days_ago: int, kind: str = "right_of_reply"
) -> ResponseRequest:
    values = {
        "kind": kind,
        "subject": "A person taken in May",
        "content": "Invented.",
        "due_on": timezone.localdate() - timedelta(days=days_ago - 30),
    }
    asked = request_send(case, ministry.organisation, values, house.keys, by=house.documenter)
    asked.sent_at -= timedelta(days=days_ago)
    asked.save()
    return asked


def fill(house: House, number: int, stage: str = Stage.VERIFIED, **more: Any) -> None:
    """So many cases of a house, each from a source of its own."""
    for place in range(number):
        case = house.open_case(
            source=NewSource("testimony", payload=f"Invented {Case.objects.count()} {place}."),
            mentions=(), acts=(NewAct("DOL"),), **more,
        )  # fmt: skip
        Case.objects.filter(pk=case.pk).update(stage=stage, answer=more.get("answer", ""))


def released(house: House, other: House) -> PublicationRelease:
    proposal = release_propose(house.keys, by=house.reviewer)
    return release_approve(proposal, other.keys, by=other.reviewer)


@pytest.fixture
def ministry(db: None, quick_keys: None) -> House:
    return build_house("ministry", kind="authority", side="ministry")
