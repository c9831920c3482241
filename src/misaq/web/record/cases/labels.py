"""What stands in a case as codes, in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

PARTICULARS: Mapping[str, Any] = {
    "name": _("Name as the source gives it"),
    "father": _("Father's name"),
    "mother": _("Mother's name"),
    "birth": _("Born"),
    "id_number": _("Identity number"),
    "phone": _("Telephone"),
    "origin": _("From where"),
    "occupation": _("Work"),
}
_FIELDS: Mapping[str, Any] = {
    "summary": _("What happened, in one or two sentences"),
    "summary_language": _("Language of these sentences"),
    "when": _("When"),
    "place": _("Place"),
    "district": _("District"),
    "community": _("Community"),
    "narrative": _("What happened, in full"),
}
_REVIEWS: Mapping[str, Any] = {
    "admit": _("taken up"),
    "peer": _("first review"),
    "coding": _("second coding, blind"),
    "settling": _("what holds where they differ"),
    "second": _("second review: verified"),
    "return": _("returned"),
    "reopen": _("opened again"),
}
_STANDINGS: Mapping[str, Any] = {
    "present": _("there"),
    "partly": _("in part"),
    "missing": _("missing"),
    "not_due": _("does not arise"),
    "not_known": _("not known whether it arises"),
}


def field_label(name: str) -> str:
    """A field of the case in words."""
    return str(_FIELDS.get(name, name))


def review_kind(kind: str) -> str:
    """A kind of review in words."""
    return str(_REVIEWS.get(kind, kind))


def standing_label(standing: str) -> str:
    """Whether a particular is there, in words."""
    return str(_STANDINGS[standing])
