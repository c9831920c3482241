"""What the assembly's page is made from: its documents, put into the order of the page."""

import re
import shlex
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from misaq.foundation.messages import N_
from misaq.process import Results
from misaq.web.assembly.composition import axis_words, composition_marks, nice_top
from misaq.web.assembly.lottery_words import rule_aim
from misaq.web.shell.pages import Context
from misaq.web.shell.words import plain_percent

Row = dict[str, Any]
MILLIONTH = 1e-6
SMALL_SHARE, LARGE_SHARE = (
    0.11,
    0.2,
)  # communities under the first get a closer scale beside one over the second
LISTED = 20
_DICE = re.compile(r"dice:(\d+)")

# Words that pools use often; others are shown as the pool writes them.
_WORDS = {
    word.lower(): word
    for word in (
        N_("Sex"),
        N_("Gender"),
        N_("Age"),
        N_("Age band"),
        N_("Community"),
        N_("Region"),
        N_("Education"),
        N_("Displaced"),
        N_("Women"),
        N_("Men"),
        N_("Yes"),
        N_("No"),
        N_("None or primary"),
        N_("Secondary"),
        N_("Higher"),
    )
}
_ALIASES = {"female": "women", "male": "men"}


def index_context(results: Results, language: str, item: str) -> Context:
    """The assembly's page: draw, certificate, composition, who cannot sit, seats."""
    lottery = results.results("assembly.lottery") or {}
    draw = results.results("assembly.draw") or {}
    barred = sorted(lottery.get("excluded", {}).items(), key=lambda item: (len(item[0]), item[0]))
    excluded = [{"id": key, "quota": quota} for key, quota in barred]
    return {
        "lottery": lottery,
        "draw": draw,
        "certificate": _certificate(lottery),
        "dice": _dice(draw.get("randomness", "")),
        "path": _path(results),
        "shell_value": shlex.quote(draw.get("value", "")),
        "groups": feature_groups(results),
        "n_missed": sum(row["missed"] for row in feature_rows(results)),
        "n_quotas": len(feature_rows(results)),
        "shut_out": excluded[:LISTED],
        "n_more": max(0, len(excluded) - LISTED),
        "seats": _seats(results),
        "seat_rows": seat_rows(results),
        "seat_axis": axis_words(_seat_top(results)),
        "threshold": (results.get("assembly.lottery") or {}).get("parameters", {}).get("threshold"),
    }


def feature_rows(results: Results) -> list[Row]:
    """Every quota with its shares of the population, the volunteers and the panel, and its words."""
    lottery = results.results("assembly.lottery") or {}
    drawn = {
        (row["category"], row["feature"]): row["seats"]
        for row in (results.results("assembly.draw") or {}).get("features", [])
    }
    names = {c["id"]: c["name"] for c in _overview(results).get("communities", [])}
    size, people = lottery.get("size", 1), lottery.get("n_people", 1)
    rows = []
    for row in lottery.get("features", []):
        seats = drawn.get((row["category"], row["feature"]))
        pool_share = None if row["pool"] is None else row["pool"] / people
        like_pool = None if pool_share is None else pool_share * size
        rows.append(
            {
                **row,
                "name": names.get(row["community"]) or _word(row["feature"], results),
                "seats": seats,
                "pool_share": pool_share,
                "drawn_share": None if seats is None else seats / size,
                "low_share": row["minimum"] / size,
                "high_share": min(row["maximum"] / size, 1.0),
                "missed": like_pool is not None
                and not row["minimum"] <= round(like_pool) <= row["maximum"],
            }
        )
    return rows


def feature_groups(results: Results) -> list[Row]:
    """The rows by category; small communities apart, on a closer scale."""
    groups: list[Row] = []
    rows = feature_rows(results)
    for category in dict.fromkeys(row["category"] for row in rows):
        mine = [row for row in rows if row["category"] == category]
        if any(row["community"] for row in mine):
            mine.sort(key=lambda row: -(row["population_share"] or 0))
        small = [row for row in mine if _reach(row) <= SMALL_SHARE]
        large = [row for row in mine if _reach(row) > SMALL_SHARE]
        split = len(small) > 2 and any(_reach(row) > LARGE_SHARE for row in large)
        title = _word(category, results)
        for part, closer in ((large, False), (small, True)) if split else ((mine, False),):
            groups.append(composition_group(part, title, closer=closer))
    return groups


