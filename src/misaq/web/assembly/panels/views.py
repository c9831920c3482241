"""The lottery desk: panels, setting one up, its questions, key, consent, opening and closing."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from misaq.record import RecoveryKeyFormError, WrongSecretError
from misaq.web.assembly.access import officers, panel_of, panels_of, signed_in_officer
from misaq.web.assembly.faults import told
from misaq.web.assembly.models import Panel
from misaq.web.assembly.panels.forms import (
    ConsentForm,
    KeyForm,
    PanelForm,
    PassphraseForm,
    QuestionsForm,
    RecoverForm,
)
from misaq.web.assembly.panels.questions import COLUMNS, POPULATION, read_questions
from misaq.web.assembly.panels.services import (
    consent_add,
    key_make,
    missing_before_opening,
    panel_move,
    panel_set_up,
    passphrase_change,
    passphrase_recover,
    questions_set,
)
from misaq.web.assembly.refusals import RefusedError
from misaq.web.assembly.uploads import columns_of_upload, keep_in_memory
from misaq.web.shell.words import say

READ_WRITE = ["GET", "HEAD", "POST"]
State = Panel.State


@officers
@never_cache
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The panels."""
    rows = [(panel, panel.volunteers.count()) for panel in panels_of(request.user)]
    return render(request, "assembly/panels/desk.html", {"rows": rows})


@officers
@never_cache
@require_http_methods(READ_WRITE)
def new(request: HttpRequest) -> HttpResponse:
    """Set a panel up."""
    form = PanelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        panel = panel_set_up(form.cleaned_data, by=signed_in_officer(request))
        return redirect("assembly_questions", slug=panel.slug)
    status = 422 if form.is_bound else 200
    return render(request, "assembly/panels/new.html", {"form": form}, status=status)


def panel_page(
    request: HttpRequest, panel: Panel, template: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    """A working page of a panel."""
    shown = {"panel": panel, "path": request.path, **context}
    return render(request, f"assembly/{template}.html", shown, status=status)


@officers
@never_cache
@require_safe
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """Where a panel stands and what is to be done next."""
    panel = panel_of(request, slug)
    return _overview(request, panel)


def _overview(request: HttpRequest, panel: Panel, **more: Any) -> HttpResponse:
    context = {
        "n_volunteers": panel.volunteers.count(),
        "n_questions": panel.categories.count(),
        "n_versions": panel.consents.count(),
        "missing": missing_before_opening(panel),
        "run": panel.runs.order_by("-pk").first(),
        **more,
    }
    return panel_page(request, panel, "panels/overview", **context)


@officers
@require_POST
def move(request: HttpRequest, slug: str) -> HttpResponse:
    """Open, close or open again."""
    panel = panel_of(request, slug)
    try:
        panel_move(panel, request.POST.get("to", ""), by=signed_in_officer(request))
    except RefusedError as refused:
        return _overview(request, panel, refusal=refused.text, status=409)
    return redirect("assembly_overview", slug=slug)


@csrf_exempt  # checked below, once the upload stays in memory: the check reads what was sent
@officers
@never_cache
@require_http_methods(READ_WRITE)
def questions(request: HttpRequest, slug: str) -> HttpResponse:
    """The questions, and bringing them in from a file."""
    keep_in_memory(request)
    return _questions(request, slug)


@csrf_protect
def _questions(request: HttpRequest, slug: str) -> HttpResponse:
    panel = panel_of(request, slug)
    form = QuestionsForm(request.POST or None, request.FILES or None)
    faults: list[Any] = []
    refusal = ""
    if request.method == "POST" and form.is_valid():
        columns, faults = columns_of_upload(form.cleaned_data["file"])
        if not faults:
            found, faults = read_questions(columns)
        if not faults:
            try:
                questions_set(panel, found, by=signed_in_officer(request))
            except RefusedError as refused:
                refusal = refused.text
            else:
                return redirect("assembly_questions", slug=slug)
    context = {
        "form": form,
        "faults": told(faults),
        "refusal": refusal,
        "categories": panel.categories.prefetch_related("features"),
        "columns": (*COLUMNS, POPULATION),
        "changes": panel.state == State.PREPARED and not panel.volunteers.exists(),
    }
    status = 422 if request.method == "POST" else 200
    return panel_page(request, panel, "panels/questions", status=status, **context)


@officers
@never_cache
@sensitive_post_parameters()
@require_http_methods(READ_WRITE)
def key(request: HttpRequest, slug: str) -> HttpResponse:
    """Make the key for names and contacts, or change its passphrase."""
    panel = panel_of(request, slug)
    by = signed_in_officer(request)
    form: KeyForm = (PassphraseForm if panel.identity_key else KeyForm)(request.POST or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            if panel.identity_key:
                passphrase_change(panel, values["old"], values["passphrase"], by=by)
                context |= {"changed": True, "form": PassphraseForm()}
            else:
                context["recovery"] = key_make(panel, values["passphrase"], by=by)
            return panel_page(request, panel, "panels/key", **context)
        except WrongSecretError as error:
            form.add_error("old", say(error.code))
        except RefusedError as refused:
            form.add_error(None, refused.text)
    status = 422 if form.is_bound else 200
    return panel_page(request, panel, "panels/key", status=status, **context)


@officers
@never_cache
@sensitive_post_parameters()
@require_http_methods(READ_WRITE)
def recover(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose a new passphrase with the recovery key, when the old one is lost."""
    panel = panel_of(request, slug)
    if not panel.identity_key:
        return redirect("assembly_key", slug=slug)
    form = RecoverForm(request.POST or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        values, by = form.cleaned_data, signed_in_officer(request)
        try:
            context["recovery"] = passphrase_recover(
                panel, values["recovery"], values["passphrase"], by=by
            )
            return panel_page(request, panel, "panels/recover", **context)
        except (WrongSecretError, RecoveryKeyFormError) as error:
            context["mistyped"] = isinstance(error, RecoveryKeyFormError)
            context["wrong"] = not context["mistyped"]
    status = 422 if form.is_bound else 200
    return panel_page(request, panel, "panels/recover", status=status, **context)


@officers
@never_cache
@require_http_methods(READ_WRITE)
def consent(request: HttpRequest, slug: str) -> HttpResponse:
    """What volunteers agree to: its versions, and a new one."""
    panel = panel_of(request, slug)
    latest = panel.consents.order_by("-version").first()
    initial = {"consent_en": latest.text_en, "consent_ur": latest.text_ur} if latest else {}
    form = ConsentForm(request.POST or None, initial=initial)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            consent_add(
                panel, values["consent_en"], values["consent_ur"], by=signed_in_officer(request)
            )
            return redirect("assembly_consent", slug=slug)
        except RefusedError as refused:
            refusal = refused.text
    status = 422 if request.method == "POST" else 200
    versions = panel.consents.order_by("-version")
    context = {"form": form, "versions": versions, "refusal": refusal}
    return panel_page(request, panel, "panels/consent", status=status, **context)
