"""The pages of exports."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from misaq.web.accounts.access import Person, account_of, only, roles_of
from misaq.web.accounts.roles import Role
from misaq.web.record.access import WORKING, organisations_of, signed_in_account, working
from misaq.web.record.exports.files import TYPES, export_file
from misaq.web.record.exports.forms import AskForm, RefuseForm
from misaq.web.record.exports.profiles import FIELD_WORDS, FORMS, PROFILES
from misaq.web.record.exports.services import (
    MOST,
    export_approve,
    export_ask,
    export_refuse,
    export_take,
    may_decide,
    may_fetch,
    state_of,
)
from misaq.web.record.models import Export
from misaq.web.record.search.asked import Asked
from misaq.web.record.search.forms import SearchForm
from misaq.web.record.search.selectors import COUNTED, find_cases
from misaq.web.record.search.views import asked_in
from misaq.web.record.unlocking import Keyring

A_PAGE = 50


def exports_of(person: Person) -> QuerySet[Export]:
    """The exports that somebody sees: what they asked for, and as a reviewer all of their organisations."""
    account = account_of(person)
    own = Export.objects.filter(organisation__in=organisations_of(person))
    if account is None or Role.REVIEWER in roles_of(person):
        return own if account else Export.objects.none()
    return own.filter(asked_by=account)


def _one(request: HttpRequest, export_id: UUID) -> Export:
    rows = exports_of(request.user).select_related(
        "organisation", "asked_by", "approved_by", "also_approved_by", "refused_by"
    )
    found = rows.filter(pk=export_id).first()
    if found is None:
        raise Http404
    return found


@only(*WORKING)
@never_cache
@require_safe
def exports(request: HttpRequest) -> HttpResponse:
    """The exports so far, the newest first."""
    rows = exports_of(request.user).select_related("asked_by").defer("refs").order_by("-asked_at")
    shown = [(export, state_words(export)) for export in rows[:A_PAGE]]
    return render(request, "record/exports/list.html", {"rows": shown})


def state_words(export: Export) -> Any:
    """Where it stands now, in words."""
    return Export.State(state_of(export)).label


@only(*WORKING)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask to take out what a search finds; the search stands in the address."""
    search, asked = asked_in(request)
    if asked is None:
        return redirect("record_search")
    houses = list(organisations_of(request.user))
    form = AskForm(request.POST if request.method == "POST" else None, houses=houses)
    if request.method == "POST" and form.is_valid():
        made = _asked_for(request, form, asked)
        if made is not None:
            return redirect("record_export", export_id=made.pk)
        form.add_error(
            None,
            _("Nothing was found, or more than %(most)s cases. Narrow the search down.")
            % {"most": MOST},
        )
    found = find_cases(request.user, asked)
    context = {"form": form, "search": search, "found": found, "counted": COUNTED}
    context |= {"query": asked.query(), "profiles": _profile_rows()}
    return render(request, "record/exports/ask.html", context, status=422 if form.errors else 200)


def _asked_for(request: HttpRequest, form: AskForm, asked: Asked) -> Export | None:
    values = form.cleaned_data
    house = organisations_of(request.user).filter(slug=values["organisation"]).first()
    if house is None:
        raise Http404
    return export_ask(
        house,
        asked,
        profile=values["profile"],
        form=values["form"],
        purpose=values["purpose"],
        by=signed_in_account(request),
    )


def _profile_rows() -> list[tuple[Any, list[Any]]]:
    return [(one.label, [FIELD_WORDS[name] for name in one.fields]) for one in PROFILES.values()]


@only(*WORKING)
@never_cache
@require_safe
def export(request: HttpRequest, export_id: UUID) -> HttpResponse:
    """One export: exactly what would leave, who approved, and what this person may do about it."""
    return _page(request, _one(request, export_id), RefuseForm())


def _page(request: HttpRequest, found: Export, form: RefuseForm) -> HttpResponse:
    account = signed_in_account(request)
    profile = PROFILES[found.profile]
    context = {
        "export": found,
        "state": state_words(found),
        "profile": profile,
        "fields": [FIELD_WORDS[name] for name in profile.fields],
        "file": FORMS[found.form],
        "n": len(found.refs),
        "asked": [
            (SearchForm.base_fields[name].label, value)
            for name, value in found.query.items()
            if name in SearchForm.base_fields
        ],
        "may_decide": may_decide(found, account),
        "may_fetch": may_fetch(found, account),
        "left": settings.RECORD_EXPORT_DOWNLOADS - found.n_downloads,
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "record/exports/export.html", context, status=status)


@only(Role.REVIEWER)
@never_cache
@require_POST
def approve(request: HttpRequest, export_id: UUID) -> HttpResponse:
    """Approve an export of one's own organisation that somebody else asked for."""
    if not export_approve(_one(request, export_id), by=signed_in_account(request)):
        raise Http404
    return redirect("record_export", export_id=export_id)


@only(Role.REVIEWER)
@never_cache
@require_POST
def refuse(request: HttpRequest, export_id: UUID) -> HttpResponse:
    """Refuse an export, with a reason."""
    found, form = _one(request, export_id), RefuseForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    reason = form.cleaned_data["reason"]
    if not export_refuse(found, reason=reason, by=signed_in_account(request)):
        raise Http404
    return redirect("record_export", export_id=export_id)


@working
@never_cache
@require_POST
def fetch(request: HttpRequest, keys: Keyring, export_id: UUID) -> HttpResponse:
    """The file, made now and kept nowhere."""
    found, account = _one(request, export_id), signed_in_account(request)
    if not may_fetch(found, account) or not keys.has(found.organisation):
        raise Http404
    cases = export_take(found, by=account)
    response = HttpResponse(export_file(found, cases, keys), content_type=TYPES[found.form])
    name = f"cases-{str(found.pk)[:8]}.{found.form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
