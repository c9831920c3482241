"""Deny by default, and two factors for staff, before any view runs."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from misaq.web.accounts.access import may_call, needs_second_factor
from misaq.web.shell.policy import PUBLIC, policy_of

# What somebody who still has to set up a second factor can reach, and nothing else that is not public.
SETTING_UP = frozenset({"mfa_activate_totp", "account_logout"})


class DenyByDefault:
    """Refuses a view that says nothing about who may call it, or whose policy does not let this person in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Let the view run (None), or answer in its place."""
        policy = policy_of(view)
        if policy == PUBLIC:
            return None
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        if self._must_set_up(request):
            return redirect("mfa_activate_totp")
        if not may_call(request.user, policy):
            raise Http404
        request.session.modified = True  # begins the half hour anew
        return None

    @staticmethod
    def _must_set_up(request: HttpRequest) -> bool:
        match = request.resolver_match
        if match is not None and match.url_name in SETTING_UP:
            return False
        return needs_second_factor(request.user) and not is_mfa_enabled(request.user)


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """Ask somebody to sign in; a part of a page that asks for itself sends the whole page there.

    What was to be posted is not repeated after signing in: the way back leads to the desk then.
    """
    back = request.path if request.method in {"GET", "HEAD"} else reverse("desk")
    answer = redirect_to_login(back, reverse("account_login"))
    if not request.headers.get("HX-Request"):
        return answer
    return HttpResponse(status=204, headers={"HX-Redirect": answer["Location"]})
