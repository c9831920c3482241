"""What waits for a reviewer, how a case stands on the ladder, and how far coders agree."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from misaq.foundation.agreement import Agreement, cohen_kappa, krippendorff_alpha
from misaq.web.accounts.models import Account
from misaq.web.record.access import cases_of, second_codings_of
from misaq.web.record.cases.lineage import independent_sources_of
from misaq.web.record.cases.writers import LOOKING, WRITING, writers_of
from misaq.web.record.models import ActivityEntry, Case, Review
from misaq.web.record.models.case import Stage
from misaq.web.record.review.ladder import (
    FIELDS,
    Round,
    flat,
    possible_steps,
    round_of,
)
from misaq.web.record.review.services import may_code_second
from misaq.web.record.vocabulary import term_label

A_PAGE = 50
FEWEST_PAIRS = 30  # below it the interval of a kappa is too narrow to be believed


@dataclass
class Queue:
    """What waits for somebody: each list the oldest first."""

    admit: list[Case] = field(default_factory=list)
    peer: list[Case] = field(default_factory=list)
    coding: list[Any] = field(default_factory=list)
    blind: list[str] = field(default_factory=list)
    settle: list[Case] = field(default_factory=list)
    returned: list[Case] = field(default_factory=list)


def queue_of(account: Account, *, reviews: bool) -> Queue:
    """The queue of somebody. reviews : whether they are a reviewer; a documenter has what came back to them."""
    cases = _with_last_review(cases_of(account))
    back = cases.filter(opened_by=account, last_kind="return", changed_at__lte=F("last_at"))
    queue = Queue(returned=list(back.order_by("changed_at", "ref")[:A_PAGE]))
    if not reviews:
        return queue
    others = cases.exclude(opened_by=account).order_by("changed_at", "ref")
    fresh = ~Q(last_kind="return") | Q(last_kind=None) | Q(changed_at__gt=F("last_at"))
    queue.admit = _not_mine(others.filter(stage=Stage.QUARANTINE), account, WRITING)
    queue.peer = _not_mine(others.filter(stage=Stage.ALLEGATION).filter(fresh), account, WRITING)
    queue.coding = list(second_codings_of(account).select_related("case").order_by("began_at"))
    waiting = others.filter(stage=Stage.REVIEWED)
    taken = Q(second_codings__isnull=False, second_codings__ended_at=None)
    unseen = _not_mine(
        waiting.filter(last_kind="peer").exclude(taken).exclude(reviews__coder=account),
        account,
        (*WRITING, *LOOKING),
    )
    queue.blind = [case.ref for case in unseen]  # its reference and nothing else
    queue.settle = _not_mine(waiting.filter(last_kind__in=["coding", "settling"]), account, WRITING)
    return queue


def _with_last_review(cases: QuerySet[Case]) -> QuerySet[Any]:
    last = Review.objects.filter(case=OuterRef("pk")).order_by("-at", "-pk")
    return cases.annotate(
        last_kind=Subquery(last.values("kind")[:1]), last_at=Subquery(last.values("at")[:1])
    )


def _not_mine(cases: QuerySet[Any], account: Account, verbs: Sequence[str]) -> list[Case]:
    """The first of them in which somebody did none of these things."""
    found = list(cases[: 2 * A_PAGE])
    did = ActivityEntry.objects.filter(
        account=account,
        object_kind="case",
        object_id__in=[case.ref for case in found],
        verb__in=verbs,
    )
    known = set(did.values_list("object_id", flat=True))
    return [case for case in found if case.ref not in known][:A_PAGE]


@dataclass(frozen=True)
class Standing:
    """How a case stands on the ladder, for one reader.

    steps : what they may do now. comparison : the two codings, once both are there.
    """

    now: Round
    steps: tuple[str, ...]
    is_author: bool
    independent_sources: int
    rows: list[dict[str, Any]]
    settles: bool
    confirms: bool
    codes_second: bool


def standing_of(case: Case, account: Account) -> Standing:
    """Read the ladder of a case."""
    reviews = list(case.reviews.select_related("coder").order_by("at", "pk"))
    now, writers = round_of(reviews), writers_of(case)
    is_second = now.coding is not None and now.coding.coder_id == account.pk
    waits = case.stage == Stage.REVIEWED and now.coding is not None
    return Standing(
        now=now,
        steps=possible_steps(case, reviews, account, writers),
        is_author=account.pk in writers,
        independent_sources=independent_sources_of(case.sources.all()),
        rows=_difference_rows(now),
        settles=waits and is_second and bool(now.open_differences()),
        confirms=waits and not is_second and account.pk not in writers,
        codes_second=may_code_second(case, account),
    )


def _difference_rows(now: Round) -> list[dict[str, Any]]:
    settled: dict[str, str] = {}
    laid = now.comparison()
    if laid is None:
        return []
    if now.settling:
        types = [one.item[4:] for one in laid.differences if one.item.startswith("act:")]
        settled = flat(now.settling.coding, types)
    return [
        {
            "item": item_label(one.item),
            "first": code_label(one.item, one.first),
            "second": code_label(one.item, one.second),
            "settled": code_label(one.item, settled.get(one.item, "")),
        }
        for one in laid.differences
    ]


def item_label(item: str) -> str:
    """What was coded, in words."""
    if item.startswith("act:"):
        return term_label("act_type", item[4:])
    return {
        "child": _("somebody under 18"),
        "actor_kind": _("kind of actor"),
        "attribution_basis": _("on what it is based"),
        "fate": _("what became of the person"),
    }.get(item, item)


def code_label(item: str, code: str) -> str:
    """A code in words."""
    if item.startswith("act:") or item == "child":
        return term_label("tri_state", code) if code else ""
    return term_label(item, code) if code else ""


@dataclass(frozen=True)
class FieldAgreement:
    """How far two coders agree on one field, over pairs; None where there are too few pairs to say."""

    label: str
    n: int
    kappa: Agreement | None
    alpha: Agreement | None

    @property
    def is_defined(self) -> bool:
        """Whether the pairs hold more than one code: else agreement beyond chance means nothing."""
        return self.kappa is not None and not math.isnan(self.kappa.value)


def agreements_of(account: Account) -> list[FieldAgreement]:
    """Agreement per field between first reviews and blind codings of the cases somebody may see."""
    pairs = coding_pairs(account)
    types = sorted({code for pair in pairs for coding in pair for code in coding.get("acts", ())})
    laid = [tuple(flat(coding, types) for coding in pair) for pair in pairs]
    return [_agreement(item, laid) for item in (*(f"act:{code}" for code in types), *FIELDS)]


def coding_pairs(account: Account) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """For each blind coding the first review's coding before it, and the blind one as it was made."""
    rows = Review.objects.filter(case__in=cases_of(account), kind__in=["peer", "coding"])
    first: dict[Any, dict[str, Any]] = {}
    pairs = []
    for case, kind, coding in rows.order_by("case", "at", "pk").values_list(
        "case", "kind", "coding"
    ):
        if kind == "peer":
            first[case] = coding
        elif case in first:
            pairs.append((first[case], coding))
    return pairs


def _agreement(item: str, laid: Sequence[tuple[dict[str, str], ...]]) -> FieldAgreement:
    both = [(a[item], b[item]) for a, b in laid if item in a and item in b]
    label = item_label(item)
    if len(both) < FEWEST_PAIRS:
        return FieldAgreement(label, len(both), None, None)
    codes = {code: n for n, code in enumerate(sorted({code for pair in both for code in pair}))}
    coded = np.array([[codes[a], codes[b]] for a, b in both], dtype=np.int64).T
    return FieldAgreement(
        label, len(both), cohen_kappa(coded[0], coded[1]), krippendorff_alpha(coded, draws=400)
    )


def progress_of(account: Account) -> list[dict[str, Any]]:
    """What each reviewer has done, by name: no order of merit, no times."""
    rows = Review.objects.filter(case__in=cases_of(account)).values_list("coder__username", "kind")
    done: dict[str, Counter[str]] = {}
    for name, kind in rows:
        done.setdefault(name, Counter())[kind] += 1
    return [
        {"name": name, "first": n["peer"], "second": n["coding"], "returned": n["return"]}
        for name, n in sorted(done.items())
    ]
