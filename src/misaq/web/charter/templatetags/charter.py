"""Words of a law as marked text: built here, because a long text has thousands of runs."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.template import Context
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
_KNOWN = "charter_amendments"  # of one page, in its render context


@register.simple_tag(takes_context=True)
def authored(context: Context, runs: Iterable[Mapping[str, Any]]) -> SafeString:
    """Runs of a paragraph; those that an amendment wrote are links to it, each with the id of its note."""
    parts: list[str] = []
    for run in runs:
        text: str = escape(run["text"])
        if run["n"] is not None:
            href = _amendment(context, run["n"]) or f"#{run['note']}"  # own words have no page
            note = escape(run["note"])
            text = f'<a class="word" href="{escape(href)}" data-note="{note}">{text}</a>'
        parts += (escape(run["before"]), text, escape(run["after"]))
    return mark_safe("".join(parts))  # noqa: S308  every part is escaped above


@register.filter
def marked(pieces: Iterable[tuple[str, bool]]) -> SafeString:
    """Pieces of a search result; the words found are marked, the white space after them is not."""
    parts: list[str] = []
    for text, hit in pieces:
        words = text.rstrip()
        if hit and words:
            parts.append(f"<mark>{escape(words)}</mark>{escape(text[len(words) :])}")
        else:
            parts.append(escape(text))
    return mark_safe("".join(parts))  # noqa: S308  every part is escaped above


def _amendment(context: Context, n: int) -> str:
    """The address of an amendment's page, looked up once a page."""
    known: dict[int, str] = context.render_context.setdefault(_KNOWN, {})  # type: ignore[arg-type, assignment]
    if n not in known:
        known[n] = context["shell"].links.find_page("charter-amendment", str(n))
    return known[n]
