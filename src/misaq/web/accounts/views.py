"""Signing in by a one-time link, and the desk that a signed-in person sees."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from misaq.web.accounts.access import roles_of
from misaq.web.accounts.roles import Role
from misaq.web.accounts.services import one_time_login_use
from misaq.web.shell.policy import public, signed_in


@public
@never_cache
@sensitive_variables("secret")
@require_http_methods(["GET", "POST"])
def one_time_login(request: HttpRequest, secret: str) -> HttpResponse:
    """Ask before using the link up: a preview that fetches it must not spend it."""
    if request.method == "GET":
        return render(request, "accounts/one_time_login.html")
    account = one_time_login_use(secret)
    if account is None:
        return render(request, "accounts/one_time_login_spent.html", status=410)
    record_authentication(request, account, method="one_time_login")
    response: HttpResponse = perform_login(request, account, redirect_url=None)
    return response


@signed_in
@never_cache
def desk(request: HttpRequest) -> HttpResponse:
    """Where a signed-in person lands: their roles and what they can do."""
    roles = roles_of(request.user)
    context = {
        "roles": [role.label for role in sorted(roles)],
        "manages_releases": Role.SECRETARIAT in roles,
        "second_factor": is_mfa_enabled(request.user),
    }
    return render(request, "accounts/desk.html", context)

