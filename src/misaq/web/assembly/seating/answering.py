"""Whoever was drawn answers themselves, with the code and the key that they alone have."""

from typing import Any

from allauth.core.internal import ratelimit
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from misaq.web.assembly.access import public_draw
from misaq.web.assembly.models import Invitation
from misaq.web.assembly.refusals import RefusedError
from misaq.web.assembly.registration.forms import KeyForm
from misaq.web.assembly.registration.selectors import by_key
from misaq.web.assembly.registration.views import RATES
from misaq.web.assembly.seating.selectors import due_of
from misaq.web.assembly.seating.services import reply_own
from misaq.web.shell.policy import public

Answer = Invitation.Answer


class AnswerForm(KeyForm):
    """Whether somebody takes their seat, with code and key."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Do you take the seat?"),
        choices=(
            (Answer.YES, gettext_lazy("Yes, I come")),
            (Answer.NO, gettext_lazy("No, I do not come")),
        ),
        widget=forms.RadioSelect,
    )


@public
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, slug: str) -> HttpResponse:
    """Accept or decline the seat that one was drawn for."""
    panel = public_draw(slug).panel
    request.room = "assembly"  # type: ignore[attr-defined]  # read by the frame
    form = AnswerForm(request.POST or None)
    context: dict[str, Any] = {"panel": panel, "form": form, "due": due_of(panel), "said": ""}
    if request.method == "POST" and form.is_valid():
        if not ratelimit.consume(request, app="assembly", action="code", config=RATES):
            limited: HttpResponse = ratelimit.respond_429(request)
            return limited
        values = form.cleaned_data
        volunteer = by_key(panel, values["code"], values["key"])
        if volunteer is None:
            form.add_error(
                None,
                _(
                    "This code and this key do not belong together. Compare both with what you wrote down."
                ),
            )
        else:
            try:
                context["due"] = reply_own(volunteer, values["answer"]).due.isoformat()
                context["said"] = values["answer"]
            except RefusedError as refused:
                form.add_error(None, refused.text)
    status = 422 if form.errors or (request.method == "POST" and not context["said"]) else 200
    return render(request, "assembly/seating/answer.html", context, status=status)
