"""Marks of charts: small SVGs that stand in a table's middle column. Words and numbers stay in HTML."""

import math
import re
from collections.abc import Iterable, Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

WIDTH = 300
HEIGHT = 24

# Answers are told apart by pattern as well as by colour: solid, slanted, upright, hatched outline.
_CLASS = re.compile(r"[a-z][a-z0-9]*")
_PATTERNED = {"full": "f-agree", "partial": "f-q3", "denied": "f-disagree", "silent": "f-paper"}


def scale(
    value: float, minimum: float, maximum: float, width: float = WIDTH, *, log: bool = False
) -> float:
    """A value's place on an axis of `width` pixels, to a tenth; values off the axis stop at its ends.

    >>> scale(0.5, 0, 1), scale(2, 0, 1), scale(1, 0.5, 2, log=True)
    (150.0, 300.0, 150.0)
    """
    if log:
        value, minimum, maximum = (math.log(max(x, 1e-12)) for x in (value, minimum, maximum))
    if maximum == minimum:
        return 0.0
    share = (value - minimum) / (maximum - minimum)
    return round(min(max(share, 0.0), 1.0) * width, 1)


def bar(
    value: float | None,
    low: float | None = None,
    high: float | None = None,
    *,
    maximum: float = 1.0,
    reference: float | None = 0.5,
    fill: str = "q3",
) -> SafeString:
    """A bar from zero with its interval and a dashed line at `reference`; hatched when there is no value."""
    if value is None:
        return hatched()
    parts = [
        _ground(),
        f'<rect y="5" width="{scale(value, 0, maximum)}" height="14" class="{fill_class(fill)}"/>',
    ]
    parts += _reference(reference, 0, maximum, log=False)
    parts += _whisker(low, high, 0, maximum, log=False)
    return _svg(parts)


def dot(
    value: float | None,
    low: float | None,
    high: float | None,
    minimum: float,
    maximum: float,
    *,
    reference: float | None = None,
    log: bool = False,
) -> SafeString:
    """A point with its interval; hatched when there is no value."""
    if value is None:
        return hatched()
    x = min(max(scale(value, minimum, maximum, log=log) - 4, 0), WIDTH - 8)
    parts = [_ground(), *_reference(reference, minimum, maximum, log=log)]
    parts += _whisker(low, high, minimum, maximum, log=log)
    parts.append(f'<rect x="{x:.1f}" y="7" width="8" height="10" class="f-accent"/>')
    return _svg(parts)


def stacked(parts: Iterable[Sequence[object]], total: float | None = None) -> SafeString:
    """Parts of a whole end to end, in the order given.

    parts : (value, kind) pairs; kind is full, partial, denied, silent, or a colour (q1..q6, c1..c12, agree ...).
    total : what fills the whole width; None: the sum of the parts.
    """
    pairs = [(float(str(value or 0)), str(kind)) for value, kind in parts]
    whole = float(total or 0) or sum(value for value, _ in pairs) or 1.0
    drawn: list[str] = []
    x = 0.0
    for value, kind in pairs:
        width = round(value / whole * WIDTH, 1)
        if width > 0:
            drawn += _part(x, width, kind)
        x = round(x + width, 1)
    return _svg(drawn or [_ground()])


def fill_class(colour: str) -> str:
    """The class that fills with a colour of the sheet: "q3" to "f-q3".

    Raises ValueError when it could not be the name of one: it may have come from a document.
    """
    if not _CLASS.fullmatch(colour):
        raise ValueError(f"no such colour: {colour!r}")
    return f"f-{colour}"


def hatched() -> SafeString:
    """What stands where a number is hidden: a hatched field, never an empty one."""
    lines = "".join(f'<path d="M{x} 24L{x + 14} 0"/>' for x in range(0, WIDTH, 14))
    return _svg([_ground(), f'<g class="s-strong" stroke-width="1.2">{lines}</g>'])


def swatch(kind: str) -> SafeString:
    """A sample of a part of `stacked`, for its key."""
    drawn = "".join(_part(0, 26, kind))
    return format_html(
        '<svg viewBox="0 0 26 24" width="26" height="16" aria-hidden="true">{}</svg>',
        mark_safe(drawn),  # noqa: S308  made of numbers and our own class names
    )


def axis(words: Iterable[object]) -> SafeString:
    """Words over the marks, spread from end to end."""
    cells = "".join(str(format_html("<bdi>{}</bdi>", word)) for word in words)
    return format_html('<span class="axis" aria-hidden="true">{}</span>', mark_safe(cells))  # noqa: S308


def _ground() -> str:
    return f'<rect width="{WIDTH}" height="{HEIGHT}" class="f-paper3" opacity=".55"/>'


def _reference(at: float | None, minimum: float, maximum: float, *, log: bool) -> list[str]:
    if at is None or not minimum <= at <= maximum:
        return []
    return [
        (
            f'<path d="M{scale(at, minimum, maximum, log=log)} -6V30" class="s-ink" stroke-width="1.2"'
            ' stroke-dasharray="3 3" vector-effect="non-scaling-stroke"/>'
        )
    ]


def _whisker(
    low: float | None, high: float | None, minimum: float, maximum: float, *, log: bool
) -> list[str]:
    if low is None or high is None:
        return []
    left, right = (scale(x, minimum, maximum, log=log) for x in (low, high))
    return [
        f'<path d="M{left} 12H{right}" class="s-ink" stroke-width="2.5"/>',
        (
            f'<path d="M{left} 6V18M{right} 6V18" class="s-ink" stroke-width="2"'
            ' vector-effect="non-scaling-stroke"/>'
        ),
    ]


def _part(x: float, width: float, kind: str) -> list[str]:
    colour = _PATTERNED.get(kind) or fill_class(kind)
    drawn = [f'<rect x="{x}" y="3" width="{width}" height="18" class="{colour}"/>']
    right = x + width
    if kind == "partial":
        lines = _lines(x, right, 7, slant=9)
        drawn.append(f'<g class="s-paper" stroke-width="1.6">{lines}</g>')
    elif kind == "denied":
        lines = _lines(x, right, 6, slant=0)
        drawn.append(f'<g class="s-paper" stroke-width="1.6">{lines}</g>')
    elif kind == "silent":
        lines = _lines(x, right, 7, slant=-9)
        drawn.append(f'<g class="s-strong" stroke-width="1.1">{lines}</g>')
        drawn.append(
            f'<rect x="{x + 0.7:.1f}" y="3.7" width="{max(width - 1.4, 0.1):.1f}" height="16.6"'
            ' class="s-strong" stroke-width="1.4"/>'
        )
    drawn.append(f'<path d="M{right:.1f} 2V22" class="s-paper" stroke-width="2.5"/>')
    return drawn


def _lines(left: float, right: float, step: int, *, slant: int) -> str:
    """Lines from top to bottom between two places, cut so that none leaves its part."""
    drawn = []
    x = left + step / 2
    while x < right:
        end = min(max(x + slant, left), right)
        drop = 18 if slant == 0 else round(18 * abs(end - x) / abs(slant), 1)
        drawn.append(f'<path d="M{x:.1f} 3L{end:.1f} {3 + drop:g}"/>')
        x += step
    return "".join(drawn)


def _svg(parts: Iterable[str]) -> SafeString:
    return format_html(
        '<svg class="flip" viewBox="0 0 {} {}" preserveAspectRatio="none" aria-hidden="true">{}</svg>',
        WIDTH,
        HEIGHT,
        mark_safe("".join(parts)),  # noqa: S308  made of numbers and our own class names
    )
