"""Tags and filters of every page; the table of them is in docs/web-pages.md. Thin: the work is in shell/*.py."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from misaq.web.shell import dates, icons, marks, words
from misaq.web.shell.frame import Frame

register = template.Library()

VERDICTS = {
    "stable": ("stable", "stable"),
    "not_stable": ("unstable", "not_stable"),
    "cannot_tell": ("unknown", "cannot_tell"),
    "withheld": ("withheld", "barred"),
    "common_ground": ("stable", "stable"),
}


# ---------------------------------------------------------------------- links
@register.simple_tag(takes_context=True)
def page_link(context: Context, name: str, item: Any = "") -> str:
    """The address of a page in this language; an unknown page is an error."""
    return _frame(context).links.page(name, str(item))


@register.simple_tag(takes_context=True)
def find_page(context: Context, name: str, item: Any = "") -> str:
    """The address of a page, or "" when this process has no such page."""
    return _frame(context).links.find_page(name, str(item))


@register.simple_tag(takes_context=True)
def download_link(context: Context, name: str, item: Any = "") -> str:
    """The address of a CSV."""
    return _frame(context).links.download(name, str(item))


@register.simple_tag(takes_context=True)
def static_link(context: Context, path: str) -> str:
    """The address of a static file."""
    return _frame(context).links.static(path)


def _frame(context: Context) -> Frame:
    frame: Frame = context["shell"]
    return frame


# ---------------------------------------------------------------------- words
@register.filter
def number(value: Any, decimals: int | None = None) -> SafeString:
    """1,284."""
    return words.number(value, decimals)


@register.filter
def percent(share: float | None, decimals: int = 0) -> SafeString:
    """62%."""
    return words.percent(share, decimals)


@register.filter
def bilingual(text: Any) -> SafeString:
    """The page's language of a {en, ur} text."""
    return words.bilingual(text)


@register.filter
def as_given(text: str | None) -> SafeString:
    """A text in one language only, marked by the letters it is written in."""
    return words.as_given(text)


@register.filter
def plain(text: Any) -> str:
    """The same without markup, for attributes."""
    return words.plain_bilingual(text)


@register.filter
def edtf(text: Any) -> str:
    """A partly known date in words."""
    return dates.date_words(text)


@register.simple_tag
def date(text: Any) -> str:
    """A partly known date in words."""
    return dates.date_words(text)


@register.simple_tag
def interval(
    value: float | None,
    low: float | None = None,
    high: float | None = None,
    unit: str = "percent",
    decimals: int | None = None,
) -> SafeString:
    """62% (57 to 66)."""
    return words.interval(value, low, high, unit=unit, decimals=decimals)


@register.simple_tag
def say(code: str, params: Mapping[str, Any] | None = None) -> str:
    """The text of a message code in the page's language."""
    return words.say(code, params)


@register.simple_tag(name="hash")
def hash_tag(value: str, full: bool = False) -> SafeString:
    """A hash in groups of four."""
    return words.short_hash(value, full=full)


# ----------------------------------------------------------------- components
@register.simple_tag
def verdict(kind: str, word: str = "") -> SafeString:
    """A verdict as icon and word."""
    look, picture = VERDICTS[kind]
    return format_html(
        '<span class="verdict {}">{}{}</span>',
        look,
        icons.icon(picture),
        word or _verdict_word(kind),
    )


def _verdict_word(kind: str) -> str:
    return {
        "stable": _("Stable"),
        "not_stable": _("Not stable"),
        "cannot_tell": _("Cannot tell"),
        "withheld": _("Withheld"),
        "common_ground": _("Common ground"),
    }[kind]


@register.simple_tag
def fact(value: Any, text: str, label: str = "") -> SafeString:
    """A big number with what it is, inside a dl.cols3."""
    shown = words.number(value) if isinstance(value, int | float) else conditional_escape(value)
    return format_html(
        '<div class="fact"><dt class="vh">{}</dt><dd class="big">{}</dd><dd class="of">{}</dd></div>',
        label or text,
        words.NOTHING if value is None else shown,
        text,
    )


