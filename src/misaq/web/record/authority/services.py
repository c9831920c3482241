"""What is done about replies: one function per act, in a transaction, noted without any text."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from misaq.record import shut_box
from misaq.web.accounts.models import Account
from misaq.web.record.activity import note
from misaq.web.record.models import (
    Acknowledgement,
    Case,
    Organisation,
    Response,
    ResponseRequest,
)
from misaq.web.record.models.case import Stage
from misaq.web.record.refusals import RefusedError
from misaq.web.record.unlocking import Keyring

OWNED = frozenset({"full", "partial"})


def about_request(request: UUID) -> str:
    """What the box of a request is bound to."""
    return f"request {request}"


def about_response(response: UUID) -> str:
    """What the box of a response is bound to."""
    return f"response {response}"


@transaction.atomic
def request_send(
    case: Case, addressee: Organisation, values: Mapping[str, Any], keys: Keyring, *, by: Account
) -> ResponseRequest:
    """Ask those said to be responsible; the content is shut for them, and for one's own organisation.

    values : of `AskForm`. Raises RefusedError for a case in quarantine, and where the addressee could not read it.
    """
    if case.stage == Stage.QUARANTINE:
        raise RefusedError(
            _("Nobody is asked about a case in quarantine: let it be reviewed first.")
        )
    if not addressee.inbox_public:
        raise RefusedError(_("This addressee cannot read anything yet: its key is not made."))
    asked = ResponseRequest(
        case=case,
        addressee=addressee,
        kind=values["kind"],
        subject=values["subject"],
        sent_by=by,
        due_on=values["due_on"],
    )
    asked.content_shut = keys.shut(
        case.organisation, values["content"], table="request", row=asked.pk, field="content"
    )
    asked.content_boxed = shut_box(
        bytes(addressee.inbox_public), values["content"], about=about_request(asked.pk)
    )
    asked.save(force_insert=True)
    _touch(case)
    note("request.sent", by=by, organisation=case.organisation, about=asked)
    return asked


@transaction.atomic
def response_give(asked: ResponseRequest, values: Mapping[str, Any], *, by: Account) -> Response:
    """Answer a request: the public part as it is written, the private part shut for who asked.

    values : of `AnswerForm`.
    """
    answer = Response(
        request=asked,
        kind=values["kind"],
        public_text=values["public_text"],
        public_language=values["public_language"] if values["public_text"] else "",
        complied={"yes": True, "no": False}.get(values["complied"]),
        answered_by=by,
    )
    if values["private_text"]:
        answer.private_boxed = shut_box(
            bytes(asked.case.organisation.inbox_public),
            values["private_text"],
            about=about_response(answer.pk),
        )
    answer.save(force_insert=True)
    _touch(asked.case)
    note("response.given", by=by, organisation=asked.addressee, about=asked)
    return answer


@transaction.atomic
def acknowledgement_give(
    asked: ResponseRequest, values: Mapping[str, Any], *, by: Account
) -> Acknowledgement:
    """Those responsible acknowledge, in full or in part, or deny; the case follows.

    values : of `AcknowledgeForm`.
    """
    owned = values["answer"] in OWNED
    given = Acknowledgement.objects.create(
        case=asked.case,
        response=asked.responses.order_by("-answered_at").first(),
        by=asked.addressee,
        answer=values["answer"],
        authority=values["authority"],
        form=values["form"] if owned else "",
        is_apology=owned and values["is_apology"],
        text=values["text"],
        text_language=values["text_language"] if values["text"] else "",
        remedy=values["remedy"] if owned else "",
        remedy_due=values["remedy_due"] if owned else None,
        on=values["on"],
        recorded_by=by,
    )
    answer_follow(asked.case)
    note("acknowledgement.given", by=by, organisation=asked.addressee, about=asked)
    return given


def is_overdue(asked: ResponseRequest, today: date) -> bool:
    """Whether the last day has passed without an answer."""
    return today > asked.due_on and not asked.responses.exists()


@transaction.atomic
def silence_record(asked: ResponseRequest, *, by: Account) -> Acknowledgement:
    """Write down that a request was not answered. Raises RefusedError before its deadline has passed.

    Silence never stands in the place of a word: who has acknowledged or denied the case has spoken.
    """
    if not is_overdue(asked, timezone.localdate()):
        raise RefusedError(_("It is not overdue: there is an answer, or still time for one."))
    spoken = Acknowledgement.objects.filter(case=asked.case, by=asked.addressee)
    if spoken.exists():
        raise RefusedError(_("What this addressee says about the case is recorded already."))
    silent = Acknowledgement.objects.create(
        case=asked.case,
        by=asked.addressee,
        answer="silent",
        on=timezone.localdate(),
        recorded_by=by,
    )
    answer_follow(asked.case)
    note("silence.recorded", by=by, organisation=asked.case.organisation, about=asked)
    return silent


def answer_follow(case: Case) -> None:
    """Let the case's answer be the latest acknowledgement: by its day, then by when it was recorded."""
    latest = case.acknowledgements.order_by("-on", "-recorded_at").first()
    case.answer = latest.answer if latest else ""
    Case.objects.filter(pk=case.pk).update(answer=case.answer)  # the service of the one field
    _touch(case)


def _touch(case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(changed_at=timezone.now())
