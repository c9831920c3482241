"""The public pages on the server: the same as in the static report, from the same documents."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import get_template
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from misaq.foundation.messages import LANGUAGES
from misaq.web.process.context import frame_for, language_of, server_addresses
from misaq.web.process.current import site_for, takes_votes
from misaq.web.process.hidden import is_hidden
from misaq.web.process.site import Site, download_bytes, render, render_choice
from misaq.web.shell.pages import Download, Page
from misaq.web.shell.policy import public
from misaq.web.shell.words import direction_of


@public
@require_safe
def choose_language(request: HttpRequest) -> HttpResponse:
    """The page before the languages."""
    return HttpResponse(render_choice(server_addresses(), site_for(request), static=False))


@public
@require_safe
def page(request: HttpRequest, language: str, path: str = "") -> HttpResponseBase:
    """A public page or a CSV; 304 when the reader already has it."""
    site = site_for(request)
    if language in LANGUAGES and takes_votes() and is_hidden(path):
        return _hidden(request, language)
    found = site.by_path.get(path) or site.by_path.get(_index(path))
    if language not in LANGUAGES or found is None:
        raise Http404(path)
    votes = takes_votes()
    etag = quote_etag(f"{site.etag[:32]}-{language}{'-open' if votes else ''}")
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = _answer(site, *found, language, votes=votes)
        response.headers["ETag"] = etag
    patch_cache_control(response, no_cache=True)
    return response


def _index(path: str) -> str:
    return path + "index.html" if not path or path.endswith("/") else path


def _answer(
    site: Site, thing: Page | Download, item: str, language: str, *, votes: bool
) -> HttpResponse:
    if isinstance(thing, Download):
        name = thing.path.format(item=item).rpartition("/")[2]
        return HttpResponse(
            download_bytes(site, thing, item, language),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
    html = render(site, thing, item, language, server_addresses(), static=False, votes=votes)
    return HttpResponse(html, headers={"Content-Language": language})


def _hidden(request: HttpRequest, language: str) -> HttpResponse:
    """In place of every page and table of the dialogue, there or not, while its results are hidden."""
    with translation.override(language):
        html = get_template("process/hidden.html").render(
            {
                "shell": frame_for(request, "dialogue", votes=True),
                "language": language,
                "direction": direction_of(language),
            }
        )
    return HttpResponse(html, headers={"Content-Language": language, "Cache-Control": "no-store"})


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: what happened, and where to go."""
    return _error(
        request,
        404,
        lambda: (
            _("This page is not here"),
            _("The address may be mistyped, or the page may have moved."),
            _("Go to the first page and look from there."),
        ),
    )


def failed(request: HttpRequest) -> HttpResponse:
    """500: what happened, and what to do."""
    return _error(
        request,
        500,
        lambda: (
            _("This page could not be made"),
            _("The fault is ours. Nothing that you sent was lost or changed."),
            _(
                "Try again in a minute. If it happens again, tell the secretariat the address of the page."
            ),
        ),
    )


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form without its token: the page it came from is too old, or it came from elsewhere."""
    return _error(
        request,
        403,
        lambda: (
            _("This form is too old"),
            _("Nothing was saved: the page it was sent from is no longer valid."),
            _("Go back, load the page again and send it once more."),
        ),
    )


def _error(
    request: HttpRequest, status: int, words: Callable[[], tuple[str, str, str]]
) -> HttpResponse:
    language = language_of(request)
    with translation.override(language):
        heading, what, mend = words()
        html = get_template("shell/error.html").render(
            {
                "heading": heading,
                "what": what,
                "mend": mend,
                "shell": frame_for(request),
                "language": language,
                "direction": direction_of(language),
            }
        )
    return HttpResponse(html, status=status, headers={"Content-Language": language})
