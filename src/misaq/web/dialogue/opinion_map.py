"""The opinion map as SVG marks: a shape and a colour per group, never mirrored, nobody a point."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from misaq.web.shell.icons import SHAPES

WIDTH, HEIGHT = 660, 470
N_COLOURS = 6  # a seventh group starts again: its letter, and its outline's line, tell it apart
_EDGE = 40
_DASHES = ("", "7 5", "2 4", "10 4 2 4", "1 3")  # an outline is told apart by its line as well
Place = tuple[float, float]


def letter(group: int) -> str:
    """The name of a group: A is the largest."""
    return chr(ord("A") + group)


def draw_opinion_map(
    groups: Mapping[str, Any], labelled_by: str, own: Place | None = None
) -> SafeString:
    """The marks, outlines and letters of `dialogue.groups` in a box of 660 by 470.

    labelled_by : ids of the elements that say in words what the picture shows.
    own : where the reader stands, for a page that only they see.
    """
    to_box = _Box([(m["x"], m["y"]) for m in groups["marks"]] + ([own] if own else []))
    parts: list[str] = []
    for group in groups["groups"]:
        parts += _outline([to_box.place(x, y) for x, y in group["outline"]], group["group"])
    for group in groups["groups"]:
        number = group["group"]
        marks = [to_box.place(m["x"], m["y"]) for m in groups["marks"] if m["group"] == number]
        parts.append(_marks(marks, number))
    for group in groups["groups"]:
        if group["outline"]:
            parts.append(_letter([to_box.place(x, y) for x, y in group["outline"]], group["group"]))
    if own:
        parts.append(_ring(to_box.place(*own)))
    return format_html(
        '<svg class="opinion-map" viewBox="0 0 {} {}" role="img" aria-labelledby="{}">{}</svg>',
        WIDTH,
        HEIGHT,
        labelled_by,
        mark_safe("".join(parts)),  # noqa: S308  made of numbers and our own class names
    )


class _Box:
    """Places on the plane to places in the picture: one scale for both axes, up is up."""

    def __init__(self, places: Sequence[Place]) -> None:
        xs, ys = [x for x, _ in places] or [0.0], [y for _, y in places] or [0.0]
        self._left, self._top = min(xs), max(ys)
        wide, high = max(xs) - min(xs), max(ys) - min(ys)
        self._scale = min((WIDTH - 2 * _EDGE) / (wide or 1.0), (HEIGHT - 2 * _EDGE) / (high or 1.0))
        self._dx = (WIDTH - wide * self._scale) / 2
        self._dy = (HEIGHT - high * self._scale) / 2

    def place(self, x: float, y: float) -> Place:
        """A place in the picture, to a tenth."""
        right, down = (x - self._left) * self._scale, (self._top - y) * self._scale
        return round(right + self._dx, 1), round(down + self._dy, 1)


def _outline(corners: Sequence[Place], group: int) -> list[str]:
    if not corners:
        return []
    path = "M" + "L".join(f"{x} {y}" for x, y in corners) + "Z"
    dashes = _DASHES[group % len(_DASHES)]
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return [
        f'<path d="{path}" class="f-c{group % N_COLOURS + 1} hull"/>',
        f'<path d="{path}" class="s-c{group % N_COLOURS + 1}" stroke-width="2" stroke-linejoin="round"{dashed}/>',
    ]


def _marks(places: Sequence[Place], group: int) -> str:
    shape = SHAPES[group % len(SHAPES)]
    drawn = "".join(
        f'<g transform="translate({x - 6:.1f} {y - 6:.1f}) scale(.75)">{shape}</g>'
        for x, y in places
    )
    return f'<g class="f-c{group % N_COLOURS + 1}">{drawn}</g>'


def _ring(place: Place) -> str:
    """A ring with a dot: the reader's own place, unlike the mark of any group."""
    x, y = place
    rings = ((13, "f-paper"), (11, "f-ink"), (7, "f-paper"), (4, "f-ink"))
    return "".join(f'<circle cx="{x}" cy="{y}" r="{r}" class="{name}"/>' for r, name in rings)


def _letter(corners: Sequence[Place], group: int) -> str:
    """The group's letter beside its outline, on the side away from the middle of the picture."""
    middle = (sum(x for x, _ in corners) / len(corners), sum(y for _, y in corners) / len(corners))
    side = -1 if middle[0] < WIDTH / 2 else 1
    x, y = max(corners, key=lambda c: (side * c[0] - c[1], c))
    x = min(max(x + side * 26, 20), WIDTH - 20)
    y = min(max(y - 14, 20), HEIGHT - 20)
    shape, colour = SHAPES[group % len(SHAPES)], group % N_COLOURS + 1
    return (
        f'<g class="f-c{colour}" transform="translate({x - 18:.1f} {y - 18:.1f}) scale(2.25)">{shape}</g>'
        f'<text x="{x:.1f}" y="{y + 6:.1f}" text-anchor="middle" class="f-paper" font-size="17"'
        f' font-weight="700">{letter(group)}</text>'
    )
