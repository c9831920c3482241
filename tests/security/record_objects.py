"""A row of every kind in one house, with marks that must show up nowhere else."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.test import Client
from django.utils import timezone
from tests.record_people import House, Keepers, build_house

from misaq.foundation.canonical import canonical_json
from misaq.web.accounts.models import Account
from misaq.web.accounts.roles import Role
from misaq.web.record.authority.services import request_send
from misaq.web.record.keys.services import colleague_let_in
from misaq.web.record.models import (
    Acknowledgement,
    Case,
    CaseFollower,
    Membership,
    Organisation,
    PublicationRelease,
    PublishedCase,
    Response,
    ResponseRequest,
    Submission,
)
from misaq.web.record.telling.services import submission_receive

MARKS = ("Markedsummaryword", "Markedname", "Markednarrative", "0399-4444444")


@dataclass
class Objects:
    """The rows, by the name of the argument that names them in an address."""

    case: Case
    house: House
    rows: dict[str, Any] = field(default_factory=dict)
    by_address: dict[str, dict[str, Any]] = field(default_factory=dict)

    def arguments(self, name: str) -> dict[str, Any]:
        """The arguments of an address, for the first house's rows."""
        return self.by_address.get(name, {})

    @staticmethod
    def absent(key: str, value: Any) -> Any:
        """The same kind of argument for a row that is not there."""
        if isinstance(value, UUID):
            return uuid4()
        if isinstance(value, int):
            return 987_654_321
        return "z" * len(str(value)) if key != "slug" else "no-such-house"

    def bind(self, role: Role, account: Account) -> None:
        """Tie somebody to the rows that are theirs by another way than membership."""
        if role == Role.FAMILY:
            CaseFollower.objects.create(case=self.case, account=account)
        if role == Role.AUTHORITY:
            ministry = Organisation.objects.get(slug="ministry")
            Membership.objects.create(organisation=ministry, account=account)
            colleague_let_in(ministry, account, self.rows["ministry"].keys, by=account)

    def attach(self, browsers: dict[tuple[str, str], Client]) -> None:
        """What needs the browsers: nothing yet."""


def make_objects(house: House, keepers: Keepers) -> Objects:
    """The rows of a house and how each address names them."""
    case = house.open_case(
        "Markedsummaryword: a person was taken.", narrative="Markednarrative. Invented."
    )
    objects = Objects(case, house)
    ministry = build_house("ministry", kind="authority", side="ministry")
    objects.rows["ministry"] = ministry
    told, _code = submission_receive(house.organisation, {"text": MARKS[2]}, language="en")
    asked = _asked(case, house, ministry)
    answer = Response.objects.create(request=asked, kind="denied_act", public_text=MARKS[0])
    word = Acknowledgement.objects.create(
        case=case, by=ministry.organisation, answer="denied", text=MARKS[0], on=asked.due_on
    )
    public = _publish(case, house)
    objects.by_address = {
        "record_let_in": {"slug": house.organisation.slug, "account_id": house.colleague.pk},
        **_addresses(case, told, asked),
        "record_house": {"slug": house.organisation.slug},
        "record_house_member": {"slug": house.organisation.slug},
        "record_house_member_end": {
            "slug": house.organisation.slug,
            "membership_id": Membership.objects.get(account=house.colleague).pk,
        },
        "record_check_answer": {"ref": case.ref, "response_id": answer.pk},
        "record_check_word": {"ref": case.ref, "word_id": word.pk},
        "record_register_document": {"number": 1},
        "record_public_case": {"ref": public.ref},
    }
    return objects


def _asked(case: Case, house: House, ministry: House) -> ResponseRequest:
    values = {"kind": "information", "subject": "Neutral subject", "content": MARKS[2]}
    due = {"due_on": timezone.localdate() + timedelta(days=30)}
    return request_send(case, ministry.organisation, values | due, house.keys, by=house.documenter)


def _publish(case: Case, house: House) -> Case:
    """A proposal that waits for another side, a release, and another case that is public."""
    other = house.open_case("Neutral summary.")
    Case.objects.filter(pk=other.pk).update(stage="reviewed")
    PublishedCase.objects.create(
        case=other,
        ref=other.ref,
        state="published",
        public={"acts": ["DOL"], "summary": MARKS[0]},
        proposed_by=house.reviewer,
        published_at=timezone.now(),
    )
    PublishedCase.objects.create(
        case=case,
        ref=case.ref,
        public={"acts": ["DOL"], "summary": MARKS[0]},
        side=[house.organisation.side],
        proposed_by=house.reviewer,
    )
    document = {"as_of": "2031-01-01", "parameters": {"threshold": 5, "threshold_sensitive": 10}}
    PublicationRelease.objects.create(
        number=1,
        state="released",
        document=canonical_json({**document, "documents": {}, "organisations": []}),
        sha256="0" * 64,
        released_at=timezone.now(),
    )
    return other


def _addresses(case: Case, told: Submission, asked: ResponseRequest) -> dict[str, dict[str, Any]]:
    by_ref = ("record_case_replies", "record_publish_case", "record_publish_names",
              "record_publish_withdraw", "record_publish_decide")  # fmt: skip
    submission = ("one", "take", "answer", "reopen")
    request = ("record_authority_request", "record_authority_answer",
               "record_authority_acknowledge", "record_silence")  # fmt: skip
    return (
        {name: {"ref": case.ref} for name in by_ref}
        | {f"record_told_{name}": {"submission_id": told.pk} for name in submission}
        | {name: {"request_id": asked.pk} for name in request}
    )