@register.simple_tag
def count_cell(
    value: Any,
    why: str = "small",
    threshold: int | None = None,
    label: str = "",
    as_of: Mapping[str, int] | None = None,
) -> SafeString:
    """A table cell with a count; None is hatched and says why.

    as_of : {release, value} that an earlier release told of a withheld count.
    """
    spoken = format_html(' data-l="{}"', label) if label else ""
    if value is not None:
        return format_html('<td class="r"{}>{}</td>', spoken, words.number(value))
    hidden = _hidden_word(why, threshold)
    if as_of is None:
        return format_html('<td class="r supp"{}>{}</td>', spoken, hidden)
    earlier = format_html(
        _("{value} in release {release}"),
        **{name: words.number(as_of[name]) for name in ("value", "release")},
    )
    return format_html('<td class="r supp"{}>{}<br>{}</td>', spoken, hidden, earlier)


def _hidden_word(why: str, threshold: int | None) -> Any:
    if why == "small" and threshold is not None:
        return format_html('<bdi class="n">&lt;{}</bdi>', threshold)
    if why in {"small", "complementary"}:
        return _("hidden")
    return _("not shown")


@register.simple_block_tag(takes_context=True)
def figure(
    context: Context,
    content: str,
    title: str = "",
    subtitle: str = "",
    csv: str = "",
    source: str = "",
    verdict: str = "",
    word: str = "",
    level: int = 2,
) -> SafeString:
    """The frame of a chart round its marks and table."""
    return _part(
        "figure",
        content=content,
        title=title,
        subtitle=subtitle,
        csv=csv,
        source=source,
        verdict=verdict,
        word=word,
        level=level,
    )


@register.simple_block_tag
def scroll(content: str, label: str) -> SafeString:
    """A wide table that scrolls by itself and can be reached by keyboard."""
    return format_html(
        '<div class="scroll" tabindex="0" role="region" aria-label="{}">{}</div>', label, content
    )


@register.simple_tag(takes_context=True)
def thread(context: Context, steps: Sequence[Mapping[str, Any]]) -> SafeString:
    """A chain of provenance: knots with kind, words, link.

    A step names its address (`href`) or a page (`page`, `item`); a page that this process has not is no link.
    """
    links = _frame(context).links
    drawn = [
        {**step, "href": step.get("href") or links.find_page(step["page"], step.get("item", ""))}
        if step.get("page")
        else step
        for step in steps
    ]
    return _part("thread", steps=drawn)


@register.simple_tag
def empty_state(
    title: str, text: str = "", href: str = "", action: str = "", level: int = 2
) -> SafeString:
    """What will be here, when, and one action."""
    return _part("empty", title=title, text=text, href=href, action=action, level=level)


@register.simple_tag
def redline_legend() -> SafeString:
    """What the signs of a redline mean."""
    return _part("redline_legend")


def _part(name: str, **context: Any) -> SafeString:
    return render_to_string(f"shell/components/{name}.html", context)


# ---------------------------------------------------------------------- marks
@register.simple_tag
def icon(name: str, size: int = 16) -> SafeString:
    """A small icon."""
    return icons.icon(name, size)


@register.simple_tag
def knot(state: str) -> SafeString:
    """A knot of a thread."""
    return icons.knot(state)


@register.simple_tag
def shape(position: int, size: int = 16) -> SafeString:
    """One of the twelve marks."""
    return icons.shape(position, size)


@register.simple_tag
def axis(*texts: Any) -> SafeString:
    """Words over the marks."""
    return marks.axis(texts)


@register.simple_tag
def bar_marks(
    value: float | None,
    low: float | None = None,
    high: float | None = None,
    maximum: float = 1.0,
    reference: float | None = 0.5,
    fill: str = "q3",
) -> SafeString:
    """A bar with its interval."""
    return marks.bar(value, low, high, maximum=maximum, reference=reference, fill=fill)


@register.simple_tag
def dot_marks(
    value: float | None,
    low: float | None,
    high: float | None,
    minimum: float,
    maximum: float,
    reference: float | None = None,
    log: bool = False,
) -> SafeString:
    """A point with its interval."""
    return marks.dot(value, low, high, minimum, maximum, reference=reference, log=log)


@register.simple_tag
def stacked_marks(parts: Iterable[Sequence[object]], total: float | None = None) -> SafeString:
    """Parts of a whole."""
    return marks.stacked(parts, total)


@register.simple_tag
def hatched_marks() -> SafeString:
    """What stands where a number is hidden."""
    return marks.hatched()


@register.simple_tag
def swatch(kind: str) -> SafeString:
    """A sample of a part of `stacked_marks`."""
    return marks.swatch(kind)


@register.simple_tag
def scale(
    value: float,
    minimum: float,
    maximum: float,
    width: float = marks.WIDTH,
    log: bool = False,
) -> float:
    """A value in pixels."""
    return marks.scale(value, minimum, maximum, width, log=log)
