"""Where a voter stands on the map: worked out for their eyes when they ask, and kept nowhere."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from misaq.dialogue import find_own_place
from misaq.process import Results
from misaq.web.dialogue.access import Visit, visiting
from misaq.web.dialogue.contexts import statement_rows
from misaq.web.dialogue.models import Participant
from misaq.web.dialogue.opinion_map import draw_opinion_map, letter
from misaq.web.dialogue.selectors import results_are_hidden
from misaq.web.process.current import results_for
from misaq.web.shell.policy import public


@public
@never_cache
@visiting(begun=True, closed_too=True)
@require_safe
def own_place(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The reader's place on the published map, the nearest group, and their answers beside the common ground."""
    assert visit.participant is not None  # `begun` narrows it
    if results_are_hidden():
        return render(request, "process/own_place.html", {"why_not": "hidden"})
    answers = _answers(visit.participant)
    context = _context(results_for(request), answers, get_language() or "en")
    return render(request, "process/own_place.html", context)


def _answers(participant: Participant) -> dict[str, int]:
    given = participant.votes.values_list("statement__name", "value")
    return {name: value for name, value in given if value is not None}


def _context(results: Results, answers: dict[str, int], language: str) -> dict[str, Any]:
    groups = results.results("dialogue.groups") or {}
    if not groups.get("plane"):
        return {"why_not": "nothing"}
    shared = [
        {"row": row, "answer": answers.get(row["id"])}
        for row in statement_rows(results, language)
        if row["verdict"] == "common_ground"
    ]
    context: dict[str, Any] = {
        "shared": shared,
        "n_answered": sum(each["answer"] is not None for each in shared),
        "n_agree": sum(each["answer"] == 1 for each in shared),
    }
    if groups["verdict"] != "stable":
        return context | {"why_not": "not_stable"}
    place = find_own_place(groups["plane"], answers)
    context |= {"place": place, "fewest": groups["plane"]["fewest_answers"]}
    if not place.on_map:
        return context | {"why_not": "too_few"}
    return context | {
        "letter": letter(place.group),
        "number": place.group + 1,
        "map": draw_opinion_map(groups, "place-t place-d", (place.x, place.y)),
    }
