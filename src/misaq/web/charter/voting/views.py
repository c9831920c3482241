"""The voting board: what comes to the vote, in which order; one division; giving one's vote; closing."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from misaq.web.charter.access import (
    delegates,
    division_of,
    drafters,
    drafting_of,
    proposal_of,
    run_by,
    seat_of,
    secretariat,
    signed_in_account,
)
from misaq.web.charter.drafting.desk_views import READ_WRITE, frame
from misaq.web.charter.drafting.joint_acts import act_propose
from misaq.web.charter.drafting.overlapping import meetings_of, order_of
from misaq.web.charter.drafting.selectors import proposal_rows
from misaq.web.charter.drafting.telling import question_words, rule_words
from misaq.web.charter.drafting.texts import text_of
from misaq.web.charter.drafting.writing import latest
from misaq.web.charter.models import Division, Drafting, JointAct, Proposal
from misaq.web.charter.refusals import RefusedError
from misaq.web.charter.voting.forms import PutForm, VoteForm
from misaq.web.charter.voting.selectors import (
    changed_since,
    division_name,
    division_redlines,
    needs_of,
    own_ballot,
    roll_call,
    tally_rows,
    verdict_rows,
    whole_texts,
)
from misaq.web.charter.voting.services import (
    VotedTextChangedError,
    division_close,
    may_close,
    put_obstacles,
    vote_cast,
    whole_obstacles,
)
from misaq.web.shell.documents import results_of


def community_names(request: HttpRequest) -> dict[str, Any]:
    """Id of a community to its name by language."""
    overview = results_of(request).results("process.overview") or {}
    return {c["id"]: c["name"] for c in overview.get("communities", [])}


@drafters
@never_cache
@require_safe
def board(request: HttpRequest, slug: str) -> HttpResponse:
    """What is at the vote, what may come to it in which order, what was decided."""
    drafting, language = drafting_of(request, slug), get_language() or "en"
    text = text_of(drafting)
    turns = order_of(text, drafting)
    rows = proposal_rows(drafting, [turn.proposal for turn in turns], language)
    divisions = drafting.divisions.select_related("proposal", "version").order_by("-number")
    named = [(division, division_name(division, language)) for division in divisions]
    context = {
        **frame(request, drafting),
        "turns": list(zip(turns, rows, strict=True)),
        "open": [pair for pair in named if pair[0].state == Division.State.OPEN],
        "closed": [pair for pair in named if pair[0].state != Division.State.OPEN],
        "rule": rule_words(drafting.rules["clause"]),
        "whole_obstacles": whole_obstacles(drafting),
    }
    return render(request, "charter/drafting/board.html", context)


@secretariat
@never_cache
@require_http_methods(READ_WRITE)
def put(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Propose that a proposal comes to the vote: somebody of an opposed side has to agree."""
    drafting, language = run_by(request, slug), get_language() or "en"
    proposal = proposal_of(drafting, number)
    version, text = latest(proposal), text_of(drafting)
    obstacles = put_obstacles(drafting, proposal)
    form, refusal = PutForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        payload = {
            "proposal": number,
            "version": version.n,
            "sha256": version.sha256,
            "hours": form.cleaned_data["hours"],
        }
        if obstacles:
            refusal = " ".join(obstacles)
        elif request.POST.get("seen") != version.sha256:
            refusal = _changed_words()
        else:
            answer = _propose(request, drafting, JointAct.Kind.PUT, payload, form)
            if isinstance(answer, HttpResponse):
                return answer
            refusal = answer
    turns = [turn for turn in order_of(text, drafting) if not turn.stale]
    place = next((i for i, turn in enumerate(turns) if turn.proposal.pk == proposal.pk), None)
    context = {
        **frame(request, drafting),
        "proposal": proposal,
        "version": version,
        "row": proposal_rows(drafting, [proposal], language)[0],
        "turn": turns[place] if place is not None else None,
        "before": [t for t in turns[:place] if proposal in (*t.falls, *t.again)] if place else [],
        "meetings": meetings_of(text, proposal, drafting) if not obstacles else [],
        "obstacles": obstacles,
        "rule": rule_words(drafting.rules["clause"]),
        "form": form,
        "refusal": refusal,
    }
    status = 422 if form.is_bound else 200
    return render(request, "charter/drafting/put.html", context, status=status)


def _changed_words() -> str:
    return _("The text was changed while this page was open. Look at it again.")


