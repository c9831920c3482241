"""Running the lottery: asking for it, how far it is, stopping it, what came out."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from misaq.web.assembly.access import officers, panel_of, run_of, signed_in_officer
from misaq.web.assembly.chances import n_missed
from misaq.web.assembly.lottery_words import RULE_WORDS, form_words
from misaq.web.assembly.models import LotteryRun, Panel
from misaq.web.assembly.panels.views import panel_page
from misaq.web.assembly.quotas.drafts import saved_draft
from misaq.web.assembly.quotas.judging import judge, limits_in_words
from misaq.web.assembly.refusals import RefusedError
from misaq.web.assembly.running.forms import AskForm
from misaq.web.assembly.running.services import UNFINISHED, is_current, run_ask, run_cancel
from misaq.web.assembly.running.tasks import find_lottery

State = LotteryRun.State
LISTED = 20
MILLIONTH = 1e-6


@officers
@never_cache
@require_safe
def runs(request: HttpRequest, slug: str) -> HttpResponse:
    """The runs so far, and the button that asks for one."""
    return _runs(request, panel_of(request, slug))


def _runs(request: HttpRequest, panel: Panel, **more: Any) -> HttpResponse:
    found = panel.runs.select_related("asked_by").order_by("-pk")[:LISTED]
    context = {
        "rows": [(run, *_asked(run)) for run in found],
        "form": AskForm.of(panel),
        "closed": panel.state == Panel.State.CLOSED,
        "judgement": judge(panel, saved_draft(panel)),
        **more,
    }
    return panel_page(request, panel, "running/runs", **context)


def _asked(run: LotteryRun) -> tuple[Any, Any]:
    """By which rule and in which form a run is, in words."""
    return RULE_WORDS.get(run.rule, (run.rule,))[0], form_words(run.form, run.n_panels)


@officers
@require_POST
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for the lottery."""
    panel = panel_of(request, slug)
    form = AskForm(request.POST)
    if not form.is_valid():
        return _runs(request, panel, form=form, status=422)
    try:
        run = run_ask(panel, by=signed_in_officer(request), **form.chosen())
    except RefusedError as refused:
        return _runs(request, panel, form=form, refusal=refused.text, status=409)
    if run.state == State.WAITING:
        find_lottery.enqueue(run.pk)
    return redirect("assembly_run", slug=slug, run_id=run.pk)


@officers
@never_cache
@require_safe
def run(request: HttpRequest, slug: str, run_id: int) -> HttpResponse:
    """How far a run is and what came out; asks again every two seconds, with or without JavaScript."""
    panel = panel_of(request, slug)
    found = run_of(panel, run_id)
    rule, form = _asked(found)
    context = {
        "run": found,
        "rule": rule,
        "form_words": form,
        "unfinished": found.state in UNFINISHED,
        **_outcome(panel, found),
    }
    if request.headers.get("HX-Request"):
        return render(request, "assembly/running/_state.html", {"panel": panel, **context})
    return panel_page(request, panel, "running/run", **context)


def _outcome(panel: Panel, found: LotteryRun) -> dict[str, Any]:
    if found.state != State.DONE:
        return {}
    lottery = found.lottery
    least = lottery["min_probability"]
    words = limits_in_words(saved_draft(panel))
    excluded = [
        (who, "; ".join(words.get(part, part) for part in quota.split("; ")))
        for who, quota in sorted(lottery["excluded"].items())
    ]
    return {
        "lottery": lottery,
        "one_in": round(1 / least) if least else None,
        "excluded": excluded,
        **_against_the_best(lottery),
        "n_missed": n_missed(lottery),
        "current": is_current(found),
    }


def _against_the_best(lottery: dict[str, Any]) -> dict[str, Any]:
    """The smallest chance beside the most that any lottery could give, which the certificate proves."""
    best, least = lottery["certificate"]["bound"], lottery["min_probability"]
    short = max(0.0, 1 - least / best) if best else 0.0
    return {"best": best, "proven": short <= MILLIONTH}


@officers
@require_POST
def cancel(request: HttpRequest, slug: str, run_id: int) -> HttpResponse:
    """Stop a run."""
    panel = panel_of(request, slug)
    found = run_of(panel, run_id)
    if found.state in UNFINISHED:
        run_cancel(found, by=signed_in_officer(request))
    return redirect("assembly_run", slug=slug, run_id=run_id)
