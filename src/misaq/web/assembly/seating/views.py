"""Invitations and replies at the desk; the seated panel in public, by its composition alone."""

from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from misaq.foundation.canonical import canonical_json
from misaq.web.assembly.access import (
    draw_of,
    invitation_of,
    officers,
    public_draw,
    sealing_of,
    signed_in_officer,
)
from misaq.web.assembly.composition_rows import composition_groups
from misaq.web.assembly.drawing.views import draw_page
from misaq.web.assembly.models import Panel, SealedLottery
from misaq.web.assembly.refusals import RefusedError
from misaq.web.assembly.seating.selectors import (
    due_of,
    invitation_rows,
    log_break,
    log_entries,
    panel_rows,
    reply_counts,
)
from misaq.web.assembly.seating.services import panel_invite, reply_note, stand_in_call
from misaq.web.assembly.standby.selectors import chosen_run
from misaq.web.shell.policy import public


class InviteForm(forms.Form):
    """Until when those drawn are asked to answer."""

    due = forms.DateField(
        label=gettext_lazy("Answers until"),
        help_text=gettext_lazy("It is written in the public log."),
        widget=forms.DateInput(attrs={"type": "date", "dir": "ltr"}),
    )

    def clean_due(self) -> date:
        """A day that is not over."""
        due: date = self.cleaned_data["due"]
        if due < timezone.localdate():
            raise forms.ValidationError(_("This day is over. Choose a day to come."))
        return due


@officers
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def seats(request: HttpRequest, slug: str) -> HttpResponse:
    """Who is invited and what they answered; before that, the button that invites those drawn."""
    panel = draw_of(request, slug)
    if panel.state != Panel.State.DRAWN:
        return draw_page(request, panel, _("Nobody is drawn yet: invitations come after the draw."))
    sealing = sealing_of(panel)
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            panel_invite(sealing, form.cleaned_data["due"], by=signed_in_officer(request))
        except RefusedError as refused:
            return _page(request, sealing, form, refused.text)
        return redirect("assembly_seats", slug=slug)
    return _page(request, sealing, form)


@officers
@require_POST
def reply(request: HttpRequest, slug: str, pseudonym: str) -> HttpResponse:
    """Note what somebody answered."""
    panel = draw_of(request, slug)
    invitation = invitation_of(panel, pseudonym)
    try:
        reply_note(invitation, request.POST.get("answer", ""), by=signed_in_officer(request))
    except RefusedError as refused:
        return _page(request, sealing_of(panel), InviteForm(), refused.text)
    return redirect("assembly_seats", slug=slug)


@officers
@require_POST
def stand_in(request: HttpRequest, slug: str, pseudonym: str) -> HttpResponse:
    """Invite who stands by, in place of somebody who is gone."""
    panel = draw_of(request, slug)
    sealing = sealing_of(panel)
    try:
        found = stand_in_call(invitation_of(panel, pseudonym), by=signed_in_officer(request))
    except RefusedError as refused:
        return _page(request, sealing, InviteForm(), refused.text)
    if not found.people:
        names = ", ".join(found.in_the_way)
        text = _("Nobody who stands by can take this seat and keep every quota.")
        if names:
            text += " " + _("What stands in the way: %(quotas)s.") % {"quotas": names}
        return _page(request, sealing, InviteForm(), text)
    return redirect("assembly_seats", slug=slug)


def _page(
    request: HttpRequest, sealing: SealedLottery, form: Any, refusal: str = ""
) -> HttpResponse:
    panel = sealing.panel
    context = {
        "panel": panel,
        "officer": True,
        "path": request.path,
        "rows": invitation_rows(panel),
        "counts": reply_counts(panel),
        "due": due_of(panel),
        "chosen": chosen_run(panel),
        "answer_page": request.build_absolute_uri(reverse("assembly_answer", args=[panel.slug])),
        "form": form,
        "refusal": refusal,
    }
    status = 422 if form.errors else 409 if refusal else 200
    return render(request, "assembly/seating/seats.html", context, status=status)


@public
@never_cache
@require_safe
def panel(request: HttpRequest, slug: str) -> HttpResponse:
    """The panel as it sits now, by composition; the log of seats by pseudonym."""
    sealing = public_draw(slug)
    request.room = "assembly"  # type: ignore[attr-defined]  # read by the frame
    if sealing.panel.state != Panel.State.DRAWN:
        raise Http404
    context = {
        "panel": sealing.panel,
        "sealing": sealing,
        "groups": composition_groups(panel_rows(sealing)),
        "counts": reply_counts(sealing.panel),
        "due": due_of(sealing.panel),
        "entries": log_entries(sealing.panel),
        "broken": log_break(sealing),
        "chosen": chosen_run(sealing.panel),
        "rehearsal": sealing.panel.sealing_act.rehearsal,
    }
    return render(request, "assembly/seating/panel.html", context)


@public
@never_cache
@require_safe
def log(request: HttpRequest, slug: str) -> HttpResponse:
    """The log of seats as a file; it begins with the seal."""
    sealing = public_draw(slug)
    request.room = "assembly"  # type: ignore[attr-defined]  # read by the frame
    document = {"seal": sealing.commitment, "entries": log_entries(sealing.panel)}
    return HttpResponse(
        canonical_json(document),
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{slug}-seats.json"'},
    )
