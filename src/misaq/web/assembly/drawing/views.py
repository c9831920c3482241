"""The desk of a draw: what stands, sealing with a second person, entering the randomness."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from misaq.web.assembly.access import (
    confirmers,
    draw_of,
    draws_of,
    is_officer,
    officers,
    sealing_of,
    signed_in_confirmer,
    signed_in_officer,
)
from misaq.web.assembly.drawing.figures import figures_of
from misaq.web.assembly.drawing.forms import FORMS, DiceForm, SealForm
from misaq.web.assembly.drawing.selectors import run_to_seal
from misaq.web.assembly.drawing.services import (
    dice_enter,
    dice_needed,
    randomness_enter,
    sealing_confirm,
    sealing_propose,
    sealing_withdraw,
)
from misaq.web.assembly.lottery_words import rule_aim
from misaq.web.assembly.models import DiceEntry, Panel, SealingAct
from misaq.web.assembly.refusals import RefusedError

READ_WRITE = ["GET", "HEAD", "POST"]


@confirmers
@never_cache
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The draws somebody works on or confirms."""
    return render(request, "assembly/drawing/desk.html", {"panels": draws_of(request.user)})


@confirmers
@never_cache
@require_safe
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """How far a draw has come, and what is next."""
    return draw_page(request, draw_of(request, slug))


def draw_page(request: HttpRequest, panel: Panel, refusal: str = "") -> HttpResponse:
    """The page of a draw; with a refusal, what was wrong or too early, above what is next."""
    act = (
        SealingAct.objects.filter(panel=panel).select_related("proposed_by", "confirmed_by").first()
    )
    context = {
        **_frame(request, panel),
        "act": act,
        "own_act": act is not None and act.proposed_by_id == signed_in_confirmer(request).pk,
        "seen": act.proposed_at.isoformat() if act else "",
        "run": run_to_seal(panel),
        "rule": rule_aim(act.figures["rule"]) if act else "",
        "refusal": refusal,
    }
    if panel.state in {Panel.State.SEALED, Panel.State.DRAWN}:
        context["sealing"] = sealing_of(panel)
    status = 409 if refusal else 200
    return render(request, "assembly/drawing/overview.html", context, status=status)


@officers
@never_cache
@require_http_methods(READ_WRITE)
def seal(request: HttpRequest, slug: str) -> HttpResponse:
    """Propose the sealing: which future randomness, and what of the pool is published."""
    panel, refusal = draw_of(request, slug), ""
    run = run_to_seal(panel)
    if panel.state != Panel.State.CLOSED:
        text = _("The list is sealed: nothing of it can be changed any more.")
        return draw_page(request, panel, text)
    if run is None:
        text = _("No lottery of the pool as it stands is found yet: a list cannot be sealed.")
        return draw_page(request, panel, text)
    form = SealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            sealing_propose(
                panel,
                run,
                values["source"],
                values["bundle"],
                by=signed_in_officer(request),
                commitments=values["commitments"],
            )
        except RefusedError as refused:
            refusal = refused.text
        else:
            return redirect("assembly_draw_desk", slug=slug)
    context = {
        **_frame(request, panel),
        "form": form,
        "refusal": refusal,
        "figures": figures_of(run.lottery, run.sealed),
        "n_dice": dice_needed(int(run.lottery["n_tickets"])),
    }
    status = 422 if form.errors or refusal else 200
    return render(request, "assembly/drawing/seal.html", context, status=status)


@confirmers
@require_POST
def confirm(request: HttpRequest, slug: str) -> HttpResponse:
    """Confirm what another officer proposed, or take it back."""
    panel = draw_of(request, slug)
    try:
        if request.POST.get("answer") == "confirm":
            sealing_confirm(panel, request.POST.get("seen", ""), by=signed_in_confirmer(request))
        else:
            sealing_withdraw(panel)
    except RefusedError as refused:
        panel.refresh_from_db()
        return draw_page(request, panel, refused.text)
    return redirect("assembly_draw_desk", slug=slug)


@confirmers
@never_cache
@require_http_methods(READ_WRITE)
def randomness(request: HttpRequest, slug: str) -> HttpResponse:
    """Enter the randomness that the seal names; whoever confirms may type the dice a second time."""
    panel, refusal, said = draw_of(request, slug), "", ""
    if panel.state == Panel.State.CLOSED:
        text = _("The list is not sealed yet. The randomness must come after the seal.")
        return draw_page(request, panel, text)
    sealing = sealing_of(panel)
    kind = panel.sealing_act.kind
    form = FORMS[kind](request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            said = _enter(request, panel, form)
        except RefusedError as refused:
            refusal = refused.text
        if said == "drawn":
            return redirect("assembly_draw_desk", slug=slug)
        if said == "differ":
            refusal = _(
                "The two did not type the same. Both entries are forgotten: look at the dice, and both type again."
            )
        if said == "first":
            form = DiceForm()
    panel.refresh_from_db()
    first = DiceEntry.objects.filter(sealing=sealing).select_related("by").first()
    context = {
        **_frame(request, panel),
        "form": form,
        "refusal": refusal,
        "kind": kind,
        "sealing": sealing,
        "first": first,
        "own_first": first is not None and first.by_id == signed_in_confirmer(request).pk,
    }
    status = 422 if form.errors or refusal else 200
    return render(request, "assembly/drawing/randomness.html", context, status=status)


def _enter(request: HttpRequest, panel: Panel, form: Any) -> str:
    """Enter what the form holds: "first", "differ", "drawn", or "" with an error in the form."""
    by = signed_in_confirmer(request)
    if isinstance(form, DiceForm):
        return dice_enter(panel, form.cleaned_data["digits"], by=by)
    found = form.randomness(sealing_of(panel))
    if found is None:
        return ""
    randomness_enter(panel, found, by=by)
    return "drawn"


def _frame(request: HttpRequest, panel: Panel) -> dict[str, Any]:
    return {"panel": panel, "officer": is_officer(request.user), "path": request.path}
