"""Volunteering: what the panel is, the form, the code; and with it one's own row, correcting it, erasing it."""

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from misaq.web.assembly.access import public_panel, public_panels
from misaq.web.assembly.identities.services import Identity, volunteer_erase
from misaq.web.assembly.models import Panel, Volunteer
from misaq.web.assembly.refusals import RefusedError
from misaq.web.assembly.registration.forms import CodeForm, CorrectForm, KeyForm, RegisterForm
from misaq.web.assembly.registration.selectors import by_code, by_key, own_row
from misaq.web.assembly.registration.services import answers_correct, volunteer_register
from misaq.web.shell.policy import public

# By address, in this process's memory alone. A village shares an address; nobody types a code thirty times.
RATES = {"register": "60/h/ip", "code": "30/10m/ip"}
READ_WRITE = ["GET", "HEAD", "POST"]
OPEN = Panel.State.OPEN


def _too_often(request: HttpRequest, action: str) -> HttpResponse | None:
    if ratelimit.consume(request, app="assembly", action=action, config=RATES):
        return None
    answer: HttpResponse = ratelimit.respond_429(request)
    return answer


def _page(
    request: HttpRequest, template: str, panel: Panel, status: int = 200, **context: object
) -> HttpResponse:
    request.room = "assembly"  # type: ignore[attr-defined]  # read by the frame
    shown = {"panel": panel, "open": panel.state == OPEN, **context}
    return render(request, f"assembly/registration/{template}.html", shown, status=status)


@public
@never_cache
@require_safe
def panels(request: HttpRequest) -> HttpResponse:
    """The panels that were opened."""
    request.room = "assembly"  # type: ignore[attr-defined]
    context = {"panels": public_panels()}
    return render(request, "assembly/registration/panels.html", context)


@public
@never_cache
@require_safe
def panel(request: HttpRequest, slug: str) -> HttpResponse:
    """What a panel is, how people come in, where it stands."""
    found = public_panel(slug)
    return _page(request, "panel", found, categories=found.categories.prefetch_related("features"))


@public
@never_cache
@sensitive_post_parameters()
@require_http_methods(READ_WRITE)
def register(request: HttpRequest, slug: str) -> HttpResponse:
    """Volunteer; code and key are shown once, on the page that answers."""
    found = public_panel(slug)
    if found.state != OPEN:
        return _page(request, "closed", found, status=410)
    text = found.consents.latest("version")
    form = RegisterForm(found, request.POST or None, text=text)
    if request.method == "POST" and form.is_valid():
        refusal = _too_often(request, "register")
        if refusal:
            return refusal
        values = form.cleaned_data
        try:
            codes = volunteer_register(
                found,
                Identity(" ".join(values["name"].split()), " ".join(values["contact"].split())),
                values["home"],
                form.answers(),
                consent=text,
                language=get_language() or "en",
            )
        except RefusedError as refused:
            form.add_error(None, refused.text)
        else:
            return _page(request, "registered", found, codes=codes)
    status = 422 if form.is_bound else 200
    return _page(request, "register", found, status, form=form, consent=text)


@public
@never_cache
@sensitive_post_parameters()
@require_http_methods(READ_WRITE)
def mine(request: HttpRequest, slug: str) -> HttpResponse:
    """One's own row by the code: answers, chance, and whether one sits."""
    found = public_panel(slug)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        refusal = _too_often(request, "code")
        if refusal:
            return refusal
        volunteer = by_code(found, form.cleaned_data["code"])
        if volunteer is not None:
            return _page(request, "row", found, row=own_row(volunteer))
        form.add_error("code", _nobody())
    return _page(request, "mine", found, 422 if form.is_bound else 200, form=form)


def _nobody() -> str:
    return _("Nobody has this code. Compare it letter by letter with what you wrote down.")


def _holder(
    request: HttpRequest, panel: Panel, form: KeyForm
) -> tuple[Volunteer | None, HttpResponse | None]:
    """Whose code and key a form holds; or the answer that says to wait."""
    if not form.is_valid():
        return None, None
    refusal = _too_often(request, "code")
    if refusal:
        return None, refusal
    values = form.cleaned_data
    volunteer = by_key(panel, values["code"], values["key"])
    if volunteer is None:
        form.add_error(
            None,
            _(
                "This code and this key do not belong together. Compare both with what you wrote down."
            ),
        )
    return volunteer, None


@public
@never_cache
@sensitive_post_parameters()
@require_http_methods(READ_WRITE)
def change(request: HttpRequest, slug: str) -> HttpResponse:
    """Correct one's answers with code and key, while registration is open."""
    found = public_panel(slug)
    if found.state != OPEN:
        return _page(request, "closed", found, status=410)
    form = KeyForm(request.POST or None)
    if request.method != "POST":
        return _page(request, "change", found, form=form)
    volunteer, refusal = _holder(request, found, form)
    if refusal:
        return refusal
    if volunteer is None:
        return _page(request, "change", found, 422, form=form)
    return _correct(request, found, volunteer)


def _correct(request: HttpRequest, panel: Panel, volunteer: Volunteer) -> HttpResponse:
    if "answering" not in request.POST:
        first = CorrectForm(panel, initial={**_given(panel, volunteer), **_held(request)})
        return _page(request, "correct", panel, form=first)
    form = CorrectForm(panel, request.POST)
    if form.is_valid():
        try:
            answers_correct(volunteer, form.answers(), form.cleaned_data["home"])
        except RefusedError as refused:
            form.add_error(None, refused.text)
        else:
            return _page(request, "row", panel, row=own_row(volunteer), corrected=True)
    return _page(request, "correct", panel, 422, form=form)


def _given(panel: Panel, volunteer: Volunteer) -> dict[str, str]:
    names = panel.categories.values_list("name", flat=True)
    return {f"q{place}": volunteer.answers.get(name, "") for place, name in enumerate(names)}


def _held(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "") for name in ("code", "key")}


@public
@never_cache
@sensitive_post_parameters()
@require_http_methods(READ_WRITE)
def erase(request: HttpRequest, slug: str) -> HttpResponse:
    """Erase oneself with code and key."""
    found = public_panel(slug)
    form = KeyForm(request.POST or None)
    keeps_row = found.state in {Panel.State.SEALED, Panel.State.DRAWN}
    if request.method == "POST":
        volunteer, refusal = _holder(request, found, form)
        if refusal:
            return refusal
        if volunteer is not None:
            volunteer_erase(volunteer)
            return _page(request, "erased", found, keeps_row=keeps_row)
    status = 422 if form.is_bound else 200
    return _page(request, "erase", found, status, form=form, keeps_row=keeps_row)
