"""Uploading: by a plain form, or in parts by a small script; both end in the same items."""

import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from misaq.engines.working_copy import CopyFailedError, CopyUnconfinedError
from misaq.foundation.errors import MisaqError
from misaq.web.record.access import case_of, signed_in_account, upload_of, working
from misaq.web.record.evidence.form_upload import FORM_MOST, StraightToStore, is_too_large
from misaq.web.record.evidence.guard import reading
from misaq.web.record.evidence.parts import PART, OtherFileError
from misaq.web.record.evidence.receiving import (
    FinishingError,
    IncompleteError,
    part_keep,
    parts_of,
    upload_begin,
    upload_drop,
    upload_finish,
)
from misaq.web.record.evidence.selectors import unfinished_of, words_of
from misaq.web.record.evidence.services import CopyBusyError, copied_at_once, copy_make
from misaq.web.record.models import Case, EvidenceItem, Upload
from misaq.web.record.unlocking import Keyring

_CONFLICT = (OtherFileError, IncompleteError, FinishingError)


@csrf_exempt  # checked within, once it is known whose case it is: checking reads the whole body
@working
@never_cache
@reading
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, keys: Keyring, ref: str) -> HttpResponse:
    """Send files for a case. The bytes of the form go straight into the encrypted store."""
    case, account = case_of(request, ref), signed_in_account(request)
    if is_too_large(request.META.get("CONTENT_LENGTH") or ""):
        return _add_page(request, case, keys, [_too_large()], 413)
    store = StraightToStore(case, keys, account)
    request.upload_handlers = [store]
    try:
        return _add(request, case, keys, store)
    finally:
        store.drop()  # what a form without its token brought, or one that failed


def _too_large() -> str:
    return _("This form takes %(most)s MiB at once. Send fewer files, or let the page run its script.") % {
        "most": FORM_MOST >> 20
    }  # fmt: skip


@csrf_protect
def _add(request: HttpRequest, case: Case, keys: Keyring, store: StraightToStore) -> HttpResponse:
    if request.method != "POST":
        return _add_page(request, case, keys, [])
    request.POST  # noqa: B018  reads the form, and with it the files
    errors = [words_of(store.refusal)] if store.refusal else []
    account, items = signed_in_account(request), []
    for upload in store.uploads:
        try:
            items.append(_finish(upload, keys, account))
        except MisaqError as error:
            errors.append(words_of(error))
    if not store.uploads and not errors:
        errors = [_("Choose a file first.")]
    if errors:
        return _add_page(request, case, keys, errors, 422)
    return _on_to(case, items)


def _add_page(
    request: HttpRequest, case: Case, keys: Keyring, errors: list[str], status: int = 200
) -> HttpResponse:
    context = {
        "case": case,
        "errors": errors,
        "unfinished": unfinished_of(request.user, case, keys),
        "most": FORM_MOST >> 20,
        "part": PART,
    }
    return render(request, "record/evidence/add.html", context, status=status)


def _on_to(case: Case, items: list[EvidenceItem]) -> HttpResponseRedirect:
    """One file: its own page says what became of it; several: the list of the case."""
    if len(items) == 1:
        return redirect("record_evidence", item_id=items[0].pk)
    return redirect("record_evidence_of", ref=case.ref)


def _finish(upload: Upload, keys: Keyring, account: Any) -> EvidenceItem:
    """Make the item; a small picture or text is copied at once."""
    item = upload_finish(upload, keys, by=account)
    if copied_at_once(item):
        # without its copy an item is whole all the same; its page says so, and offers to try again
        with suppress(CopyFailedError, CopyBusyError, CopyUnconfinedError):
            copy_make(item, keys, by=account)
    return item


def _answer(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Tell the script what went wrong, in words, with a status that says whether to go on."""

    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except MisaqError as error:
            status = 409 if isinstance(error, _CONFLICT) else 422
            return JsonResponse({"error": words_of(error)}, status=status)

    return answered


@working
@never_cache
@reading
@require_POST
def begin(request: HttpRequest, keys: Keyring, ref: str) -> HttpResponse:
    """Begin an upload in parts: {name, type, size} in JSON, so that the name stands in no address and no log."""
    case, account = case_of(request, ref), signed_in_account(request)

    @_answer
    def begun(request: HttpRequest) -> HttpResponse:
        told = _told(request)
        if told is None:
            return JsonResponse({"error": _("Choose a file first.")}, status=422)
        name, declared, size = told
        upload = upload_begin(case, name, keys, declared=declared, size=size, by=account)
        return _state(upload, keys, 201)

    return begun(request)


def _told(request: HttpRequest) -> tuple[str, str, int] | None:
    try:
        told = json.loads(request.body)
        name, declared, size = str(told["name"]), str(told.get("type", "")), told["size"]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    is_size = isinstance(size, int) and not isinstance(size, bool) and size >= 0
    return (name, declared, size) if is_size else None


def _state(upload: Upload, keys: Keyring, status: int = 200) -> HttpResponse:
    missing = parts_of(upload, keys).missing(upload.size)
    reached = missing[0] if missing else upload.size
    told = {"id": str(upload.pk), "size": upload.size, "part": PART, "missing": missing}
    return JsonResponse(
        told,
        status=status,
        headers={"Upload-Offset": str(reached), "Upload-Length": str(upload.size)},
    )


@working
@never_cache
@reading
@require_http_methods(["GET", "HEAD", "PATCH"])
def part(request: HttpRequest, keys: Keyring, upload_id: UUID) -> HttpResponse:
    """GET, HEAD: what is missing. PATCH: one part, at the byte that the header Upload-Offset names."""
    upload = upload_of(request, upload_id)

    @_answer
    def answer(request: HttpRequest) -> HttpResponse:
        if request.method != "PATCH":
            return _state(upload, keys)
        offset = request.headers.get("Upload-Offset", "")
        at = int(offset) if offset.isascii() and offset.isdigit() and len(offset) < 15 else 1
        part_keep(upload, at, request.body, keys)
        return HttpResponse(status=204)

    return answer(request)


@working
@never_cache
@reading
@require_POST
def finish(request: HttpRequest, keys: Keyring, upload_id: UUID) -> HttpResponse:
    """Make an item of an upload; answers with its address for the script, and leads there without one."""
    upload, account = upload_of(request, upload_id), signed_in_account(request)
    case = case_of(request, upload.case.ref if upload.case else "")
    by_script = request.headers.get("Accept", "").startswith("application/json")
    try:
        onward = _on_to(case, [_finish(upload, keys, account)])
    except MisaqError as error:
        if by_script:
            return JsonResponse({"error": words_of(error)}, status=409)
        return _add_page(request, case, keys, [words_of(error)], 422)
    return JsonResponse({"href": onward.url}) if by_script else onward


@working
@never_cache
@reading
@require_POST
def drop(request: HttpRequest, keys: Keyring, upload_id: UUID) -> HttpResponse:
    """Discard an unfinished upload."""
    upload = upload_of(request, upload_id)
    case = case_of(request, upload.case.ref if upload.case else "")
    upload_drop(upload, by=signed_in_account(request))
    return redirect("record_evidence_add", ref=case.ref)
