"""Tags of pages that seal or open in the browser; docs/reference/browser-sealing.md shows such pages."""

from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from misaq.web.record.browser_scripts import CRYPTO, SEALING, integrity
from misaq.web.shell import words

register = template.Library()

SPOKEN = (
    "sealing_bad_form",
    "record_bad_id",
    "custodians_number",
    "custodian_bad_name",
    "custodian_bad_recipient",
    "custodian_twice",
    "seal_too_large",
    "identity_bad_form",
    "identity_passphrase",
    "not_a_custodian",
    "request_other_record",
    "too_few_shares",
    "share_unreadable",
    "seal_altered",
    "wrong_share",
    "sealed_text_altered",
)
"""The codes that the scripts share with misaq.record.sealing; their texts are the same, too."""


@register.simple_tag(takes_context=True)
def sealing_scripts(context: Context) -> SafeString:
    """The script tags, with hashes; a browser does not run a file that has another one."""
    links: Any = context["shell"].links
    return format_html(
        '<script defer src="{}" integrity="{}"></script>\n<script type="module" src="{}" integrity="{}"></script>',
        links.static(CRYPTO),
        integrity(CRYPTO),
        links.static(SEALING),
        integrity(SEALING),
    )


@register.inclusion_tag("record/sealing/words.html")
def sealing_words() -> dict[str, SafeString]:
    """What the scripts say, in the page's language, as templates with {name} where a value goes."""
    return {
        "shared": format_html_join(
            "\n",
            '<template data-say="{}">{}</template>',
            ((code, words.say(code)) for code in SPOKEN),
        )
    }
