"""A series as bars over time, hidden stretches hatched; the words stand in HTML beside it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

WIDTH = 300
HEIGHT = 40
HATCHED = 9  # the height of a stretch whose count is hidden: the same whatever the count


def week_bars(bins: Sequence[Mapping[str, Any]], highest: int) -> SafeString:
    """One bar a stretch, as wide as its weeks and as high as its count; time runs with the reading.

    bins : "weeks" and "count" of each, None for a hidden count. highest : the count that is full height.
    """
    weeks = sum(b["weeks"] for b in bins) or 1
    parts = [f'<rect width="{WIDTH}" height="{HEIGHT}" class="f-paper3" opacity=".55"/>']
    at = 0
    for stretch in bins:
        left, right = (round(WIDTH * w / weeks, 2) for w in (at, at + stretch["weeks"]))
        parts.append(_bar(left, right, stretch["count"], highest))
        at += stretch["weeks"]
    parts.append(f'<path d="M0 {HEIGHT}H{WIDTH}" class="s-strong" stroke-width="1.5"/>')
    return format_html(
        '<svg class="flip weeks" viewBox="0 0 {} {}" preserveAspectRatio="none" aria-hidden="true">{}</svg>',
        WIDTH,
        HEIGHT,
        mark_safe("".join(parts)),  # noqa: S308  made of numbers and our own class names
    )


def _bar(left: float, right: float, count: int | None, highest: int) -> str:
    if count == 0:
        return ""
    width = round(max(right - left - min(1.0, (right - left) / 4), 0.1), 2)
    if count is None:
        top = HEIGHT - HATCHED
        end = round(left + width, 2)
        return (
            f'<path d="M{left} {HEIGHT}V{top}H{end}V{HEIGHT}M{left} {HEIGHT}L{end} {top}"'
            ' class="s-strong" stroke-width="1" vector-effect="non-scaling-stroke"/>'
        )
    height = round(max(HEIGHT * count / max(highest, 1), 1), 1)
    return (
        f'<rect x="{left}" y="{round(HEIGHT - height, 1)}" width="{width}" height="{height}"'
        ' class="f-q5"/>'
    )
