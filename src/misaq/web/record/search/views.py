"""The pages of a search: by what stands in clear, by name, counts, and acts on what was chosen."""

import csv
import io
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from misaq.web.accounts.access import only, roles_of
from misaq.web.accounts.roles import Role
from misaq.web.record.access import WORKING, cases_of, organisations_of, signed_in_account, working
from misaq.web.record.activity import note
from misaq.web.record.search.asked import Asked
from misaq.web.record.search.bulk import (
    MOST,
    Done,
    cases_assign,
    cases_label,
    cases_place,
    cases_propose,
)
from misaq.web.record.search.charts import act_bars, count_cases, csv_rows, period_bars
from misaq.web.record.search.forms import AssignForm, LabelForm, NameForm, PlaceForm, SearchForm
from misaq.web.record.search.names import find_names
from misaq.web.record.search.selectors import COUNTED, Found, find_cases
from misaq.web.record.search.shown import case_rows
from misaq.web.record.unlocking import Keyring


def asked_in(request: HttpRequest) -> tuple[SearchForm, Asked | None]:
    """The form of a search and what it asks; None where something has to be mended."""
    houses = list(organisations_of(request.user).values_list("pk", flat=True))
    form = SearchForm(request.GET, houses=houses)
    return form, Asked.read(form.cleaned_data) if form.is_valid() else None


@only(*WORKING)
@never_cache
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Search the cases of one's own organisations."""
    form, asked = asked_in(request)
    found = Found([], 0, "")
    if asked is not None:
        found = find_cases(request.user, asked, after=request.GET.get("after", "")[:80])
    context = {
        "form": form,
        "asked": asked,
        "found": found,
        "rows": case_rows(found.cases),
        "counted": COUNTED,
        "query": asked.query() if asked else "",
        "next": asked.query(after=found.after) if asked and found.after else "",
        "is_later": bool(request.GET.get("after")),
        "is_reviewer": Role.REVIEWER in roles_of(request.user),
    }
    status = 422 if asked is None else 200
    return render(request, "record/search/search.html", context, status=status)


@working
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def names(request: HttpRequest, keys: Keyring) -> HttpResponse:
    """Search the names that are shut, in this session's index; the name travels in the form, never in an address."""
    form = NameForm(request.POST if request.method == "POST" else None)
    found = None
    if request.method == "POST" and form.is_valid():
        found = find_names(request, keys, form.cleaned_data["name"])
        account = signed_in_account(request)
        for house in {row.mention.case.organisation for row in found.rows} or [None]:
            note("names.searched", by=account, organisation=house or _only_house(request))
    rows = [(row, case_rows([row.mention.case])[0]) for row in found.rows] if found else []
    context = {"form": form, "found": found, "rows": rows}
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "record/search/names.html", context, status=status)


def _only_house(request: HttpRequest) -> Any:
    return organisations_of(request.user).first()


@only(*WORKING)
@never_cache
@require_safe
def counts(request: HttpRequest) -> HttpResponse:
    """Charts of what a search found: by year and by kind of act."""
    form, asked = asked_in(request)
    if asked is None:
        return render(request, "record/search/search.html", {"form": form}, status=422)
    found = count_cases(request.user, asked)
    periods, acts = period_bars(found), act_bars(found)
    dated = [bar for bar in periods if bar["first"] is not None]
    context = {
        "n": found.n,
        "periods": periods,
        "acts": acts,
        "most": max((bar["n"] for bar in periods), default=0) or 1,
        "most_acts": max((bar["n"] for bar in acts), default=0) or 1,
        "peak": max(dated, key=lambda bar: bar["n"], default=None),
        "query": asked.query(),
    }
    return render(request, "record/search/counts.html", context)


@only(*WORKING)
@never_cache
@require_safe
def counts_csv(request: HttpRequest) -> HttpResponse:
    """The table behind the charts. Exact counts stay in the organisation; what is published goes by a release."""
    _form, asked = asked_in(request)
    if asked is None:
        raise Http404
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(csv_rows(count_cases(request.user, asked)))
    note("counts.exported", by=signed_in_account(request), organisation=_only_house(request))
    response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="cases-by-year-and-act.csv"'
    return response


# ----------------------------------------------------------------- acts on many
@only(*WORKING)
@never_cache
@require_POST
def selected(request: HttpRequest) -> HttpResponse:
    """What can be done to the cases that were chosen."""
    refs = _refs(request)
    return _selected_page(request, refs)


@only(*WORKING)
@never_cache
@require_POST
def selected_do(request: HttpRequest, deed: str) -> HttpResponse:
    """Do it, case by case, and say how many it was."""
    refs, by = _refs(request), signed_in_account(request)
    bound = _forms(request, deed)
    if deed not in bound:
        raise Http404
    form = bound[deed]
    if form is not None and not form.is_valid():
        return _selected_page(request, refs, {deed: form}, status=422)
    values = form.cleaned_data if form is not None else {}
    if deed == "assign":
        done = cases_assign(refs, values["reviewer"], by=by)
    elif deed == "place":
        done = cases_place(refs, place=values["place"], district=values["district"], by=by)
    elif deed == "label":
        done = cases_label(refs, values["name"], by=by)
    else:
        done = cases_propose(refs, by=by)
    return _selected_page(request, refs, done=done)


def _refs(request: HttpRequest) -> list[str]:
    return [ref[:12] for ref in request.POST.getlist("ref")][:MOST]


def _forms(request: HttpRequest, deed: str = "") -> dict[str, forms.Form | None]:
    """The forms of the acts this person may do; the one that was sent is bound. Proposing needs no form."""
    houses = list(organisations_of(request.user).values_list("pk", flat=True))
    sent = {name: request.POST if name == deed else None for name in ("assign", "place", "label")}
    found: dict[str, forms.Form | None] = {
        "place": PlaceForm(sent["place"]),
        "label": LabelForm(sent["label"]),
        "propose": None,
    }
    if Role.REVIEWER in roles_of(request.user):
        found = {"assign": AssignForm(sent["assign"], houses=houses), **found}
    return found


def _selected_page(
    request: HttpRequest,
    refs: list[str],
    bad: dict[str, forms.Form | None] | None = None,
    *,
    done: Done | None = None,
    status: int = 200,
) -> HttpResponse:
    cases = cases_of(request.user).filter(ref__in=refs).order_by("ref")
    offered = _forms(request) | (bad or {})
    context = {"rows": case_rows(list(cases)), "forms": offered, "done": done}
    return render(request, "record/search/selected.html", context, status=status)
