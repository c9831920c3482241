"""Decision rules in the words of the website, where the groups of a body are the communities of the process."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from misaq.charter import rule_of_values, summarise_rule


def site_names(names: Mapping[str, str] | None = None) -> dict[str, str]:
    """What is called otherwise here: each group is each community. names : of communities, by id."""
    return {"each": _("In each community"), **(names or {})}


def rule_sentences(values: Mapping[str, Any]) -> list[str]:
    """A rule, from its plain values, in a few sentences in the language of the page, the quorum first."""
    return list(summarise_rule(rule_of_values(values), get_language() or "en", site_names()))
