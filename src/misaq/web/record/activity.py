"""Who did or looked at what: one row each, without any value of any field."""

from typing import Any

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
