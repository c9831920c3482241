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
_DEEDS: Mapping[str, Any] = {
    "case.opened": _("opened the case"),
    "case.viewed": _("read the case"),
    "case.changed": _("changed the case"),
    "source.added": _("added a source"),
    "person.added": _("added a person"),
    "act.added": _("added an act"),
    "involvement.added": _("added an alleged part"),
    "detention.added": _("added a time held"),
    "fate.added": _("added what is known of the fate"),
    "qualification.added": _("added a view of the law"),
    "assertion.added": _("noted what a source says"),
    "case.reviewed": _("reviewed the case"),
    "case.verified": _("verified the case"),
    "case.settled": _("proposed what holds"),
    "case.confirmed": _("agreed with what was settled"),
    "case.returned": _("returned the case"),
    "case.reopened": _("opened the case again"),
    "case.coded": _("coded the case a second time"),
    "coding.began": _("began a second coding"),
    "coding.declined": _("declined a second coding"),
    "sources.viewed": _("read the sources"),
    "family.invited": _("invited the family"),
    "family.viewed": _("looked at the family's page"),
    "family.ended": _("ended the family's access"),
    "consent.given": _("gave consent"),
    "consent.withdrawn": _("withdrew consent"),
    "erasure.asked": _("asked for erasure"),
    "erasure.approved": _("approved the erasure"),
    "erasure.refused": _("refused the erasure"),
    "erasure.withdrawn": _("took back the wish to erase"),
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


def verb_label(verb: str) -> str:
    """What was done, in words; the code itself for what another part of the record notes."""
    return str(_DEEDS.get(verb, verb))


def standing_label(standing: str) -> str:
    """Whether a particular is there, in words."""
    return str(_STANDINGS[standing])
