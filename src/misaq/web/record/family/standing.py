"""What a case's consents allow now, by the rules of the record."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from misaq.record import Consent as Answer
from misaq.record import may_use
from misaq.web.record.models import Case, CaseFollower, Consent, Organisation

SUBJECT = "case"  # whoever was harmed in it


def may_use_case(
    case: Case, purpose: str, *, shared_with: Organisation | None = None, at: datetime | None = None
) -> bool:
    """Whether a case may be used for a purpose now: somebody said yes, nobody's no stands against it.

    shared_with : with whom, for "sharing". at : with its time zone, None for now.
    """
    rows = list(case.consents.filter(purpose=purpose).order_by("at", "pk"))
    relations = dict(
        CaseFollower.objects.filter(case=case).values_list("account_id", "relationship")
    )
    to = str(shared_with.pk) if shared_with else ""
    answers = answers_of(rows, relations)
    return may_use(answers, purpose, at or timezone.now(), subject=SUBJECT, organisation=to)


def answers_of(rows: Iterable[Consent], relations: dict[int, str]) -> list[Answer]:
    """Consents as the rules take them. relations : account to how they are related to who was harmed."""
    return [
        Answer(
            number=number,
            subject=SUBJECT,
            given_by=str(row.given_by_id or "told"),
            relation=relations.get(row.given_by_id or 0) or "other",
            purpose=row.purpose,
            answer="yes" if row.allows else "no",
            given_at=row.at,
            until=row.until,
            organisation=str(row.shared_with_id or ""),
        )
        for number, row in enumerate(rows, start=1)
    ]
