"""The ceremony of a list that was sealed here: in public from the seal on, step by step."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from misaq.web.assembly.access import public_draw
from misaq.web.assembly.ceremony.story import STEPS, Told, story_of
from misaq.web.assembly.composition_rows import composition_rows
from misaq.web.assembly.drawing.selectors import drawn_of
from misaq.web.assembly.models import SealedLottery
from misaq.web.shell.policy import public


@public
@never_cache
@require_safe
def ceremony(request: HttpRequest, slug: str, step: int = 1, both: str = "") -> HttpResponse:
    """One step for a projector, in one language or in both."""
    sealing = public_draw(slug)
    request.room = "assembly"  # type: ignore[attr-defined]  # read by the frame
    if step not in STEPS:
        raise Http404

    def at(number: int, *, other: bool = False) -> str:
        name = "assembly_ceremony_both" if bool(both) != other else "assembly_ceremony_step"
        return reverse(name, args=(slug, number))

    context = {
        "story": story_of(told_of(sealing)),
        "title": sealing.panel.name,
        "step": step,
        "steps": [(number, at(number)) for number in STEPS],
        "before": at(step - 1) if step > 1 else "",
        "after": at(step + 1) if step < len(STEPS) else "",
        "switch": at(step, other=True),
        "both": bool(both),
        "out": reverse("assembly_draw", args=(slug,)),
        "partial": f"assembly/ceremony/_step{step}.html",
    }
    return render(request, "assembly/ceremony/step.html", context)


def told_of(sealing: SealedLottery) -> Told:
    """What the story of a list that was sealed here is made from."""
    drawn = drawn_of(sealing)
    rows = composition_rows(sealing, drawn["people"]) if drawn else []
    return Told(
        sealing.lottery,
        sealing.commitment,
        sealing.source,
        sealing.sealed_at.isoformat(),
        sealing.sealed["tickets"],
        drawn,
        rows,
        sorted(sealing.parties),
    )
