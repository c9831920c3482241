"""Whether the site works: asked by whatever watches it."""

from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from misaq.web.process.releases import release_latest
from misaq.web.shell.policy import public


@public
@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 while the database answers, 503 when it does not; says whether anything is released."""
    try:
        released = release_latest() is not None
    except DatabaseError:
        return JsonResponse({"database": False}, status=503)
    return JsonResponse({"database": True, "released": released})
