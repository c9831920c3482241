"""The frame for pages that are not made from result documents alone: sign-in, desks, errors."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import get_script_prefix
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from misaq.foundation.messages import LANGUAGES
from misaq.web.process.current import site_for
from misaq.web.shell.frame import Frame, make_frame
from misaq.web.shell.links import Links, ServerAddresses


def server_addresses() -> ServerAddresses:
    """Addresses from this server's root."""
    return ServerAddresses(get_script_prefix(), static)


def language_of(request: HttpRequest) -> str:
    """The language in the address, else the one that is active, else English."""
    first = request.path_info.lstrip("/").partition("/")[0]
    for language in (first, get_language() or ""):
        if language in LANGUAGES:
            return language
    return "en"


def frame_for(request: HttpRequest, room: str = "", *, votes: bool = False) -> Frame:
    """The frame round any view of this server; `votes` says that people can take part now."""
    site, addresses = site_for(request), server_addresses()
    rest = request.path_info.lstrip("/").partition("/")[2]
    if getattr(request, "keeps_query", False):  # the page is what its address says, query and all
        rest += "?" + request.META.get("QUERY_STRING", "")
    return make_frame(
        site.results,
        Links(site.directory, addresses, language_of(request)),
        room=room,
        other_language=lambda other: addresses.page(f"{other}/{rest}"),
        static=False,
        votes=votes,
    )


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `shell` for every template, made only when it is used."""
    return {"shell": SimpleLazyObject(lambda: frame_for(request, getattr(request, "room", "")))}
