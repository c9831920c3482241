"""The public face of a case: a closed list of fields, each made from codes and made coarser; never free text.

When it happened is at most as fine as a month, where at most a district, and only where enough other counted cases
share it. Who is said to have done it is named only by the rules that hold for every side (`misaq.record.may_name`);
a single person never is.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from misaq.foundation.dates import DateError, parse_edtf
from misaq.record import Actor as RuleActor
from misaq.record import CourtFinding, act_types, may_name, terms
from misaq.record import Involvement as RuleInvolvement
from misaq.record import ResponseRequest as Asked
from misaq.web.record.authority.selectors import reply_of
from misaq.web.record.models import (
    Actor,
    Case,
    Involvement,
    Organisation,
    Response,
    ResponseRequest,
)
from misaq.web.record.models.case import Stage
from misaq.web.record.publication.lineage import independent_sources_of

ENOUGH = 5  # counted cases that share a district, or a community, before it is said
REPLY_DAYS, SOURCES_NEEDED = 30, 2
NEVER_ALONE = frozenset({"SEX"})  # sealed, whole: counted, never a page of its own
COUNTED = (Stage.REVIEWED, Stage.VERIFIED)


def face_of(case: Case, today: date | None = None) -> dict[str, Any]:
    """What would be public of a case today; only fields of the whitelist."""
    day = today or timezone.localdate()
    named, hidden = _institutions(case, day)
    fate = case.fates.order_by("-recorded_at").first()
    review = case.reviews.exclude(standard_of_proof="").order_by("-at").first()
    face = {
        "acts": sorted({act.act_type for act in case.acts.all()}),
        "persons": _persons(case),
        "when": coarse_date(case.when_min, case.when_max),
        "district": _if_shared("district", case.district),
        "community": _if_shared("community", case.community),
        "stage": case.stage,
        "standard": review.standard_of_proof if review else "",
        "independent_sources": independent_sources_of(case.sources.all()),
        "source_kinds": sorted(
            {source.source_kind for source in case.sources.all()} & set(terms("source_kind"))
        ),
        "fate": fate.status if fate else "",
        "institutions": named,
        "institutions_withheld": hidden,
    }
    return shown(face)


def _persons(case: Case) -> int:
    """At least how many people were harmed: each person once, however many acts."""
    acts = list(case.acts.all())
    known = len({act.victim_id for act in acts if act.victim_id})
    return max([known, 1, *(act.group_min or 1 for act in acts)])


def coarse_date(first: date | None, last: date | None) -> str:
    """The finest of month, year and decade that holds both days, as EDTF; "" for none.

    >>> coarse_date(date(2031, 5, 2), date(2031, 5, 2)), coarse_date(date(2031, 5, 2), date(2031, 7, 1))
    ('2031-05', '2031')
    >>> coarse_date(date(2031, 1, 1), date(2034, 1, 1)), coarse_date(date(1999, 1, 1), date(2031, 1, 1))
    ('203X', '')
    """
    if first is None or last is None:
        return ""
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.year:04}-{first.month:02}"
    if first.year == last.year:
        return f"{first.year:04}"
    return f"{first.year // 10:03}X" if first.year // 10 == last.year // 10 else ""


def _if_shared(field: str, code: str) -> str:
    """A code that enough counted cases share, of all organisations: only their number is looked at; else ""."""
    if not code:
        return ""
    counted = Case.objects.filter(Q(**{field: code}), stage__in=COUNTED, erased_at=None)
    return code if counted[:ENOUGH].count() >= ENOUGH else ""


def _institutions(case: Case, day: date) -> tuple[list[dict[str, Any]], int]:
    """Who is named, and how many institutions are not named yet."""
    rows = list(
        Involvement.objects.filter(act__case=case, actor__isnull=False)
        .select_related("actor__answers_through")
        .order_by("pk")
    )
    sources = independent_sources_of(case.sources.all())
    named, hidden = [], 0
    for actor in {row.actor_id: row.actor for row in rows}.values():
        if actor is None:
            continue
        own = [row for row in rows if row.actor_id == actor.pk]
        if not _may_name(case, actor, own, day, sources):
            hidden += 1
            continue
        house = actor.answers_through
        named.append(
            {
                "name": actor.name,
                "kind": actor.kind,
                "involvement": sorted({row.involvement for row in own}),
                "alleged": all(row.is_alleged for row in own),
                "answers_through": house.slug if house else "",
            }
        )
    return named, hidden


def _may_name(case: Case, actor: Actor, own: list[Involvement], day: date, sources: int) -> bool:
    through = actor.answers_through_id
    asked = ResponseRequest.objects.filter(case=case, addressee=through) if through else []
    requests = [
        Asked(
            id=str(one.pk),
            addressee=str(actor.pk),
            reports=(str(case.pk),),
            kind=one.kind,
            sent_on=timezone.localdate(one.sent_at),
            due_on=one.due_on,
        )
        for one in asked
    ]
    replies = (
        [reply_of(one) for one in Response.objects.filter(request__in=asked)] if through else []
    )
    decision = may_name(
        RuleActor(str(actor.pk), actor.kind),
        str(case.pk),
        day,
        involvements=[_rule_involvement(row, day) for row in own],
        requests=requests,
        replies=replies,
        independent_sources=sources,
        days=REPLY_DAYS,
        needed_sources=SOURCES_NEEDED,
    )
    return decision.allowed


def _rule_involvement(row: Involvement, day: date) -> RuleInvolvement:
    found = CourtFinding(row.court_finding, row.court_finding, day, final=True)
    return RuleInvolvement(
        id=str(row.pk),
        act=str(row.act_id),
        actor=str(row.actor_id),
        kind=row.involvement,
        basis=row.attribution_basis,
        source_record="",
        court_finding=found if row.court_finding else None,
    )


def shown(public: Mapping[str, Any]) -> dict[str, Any]:
    """Of whatever stands in `public`, the fields of the whitelist whose values are what they must be; no others."""
    return {
        name: public[name]
        for name, fits in WHITELIST.items()
        if name in public and fits(public[name])
    }


def _code(list_name: str) -> Callable[[Any], bool]:
    return lambda value: value == "" or (isinstance(value, str) and value in terms(list_name))


def _codes(known: Callable[[], Mapping[str, Any]]) -> Callable[[Any], bool]:
    return lambda value: (
        isinstance(value, list) and all(isinstance(one, str) and one in known() for one in value)
    )


def _number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 100_000


def _slug(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[\w-]{0,60}", value) is not None


def _coarse(value: Any) -> bool:
    if not isinstance(value, str) or len(value) > 7:
        return False
    try:
        return not value or parse_edtf(value).precision in {"month", "year", "decade"}
    except DateError:
        return False


def _named(value: Any) -> bool:
    keys = {"name", "kind", "involvement", "alleged", "answers_through"}
    return isinstance(value, list) and all(
        isinstance(one, dict)
        and set(one) == keys
        and _bilingual(one["name"])
        and one["kind"] in terms("actor_kind")
        and _codes(lambda: terms("involvement"))(one["involvement"])
        and isinstance(one["alleged"], bool)
        and _slug(one["answers_through"])
        for one in value
    )


def _bilingual(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and set(value) <= {"en", "ur"}
        and all(isinstance(text, str) and len(text) <= 200 for text in value.values())
    )


WHITELIST: Mapping[str, Callable[[Any], bool]] = {
    "acts": _codes(act_types),
    "persons": _number,
    "when": _coarse,
    "district": _slug,
    "community": _slug,
    "stage": lambda value: value in COUNTED,
    "standard": _code("standard_of_proof"),
    "independent_sources": _number,
    "source_kinds": _codes(lambda: terms("source_kind")),
    "fate": _code("fate"),
    "institutions": _named,
    "institutions_withheld": _number,
}


NOTHING: Mapping[str, Any] = {
    "acts": [], "persons": 1, "when": "", "district": "", "community": "", "stage": "reviewed", "standard": "",
    "independent_sources": 0, "source_kinds": [], "fate": "", "institutions": [], "institutions_withheld": 0,
}  # fmt: skip


def houses_named(public: Mapping[str, Any]) -> list[Organisation]:
    """The organisations through which those named answer."""
    slugs = [one["answers_through"] for one in shown(public).get("institutions", [])]
    return list(Organisation.objects.filter(slug__in=[slug for slug in slugs if slug]))
