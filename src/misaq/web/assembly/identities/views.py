"""Who a volunteer is: found, looked at with the passphrase, erased on request; and the log of all of it."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from misaq.assembly import CodeError, pseudonym
from misaq.record import WrongSecretError
from misaq.web.assembly.access import officers, panel_of, signed_in_officer, volunteer_of
from misaq.web.assembly.answers import answer_words
from misaq.web.assembly.identities.forms import FindForm, LookForm
from misaq.web.assembly.identities.services import identities_open, volunteer_erase
from misaq.web.assembly.models import Panel
from misaq.web.assembly.noting import VERBS
from misaq.web.assembly.panels.views import READ_WRITE, panel_page
from misaq.web.shell.words import say

LISTED = 50


@officers
@never_cache
@require_safe
def find(request: HttpRequest, slug: str) -> HttpResponse:
    """Find a volunteer; no names stand here, and none can be searched for."""
    panel = panel_of(request, slug)
    asked = request.GET.get("who", "").strip()
    form = FindForm({"who": asked} if asked else None)
    found = panel.volunteers.order_by("pseudonym")
    if asked:
        try:
            found = found.filter(pseudonym=pseudonym(asked))
        except CodeError:
            found = found.filter(pseudonym__startswith=asked.lower())
    context: dict[str, Any] = {
        "form": form,
        "asked": asked,
        "found": found[:LISTED],
        "n": found.count(),
    }
    return panel_page(request, panel, "identities/find", **context)


@officers
@never_cache
@sensitive_post_parameters()
@require_http_methods(READ_WRITE)
def one(request: HttpRequest, slug: str, pseudonym: str) -> HttpResponse:
    """One volunteer: answers, and with the passphrase name and contact."""
    panel = panel_of(request, slug)
    volunteer = volunteer_of(panel, pseudonym)
    form = LookForm(request.POST or None)
    identity = None
    if request.method == "POST" and form.is_valid():
        by = signed_in_officer(request)
        try:
            opened = identities_open(panel, [volunteer], form.cleaned_data["passphrase"], by=by)
            identity = opened.get(pseudonym)
        except WrongSecretError as error:
            form.add_error("passphrase", say(error.code))
    context = {
        "volunteer": volunteer,
        "answers": answer_words(panel, volunteer.answers),
        "identity": identity,
        "form": form,
        "keeps_row": panel.state in {Panel.State.SEALED, Panel.State.DRAWN},
    }
    status = 422 if form.errors else 200
    return panel_page(request, panel, "identities/one", status=status, **context)


@officers
@require_POST
def erase(request: HttpRequest, slug: str, pseudonym: str) -> HttpResponse:
    """Erase somebody who asked an officer for it."""
    panel = panel_of(request, slug)
    if request.POST.get("sure") != "yes":
        return redirect("assembly_volunteer", slug=slug, pseudonym=pseudonym)
    volunteer_erase(volunteer_of(panel, pseudonym), by=signed_in_officer(request))
    return redirect("assembly_volunteers", slug=slug)


@officers
@never_cache
@require_safe
def log(request: HttpRequest, slug: str) -> HttpResponse:
    """Who of the officers did or looked at what, the newest first."""
    panel = panel_of(request, slug)
    entries = panel.entries.select_related("account").order_by("-pk")
    page = Paginator(entries, LISTED).get_page(request.GET.get("page"))
    rows = [(entry, VERBS.get(entry.verb, entry.verb)) for entry in page]
    return panel_page(request, panel, "identities/log", page=page, rows=rows)