def _propose(
    request: HttpRequest, drafting: Drafting, kind: str, payload: dict[str, Any], form: PutForm
) -> HttpResponse | str:
    try:
        act = act_propose(
            drafting, kind, payload, why=form.cleaned_data["why"], by=signed_in_account(request)
        )
    except RefusedError as refused:
        return refused.text
    return redirect("charter_act", slug=drafting.slug, act_id=act.pk)


@secretariat
@never_cache
@require_http_methods(READ_WRITE)
def put_whole(request: HttpRequest, slug: str) -> HttpResponse:
    """Propose that the whole text, or its ratification, comes to the vote."""
    drafting, language = run_by(request, slug), get_language() or "en"
    text = text_of(drafting)
    ratifies = drafting.state == Drafting.State.ADOPTED
    kind = JointAct.Kind.RATIFY if ratifies else JointAct.Kind.WHOLE
    question = "ratification" if ratifies else "whole"
    obstacles = whole_obstacles(drafting)
    form, refusal = PutForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        payload = {"sha256": text.sha256, "hours": form.cleaned_data["hours"]}
        if obstacles:
            refusal = " ".join(obstacles)
        elif request.POST.get("seen") != text.sha256:
            refusal = _changed_words()
        else:
            answer = _propose(request, drafting, kind, payload, form)
            if isinstance(answer, HttpResponse):
                return answer
            refusal = answer
    context = {
        **frame(request, drafting),
        "sha256": text.sha256,
        "question": question_words(question),
        "ratifies": ratifies,
        "texts": whole_texts(text.base.wording, language),
        "left": list(Proposal.objects.filter(drafting=drafting, state=Proposal.State.OPEN)),
        "obstacles": obstacles,
        "rule": rule_words(drafting.rules[question]),
        "form": form,
        "refusal": refusal,
    }
    status = 422 if form.is_bound else 200
    return render(request, "charter/drafting/put_whole.html", context, status=status)


@drafters
@never_cache
@require_safe
def division(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One division: the frozen text, the rule, how it stands, one's own vote."""
    drafting = drafting_of(request, slug)
    return _page(request, drafting, division_of(drafting, number))


def _page(
    request: HttpRequest,
    drafting: Drafting,
    found: Division,
    refusal: str = "",
    form: VoteForm | None = None,
) -> HttpResponse:
    language, names = get_language() or "en", community_names(request)
    base = frame(request, drafting)
    ballot = own_ballot(found, base["seat"])
    is_open = found.state == Division.State.OPEN
    initial = {"seen": found.text_sha256, "choice": ballot.choice if ballot else None}
    context = {
        **base,
        "division": found,
        "name": division_name(found, language),
        "redlines": division_redlines(found, language),
        "texts": whole_texts(found.texts, language),
        "rule": rule_words(found.rule),
        "is_open": is_open,
        "tally": tally_rows(found, names),
        "needs": needs_of(found, names) if is_open else [],
        "reasons": verdict_rows(found, names),
        "roll": roll_call(found, names),
        "ballot": ballot,
        "votes": is_open and _sits(found, base["seat"]),
        "form": form or VoteForm(initial=initial),
        "closes": may_close(found),
        "refusal": refusal,
    }
    status = 422 if refusal or form is not None else 200
    return render(request, "charter/drafting/division.html", context, status=status)


def _sits(found: Division, seat: Any) -> bool:
    return seat is not None and any(
        one["number"] == seat.number and not one["vacant"] for one in found.seats
    )


@delegates
@require_POST
def vote(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Give one's vote, or change it; on another text than the one that is voted on it is refused."""
    drafting, language = drafting_of(request, slug), get_language() or "en"
    seat, found = seat_of(request, drafting), division_of(drafting, number)
    form = VoteForm(request.POST)
    if not form.is_valid():
        return _page(request, drafting, found, form=form)
    seen = form.cleaned_data["seen"]
    try:
        vote_cast(found, seat, form.cleaned_data["choice"], seen)
    except VotedTextChangedError as refused:
        found.refresh_from_db()
        context = {
            **frame(request, drafting),
            "division": found,
            "name": division_name(found, language),
            "seen": seen,
            "changes": changed_since(found, seen, language),
            "refusal": refused.text,
        }
        return render(request, "charter/drafting/text_changed.html", context, status=409)
    except RefusedError as refused:
        found.refresh_from_db()
        return _page(request, drafting, found, refused.text)
    return redirect("charter_division", slug=slug, number=number)


@secretariat
@require_POST
def close(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Close a division whose time is over, or in which every seat that is taken has voted."""
    drafting = run_by(request, slug)
    found = division_of(drafting, number)
    try:
        division_close(found)
    except RefusedError as refused:
        return _page(request, drafting, found, refused.text)
    return redirect("charter_division", slug=slug, number=number)
