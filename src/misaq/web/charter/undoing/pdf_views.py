"""The bill as PDF: asked for, waited for on a page that can be left, fetched."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from misaq.web.charter.served import MOST_ADDRESS, charter_from, refuse
from misaq.web.charter.undoing.choice import read_choice
from misaq.web.charter.undoing.pdf_services import pdf_ask, pdf_state
from misaq.web.shell.documents import results_of
from misaq.web.shell.policy import public


@public
@csrf_exempt  # nothing here is anybody's own: the page stays the same for every reader, with no cookie
@require_POST
def ask(request: HttpRequest) -> HttpResponseBase:
    """Ask for the PDF of a choice; leads to the page on which it will be."""
    charter = charter_from(results_of(request))
    if charter is None:
        return refuse(request, "no_history", 404)
    asked = request.POST.get("choice", "")
    if len(asked) > MOST_ADDRESS:
        return refuse(request, "too_long", 414)
    choice = read_choice(QueryDict(asked), charter.weave)
    if not choice.undone:
        return redirect("charter-undo")
    work = pdf_ask(charter, choice, get_language() or "en")
    if work is None:
        return _page(request, "busy", status=503)
    return redirect("charter-undo-pdf", work=work)


@public
@never_cache
@require_safe
def wait(request: HttpRequest, work: UUID) -> HttpResponse:
    """How far the PDF is; asks again every two seconds, with or without JavaScript."""
    state, _ = pdf_state(str(work))
    if state == "gone":
        return refuse(request, "gone", 404)
    return _page(request, state, work)


@public
@never_cache
@require_safe
def fetch(request: HttpRequest, work: UUID) -> HttpResponseBase:
    """The PDF itself."""
    state, payload = pdf_state(str(work))
    if state != "ready":
        return redirect("charter-undo-pdf", work=work)
    disposition = {"Content-Disposition": 'attachment; filename="bill.pdf"'}
    return HttpResponse(payload, content_type="application/pdf", headers=disposition)


def _page(
    request: HttpRequest, state: str, work: UUID | None = None, *, status: int = 200
) -> HttpResponse:
    request.room = "charter"  # type: ignore[attr-defined]  # read by the frame
    context = {"state": state}
    if work is not None:
        context["here"] = reverse("charter-undo-pdf", kwargs={"work": work})
        context["file"] = reverse("charter-undo-pdf-file", kwargs={"work": work})
    return render(request, "charter/undo/pdf.html", context, status=status)
