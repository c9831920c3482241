"""What people wrote and what they are called, each in its own script."""

import re

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()
_ARABIC = re.compile(r"[\u0600-\u06ff]")


@register.filter
def own_script(text: str | None) -> SafeString:
    """A name or a remark in one language: Urdu is marked as Urdu, so that it has its own letters on any page.

    >>> str(own_script("زرمین"))
    '<bdi lang="ur" dir="rtl">زرمین</bdi>'
    """
    plain = text or ""
    if _ARABIC.search(plain):
        return format_html('<bdi lang="ur" dir="rtl">{}</bdi>', plain)
    return format_html('<bdi lang="en" dir="ltr">{}</bdi>', plain)
