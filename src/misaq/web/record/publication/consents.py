"""Whether a name may be public now: somebody who may say so said yes, and nobody who may say so says no."""

from datetime import datetime
from uuid import UUID

from misaq.web.record.family.standing import may_use_case
from misaq.web.record.models import Case, PublishedCase

PURPOSE = "publication_of_name"


def may_be_named(case: Case, mention: UUID | str, at: datetime | None = None) -> bool:
    """Whether consent to the publication of one person's name stands."""
    return may_use_case(case, PURPOSE, mention=mention, at=at)


def names_follow(case: Case) -> None:
    """Take every published name off whose consent does not stand any more."""
    for published in PublishedCase.objects.filter(case=case).exclude(names=[]):
        kept = [one for one in published.names if may_be_named(case, one["mention"])]
        if kept != published.names:
            PublishedCase.objects.filter(pk=published.pk).update(names=kept)
