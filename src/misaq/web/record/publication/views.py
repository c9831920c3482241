"""Making something public: proposals, decisions of the other side, names, withdrawals, releases of counts."""

import re
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from misaq.web.accounts.access import only
from misaq.web.accounts.roles import Role
from misaq.web.record.access import case_of, proposal_for, signed_in_account, unlocked
from misaq.web.record.models import (
    Acknowledgement,
    Case,
    PublicationRelease,
    PublishedCase,
    Response,
)
from misaq.web.record.publication.face import face_of
from misaq.web.record.publication.forms import ProposeForm, RefuseForm
from misaq.web.record.publication.open_pages import release_context
from misaq.web.record.publication.releases import (
    release_approve,
    release_propose,
    release_refuse,
)
from misaq.web.record.publication.selectors import (
    own_publications,
    proposals_to_decide,
    public_of,
    release_latest,
    release_waiting,
)
from misaq.web.record.publication.services import (
    case_propose,
    case_publish,
    case_refuse,
    case_withdraw,
    names_add,
    obstacles_to,
    words_check,
)
from misaq.web.record.publication.sides import is_other_side
from misaq.web.record.refusals import RefusedError
from misaq.web.record.unlocking import Keyring

SLUG = re.compile(r"[\w-]{1,40}")
READ_WRITE = ["GET", "HEAD", "POST"]
reviewing = only(Role.REVIEWER)


@reviewing
@never_cache
@require_safe
def publication(request: HttpRequest) -> HttpResponse:
    """What waits for whom: proposals of other sides, one's own, the release of counts."""
    return _desk(request)


def _desk(request: HttpRequest, status: int = 200, **more: Any) -> HttpResponse:
    waiting = release_waiting()
    context = {
        "to_decide": proposals_to_decide(request.user),
        "own": own_publications(request.user),
        "waiting": waiting,
        "decides": waiting is not None and is_other_side(request.user, waiting.side),
        "latest": release_latest(),
        **more,
    }
    return render(request, "record/publication/desk.html", context, status=status)


@reviewing
@never_cache
@require_http_methods(READ_WRITE)
def publish_case(request: HttpRequest, ref: str) -> HttpResponse:
    """One's own case: what would be public of it, what stands in the way; propose it."""
    case, refusal = case_of(request, ref), ""
    form = ProposeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            case_propose(
                case, asks_name=form.cleaned_data["asks_name"], by=signed_in_account(request)
            )
        except RefusedError as refused:
            refusal = refused.text
        else:
            return redirect("record_publish_case", ref=case.ref)
    return _own(request, case, form, refusal)


def _own(request: HttpRequest, case: Case, form: ProposeForm, refusal: str = "") -> HttpResponse:
    published = PublishedCase.objects.filter(case=case).first()
    preview = (
        published
        if published and published.public
        else PublishedCase(case=case, ref=case.ref, public=face_of(case))
    )
    context = {
        "case": case,
        "published": published,
        "shown": public_of(preview),
        "obstacles": obstacles_to(case),
        "form": form,
        "refusal": refusal,
    }
    status = 422 if refusal else 200
    return render(request, "record/publication/case.html", context, status=status)


@reviewing
@unlocked
@never_cache
@require_POST
def publish_names(request: HttpRequest, keys: Keyring, ref: str) -> HttpResponse:
    """Put on the page the names whose publication was allowed."""
    case = case_of(request, ref)
    published = get_object_or_404(PublishedCase, case=case)
    if not keys.has(case.organisation):
        raise Http404
    try:
        names_add(published, keys, by=signed_in_account(request))
    except RefusedError as refused:
        return _own(request, case, ProposeForm(), refused.text)
    return redirect("record_publish_case", ref=case.ref)


@reviewing
@require_POST
def publish_withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    """Take a case off the public pages."""
    published = get_object_or_404(PublishedCase, case=case_of(request, ref))
    case_withdraw(published, by=signed_in_account(request))
    return redirect("record_publish_case", ref=ref)


@reviewing
@never_cache
@require_http_methods(READ_WRITE)
def decide(request: HttpRequest, ref: str) -> HttpResponse:
    """A proposal of another side: exactly what would be public; agree, or say why not."""
    proposal, refusal = proposal_for(request, ref), ""
    form = RefuseForm(request.POST if "refuse" in request.POST else None)
    try:
        if "agree" in request.POST:
            case_publish(proposal, by=signed_in_account(request))
            return redirect("record_publication")
        if form.is_bound and form.is_valid():
            case_refuse(proposal, form.cleaned_data["reason"], by=signed_in_account(request))
            return redirect("record_publication")
    except RefusedError as refused:
        refusal = refused.text
    context = {
        "proposal": proposal,
        "shown": public_of(proposal),
        "form": form,
        "refusal": refusal,
    }
    status = 422 if refusal or form.errors else 200
    return render(request, "record/publication/decide.html", context, status=status)


@reviewing
@require_POST
def check_answer(request: HttpRequest, ref: str, response_id: UUID) -> HttpResponse:
    """Say whether an answer's public words name a private person."""
    case = case_of(request, ref)
    row = get_object_or_404(Response, pk=response_id, request__case=case)
    return _checked(request, case, row)


@reviewing
@require_POST
def check_word(request: HttpRequest, ref: str, word_id: UUID) -> HttpResponse:
    """The same for an acknowledgement."""
    case = case_of(request, ref)
    row = get_object_or_404(Acknowledgement, pk=word_id, case=case)
    return _checked(request, case, row)


def _checked(request: HttpRequest, case: Case, row: Response | Acknowledgement) -> HttpResponse:
    if request.POST.get("shows") in {"yes", "no"}:
        shows = request.POST["shows"] == "yes"
        words_check(row, shows=shows, by=signed_in_account(request), case=case)
    return redirect("record_case_replies", ref=case.ref)


@reviewing
@unlocked
@never_cache
@require_POST
def release_begin(request: HttpRequest, keys: Keyring) -> HttpResponse:
    """Propose a release of the counts as they are; with the first, the communities that all will count by."""
    named = [one for one in request.POST.getlist("community") if SLUG.fullmatch(one)]
    try:
        release_propose(keys, by=signed_in_account(request), communities=named)
    except RefusedError as refused:
        return _desk(request, 422, refusal=refused.text)
    return redirect("record_counts_release")


@reviewing
@unlocked
@never_cache
@require_http_methods(READ_WRITE)
def release(request: HttpRequest, keys: Keyring) -> HttpResponse:
    """The proposed release as it would be published; somebody of another side agrees, or says why not."""
    waiting, refusal = release_waiting(), ""
    if waiting is None:
        return redirect("record_publication")
    form = RefuseForm(request.POST if "refuse" in request.POST else None)
    try:
        if "agree" in request.POST:
            release_approve(waiting, keys, by=signed_in_account(request))
            return redirect("record_publication")
        if form.is_bound and form.is_valid():
            release_refuse(waiting, form.cleaned_data["reason"], by=signed_in_account(request))
            return redirect("record_publication")
    except RefusedError as refused:
        refusal = refused.text
    return _release(request, waiting, form, refusal)


def _release(
    request: HttpRequest, waiting: PublicationRelease, form: RefuseForm, refusal: str
) -> HttpResponse:
    context = {
        **release_context(waiting),
        "waiting": waiting,
        "decides": is_other_side(request.user, waiting.side),
        "form": form,
        "refusal": refusal,
    }
    status = 422 if refusal or form.errors else 200
    return render(request, "record/publication/release.html", context, status=status)
