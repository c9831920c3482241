"""The facilitator's pages of translations: languages, what is missing in one, the translations of one statement."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from misaq.web.accounts.access import account_of, only
from misaq.web.accounts.roles import Role
from misaq.web.dialogue.decisions import AnotherPersonError
from misaq.web.dialogue.forms import TranslationForm
from misaq.web.dialogue.models import Statement, StatementTranslation
from misaq.web.dialogue.selectors import conversation_current
from misaq.web.dialogue.translations import coverage_of, translation_check, translation_put
from misaq.web.dialogue.words import LANGUAGES, direction_in, read_in

A_PAGE = 50
_ORDER = {"": 0, "machine": 1, "draft": 2, "checked": 3}


@only(Role.FACILITATOR)
@never_cache
@require_safe
def languages(request: HttpRequest) -> HttpResponse:
    """How many statements can be read in which language."""
    conversation = conversation_current()
    rows = coverage_of(conversation) if conversation else []
    others = [
        (code, name) for code, name in LANGUAGES.items() if code not in {r.language for r in rows}
    ]
    return render(request, "dialogue/languages.html", {"rows": rows, "others": others})


@only(Role.FACILITATOR)
@never_cache
@require_safe
def language_list(request: HttpRequest, language: str) -> HttpResponse:
    """Every accepted statement in one language: those without words first, then those that nobody checked."""
    if language not in LANGUAGES:
        raise Http404
    found = (
        Statement.objects.filter(
            conversation=conversation_current(), state=Statement.State.ACCEPTED
        )
        .exclude(language=language)
        .prefetch_related("translations")
        .order_by("id")
    )
    rows = []
    for statement in found:
        row = next((t for t in statement.translations.all() if t.language == language), None)
        rows.append((read_in(statement, statement.language), row))
    rows.sort(key=lambda pair: _ORDER[pair[1].status if pair[1] else ""])
    context = {
        "language": language,
        "name": LANGUAGES[language],
        "direction": direction_in(language),
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "dialogue/language_list.html", context)


@only(Role.FACILITATOR)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def translations(request: HttpRequest, statement: int) -> HttpResponse:
    """A statement's translations with how far each was looked at, and a form to write or correct one."""
    found, account = get_object_or_404(Statement, pk=statement), account_of(request.user)
    assert account is not None  # `only` narrows it
    form = TranslationForm(found, request.POST or None, initial=_start(found, request))
    if request.method == "POST" and form.is_valid():
        translation_put(found, by=account, **form.cleaned_data)
        return redirect("statement_translations", statement=found.pk)
    return _translations(request, found, {"form": form}, 422 if form.is_bound else 200)


def _start(statement: Statement, request: HttpRequest) -> dict[str, str]:
    """What stands in the form at first: the language asked for, with the words that are there to be corrected."""
    asked = request.GET.get("language", "")
    if asked not in LANGUAGES:
        asked = next((code for code in ("ur", "en") if code != statement.language), "")
        there = None
    else:
        there = statement.translations.filter(language=asked).first()
    return {"language": asked, "text": there.text if there else ""}


def _translations(
    request: HttpRequest, statement: Statement, more: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    account = account_of(request.user)
    rows = [
        (row, LANGUAGES.get(row.language, row.language), direction_in(row.language))
        for row in statement.translations.order_by("language")
    ]
    context = {
        "statement": statement,
        "reading": read_in(statement, statement.language),
        "rows": rows,
        "me": account.pk if account else None,
        **more,
    }
    return render(request, "dialogue/translations.html", context, status=status)


@only(Role.FACILITATOR)
@require_POST
def check(request: HttpRequest, translation: int) -> HttpResponse:
    """Mark a translation as checked; never by whoever wrote it."""
    row, account = get_object_or_404(StatementTranslation, pk=translation), account_of(request.user)
    assert account is not None  # `only` narrows it
    try:
        translation_check(row, request.POST.get("text", ""), by=account)
    except AnotherPersonError as error:
        form = TranslationForm(row.statement, initial=_start(row.statement, request))
        refusal = error.message(get_language() or "en").sentence()
        return _translations(request, row.statement, {"form": form, "refusal": refusal}, 422)
    return redirect("statement_translations", statement=row.statement_id)
