"""The undo desk: choose amendments, see what follows, decide each conflict, get the text and the bill."""

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language

from misaq.charter import Undoing
from misaq.web.charter.contexts import amendment_rows
from misaq.web.charter.history import redline_blocks
from misaq.web.charter.kept import Kept
from misaq.web.charter.reading.blocks import text_blocks
from misaq.web.charter.reading.files import text_files
from misaq.web.charter.reversals import taken_back
from misaq.web.charter.served import Charter, charter_page, refuse
from misaq.web.charter.undoing.bills import bill_of, bill_texts, savings_choices
from misaq.web.charter.undoing.cards import (
    MOST_CARDS,
    MOST_NAMES,
    amendment_choices,
    conflict_cards,
    newest_name,
    warning_rows,
)
from misaq.web.charter.undoing.choice import Choice, read_choice
from misaq.web.charter.undoing.files import FILES, BusyError, file_bytes, file_rows
from misaq.web.charter.undoing.outcome import Outcome, outcome_of

_texts: Kept[list[dict[str, Any]]] = Kept(8)


@charter_page
def desk(request: HttpRequest, charter: Charter) -> HttpResponseBase:
    """What would follow if the chosen amendments were taken back. Nothing is stored, nothing changes."""
    choice = read_choice(request.GET, charter.weave)
    asked = parse_qsl(request.META.get("QUERY_STRING", ""), keep_blank_values=True)
    if not choice.left_out and asked != parse_qsl(choice.query):
        return redirect(_address("charter-undo", choice))  # the short address of the same choice
    outcome = outcome_of(charter, choice)
    context = desk_context(charter, choice, outcome)
    return render(
        request, "charter/undo/desk.html", context, status=400 if outcome.trouble else 200
    )


@charter_page
def bill_file(request: HttpRequest, charter: Charter, name: str) -> HttpResponseBase:
    """The bill, or the text that it gives, as a file."""
    if name not in FILES:
        raise Http404(name)
    choice = read_choice(request.GET, charter.weave)
    try:
        payload = file_bytes(charter, choice, name) if choice.undone else None
    except BusyError:
        answer = refuse(request, "busy", 503)
        answer.headers["Retry-After"] = "60"
        return answer
    if payload is None:
        return redirect(_address("charter-undo", choice))
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(
        payload,
        content_type=FILES[name].content_type,
        headers={"Content-Disposition": disposition},
    )


@charter_page
def whole_text(request: HttpRequest, charter: Charter, file: str = "") -> HttpResponseBase:
    """The whole text as it would stand, one file a page."""
    choice = read_choice(request.GET, charter.weave)
    outcome = outcome_of(charter, choice)
    if outcome.undoing is None:
        return redirect(_address("charter-undo", choice))
    undoing = outcome.undoing
    n = undoing.weave.numbers[undoing.at]
    files = text_files(undoing.weave, undoing.remaining, n)
    chosen = files[0] if len(files) == 1 else next((f for f in files if f["slug"] == file), None)
    context = {
        "choice": choice,
        "undoing": undoing,
        "chosen": [
            row for row in amendment_rows(charter.results) if str(row["n"]) in choice.undone
        ],
        "files": files if len(files) > 1 else [],
        "file": chosen,
        "blocks": _blocks(charter, choice, undoing, chosen["place"]) if chosen else [],
        **charter.words(),
    }
    return render(
        request, "charter/undo/text.html", context, status=404 if file and not chosen else 200
    )


def _blocks(charter: Charter, choice: Choice, undoing: Undoing, place: int) -> list[dict[str, Any]]:
    n = undoing.weave.numbers[undoing.at]
    key = (charter.key, choice.query, place, get_language())
    return _texts.get(key, lambda: text_blocks(undoing.weave, place, undoing.remaining, n))


def desk_context(charter: Charter, choice: Choice, outcome: Outcome) -> dict[str, Any]:
    """Everything that the desk shows for one choice."""
    rows = amendment_rows(charter.results)
    amendments = amendment_choices(
        rows, charter.weave, outcome.undoing, choice, taken_back(charter.key, charter.weave)
    )
    context: dict[str, Any] = {
        "choice": choice,
        "amendments": amendments,
        "n_chosen": len(choice.undone),
        "trouble": outcome.trouble,
        "follows": None,
        **charter.words(),
    }
    if outcome.undoing is not None and choice.undone:
        context["follows"] = _follows(charter, choice, outcome, {row["n"]: row for row in rows})
        if outcome.changes:
            context |= _bill(charter, choice)
    return context


def _follows(
    charter: Charter, choice: Choice, outcome: Outcome, rows: dict[int, dict[str, Any]]
) -> dict[str, Any]:
    undoing = outcome.undoing
    assert undoing is not None  # the caller looked
    weave, n = undoing.weave, undoing.weave.numbers[undoing.at]
    cards = conflict_cards(undoing, choice, rows)
    blocks, more = redline_blocks(weave, outcome.changes, n)
    closure = [weave.numbers[place] for place in undoing.amendments(undoing.closure)]
    further = [number for number in closure if str(number) not in choice.undone]
    return {
        "undoing": undoing,
        "severity": undoing.severity,
        "n_open": len(undoing.open),
        "cards": cards[:MOST_CARDS],
        "more_cards": max(0, len(cards) - MOST_CARDS),
        "warnings": warning_rows(undoing),
        "clean": [newest_name(undoing, place) for place in undoing.clean[:MOST_NAMES]],
        "more_clean": max(0, len(undoing.clean) - MOST_NAMES),
        "closure": [rows[number] for number in further],
        "with_closure": _address("charter-undo", _with(choice, further)),
        "blocks": blocks,
        "more_blocks": more,
        "text_href": _address("charter-undo-text", choice),
        "sha256": undoing.text_sha256,
    }


def _bill(charter: Charter, choice: Choice) -> dict[str, Any]:
    """The bill of a choice for the desk, or why there is none."""
    issued = bill_of(charter, choice)
    if issued.bill is None:
        return {"bill_trouble": issued.trouble}
    return {
        "bill": issued.bill,
        "bill_texts": bill_texts(
            issued.bill, get_language() or "en", charter.words()["law_language"]
        ),
        "downloads": [
            {"href": f"{reverse('charter-undo-bill', args=[name])}?{choice.query}", "words": words}
            for name, words in file_rows()
        ],
        "savings": savings_choices(choice.savings),
    }


def _with(choice: Choice, numbers: list[int]) -> Choice:
    undone = sorted(
        {*choice.undone, *map(str, numbers)}, key=lambda name: (not name.isdigit(), name)
    )
    return replace(choice, undone=tuple(undone))


def _address(name: str, choice: Choice) -> str:
    return f"{reverse(name)}?{choice.query}" if choice.query else reverse(name)
