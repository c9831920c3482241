"""Marks of the composition chart: ring population, bar volunteers, diamond drawn, band quota."""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from misaq.web.shell import marks

WIDTH, MIDDLE = 340, 13
_TOPS = (0.03, 0.06, 0.12, 0.15, 0.3, 0.6, 0.9, 1.0)
_QUARTERS = 1.0


def nice_top(share: float) -> float:
    """The end of an axis that holds `share`, such that its ticks are whole per cents.

    >>> nice_top(0.41), nice_top(0.02)
    (0.6, 0.03)
    """
    return next((top for top in _TOPS if share <= top + 1e-9), 1.0)


def axis_words(top: float) -> SafeString:
    """The words over an axis from 0 to `top`."""
    steps = 4 if top == _QUARTERS else 3
    per_cents = [round(100 * top * step / steps) for step in range(steps + 1)]
    return marks.axis([*per_cents[:-1], f"{per_cents[-1]}%"])


def composition_marks(
    top: float,
    *,
    population: float | None = None,
    pool: float | None = None,
    drawn: float | None = None,
    quota: tuple[float, float] | None = None,
) -> SafeString:
    """One row's marks; a share that is not known or not shown has none. Shares in [0, 1], axis to `top`."""
    parts = [f'<path d="M0 {MIDDLE}H{WIDTH}" class="s-line" stroke-width="1.5"/>']
    if quota is not None:
        left, right = (_at(side, top) for side in quota)
        left, width = max(left - 4, 0), max(right - left + 8, 10)
        parts.append(
            f'<rect x="{left:.1f}" y="3" width="{width:.1f}" height="20" rx="2" class="f-q2"/>'
        )
    if pool is not None:
        parts.append(f'<path d="M{_at(pool, top):.1f} 6V20" class="s-ink" stroke-width="3"/>')
    if population is not None:
        x = _at(population, top)
        parts.append(f'<circle cx="{x:.1f}" cy="{MIDDLE}" r="6" class="f-paper"/>')
        parts.append(f'<circle cx="{x:.1f}" cy="{MIDDLE}" r="6" class="s-ink" stroke-width="2"/>')
    if drawn is not None:
        x = _at(drawn, top)
        parts.append(
            f'<rect x="{x - 4.5:.1f}" y="8.5" width="9" height="9" class="f-accent"'
            f' transform="rotate(45 {x:.1f} {MIDDLE})"/>'
        )
    body = mark_safe("".join(parts))  # noqa: S308  numbers and fixed text only
    return format_html(
        '<svg class="flip" viewBox="0 0 {} 26" aria-hidden="true" focusable="false">{}</svg>',
        WIDTH,
        body,
    )


def _at(share: float, top: float) -> float:
    """A share's place, kept inside the frame so that no mark is cut."""
    return min(max(marks.scale(share, 0, top, WIDTH), 6.5), WIDTH - 6.5)
