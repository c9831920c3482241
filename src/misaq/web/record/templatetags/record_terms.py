"""Terms of the record in templates."""

from django import template

from misaq.web.record.vocabulary import term_label

register = template.Library()


@register.filter
def term(code: str, list_name: str) -> str:
    """The label of a code of a list, in the page's language: `{{ request.kind|term:"request_kind" }}`."""
    return term_label(list_name, code) if code else ""
