"""The facilitator's pages: statements that wait, what was decided and why, translations."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from misaq.web.accounts.access import account_of, only
from misaq.web.accounts.roles import Role
from misaq.web.dialogue.forms import DecisionForm, TranslationForm
from misaq.web.dialogue.models import ModerationEvent, Statement
from misaq.web.dialogue.selectors import conversation_current
from misaq.web.dialogue.services import statement_decide, translation_put
from misaq.web.dialogue.views import similar_to
from misaq.web.dialogue.words import read_in

MOST_AT_ONCE = 25


@only(Role.FACILITATOR)
@never_cache
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """The statements that wait, the oldest first, each with those it is like."""
    return _queue(request)


def _queue(request: HttpRequest, refused: DecisionForm | None = None, of: int = 0) -> HttpResponse:
    conversation, language = conversation_current(), get_language() or "en"
    waiting = Statement.objects.filter(
        conversation=conversation, state=Statement.State.WAITING
    ).prefetch_related("translations")
    rows = []
    for statement in waiting.order_by("id")[:MOST_AT_ONCE] if conversation else ():
        alike = similar_to(conversation, statement.text, language) if conversation else []
        errors = list(refused.errors.get("reason", ())) if refused and of == statement.pk else []
        rows.append((read_in(statement, language), alike, errors))
    decided = (
        ModerationEvent.objects.filter(statement__conversation=conversation)
        .exclude(decided_by=None)
        .select_related("statement", "decided_by")
        .order_by("-id")[:30]
    )
    context = {"rows": rows, "n_waiting": waiting.count(), "decided": decided}
    return render(request, "dialogue/moderation.html", context, status=422 if refused else 200)


@only(Role.FACILITATOR)
@require_POST
def decide(request: HttpRequest, statement: int) -> HttpResponse:
    """Accept or reject a statement, or send it back to wait."""
    found = get_object_or_404(Statement, pk=statement)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _queue(request, form, found.pk)
    statement_decide(
        found, form.cleaned_data["state"], account_of(request.user), form.cleaned_data["reason"]
    )
    return redirect("moderation")


@only(Role.FACILITATOR)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def translations(request: HttpRequest, statement: int) -> HttpResponse:
    """A statement's translations with how far each was looked at, and a form for another."""
    found = get_object_or_404(Statement, pk=statement)
    form = TranslationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        translation_put(found, **form.cleaned_data)
        return redirect("statement_translations", statement=found.pk)
    context = {
        "statement": found,
        "reading": read_in(found, found.language),
        "rows": found.translations.order_by("language"),
        "form": form,
    }
    return render(request, "dialogue/translations.html", context)
