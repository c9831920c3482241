"""The quota editor: a table that is judged as it is typed, or by a button where there is no JavaScript."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from misaq.web.assembly.access import officers, panel_of, signed_in_officer
from misaq.web.assembly.models import Panel
from misaq.web.assembly.panels.views import READ_WRITE, panel_page
from misaq.web.assembly.pool.selectors import counts_of
from misaq.web.assembly.quotas.drafts import (
    NUMBERS,
    Draft,
    saved_draft,
    suggested_draft,
    typed_draft,
)
from misaq.web.assembly.quotas.judging import Judgement, judge
from misaq.web.assembly.quotas.services import quotas_save
from misaq.web.assembly.refusals import RefusedError

State = Panel.State
EDITABLE = (State.PREPARED, State.OPEN, State.CLOSED)
TOLERANCE, MOST_TOLERANCE = 1, 50


@officers
@never_cache
@require_http_methods(READ_WRITE)
def editor(request: HttpRequest, slug: str) -> HttpResponse:
    """The quotas: check them, mend them, take a suggestion, keep them."""
    panel = panel_of(request, slug)
    if request.method != "POST":
        draft = saved_draft(panel)
        return _editor(request, panel, draft, judge(panel, draft), kept="kept" in request.GET)
    draft, do = typed_draft(panel, request.POST), request.POST.get("do", "check")
    if do == "suggest":
        draft = suggested_draft(panel, draft, _tolerance(request))
        return _editor(request, panel, draft, judge(panel, draft), unsaved=True)
    found = judge(panel, draft)
    if do == "relax" and found.mended is not None:
        return _editor(request, panel, found.mended, judge(panel, found.mended), unsaved=True)
    if do == "save" and found.verdict != "unreadable":
        try:
            quotas_save(panel, draft, by=signed_in_officer(request))
        except RefusedError as refused:
            return _editor(request, panel, draft, found, status=409, refusal=refused.text)
        return redirect(f"{request.path}?kept")
    status = 422 if found.verdict == "unreadable" else 200
    return _editor(request, panel, draft, found, status=status, unsaved=True)


def _tolerance(request: HttpRequest) -> int:
    text = request.POST.get("tolerance", "")
    plain = text.isascii() and text.isdigit() and len(text) < 3
    return min(int(text), MOST_TOLERANCE) if plain else TOLERANCE


def _editor(
    request: HttpRequest, panel: Panel, draft: Draft, found: Judgement, **more: Any
) -> HttpResponse:
    context = {
        "draft": draft,
        "groups": _groups(panel, draft),
        "judgement": found,
        "tolerance": request.POST.get("tolerance", str(TOLERANCE)),
        "editable": panel.state in EDITABLE,
        **more,
    }
    return panel_page(request, panel, "quotas/editor", **context)


def _groups(panel: Panel, draft: Draft) -> list[dict[str, Any]]:
    """The rows by question, each with its volunteers, its share and its fields."""
    counts = counts_of(panel)
    groups: dict[int, dict[str, Any]] = {}
    for row in draft.rows:
        feature = row.feature
        group = groups.setdefault(feature.category_id, {"category": feature.category, "rows": []})
        names = {name: f"{name}-{feature.pk}" for name in NUMBERS}
        fields = {
            name: {"name": key, "value": row.texts[name], "problem": draft.problems.get(key, "")}
            for name, key in names.items()
        }
        n = counts[feature.category.name, feature.name]
        group["rows"].append({"feature": feature, "words": row.words, "n": n, "fields": fields})
    for group in groups.values():
        people = [row["feature"].population for row in group["rows"]]
        total = 0 if None in people else sum(people)
        for row in group["rows"]:
            row["share"] = row["feature"].population / total if total else None
    return list(groups.values())


@officers
@never_cache
@require_POST
def check(request: HttpRequest, slug: str) -> HttpResponse:
    """What is to be said of the quotas as they are typed now: the part of the page that changes."""
    panel = panel_of(request, slug, *EDITABLE)
    found = judge(panel, typed_draft(panel, request.POST))
    return render(request, "assembly/quotas/_judgement.html", {"panel": panel, "judgement": found})
