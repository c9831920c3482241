"""What a page of evidence answers when it cannot read what it is about."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from misaq.foundation.errors import TamperError
from misaq.record import OtherKeyError
from misaq.web.record.evidence.selectors import words_of


def reading(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Who has no key of the organisation yet is led to the page of keys; a row or file that was altered is named so."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except OtherKeyError:
            return redirect("record_key")
        except TamperError as error:
            told = {"words": words_of(error)}
            return render(request, "record/evidence/altered.html", told, status=409)

    return answered
