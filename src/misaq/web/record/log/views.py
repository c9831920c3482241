"""The pages of the log."""

import csv
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from misaq.web.accounts.access import only
from misaq.web.accounts.roles import RECORD_ROLES, Role
from misaq.web.record.access import WORKING, case_of, organisations_of, signed_in_account
from misaq.web.record.activity import n_done, note
from misaq.web.record.exports.escaping import plain_cell
from misaq.web.record.log.forms import LogForm
from misaq.web.record.log.selectors import (
    EntryRow,
    entries_about,
    entries_of,
    entries_of_houses,
    narrowed,
    page_of,
)
from misaq.web.record.models import ActivityEntry


@only(Role.REVIEWER)
@never_cache
@require_safe
def activity(request: HttpRequest) -> HttpResponse:
    """What was done in one's own organisations: who, what, when."""
    return _page(request, entries_of_houses(request.user), "record/activity/house.html")


@only(*RECORD_ROLES)
@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What somebody did themselves, and how many case pages they may still open."""
    account, most = signed_in_account(request), settings.RECORD_VIEWS_A_DAY
    context = {"n_viewed": n_done(account, "case.viewed", most), "most": most}
    rows = entries_of(request.user)
    return _page(request, rows, "record/activity/mine.html", context, alone=True)


@only(*WORKING)
@never_cache
@require_safe
def of_case(request: HttpRequest, ref: str) -> HttpResponse:
    """What was done to one case, by whom."""
    case = case_of(request, ref)
    rows, following = page_of(narrowed(entries_about(case), {}), request.GET.get("after", ""))
    context = {"case": case, "rows": rows, "next": urlencode({"after": following})}
    return render(request, "record/activity/case.html", context | {"more": bool(following)})


@only(Role.REVIEWER)
@never_cache
@require_safe
def activity_csv(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The log of one's own organisations as a table."""
    form = LogForm(request.GET)
    if not form.is_valid():
        raise Http404
    entries = narrowed(entries_of_houses(request.user), form.cleaned_data)
    for house in organisations_of(request.user):
        note("activity.exported", by=signed_in_account(request), organisation=house)
    response = StreamingHttpResponse(_lines(entries), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="activity.csv"'
    return response


class _Line:
    """What a csv.writer writes into when each line is to be sent at once."""

    def write(self, text: str) -> str:
        """Give the line back."""
        return text


def _lines(entries: QuerySet[ActivityEntry]) -> Iterator[str]:
    writer: Any = csv.writer(_Line(), lineterminator="\n")
    yield writer.writerow(("at", "who", "deed", "kind", "which"))
    for entry in entries.iterator(chunk_size=2000):
        who = entry.account.get_username() if entry.account else ""
        cells = (entry.at.isoformat(), who, entry.verb, entry.object_kind, entry.object_id)
        yield writer.writerow([plain_cell(cell) for cell in cells])


def _page(
    request: HttpRequest,
    entries: QuerySet[ActivityEntry],
    template: str,
    context: dict[str, Any] | None = None,
    *,
    alone: bool = False,
) -> HttpResponse:
    form = LogForm(request.GET, alone=alone)
    rows: list[EntryRow] = []
    following = ""
    if form.is_valid():
        rows, following = page_of(
            narrowed(entries, form.cleaned_data), request.GET.get("after", "")
        )
    asked = {name: request.GET[name] for name in form.fields if request.GET.get(name)}
    shown = {
        "form": form,
        "rows": rows,
        "query": urlencode(asked),
        "more": bool(following),
        "next": urlencode(asked | {"after": following}),
    }
    status = 200 if form.is_valid() else 422
    return render(request, template, shown | (context or {}), status=status)
