"""What families and those who work with them do: one function per act, in a transaction, noted."""

import secrets
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from misaq.web.accounts.models import Account
from misaq.web.accounts.roles import Role
from misaq.web.accounts.services import account_open, one_time_login_issue, role_end
from misaq.web.record.activity import note
from misaq.web.record.family.erasing import Erased, case_erase
from misaq.web.record.family.standing import may_use_case
from misaq.web.record.models import (
    Case,
    CaseFollower,
    Consent,
    ErasureRequest,
    Organisation,
    PersonMention,
    PublishedCase,
)
from misaq.web.record.models.case import LETTERS

NAME = "publication_of_name"
LINK_LASTS = timedelta(days=3)
_NAMES = ("name", "name_en", "name_ur", "names")


class SamePersonError(ValueError):
    """Whoever asks for an erasure, or approved it once, is not the (other) one who approves."""


@transaction.atomic
def consent_give(
    case: Case,
    purpose: str,
    *,
    by: Account | None,
    until: date | None = None,
    shared_with: Organisation | None = None,
    mention: PersonMention | None = None,
    how: str = "own_page",
    language: str = "",
    recorded_by: Account | None = None,
) -> Consent:
    """Somebody allows one purpose, perhaps until a day. It publishes nothing: two people do that.

    by : whose answer it is; None when it was told to `recorded_by`, who writes it down.
    """
    return _answer(case, purpose, True, by, until, shared_with, mention, how, language, recorded_by)


@transaction.atomic
def consent_withdraw(
    case: Case,
    purpose: str,
    *,
    by: Account | None,
    shared_with: Organisation | None = None,
    mention: PersonMention | None = None,
    how: str = "own_page",
    language: str = "",
    recorded_by: Account | None = None,
) -> Consent:
    """Somebody says no, or takes a yes back. At once: a published name is gone when this returns."""
    return _answer(case, purpose, False, by, None, shared_with, mention, how, language, recorded_by)


def _answer(
    case: Case,
    purpose: str,
    allows: bool,
    by: Account | None,
    until: date | None,
    shared_with: Organisation | None,
    mention: PersonMention | None,
    how: str,
    language: str,
    recorded_by: Account | None,
) -> Consent:
    row = Consent.objects.create(
        case=case,
        mention=mention,
        purpose=purpose,
        allows=allows,
        until=until,
        shared_with=shared_with,
        how=how,
        language=language,
        given_by=by,
        recorded_by=recorded_by or by,
    )
    if purpose == NAME and not may_use_case(case, NAME):
        published_name_hide(case)
    note("consent.given" if allows else "consent.withdrawn", by=recorded_by or by, about=case)
    return row


def published_name_hide(case: Case) -> bool:
    """Take the name off the public page of a case. True when there was one."""
    published = PublishedCase.objects.select_for_update().filter(case=case).first()
    if published is None:
        return False
    public: Mapping[str, Any] = published.public
    kept = {field: value for field, value in public.items() if field not in _NAMES}
    if kept == public:
        return False
    published.public = kept
    published.save(update_fields=["public"])
    return True


@transaction.atomic
def family_invite(case: Case, relationship: str, *, by: Account) -> tuple[CaseFollower, str]:
    """Open an account for somebody of the family to follow one case.

    Its name is random and names nobody. Returns the secret of a one-time login too, which is shown once.
    """
    name = "family-" + "".join(secrets.choice(LETTERS) for _place in range(8))
    account = account_open(name, (Role.FAMILY,), granted_by=by)
    follower = CaseFollower.objects.create(case=case, account=account, relationship=relationship)
    note("family.invited", by=by, about=case)
    return follower, one_time_login_issue(account, valid_for=LINK_LASTS)


@transaction.atomic
def family_link_again(follower: CaseFollower, *, by: Account) -> str:
    """Another one-time login, for who lost the telephone or the password."""
    note("family.invited", by=by, about=follower.case)
    return one_time_login_issue(follower.account, valid_for=LINK_LASTS)


@transaction.atomic
def follower_end(follower: CaseFollower, *, by: Account) -> None:
    """Somebody follows a case no more; their account ends its role when it follows none."""
    follower.ended_at = timezone.now()
    follower.save(update_fields=["ended_at"])
    if not CaseFollower.objects.filter(account=follower.account, ended_at=None).exists():
        role_end(follower.account, Role.FAMILY)
    note("family.ended", by=by, about=follower.case)


@transaction.atomic
def erasure_ask(case: Case, reason: str, *, by: Account) -> ErasureRequest:
    """Ask that a case be erased; asking twice changes nothing."""
    asked, made = ErasureRequest.objects.get_or_create(
        case=case, ended_at=None, defaults={"asked_by": by, "reason": reason}
    )
    if made:
        note("erasure.asked", by=by, about=case)
    return asked


@transaction.atomic
def erasure_take_back(asked: ErasureRequest, *, by: Account) -> None:
    """Whoever asked wants it no more."""
    if asked.asked_by_id != by.pk:
        raise SamePersonError
    asked.ended_at = timezone.now()
    asked.save(update_fields=["ended_at"])
    note("erasure.withdrawn", by=by, about=asked.case)


@transaction.atomic
def erasure_refuse(asked: ErasureRequest, refusal: str, *, by: Account) -> None:
    """Say no, with a reason that whoever asked reads."""
    asked.refused_by, asked.refusal, asked.ended_at = by, refusal, timezone.now()
    asked.save(update_fields=["refused_by", "refusal", "ended_at"])
    note("erasure.refused", by=by, about=asked.case)


@transaction.atomic
def erasure_approve(asked: ErasureRequest, *, by: Account) -> Erased | None:
    """Approve an erasure; the second approval erases. None after the first.

    Raises SamePersonError: who asked approves nothing, and nobody approves twice.
    """
    asked = (
        ErasureRequest.objects.select_for_update(of=("self",))
        .select_related("case", "approved_by")
        .get(pk=asked.pk)
    )
    if asked.ended_at is not None or by.pk in {asked.asked_by_id, asked.approved_by_id}:
        raise SamePersonError
    if asked.approved_by is None:
        asked.approved_by = by
        asked.save(update_fields=["approved_by"])
        note("erasure.approved", by=by, about=asked.case)
        return None
    approvers = (asked.approved_by.username, by.username)
    return case_erase(asked.case, asked.reason, approvers, by=by)
