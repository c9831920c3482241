"""The pages of the process itself: home, how it works, privacy, accessibility, and the empty rooms."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from misaq.foundation.messages import N_
from misaq.process import Results
from misaq.web.process.home import community_rows, home_context
from misaq.web.shell.frame import OTHER_ROOMS, STAGES
from misaq.web.shell.pages import Context, Download, Page, Rows

STYLES = ("tokens", "base", "layout", "charts", "components", "utilities")

# What an empty room says: what will be here, and what to do next.
_EMPTY = {
    "record": N_(
        "Acts, counted by community, kind and year, will be here, with what has been acknowledged. No names."
    ),
    "dialogue": N_(
        "The statements, the opinion groups and what no community rejects will be here."
    ),
    "table": N_("The commitments, when each is due and how each was scored, will be here."),
    "assembly": N_(
        "The quotas, each volunteer's chance and the draw will be here, ready to be checked."
    ),
    "charter": N_(
        "The constitution with all its amendments, and the draft clauses with their grounds, will be here."
    ),
    "follow_up": N_(
        "Each promise will be here with its scores: by whom, when, and on what evidence."
    ),
    "dynamics": N_("Events by week, kind and side will be here. Nothing about single persons."),
    "ledger": N_("The log of everything published will be here, with a proof for each entry."),
}
_FILES = {
    "record": "record/sources.csv",
    "dialogue": "dialogue/votes.csv",
    "table": "table/commitments.csv",
    "assembly": "assembly/pool.csv",
    "charter": "charter/versions.jsonl",
    "follow_up": "table/commitments.csv",
    "dynamics": "events/events.csv",
    "ledger": "process.toml",
}


def _plain(results: Results, language: str, item: str) -> Context:
    overview = results.results("process.overview") or {}
    return {"overview": overview}


def _empty(room: str) -> Page:
    def context(results: Results, language: str, item: str) -> Context:
        name = STAGES[room][0] if room in STAGES else OTHER_ROOMS[room]
        return {"name": _(name), "will_be": _(_EMPTY[room]), "file": _FILES[room]}

    path = "follow-up/index.html" if room == "follow_up" else f"{room}/index.html"
    return Page(room, room, path, "process/empty.html", context)


EMPTY_PAGES = tuple(_empty(room) for room in _EMPTY)


def _community_rows(results: Results, language: str, item: str) -> Rows:
    return community_rows(results)


def _has_communities(results: Results) -> Sequence[str]:
    return ("",) if (results.results("process.overview") or {}).get("communities") else ()


PAGES = (
    Page("home", "", "index.html", "process/home.html", home_context),
    Page("how-it-works", "", "about/how-it-works.html", "process/how.html", _plain),
    Page("privacy", "", "about/privacy.html", "process/privacy.html", _plain),
    Page("accessibility", "", "about/accessibility.html", "process/accessibility.html", _plain),
)
DOWNLOADS: tuple[Download, ...] = (
    Download("communities", "communities.csv", _community_rows, _has_communities),
)
