"""What anybody may use without an account: telling something, and coming back with the return code."""

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from misaq.record import BoxKey, SealingFormError
from misaq.web.record.models import Submission
from misaq.web.record.telling.forms import MessageForm, ReturnForm, TellForm
from misaq.web.record.telling.proof import WAIT_S, Judged, judge_token, make_token, use_token
from misaq.web.record.telling.selectors import (
    by_code,
    custodians_for_browser,
    messages_outside,
    seals,
    takers,
)
from misaq.web.record.telling.services import (
    message_from_outside,
    submission_receive,
    submission_withdraw,
)
from misaq.web.shell.policy import public

# By address, in this process's memory alone. Behind an onion address everybody has one: work widens it.
RATES = {"tell": "12/h/ip", "tell-worked": "240/h/ip", "return": "30/10m/ip"}
READ_WRITE = ["GET", "HEAD", "POST"]


def _too_often(request: HttpRequest, action: str) -> HttpResponse | None:
    if ratelimit.consume(request, app="record", action=action, config=RATES):
        return None
    answer: HttpResponse = ratelimit.respond_429(request)
    return answer


@public
@never_cache
@sensitive_post_parameters()
@require_http_methods(READ_WRITE)
def tell(request: HttpRequest) -> HttpResponse:
    """Tell what happened; the return code is shown once, on the page that answers."""
    organisations, sealing = takers(), seals()
    if request.method != "POST" or not organisations:
        form = TellForm(organisations, initial={"token": make_token()}, seals=sealing)
        return _tell(request, form)
    form = TellForm(organisations, request.POST, seals=sealing)
    judged = judge_token(request.POST.get("token", ""), request.POST.get("proof", ""))
    if form.is_valid() and not _held_back(form, judged):
        refusal = _too_often(request, "tell-worked" if judged.verdict == "worked" else "tell")
        if refusal:
            return refusal
        if use_token(judged.nonce):
            return _received(request, form)
        _held_back(form, Judged("used"))
    _fresh(form, judged)
    return _tell(request, form, status=422)


def _held_back(form: TellForm, judged: Judged) -> bool:
    """Say why a form may not be sent now; True when it may not."""
    why = {
        "wait": _(
            "This came very fast. Wait %(n)s seconds and send it again: everything that you wrote is still here."
        )
        % {"n": max(judged.seconds, 1)},
        "old": _(
            "This page was open for a long time. Send it again: everything that you wrote is still here."
        ),
        "used": _("This was sent already. To add to it, use your return code."),
    }.get(judged.verdict)
    if why:
        form.add_error(None, why)
    return bool(why)


def _fresh(form: TellForm, judged: Judged) -> None:
    """Put a new token in place of one that cannot be used any more."""
    if judged.verdict in {"old", "used"}:
        acts = form.cleaned_data.get("acts", [])
        form.data = {**form.data, "token": make_token(), "proof": ""}
        form.data["acts"] = acts


def _tell(request: HttpRequest, form: TellForm, status: int = 200) -> HttpResponse:
    request.room = "record"  # type: ignore[attr-defined]  # read by the frame
    if form.is_bound and "sealed" in form.fields and form.data.get("sealed"):
        form.data = {**form.data, "sealed_before": form.data["sealed"], "sealed": ""}
        form.data["acts"] = request.POST.getlist("acts")
    context = {"form": form, "wait": WAIT_S, "sealing": custodians_for_browser()}
    return render(request, "record/telling/tell.html", context, status=status)


def _received(request: HttpRequest, form: TellForm) -> HttpResponse:
    organisation = form.organisations[form.cleaned_data["organisation"]]
    language = get_language() or "en"
    try:
        _submission, code = submission_receive(
            organisation,
            form.told(),
            language=language,
            who=form.who(),
            sealed=form.sealed_document(),
        )
    except SealingFormError:  # the custodians changed between two pages
        form.add_error(
            None, _("Nobody can keep your name now. Send it again without saying who you are.")
        )
        _fresh(form, Judged("used"))
        form.data = {**form.data, "sealed": "", "sealed_before": ""}
        return _tell(request, form, status=422)
    request.room = "record"  # type: ignore[attr-defined]
    return render(
        request, "record/telling/received.html", {"code": code, "organisation": organisation}
    )


@public
@never_cache
@sensitive_post_parameters()
@require_http_methods(READ_WRITE)
def come_back(request: HttpRequest) -> HttpResponse:
    """Ask for the return code; read answers, add to what was told, or take it back."""
    request.room = "record"  # type: ignore[attr-defined]
    form = ReturnForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if refusal := _too_often(request, "return"):
            return refusal
        found = by_code(form.cleaned_data["code"])
        if found is not None:
            return _inside(request, *found)
        form.add_error("code", _("This code opens nothing. Compare it letter by letter."))
    status = 422 if form.errors else 200
    return render(request, "record/telling/return.html", {"form": form}, status=status)


def _inside(request: HttpRequest, submission: Submission, reply: BoxKey) -> HttpResponse:
    """The page behind the code. The code itself goes from page to page in the form, never into an address."""
    deed, added, message = request.POST.get("deed", ""), False, MessageForm()
    if deed == "withdraw":
        if request.POST.get("sure") == "yes":
            submission_withdraw(submission)
            return render(request, "record/telling/withdrawn.html", {"submission": submission})
        return _page(request, submission, reply, MessageForm(), unsure=True, status=422)
    if deed == "add":
        message = MessageForm(request.POST)
        if message.is_valid():
            message_from_outside(submission, message.cleaned_data["text"])
            added, message = True, MessageForm()
    status = 422 if message.errors else 200
    return _page(request, submission, reply, message, added=added, status=status)


def _page(
    request: HttpRequest,
    submission: Submission,
    reply: BoxKey,
    message: MessageForm,
    *,
    status: int,
    **more: bool,
) -> HttpResponse:
    context = {
        "submission": submission,
        "lines": messages_outside(submission, reply),
        "code": request.POST.get("code", ""),
        "form": message,
        **more,
    }
    return render(request, "record/telling/inside.html", context, status=status)


@public
@require_safe
@never_cache
def how(request: HttpRequest) -> HttpResponse:
    """How to tell something safely, and what this website cannot protect from."""
    request.room = "record"  # type: ignore[attr-defined]
    return render(request, "record/telling/how.html")
