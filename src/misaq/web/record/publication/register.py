"""The counts of the whole register: a job of the site itself, over every organisation, that gives numbers only.

Counted is a case from the stage "reviewed" up, once: a case that only repeats what sources of another say is no
second case. What lies in quarantine, or is alleged by one source and reviewed by nobody, changes no number.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from misaq.foundation.dates import parse_edtf
from misaq.record import Act as RuleAct
from misaq.record import ActCounts, act_types, count_acts
from misaq.web.record.authority.selectors import standing_of
from misaq.web.record.models import Acknowledgement, Act, Case, ResponseRequest, SourceRecord
from misaq.web.record.models.case import Stage
from misaq.web.record.publication.lineage import cases_that_copy

COUNTED = (Stage.REVIEWED, Stage.VERIFIED)
STEP = 5  # how an organisation's answers are told: in fives, downwards


def counted_cases() -> Any:
    """The cases that are counted, of every organisation."""
    cases = Case.objects.filter(stage__in=COUNTED, erased_at=None)  # a system job: numbers only
    sources = SourceRecord.objects.filter(case__in=cases).defer("payload_shut", "codes")
    copies = cases_that_copy(sources.order_by("recorded_at", "pk"))
    return cases.exclude(pk__in=copies)


def _acts() -> Iterator[RuleAct]:
    known = act_types()
    rows = Act.objects.filter(case__in=counted_cases()).select_related("case__organisation")
    for row in rows.order_by("case__opened_at", "pk"):
        if row.act_type not in known:
            continue
        yield RuleAct(
            source=row.case.organisation.slug,
            row_id=row.case.ref,
            act_type=row.act_type,
            community=row.case.community,
            when=parse_edtf(row.when) if row.when else None,
            place="",
            actor_kind="",
            verification="verified" if row.case.stage == Stage.VERIFIED else "reviewed",
            child=row.is_child,
            persons=max(row.group_min or 1, 1),
            record="",
        )


def count_register() -> ActCounts:
    """Every counted act of the register, by community, kind, time, answer, age and organisation."""
    acts = list(_acts())
    answers = {
        f"{case.organisation.slug}/{case.ref}": case.answer
        for case in counted_cases().exclude(answer="").select_related("organisation")
    }
    return count_acts(
        acts,
        answers,
        communities=sorted({act.community for act in acts if act.community}),
        sources=sorted({act.source for act in acts}),
    )


@dataclass
class _Tally:
    """What one organisation was asked, as cases."""

    asked: int = 0
    answered: int = 0
    overdue: int = 0
    acknowledged: int = 0


def answers_by_organisation(on: date) -> list[dict[str, Any]]:
    """How many counted cases each authority or group was asked about, answered, left unanswered, acknowledged.

    In fives, downwards: a number says nothing about one case more or less.
    """
    rows = ResponseRequest.objects.filter(case__in=counted_cases()).select_related("addressee")
    by_pair: dict[tuple[Any, Any], list[ResponseRequest]] = {}
    houses = {}
    for row in rows.prefetch_related("responses"):
        houses[row.addressee_id] = row.addressee
        by_pair.setdefault((row.addressee_id, row.case_id), []).append(row)
    owned = set(
        Acknowledgement.objects.filter(answer__in=("full", "partial")).values_list("by", "case")
    )
    tallies: dict[Any, _Tally] = {}
    for (house, case), requests in by_pair.items():
        states = {standing_of(one, list(one.responses.all()), on).state for one in requests}
        tally = tallies.setdefault(house, _Tally())
        tally.asked += 1
        tally.answered += "answered" in states
        tally.overdue += "overdue" in states and "answered" not in states
        tally.acknowledged += (house, case) in owned
    return [
        {
            "name": houses[house].name,
            "slug": houses[house].slug,
            **{name: value - value % STEP for name, value in vars(tally).items()},
        }
        for house, tally in sorted(tallies.items(), key=lambda pair: houses[pair[0]].slug)
    ]
