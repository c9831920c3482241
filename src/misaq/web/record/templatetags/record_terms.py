"""Terms of the record in templates."""

from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from misaq.web.record.vocabulary import term_label
from misaq.web.shell.words import bilingual

register = template.Library()


@register.filter
def term(code: str, list_name: str) -> str:
    """The label of a code of a list, in the page's language: `{{ request.kind|term:"request_kind" }}`."""
    return term_label(list_name, code) if code else ""


@register.filter
def owned(answer: str) -> str:
    """How far those said to be responsible own it, as a sentence that stands alone."""
    return {
        "full": _("Acknowledged in full"),
        "partial": _("Acknowledged in part"),
        "denied": _("Denied"),
        "silent": _("Not answered"),
    }.get(answer, answer)


@register.simple_tag(takes_context=True)
def community(context: template.Context, name: Any) -> SafeString:
    """A community known by its id, by its name in both languages; as it is where no name is known."""
    known = context["shell"].communities
    code = name if isinstance(name, str) else ""
    return bilingual(known.get(code) or name)
