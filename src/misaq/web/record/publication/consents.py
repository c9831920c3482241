"""Whether a name may be public now: somebody who may say so said yes, and nobody who may say so says no."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from misaq.web.record.models import Case, Consent, PublishedCase

PURPOSE = "publication_of_name"


def may_be_named(case: Case, mention: UUID | str, at: datetime | None = None) -> bool:
    """Whether consent to the publication of one person's name stands.

    Of each who gave an answer the newest stands; one standing no outweighs every yes. Without a yes, no.
    """
    moment = at or timezone.now()
    rows = Consent.objects.filter(case=case, purpose=PURPOSE, at__lte=moment).order_by("at", "pk")
    newest: dict[tuple[object, str], Consent] = {}
    for row in rows:
        if row.mention_id is None or str(row.mention_id) == str(mention):
            newest[row.given_by_id, row.how if row.given_by_id is None else ""] = row
    if any(not row.allows for row in newest.values()):
        return False
    day = timezone.localdate(moment)
    return any(row.until is None or day <= row.until for row in newest.values())


def names_follow(case: Case) -> None:
    """Take every published name off whose consent does not stand any more."""
    for published in PublishedCase.objects.filter(case=case).exclude(names=[]):
        kept = [one for one in published.names if may_be_named(case, one["mention"])]
        if kept != published.names:
            PublishedCase.objects.filter(pk=published.pk).update(names=kept)