def seat_rows(results: Results) -> list[Row]:
    """Communities with their share of the population and their seats."""
    seats = results.results("assembly.seats") or {}
    names = {c["id"]: c["name"] for c in _overview(results).get("communities", [])}
    top = _seat_top(results)
    return [
        {
            **row,
            "name": names.get(row["id"], row["id"]),
            "marks": composition_marks(
                top, population=row["population_share"], drawn=row["seat_share"]
            ),
            "why": {"floor": _("by its floor"), "cap": _("by its cap")}.get(row["bound_by"], ""),
        }
        for row in seats.get("communities", [])
    ]


def composition_group(rows: Sequence[Row], title: Any, *, closer: bool) -> Row:
    """Rows of one category with their marks on one axis; `closer` says that the axis is a closer one."""
    top = nice_top(max(_reach(row) for row in rows))
    drawn: list[tuple[Row, SafeString]] = [
        (
            row,
            composition_marks(
                top,
                population=row["population_share"],
                pool=row["pool_share"],
                drawn=row["drawn_share"],
                quota=(row["low_share"], row["high_share"]),
            ),
        )
        for row in rows
    ]
    return {"title": title, "closer": closer, "axis": axis_words(top), "rows": drawn}


def _reach(row: Mapping[str, Any]) -> float:
    shares = (row[k] for k in ("population_share", "pool_share", "drawn_share", "high_share"))
    return max(float(share) for share in shares if share is not None)


def _word(text: str, results: Results) -> Any:
    """A category or feature in words: the process's own name, else a known word, else as the pool writes it."""
    own = (_overview(results).get("names") or {}).get(text)
    if own:
        return own
    plain = text.replace("_", " ").strip()
    known = _WORDS.get(_ALIASES.get(plain.lower(), plain.lower()))
    if known:
        return _(known)
    language = (_overview(results).get("languages") or ["en"])[0]
    return {language: plain[:1].upper() + plain[1:]}


def _certificate(lottery: Mapping[str, Any]) -> Row:
    if not lottery:
        return {}
    low, proof = lottery["min_probability"], lottery["certificate"]
    gap = max(0.0, 1 - low / proof["bound"]) if proof["bound"] else 0.0
    return {
        "low": plain_percent(low, 2),
        "one_in": round(1 / low) if low else None,
        "best": plain_percent(proof["bound"], 2),
        "high": plain_percent(lottery["max_probability"], 1),
        "gap": _("less than one in a million") if gap <= MILLIONTH else plain_percent(gap, 4),
        "n_shut_out": len(lottery["excluded"]),
        "proven": gap <= MILLIONTH,
        "rule": rule_aim(lottery["rule"]),
        "uniform": lottery["lottery"] == "uniform",
        "deviation": plain_percent(lottery["max_deviation"], 2),
        "tickets": lottery["n_tickets"],
    }


def _path(results: Results) -> Row:
    """Where the drawn ticket lies: the tickets of its panel, counted from 0."""
    draw, panels = results.results("assembly.draw"), results.results("assembly.panels")
    if not draw or not panels:
        return {}
    first = sum(panels["tickets"][: draw["panel"]])
    return {
        "first": first,
        "last": first + panels["tickets"][draw["panel"]] - 1,
        "panel": draw["panel"],
        "n_panels": len(panels["tickets"]),
    }


def panel_rows(results: Results) -> Iterable[tuple[int, int, int, int]]:
    """Each sealed panel with its tickets: number, first, last, how many."""
    first = 0
    panels = results.results("assembly.panels") or {}
    for number, count in enumerate(panels.get("tickets", [])):
        yield number, first, first + count - 1, count
        first += count


def _dice(randomness: str) -> list[str]:
    found = _DICE.fullmatch(randomness)
    return list(found.group(1)) if found else []


def _seats(results: Results) -> Row:
    seats = results.results("assembly.seats") or {}
    rows = seats.get("communities", [])
    if not rows:
        return {}
    off = max(rows, key=lambda row: (abs(row["seats"] - row["ideal"]), row["id"]))
    names = {c["id"]: c["name"] for c in _overview(results).get("communities", [])}
    return {
        **seats,
        "off": abs(off["seats"] - off["ideal"]),
        "off_name": names.get(off["id"], off["id"]),
        "n_floor": sum(row["bound_by"] == "floor" for row in rows),
        "tie_names": [names.get(key, key) for key in seats["ties"]],
    }


def _seat_top(results: Results) -> float:
    rows = (results.results("assembly.seats") or {}).get("communities", [])
    shares = [max(row["population_share"], row["seat_share"]) for row in rows]
    return nice_top(max(shares, default=1.0))


def _overview(results: Results) -> Mapping[str, Any]:
    return results.results("process.overview") or {}
