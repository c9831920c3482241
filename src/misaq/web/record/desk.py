"""The record's desk: what waits for somebody, and the way to each part of the work."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from misaq.web.accounts.access import only, roles_of
from misaq.web.accounts.roles import RECORD_ROLES
from misaq.web.record.access import WORKING, cases_of, organisations_of
from misaq.web.record.keys.views import HOLDERS
from misaq.web.record.unlocking import keyring_of

A_PAGE = 25


@only(*RECORD_ROLES)
@never_cache
@require_safe
def record_desk(request: HttpRequest) -> HttpResponse:
    """What somebody works on in the record: their organisations, the cases changed last."""
    recent = cases_of(request.user).select_related("organisation").order_by("-changed_at", "ref")
    roles = roles_of(request.user)
    context = {
        "organisations": organisations_of(request.user),
        "roles": roles,
        "holds_key": bool(roles & set(HOLDERS)),
        "works": bool(roles & WORKING),
        "unlocked": keyring_of(request) is not None,
        "cases": recent[:A_PAGE],
    }
    return render(request, "record/desk.html", context)
