"""Asking for an export, approving or refusing it, fetching it: one function per act, each noted.

Both approvers work for the organisation whose cases would leave. Somebody of another organisation is never asked: the
request alone, its purpose and its size, would tell them what is not theirs.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from misaq.web.accounts.models import Account
from misaq.web.record.access import cases_of
from misaq.web.record.activity import n_done, note, notes_of
from misaq.web.record.exports.profiles import FORMS, PROFILES
from misaq.web.record.models import Case, Export, Organisation
from misaq.web.record.search.asked import Asked
from misaq.web.record.search.forms import reviewers_of
from misaq.web.record.search.selectors import Matches

MOST = 20_000
State = Export.State


@transaction.atomic
def export_ask(
    organisation: Organisation, asked: Asked, *, profile: str, form: str, purpose: str, by: Account
) -> Export | None:
    """Ask to take out what a search finds now in one organisation; None when it finds nothing or more than MOST.

    The references are written down: a case that comes later, or is found by the same words later, does not leave.
    """
    if profile not in PROFILES or form not in FORMS:
        return None
    refs = refs_found(organisation, asked, by=by)
    if not 0 < len(refs) <= MOST:
        return None
    export = Export.objects.create(
        organisation=organisation,
        asked_by=by,
        query=asked.told(),
        refs=refs,
        profile=profile,
        form=form,
        purpose=purpose,
        expires_at=timezone.now() + timedelta(days=settings.RECORD_EXPORT_DAYS),
    )
    note("export.asked", by=by, organisation=organisation, about=export)
    return export


def refs_found(organisation: Organisation, asked: Asked, *, by: Account) -> list[str]:
    """The references that a search finds in one organisation, up to one more than may leave."""
    rows = Matches(by, asked).rows().filter(organisation=organisation)
    return sorted(rows.order_by().values_list("ref", flat=True)[: MOST + 1])


def may_decide(export: Export, account: Account) -> bool:
    """Whether somebody may approve or refuse: a reviewer of the organisation, not the asker, not twice."""
    if state_of(export) != State.ASKED or account.pk in {export.asked_by_id, export.approved_by_id}:
        return False
    return bool(reviewers_of([export.organisation_id]).filter(pk=account.pk).exists())


@transaction.atomic
def export_approve(export: Export, *, by: Account) -> bool:
    """Approve; with the second approval it may be fetched. False when it is not for this person to say."""
    locked = Export.objects.select_for_update().get(pk=export.pk)
    if not may_decide(locked, by):
        return False
    if locked.approved_by is None:
        locked.approved_by = by
    else:
        locked.also_approved_by, locked.state = by, State.APPROVED
        locked.expires_at = timezone.now() + timedelta(days=settings.RECORD_EXPORT_DAYS)
    locked.save()
    note("export.approved", by=by, organisation=locked.organisation, about=locked)
    return True


@transaction.atomic
def export_refuse(export: Export, *, reason: str, by: Account) -> bool:
    """Refuse, with the reason that the asker reads. One refusal ends it."""
    locked = Export.objects.select_for_update().get(pk=export.pk)
    if not may_decide(locked, by):
        return False
    locked.state, locked.refused_by, locked.refusal = State.REFUSED, by, reason
    locked.save()
    note("export.refused", by=by, organisation=locked.organisation, about=locked)
    return True


def state_of(export: Export) -> str:
    """Where it stands now: what was not fetched in time is expired, whether or not anybody wrote that down."""
    over = export.expires_at is not None and export.expires_at <= timezone.now()
    return State.EXPIRED if over and export.state in {State.ASKED, State.APPROVED} else export.state


def may_fetch(export: Export, account: Account) -> bool:
    """Whether somebody may fetch it now: its asker, approved by two, in time, not too often."""
    return (
        account.pk == export.asked_by_id
        and state_of(export) == State.APPROVED
        and export.n_downloads < settings.RECORD_EXPORT_DOWNLOADS
        and n_done(account, "export.downloaded", settings.RECORD_EXPORTS_A_DAY)
        < settings.RECORD_EXPORTS_A_DAY
    )


@transaction.atomic
def export_take(export: Export, *, by: Account) -> list[Case]:
    """Count one fetching and note it for every case; gives the cases that still may leave, in order.

    Only those written down when it was asked, and of these only what the asker may still work on.
    """
    locked = Export.objects.select_for_update().get(pk=export.pk)
    if not may_fetch(locked, by):
        return []
    cases = cases_of_export(locked, by)
    Export.objects.filter(pk=locked.pk).update(n_downloads=F("n_downloads") + 1)
    note("export.downloaded", by=by, organisation=locked.organisation, about=locked)
    notes_of(cases, "case.exported", by=by)
    return cases


def cases_of_export(export: Export, by: Account) -> list[Case]:
    """The cases of an export that somebody may work on now."""
    found: dict[str, Case] = {}
    rows = cases_of(by).filter(organisation=export.organisation)
    for first in range(0, len(export.refs), 500):  # no database takes all of them in one question
        some = rows.filter(ref__in=export.refs[first : first + 500])
        found |= {case.ref: case for case in some}
    return [found[ref] for ref in export.refs if ref in found]


@transaction.atomic
def exports_expire() -> int:
    """Write down which exports nobody may fetch any more; gives how many."""
    over = Export.objects.filter(
        expires_at__lte=timezone.now(), state__in=(State.ASKED, State.APPROVED)
    )
    return over.update(state=State.EXPIRED)
