"""Decision rules before they are adopted: the library, each in plain words, and what the linter finds."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from misaq.charter import UnknownRuleError
from misaq.web.charter.access import drafters, drafting_of
from misaq.web.charter.drafting.desk_views import communities_of, frame
from misaq.web.charter.drafting.rule_library import (
    cells_of,
    in_language,
    library_entry,
    lint_lines,
    rows_to_choose,
    rows_to_read,
    rule_lines,
    rule_of_drafting,
    rule_title,
)
from misaq.web.shell.documents import results_of


@drafters
@never_cache
@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """The rules of real processes."""
    return render(request, "charter/drafting/library.html", {"rows": rows_to_read()})


@drafters
@never_cache
@require_safe
def library_rule(request: HttpRequest, name: str) -> HttpResponse:
    """One rule of a real process: its words, its sources, and what the linter finds with its own numbers."""
    entry = library_entry(name)
    if entry is None or entry.rule.name != name:
        raise Http404
    context = {
        "title": in_language(entry.title),
        "lines": rule_lines(entry.rule),
        "sources": [(source.verified, in_language(source.text)) for source in entry.sources],
        "example": entry.example,
        "found": lint_lines(entry.rule, (), {}),
    }
    return render(request, "charter/drafting/rule.html", context)


@drafters
@never_cache
@require_safe
def rule(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """One rule with the seats of a drafting: its words, its sources, and what the linter finds."""
    drafting = drafting_of(request, slug)
    try:
        found = rule_of_drafting(drafting, name)
    except UnknownRuleError:
        raise Http404 from None
    names = dict(communities_of(results_of(request)))
    entry, cells = library_entry(name), cells_of(drafting)
    sources = [(s.verified, in_language(s.text)) for s in entry.sources] if entry else []
    context = {
        **frame(request, drafting),
        "title": rule_title(name, marked=False),
        "lines": rule_lines(found, names),
        "sources": sources,
        "whole": entry.rule.name if entry else "",
        "found": lint_lines(found, cells, names) if sum(c.members for c in cells) else (),
        "others": rows_to_choose(),
        "name": name,
    }
    return render(request, "charter/drafting/rule.html", context)
