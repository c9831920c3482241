"""What a case's consents allow now, by the rules of the record."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from misaq.record import Consent as Answer
from misaq.record import may_use
from misaq.web.record.models import Case, CaseFollower, Consent, Organisation

SUBJECT = "case"  # whoever was harmed in it


def may_use_case(
    case: Case,
    purpose: str,
    *,
    mention: UUID | str | None = None,
    shared_with: Organisation | None = None,
    at: datetime | None = None,
) -> bool:
    """Whether a case may be used for a purpose now: the one rule of consent, wherever it is asked.

    Somebody said yes by the rules of the record (`misaq.record.may_use`), and nobody's newest answer is a no: one
    standing no, or withdrawal, outweighs every yes, also that of whoever was harmed.
    mention : only answers about this person, and those about everybody in the case; None: about anybody in it.
    shared_with : with whom, for "sharing". at : with its time zone, None for now.
    """
    moment = timezone.localtime(at or timezone.now())
    rows = [
        row
        for row in case.consents.filter(purpose=purpose, at__lte=moment).order_by("at", "pk")
        if row.shared_with_id == (shared_with.pk if shared_with else None)
        and (mention is None or str(row.mention_id or mention) == str(mention))
    ]
    newest = {_giver(row): row for row in rows}
    if any(not row.allows for row in newest.values()):
        return False
    relations = dict(
        CaseFollower.objects.filter(case=case).values_list("account_id", "relationship")
    )
    to = str(shared_with.pk) if shared_with else ""
    answers = answers_of(rows, relations)
    return may_use(answers, purpose, moment, subject=SUBJECT, organisation=to)


def _giver(row: Consent) -> str:
    """Who answered; of those without an account, all who answered in one way are one."""
    return str(row.given_by_id or f"told {row.how}")


def answers_of(rows: Iterable[Consent], relations: dict[int, str]) -> list[Answer]:
    """Consents as the rules take them. relations : account to how they are related to who was harmed."""
    return [
        Answer(
            number=number,
            subject=SUBJECT,
            given_by=_giver(row),
            relation=relations.get(row.given_by_id or 0) or "other",
            purpose=row.purpose,
            answer="yes" if row.allows else "no",
            given_at=row.at,
            until=row.until,
            organisation=str(row.shared_with_id or ""),
        )
        for number, row in enumerate(rows, start=1)
    ]
