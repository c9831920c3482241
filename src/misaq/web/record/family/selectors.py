"""A case as its family reads it: what stands, in plain words; no name, no fate, nothing restricted."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from misaq.web.accounts.access import roles_of
from misaq.web.accounts.models import Account
from misaq.web.accounts.roles import Role
from misaq.web.record.models import Case, Consent, ErasureRequest, Organisation, PublishedCase
from misaq.web.record.models.reply import Checked
from misaq.web.record.vocabulary import term_label

PURPOSES = ("search", "publication_of_name", "statistics", "court", "un_procedure", "sharing")


@dataclass
class FamilyPage:
    """What the family's page shows."""

    case: Case
    stage: str
    requests: list[dict[str, Any]] = field(default_factory=list)
    acknowledgements: list[dict[str, Any]] = field(default_factory=list)
    consents: list[dict[str, Any]] = field(default_factory=list)
    erasure: ErasureRequest | None = None
    refused: ErasureRequest | None = None
    is_public: bool = False


def family_page(case: Case, account: Account) -> FamilyPage:
    """Read a case for its family."""
    asked = case.erasures.filter(asked_by=account).order_by("asked_at")
    return FamilyPage(
        case=case,
        stage=stage_words(case.stage),
        requests=_requests(case),
        acknowledgements=_acknowledgements(case),
        consents=_consents(case, account),
        erasure=case.erasures.filter(ended_at=None).first(),
        refused=asked.exclude(refused_by=None).last(),
        is_public=PublishedCase.objects.filter(
            case=case, state=PublishedCase.State.PUBLISHED
        ).exists(),
    )


def stage_words(stage: str) -> str:
    """How far a case has come, for somebody who never heard of stages."""
    return {
        "quarantine": _("What you told us has arrived. Somebody will read it."),
        "allegation": _("We have written it down. Somebody else will now check it."),
        "reviewed": _("One person has checked it. A second person will check it too."),
        "verified": _("Two people have checked it. It stands in the record."),
    }[stage]


def _requests(case: Case) -> list[dict[str, Any]]:
    today = timezone.localdate()
    sent = case.requests.select_related("addressee").prefetch_related("responses")
    return [
        {
            "to": request.addressee.name,
            "subject": request.subject,
            "sent": timezone.localdate(request.sent_at),
            "due": request.due_on,
            "is_late": request.due_on < today,
            "answers": [
                {
                    "kind": term_label("response_kind", answer.kind),
                    "on": timezone.localdate(answer.answered_at),
                    "text": answer.public_text if answer.checked == Checked.SHOWN else "",
                    "note": _words_note(answer.checked, answer.public_text),
                    "language": answer.public_language,
                }
                for answer in sorted(request.responses.all(), key=lambda one: one.answered_at)
            ],
        }
        for request in sent.order_by("sent_at", "pk")
    ]


def _acknowledgements(case: Case) -> list[dict[str, Any]]:
    rows = case.acknowledgements.select_related("by").order_by("on", "recorded_at")
    return [
        {
            "row": row,
            "by": row.by.name,
            "words": acknowledgement_words(row.answer),
            "is_shown": row.checked == Checked.SHOWN,
            "note": _words_note(row.checked, row.text or row.remedy),
        }
        for row in rows
    ]


def _words_note(checked: str, text: str) -> str:
    """What stands in place of an authority's own words until a reviewer has looked for names of private people."""
    if not text or checked == Checked.SHOWN:
        return ""
    if checked == Checked.WITHHELD:
        return _("Their own words are not shown: they name a private person.")
    return _("Their own words are shown here once one of us has read them.")


def acknowledgement_words(answer: str) -> str:
    """What those said to be responsible say now."""
    return {
        "full": _("They say: yes, we did this."),
        "partial": _("They admit a part of it."),
        "denied": _("They say: this is not so."),
        "silent": _("They have not answered."),
    }[answer]


def _consents(case: Case, account: Account) -> list[dict[str, Any]]:
    """One row a purpose: the question, and what this person said last."""
    said: dict[tuple[str, Any], Consent] = {}
    for row in case.consents.filter(given_by=account).order_by("at", "pk"):
        said[(row.purpose, row.shared_with_id)] = row
    rows: list[dict[str, Any]] = [
        {
            "purpose": purpose,
            "with": None,
            "question": question(purpose),
            "said": _now(said.get((purpose, None))),
        }
        for purpose in PURPOSES[:-1]
    ]
    rows += [
        {
            "purpose": "sharing",
            "with": other,
            "question": question("sharing"),
            "said": _now(said.get(("sharing", other.pk))),
        }
        for other in sharing_partners(case)
    ]
    return rows


def _now(row: Consent | None) -> dict[str, Any]:
    if row is None:
        return {"state": "nothing"}
    over = row.until is not None and row.until < timezone.localdate()
    state = "over" if row.allows and over else "yes" if row.allows else "no"
    on: date = timezone.localdate(row.at)
    return {"state": state, "on": on, "until": row.until}


def sharing_partners(case: Case) -> list[Organisation]:
    """With whom a case could be shared: other organisations that document, or of families."""
    others = Organisation.objects.filter(kind__in=["documenter", "families"])
    return list(others.exclude(pk=case.organisation_id).order_by("slug"))


def question(purpose: str) -> str:
    """A purpose of consent as one would ask it across a table."""
    return {
        "search": _("May we ask others, and look for the person?"),
        "publication_of_name": _("May the name be shown in public?"),
        "statistics": _("May we count this case, without any name?"),
        "court": _("May we give it to a court?"),
        "un_procedure": _("May we give it to the United Nations?"),
        "sharing": _("May we share it with this organisation?"),
    }[purpose]


def may_decide_erasure(asked: ErasureRequest | None, account: Account) -> bool:
    """Whether somebody is one of the two who may approve: a reviewer who did not ask and has not approved yet."""
    if asked is None or asked.ended_at is not None:
        return False
    known = {asked.asked_by_id, asked.approved_by_id}
    return Role.REVIEWER in roles_of(account) and account.pk not in known
