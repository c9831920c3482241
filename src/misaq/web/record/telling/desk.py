"""What documenters do with what was told from outside."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from misaq.web.record.access import (
    cases_of,
    signed_in_account,
    submission_of,
    submissions_of,
    working,
)
from misaq.web.record.activity import note
from misaq.web.record.models import Submission
from misaq.web.record.refusals import RefusedError
from misaq.web.record.telling.forms import AsideForm, MessageForm, TakeUpForm, act_choices
from misaq.web.record.telling.selectors import (
    decided_at,
    messages_inside,
    told_of,
    waiting_at,
)
from misaq.web.record.telling.services import (
    message_answer,
    submission_join,
    submission_reopen,
    submission_take_up,
    submissions_set_aside,
)
from misaq.web.record.unlocking import Keyring


@working
@never_cache
@require_safe
def told_list(request: HttpRequest, keys: Keyring) -> HttpResponse:
    """What waits to be read, with copies beside what they are like, and floods said aloud."""
    context = {
        "waiting": waiting_at(request.user, keys),
        "decided": decided_at(request.user),
        "aside": AsideForm(auto_id="all_%s"),
    }
    return render(request, "record/telling/desk.html", context)


@working
@never_cache
@require_safe
def told_one(request: HttpRequest, keys: Keyring, submission_id: UUID) -> HttpResponse:
    """One thing that was told: its words, its messages, and what can become of it."""
    submission = _readable(request, keys, submission_id)
    note(
        "submission.viewed",
        by=signed_in_account(request),
        organisation=submission.organisation,
        about=submission,
    )
    return _one(request, keys, submission)


def _readable(request: HttpRequest, keys: Keyring, submission_id: UUID) -> Submission:
    """Something told that this session can open; else as if it were not there."""
    submission = submission_of(request, submission_id)
    if not keys.has(submission.organisation):
        raise Http404
    return submission


def _one(
    request: HttpRequest, keys: Keyring, submission: Submission, status: int = 200, **forms: Any
) -> HttpResponse:
    told = told_of(submission, keys)
    labels = dict(act_choices())
    language = submission.language if submission.language in {"en", "ur"} else "en"
    suggested = {"acts": told.get("acts", []), "summary_language": language}
    context = {
        "submission": submission,
        "told": told,
        "acts": [labels.get(code, code) for code in told.get("acts", [])],
        "lines": messages_inside(submission, keys),
        "take_form": TakeUpForm(initial=suggested, auto_id="take_%s"),
        "message_form": MessageForm(auto_id="say_%s"),
        "aside_form": AsideForm(auto_id="aside_%s"),
        **forms,
    }
    return render(request, "record/telling/one.html", context, status=status)


@working
@never_cache
@require_http_methods(["POST"])
def told_take(request: HttpRequest, keys: Keyring, submission_id: UUID) -> HttpResponse:
    """Take it up: a case in quarantine, or one more source of a case that is there."""
    submission = _readable(request, keys, submission_id)
    form = TakeUpForm(request.POST, auto_id="take_%s")
    if not form.is_valid():
        return _one(request, keys, submission, 422, take_form=form)
    told, by = told_of(submission, keys), signed_in_account(request)
    try:
        if ref := form.cleaned_data["case_ref"].strip():
            case = cases_of(request.user).filter(ref=ref).select_related("organisation").first()
            if case is None:
                raise RefusedError(_("You have no case with this reference."))
            submission_join(
                submission, told, case, keys, is_copy=form.cleaned_data["is_copy"], by=by
            )
        else:
            submission_take_up(submission, told, form.cleaned_data, keys, by=by)
    except RefusedError as refused:
        form.add_error("case_ref", refused.text)
        return _one(request, keys, submission, 422, take_form=form)
    return redirect("record_told_one", submission_id=submission.pk)


@working
@never_cache
@require_http_methods(["POST"])
def told_answer(request: HttpRequest, keys: Keyring, submission_id: UUID) -> HttpResponse:
    """Write back to who told it."""
    submission = _readable(request, keys, submission_id)
    form = MessageForm(request.POST, auto_id="say_%s")
    if not form.is_valid():
        return _one(request, keys, submission, 422, message_form=form)
    if submission.state != Submission.State.WITHDRAWN:
        message_answer(submission, form.cleaned_data["text"], by=signed_in_account(request))
    return redirect("record_told_one", submission_id=submission.pk)


@working
@require_POST
def told_reopen(request: HttpRequest, keys: Keyring, submission_id: UUID) -> HttpResponse:
    """Let something that was set aside wait again."""
    submission_reopen(_readable(request, keys, submission_id), by=signed_in_account(request))
    return redirect("record_told_one", submission_id=submission_id)


@working
@never_cache
@require_http_methods(["POST"])
def told_aside(request: HttpRequest, keys: Keyring) -> HttpResponse:
    """Set aside one or many, with the reason; object by object what is not theirs is left out."""
    form = AsideForm(request.POST)
    wanted = {name for name in request.POST.getlist("which") if _is_id(name)}
    if form.is_valid() and wanted:
        own = submissions_of(request.user).filter(pk__in=wanted).select_related("organisation")
        rows = [one for one in own if keys.has(one.organisation)]
        waits = [one for one in rows if one.state == Submission.State.WAITING]
        submissions_set_aside(waits, form.cleaned_data["reason"], by=signed_in_account(request))
    return redirect("record_told")


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
