"""Who wrote a case: whoever opened it or added to it. None of them reviews it."""

from collections.abc import Iterable

from misaq.web.record.models import ActivityEntry, Case, SourceRecord

WRITING = (
    "case.opened",
    "case.changed",
    "source.added",
    "person.added",
    "act.added",
    "involvement.added",
    "detention.added",
    "fate.added",
    "qualification.added",
    "assertion.added",
)
LOOKING = ("case.viewed", "case.reviewed")


def writers_of(case: Case) -> frozenset[int]:
    """The accounts that opened a case or wrote anything into it."""
    sources = SourceRecord.objects.filter(case=case).values_list("recorded_by", flat=True)
    return frozenset({case.opened_by_id, *sources, *_who(case, WRITING)})


def viewers_of(case: Case) -> frozenset[int]:
    """The accounts that had a case's page before their eyes: whoever did is not blind to its coding."""
    return frozenset(_who(case, LOOKING))


def _who(case: Case, verbs: Iterable[str]) -> Iterable[int]:
    about = ActivityEntry.objects.filter(object_kind="case", object_id=case.ref, verb__in=verbs)
    return about.exclude(account=None).order_by().values_list("account", flat=True).distinct()
