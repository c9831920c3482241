"""One proposal: its words and what they change, its versions, what it meets, its grounds, what delegates say."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from misaq.web.charter.access import (
    delegates,
    drafters,
    drafting_of,
    own_comment_of,
    own_proposal_of,
    proposal_of,
    proposals_in,
    seat_of,
    version_of,
)
from misaq.web.charter.contexts import ground_kinds
from misaq.web.charter.drafting.desk_views import READ_WRITE, frame
from misaq.web.charter.drafting.forms import CommentForm, GroundSearchForm
from misaq.web.charter.drafting.grounds import (
    Choice,
    find_choice,
    ground_add,
    ground_remove,
    search_choices,
)
from misaq.web.charter.drafting.overlapping import LIVE, meetings_of
from misaq.web.charter.drafting.remarks import comment_withdraw, comment_write
from misaq.web.charter.drafting.selectors import (
    comments_on,
    coverage_of,
    history_of,
    proposal_name,
    proposal_rows,
    redlines_of,
    shown_grounds,
)
from misaq.web.charter.drafting.texts import text_of
from misaq.web.charter.drafting.writing import (
    WRITABLE,
    amendment_accept,
    clause_name,
    latest,
    proposal_withdraw,
)
from misaq.web.charter.models import Division, Drafting, Proposal
from misaq.web.charter.refusals import RefusedError
from misaq.web.shell.documents import results_of


@drafters
@never_cache
@require_safe
def proposals(request: HttpRequest, slug: str) -> HttpResponse:
    """Every proposal: those that are open first."""
    drafting, language = drafting_of(request, slug), get_language() or "en"
    rows = proposal_rows(drafting, list(proposals_in(drafting)), language)
    context = {
        **frame(request, drafting),
        "live": [row for row in rows if row.proposal.state in LIVE],
        "decided": [row for row in rows if row.proposal.state not in LIVE],
    }
    return render(request, "charter/drafting/proposals.html", context)


@drafters
@never_cache
@require_safe
def proposal(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A proposal with all that belongs to it."""
    drafting = drafting_of(request, slug)
    return _page(request, drafting, proposal_of(drafting, number))


def _page(
    request: HttpRequest,
    drafting: Drafting,
    found: Proposal,
    refusal: str = "",
    comment: CommentForm | None = None,
) -> HttpResponse:
    text, language, version = text_of(drafting), get_language() or "en", latest(found)
    base = frame(request, drafting)
    seat = base["seat"]
    own = seat is not None and found.by_id == seat.pk
    stale = found.state in LIVE and version.base_sha256 != text.sha256
    context = {
        **base,
        "proposal": found,
        "version": version,
        "name": proposal_name(text, found, version, language),
        "moves_to": _where(text.by_id, found, language),
        "redlines": redlines_of(drafting, found, version, language),
        "own": own,
        "writable": found.state in WRITABLE and drafting.state == Drafting.State.OPEN,
        "stale": stale,
        "meetings": meetings_of(text, found, drafting) if found.state in LIVE and not stale else [],
        "grounds": shown_grounds(results_of(request), list(found.grounds.order_by("pk"))),
        "n_versions": found.versions.count(),
        "amendments": proposal_rows(
            drafting, list(proposals_in(drafting).filter(amends=found)), language
        ),
        "accepts": bool(
            found.amends and seat and found.amends.by_id == seat.pk and found.state in WRITABLE
        ),
        "divisions": found.divisions.order_by("number"),
        "open_division": found.divisions.filter(state=Division.State.OPEN).first(),
        "comments": comments_on(drafting, proposal=found),
        "comment_form": comment or CommentForm(),
        "refusal": refusal,
    }
    status = 422 if refusal or comment is not None else 200
    return render(request, "charter/drafting/proposal.html", context, status=status)


def _where(clauses: Any, found: Proposal, language: str) -> str:
    """Behind which clause a new or moved one stands; "" for the first place."""
    if found.kind not in {Proposal.Kind.NEW, Proposal.Kind.MOVE} or not found.after:
        return ""
    return clause_name(clauses.get(found.after), found.after, language)


