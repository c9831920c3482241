"""Who did or looked at what: one row each, without any value of any field."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from misaq.web.accounts.models import Account
from misaq.web.record.models import ActivityEntry, Case, Organisation


def note(
    verb: str,
    *,
    by: Account | None,
    organisation: Organisation | None = None,
    about: Any = None,
) -> ActivityEntry:
    """Write down one act or one look.

    verb : "<thing>.<deed>", such as "case.viewed". about : the row it was done to; a case is noted by its ref.
    """
    kind, name = "", ""
    if about is not None:
        kind = about._meta.model_name
        name = about.ref if isinstance(about, Case) else str(about.pk)
    if organisation is None and isinstance(about, Case):
        organisation = about.organisation
    return ActivityEntry.objects.create(
        account=by, organisation=organisation, verb=verb, object_kind=kind, object_id=name
    )


def notes_of(cases: Sequence[Case], verb: str, *, by: Account) -> None:
    """Write down the same act on each of many cases."""
    ActivityEntry.objects.bulk_create(
        (
            ActivityEntry(
                account=by,
                organisation_id=case.organisation_id,
                verb=verb,
                object_kind="case",
                object_id=case.ref,
            )
            for case in cases
        ),
        batch_size=2000,
    )


def within_quota(account: Account) -> bool:
    """Whether somebody may open one more case page now: fewer than the setting allows in the last 24 hours."""
    return n_done(account, "case.viewed", settings.RECORD_VIEWS_A_DAY) < settings.RECORD_VIEWS_A_DAY


def n_done(account: Account, verb: str, most: int) -> int:
    """How often somebody did something in the last 24 hours, counted up to `most`."""
    since = timezone.now() - timedelta(hours=24)
    rows = ActivityEntry.objects.filter(account=account, verb=verb, at__gte=since)
    return rows.order_by()[:most].count()
