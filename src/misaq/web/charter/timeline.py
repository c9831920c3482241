"""The history as a timeline, and which articles were changed how often and when."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import log1p
from typing import Any

from misaq.charter import Weave, article_of
from misaq.process import Results
from misaq.web.charter.contexts import amendment_rows, required_weave
from misaq.web.charter.history import anchor_of, provision_name
from misaq.web.charter.reading.files import file_slug
from misaq.web.charter.reversals import taken_back
from misaq.web.charter.served import key_of
from misaq.web.charter.versions import law_words, version_rows
from misaq.web.shell.pages import Context

MOST_ARTICLES = 30
WIDTH, MIDDLE, TALLEST, BAR = 200, 18, 16, 5  # of a strip of marks, in pixels


@dataclass(frozen=True)
class Change:
    """What one amendment did to one article."""

    n: int
    date: str
    words_in: int
    words_out: int


@dataclass(frozen=True)
class Heat:
    """How often an article was changed. provision : its place in the weave; changes : in order."""

    provision: int
    changes: tuple[Change, ...]

    @property
    def times(self) -> int:
        """How many amendments changed it."""
        return len(self.changes)

    @property
    def words(self) -> int:
        """Words put in and taken out, of all changes."""
        return sum(change.words_in + change.words_out for change in self.changes)


def history_context(results: Results, language: str, item: str) -> Context:
    """Every amendment in the order of time, and the articles that were changed most often."""
    weave = required_weave(results)
    back = taken_back(key_of(results), weave)
    rows = [row | {"back": back[row["n"]]} for row in amendment_rows(results)]
    heat = find_heat(results, weave)
    first, last = _span([row["date"] for row in version_rows(results)])
    return {
        "decades": [
            {"name": decade, "rows": list(group)} for decade, group in groupby(rows, _decade)
        ],
        "amendments": rows,
        "heat": [_heat_row(weave, each, first, last) for each in heat[:MOST_ARTICLES]],
        "top": heat[0] if heat else None,
        "top_name": provision_name(weave, heat[0].provision, weave.numbers[-1]) if heat else "",
        "more_heat": max(0, len(heat) - MOST_ARTICLES),
        "n_changed": len(heat),
        "n_once": sum(1 for each in heat if len(each.changes) == 1),
        "first": first,
        "last": last,
        "width": WIDTH,
        "bar": BAR,
        "middle": MIDDLE,
        "tall": 2 * MIDDLE,
        **law_words(results),
    }


def find_heat(results: Results, weave: Weave) -> list[Heat]:
    """The articles that any amendment changed, the most often changed first; clauses count with their article."""
    changes: dict[int, dict[int, Change]] = defaultdict(dict)
    for row in version_rows(results)[1:]:
        for provision, words_in, words_out in row["provisions"]:
            article = article_of(weave, provision)
            known = changes[article].get(row["n"], Change(row["n"], row["date"] or "", 0, 0))
            changes[article][row["n"]] = Change(
                known.n, known.date, known.words_in + words_in, known.words_out + words_out
            )
    heat = [Heat(article, tuple(by_n.values())) for article, by_n in changes.items()]
    return sorted(heat, key=lambda each: (-len(each.changes), -each.words, each.provision))


def heat_table(results: Results, language: str, item: str) -> Iterator[Sequence[Any]]:
    """One row an article and an amendment that changed it."""
    weave = required_weave(results)
    yield ("provision", "name", "heading", "amendment", "date", "words_in", "words_out")
    for each in find_heat(results, weave):
        name = provision_name(weave, each.provision, weave.numbers[-1])
        heading = weave.label_at(each.provision, len(weave.numbers) - 1)[1]
        for change in each.changes:
            yield (
                weave.provisions[each.provision].id,
                name,
                heading,
                change.n,
                change.date,
                change.words_in,
                change.words_out,
            )


def _decade(row: dict[str, Any]) -> str:
    year = row["year"]
    return f"{year[:3]}0" if len(year) == 4 else ""


def _span(dates: Sequence[str]) -> tuple[int, int]:
    years = [int(date[:4]) for date in dates if date and date[:4].isdigit()]
    return (min(years), max(years)) if years else (0, 0)


def _heat_row(weave: Weave, heat: Heat, first: int, last: int) -> dict[str, Any]:
    n = weave.numbers[-1]
    place = heat.provision
    file = weave.files.index(weave.provisions[place].file)
    stands = bool((weave.live(weave.active()) & (weave.provision == place)).any())
    return {
        "name": provision_name(weave, place, n),
        "heading": weave.label_at(place, len(weave.numbers) - 1)[1],
        "file": file_slug(weave, file) if stands else "",
        "anchor": anchor_of(weave, place),
        "changes": heat.changes,
        "times": heat.times,
        "words_in": sum(change.words_in for change in heat.changes),
        "words_out": sum(change.words_out for change in heat.changes),
        "marks": [_mark(change, first, last) for change in heat.changes if change.date],
    }


def _mark(change: Change, first: int, last: int) -> dict[str, str]:
    """A bar on the strip: up for words in, down for words out; longer for more, in logarithms."""
    year = int(change.date[:4]) if change.date[:4].isdigit() else first
    share = (year - first) / max(1, last - first)
    up = min(TALLEST, 2 + 2.6 * log1p(change.words_in)) if change.words_in else 0
    down = min(TALLEST, 2 + 2.6 * log1p(change.words_out)) if change.words_out else 0
    return {
        "x": f"{share * (WIDTH - BAR):.1f}",
        "top": f"{MIDDLE - up:.1f}",
        "up": f"{up:.1f}",
        "down": f"{down:.1f}",
    }
