"""The terms of the record as forms and pages show them, in the page's language."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language

from misaq.record import terms


def in_language(text: Mapping[str, str]) -> str:
    """A text of several languages in the page's, else in English."""
    return text.get((get_language() or "en")[:2]) or text["en"]


def term_label(list_name: str, code: str) -> str:
    """The label of a term; the code itself where the list has it not, so that nothing recorded is hidden."""
    found = terms(list_name).get(code)
    return in_language(found.label) if found else code


def term_labels(list_name: str, codes: Any) -> str:
    """The labels of several terms, one after the other."""
    comma = "، " if (get_language() or "en")[:2] == "ur" else ", "
    return comma.join(term_label(list_name, code) for code in codes)


def term_choices(list_name: str) -> list[tuple[str, str]]:
    """The terms of a list as the choices of a field."""
    return [(code, in_language(term.label)) for code, term in terms(list_name).items()]


def term_choices_or_none(list_name: str) -> list[tuple[str, str]]:
    """The same, with nothing chosen first."""
    return [("", "–"), *term_choices(list_name)]
