"""What the page of ranks, slates and look-alike voters is made from."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _

from misaq.process import Results
from misaq.web.dialogue.contexts import statement_rows
from misaq.web.shell.pages import Context

Row = dict[str, Any]
Rows = Iterator[Sequence[Any]]
_TOP = 3  # of each way: what the page shows; the CSV has all


def rankings_items(results: Results) -> Sequence[str]:
    """One page when there are ranks, none otherwise."""
    return ("",) if "dialogue.scores" in results else ()


def rankings_context(results: Results, language: str, item: str) -> Context:
    """The page of five ways to rank, proportional slates, and votes that are too much alike."""
    scores = results.results("dialogue.scores") or {}
    texts = {r["id"]: r["text"] for r in statement_rows(results, language)}
    rows = rank_rows(scores, texts)
    shown = [r for r in rows if any(rank and rank <= _TOP for rank in r["ranks"])]
    first = {r["id"] for r in rows if 1 in r["ranks"]}
    dialogue = results.get("dialogue.scores", {})
    return {
        "ways": way_names(),
        "rows": shown,
        "n_first": len(first),
        "top": _TOP,
        "asked_groups": scores.get("basis") == "groups",
        "min_votes": scores.get("min_votes"),
        "tau_rows": tau_rows(scores),
        "threshold": dialogue.get("parameters", {}).get("threshold", 10),
        **_slates(results, texts),
        **_alike(results, texts),
    }


def way_names() -> list[Row]:
    """The five ways in the order of the document, with what each asks."""
    return [
        {
            "way": "group_product",
            "name": _("All groups at once"),
            "asks": _("The chance that all opinion groups agree at once."),
        },
        {
            "way": "lowest_group",
            "name": _("Least agreeing group"),
            "asks": _("The lower end of the interval in the group that agrees least."),
        },
        {
            "way": "lowest_community",
            "name": _("Least agreeing community"),
            "asks": _("The lower end of the interval in the community that agrees least."),
        },
        {
            "way": "community_product",
            "name": _("All communities, multiplied"),
            "asks": _(
                "The geometric mean over communities: one that refuses pulls it down far (Nash)."
            ),
        },
        {
            "way": "community_mean",
            "name": _("All communities, averaged"),
            "asks": _("The mean over communities, each counting the same whatever its size."),
        },
    ]


def rank_rows(scores: Mapping[str, Any], texts: Mapping[str, Any]) -> list[Row]:
    """Every statement with its five ranks, best mean rank first."""
    ways = scores.get("ways", [])
    rows = []
    for given in scores.get("statements", []):
        ranks = [given["ranks"][way] for way in ways]
        known = [rank for rank in ranks if rank]
        mean = sum(known) / len(known) if known else float("inf")
        row = {**given, "text": texts.get(given["id"], given["id"]), "ranks": ranks, "mean": mean}
        row["values"] = [given["scores"][way] for way in ways]
        rows.append(row)
    return sorted(rows, key=lambda r: (r["mean"], r["id"]))


def tau_rows(scores: Mapping[str, Any]) -> list[Row]:
    """One row a way: how far it orders the statements as each other way does."""
    return [
        {**way, "values": values}
        for way, values in zip(way_names(), scores.get("tau", []), strict=False)
    ]


def rule_names() -> dict[str, str]:
    """The rules that choose a slate, by their name in the document."""
    return {
        "equal_shares": _("Equal shares"),
        "pav": _("Proportional approval"),
        "phragmen": _("Phragmén"),
    }


def slate_rows(slates: Mapping[str, Any], texts: Mapping[str, Any]) -> list[Row]:
    """Each statement that stands in a slate, with its place in each."""
    chosen = slates.get("slates", [])
    found: dict[str, list[int]] = {}
    for place, slate in enumerate(chosen):
        for rank, name in enumerate(slate["statements"], 1):
            found.setdefault(name, [0] * len(chosen))[place] = rank
    rows = [
        {"id": name, "text": texts.get(name, name), "places": places}
        for name, places in found.items()
    ]
    return sorted(rows, key=lambda r: (-sum(p > 0 for p in r["places"]), sum(r["places"]), r["id"]))


def rank_table(results: Results, language: str, item: str) -> Rows:
    """All statements by all ways, as CSV."""
    scores = results.results("dialogue.scores") or {}
    ways = scores.get("ways", [])
    yield ("id", "text", *(f"rank_{w}" for w in ways), *ways, "group_geometric_mean", "spread")
    texts = {r["id"]: r["text"] for r in statement_rows(results, language)}
    for row in rank_rows(scores, texts):
        numbers = (*row["ranks"], *row["values"], row["group_geometric_mean"], row["spread"])
        yield (row["id"], row["text"], *numbers)


def tau_table(results: Results, language: str, item: str) -> Rows:
    """How far any two ways agree, as CSV."""
    scores = results.results("dialogue.scores") or {}
    ways = scores.get("ways", [])
    yield ("way", *ways)
    for way, values in zip(ways, scores.get("tau", []), strict=True):
        yield (way, *values)


def slate_table(results: Results, language: str, item: str) -> Rows:
    """Every slate, one statement a row, as CSV."""
    slates = results.results("dialogue.slates") or {}
    texts = {r["id"]: r["text"] for r in statement_rows(results, language)}
    yield ("rule", "place", "id", "text")
    for slate in slates.get("slates", []):
        for place, name in enumerate(slate["statements"], 1):
            yield (slate["rule"], place, name, texts.get(name, name))


def cluster_table(results: Results, language: str, item: str) -> Rows:
    """Clusters of look-alike voters and how many ranks each moves, as CSV."""
    document = results.results("dialogue.brigading") or {}
    ways = (results.results("dialogue.scores") or {}).get("ways", [])
    yield ("shown", "people", "answers", "expected", *(f"moved_{way}" for way in ways))
    for cluster in document.get("clusters", []):
        people = cluster["people"]
        moved = (cluster["influence"]["moved"][way] for way in ways)
        numbers = (cluster["answers"], cluster["expected"], *moved)
        yield (people["showing"], people.get("n"), *numbers)


def _slates(results: Results, texts: Mapping[str, Any]) -> Row:
    document = results.results("dialogue.slates") or {}
    names = rule_names()
    audits = []
    for slate in document.get("slates", []):
        left, broken = slate["left_out"], slate["broken"]
        audits.append(
            {
                **slate,
                "name": names[slate["rule"]],
                "left": left and {**left, "text": texts.get(left["statement"], left["statement"])},
                "claim": broken
                and {**broken, "text": texts.get(broken["statement"], broken["statement"])},
            }
        )
    return {
        "slates": document,
        "audits": audits,
        "slate_rows": slate_rows(document, texts),
        "all_justified": all(a["justified"] for a in audits),
    }


def _alike(results: Results, texts: Mapping[str, Any]) -> Row:
    document = results.results("dialogue.brigading") or {}
    clusters = []
    for given in document.get("clusters", []):
        moved = given["influence"]["moved"]
        clusters.append(
            {
                **given,
                "moved": max(moved.values(), default=0),
                "furthest": max(given["influence"]["furthest"].values(), default=0),
                "verdicts": len(given["influence"]["verdicts"]),
            }
        )
    bursts = [
        {**b, "day": datetime.fromtimestamp(b["start"], UTC).strftime("%Y-%m-%d %H:%M")}
        for b in document.get("bursts", [])
    ]
    return {
        "alike": document,
        "clusters": clusters,
        "bursts": bursts,
        "quarantine": document.get("quarantine") or {},
    }
