"""What a page of evidence answers when it cannot read what it is about."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.shortcuts import redirect, render

from misaq.foundation.errors import TamperError
from misaq.record import OtherKeyError
from misaq.web.record.evidence.selectors import words_of


def reading(view: Callable[..., Any]) -> Callable[..., Any]:
    """Lead whoever has no key of the organisation to the page of keys; say of what was altered that it was."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return view(request, *args, **kwargs)
        except OtherKeyError:
            return redirect("record_key")
        except TamperError as error:
            told = {"words": words_of(error)}
            return render(request, "record/evidence/altered.html", told, status=409)

    return answered
