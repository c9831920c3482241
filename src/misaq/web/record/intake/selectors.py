"""What the intake reads: for whom somebody records, names that are near, drafts."""

import json
from dataclasses import dataclass

from django.http import Http404, HttpRequest

from misaq.record import NameIndex, SealingFormError
from misaq.web.record.access import cases_of, organisations_of
from misaq.web.record.models import Draft, Organisation, PersonMention
from misaq.web.record.models.person import MentionRole
from misaq.web.record.sealed.services import group_current, keepers_of
from misaq.web.record.unlocking import Keyring

MOST_NAMES = 50_000
MOST_HINTS = 8


def organisation_with_key(request: HttpRequest, keys: Keyring, slug: str = "") -> Organisation:
    """The organisation to record for: the one named, or the first whose key this session has."""
    for organisation in organisations_of(request.user):
        if keys.has(organisation) and slug in {"", organisation.slug}:
            return organisation
    raise Http404


def custodians_json() -> str:
    """To whom a browser seals, as its form takes it; "" while no custodians are named."""
    try:
        keepers = keepers_of(group_current())
    except SealingFormError:
        return ""
    named = [{"name": one.name, "recipient": one.recipient} for one in keepers.custodians]
    return json.dumps({"threshold": keepers.threshold, "custodians": named})


@dataclass(frozen=True)
class Near:
    """A case in which somebody is mentioned whose name is like one that was typed. For one page."""

    ref: str
    name: str
    summary: str
    when: str
    district: str
    likeness: float


def names_near(
    request: HttpRequest, organisation: Organisation, keys: Keyring, names: list[str]
) -> list[Near]:
    """Who may be the same: of the newest 50,000 mentions of cases that somebody may see, most alike first.

    The names are opened for this one answer and kept nowhere.
    """
    if not names:
        return []
    mentions = list(
        PersonMention.objects.filter(
            case__in=cases_of(request.user).filter(organisation=organisation),
            role__in=(MentionRole.VICTIM, MentionRole.RELATIVE),
        )
        .exclude(particulars_shut=b"")
        .order_by("-case__opened_at")
        .values_list("pk", "case_id", "particulars_shut")[:MOST_NAMES]
    )
    known = [_name_of(organisation, keys, pk, shut) for pk, _case, shut in mentions]
    index = NameIndex(known)
    hints = sorted(
        {
            (-hint.likeness, hint.mention)
            for name in names
            for hint in index.find(name, most=MOST_HINTS)
        }
    )
    chosen = list({mentions[place][1]: (like, place) for like, place in reversed(hints)}.items())
    chosen.sort(key=lambda row: row[1])
    cases = cases_of(request.user).in_bulk([case for case, _hint in chosen[:MOST_HINTS]])
    return [
        Near(case.ref, known[place], case.summary, case.when, case.district, -like)
        for key, (like, place) in chosen[:MOST_HINTS]
        if (case := cases.get(key)) is not None
    ]


def _name_of(
    organisation: Organisation, keys: Keyring, pk: object, shut: bytes | memoryview
) -> str:
    text = keys.read(organisation, bytes(shut), table="mention", row=pk, field="particulars")
    told = json.loads(text) if text else {}
    name, father = told.get("name", ""), told.get("father", "")
    return f"{name} s/o {father}" if name and father else name


def draft_values(draft: Draft, keys: Keyring) -> dict[str, list[str]]:
    """What somebody typed so far, as a form sends it."""
    text = keys.read(
        draft.organisation, draft.values_shut, table="draft", row=draft.pk, field="values"
    )
    return json.loads(text) if text else {}
