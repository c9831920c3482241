"""Reads of the log: entries of one's own organisations, of oneself, of one case."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet

from misaq.web.accounts.access import Person, account_of
from misaq.web.record.access import organisations_of
from misaq.web.record.deeds import deed_words
from misaq.web.record.models import ActivityEntry, Case
from misaq.web.record.search.shown import case_href

A_PAGE = 50


@dataclass(frozen=True)
class EntryRow:
    """An entry, its deed in words, and the address of the case it is about."""

    entry: ActivityEntry
    deed: Any
    href: str


def entries_of_houses(person: Person) -> QuerySet[ActivityEntry]:
    """What was done in the organisations somebody works for."""
    houses = list(organisations_of(person).values_list("pk", flat=True))
    return ActivityEntry.objects.filter(organisation__in=houses)


def entries_of(person: Person) -> QuerySet[ActivityEntry]:
    """What somebody did."""
    account = account_of(person)
    return (
        ActivityEntry.objects.filter(account=account) if account else ActivityEntry.objects.none()
    )


def entries_about(case: Case) -> QuerySet[ActivityEntry]:
    """What was done to a case that somebody may work on; entries of another organisation stay with it."""
    return ActivityEntry.objects.filter(
        object_kind="case", object_id=case.ref, organisation=case.organisation
    )


def narrowed(rows: QuerySet[ActivityEntry], asked: Mapping[str, Any]) -> QuerySet[ActivityEntry]:
    """Only the entries asked for, the newest first."""
    if asked.get("who"):
        rows = rows.filter(account__username=asked["who"])
    if asked.get("deed"):
        rows = rows.filter(verb=asked["deed"])
    if asked.get("case"):
        rows = rows.filter(object_kind="case", object_id=asked["case"])
    if asked.get("since"):
        rows = rows.filter(at__gte=datetime.combine(asked["since"], time.min, UTC))
    if asked.get("until"):
        end = datetime.combine(asked["until"], time.min, UTC) + timedelta(days=1)
        rows = rows.filter(at__lt=end)
    return rows.select_related("account").order_by("-at", "-id")


def page_of(rows: QuerySet[ActivityEntry], after: str = "") -> tuple[list[EntryRow], str]:
    """One page of entries, and where the next one begins ("" for none)."""
    moment, _, number = after.partition("~")
    if number.isdigit():
        try:
            at = datetime.fromisoformat(moment)
        except ValueError:
            at = None
        if at is not None and at.tzinfo is not None:
            same = rows.filter(at=at, id__lt=int(number))
            rows = rows.filter(at__lt=at) | same
    found = list(rows[: A_PAGE + 1])
    shown = found[:A_PAGE]
    following = f"{shown[-1].at.isoformat()}~{shown[-1].pk}" if len(found) > A_PAGE else ""
    return [_row(entry) for entry in shown], following


def _row(entry: ActivityEntry) -> EntryRow:
    href = case_href(entry.object_id) if entry.object_kind == "case" else ""
    return EntryRow(entry, deed_words(entry.verb), href)
