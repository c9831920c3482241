"""The authority's desk, and the replies of a case as the organisation that asked sees them."""

import csv
from io import StringIO
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from misaq.web.accounts.access import only, roles_of
from misaq.web.accounts.roles import Role
from misaq.web.record.access import (
    case_of,
    request_to,
    sent_request_of,
    signed_in_account,
    unlocked,
    working,
)
from misaq.web.record.activity import note
from misaq.web.record.authority.forms import AcknowledgeForm, AnswerForm, AskForm
from misaq.web.record.authority.selectors import (
    addressees,
    commitment_rows,
    content_for,
    content_of,
    lines_about,
    lines_to,
    private_of,
    words_on,
)
from misaq.web.record.authority.services import (
    acknowledgement_give,
    request_send,
    response_give,
    silence_record,
)
from misaq.web.record.models import Case, ResponseRequest
from misaq.web.record.refusals import RefusedError
from misaq.web.record.unlocking import Keyring

FORMULA = ("=", "+", "-", "@", "\t", "\r")
answering = only(Role.AUTHORITY)


@answering
@unlocked
@never_cache
@require_safe
def authority_desk(request: HttpRequest, keys: Keyring) -> HttpResponse:
    """What an authority or group is asked, the most urgent first."""
    return render(request, "record/authority/desk.html", {"lines": lines_to(request.user)})


def _readable(request: HttpRequest, keys: Keyring, request_id: UUID) -> ResponseRequest:
    """A request that this session can open; else as if it were not there."""
    asked = request_to(request, request_id)
    if not keys.has(asked.addressee):
        raise Http404
    return asked


@answering
@unlocked
@never_cache
@require_safe
def authority_request(request: HttpRequest, keys: Keyring, request_id: UUID) -> HttpResponse:
    """One request: what is asked, by whom, by when, and what was answered until now."""
    asked = _readable(request, keys, request_id)
    note("request.viewed", by=signed_in_account(request), organisation=asked.addressee, about=asked)
    return _asked(request, keys, asked)


def _asked(
    request: HttpRequest,
    keys: Keyring,
    asked: ResponseRequest,
    *,
    answer: AnswerForm | None = None,
    word: AcknowledgeForm | None = None,
) -> HttpResponse:
    line = next(one for one in lines_to(request.user) if one.request.pk == asked.pk)
    context = {
        "line": line,
        "asked": asked,
        "content": content_for(asked, keys),
        "words": words_on(asked.case, asked.addressee),
        "answer_form": answer or AnswerForm(auto_id="answer_%s"),
        "word_form": word or AcknowledgeForm(auto_id="word_%s"),
    }
    wrong = (answer is not None and answer.errors) or (word is not None and word.errors)
    return render(request, "record/authority/request.html", context, status=422 if wrong else 200)


@answering
@unlocked
@never_cache
@require_POST
def authority_answer(request: HttpRequest, keys: Keyring, request_id: UUID) -> HttpResponse:
    """Answer."""
    asked = _readable(request, keys, request_id)
    form = AnswerForm(request.POST, auto_id="answer_%s")
    if not form.is_valid():
        return _asked(request, keys, asked, answer=form)
    response_give(asked, form.cleaned_data, by=signed_in_account(request))
    return redirect("record_authority_request", request_id=asked.pk)


@answering
@unlocked
@never_cache
@require_POST
def authority_acknowledge(request: HttpRequest, keys: Keyring, request_id: UUID) -> HttpResponse:
    """Acknowledge, in full or in part, or deny."""
    asked = _readable(request, keys, request_id)
    form = AcknowledgeForm(request.POST, auto_id="word_%s")
    if not form.is_valid():
        return _asked(request, keys, asked, word=form)
    acknowledgement_give(asked, form.cleaned_data, by=signed_in_account(request))
    return redirect("record_authority_request", request_id=asked.pk)


@working
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def case_replies(request: HttpRequest, keys: Keyring, ref: str) -> HttpResponse:
    """What was asked about a case and what was answered; ask something more."""
    case = _own_case(request, keys, ref)
    form = AskForm(addressees(), request.POST or None)
    if request.method == "POST" and form.is_valid():
        addressee = form.addressees[form.cleaned_data["addressee"]]
        try:
            request_send(case, addressee, form.cleaned_data, keys, by=signed_in_account(request))
        except RefusedError as refused:
            form.add_error("addressee", refused.text)
        else:
            return redirect("record_case_replies", ref=case.ref)
    note("replies.viewed", by=signed_in_account(request), about=case)
    return _replies(request, keys, case, form)


def _own_case(request: HttpRequest, keys: Keyring, ref: str) -> Case:
    case = case_of(request, ref)
    if not keys.has(case.organisation):
        raise Http404
    return case


def _replies(request: HttpRequest, keys: Keyring, case: Case, form: AskForm) -> HttpResponse:
    lines = [
        (
            line,
            content_of(line.request, keys),
            [(one, private_of(one, keys)) for one in line.responses],
        )
        for line in lines_about(case)
    ]
    context = {
        "case": case,
        "lines": lines,
        "words": words_on(case),
        "form": form,
        "reviews": Role.REVIEWER in roles_of(request.user),
    }
    return render(
        request, "record/authority/case.html", context, status=422 if form.errors else 200
    )


@only(Role.REVIEWER)
@unlocked
@never_cache
@require_POST
def record_silence(request: HttpRequest, keys: Keyring, request_id: UUID) -> HttpResponse:
    """A reviewer writes down that a request was not answered in time."""
    asked = sent_request_of(request, request_id)
    try:
        silence_record(asked, by=signed_in_account(request))
    except RefusedError as refused:
        form = AskForm(addressees(), {})
        form.errors.clear()
        form.add_error(None, refused.text)
        return _replies(request, keys, _own_case(request, keys, asked.case.ref), form)
    return redirect("record_case_replies", ref=asked.case.ref)


@working
@never_cache
@require_safe
def commitments(request: HttpRequest, keys: Keyring) -> HttpResponse:
    """The remedies promised for one's cases, as rows for the process folder's table of commitments."""
    note("commitments.exported", by=signed_in_account(request))
    text = StringIO()
    rows = commitment_rows(request.user)
    csv.writer(text, lineterminator="\n").writerows(
        [("'" + cell if cell.startswith(FORMULA) else cell) for cell in row] for row in rows
    )
    return HttpResponse(
        text.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="commitments.csv"'},
    )
