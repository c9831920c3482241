"""The assembly's public page: the draw step by step, the certificate, composition, seats; and its tables."""

from collections.abc import Iterator, Sequence
from typing import Any

from misaq.process import Results
from misaq.web.assembly.ceremony.of_run import ceremony_context, ceremony_items
from misaq.web.assembly.contexts import feature_rows, index_context, panel_rows, seat_rows
from misaq.web.shell.pages import Download, Page

Rows = Iterator[Sequence[Any]]


def _seats(results: Results, language: str, item: str) -> Rows:
    yield (
        "community",
        "population",
        "population_share",
        "ideal",
        "ideal_exact",
        "seats",
        "floor",
        "cap",
        "bound_by",
    )
    for row in seat_rows(results):
        keys = ("population", "population_share", "ideal", "ideal_exact", "seats", "floor", "cap")
        yield (row["name"], *(row[key] for key in keys), row["bound_by"])


def _probabilities(results: Results, language: str, item: str) -> Rows:
    yield ("id", "probability", "tickets", "excluded_by")
    lottery = results.results("assembly.lottery") or {}
    total = lottery.get("n_tickets", 0)
    why = lottery.get("excluded", {})
    found = lottery.get("probabilities", {})
    for person in sorted(found, key=lambda key: (len(key), key)):
        yield (person, found[person], round(found[person] * total), why.get(person))


def _composition(results: Results, language: str, item: str) -> Rows:
    yield (
        "category",
        "feature",
        "quota_min",
        "quota_max",
        "population_share",
        "pool",
        "pool_hidden",
        "expected_seats",
        "seats_drawn",
    )
    for row in feature_rows(results):
        keys = ("minimum", "maximum", "population_share", "pool", "hidden", "expected")
        yield (row["category"], row["feature"], *(row[key] for key in keys), row["seats"])


def _panels(results: Results, language: str, item: str) -> Rows:
    yield ("panel", "first_ticket", "last_ticket", "tickets")
    yield from panel_rows(results)


PAGES: tuple[Page, ...] = (
    Page("assembly", "assembly", "assembly/index.html", "assembly/index.html", index_context),
    Page(
        "assembly-ceremony",
        "assembly",
        "assembly/ceremony/{item}.html",
        "assembly/ceremony/step.html",
        ceremony_context,
        ceremony_items,
    ),
)
DOWNLOADS: tuple[Download, ...] = (
    Download("assembly-seats", "assembly/seats.csv", _seats),
    Download("assembly-probabilities", "assembly/probabilities.csv", _probabilities),
    Download("assembly-composition", "assembly/composition.csv", _composition),
    Download("assembly-panels", "assembly/panels.csv", _panels),
)
