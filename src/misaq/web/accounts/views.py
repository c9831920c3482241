"""Signing in by a one-time link, setting up a second factor, and the desk that a signed-in person sees."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.core.internal import ratelimit
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from misaq.web.accounts.access import roles_of
from misaq.web.accounts.roles import RECORD_ROLES, Role
from misaq.web.accounts.services import one_time_login_use
from misaq.web.shell.policy import public, signed_in


@public
@never_cache
@sensitive_variables("secret")
@require_http_methods(["GET", "HEAD", "POST"])
def one_time_login(request: HttpRequest, secret: str) -> HttpResponse:
    """Ask before using the link up: a preview that fetches it must not spend it."""
    if request.method != "POST":
        return render(request, "accounts/one_time_login.html")
    if not ratelimit.consume(request, app="allauth.account", action="one_time_login"):
        answer: HttpResponse = ratelimit.respond_429(request)
        return answer
    account = one_time_login_use(secret)
    if account is None:
        return render(request, "accounts/one_time_login_spent.html", status=410)
    record_authentication(request, account, method="one_time_login")
    response: HttpResponse = perform_login(request, account, redirect_url=None)
    return response


class SetUpSecondFactor(ActivateTOTPView):  # type: ignore[misc]  # allauth ships no types
    """Show the key of a new second factor and switch it on with its first code."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Send somebody who has one already to the desk."""
        if is_mfa_enabled(request.user):
            return redirect("desk")
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> Any:
        """Count the code as proof of who this is: the recovery codes come next, and ask for one."""
        response = super().form_valid(form)
        record_authentication(self.request, form.user, method="mfa", reauthenticated=True)
        return response


@signed_in
@never_cache
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Where a signed-in person lands: their roles and what they can do."""
    roles = roles_of(request.user)
    context = {
        "roles": [role.label for role in sorted(roles)],
        "manages_releases": Role.SECRETARIAT in roles,
        "opens_conversation": bool({Role.SECRETARIAT, Role.FACILITATOR} & roles),
        "moderates": Role.FACILITATOR in roles,
        "follows": Role.FAMILY in roles,
        "works_on_record": bool(RECORD_ROLES & roles),
        "draws": bool({Role.LOTTERY_OFFICER, Role.FACILITATOR} & roles),
        "drafts": bool({Role.SECRETARIAT, Role.DELEGATE} & roles),
        "draws_lots": Role.LOTTERY_OFFICER in roles,
        "second_factor": is_mfa_enabled(request.user),
    }
    return render(request, "accounts/desk.html", context)
