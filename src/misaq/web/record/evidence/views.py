"""The pages of an item of evidence: what it is, its safe copy, its chain, and what reviewers may do with it."""

from typing import Any, TypeVar
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from misaq.formats import stream_pieces
from misaq.foundation.errors import MisaqError
from misaq.web.accounts.access import only, roles_of
from misaq.web.accounts.roles import Role
from misaq.web.record.access import case_of, evidence_of, signed_in_account, unlocked, working
from misaq.web.record.activity import note
from misaq.web.record.evidence.custody import chain_check
from misaq.web.record.evidence.forms import BoxFormSet, ReasonForm, box_values
from misaq.web.record.evidence.guard import reading
from misaq.web.record.evidence.opened import WHICH, open_item
from misaq.web.record.evidence.selectors import (
    INLINE,
    Row,
    case_rows,
    chain_words,
    download_name,
    evidence_rows,
    fault_words,
    findings_of,
    metadata_rows,
    unfinished_of,
    words_of,
)
from misaq.web.record.evidence.services import (
    copy_make,
    copy_redact,
    copy_view,
    destruction_ask,
    destruction_reason,
    destruction_refuse,
    item_destroy,
    original_hand_over,
)
from misaq.web.record.models import EvidenceItem
from misaq.web.record.unlocking import Keyring

Answer = TypeVar("Answer", bound=HttpResponseBase)
A_PAGE = 50
_NOTHING_ELSE = "default-src 'none'; sandbox"
"""The policy of a file that is not ours: should a browser open it as a page, nothing in it runs."""


@working
@never_cache
@reading
@require_safe
def desk(request: HttpRequest, keys: Keyring) -> HttpResponse:
    """The evidence of all cases that somebody works on, the newest first."""
    page = Paginator(evidence_rows(request.user), A_PAGE).get_page(request.GET.get("page"))
    rows = [Row(row, open_item(row, keys).meta.get("name", "")) for row in page if _has(keys, row)]
    return render(request, "record/evidence/desk.html", {"rows": rows, "page": page})


def _has(keys: Keyring, item: EvidenceItem) -> bool:
    return keys.has(item.case.organisation)


@working
@never_cache
@reading
@require_safe
def of_case(request: HttpRequest, keys: Keyring, ref: str) -> HttpResponse:
    """The evidence of one case, and the uploads that wait for the rest of them."""
    case = case_of(request, ref)
    note("evidence.listed", by=signed_in_account(request), about=case)
    context = {
        "case": case,
        "rows": case_rows(case, keys),
        "unfinished": unfinished_of(request.user, case, keys),
    }
    return render(request, "record/evidence/case.html", context)


@working
@never_cache
@reading
@require_safe
def item(request: HttpRequest, keys: Keyring, item_id: UUID) -> HttpResponse:
    """One file: what became of it, its safe copy, what it tells about itself, its chain of custody."""
    return _item_page(request, keys, evidence_of(request, item_id))


def _item_page(
    request: HttpRequest,
    keys: Keyring,
    found: EvidenceItem,
    *,
    refusal: str = "",
    form: ReasonForm | None = None,
    status: int = 200,
) -> HttpResponse:
    account, house = signed_in_account(request), found.case.organisation
    found = evidence_of(request, found.pk)
    note("evidence.viewed", by=account, organisation=house, about=found)
    opened = open_item(found, keys)
    checked = chain_check(opened, keys)
    working_copy, redacted_copy = opened.copy("working"), opened.copy("redacted")
    is_reviewer = Role.REVIEWER in roles_of(account)
    context: dict[str, Any] = {
        "item": found,
        "case": found.case,
        "name": opened.meta.get("name", ""),
        "hashes": opened.hashes,
        "findings": findings_of(opened),
        "working": working_copy,
        "redacted": redacted_copy,
        "inline": INLINE,
        "checked": checked,
        "lines": chain_words(checked),
        "others": fault_words(checked.others),
        "is_reviewer": is_reviewer,
        "refusal": refusal,
        "original_form": form or ReasonForm(prefix="original"),
    }
    if is_reviewer:
        context["metadata"] = metadata_rows(opened.meta.get("metadata", {}))
        context["reason"] = destruction_reason(found, keys)
        context["destroy_form"] = ReasonForm(prefix="destroy")
        context["asked_by_me"] = found.destruction_asked_by_id == account.pk
    return render(request, "record/evidence/item.html", context, status=status)