@drafters
@never_cache
@require_safe
def versions(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Every version of a proposal, each with what it changed."""
    drafting, language = drafting_of(request, slug), get_language() or "en"
    found = proposal_of(drafting, number)
    context = {
        **frame(request, drafting),
        "proposal": found,
        "name": proposal_name(text_of(drafting), found, latest(found), language),
        "versions": history_of(found, drafting, language),
    }
    return render(request, "charter/drafting/versions.html", context)


@drafters
@never_cache
@require_safe
def version(request: HttpRequest, slug: str, number: int, n: int) -> HttpResponse:
    """One earlier version as it was."""
    drafting, language = drafting_of(request, slug), get_language() or "en"
    found = proposal_of(drafting, number)
    shown = version_of(found, n)
    context = {
        **frame(request, drafting),
        "proposal": found,
        "version": shown,
        "newest": latest(found),
        "name": proposal_name(text_of(drafting), found, shown, language),
        "redlines": redlines_of(drafting, found, shown, language),
    }
    return render(request, "charter/drafting/version.html", context)


@delegates
@require_POST
def withdraw(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Take an own proposal back."""
    drafting = drafting_of(request, slug)
    found = own_proposal_of(request, drafting, number)
    try:
        proposal_withdraw(found)
    except RefusedError as refused:
        return _page(request, drafting, found, refused.text)
    return redirect("charter_proposal", slug=slug, number=number)


@delegates
@require_POST
def accept(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The author of a proposal takes an amendment to it over."""
    drafting = drafting_of(request, slug)
    found, seat = proposal_of(drafting, number), seat_of(request, drafting)
    if found.amends is None or found.amends.by_id != seat.pk:
        raise Http404
    try:
        amendment_accept(found, seat)
    except RefusedError as refused:
        return _page(request, drafting, found, refused.text)
    return redirect("charter_proposal", slug=slug, number=found.amends.number)


@delegates
@require_POST
def comment(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Say something about a proposal."""
    drafting = drafting_of(request, slug)
    seat, found, form = (
        seat_of(request, drafting),
        proposal_of(drafting, number),
        CommentForm(request.POST),
    )
    if not form.is_valid():
        return _page(request, drafting, found, comment=form)
    comment_write(drafting, form.cleaned_data["text"], get_language() or "en", seat, proposal=found)
    return redirect("charter_proposal", slug=slug, number=number)


@delegates
@require_POST
def comment_out(request: HttpRequest, slug: str, comment_id: int) -> HttpResponse:
    """Take an own comment back."""
    drafting = drafting_of(request, slug)
    found = own_comment_of(request, drafting, comment_id)
    comment_withdraw(found)
    if found.proposal is not None:
        return redirect("charter_proposal", slug=slug, number=found.proposal.number)
    return redirect("charter_clause", slug=slug, provision=found.provision)


@delegates
@never_cache
@require_http_methods(READ_WRITE)
def grounds(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What an own proposal rests on: look for it among everything that is published, add it, say why."""
    drafting, language = drafting_of(request, slug), get_language() or "en"
    found = own_proposal_of(request, drafting, number)
    results, refusal = results_of(request), ""
    if request.method == "POST":
        choice = find_choice(results, request.POST.get("kind", ""), request.POST.get("ref", ""))
        if choice is None:
            raise Http404
        note = {language: request.POST.get("note", "")}
        try:
            ground_add(found, choice, note)
        except RefusedError as refused:
            refusal = refused.text
        else:
            return redirect("charter_grounds", slug=slug, number=number)
    kinds = ground_kinds()
    form = GroundSearchForm(request.GET or None, kinds=kinds.items())
    choices: list[Choice] = []
    more = 0
    if form.is_valid():
        choices, more = search_choices(results, form.cleaned_data["kind"], form.cleaned_data["q"])
    taken = {(g.kind, g.ref) for g in found.grounds.all()}
    context = {
        **frame(request, drafting),
        "proposal": found,
        "name": proposal_name(text_of(drafting), found, latest(found), language),
        "grounds": shown_grounds(results, list(found.grounds.order_by("pk"))),
        "form": form,
        "searched": form.is_bound,
        "choices": [(c, kinds.get(c.kind, c.kind), (c.kind, c.ref) in taken) for c in choices],
        "more": more,
        "refusal": refusal,
        "writable": found.state in WRITABLE,
    }
    return render(request, "charter/drafting/grounds.html", context, status=422 if refusal else 200)


@delegates
@require_POST
def ground_out(request: HttpRequest, slug: str, number: int, ground_id: int) -> HttpResponse:
    """Take a ground of an own proposal away again."""
    drafting = drafting_of(request, slug)
    found = own_proposal_of(request, drafting, number)
    try:
        ground_remove(found, ground_id)
    except RefusedError as refused:
        return _page(request, drafting, found, refused.text)
    return redirect("charter_grounds", slug=slug, number=number)


@drafters
@never_cache
@require_safe
def coverage(request: HttpRequest, slug: str) -> HttpResponse:
    """Coverage both ways: what no clause has taken up, and which clauses rest on nothing."""
    drafting = drafting_of(request, slug)
    covered = coverage_of(drafting, results_of(request), get_language() or "en")
    context = {**frame(request, drafting), "covered": covered}
    return render(request, "charter/drafting/coverage.html", context)
