"""The family's own page, and the page of those who work with the family."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from misaq.web.accounts.access import only
from misaq.web.accounts.roles import Role
from misaq.web.record.access import (
    case_of,
    followed_case_of,
    followed_cases_of,
    signed_in_account,
    working,
)
from misaq.web.record.activity import note
from misaq.web.record.family import services
from misaq.web.record.family.forms import ConsentForm, ErasureForm, InviteForm, RefusalForm
from misaq.web.record.family.selectors import family_page, may_decide_erasure, sharing_partners
from misaq.web.record.models import Case, CaseFollower, ErasureRequest
from misaq.web.record.unlocking import Keyring


def family(view: Any) -> Any:
    """Open a view to the family: signed in, without a second factor or a passphrase."""
    return only(Role.FAMILY)(view)


@family
@never_cache
@require_safe
def my_cases(request: HttpRequest) -> HttpResponse:
    """The cases that somebody follows; straight to it when it is one."""
    cases = list(followed_cases_of(request.user).order_by("opened_at", "ref"))
    if len(cases) == 1:
        return redirect("record_my_case", ref=cases[0].ref)
    return render(request, "record/family/cases.html", {"cases": cases})


@family
@never_cache
@require_safe
def my_case(request: HttpRequest, ref: str) -> HttpResponse:
    """What stands in a case, for its family."""
    return _my_case(request, followed_case_of(request, ref), None)


def _my_case(request: HttpRequest, case: Case, refused: Any, status: int = 200) -> HttpResponse:
    account = signed_in_account(request)
    note("family.viewed", by=account, about=case)
    page = family_page(case, account)
    context = {
        "page": page,
        "case": case,
        "form": refused,
        "needs_password": not account.has_usable_password(),
        "asked_by_me": page.erasure is not None and page.erasure.asked_by_id == account.pk,
    }
    return render(request, "record/family/case.html", context, status=status)


@family
@never_cache
@require_POST
def my_consent(request: HttpRequest, ref: str) -> HttpResponse:
    """Say yes or no to one use; a no works at once."""
    case, account = followed_case_of(request, ref), signed_in_account(request)
    form = ConsentForm(request.POST)
    if not form.is_valid():
        return _my_case(request, case, form, status=422)
    told = form.cleaned_data
    partners = {one.slug: one for one in sharing_partners(case)}
    other = partners.get(told["organisation"])
    if (told["purpose"] == "sharing") != (other is not None):
        raise Http404
    language = getattr(request, "LANGUAGE_CODE", "")[:8]
    kept: dict[str, Any] = {"by": account, "shared_with": other, "language": language}
    if told["answer"] == "yes":
        services.consent_give(case, told["purpose"], until=told["until"], **kept)
    else:
        services.consent_withdraw(case, told["purpose"], **kept)
    return redirect(reverse("record_my_case", args=[ref]) + "#consent")


@family
@never_cache
@require_POST
def my_erasure(request: HttpRequest, ref: str) -> HttpResponse:
    """Ask that everything be erased, or take that back."""
    case, account = followed_case_of(request, ref), signed_in_account(request)
    if "back" in request.POST:
        asked = case.erasures.filter(ended_at=None, asked_by=account).first()
        if asked:
            services.erasure_take_back(asked, by=account)
    elif request.POST.get("sure") == "yes":
        services.erasure_ask(case, "asked_by_subject", by=account)
    return redirect(reverse("record_my_case", args=[ref]) + "#erasure")


@working
@never_cache
@require_safe
def case_family(request: HttpRequest, keys: Keyring, ref: str) -> HttpResponse:
    """Who of the family follows a case, and whether somebody asks for its erasure."""
    return _case_family(request, case_of(request, ref), {})


def _case_family(
    request: HttpRequest, case: Case, more: dict[str, Any], status: int = 200
) -> HttpResponse:
    account = signed_in_account(request)
    asked = case.erasures.filter(ended_at=None).select_related("asked_by", "approved_by").first()
    open_ones = case.followers.filter(ended_at=None).select_related("account")
    context = {
        "case": case,
        "followers": open_ones.order_by("began_at"),
        "invite": InviteForm(),
        "asked": asked,
        "ask": ErasureForm(),
        "refuse": RefusalForm(),
        "decides": may_decide_erasure(asked, account),
    } | more
    return render(request, "record/family/working.html", context, status=status)


def _show_link(
    request: HttpRequest, case: Case, follower: CaseFollower, secret: str
) -> HttpResponse:
    link = request.build_absolute_uri(reverse("one_time_login", args=[secret]))
    context = {"case": case, "link": link, "name": follower.account.username}
    return render(request, "record/family/link.html", context)


@working
@never_cache
@require_POST
def family_invite(request: HttpRequest, keys: Keyring, ref: str) -> HttpResponse:
    """Open an account for somebody of the family; the link is shown once, on the page that answers."""
    case, account = case_of(request, ref), signed_in_account(request)
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _case_family(request, case, {"invite": form}, status=422)
    follower, secret = services.family_invite(case, form.cleaned_data["relationship"], by=account)
    return _show_link(request, case, follower, secret)


def _follower(case: Case, follower_id: int) -> CaseFollower:
    follower = (
        case.followers.filter(pk=follower_id, ended_at=None).select_related("account").first()
    )
    if follower is None:
        raise Http404
    return follower


@working
@never_cache
@require_POST
def family_link(request: HttpRequest, keys: Keyring, ref: str, follower_id: int) -> HttpResponse:
    """Another link for somebody who follows already."""
    case, account = case_of(request, ref), signed_in_account(request)
    follower = _follower(case, follower_id)
    return _show_link(request, case, follower, services.family_link_again(follower, by=account))


@working
@never_cache
@require_POST
def family_end(request: HttpRequest, keys: Keyring, ref: str, follower_id: int) -> HttpResponse:
    """End somebody's following."""
    case, account = case_of(request, ref), signed_in_account(request)
    services.follower_end(_follower(case, follower_id), by=account)
    return redirect("record_case_family", ref=ref)


