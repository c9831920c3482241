"""The result documents that a request is answered from, for rooms below the one that holds the releases."""

from collections.abc import Callable
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string

from misaq.process import Results


def results_of(request: HttpRequest) -> Results:
    """The documents of the release that this site shows; empty before the first.

    Who gives them is named in the setting MISAQ_RESULTS_BY, because a room imports no room above it.
    """
    return _giver(settings.MISAQ_RESULTS_BY)(request)


@lru_cache(maxsize=2)
def _giver(path: str) -> Callable[[HttpRequest], Results]:
    giver: Callable[[HttpRequest], Results] = import_string(path)
    return giver
