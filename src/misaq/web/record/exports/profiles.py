"""Which fields leave by which profile. What is sealed is in none: it opens only by custodians."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from misaq.web.record.models import Case


@dataclass(frozen=True)
class Profile:
    """A choice of fields: the code, what it is for, its fields in order, whether shut fields are among them."""

    code: str
    label: Any
    fields: tuple[str, ...]
    is_restricted: bool = False


_COUNTING = (
    "ref", "stage", "when", "community", "district", "act_types", "answer",
)  # fmt: skip
_CLEAR = (
    *_COUNTING, "place", "is_sensitive", "summary", "summary_language", "opened_at", "changed_at", "n_sources",
    "n_evidence",
)  # fmt: skip
PERSON = ("name", "father", "mother", "birth", "id_number", "phone", "origin", "occupation")
RESTRICTED_ROLES = ("victim", "relative")
PROFILES: Mapping[str, Profile] = {
    one.code: one
    for one in (
        Profile("counting", _("for counting: no words, no place below the district"), _COUNTING),
        Profile("clear", _("everything that stands in clear"), _CLEAR),
        Profile(
            "restricted",
            _("also what is shut: narrative, and who was harmed"),
            (*_CLEAR, "narrative", "persons"),
            is_restricted=True,
        ),
    )
}
FORMS: Mapping[str, Any] = {
    "csv": _("CSV, for a spreadsheet"),
    "json": _("JSON"),
    "zip": _("zip: CSV and JSON, with a list of the original files"),
}
FIELD_WORDS: Mapping[str, Any] = {
    "ref": _("reference of the case"),
    "stage": _("how far checked"),
    "when": _("date of the act, as far as known"),
    "community": _("community of the person harmed"),
    "district": _("district"),
    "place": _("place"),
    "act_types": _("kinds of act"),
    "answer": _("answer of those responsible"),
    "is_sensitive": _("whether it is sensitive"),
    "summary": _("summary"),
    "summary_language": _("language of the summary"),
    "opened_at": _("when the case was opened"),
    "changed_at": _("when it was changed last"),
    "n_sources": _("number of sources"),
    "n_evidence": _("number of files"),
    "narrative": _("narrative, in full"),
    "persons": _("persons harmed and relatives: name, parents, birth, numbers, origin, occupation"),
}
_COMPUTED: Mapping[str, Callable[[Case], Any]] = {
    "opened_at": lambda case: case.opened_at.isoformat(),
    "changed_at": lambda case: case.changed_at.isoformat(),
}


def clear_value(case: Case, field: str) -> Any:
    """The value of a field in clear, as JSON has it."""
    return _COMPUTED[field](case) if field in _COMPUTED else getattr(case, field)
