"""A public page: one path, one template, and a context made from result documents alone.

The same `Page` is rendered by the server and written to a static file, so both show the same thing.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from misaq.process import Results

Context = Mapping[str, Any]
Rows = Iterable[Sequence[Any]]


def _one(_: Results) -> Sequence[str]:
    return ("",)


@dataclass(frozen=True)
class Page:
    """A public page, or one page per item.

    name : unique, for links: "dialogue", "dialogue-statement".
    room : whose knot of the stage track is underlined; "" for the home page.
    path : where it lies under a language, "/" between parts; "{item}" stands for the item. It ends in
        ".html"; "index.html" is left out of server addresses.
    template : for example "dialogue/index.html".
    context : (results, language, item) to the template's context.
    items : the items that have a page; ("",) for a page that is one; () when this process has none.
    """

    name: str
    room: str
    path: str
    template: str
    context: Callable[[Results, str, str], Context]
    items: Callable[[Results], Sequence[str]] = _one


@dataclass(frozen=True)
class Download:
    """A table behind a chart, as CSV: header first. `path` like a page's, ending in ".csv"."""

    name: str
    path: str
    rows: Callable[[Results, str, str], Rows]
    items: Callable[[Results], Sequence[str]] = _one
