"""The public face of a case: the fields of `misaq.record.public_profile`, each made from codes and made coarser.

A code is told only where enough other counted cases share it. Who is said to have done it is named only by the rules
that hold for every side (`misaq.record.may_name`); a single person never is.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from misaq.record import (
    AGE_BANDS,
    CHILDREN,
    CourtFinding,
    age_band,
    coarse_date,
    fold_rare,
    is_shared,
    may_name,
    public_profile,
    terms,
)
from misaq.record import Actor as RuleActor
from misaq.record import Involvement as RuleInvolvement
from misaq.record import ResponseRequest as Asked
from misaq.web.record.authority.selectors import reply_of
from misaq.web.record.cases.lineage import independent_sources_of
from misaq.web.record.models import (
    Act,
    Actor,
    Case,
    Involvement,
    Organisation,
    PersonMention,
    Response,
    ResponseRequest,
)
from misaq.web.record.models.case import Stage
from misaq.web.record.models.person import MentionRole

REPLY_DAYS, SOURCES_NEEDED = 30, 2
NEVER_ALONE = frozenset({"SEX"})  # sealed, whole: counted, never a page of its own
COUNTED = (Stage.REVIEWED, Stage.VERIFIED)


def face_of(case: Case, today: date | None = None) -> dict[str, Any]:
    """What would be public of a case today; only fields of the whitelist."""
    day = today or timezone.localdate()
    named, hidden = _institutions(case, day)
    fate = case.fates.order_by("-recorded_at").first()
    review = case.reviews.exclude(standard_of_proof="").order_by("-at").first()
    methods, folded = _methods(case)
    face = {
        "acts": sorted({act.act_type for act in case.acts.all()}),
        "methods": methods,
        "methods_folded": folded,
        "persons": _persons(case),
        "ages": _ages(case),
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
    return public_profile(face)


def _persons(case: Case) -> int:
    """At least how many people were harmed: each person once, however many acts."""
    acts = list(case.acts.all())
    known = len({act.victim_id for act in acts if act.victim_id})
    return max([known, 1, *(act.group_min or 1 for act in acts)])


def _counted() -> QuerySet[Case]:
    """The counted cases of all organisations: only numbers of them are looked at."""
    return Case.objects.filter(stage__in=COUNTED, erased_at=None)


def _if_shared(field: str, code: str) -> str:
    """A code that enough counted cases share; else ""."""
    return code if code and is_shared(_counted().filter(**{field: code}).count()) else ""


def _methods(case: Case) -> tuple[list[str], bool]:
    """The methods that enough counted cases share, and whether there were others."""
    own = {method for act in case.acts.all() for method in act.methods} & set(terms("method"))
    if not own:
        return [], False
    using: dict[str, set[Any]] = defaultdict(set)
    rows = Act.objects.filter(case__in=_counted()).exclude(methods=[])
    for row, methods in rows.values_list("case", "methods"):
        for method in own.intersection(methods):
            using[method].add(row)
    kept, folded = fold_rare(own, {method: len(cases) for method, cases in using.items()})
    return list(kept), folded


def _ages(case: Case) -> list[str]:
    """The age bands of those harmed that enough counted cases share; of children, more."""
    own = {
        age_band(one.age_min, one.age_max) for one in case.mentions.filter(role=MentionRole.VICTIM)
    }
    return [
        band
        for band, (lowest, highest) in AGE_BANDS.items()
        if band in own
        and is_shared(
            PersonMention.objects.filter(
                case__in=_counted(), role=MentionRole.VICTIM, age_min__gte=lowest, age_max__lte=highest
            ).values("case").distinct().count(),
            children=band == CHILDREN,
        )
    ]  # fmt: skip


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
    found = CourtFinding(row.court_finding, row.court_finding, day, final=row.is_final)
    return RuleInvolvement(
        id=str(row.pk),
        act=str(row.act_id),
        actor=str(row.actor_id),
        kind=row.involvement,
        basis=row.attribution_basis,
        source_record="",
        court_finding=found if row.court_finding else None,
    )


NOTHING: Mapping[str, Any] = {
    "acts": [], "methods": [], "methods_folded": False, "persons": 1, "ages": [], "when": "", "district": "",
    "community": "", "stage": "reviewed", "standard": "", "independent_sources": 0, "source_kinds": [], "fate": "",
    "institutions": [], "institutions_withheld": 0,
}  # fmt: skip


def houses_named(public: Mapping[str, Any]) -> list[Organisation]:
    """The organisations through which those named answer."""
    slugs = [one["answers_through"] for one in public_profile(public).get("institutions", [])]
    return list(Organisation.objects.filter(slug__in=[slug for slug in slugs if slug]))
