"""The queue, the review of a case, the blind second coding, agreement and progress."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from misaq.foundation.errors import FaultsError
from misaq.web.accounts.access import only, roles_of
from misaq.web.accounts.roles import Role
from misaq.web.record.access import (
    case_of,
    second_coding_of,
    second_codings_of,
    signed_in_account,
    unlocked,
    working,
)
from misaq.web.record.activity import note
from misaq.web.record.cases.selectors import SourceReader
from misaq.web.record.models import Case
from misaq.web.record.review import services
from misaq.web.record.review.forms import (
    AdmitForm,
    CodingForm,
    ReasonForm,
    SecondCodingForm,
    SettlingForm,
)
from misaq.web.record.review.selectors import (
    FEWEST_PAIRS,
    agreements_of,
    coding_pairs,
    progress_of,
    queue_of,
    standing_of,
)
from misaq.web.record.unlocking import Keyring

FORMS: dict[str, Any] = {
    "admit": AdmitForm,
    "peer": CodingForm,
    "return": ReasonForm,
    "reopen": ReasonForm,
}


def reviewing(view: Any) -> Any:
    """Open a view to reviewers who have unlocked the record."""
    return only(Role.REVIEWER)(unlocked(view))


@working
@never_cache
@require_safe
def queue(request: HttpRequest, keys: Keyring) -> HttpResponse:
    """What waits for somebody."""
    account = signed_in_account(request)
    is_reviewer = Role.REVIEWER in roles_of(account)
    context = {"queue": queue_of(account, reviews=is_reviewer), "is_reviewer": is_reviewer}
    return render(request, "record/review/queue.html", context)


def _opened(request: HttpRequest, keys: Keyring, ref: str) -> Case:
    case = case_of(request, ref)
    if not keys.has(case.organisation):
        raise Http404
    return case


@reviewing
@never_cache
@require_safe
def review(request: HttpRequest, keys: Keyring, ref: str) -> HttpResponse:
    """Where a case stands on the ladder, and what may be done."""
    case, account = _opened(request, keys, ref), signed_in_account(request)
    if services.may_code_second(case, account):
        return redirect("record_second_coding", ref=case.ref)  # a look would end their blindness
    note("case.viewed", by=account, about=case)
    return _review_page(request, case, {})


def _review_page(
    request: HttpRequest, case: Case, bound: dict[str, Any], faults: Any = (), status: int = 200
) -> HttpResponse:
    standing = standing_of(case, signed_in_account(request))
    steps = [
        {"step": step, "form": bound.get(step) or FORMS[step](auto_id=f"{step}_%s")}
        for step in standing.steps
        if step in FORMS
    ]
    coded = standing.now.settling or standing.now.coding
    begun = dict(coded.coding) if coded else {}
    context = {
        "case": case,
        "standing": standing,
        "steps": steps,
        "settling": bound.get("settling") or SettlingForm(initial=begun, auto_id="settle_%s"),
        "faults": faults,
    }
    return render(request, "record/review/case.html", context, status=status)


@reviewing
@never_cache
@sensitive_post_parameters()
@require_POST
def review_step(request: HttpRequest, keys: Keyring, ref: str, step: str) -> HttpResponse:
    """Take a step: admit, first review, return, reopen."""
    case, account = _opened(request, keys, ref), signed_in_account(request)
    if step not in FORMS:
        raise Http404
    form = FORMS[step](request.POST, auto_id=f"{step}_%s")
    if not form.is_valid():
        return _review_page(request, case, {step: form}, status=422)
    try:
        services.review_step(case, step, form.values(), keys, by=account)
    except FaultsError as error:
        return _review_page(request, case, {step: form}, _texts(request, error.faults), status=409)
    return redirect("record_review")


def _texts(request: HttpRequest, faults: Any) -> list[str]:
    language = getattr(request, "LANGUAGE_CODE", "en")[:2]
    return list(dict.fromkeys(fault.message(language).sentence() for fault in faults))


@reviewing
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def second_coding(request: HttpRequest, keys: Keyring, ref: str) -> HttpResponse:
    """Code a case from its sources alone: nothing else of it is on this page, or on any other, until it is done."""
    account = signed_in_account(request)
    if not second_codings_of(account).filter(case__ref=ref).exists():
        case = _opened(request, keys, ref)
        if not services.may_code_second(case, account):
            raise Http404
        return render(request, "record/review/take.html", {"ref": case.ref})
    coding = second_coding_of(request, ref)
    if not keys.has(coding.case.organisation):
        raise Http404
    form = SecondCodingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        services.second_coding_submit(coding, form.values(), keys, by=account)
        return redirect("record_review")
    note("sources.viewed", by=account, about=coding.case)
    sources = SourceReader(coding.case, keys).rows()
    context = {"ref": ref, "form": form, "sources": sources}
    return render(
        request, "record/review/second.html", context, status=422 if form.is_bound else 200
    )


@reviewing
@never_cache
@require_POST
def second_coding_take(request: HttpRequest, keys: Keyring, ref: str) -> HttpResponse:
    """Take a case for blind coding."""
    case = _opened(request, keys, ref)
    try:
        services.second_coding_begin(case, by=signed_in_account(request))
    except services.NotBlindError:
        raise Http404 from None
    return redirect("record_second_coding", ref=ref)


@reviewing
@never_cache
@require_POST
def second_coding_decline(request: HttpRequest, keys: Keyring, ref: str) -> HttpResponse:
    """Give a case back uncoded."""
    services.second_coding_decline(second_coding_of(request, ref), by=signed_in_account(request))
    return redirect("record_review")


@reviewing
@never_cache
@sensitive_post_parameters()
@require_POST
def settle(request: HttpRequest, keys: Keyring, ref: str) -> HttpResponse:
    """Propose what holds where two codings differ."""
    case, account = _opened(request, keys, ref), signed_in_account(request)
    form = SettlingForm(request.POST, auto_id="settle_%s")
    if not form.is_valid():
        return _review_page(request, case, {"settling": form}, status=422)
    values = form.values()
    try:
        services.differences_settle(case, values["coding"], values["note"], keys, by=account)
    except services.NotBlindError:
        raise Http404 from None
    return redirect("record_review_case", ref=ref)


@reviewing
@never_cache
@require_POST
def confirm(request: HttpRequest, keys: Keyring, ref: str) -> HttpResponse:
    """Agree with what was settled: the case is verified if nothing else stands in the way."""
    case = _opened(request, keys, ref)
    try:
        faults = services.settling_confirm(case, keys, by=signed_in_account(request))
    except services.NotBlindError:
        raise Http404 from None
    if faults:
        return _review_page(request, case, {}, _texts(request, faults), status=409)
    return redirect("record_review")


@working
@never_cache
@require_safe
def agreement(request: HttpRequest, keys: Keyring) -> HttpResponse:
    """How far coders who did not see each other's work agree, field by field, and what each has done."""
    account = signed_in_account(request)
    context = {
        "fields": agreements_of(account),
        "n_pairs": len(coding_pairs(account)),
        "fewest": FEWEST_PAIRS,
        "progress": progress_of(account),
        "title": _("How far coders agree"),
    }
    return render(request, "record/review/agreement.html", context)
