"""Requests, answers and acknowledgements, as each side may read them; promised remedies as commitments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from misaq.foundation.dates import parse_edtf
from misaq.record import (
    Acknowledgement as Word,
)
from misaq.record import (
    CommitmentDraft,
    PromisedRemedy,
    Reply,
    RequestStanding,
    draft_commitments,
    request_standing,
)
from misaq.record import ResponseRequest as Asked
from misaq.web.accounts.access import Person
from misaq.web.record.access import cases_of, requests_to
from misaq.web.record.authority.services import about_request, about_response
from misaq.web.record.models import (
    Acknowledgement,
    Case,
    Organisation,
    Response,
    ResponseRequest,
)
from misaq.web.record.unlocking import Keyring


def addressees() -> list[Organisation]:
    """Whom one can ask: authorities and groups that answer, by name."""
    return list(Organisation.objects.filter(kind="authority").order_by("name_en"))


def standing_of(asked: ResponseRequest, responses: Sequence[Response], on: date) -> RequestStanding:
    """Where a request stands on a day, by the rules that are the same for every side."""
    request = Asked(
        id=str(asked.pk),
        addressee=str(asked.addressee_id),
        reports=(str(asked.case_id),),
        kind=asked.kind,
        sent_on=timezone.localdate(asked.sent_at),
        due_on=asked.due_on,
    )
    return request_standing(request, [reply_of(one) for one in responses], on)


def reply_of(response: Response) -> Reply:
    """A response as the rules take it."""
    return Reply(
        id=str(response.pk),
        request=str(response.request_id),
        kind=response.kind,
        received_on=timezone.localdate(response.answered_at),
        published=bool(response.public_text),
    )


@dataclass(frozen=True)
class Line:
    """A request with its answers and where it stands today.

    late : days past the deadline, 0 before it. left : days left, None when answered.
    """

    request: ResponseRequest
    responses: list[Response]
    standing: RequestStanding
    late: int = 0
    left: int | None = None


def _lines(rows: QuerySet[ResponseRequest]) -> list[Line]:
    today, found = timezone.localdate(), []
    for asked in rows.select_related("addressee", "case__organisation").prefetch_related(
        "responses"
    ):
        responses = sorted(asked.responses.all(), key=lambda one: one.answered_at)
        standing = standing_of(asked, responses, today)
        days = standing.days_left
        overdue = standing.state == "overdue" and days is not None
        found.append(
            Line(asked, responses, standing, late=-days if overdue and days else 0, left=days)
        )
    return found


def lines_to(person: Person) -> list[Line]:
    """What somebody may answer: the most urgent first, then what is answered."""
    lines = _lines(requests_to(person))
    order = {"overdue": 0, "open": 1, "not_sent": 2, "answered": 3}
    return sorted(lines, key=lambda one: (order[one.standing.state], one.request.due_on))


def lines_about(case: Case) -> list[Line]:
    """What was asked about a case, in the order of asking."""
    return _lines(ResponseRequest.objects.filter(case=case).order_by("sent_at"))


def content_for(asked: ResponseRequest, keys: Keyring) -> str:
    """What is asked, as the addressee opens it. Raises OtherKeyError, WrongSecretError."""
    box = bytes(asked.content_boxed)
    return keys.open_inbox(asked.addressee, box, about=about_request(asked.pk))


def content_of(asked: ResponseRequest, keys: Keyring) -> str:
    """What was asked, as the organisation that asked reads it."""
    return keys.read(
        asked.case.organisation,
        asked.content_shut,
        table="request",
        row=asked.pk,
        field="content",
    )


def private_of(response: Response, keys: Keyring) -> str:
    """What an answer says to the asker alone; "" for nothing."""
    if not response.private_boxed:
        return ""
    house = response.request.case.organisation
    return keys.open_inbox(house, bytes(response.private_boxed), about=about_response(response.pk))


def words_on(case: Case, by: Organisation | None = None) -> list[Acknowledgement]:
    """What was acknowledged of a case, newest first; by one organisation, or by all."""
    rows = Acknowledgement.objects.filter(case=case)
    rows = rows if by is None else rows.filter(by=by)
    return list(rows.select_related("by").order_by("-on", "-recorded_at"))


def commitments_of(person: Person) -> list[tuple[CommitmentDraft, Acknowledgement]]:
    """The remedies promised for somebody's cases, as the table's commitments want them."""
    promised = (
        Acknowledgement.objects.filter(case__in=cases_of(person))
        .exclude(remedy="")
        .select_related("by", "case")
        .order_by("on", "pk")
    )
    return [(draft, one) for one in promised for draft in draft_commitments(_word(one))]


def _word(row: Acknowledgement) -> Word:
    due = parse_edtf(row.remedy_due.isoformat()) if row.remedy_due else None
    title = {row.text_language or "en": row.remedy}
    remedy = PromisedRemedy("r1", title, due, beneficiary=row.case.community)
    return Word(
        id=f"ack-{row.pk.hex[:12]}",
        report=str(row.case_id),
        by=str(row.by_id),
        by_name=row.by.name,
        answer=row.answer,  # type: ignore[arg-type]  # one of the four
        authority=row.authority,
        remedies=(remedy,),
    )


COLUMNS = (
    "id", "title_en", "title_ur", "obligor_en", "obligor_ur", "beneficiary", "due", "theme", "evidence",
)  # fmt: skip


def commitment_rows(person: Person) -> list[tuple[str, ...]]:
    """Header and rows for `table/commitments.csv` of the process folder.

    A promise made in Urdu alone is named in English by who made it: its words are not translated by a machine.
    """
    rows: list[tuple[str, ...]] = [COLUMNS]
    for draft, one in commitments_of(person):
        english = draft.title.get("en") or f"Remedy promised by {draft.obligor['en']} (in Urdu)"
        cells: list[Any] = [
            draft.id, english, draft.title.get("ur", ""), draft.obligor["en"],
            draft.obligor.get("ur", ""), draft.beneficiary, draft.due, "remedy",
            f"acknowledgement of {one.on.isoformat()}",
        ]  # fmt: skip
        rows.append(tuple(str(cell) for cell in cells))
    return rows
