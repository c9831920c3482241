"""The public page of dynamics: what was recorded week by week, and nothing about causes."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from misaq.foundation.messages import N_
from misaq.process import Results
from misaq.web.dynamics.marks import week_bars
from misaq.web.shell.pages import Context, Download, Page

APART = {
    "approximate": N_("marked as about, or as not sure"),
    "interval": N_("known to a stretch longer than a week"),
    "month": N_("known to the month"),
    "season": N_("known to the season"),
    "year": N_("known to the year"),
    "longer": N_("known to several years"),
    "unknown": N_("not known"),
}


def index_context(results: Results, language: str, item: str) -> Context:
    """The context of the page: series by kind, each with its sides."""
    published = results.results("dynamics.series") or {}
    names = (results.results("process.overview") or {}).get("names") or {}
    series = [_drawn(one, names) for one in published.get("series", ())]
    by_kind = groupby(series, key=lambda one: str(one["kind"]))
    return {
        "first": published.get("first_day", ""),
        "last": published.get("last_day", ""),
        "first_year": published.get("first_day", "")[:4],
        "last_year": published.get("last_day", "")[:4],
        "threshold": published.get("threshold"),
        "says": published.get("says", "dynamics.no_claims"),
        "n_series": len(series),
        "kinds": [{"name": _words(kind, names), "series": list(sides)} for kind, sides in by_kind],
        "apart": [
            {"why": _(APART[reason]), "count": count}
            for reason, count in (published.get("apart") or {}).items()
        ],
    }


def _drawn(series: Mapping[str, Any], names: Mapping[str, Any]) -> dict[str, Any]:
    """A series with its bars, its highest count, and the stretches that have an event."""
    counts = [b["count"] for b in series["bins"] if b["count"]]
    highest = max(counts, default=0)
    return {
        **series,
        "side_name": _words(series["side"], names),
        "highest": highest,
        "marks": week_bars(series["bins"], highest),
        "eventful": [b for b in series["bins"] if b["count"] != 0],
    }


def _words(code: str, names: Mapping[str, Any]) -> Any:
    """What a folder's own code is called: by the names of the process, else the code as words."""
    return names.get(code) or code.replace("_", " ")


def _series_rows(results: Results, language: str, item: str) -> Iterator[Sequence[Any]]:
    published = results.results("dynamics.series") or {}
    yield ("kind", "side", "week", "start", "weeks", "count", "note")
    for series in published.get("series", ()):
        for stretch in series["bins"]:
            hidden = f"<{published['threshold']}" if stretch["count"] is None else ""
            place = (stretch["week"], stretch["start"], stretch["weeks"])
            yield (series["kind"], series["side"], *place, stretch["count"], hidden)


PAGES: tuple[Page, ...] = (
    Page("dynamics", "dynamics", "dynamics/index.html", "dynamics/index.html", index_context),
)
DOWNLOADS: tuple[Download, ...] = (
    Download("dynamics-series", "dynamics/series.csv", _series_rows),
)
