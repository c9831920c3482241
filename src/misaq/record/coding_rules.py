"""Reports to acts that count: what is never counted, what is counted once, in the order of the rules.

1. A report in quarantine, or below the stated step of verification, is left out.
2. A copy is left out: a report of a source that copies from another which has a list of its own here, and a row that
   stands word for word in several lists, after its first.
3. Reports that link decisions in force join in one person tell of one act when their kind is the same and their dates
   can be the same; for what counts once a person, whatever the dates.
An act so joined is told by its best report; what that one leaves open is filled from the others.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from misaq.record.act import QUARANTINED, VERIFICATIONS, Act, Verification
from misaq.record.clusters import LinkDecision, find_persons
from misaq.record.lineage import find_origins
from misaq.record.source import Source
from misaq.record.vocabulary import act_types

_ONCE_A_PERSON = "person"


@dataclass(frozen=True)
class CountedAct:
    """An act that counts. reports : every report of it, "<source>/<row id>". sources : the independent ones."""

    act: Act
    reports: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class CountedActs:
    """What the rules leave. n_left_out : rule to how many reports of acts it took away. Not for publication."""

    counted: tuple[CountedAct, ...] = field(repr=False)
    n_left_out: Mapping[str, int]

    @property
    def acts(self) -> tuple[Act, ...]:
        """The acts to count."""
        return tuple(one.act for one in self.counted)


def apply_coding_rules(
    acts: Iterable[Act],
    *,
    sources: Sequence[Source] = (),
    decisions: Iterable[LinkDecision] = (),
    quarantined: Collection[str] = (),
    least: Verification = "allegation",
) -> CountedActs:
    """Turn reports of acts into acts that count.

    decisions : on pairs of reports, "<source>/<row id>". quarantined : reports held back, whatever their step.
    least : the lowest step of verification that counts. The order of the acts given makes no difference.
    """
    acts = sorted(acts, key=_place)
    held_back = frozenset(quarantined)
    free = [a for a in acts if a.verification != QUARANTINED and a.report not in held_back]
    kept = [a for a in free if _step(a) >= VERIFICATIONS.index(least)]
    origin = find_origins(sources)
    originals, copies = _without_copies(kept, origin)
    groups = _same_acts(originals, decisions)
    counted = tuple(_joined(group, copies, origin) for group in groups)
    left_out = {
        "quarantined": len(acts) - len(free),
        "below_step": len(free) - len(kept),
        "copy": len(kept) - len(originals),
        "same_act": len(originals) - len(groups),
    }
    return CountedActs(counted, left_out)


def _step(act: Act) -> int:
    return VERIFICATIONS.index(act.verification)


def _place(act: Act) -> tuple[str, str, str]:
    return act.source, act.row_id, act.act_type


def _without_copies(
    acts: Sequence[Act], origin: Mapping[str, str]
) -> tuple[list[Act], Mapping[tuple[str, str], list[str]]]:
    """The acts that are no copies; and for each, by report and kind, the reports that copy it word for word."""
    present = {act.source for act in acts}
    teller = {source: _teller(source, present, origin) for source in present}
    first: dict[tuple[str, str, int], Act] = {}
    copies: dict[tuple[str, str], list[str]] = defaultdict(list)
    seen: Counter[tuple[str, str, str]] = Counter()
    originals = []
    for act in acts:
        if teller[act.source] != act.source:
            continue
        nth = seen[
            act.source, act.record, act.act_type
        ]  # rows alike in one list are that list's own say
        seen[act.source, act.record, act.act_type] += 1
        known = first.setdefault((act.record, act.act_type, nth), act) if act.record else act
        if known is act:
            originals.append(act)
        else:
            copies[known.report, known.act_type].append(act.report)
    return originals, copies


def _teller(source: str, present: Collection[str], origin: Mapping[str, str]) -> str:
    """The one list here that tells for all that have this source's origin: its own, or the first of the copies."""
    own = origin.get(source, source)
    return own if own in present else min(o for o in present if origin.get(o, o) == own)


def _same_acts(acts: Sequence[Act], decisions: Iterable[LinkDecision]) -> list[list[Act]]:
    """The acts in groups that are one act each, in the order of their first."""
    reports = list(dict.fromkeys(act.report for act in acts))
    person = {
        report: at for at, group in enumerate(find_persons(reports, decisions)) for report in group
    }
    groups: list[list[Act]] = []
    of_person: dict[tuple[int, str], list[list[Act]]] = defaultdict(list)
    for act in sorted(acts, key=lambda a: (_span(a), _place(a))):
        known = of_person[person[act.report], act.act_type]
        once = act_types()[act.act_type].unit == _ONCE_A_PERSON
        home = next((g for g in known if _may_be_one(g, act) and (once or _meet(g, act))), None)
        if home is None:
            home = []
            groups.append(home)
            known.append(home)
        home.append(act)
    return sorted(groups, key=lambda group: min(map(_place, group)))


def _may_be_one(group: Sequence[Act], act: Act) -> bool:
    """One row tells of two acts only when they are two; a list that tells of several does not tell of one twice."""
    return all(one.report != act.report and one.persons == act.persons for one in group)


def _days(act: Act) -> tuple[date, date]:
    when = act.when
    first = when.earliest if when else None
    last = when.latest if when else None
    return first or date.min, last or date.max


def _span(act: Act) -> int:
    first, last = _days(act)
    return (last - first).days


def _meet(group: Sequence[Act], act: Act) -> bool:
    """Whether there is a day on which all of them can have begun."""
    days = [_days(one) for one in (*group, act)]
    return max(first for first, _ in days) <= min(last for _, last in days)


def _joined(
    group: Sequence[Act],
    copies: Mapping[tuple[str, str], Sequence[str]],
    origin: Mapping[str, str],
) -> CountedAct:
    """One act from its reports: the most verified report, then that with the closest date, tells it."""
    ranked = sorted(group, key=lambda a: (-_step(a), _span(a), _place(a)))
    told = replace(
        ranked[0],
        community=next((a.community for a in ranked if a.community), ""),
        place=next((a.place for a in ranked if a.place), ""),
        actor_kind=next((a.actor_kind for a in ranked if a.actor_kind), ""),
        when=next((a.when for a in ranked if a.when is not None), None),
        child=next((a.child for a in ranked if a.child is not None), None),
    )
    reports = {a.report for a in group}
    for act in group:
        reports.update(copies.get((act.report, act.act_type), ()))
    independent = {origin.get(a.source, a.source) for a in group}
    return CountedAct(told, tuple(sorted(reports)), tuple(sorted(independent)))