@working
@never_cache
@reading
@require_safe
def copy(request: HttpRequest, keys: Keyring, item_id: UUID, which: str) -> HttpResponse:
    """The bytes of a copy: a picture for the page, anything else as a download."""
    found = evidence_of(request, item_id)
    if which not in WHICH or open_item(found, keys).copy(which) is None:
        raise Http404
    try:
        payload, mime = copy_view(found, which, keys, by=signed_in_account(request))
    except MisaqError as error:
        return _item_page(request, keys, found, refusal=words_of(error), status=409)
    answer = HttpResponse(payload)
    return _as_file(answer, mime, download_name(found, mime, which), inline=mime in INLINE)


def _as_file(answer: Answer, mime: str, name: str, *, inline: bool = False) -> Answer:
    """The headers of a file that no browser may take for a page of ours."""
    answer["Content-Type"] = "text/plain; charset=utf-8" if mime == "text/plain" else mime
    answer["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{name}"'
    answer["Content-Security-Policy"] = _NOTHING_ELSE
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer


@working
@never_cache
@reading
@require_POST
def make(request: HttpRequest, keys: Keyring, item_id: UUID) -> HttpResponse:
    """Make the working copy, in this request: up to two minutes."""
    found = evidence_of(request, item_id)
    try:
        copy_make(found, keys, by=signed_in_account(request))
    except MisaqError as error:
        return _item_page(request, keys, found, refusal=words_of(error), status=422)
    return redirect("record_evidence", item_id=found.pk)


@only(Role.REVIEWER)
@unlocked
@never_cache
@reading
@require_http_methods(["GET", "HEAD", "POST"])
def redact(request: HttpRequest, keys: Keyring, item_id: UUID) -> HttpResponse:
    """Black out boxes on a copy; a new redacted copy takes the place of the one before."""
    found = evidence_of(request, item_id)
    opened = open_item(found, keys)
    working_copy = opened.copy("working")
    if working_copy is None or working_copy["mime"] == "text/plain":
        words = _("Only pictures and papers that have a safe copy can be blacked out.")
        return _item_page(request, keys, found, refusal=words, status=422)
    forms = BoxFormSet(
        request.POST or None, initial=box_values(opened.meta.get("boxes", [])), prefix="box"
    )
    forms.extra = len(forms.initial or ())
    refusal, status = "", 200
    if request.method == "POST":
        status = 422
        if forms.is_valid():
            boxes = [one.box for one in forms if one.box]
            try:
                copy_redact(found, boxes, keys, by=signed_in_account(request))
            except MisaqError as error:
                refusal = words_of(error)
            else:
                return redirect("record_evidence", item_id=found.pk)
    context = {
        "item": found,
        "case": found.case,
        "working": working_copy,
        "forms": forms,
        "refusal": refusal,
        "inline": INLINE,
    }
    return render(request, "record/evidence/redact.html", context, status=status)


@only(Role.REVIEWER)
@unlocked
@never_cache
@reading
@require_POST
def original(request: HttpRequest, keys: Keyring, item_id: UUID) -> HttpResponseBase:
    """Hand the original over to a reviewer who says why."""
    found = evidence_of(request, item_id)
    form = ReasonForm(request.POST, prefix="original")
    if not form.is_valid():
        return _item_page(request, keys, found, form=form, status=422)
    reason = " ".join(form.cleaned_data["reason"].split())
    try:
        stream = original_hand_over(found, keys, by=signed_in_account(request), reason=reason)
    except MisaqError as error:
        return _item_page(request, keys, found, refusal=words_of(error), status=409)
    answer = StreamingHttpResponse(stream_pieces(stream))
    answer["Content-Length"] = str(found.size)
    name = download_name(found, found.mime_detected, "original")
    return _as_file(answer, "application/octet-stream", name)


@only(Role.REVIEWER)
@unlocked
@never_cache
@reading
@require_POST
def destroy(request: HttpRequest, keys: Keyring, item_id: UUID) -> HttpResponse:
    """Ask for the destruction of an item, agree to it as the second, or let it stay."""
    found, account = evidence_of(request, item_id), signed_in_account(request)
    act = request.POST.get("act", "")
    form = ReasonForm(request.POST, prefix="destroy")
    if act == "ask" and not form.is_valid():
        return _item_page(request, keys, found, refusal=str(form.errors["reason"][0]), status=422)
    try:
        if act == "ask":
            reason = " ".join(form.cleaned_data["reason"].split())
            destruction_ask(found, keys, by=account, reason=reason)
        elif act == "agree":
            item_destroy(found, keys, by=account)
        elif act == "refuse":
            destruction_refuse(found, keys, by=account)
    except MisaqError as error:
        return _item_page(request, keys, found, refusal=words_of(error), status=409)
    return redirect("record_evidence", item_id=found.pk)
