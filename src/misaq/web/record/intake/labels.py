"""What the fields of intake are called, and the terms to choose from, in the language of the page."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from misaq.record import INTAKE_FIELDS, terms

LABELS: dict[str, Any] = {
    "victim_name": _("Name of the person harmed"),
    "victim_father": _("Father of the person harmed"),
    "victim_mother": _("Mother of the person harmed"),
    "victim_sex": _("Sex of the person harmed"),
    "victim_age": _("Age at that time"),
    "victim_birth": _("Date of birth"),
    "victim_id_number": _("Identity card number"),
    "victim_phone": _("Telephone of the person or family"),
    "victim_origin": _("Where the person is from"),
    "victim_occupation": _("Occupation"),
    "community": _("Community (code)"),
    "act_type": _("What was done"),
    "method": _("How it was done"),
    "when": _("When it happened"),
    "where": _("Place (as a code)"),
    "district": _("District"),
    "actor": _("Kind of those said to have done it"),
    "count": _("How many people"),
    "child": _("Under 18 or not"),
    "verification": _("How far the list says it was checked"),
    "relative_name": _("Name of a relative"),
    "relative_phone": _("Telephone of a relative"),
    "witness_name": _("Name of a witness"),
    "witness_phone": _("Telephone of a witness"),
    "submitter_name": _("Name of who told it"),
    "submitter_phone": _("Telephone of who told it"),
    "suspect_name": _("Name of a person said to have taken part"),
    "summary": _("What was done, in one sentence without names"),
    "narrative": _("What happened, in full"),
    "source_kind": _("Kind of source"),
    "source_connection": _("How the source knows"),
    "collected_on": _("When it was told"),
    "language": _("Language of the source"),
    "reliability": _("Reliability of the source"),
    "credibility": _("Credibility of what is said"),
}
_TIERS = {
    "clear": _("In clear: no names here"),
    "restricted": _("Shut under your organisation's key"),
    "sealed": _("Sealed: opened only by custodians together"),
}
YES_NO = (("true", _("Yes")), ("false", _("No")))


def field_choices() -> list[tuple[Any, Any]]:
    """Every field by the tier it lies in, for a select."""
    choices: list[tuple[Any, Any]] = [("", _("Keep it in the row only"))]
    for tier, label in _TIERS.items():
        own = [(name, LABELS[name]) for name, one in INTAKE_FIELDS.items() if one.tier == tier]
        choices.append((label, own))
    return choices


def term_choices(list_name: str, *, blank: Any = "") -> list[tuple[str, Any]]:
    """The terms of a list with their labels in the page's language; first the blank one, when it has a text."""
    language = "ur" if (get_language() or "en").startswith("ur") else "en"
    found: list[tuple[str, Any]] = [
        (code, term.label[language]) for code, term in terms(list_name).items()
    ]
    return [("", blank), *found] if blank else found


def act_words(codes: Iterable[str], language: str) -> str:
    """What was done in words, for a case that came without a summary.

    >>> act_words(("DOL", "CON"), "en")
    'Taken and held; Missing after being taken'
    """
    known = terms("act_type")
    return "; ".join(known[code].label[language] for code in codes)
