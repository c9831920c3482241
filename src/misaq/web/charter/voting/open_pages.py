"""What everybody reads of a drafting: rules, the charter with its grounds, proposals, decisions, ratification.

Nothing of a comment, of who has a clause in hand, or of how an open vote stands is ever here.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from misaq.web.charter.access import (
    public_division,
    public_drafting,
    public_draftings,
    public_proposal,
    public_proposals,
)
from misaq.web.charter.drafting.body import QUESTIONS
from misaq.web.charter.drafting.desk_views import rule_changes
from misaq.web.charter.drafting.grounds import grounds_of
from misaq.web.charter.drafting.selectors import (
    proposal_name,
    proposal_rows,
    redlines_of,
    shown_grounds,
)
from misaq.web.charter.drafting.telling import question_words, rule_words
from misaq.web.charter.drafting.texts import Clause, text_of
from misaq.web.charter.drafting.writing import clause_name, latest
from misaq.web.charter.models import Division, Drafting, DraftingEvent, Ratification
from misaq.web.charter.voting.selectors import (
    division_name,
    division_redlines,
    roll_call,
    tally_rows,
    verdict_rows,
    whole_texts,
)
from misaq.web.charter.voting.views import community_names
from misaq.web.shell.documents import results_of
from misaq.web.shell.policy import public


def _open(request: HttpRequest) -> str:
    request.room = "charter"  # type: ignore[attr-defined]  # read by the frame
    return get_language() or "en"


@public
@require_safe
def draftings(request: HttpRequest) -> HttpResponse:
    """Every drafting that was opened."""
    _open(request)
    return render(request, "charter/drafting/public_list.html", {"rows": public_draftings()})


@public
@require_safe
def drafting(request: HttpRequest, slug: str) -> HttpResponse:
    """One drafting: how it decides, who counts, what is proposed and what was decided."""
    found, language = public_drafting(slug), _open(request)
    names = community_names(request)
    decided = _decided(found)
    seats = _bodies(found, names)
    context = {
        "drafting": found,
        "rules": [(question_words(q), rule_words(found.rules[q])) for q in QUESTIONS],
        "changes": rule_changes(found),
        "seats": seats,
        "n_seats": sum(n for _name, n, _vacant in seats),
        "proposals": proposal_rows(found, list(public_proposals(found)), language),
        "decided": [(division, division_name(division, language)) for division in decided],
        "at_vote": found.divisions.filter(state=Division.State.OPEN).count(),
        "log": DraftingEvent.objects.filter(drafting=found).order_by("pk"),
    }
    return render(request, "charter/drafting/public_drafting.html", context)


def _decided(found: Drafting) -> list[Division]:
    rows = found.divisions.exclude(state=Division.State.OPEN)
    return list(rows.select_related("proposal", "version").order_by("-number"))


def _bodies(found: Drafting, names: dict[str, Any]) -> list[tuple[Any, int, int]]:
    """(community, seats, vacant ones): never who sits."""
    counted: dict[str, list[bool]] = {}
    for community, account in found.seats.values_list("community", "account"):
        counted.setdefault(community, []).append(account is None)
    return [
        (names.get(community, community), len(each), sum(each))
        for community, each in sorted(counted.items())
    ]


@public
@require_safe
def charter(request: HttpRequest, slug: str) -> HttpResponse:
    """The charter as it stands, or as it was ratified, with the grounds of each clause in its margin."""
    found, language = public_drafting(slug), _open(request)
    ratified = Ratification.objects.filter(drafting=found).first()
    clauses = _ratified_clauses(ratified) if ratified else text_of(found).clauses
    results, grounds = results_of(request), grounds_of(found)
    adopted = _adopted(found)
    rows = [
        {
            "clause": clause,
            "name": clause_name(clause, clause.id, language),
            "above": clause.above,
            "wordings": clause.wordings(found.languages, language),
            "grounds": shown_grounds(results, grounds.get(clause.id, [])),
            "decisions": adopted.get(clause.id, []),
        }
        for clause in clauses
    ]
    context = {
        "drafting": found,
        "rows": rows,
        "ratification": ratified,
        "sha256": ratified.sha256 if ratified else text_of(found).sha256,
        "n_grounded": sum(bool(row["grounds"]) for row in rows),
    }
    return render(request, "charter/drafting/public_text.html", context)


def _ratified_clauses(ratified: Ratification) -> tuple[Clause, ...]:
    """The clauses as they were frozen: nothing computed later changes them."""
    return tuple(
        Clause(
            one["id"], one["kind"], one["label"], one["headings"], one["texts"], above=one["above"]
        )
        for one in ratified.clauses
    )


def _adopted(found: Drafting) -> dict[str, list[Division]]:
    """Provision to the decisions that made it what it is."""
    rows: dict[str, list[Division]] = {}
    passed = found.divisions.filter(adopted__isnull=False).select_related("proposal")
    for division in passed.order_by("number"):
        if division.proposal is not None:
            rows.setdefault(division.proposal.provision, []).append(division)
    return rows


@public
@require_safe
def proposal(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One proposal: what it changes, what it rests on, how it was decided."""
    found, language = public_drafting(slug), _open(request)
    shown = public_proposal(found, number)
    text, version = text_of(found), latest(shown)
    context = {
        "drafting": found,
        "proposal": shown,
        "version": version,
        "name": proposal_name(text, shown, version, language),
        "redlines": redlines_of(found, shown, version, language),
        "grounds": shown_grounds(results_of(request), list(shown.grounds.order_by("pk"))),
        "decided": shown.divisions.exclude(state=Division.State.OPEN).order_by("number"),
    }
    return render(request, "charter/drafting/public_proposal.html", context)


@public
@require_safe
def division(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One decision: the text that was voted on, the rule, the numbers, the verdict with its reasons."""
    found, language = public_drafting(slug), _open(request)
    shown, names = public_division(found, number), community_names(request)
    context = {
        "drafting": found,
        "division": shown,
        "name": division_name(shown, language),
        "rule": rule_words(shown.rule),
        "tally": tally_rows(shown, names),
        "reasons": verdict_rows(shown, names),
        "roll": roll_call(shown, names) if shown.roll_call else [],
        "redlines": division_redlines(shown, language),
        "texts": whole_texts(shown.texts, language),
    }
    return render(request, "charter/drafting/public_division.html", context)


@public
@require_safe
def ratification(request: HttpRequest, slug: str) -> HttpResponse:
    """The ratified charter: the whole text, its decisions, rule, vote, verdict, hash, its place in the log."""
    found, language = public_drafting(slug), _open(request)
    ratified = Ratification.objects.filter(drafting=found).select_related("division").first()
    if ratified is None:
        raise Http404
    names = community_names(request)
    context = {
        "drafting": found,
        "ratification": ratified,
        "division": ratified.division,
        "rule": rule_words(ratified.division.rule),
        "tally": tally_rows(ratified.division, names),
        "reasons": verdict_rows(ratified.division, names),
        "roll": roll_call(ratified.division, names) if ratified.division.roll_call else [],
        "texts": whole_texts(ratified.texts, language),
        "decided": [(d, division_name(d, language)) for d in _decided(found)[::-1]],
        "entry": DraftingEvent.objects.filter(drafting=found, kind="ratified").first(),
    }
    return render(request, "charter/drafting/public_ratification.html", context)
