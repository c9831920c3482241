"""What the home page shows: stages, one thread from a finding to a clause, communities, rules in force."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from misaq.foundation.messages import N_
from misaq.process import Results
from misaq.web.process.thread import find_thread
from misaq.web.shell.pages import Context
from misaq.web.shell.words import plain_bilingual, plain_percent

RULES = {
    "majority": N_("More than half of those who vote"),
    "two_thirds": N_("Two thirds of all members"),
    "each_community": N_("A majority in every community: no community is outvoted"),
    "referendum": N_("More than half of the people who vote, and half of all voters taking part"),
}
DECISIONS = {"clause": N_("One clause"), "whole": N_("The whole charter")}
THRESHOLDS = {
    "record": N_("Acts in the record"),
    "record_sensitive": N_("Sexual violence, and acts against children"),
    "dialogue": N_("People of a community in the dialogue"),
}

# How far the axis goes to both sides of 1, and its words.
AXES = (
    (2.0, ("½", "1", "2")),
    (3.0, ("⅓", "1", "3")),
    (4.0, ("¼", "1", "4")),
    (8.0, ("⅛", "1", "8")),
)


def home_context(results: Results, language: str, item: str) -> Context:
    """The context of the home page; every part of it may be absent."""
    document = results.get("process.overview") or {}
    overview = document.get("results") or {}
    parameters = document.get("parameters") or {}
    rows = _communities(results)
    return {
        "overview": overview,
        "thread": find_thread(results),
        "rules": [
            (_(DECISIONS.get(what, what)), _(RULES.get(rule, rule)))
            for what, rule in sorted((parameters.get("rules") or {}).items())
        ],
        "thresholds": [
            (_(THRESHOLDS.get(what, what)), number)
            for what, number in sorted((parameters.get("thresholds") or {}).items())
        ],
        "communities": rows,
        "source": _source(rows),
        **_chart(rows),
        "n_people": (results.results("dialogue.communities") or {}).get("n_people"),
    }


def _communities(results: Results) -> list[dict[str, Any]]:
    """The communities in the order of the process, with their share of those who take part where it may be shown."""
    overview = results.results("process.overview") or {}
    listed = (results.results("dialogue.communities") or {}).get("participation") or ()
    taking_part = {row["community"]: row for row in listed}
    rows = []
    for community in overview.get("communities", ()):
        own = taking_part.get(community["id"], {})
        rows.append(
            {
                "id": community["id"],
                "name": community["name"],
                "population": community.get("population"),
                "population_share": community.get("share"),
                "source": community.get("source") or {},
                "people": own.get("people"),
                "share": own.get("share"),
                "lower": own.get("lower"),
                "upper": own.get("upper"),
            }
        )
    return rows


def _chart(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The marks: how often a community takes part for its size (1 is its share); bars of size without that."""
    shown = [row for row in rows if row["share"] is not None and row["population_share"]]
    for row in rows:
        of = row["population_share"] if row in shown else None
        row |= {
            mark: row[name] / of if of else None
            for mark, name in (("mark", "share"), ("mark_low", "lower"), ("mark_high", "upper"))
        }
    ends = [row[name] for row in shown for name in ("mark_low", "mark_high") if row[name]]
    reach = max((max(end, 1 / end) for end in ends), default=2.0)
    step, words = next((step for step in AXES if reach <= step[0]), AXES[-1])
    top = max((row["population_share"] or 0 for row in rows), default=0) or 1
    return {
        "takes_part": bool(shown),
        "axis": words,
        "axis_low": 1 / step,
        "axis_high": step,
        "top": top,
        "axis_word": plain_percent(top),
        "finding": _finding(shown),
    }


def _finding(shown: Sequence[Mapping[str, Any]]) -> str:
    """What the chart shows, in a sentence: who is clearly below or above their share."""
    fewer = [plain_bilingual(row["name"]) for row in shown if row["mark_high"] < 1]
    more = [plain_bilingual(row["name"]) for row in shown if row["mark_low"] > 1]
    comma = _(", ")
    if fewer and more:
        return _("Fewer take part than their share from %(fewer)s, and more from %(more)s") % {
            "fewer": comma.join(fewer),
            "more": comma.join(more),
        }
    if fewer:
        return _(
            "Fewer take part than their share from %(fewer)s; elsewhere we see no difference"
        ) % {"fewer": comma.join(fewer)}
    if more:
        return _(
            "More take part than their share from %(more)s; elsewhere we see no difference"
        ) % {"more": comma.join(more)}
    return _("Each community takes part about as much as its share of the population")


def _source(rows: Sequence[Mapping[str, Any]]) -> str:
    """Where the populations are from, each source once, in the page's language."""
    sources = dict.fromkeys(plain_bilingual(row["source"]) for row in rows if row["source"])
    named = "; ".join(source for source in sources if source)
    if not named:
        return ""
    if any(row["share"] is not None for row in rows):
        return _("Source: what participants said of themselves, if they wished; %(source)s") % {
            "source": named
        }
    return _("Source: %(source)s") % {"source": named}


COLUMNS = ("id", "name", "population", "population_share", "people", "share", "lower", "upper")


def community_rows(results: Results) -> Iterator[Sequence[Any]]:
    """The table behind the chart of the communities."""
    yield ("community", *COLUMNS[1:])
    for row in _communities(results):
        yield tuple(row[column] for column in COLUMNS)
