"""Alternates at the desk: asking for them, how far the choice is, what came out."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from misaq.assembly import DropOut, read_replies, state_dropout
from misaq.foundation.faults import Fault
from misaq.web.assembly.access import draw_of, officers, sealing_of, signed_in_officer
from misaq.web.assembly.drawing.views import draw_page
from misaq.web.assembly.faults import told
from misaq.web.assembly.models import AlternatesRun, Panel, SealedLottery
from misaq.web.assembly.refusals import RefusedError
from misaq.web.assembly.standby.forms import STATED, AlternatesForm
from misaq.web.assembly.standby.selectors import (
    UNFINISHED,
    last_run,
    sealed_quotas,
    still_standing,
)
from misaq.web.assembly.standby.services import alternates_ask
from misaq.web.assembly.standby.tasks import find_alternates
from misaq.web.assembly.uploads import columns_of_upload, keep_in_memory

State = AlternatesRun.State


@csrf_exempt  # checked below, once the upload stays in memory: the check reads what was sent
@officers
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def alternates(request: HttpRequest, slug: str) -> HttpResponse:
    """Who stands by; before that, how many and how likely people do not come."""
    keep_in_memory(request)
    return _alternates(request, slug)


@csrf_protect
def _alternates(request: HttpRequest, slug: str) -> HttpResponse:
    panel = draw_of(request, slug)
    if panel.state != Panel.State.DRAWN:
        return draw_page(request, panel, _("Nobody is drawn yet: alternates come after the draw."))
    sealing = sealing_of(panel)
    form = AlternatesForm(request.POST or None, request.FILES or None)
    faults: list[Fault] = []
    refusal = ""
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        chances, share, faults = _drop_out(sealing, values)
        if chances is not None:
            try:
                run = alternates_ask(
                    panel, values["number"], chances, share, by=signed_in_officer(request)
                )
            except RefusedError as refused:
                refusal = refused.text
            else:
                if run.state == State.WAITING:
                    find_alternates.enqueue(run.pk)
                return redirect("assembly_alternates", slug=slug)
    status = 409 if refusal else 422 if form.is_bound else 200
    context = {"form": form, "faults": told(faults), "refusal": refusal}
    return _page(request, panel, status, **context)


def _drop_out(
    sealing: SealedLottery, values: dict[str, Any]
) -> tuple[DropOut | None, float | None, list[Fault]]:
    quotas = sealed_quotas(sealing)
    if values["way"] == STATED:
        share = values["share"] / 100
        return state_dropout(quotas, share), share, []
    columns, faults = columns_of_upload(values["replies"])
    if faults:
        return None, None, faults
    learned, faults = read_replies(columns, quotas)
    return learned, None, faults


def _page(request: HttpRequest, panel: Panel, status: int, **context: Any) -> HttpResponse:
    run = last_run(panel)
    left = still_standing(panel, run) if run else []
    shown = {
        "panel": panel,
        "officer": True,
        "path": request.path,
        "run": run,
        "unfinished": run is not None and run.state in UNFINISHED,
        "left": left,
        "n_used": len(run.people) - len(left) if run else 0,
        "may_ask": run is None
        or run.state == State.FAILED
        or (run.state == State.DONE and not left),
        "rehearsal": panel.sealing_act.rehearsal,
        **context,
    }
    if request.headers.get("HX-Request"):
        return render(request, "assembly/standby/_state.html", shown)
    return render(request, "assembly/standby/alternates.html", shown, status=status)
