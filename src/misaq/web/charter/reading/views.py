"""Reading the text on any day, searching it, and comparing two of its states."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from misaq.web.charter.kept import Kept
from misaq.web.charter.reading.blocks import text_blocks
from misaq.web.charter.reading.compared import Compared, compare
from misaq.web.charter.reading.files import text_files
from misaq.web.charter.reading.found import MOST_QUERY, found_rows
from misaq.web.charter.reading.moment import Moment, NoMoment, find_moment, moment_name, read_day
from misaq.web.charter.served import Charter, charter_page

_blocks: Kept[list[dict[str, Any]]] = Kept(24)
_compared: Kept[Compared] = Kept(24)


@charter_page
def go(request: HttpRequest, charter: Charter) -> HttpResponseBase:
    """From the form to the address of the text on that day; the form again where there is no such text."""
    day, version = request.GET.get("day", "").strip()[:40], request.GET.get("version", "")[:12]
    moment = find_moment(charter.weave, day or version)
    if isinstance(moment, NoMoment):
        return _no_text(request, charter, moment)
    return redirect("charter-read", when=moment.asked)


@charter_page
def read(request: HttpRequest, charter: Charter, when: str, file: str = "") -> HttpResponse:
    """The text in force on a day, or after an amendment, with who wrote each word."""
    known = read_day(request.GET.get("known", "")[:40])
    moment = find_moment(charter.weave, when[:40], known=known)
    if isinstance(moment, NoMoment):
        return _no_text(request, charter, moment)
    files = text_files(charter.weave, moment.active, moment.n)
    chosen = files[0] if len(files) == 1 else next((f for f in files if f["slug"] == file), None)
    context = {
        **reader_context(charter, moment),
        "known": known,
        "rulings": any(operation.known for operation in charter.weave.operations),
        "files": files if len(files) > 1 else [],
        "file": chosen,
        "blocks": _blocks_of(charter, moment, chosen["place"]) if chosen else [],
        "missing": bool(file) and chosen is None,
        "n_words": sum(each["words"] for each in files),
    }
    return render(request, "charter/read.html", context, status=404 if context["missing"] else 200)


@charter_page
def search(request: HttpRequest, charter: Charter) -> HttpResponse:
    """The articles in which all words of a query stand, in either script."""
    query = " ".join(request.GET.get("q", "").split())[:MOST_QUERY]
    moment = find_moment(charter.weave, request.GET.get("at", "")[:40])
    if isinstance(moment, NoMoment):
        return _no_text(request, charter, moment)
    rows, more = found_rows(charter, moment, query)
    context = {
        **reader_context(charter, moment),
        "query": query,
        "rows": rows,
        "more": more,
    }
    return render(request, "charter/search.html", context)


@charter_page
def compared(request: HttpRequest, charter: Charter) -> HttpResponse:
    """What differs, word by word, between two states that the reader chooses."""
    sides = [_side(request, charter, name) for name in ("from", "to")]
    troubled = any(side["trouble"] for side in sides)
    context: dict[str, Any] = {"sides": sides, "troubled": troubled, **_choices(charter)}
    first, second = (side["moment"] for side in sides)
    if isinstance(first, Moment) and isinstance(second, Moment):
        states = (first.active.tobytes(), second.active.tobytes())
        key = (charter.key, first.place, second.place, states, get_language())
        difference = _compared.get(key, lambda: compare(charter.weave, first, second))
        rows = {row["n"]: row for row in charter.versions}
        context |= {
            "compared": difference,
            "between": [rows[n] for n in difference.between],
            "turned": second.place < first.place,
            "heading": _("%(first)s, compared with %(second)s")
            % {
                "first": moment_name(first, rows[first.n]),
                "second": moment_name(second, rows[second.n]),
            },
        }
    return render(request, "charter/compare.html", context, status=404 if troubled else 200)


def _side(request: HttpRequest, charter: Charter, name: str) -> dict[str, Any]:
    """One of the two texts to compare: what was asked for, and what was found."""
    day = request.GET.get(f"{name}_day", "").strip()[:40]
    asked = day or request.GET.get(name, "").strip()[:40]
    found = find_moment(charter.weave, asked) if asked else None
    return {
        "name": name,
        "label": {"from": _("First text to compare"), "to": _("Second text to compare")}[name],
        "day": day or (found.day if isinstance(found, Moment) else ""),
        "moment": found,
        "n": found.n if isinstance(found, Moment) else None,
        "trouble": found if isinstance(found, NoMoment) else None,
    }


def reader_context(charter: Charter, moment: Moment) -> dict[str, Any]:
    """What each page of one state needs: the state, its neighbours, the versions to choose from."""
    rows = charter.versions
    place = moment.place
    return {
        "moment": moment,
        "row": rows[place],
        "before": rows[place - 1] if place else None,
        "after": rows[place + 1] if place + 1 < len(rows) else None,
        "before_href": _address(rows[place - 1]["n"]) if place else "",
        "after_href": _address(rows[place + 1]["n"]) if place + 1 < len(rows) else "",
        "is_newest": place + 1 == len(rows),
        **_choices(charter),
    }


def _address(n: int) -> str:
    return reverse("charter-read", kwargs={"when": f"v{n}"})


def _choices(charter: Charter) -> dict[str, Any]:
    since = next((row["date"] for row in charter.versions if row["date"]), "")
    return {"versions": charter.versions[::-1], "since": since, **charter.words()}


def _blocks_of(charter: Charter, moment: Moment, place: int) -> list[dict[str, Any]]:
    key = (charter.key, moment.active.tobytes(), place, get_language())
    return _blocks.get(key, lambda: text_blocks(charter.weave, place, moment.active, moment.n))


def _no_text(request: HttpRequest, charter: Charter, trouble: NoMoment) -> HttpResponse:
    context = {"trouble": trouble, **_choices(charter)}
    return render(request, "charter/no_text.html", context, status=404)
