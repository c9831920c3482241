"""Recording a case by hand: the form, its drafts, what is looked at before it is saved."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from misaq.formats import write_xlsform
from misaq.record import SealingFormError
from misaq.web.accounts.access import only
from misaq.web.accounts.roles import Role
from misaq.web.record.access import case_of, documenting, draft_of, drafts_of, signed_in_account
from misaq.web.record.intake.forms import MOST_ROWS, PARTS, CaseForm, hints_of
from misaq.web.record.intake.selectors import (
    custodians_json,
    draft_values,
    names_near,
    organisation_with_key,
)
from misaq.web.record.intake.services import (
    case_record,
    documents_joined,
    draft_drop,
    draft_save,
)
from misaq.web.record.models import Draft
from misaq.web.record.unlocking import Keyring

_NOT_KEPT = {"csrfmiddlewaretoken", "act", "confirmed"}


@documenting
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def case_new(request: HttpRequest, keys: Keyring) -> HttpResponse:
    """An empty form, and the unfinished ones."""
    if request.method == "POST":
        return _sent(request, keys, None)
    return _form_page(request, CaseForm(), None)


@documenting
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def case_draft(request: HttpRequest, keys: Keyring, draft_id: UUID) -> HttpResponse:
    """A form that somebody began, as they left it."""
    draft = draft_of(request, draft_id)
    if request.method == "POST":
        return _sent(request, keys, draft)
    values = draft_values(draft, keys)
    return _form_page(request, CaseForm(initial=_initial(values)), draft)


@documenting
@require_POST
def draft_throw(request: HttpRequest, keys: Keyring, draft_id: UUID) -> HttpResponse:
    """Throw an unfinished form away."""
    draft_drop(draft_of(request, draft_id), by=signed_in_account(request))
    return redirect("record_new")


@documenting
@never_cache
@require_safe
def case_saved(request: HttpRequest, keys: Keyring, ref: str) -> HttpResponse:
    """That a case was saved, under which reference, and what to do next."""
    return render(request, "record/intake/saved.html", {"case": case_of(request, ref)})


@only(Role.DOCUMENTER)
@require_safe
def field_form(request: HttpRequest) -> HttpResponse:
    """The form for telephones in the field."""
    return HttpResponse(
        write_xlsform(),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        headers={"Content-Disposition": 'attachment; filename="misaq-form.xlsx"'},
    )


def _sent(request: HttpRequest, keys: Keyring, draft: Draft | None) -> HttpResponse:
    """What somebody sent: keep it first of all, whatever else happens to it."""
    account = signed_in_account(request)
    organisation = draft.organisation if draft else organisation_with_key(request, keys)
    confirmed = draft is not None and "confirmed" in request.POST
    values = draft_values(draft, keys) if confirmed and draft else _values(request)
    act = request.POST.get("act", "save")
    if act.startswith("more-"):
        _one_more(values, act.removeprefix("more-"))
    if not confirmed:
        draft = draft_save(organisation, values, keys, by=account, draft=draft)
    if act != "save" and draft is not None:
        return redirect("record_draft", draft_id=draft.pk)
    form = CaseForm(_as_sent(values))
    if not form.is_valid():
        return _form_page(request, form, draft)
    if not confirmed:
        near = names_near(request, organisation, keys, form.names())
        hints = hints_of([form.cleaned_data["narrative"]])
        if near or hints:
            context = {"near": near, "hints": hints, "draft": draft}
            return render(request, "record/intake/before.html", context)
    try:
        case = case_record(organisation, form, keys, by=account, draft=draft)
    except SealingFormError:
        form.add_error(
            None,
            _(
                "Nobody can be sealed yet: the custodians are not named. Leave those people out, or wait."
            ),
        )
        return _form_page(request, form, draft)
    return redirect("record_saved", ref=case.ref)


def _form_page(request: HttpRequest, form: CaseForm, draft: Draft | None) -> HttpResponse:
    drafts = drafts_of(request.user).order_by("-saved_at")
    context = {
        "form": form,
        "draft": draft,
        "drafts": drafts if draft is None else [],
        "errors": _errors(form),
        "custodians": custodians_json(),
        "most": MOST_ROWS,
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "record/intake/case.html", context, status=status)


def _errors(form: CaseForm) -> list[dict[str, Any]]:
    """Every error with the field it leads to, in the order of the page."""
    first = form["act_type"].auto_id
    rows = [{"text": text, "at": first} for text in form.non_field_errors()]
    for name in form.errors:
        if name in form.fields:
            rows += [{"text": text, "at": form[name].auto_id} for text in form.errors[name]]
    return rows


def _values(request: HttpRequest) -> dict[str, list[str]]:
    values = {name: texts for name, texts in request.POST.lists() if name not in _NOT_KEPT}
    before, new = values.get("sealed_documents", [""])[-1], values.pop("sealed_new", [""])[-1]
    values["sealed_documents"] = [documents_joined(before, new)]
    return values


def _one_more(values: dict[str, list[str]], kind: str) -> None:
    if kind in PARTS:
        count = (values.get(f"n_{kind}") or ["1"])[-1]
        number = int(count) if count.isascii() and count.isdigit() else 1
        values[f"n_{kind}"] = [str(min(number + 1, MOST_ROWS))]


def _as_sent(values: Mapping[str, list[str]]) -> Any:
    """Values as a form reads them."""
    data = QueryDict(mutable=True)
    for name, texts in values.items():
        data.setlist(name, texts)
    return data


def _initial(values: Mapping[str, list[str]]) -> dict[str, Any]:
    several = {"act_type", "method"}
    return {
        name: texts if name in several else (texts[-1] if texts else "")
        for name, texts in values.items()
    }
