"""The charter's desk: draftings, setting one up, its body and rules, acts that wait for another side."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from misaq.process import Results
from misaq.web.charter.access import (
    drafters,
    drafting_of,
    draftings_of,
    is_steward,
    run_by,
    seat_in,
    secretariat,
    signed_in_account,
)
from misaq.web.charter.drafting.bases import base_choices, base_of_choice
from misaq.web.charter.drafting.body import (
    QUESTIONS,
    Fixed,
    NewSeat,
    drafting_set_up,
    obstacles_to_opening,
    seat_add,
    seat_remove,
    steward_add,
)
from misaq.web.charter.drafting.forms import (
    RuleChangeForm,
    SeatChangeForm,
    SeatForm,
    SetUpForm,
    StewardForm,
)
from misaq.web.charter.drafting.joint_acts import (
    act_propose,
)
from misaq.web.charter.drafting.rule_library import rule_title
from misaq.web.charter.drafting.selectors import acts_waiting, clause_rows, new_clauses
from misaq.web.charter.drafting.telling import act_words, rule_words
from misaq.web.charter.models import Division, Drafting, JointAct, Seat
from misaq.web.charter.refusals import RefusedError
from misaq.web.shell.documents import results_of
from misaq.web.shell.words import plain_bilingual

READ_WRITE = ["GET", "HEAD", "POST"]


def communities_of(results: Results) -> list[tuple[str, str]]:
    """(id, name in the page's language) of the communities of the process."""
    overview = results.results("process.overview") or {}
    return [(c["id"], plain_bilingual(c["name"])) for c in overview.get("communities", [])]


@drafters
@never_cache
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The draftings somebody works on."""
    account = signed_in_account(request)
    rows = []
    for drafting in draftings_of(request.user).order_by("-made_at"):
        waiting = sum(mine for _act, mine in acts_waiting(drafting, account))
        at_vote = drafting.divisions.filter(state=Division.State.OPEN).count()
        rows.append((drafting, waiting, at_vote))
    context = {"rows": rows, "sets_up": may_set_up(request)}
    return render(request, "charter/drafting/desk.html", context)


def may_set_up(request: HttpRequest) -> bool:
    """Whether somebody may set a drafting up."""
    policy = new.access_policy  # type: ignore[attr-defined]  # what the decorator wrote
    return request.user.is_authenticated and bool(_roles(request) & policy)


def _roles(request: HttpRequest) -> frozenset[Any]:
    return frozenset(request.user.grants.filter(ended_at=None).values_list("role", flat=True))  # type: ignore[union-attr]


@secretariat
@never_cache
@require_http_methods(READ_WRITE)
def new(request: HttpRequest) -> HttpResponse:
    """Set a drafting up."""
    results, refusal = results_of(request), ""
    document = results.get("charter.drafts") or results.get("process.overview") or {}
    rules = {"clause": "each_community", "whole": "two_thirds", "ratification": "two_thirds"}
    rules |= document.get("parameters", {}).get("rules", {})
    form = SetUpForm(request.POST or None, bases=base_choices(results), rules=rules)
    if request.method == "POST" and form.is_valid():
        try:
            drafting = _set_up(request, results, form.cleaned_data)
        except RefusedError as refused:
            refusal = refused.text
        else:
            return redirect("charter_body", slug=drafting.slug)
    status = 422 if form.is_bound else 200
    context = {"form": form, "refusal": refusal}
    return render(request, "charter/drafting/new.html", context, status=status)


def _set_up(request: HttpRequest, results: Results, values: dict[str, Any]) -> Drafting:
    languages = list(values["languages"])
    return drafting_set_up(
        values["slug"],
        {"en": values["title_en"], "ur": values["title_ur"]},
        languages,
        base_of_choice(results, values["base"], languages),
        Fixed(
            {question: values[question] for question in QUESTIONS},
            communities=tuple(name for name, _title in communities_of(results)),
            roll_call=values["roll_call"] == "names",
            shows_proposals=values["shows"] == "always",
            check_out_hours=values["check_out_hours"],
        ),
        side=values["side"],
        by=signed_in_account(request),
    )


@drafters
@never_cache
@require_safe
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """The drafting desk: every clause, who has it in hand, what is proposed to it."""
    drafting = drafting_of(request, slug)
    context = {
        **frame(request, drafting),
        "rows": clause_rows(drafting, get_language() or "en"),
        "new": new_clauses(drafting),
        "acts": _acts(request, drafting),
        "at_vote": drafting.divisions.filter(state=Division.State.OPEN).order_by("number"),
    }
    return render(request, "charter/drafting/overview.html", context)


def frame(request: HttpRequest, drafting: Drafting) -> dict[str, Any]:
    """What every page of a drafting shows of it and of whoever reads."""
    seat = seat_in(request.user, drafting)
    return {
        "drafting": drafting,
        "path": request.path,
        "seat": seat,
        "runs": is_steward(request.user, drafting),
        "writes": seat is not None and drafting.state == Drafting.State.OPEN,
    }


def _acts(request: HttpRequest, drafting: Drafting) -> list[dict[str, Any]]:
    account = signed_in_account(request)
    return [
        {"act": act, "mine": mine, "words": act_words(act)}
        for act, mine in acts_waiting(drafting, account)
    ]


@drafters
@never_cache
@require_safe
def body(request: HttpRequest, slug: str) -> HttpResponse:
    """Who runs the drafting, who sits, and what has to happen before it opens."""
    return _body(request, drafting_of(request, slug))


def _body(
    request: HttpRequest, drafting: Drafting, refusal: str = "", **forms: Any
) -> HttpResponse:
    communities = communities_of(results_of(request))
    names = dict(communities)
    seats = list(Seat.objects.filter(drafting=drafting).order_by("number"))
    numbers = [(seat.number, str(seat.number)) for seat in seats]
    context = {
        **frame(request, drafting),
        "seats": [(seat, names.get(seat.community, seat.community)) for seat in seats],
        "by_community": _by_community(seats, names),
        "n_vacant": sum(seat.account_id is None for seat in seats),
        "stewards": drafting.stewards.select_related("account").order_by("pk"),
        "obstacles": obstacles_to_opening(drafting),
        "acts": _acts(request, drafting),
        "refusal": refusal,
        "seat_form": SeatForm(
            communities=communities, auto_id="seat_%s", initial={"number": len(seats) + 1}
        ),
        "steward_form": StewardForm(auto_id="steward_%s"),
        "change_form": SeatChangeForm(seats=numbers, auto_id="change_%s"),
        **forms,
    }
    bound = refusal or any(form.is_bound for form in forms.values())
    return render(request, "charter/drafting/body.html", context, status=422 if bound else 200)


def _by_community(seats: list[Seat], names: dict[str, str]) -> list[tuple[str, int, int]]:
    found: dict[str, list[Seat]] = {}
    for seat in seats:
        found.setdefault(names.get(seat.community, seat.community), []).append(seat)
    return [
        (name, len(each), sum(seat.account_id is None for seat in each))
        for name, each in sorted(found.items())
    ]


@secretariat
@require_POST
def seat_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Enter a seat before the drafting opens."""
    drafting = run_by(request, slug)
    communities = communities_of(results_of(request))
    form = SeatForm(request.POST, communities=communities, auto_id="seat_%s")
    if not form.is_valid():
        return _body(request, drafting, seat_form=form)
    values = form.cleaned_data
    try:
        seat_add(
            drafting,
            NewSeat(
                values["number"],
                values["name"],
                values["community"],
                values["side"],
                values["house"],
                values["username"],
            ),
        )
    except RefusedError as refused:
        return _body(request, drafting, refused.text, seat_form=form)
    return redirect("charter_body", slug=slug)


@secretariat
@require_POST
def seat_out(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Take a seat out again before the drafting opens."""
    drafting = run_by(request, slug)
    try:
        seat_remove(drafting, number)
    except RefusedError as refused:
        return _body(request, drafting, refused.text)
    return redirect("charter_body", slug=slug)


@secretariat
@require_POST
def steward_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Let somebody else of the secretariat run it too."""
    drafting = run_by(request, slug)
    form = StewardForm(request.POST, auto_id="steward_%s")
    if not form.is_valid():
        return _body(request, drafting, steward_form=form)
    try:
        steward_add(drafting, form.cleaned_data["username"], form.cleaned_data["side"])
    except RefusedError as refused:
        return _body(request, drafting, refused.text, steward_form=form)
    return redirect("charter_body", slug=slug)


@secretariat
@require_POST
def seat_change(request: HttpRequest, slug: str) -> HttpResponse:
    """Propose that somebody else sits in a seat from now on."""
    drafting = run_by(request, slug)
    seats = Seat.objects.filter(drafting=drafting).order_by("number")
    numbers = [(seat.number, str(seat.number)) for seat in seats]
    form = SeatChangeForm(request.POST, seats=numbers, auto_id="change_%s")
    if not form.is_valid():
        return _body(request, drafting, change_form=form)
    payload = {name: form.cleaned_data[name] for name in ("number", "username", "name")}
    return _propose(request, drafting, JointAct.Kind.SEAT, payload, form.cleaned_data["why"])


@secretariat
@require_POST
def open_it(request: HttpRequest, slug: str) -> HttpResponse:
    """Propose that the drafting opens."""
    drafting = run_by(request, slug)
    if obstacles := obstacles_to_opening(drafting):
        return _body(request, drafting, " ".join(obstacles))
    return _propose(request, drafting, JointAct.Kind.OPEN, {}, request.POST.get("why", ""))


def _propose(
    request: HttpRequest, drafting: Drafting, kind: str, payload: dict[str, Any], why: str
) -> HttpResponse:
    try:
        act = act_propose(drafting, kind, payload, why=why, by=signed_in_account(request))
    except RefusedError as refused:
        return _body(request, drafting, refused.text)
    return redirect("charter_act", slug=drafting.slug, act_id=act.pk)


@drafters
@never_cache
@require_http_methods(READ_WRITE)
def rules(request: HttpRequest, slug: str) -> HttpResponse:
    """How it is decided, every change of that for ever; a steward proposes another rule."""
    drafting = drafting_of(request, slug)
    refusal = ""
    form = RuleChangeForm(request.POST or None)
    if request.method == "POST":
        drafting = run_by(request, slug)
        if form.is_valid():
            values = form.cleaned_data
            payload = {
                "question": values["question"],
                "rule": values["rule"],
                "old": drafting.rules[values["question"]],
            }
            try:
                act = act_propose(
                    drafting,
                    JointAct.Kind.RULES,
                    payload,
                    why=values["why"],
                    by=signed_in_account(request),
                )
            except RefusedError as refused:
                refusal = refused.text
            else:
                return redirect("charter_act", slug=slug, act_id=act.pk)
    context = {
        **frame(request, drafting),
        "rules": [(question, rule_words(drafting.rules[question])) for question in QUESTIONS],
        "pages": rule_pages(drafting),
        "changes": rule_changes(drafting),
        "form": form,
        "refusal": refusal,
    }
    status = 422 if form.is_bound else 200
    return render(request, "charter/drafting/rules.html", context, status=status)


def rule_pages(drafting: Drafting) -> list[tuple[str, str]]:
    """(name, title) of each rule that a drafting decides by, once."""
    names = dict.fromkeys(drafting.rules[question]["name"] for question in QUESTIONS)
    return [(name, rule_title(name)) for name in names]


def rule_changes(drafting: Drafting) -> list[dict[str, Any]]:
    """Every change of a rule that was agreed or refused, the newest first; shown for ever where the rules are."""
    settled = (JointAct.State.DONE, JointAct.State.REFUSED)
    rows = JointAct.objects.filter(
        drafting=drafting, kind=JointAct.Kind.RULES, state__in=settled
    ).order_by("-pk")
    return [{"act": act, "words": act_words(act)} for act in rows]
