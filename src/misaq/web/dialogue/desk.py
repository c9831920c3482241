"""The facilitator's page of all statements: add one, and say which are about those who take part."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from misaq.web.accounts.access import account_of, only
from misaq.web.accounts.roles import Role
from misaq.web.dialogue.decisions import statement_mark, statement_seed
from misaq.web.dialogue.forms import SeedForm
from misaq.web.dialogue.models import Statement
from misaq.web.dialogue.selectors import conversation_current
from misaq.web.dialogue.views import similar_to
from misaq.web.dialogue.words import Reading, read_in

A_PAGE = 50


@only(Role.FACILITATOR)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def statements(request: HttpRequest) -> HttpResponse:
    """Every statement with its state, and a form for one that a facilitator adds; similar ones are shown first."""
    conversation, account = conversation_current(), account_of(request.user)
    assert account is not None  # `only` narrows it
    language = get_language() or "en"
    form = SeedForm(request.POST or None, initial={"language": language})
    similar: list[Reading] = []
    if request.method == "POST" and conversation and form.is_valid():
        values = form.cleaned_data
        similar = similar_to(conversation, values["text"], language)
        if not similar or "sure" in request.POST:
            statement_seed(
                conversation,
                values["text"],
                values["language"],
                is_meta=values["is_meta"],
                by=account,
            )
            return redirect("all_statements")
    found = Statement.objects.filter(conversation=conversation).order_by("-id")
    page = Paginator(found.prefetch_related("translations"), A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "conversation": conversation,
        "form": form,
        "similar": similar,
        "page": page,
        "rows": [(statement, read_in(statement, language)) for statement in page],
    }
    refused = form.is_bound and not form.is_valid()
    return render(request, "dialogue/all_statements.html", context, status=422 if refused else 200)


@only(Role.FACILITATOR)
@require_POST
def mark(request: HttpRequest, statement: int) -> HttpResponse:
    """Say that a statement is about those who take part, or that it is an opinion after all."""
    found, account = get_object_or_404(Statement, pk=statement), account_of(request.user)
    assert account is not None  # `only` narrows it
    statement_mark(found, is_meta=request.POST.get("is_meta") == "1", by=account)
    return redirect("all_statements")
