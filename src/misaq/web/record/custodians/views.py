"""The custodian's desk, and the pages of whoever asks for a sealed record."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from misaq.foundation.errors import MisaqError
from misaq.foundation.messages import render as render_message
from misaq.web.accounts.access import only
from misaq.web.accounts.roles import Role
from misaq.web.record.access import WORKING, signed_in_account, unseal_requests_for
from misaq.web.record.activity import note
from misaq.web.record.custodians.forms import AskForm, DocumentForm, RefuseForm
from misaq.web.record.custodians.selectors import (
    asked_by,
    asked_of,
    asker_houses,
    custodian_of,
    kept_of,
    sealed_of,
    standing,
    under_former_groups,
)
from misaq.web.record.custodians.services import (
    identity_reseal,
    share_refuse,
    share_release,
    shares_handed_over,
    unseal_ask,
)
from misaq.web.record.models import UnsealRequest

A_PAGE = 50


def _words(error: MisaqError) -> str:
    """What went wrong and how to mend it, in the page's language."""
    told = render_message(error.code, get_language() or "en", **error.params)
    return told.sentence()


def _document(text: str, name: str) -> HttpResponse:
    """A JSON document as a download."""
    return HttpResponse(
        text,
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@only(Role.CUSTODIAN)
@never_cache
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What a custodian is asked, the newest first."""
    account = signed_in_account(request)
    found = unseal_requests_for(account).select_related("sealed__group", "asked_by")
    rows = [
        (one, standing(one), one.answers.filter(custodian__account=account).first())
        for one in found.order_by("-asked_at")[:A_PAGE]
    ]
    return render(request, "record/custodians/desk.html", {"rows": rows})


@only(Role.CUSTODIAN)
@never_cache
@require_safe
def kept(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """One request: who asks, why, for which key; release the share or refuse."""
    found = kept_of(request, request_id)
    return _kept_page(request, found, DocumentForm(), RefuseForm())


def _kept_page(
    request: HttpRequest,
    found: UnsealRequest,
    release: DocumentForm,
    refuse: RefuseForm,
    status: int = 200,
) -> HttpResponse:
    account = signed_in_account(request)
    custodian = custodian_of(account, found.sealed.group)
    context = {
        "asked": found,
        "custodian": custodian,
        "houses": asker_houses(found),
        "standing": standing(found),
        "answer": found.answers.filter(custodian=custodian).first(),
        "release_form": release,
        "refuse_form": refuse,
    }
    return render(request, "record/custodians/kept.html", context, status=status)


@only(Role.CUSTODIAN)
@never_cache
@require_safe
def kept_file(request: HttpRequest, request_id: UUID, which: str) -> HttpResponse:
    """The two files that the command line needs: the sealed record and the request."""
    found = kept_of(request, request_id)
    if which == "sealed":
        return _document(found.sealed.document, f"{found.sealed_id}.sealed.json")
    if which == "request":
        return _document(found.document, f"{found.sealed_id}.request.json")
    raise Http404


@only(Role.CUSTODIAN)
@require_POST
def release(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Keep a custodian's share for the asker."""
    found = kept_of(request, request_id)
    form = DocumentForm(request.POST, request.FILES)
    if form.is_valid():
        custodian = custodian_of(signed_in_account(request), found.sealed.group)
        try:
            share_release(found, custodian, form.cleaned_data["text"])
        except MisaqError as error:
            form.add_error(None, _words(error))
        else:
            return redirect("record_kept", request_id=request_id)
    return _kept_page(request, found, form, RefuseForm(), 422)


@only(Role.CUSTODIAN)
@require_POST
def refuse(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Refuse with a reason."""
    found = kept_of(request, request_id)
    form = RefuseForm(request.POST)
    if form.is_valid():
        custodian = custodian_of(signed_in_account(request), found.sealed.group)
        try:
            share_refuse(found, custodian, form.cleaned_data["reason"])
        except MisaqError as error:
            form.add_error(None, _words(error))
        else:
            return redirect("record_kept", request_id=request_id)
    return _kept_page(request, found, DocumentForm(), form, 422)


@only(*WORKING)
@never_cache
@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """What somebody asked the custodians, and what still lies with former ones."""
    account = signed_in_account(request)
    rows = [
        (one, standing(one)) for one in asked_by(request, account).order_by("-asked_at")[:A_PAGE]
    ]
    former = under_former_groups(request)
    context = {"rows": rows, "former": former[:A_PAGE], "n_former": former.count()}
    return render(request, "record/custodians/asked.html", context)


@only(*WORKING)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, sealed_id: UUID) -> HttpResponse:
    """Ask the custodians to open one sealed identity."""
    sealed = sealed_of(request, sealed_id)
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            made = unseal_ask(
                sealed,
                by=signed_in_account(request),
                reason=values["reason"],
                recipient=values["recipient"],
            )
        except MisaqError as error:
            form.add_error("recipient", _words(error))
        else:
            return redirect("record_unseal", request_id=made.pk)
    context = {"form": form, "sealed": sealed, "group": sealed.group}
    status = 422 if form.is_bound else 200
    return render(request, "record/custodians/ask.html", context, status=status)


@only(*WORKING)
@never_cache
@require_safe
def unseal(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Where a request stands; with shares enough, open the record in the page or take the files."""
    account = signed_in_account(request)
    found = asked_of(request, account, request_id)
    where = standing(found)
    releases = ""
    if where.opens:
        releases = "".join(
            found.answers.exclude(release="").order_by("pk").values_list("release", flat=True)
        )
        shares_handed_over(found, by=account)
    context = {"asked": found, "standing": where, "releases": releases}
    return render(request, "record/custodians/unseal.html", context)


@only(*WORKING)
@never_cache
@require_safe
def unseal_file(request: HttpRequest, request_id: UUID, which: str) -> HttpResponse:
    """The files for `misaq record open combine` or `reseal`: the sealed record, and the shares one a line."""
    account = signed_in_account(request)
    found = asked_of(request, account, request_id)
    if not standing(found).opens:
        raise Http404
    note("sealed.files-taken", by=account, organisation=None, about=found)
    if which == "sealed":
        return _document(found.sealed.document, f"{found.sealed_id}.sealed.json")
    releases = list(found.answers.exclude(release="").order_by("custodian__handle"))
    if which.isdecimal() and 0 < int(which) <= len(releases):
        shares_handed_over(found, by=account)
        one = releases[int(which) - 1]
        return _document(one.release, f"share-{one.custodian.handle}.json")
    raise Http404


@only(*WORKING)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reseal(request: HttpRequest, sealed_id: UUID) -> HttpResponse:
    """Take in a record that was sealed anew for the custodians of today."""
    sealed = sealed_of(request, sealed_id)
    form = DocumentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            identity_reseal(sealed, form.cleaned_data["text"], by=signed_in_account(request))
        except MisaqError as error:
            form.add_error(None, _words(error))
        else:
            return redirect("record_asked")
    context = {"form": form, "sealed": sealed}
    status = 422 if form.is_bound else 200
    return render(request, "record/custodians/reseal.html", context, status=status)
