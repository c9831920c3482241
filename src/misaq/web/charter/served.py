"""What every served page of the charter stands on: the documents, the weave, and how long an answer may be kept."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from misaq.charter import Weave
from misaq.foundation.canonical import canonical_json, sha256_hex
from misaq.process import Results
from misaq.web.charter.history import weave_of
from misaq.web.charter.versions import law_words, version_rows
from misaq.web.shell.documents import results_of
from misaq.web.shell.policy import public

MOST_ADDRESS = 6000  # bytes; many servers in between cut at 8,000


@dataclass(frozen=True)
class Charter:
    """The constitution that a request is about.

    key : changes when the weave does: what is worked out from it is kept under this.
    versions : one row a version, as the document has them.
    """

    results: Results
    weave: Weave
    key: str
    versions: list[dict[str, Any]]

    @property
    def titles(self) -> dict[int, Any]:
        """The title of each version by its n."""
        return {row["n"]: row["title"] for row in self.versions}

    def words(self) -> dict[str, str]:
        """The language of the law and its direction, for a template."""
        return law_words(self.results)


def charter_page(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Open a view to everybody and give it the `Charter`; or say why not.

    Nothing about the reader is stored; the answer may be kept by any cache, to be asked for again each time.
    """

    @public
    @require_safe
    @wraps(view)
    def with_charter(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.room = "charter"  # type: ignore[attr-defined]  # read by the frame
        request.keeps_query = True  # type: ignore[attr-defined]  # the other language shows the same
        charter = charter_from(results_of(request))
        if charter is None:
            return refuse(request, "no_history", 404)
        if len(request.META.get("QUERY_STRING", "")) > MOST_ADDRESS:
            return refuse(request, "too_long", 414)
        etag = _etag(request, charter)
        known = get_conditional_response(request, etag=etag)
        response = view(request, charter, *args, **kwargs) if known is None else known
        if known is None and response.status_code == 200:
            response.headers["ETag"] = etag
        response.headers.setdefault("Content-Language", get_language() or "en")
        patch_cache_control(response, no_cache=True)
        return response

    return with_charter


def charter_from(results: Results) -> Charter | None:
    """The constitution in these documents; None where there is no history."""
    weave = weave_of(results)
    if weave is None:
        return None
    return Charter(results, weave, key_of(results), version_rows(results))


def key_of(results: Results) -> str:
    """A name for the weave and the titles that the pages show."""
    parts = [results.get(kind) for kind in ("charter.weave", "charter.versions")]
    named = [(p["inputs"], p["parameters"]) if p else None for p in parts]
    return sha256_hex(canonical_json(named))[:32]


def refuse(request: HttpRequest, why: str, status: int, **more: Any) -> HttpResponse:
    """A page that says why there is nothing to show, and where to go."""
    request.room = "charter"  # type: ignore[attr-defined]  # read by the frame
    return render(request, "charter/refused.html", {"why": why, **more}, status=status)


def _etag(request: HttpRequest, charter: Charter) -> str:
    # the frame shows the whole process, so any document may change a page
    kinds = sorted(charter.results)
    stamps = [[charter.results[kind].get(part) for part in ("misaq", "inputs")] for kind in kinds]
    asked = [request.get_full_path(), request.headers.get("HX-Request", ""), charter.key]
    return quote_etag(sha256(canonical_json([kinds, stamps, asked])).hexdigest()[:32])
