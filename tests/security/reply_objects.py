"""Rows of replies, of what was told, and of publication, in one house; how each address names them."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone
from tests.record_people import PASSPHRASE, House, build_house

from misaq.web.accounts.models import Account
from misaq.web.record.authority.services import request_send
from misaq.web.record.keys.services import colleague_let_in, keys_unlock
from misaq.web.record.models import (
    Acknowledgement,
    Case,
    Membership,
    Organisation,
    PublicationRelease,
    PublishedCase,
    Response,
    ResponseRequest,
    Submission,
)
from misaq.web.record.publication.releases import release_propose
from misaq.web.record.telling.services import submission_receive


def speaks(account: Account) -> None:
    """Let somebody answer for the authority that is asked."""
    ministry = Organisation.objects.get(slug="ministry")
    insider = Account.objects.get(username="ministry-documenter")
    Membership.objects.create(organisation=ministry, account=account)
    colleague_let_in(ministry, account, keys_unlock(insider, PASSPHRASE), by=insider)


def reply_addresses(case: Case, house: House, marks: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Make the rows, and name them."""
    ministry = build_house("ministry", kind="authority", side="ministry")
    told, _code = submission_receive(house.organisation, {"text": marks[2]}, language="en")
    asked = _asked(case, house, ministry, marks)
    answer = Response.objects.create(request=asked, kind="denied_act", public_text=marks[0])
    word = Acknowledgement.objects.create(
        case=case, by=ministry.organisation, answer="denied", text=marks[0], on=asked.due_on
    )
    public = _publish(case, house, marks)
    slug = {"slug": house.organisation.slug}
    colleague = Membership.objects.get(account=house.colleague)
    return {
        **_addresses(case, told, asked),
        "record_house": slug,
        "record_house_member": slug,
        "record_house_member_end": {**slug, "membership_id": colleague.pk},
        "record_check_answer": {"ref": case.ref, "response_id": answer.pk},
        "record_check_word": {"ref": case.ref, "word_id": word.pk},
        "record_register_document": {"number": 1},
        "record_register_answers": {"number": 1},
        "record_public_case": {"ref": public.ref},
    }


def _asked(case: Case, house: House, ministry: House, marks: Sequence[str]) -> ResponseRequest:
    values = {"kind": "information", "subject": "Neutral subject", "content": marks[2]}
    due = {"due_on": timezone.localdate() + timedelta(days=30)}
    return request_send(case, ministry.organisation, values | due, house.keys, by=house.documenter)


def _publish(case: Case, house: House, marks: Sequence[str]) -> Case:
    """A proposal that waits for another side, a release, and another case that is public."""
    other = house.open_case("Neutral summary.")
    Case.objects.filter(pk=other.pk).update(stage="reviewed")
    PublishedCase.objects.create(
        case=other,
        ref=other.ref,
        state="published",
        public={"acts": ["DOL"], "summary": marks[0]},
        proposed_by=house.reviewer,
        published_at=timezone.now(),
    )
    PublishedCase.objects.create(
        case=case,
        ref=case.ref,
        public={"acts": ["DOL"], "summary": marks[0]},
        side=[house.organisation.side],
        proposed_by=house.reviewer,
    )
    release = release_propose(house.keys, by=house.reviewer)
    PublicationRelease.objects.filter(pk=release.pk).update(
        number=1, state="released", released_at=timezone.now()
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
