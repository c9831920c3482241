"""Numbers, intervals, dates and two-language texts as words of a page. HTML out; everything given is escaped."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from misaq.foundation import messages

DIRECTIONS = {"ur": "rtl", "ar": "rtl", "fa": "rtl", "ps": "rtl", "sd": "rtl", "he": "rtl"}
NOTHING = "–"

_ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f]")
_LATIN = re.compile(r"[A-Za-z]")


def direction_of(language: str) -> str:
    """The writing direction of a language, "ltr" or "rtl".

    >>> direction_of("ur"), direction_of("en")
    ('rtl', 'ltr')
    """
    return DIRECTIONS.get(language.partition("-")[0], "ltr")


def plain_number(value: Any, decimals: int | None = None) -> str:
    """A number with commas between thousands; None is a dash.

    decimals : places after the point; None: none for a whole number, else two.

    >>> plain_number(41870), plain_number(0.955), plain_number(2, 1), plain_number(None)
    ('41,870', '0.95', '2.0', '–')
    >>> plain_number(-1234.5, 0)
    '−1,234'
    """
    if value is None:
        return NOTHING
    if decimals is None:
        decimals = 0 if float(value).is_integer() else 2
    text = f"{value:,.{decimals}f}"
    if float(text.replace(",", "")) == 0:
        text = text.lstrip("-")
    return text.replace("-", "−")


def number(value: Any, decimals: int | None = None) -> SafeString:
    """`plain_number` kept apart from the text around it, whichever way that runs."""
    return format_html('<bdi class="n">{}</bdi>', plain_number(value, decimals))


def plain_percent(share: float | None, decimals: int = 0) -> str:
    """A share between 0 and 1 as per cent.

    >>> plain_percent(0.62), plain_percent(0.004, 1), plain_percent(None)
    ('62%', '0.4%', '–')
    """
    return NOTHING if share is None else f"{plain_number(share * 100, decimals)}%"


def percent(share: float | None, decimals: int = 0) -> SafeString:
    """`plain_percent` kept apart from the text around it."""
    return format_html('<bdi class="n">{}</bdi>', plain_percent(share, decimals))


def interval(
    value: float | None,
    low: float | None,
    high: float | None,
    *,
    unit: str = "percent",
    decimals: int | None = None,
) -> SafeString:
    """A number with its interval beside it, in words: "62% (57 to 66)".

    unit : "percent" for shares, "number" as it is.
    low, high : None: the number stands alone.
    """
    scale, sign = (100.0, "%") if unit == "percent" else (1.0, "")
    if decimals is None and unit == "percent":
        decimals = 0

    def words(x: float) -> str:
        return plain_number(x * scale, decimals)

    if value is None:
        return format_html('<span class="quiet">{}</span>', NOTHING)
    shown = format_html('<span class="num"><bdi class="n">{}{}</bdi></span>', words(value), sign)
    if low is None or high is None:
        return shown
    between = _("%(low)s to %(high)s") % {"low": words(low), "high": words(high)}
    return format_html('{} <span class="ci">({})</span>', shown, between)


def pick(text: Any, language: str) -> tuple[str, str]:
    """The text in `language` and the language it is in; another one when there is none.

    text : a mapping of language to text, or a text, or None.

    >>> pick({"en": "Peace", "ur": "امن"}, "ur"), pick({"en": "Peace"}, "ur"), pick("Peace", "ur")
    (('امن', 'ur'), ('Peace', 'en'), ('Peace', 'ur'))
    """
    if not isinstance(text, Mapping):
        return ("" if text is None else str(text)), language
    if text.get(language):
        return str(text[language]), language
    for other in ("en", *sorted(text)):
        if text.get(other):
            return str(text[other]), other
    return "", language


def bilingual(text: Any) -> SafeString:
    """The text in the page's language; marked with its own language when it is another one."""
    language = get_language() or "en"
    words, found = pick(text, language)
    if found == language:
        return escape(words)
    return format_html('<span lang="{}" dir="{}">{}</span>', found, direction_of(found), words)


def as_given(text: str | None) -> SafeString:
    """A text that came in one language only, and nobody said which: marked by the letters it is written in.

    So a screen reader does not read English aloud as if it were Urdu.
    """
    if not text:
        return SafeString("")
    found = "en" if _ARABIC.search(text) is None and _LATIN.search(text) else "ur"
    if found == (get_language() or "en") or (found == "ur" and _ARABIC.search(text) is None):
        return escape(text)
    return format_html('<span lang="{}" dir="{}">{}</span>', found, direction_of(found), text)


def plain_bilingual(text: Any) -> str:
    """The text in the page's language or another one, without markup: for attributes and messages."""
    return pick(text, get_language() or "en")[0]


def say(code: str, params: Mapping[str, Any] | None = None) -> str:
    """The text of a message code in the page's language.

    params : its values; numbers get their commas, {en, ur} mappings give the page's language.
    """
    values = {key: _spoken(value) for key, value in (params or {}).items()}
    return messages.render(code, get_language() or "en", **values).sentence()


def _spoken(value: Any) -> Any:
    if isinstance(value, Mapping):
        return plain_bilingual(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    return plain_number(value)


def short_hash(value: str, *, full: bool = False) -> SafeString:
    """A hash in groups of four digits, the first sixteen of them unless `full`.

    >>> short_hash("sha256:9f3c71d20be4a6c8ffff")
    '<span class="hash" dir="ltr">9f3c 71d2 0be4 a6c8 …</span>'
    """
    digits = value.rpartition(":")[2]
    shown = digits if full else digits[:16]
    groups = " ".join(shown[i : i + 4] for i in range(0, len(shown), 4))
    rest = "" if len(shown) == len(digits) else " …"
    return format_html('<span class="hash" dir="ltr">{}{}</span>', groups, rest)


def joined(parts: list[SafeString]) -> SafeString:
    """Safe pieces as one."""
    return mark_safe("".join(parts))  # noqa: S308  every piece is already safe
