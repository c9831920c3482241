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
    "two_thirds": N_("Two thirds of those who vote"),
    "each_community": N_("A majority in every community: no community is outvoted"),
}
DECISIONS = {"clause": N_("One clause"), "whole": N_("The whole charter")}
THRESHOLDS = {
    "record": N_("Acts in the record"),
    "record_sensitive": N_("Sexual violence, and acts against children"),
    "dialogue": N_("People of a community in the dialogue"),
}


def home_context(results: Results, language: str, item: str) -> Context:
    """The context of the home page; every part of it may be absent."""
    document = results.get("process.overview") or {}
    overview = document.get("results") or {}
    parameters = document.get("parameters") or {}
    rows = _communities(results)
    top = max((row["share"] or 0 for row in rows), default=0)
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
        "has_ratio": any(row["ratio"] is not None for row in rows),
        "axis_low": 1 / 3,
        "axis_high": 3,
        "top": top or 1,
        "axis_word": plain_percent(top),
        "source": _source(rows),
    }


def _communities(results: Results) -> list[dict[str, Any]]:
    """The communities in the order of the process, with how they take part where that may be shown."""
    overview = results.results("process.overview") or {}
    part = _participation(results)
    return [
        {
            "id": community["id"],
            "name": community["name"],
            "population": community.get("population"),
            "share": community.get("share"),
            "source": community.get("source") or {},
            "participants": part.get(community["id"], {}).get("participants"),
            "ratio": part.get(community["id"], {}).get("ratio"),
            "low": part.get(community["id"], {}).get("lower"),
            "high": part.get(community["id"], {}).get("upper"),
        }
        for community in overview.get("communities", ())
    ]


def _participation(results: Results) -> Mapping[str, Mapping[str, Any]]:
    rows = (results.results("dialogue.communities") or {}).get("participation") or ()
    return {row["community"]: row for row in rows}


def _source(rows: Sequence[Mapping[str, Any]]) -> str:
    """Where the populations are from, each source once, in the page's language."""
    sources = dict.fromkeys(plain_bilingual(row["source"]) for row in rows if row["source"])
    return "; ".join(source for source in sources if source)


def community_rows(results: Results) -> Iterator[Sequence[Any]]:
    """The table behind the chart of the communities."""
    yield ("community", "name", "population", "share", "participants", "ratio", "lower", "upper")
    for row in _communities(results):
        yield tuple(
            row[key]
            for key in ("id", "name", "population", "share", "participants", "ratio", "low", "high")
        )
