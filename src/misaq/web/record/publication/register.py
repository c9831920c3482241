"""The counts of the whole register: a job of the site itself, over every organisation, that gives numbers only.

Counted is a case from the stage "reviewed" up, once: a case that only repeats what sources of another say is no
second case, and an act that two cases report of one person, as decided at the linkage desk, is one act. What lies in
quarantine, or is alleged by one source and reviewed by nobody, changes no number.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from misaq.foundation.dates import parse_edtf
from misaq.record import Act as RuleAct
from misaq.record import (
    ActCounts,
    PublicationRelease,
    act_types,
    apply_coding_rules,
    count_acts,
    release_frame,
)
from misaq.web.record.authority.selectors import standing_of
from misaq.web.record.cases.lineage import cases_that_copy
from misaq.web.record.linkage.selectors import core_log
from misaq.web.record.models import (
    Acknowledgement,
    Act,
    Case,
    LinkDecision,
    ResponseRequest,
    SourceRecord,
)
from misaq.web.record.models.case import Stage

COUNTED = (Stage.REVIEWED, Stage.VERIFIED)
SOURCE = "source / "  # how the cells of organisations are called
STEP = 5  # how an organisation's answers are told: in fives, downwards


def counted_cases() -> Any:
    """The cases that are counted, of every organisation."""
    cases = Case.objects.filter(stage__in=COUNTED, erased_at=None)  # a system job: numbers only
    sources = SourceRecord.objects.filter(case__in=cases).defer("payload_shut", "codes")
    copies = cases_that_copy(sources.order_by("recorded_at", "pk"))
    return cases.exclude(pk__in=copies)


@dataclass(frozen=True)
class Register:
    """What is counted today. acts : after the coding rules. answers : report to the answer that stands."""

    acts: tuple[RuleAct, ...]
    answers: Mapping[str, str]


def read_register() -> Register:
    """The acts that count: of counted cases, each once where link decisions join two reports of it."""
    cases = counted_cases()
    rows = list(
        Act.objects.filter(case__in=cases).select_related("case__organisation").order_by("pk")
    )
    known = act_types()
    reports = [_report(row) for row in rows if row.act_type in known]
    of_victim = {str(row.victim_id): _report(row).report for row in rows if row.victim_id}
    log = [
        replace(one, mention_a=of_victim[one.mention_a], mention_b=of_victim[one.mention_b])
        for one in core_log(LinkDecision.objects.all())  # a system job: it gives numbers only
        if one.mention_a in of_victim and one.mention_b in of_victim
    ]
    counted = apply_coding_rules(reports, decisions=log, least="reviewed").counted
    answer = {_report(row).report: row.case.answer for row in rows if row.case.answer}
    answers = {}
    for one in counted:
        given = (answer[name] for name in (one.act.report, *one.reports) if name in answer)
        if found := next(given, ""):
            answers[one.act.report] = found
    return Register(tuple(one.act for one in counted), answers)


def _report(row: Act) -> RuleAct:
    """An act as a report of one person: two persons of one case are two."""
    case = row.case
    return RuleAct(
        source=case.organisation.slug,
        row_id=f"{case.ref}/{row.victim_id}" if row.victim_id else case.ref,
        act_type=row.act_type,
        community=case.community,
        when=parse_edtf(row.when) if row.when else None,
        place="",
        actor_kind="",
        verification="verified" if case.stage == Stage.VERIFIED else "reviewed",
        child=row.is_child,
        persons=max(row.group_min or 1, 1),
        record="",
    )


def count_register(
    earlier: Sequence[PublicationRelease] = (), communities: Sequence[str] = ()
) -> ActCounts:
    """Every counted act of the register, by community, kind, time, answer, age and organisation.

    earlier : the releases before; their communities stand, kinds, periods and organisations are only added to.
    communities : ids for a first release; those that occur where none are given. Any other counts as not given.
    """
    found = read_register()
    types, periods = release_frame(earlier)
    if earlier:
        fixed = [one for one in earlier[-1].query["communities"] if one]
    else:
        fixed = sorted(set(communities) or {act.community for act in found.acts} - {""})
    acts = [act if act.community in fixed else replace(act, community="") for act in found.acts]
    return count_acts(
        acts,
        found.answers,  # type: ignore[arg-type]  # codes of the vocabulary, kept as text
        communities=fixed,
        sources=sorted({act.source for act in acts} | _sources(earlier)),
        types=types,
        periods=periods,
    )


def _sources(earlier: Sequence[PublicationRelease]) -> set[str]:
    """The organisations that the last release tells of, also where nothing of theirs is counted any more."""
    names = earlier[-1].cells if earlier else ()
    return {name.removeprefix(SOURCE) for name in names if name.startswith(SOURCE)}


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