@working
@never_cache
@require_POST
def erasure_ask(request: HttpRequest, keys: Keyring, ref: str) -> HttpResponse:
    """Ask for a case's erasure, for the family or for another reason."""
    case, form = case_of(request, ref), ErasureForm(request.POST)
    if not form.is_valid():
        return _case_family(request, case, {"ask": form}, status=422)
    services.erasure_ask(case, form.cleaned_data["reason"], by=signed_in_account(request))
    return redirect("record_case_family", ref=ref)


def _asked(case: Case, request: HttpRequest) -> ErasureRequest:
    asked = case.erasures.filter(ended_at=None).first()
    if asked is None or not may_decide_erasure(asked, signed_in_account(request)):
        raise Http404
    return asked


@only(Role.REVIEWER)
@never_cache
@require_POST
def erasure_approve(request: HttpRequest, ref: str) -> HttpResponse:
    """Approve an erasure; the second of two erases."""
    case = case_of(request, ref)
    asked = _asked(case, request)
    try:
        erased = services.erasure_approve(asked, by=signed_in_account(request))
    except services.SamePersonError:
        raise Http404 from None
    if erased is None:
        return redirect("record_case_family", ref=ref)
    return render(request, "record/family/erased.html")


@only(Role.REVIEWER)
@never_cache
@require_POST
def erasure_refuse(request: HttpRequest, ref: str) -> HttpResponse:
    """Refuse an erasure, with a reason that the family reads."""
    case = case_of(request, ref)
    asked, form = _asked(case, request), RefusalForm(request.POST)
    if not form.is_valid():
        return _case_family(request, case, {"refuse": form}, status=422)
    services.erasure_refuse(asked, form.cleaned_data["refusal"], by=signed_in_account(request))
    return redirect("record_case_family", ref=ref)
