"""The table's public pages: commitments with their scores, and what became of them by theme and community."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from misaq.foundation.messages import N_
from misaq.process import Results
from misaq.web.shell.pages import Context, Download, Page

SCORES = (N_("0: none"), N_("1: minimum"), N_("2: intermediate"), N_("3: full"))
NOT_SCORED = N_("not scored")

# How the parts of a bar are filled: full solid, the steps below it ever lighter, no score hatched.
_FILLS = {3: "full", 2: "q3", 1: "q2", 0: "denied"}


def index_context(results: Results, language: str, item: str) -> Context:
    """The context of the table's page: what is overdue first, then every commitment by theme."""
    rows = _rows(results)
    by_id = {row["id"]: row for row in rows}
    listed = results.results("table.commitments") or {}
    overall = (results.results("table.summary") or {}).get("all") or {}
    themes = [
        {
            **group,
            "name": theme_name(results, group["key"]),
            "rows": [r for r in rows if r["theme"] == group["key"]],
        }
        for group in (results.results("table.summary") or {}).get("themes", ())
    ]
    return {
        "all": overall,
        "kept": (overall.get("by_score") or [0, 0, 0, 0])[3],
        "as_of": _as_of(results),
        "overdue": [by_id[name] for name in listed.get("overdue", ()) if name in by_id],
        "themes": themes,
        "score_key": [(score, _(word)) for score, word in enumerate(SCORES)],
    }


def follow_up_context(results: Results, language: str, item: str) -> Context:
    """The context of the follow-up page: what was delivered, by theme and by community."""
    summary = results.results("table.summary") or {}
    names = _community_names(results)
    own = [group for group in summary.get("beneficiaries", ()) if group["key"]]
    return {
        "all": summary.get("all") or {},
        "n_communities": len(own),
        "n_without": sum(group["n"] == 0 for group in own),
        "as_of": _as_of(results),
        "themes": [
            _drawn(group, theme_name(results, group["key"])) for group in summary.get("themes", ())
        ],
        "beneficiaries": [
            _drawn(group, names.get(group["key"], group["key"]) or _("All communities"))
            for group in summary.get("beneficiaries", ())
        ],
        "key": [
            *((_FILLS[score], _(SCORES[score])) for score in (3, 2, 1, 0)),
            ("silent", _(NOT_SCORED)),
        ],
    }


def theme_name(results: Results, key: str) -> Any:
    """What a theme is called: its name in both languages when the process gives one, else its code."""
    names = (results.results("process.overview") or {}).get("names") or {}
    return names.get(key) or key.replace("_", " ") or _("Other")


def _rows(results: Results) -> list[dict[str, Any]]:
    names = _community_names(results)
    return [
        {
            **commitment,
            "for_whom": names.get(commitment["beneficiary"], commitment["beneficiary"])
            or _("All communities"),
            "score_word": _score_word(commitment["score"]),
        }
        for commitment in (results.results("table.commitments") or {}).get("commitments", ())
    ]


def _score_word(score: int | None) -> str:
    word = NOT_SCORED if score is None else SCORES[score]
    return _(word)


def _community_names(results: Results) -> dict[str, Any]:
    overview = results.results("process.overview") or {}
    return {community["id"]: community["name"] for community in overview.get("communities", ())}


def _as_of(results: Results) -> str:
    document = results.get("table.commitments") or {}
    return str((document.get("parameters") or {}).get("as_of") or "")


def _drawn(group: Mapping[str, Any], name: Any) -> dict[str, Any]:
    """A roll-up with its name and the parts of its bar, best first."""
    parts = [(group["by_score"][score], _FILLS[score]) for score in (3, 2, 1, 0)]
    return {**group, "name": name, "parts": [*parts, (group["n"] - group["n_scored"], "silent")]}


def _commitment_rows(results: Results, language: str, item: str) -> Iterator[Sequence[Any]]:
    columns = ("id", "title", "obligor", "beneficiary", "theme", "due", "score", "scored_on")
    state = ("overdue", "days_overdue", "not_due", "blocked_by", "depends_on", "draft", "evidence")
    yield (*columns, *state)
    for row in (results.results("table.commitments") or {}).get("commitments", ()):
        plain = {**row, **{k: ";".join(row[k]) for k in ("blocked_by", "depends_on")}}
        yield tuple(_cell(plain[name]) for name in (*columns, *state))


def _cell(value: Any) -> Any:
    return int(value) if isinstance(value, bool) else value


def _rollup_rows(results: Results, language: str, item: str) -> Iterator[Sequence[Any]]:
    counts = ("n", "n_scored", "n_overdue", "n_blocked", "n_not_due", "n_undated")
    shares = ("delivered", "low", "high", "share_not_due")
    yield ("by", "key", *counts, "score_0", "score_1", "score_2", "score_3", *shares)
    summary = results.results("table.summary") or {}
    for by, groups in (
        ("all", [summary["all"]] if "all" in summary else []),
        ("theme", summary.get("themes", ())),
        ("beneficiary", summary.get("beneficiaries", ())),
    ):
        for group in groups:
            numbers = [group[name] for name in counts]
            yield (by, group["key"], *numbers, *group["by_score"], *(group[s] for s in shares))


PAGES: tuple[Page, ...] = (
    Page("table", "table", "table/index.html", "table/index.html", index_context),
    Page(
        "follow_up", "follow_up", "follow-up/index.html", "table/follow_up.html", follow_up_context
    ),
)
DOWNLOADS: tuple[Download, ...] = (
    Download("table-commitments", "table/commitments.csv", _commitment_rows),
    Download("table-summary", "table/summary.csv", _rollup_rows),
)
