"""The facilitator's pages: statements that wait, what was decided and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from misaq.web.accounts.access import account_of, only
from misaq.web.accounts.roles import Role
from misaq.web.dialogue.decisions import (
    AnotherPersonError,
    Kind,
    NoAppealError,
    appeal_decide,
    deciders_of,
    statement_decide,
)
from misaq.web.dialogue.forms import AppealDecisionForm, DecisionForm
from misaq.web.dialogue.models import ModerationEvent, Statement
from misaq.web.dialogue.selectors import conversation_current
from misaq.web.dialogue.views import similar_to
from misaq.web.dialogue.words import Reading, read_in

MOST_AT_ONCE = 25


@only(Role.FACILITATOR)
@never_cache
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """The statements that wait, for a first decision, for a second person or on appeal; the oldest first."""
    return _queue(request)


@dataclass(frozen=True)
class _Refused:
    """What was not taken: by which statement, errors by field, or a sentence."""

    of: int = 0
    errors: Mapping[str, Any] = field(default_factory=dict)
    sentence: str = ""


def _queue(request: HttpRequest, refused: _Refused | None = None) -> HttpResponse:
    conversation, language = conversation_current(), get_language() or "en"
    ours = Statement.objects.filter(conversation=conversation).prefetch_related("translations")
    waiting = ours.filter(state=Statement.State.WAITING, waits_for=Statement.Waits.NOBODY)
    rows = []
    for statement in waiting.order_by("id")[:MOST_AT_ONCE] if conversation else ():
        alike = similar_to(conversation, statement.text, language) if conversation else []
        rows.append((read_in(statement, language), alike, _errors(refused, statement)))
    decided = (
        ModerationEvent.objects.filter(statement__conversation=conversation)
        .exclude(decided_by=None)
        .select_related("statement", "decided_by")
        .order_by("-id")[:30]
    )
    context = {
        "rows": rows,
        "seconds": _turns(request, Statement.Waits.SECOND, refused),
        "appeals": _turns(request, Statement.Waits.APPEAL, refused),
        "reasons": ModerationEvent.Reason.choices,
        "refusal": refused.sentence if refused else "",
        "n_waiting": waiting.count(),
        "decided": decided,
    }
    return render(request, "dialogue/moderation.html", context, status=422 if refused else 200)


def _turns(
    request: HttpRequest, waits: str, refused: _Refused | None
) -> list[tuple[Reading, ModerationEvent, bool, Mapping[str, Any]]]:
    """The statements where it is another's turn, the step that made it so, and whether the reader is barred."""
    account, language = account_of(request.user), get_language() or "en"
    kind = Kind.PROPOSED if waits == Statement.Waits.SECOND else Kind.APPEALED
    rows = []
    found = Statement.objects.filter(conversation=conversation_current(), waits_for=waits)
    for statement in found.prefetch_related("translations", "decisions").order_by("id"):
        event = max((e for e in statement.decisions.all() if e.kind == kind), key=lambda e: e.pk)
        barred = {event.decided_by_id} if kind == Kind.PROPOSED else deciders_of(statement)
        mine = account is not None and account.pk in barred
        rows.append((read_in(statement, language), event, mine, _errors(refused, statement)))
    return rows


def _errors(refused: _Refused | None, statement: Statement) -> Mapping[str, Any]:
    return refused.errors if refused and refused.of == statement.pk else {}


@only(Role.FACILITATOR)
@require_POST
def decide(request: HttpRequest, statement: int) -> HttpResponse:
    """Accept or reject a statement, or send it back to wait; where two are needed, propose or confirm."""
    found = get_object_or_404(Statement, pk=statement)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _queue(request, _Refused(found.pk, form.errors))
    values, account = form.cleaned_data, account_of(request.user)
    try:
        statement_decide(found, values["state"], account, values["reason"], values["code"])
    except AnotherPersonError as error:
        return _queue(request, _Refused(sentence=error.message(get_language() or "en").sentence()))
    return redirect("moderation")


@only(Role.FACILITATOR)
@require_POST
def decide_appeal(request: HttpRequest, statement: int) -> HttpResponse:
    """Decide a writer's appeal; never by somebody who took part in the rejection."""
    found, account = get_object_or_404(Statement, pk=statement), account_of(request.user)
    assert account is not None  # `only` narrows it
    form = AppealDecisionForm(request.POST)
    if not form.is_valid():
        return _queue(request, _Refused(found.pk, form.errors))
    accepted = form.cleaned_data["outcome"] == Statement.State.ACCEPTED
    try:
        appeal_decide(found, accepted=accepted, by=account, reason=form.cleaned_data["reason"])
    except (AnotherPersonError, NoAppealError) as error:
        return _queue(request, _Refused(sentence=error.message(get_language() or "en").sentence()))
    return redirect("moderation")
