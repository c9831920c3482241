"""The pool at the desk: who volunteers beside the population, and bringing volunteers in from a file."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from misaq.assembly import SMALL
from misaq.web.assembly.access import officers, panel_of, signed_in_officer
from misaq.web.assembly.faults import told
from misaq.web.assembly.models import Panel
from misaq.web.assembly.panels.views import READ_WRITE, panel_page
from misaq.web.assembly.pool.forms import ImportForm
from misaq.web.assembly.pool.importing import OWN, read_volunteers, volunteers_bring_in
from misaq.web.assembly.pool.selectors import composition_of
from misaq.web.assembly.uploads import columns_of_upload, keep_in_memory


@officers
@never_cache
@require_safe
def pool(request: HttpRequest, slug: str) -> HttpResponse:
    """Who volunteers, beside the population and the quotas; whom the quotas lack."""
    panel = panel_of(request, slug)
    groups = composition_of(panel)
    lacking = [row for group in groups for row in group.rows if row.lacks]
    context: dict[str, Any] = {
        "n": panel.volunteers.count(),
        "groups": groups,
        "lacking": lacking,
        "threshold": SMALL,
        "n_small": sum(row.small for group in groups for row in group.rows),
    }
    return panel_page(request, panel, "pool/pool", **context)


@csrf_exempt  # checked below, once the upload stays in memory: the check reads what was sent
@officers
@never_cache
@sensitive_post_parameters()
@require_http_methods(READ_WRITE)
def bring_in(request: HttpRequest, slug: str) -> HttpResponse:
    """Bring volunteers in; their codes are shown once, on the page that answers."""
    keep_in_memory(request)
    return _bring_in(request, slug)


@csrf_protect
def _bring_in(request: HttpRequest, slug: str) -> HttpResponse:
    panel = panel_of(request, slug, Panel.State.OPEN)
    form = ImportForm(request.POST or None, request.FILES or None)
    faults: list[Any] = []
    if request.method == "POST" and form.is_valid():
        columns, faults = columns_of_upload(form.cleaned_data["file"])
        if not faults:
            people, faults = read_volunteers(panel, columns)
        if not faults:
            given = volunteers_bring_in(panel, people, by=signed_in_officer(request))
            return panel_page(request, panel, "pool/brought_in", given=given)
    context = {
        "form": form,
        "faults": told(faults),
        "columns": (*OWN, *panel.categories.values_list("name", flat=True)),
        "consent": panel.consents.latest("version"),
    }
    status = 422 if request.method == "POST" else 200
    return panel_page(request, panel, "pool/import", status=status, **context)
