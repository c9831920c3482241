"""Icons, knots and the twelve marks: each a shape first, a colour second."""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

_THIN = 'fill="none" stroke="currentColor" stroke-width="1.6"'
_QUESTION = (
    f'<path d="M5.8 6.1a2.2 2.2 0 114.2.9c-.5.9-2 1-2 2.3" {_THIN}/>'
    '<circle cx="8" cy="11.8" r="1" fill="currentColor"/>'
)
_BARRED = (
    f'<rect x="1.2" y="1.2" width="13.6" height="13.6" {_THIN}/>'
    '<path d="M1.5 6.5L6.5 1.5M1.5 11.5l10-10M4.5 14.5l10-10M9.5 14.5l5-5"'
    ' stroke="currentColor" stroke-width="1.3"/>'
)

# 16 x 16
ICONS = {
    "info": f'<circle cx="8" cy="8" r="7" {_THIN}/>'
    '<path d="M8 7v5M8 4.2v1.6" stroke="currentColor" stroke-width="1.8"/>',
    "stable": '<circle cx="8" cy="8" r="7.2" fill="currentColor"/>'
    '<path d="M4.4 8.3l2.6 2.5 4.6-5" fill="none" class="s-paper" stroke-width="1.9"/>',
    "not_stable": '<path d="M8 1L15 14H1z" fill="none" stroke="currentColor" stroke-width="1.5"/>'
    '<path d="M4.6 10.6q1.7-2.6 3.4-.8t3.4-.8" fill="none" stroke="currentColor" stroke-width="1.5"/>',
    "cannot_tell": '<circle cx="8" cy="8" r="7" fill="none" stroke="currentColor" stroke-width="1.6"'
    f' stroke-dasharray="2.2 1.8"/>{_QUESTION}',
    "question": f'<circle cx="8" cy="8" r="7" {_THIN}/>{_QUESTION}',
    "ring": f'<circle cx="8" cy="8" r="6" {_THIN}/>',
    "barred": _BARRED,
    "reject": _BARRED,
    "check": '<path d="M3 8.5l3.2 3.2L13 4.8" fill="none" stroke="currentColor" stroke-width="2.2"/>',
    "cross": f'<path d="M3.5 3.5l9 9m0-9l-9 9" {_THIN}/>',
    "equal": '<path d="M3 6h10M3 10h10" stroke="currentColor" stroke-width="2" fill="none"/>',
    "plus": '<path d="M8 2.5v11M2.5 8h11" stroke="currentColor" stroke-width="2" fill="none"/>',
    "minus": '<path d="M2.5 8h11" stroke="currentColor" stroke-width="2" fill="none"/>',
    "pen": f'<path d="M2.5 13.5l.8-3.2 7.6-7.6 2.4 2.4-7.6 7.6z" {_THIN}/>',
    "warn": f'<path d="M8 1.2L15.2 14H.8z" {_THIN}/>'
    '<path d="M8 6v4" stroke="currentColor" stroke-width="1.8"/>'
    '<circle cx="8" cy="12" r=".9" fill="currentColor"/>',
    "link": '<path d="M6.5 9.5l3-3M5 7L3.2 8.8a2.8 2.8 0 004 4L9 11M7 5l1.8-1.8a2.8 2.8 0 014 4L11 9"'
    f" {_THIN}/>",
    "arrow": f'<path d="M2 8h11M9 3.5L13.5 8 9 12.5" {_THIN}/>',
}

# 26 x 26; the state is told by the shape
_RIM = 'class="f-paper" stroke="currentColor"'
KNOTS = {
    "done": '<circle cx="13" cy="13" r="10" fill="currentColor"/>'
    '<path d="M8 13.4l3.4 3.2 6-6.6" fill="none" class="s-paper" stroke-width="2.4"/>',
    "part": f'<circle cx="13" cy="13" r="10" {_RIM} stroke-width="2.2"/>'
    '<path d="M13 3a10 10 0 000 20z" fill="currentColor"/>',
    "open": f'<circle cx="13" cy="13" r="11" {_RIM} stroke-width="2.5"/>'
    '<circle cx="13" cy="13" r="5.5" fill="currentColor"/>',
    "none": f'<circle cx="13" cy="13" r="9" {_RIM} stroke-width="2" stroke-dasharray="3 3"/>',
}

# the twelve categories: circle, square, triangle, diamond, cross, down-triangle, pentagon, hexagon, star,
# hourglass, ring, saltire
SHAPES = (
    '<circle cx="8" cy="8" r="6"/>',
    '<rect x="2.5" y="2.5" width="11" height="11"/>',
    '<path d="M8 1.5l7 12.5H1z"/>',
    '<path d="M8 1l7 7-7 7-7-7z"/>',
    '<path d="M5.5 1h5v4.5H15v5h-4.5V15h-5v-4.5H1v-5h4.5z"/>',
    '<path d="M8 14.5L1 2h14z"/>',
    '<path d="M8 1l6.7 4.9-2.6 7.8H3.9L1.3 5.9z"/>',
    '<path d="M4 1.2h8L15.5 8 12 14.8H4L.5 8z"/>',
    '<path d="M8 .5l2.2 5 5.3.5-4 3.6 1.2 5.4L8 12.2 3.3 15l1.2-5.4-4-3.6 5.3-.5z"/>',
    '<path d="M1.5 1.5h13L1.5 14.5h13z"/>',
    '<path fill-rule="evenodd" d="M8 1a7 7 0 100 14A7 7 0 008 1zm0 3.8a3.2 3.2 0 110 6.4 3.2 3.2 0 010-6.4z"/>',
    '<path d="M3.5 1L8 5.5 12.5 1 15 3.5 10.5 8l4.5 4.5-2.5 2.5L8 10.5 3.5 15 1 12.5 5.5 8 1 3.5z"/>',
)


def icon(name: str, size: int = 16) -> SafeString:
    """A small picture beside a word, hidden from screen readers; an arrow turns round in Urdu."""
    turned = mark_safe(' class="arrow"') if name == "arrow" else ""
    return format_html(
        '<svg viewBox="0 0 16 16" width="{}" height="{}"{} aria-hidden="true" focusable="false">{}</svg>',
        size,
        size,
        turned,
        mark_safe(ICONS[name]),  # noqa: S308  our own constants
    )


def knot(state: str) -> SafeString:
    """A knot of a thread: done, part, open or none."""
    return format_html(
        '<svg class="knot" viewBox="0 0 26 26" aria-hidden="true" focusable="false">{}</svg>',
        mark_safe(KNOTS[state]),  # noqa: S308  our own constants
    )


def shape(position: int, size: int = 16) -> SafeString:
    """The mark of category `position`, 1 to 12, in its colour; after twelve they begin again."""
    place = (int(position) - 1) % len(SHAPES)
    return format_html(
        '<svg viewBox="0 0 16 16" width="{}" height="{}" class="f-c{}" aria-hidden="true">{}</svg>',
        size,
        size,
        place + 1,
        mark_safe(SHAPES[place]),  # noqa: S308  our own constants
    )
