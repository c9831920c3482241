"""Headers that every answer carries, and one log line for it without personal data."""

import logging
import time
from collections.abc import Callable

from csp.constants import HEADER
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponse

log = logging.getLogger("misaq.request")


class PagePolicy:
    """Puts the content security policy of the settings on every answer: one for all pages, put together once.

    An answer that brings a policy of its own keeps it: files that strangers sent have a stricter one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.policy = build_policy()  # of CONTENT_SECURITY_POLICY

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        response = self.get_response(request)
        if not response.has_header(HEADER):
            response[HEADER] = self.policy
        return response


class PlainHeaders:
    """Turns off what a page has no use for, keeps private pages out of caches, logs route and status."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        began = time.perf_counter()
        response = self.get_response(request)
        response["Permissions-Policy"] = (
            "camera=(), geolocation=(), microphone=(), interest-cohort=()"
        )
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store"
        match = request.resolver_match
        log.info(
            "answered",
            extra={
                "route": match.route
                if match
                else "",  # the pattern, never the address with its values
                "method": request.method,
                "status": response.status_code,
                "milliseconds": round((time.perf_counter() - began) * 1000),
            },
        )
        return response
