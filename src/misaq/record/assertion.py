"""Acts of the register, and which source says what of them: many sources to an act, many acts to a source.

`Act` is the act as one row of one list reports it; `RecordedAct` is the act as the register holds it once, with
every source's word on it beside it. Where sources differ, both words stay.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from misaq.foundation.dates import PartialDate
from misaq.foundation.faults import Fault
from misaq.record.incident import Place
from misaq.record.vocabulary import check_term

THE_ACT = ""


@dataclass(frozen=True, slots=True)
class VictimGroup:
    """People harmed together whom nobody names one by one.

    count_min, count_max : how many, by the lowest and the highest word; None where no source says.
    """

    description: str = field(repr=False)
    count_min: int | None = None
    count_max: int | None = None


@dataclass(frozen=True, slots=True)
class RecordedAct:
    """One act of the register: the unit of count.

    act_type : code; it says what was done, never by whom.
    victim : mention, or person, to whom it was done; "" when `group` tells of several.
    methods : codes. when, place : None where those of the incident hold.
    stated_reason, reason_stated_by : why it was done, in the words of whoever said so; never our own finding.
    child : the person harmed was under 18; None when not known.
    """

    id: str
    incident: str
    act_type: str
    victim: str = field(default="", repr=False)
    group: VictimGroup | None = None
    methods: tuple[str, ...] = ()
    when: PartialDate | None = None
    place: Place | None = None
    stated_reason: str = field(default="", repr=False)
    reason_stated_by: str = field(default="", repr=False)
    child: bool | None = None


@dataclass(frozen=True, slots=True)
class Assertion:
    """One source record's word on one act.

    field_name : the field of the act it speaks to, "" (THE_ACT) when it says that the act took place.
    value : as the source gives it. page, start, end : where in the source; None when it has no pages or is short.
    """

    act: str
    source_record: str
    field_name: str = THE_ACT
    value: str = field(default="", repr=False)
    page: int | None = None
    start: int | None = None
    end: int | None = None


def sources_of(assertions: Iterable[Assertion], act: str) -> tuple[str, ...]:
    """The source records that say that an act took place, in order and each once.

    How many of them are independent of each other is for the lineage of the sources to say.

    >>> sources_of([Assertion("a1", "list/4"), Assertion("a1", "book/9"), Assertion("a2", "list/5")], "a1")
    ('book/9', 'list/4')
    """
    return tuple(sorted({one.source_record for one in assertions if one.act == act}))


def asserted_values(
    assertions: Iterable[Assertion], act: str, field_name: str
) -> Mapping[str, tuple[str, ...]]:
    """Each value that sources give for one field of an act, with the source records that give it.

    >>> said = [Assertion("a1", "list/4", "when", "2009-05"), Assertion("a1", "book/9", "when", "2009-06")]
    >>> asserted_values(said, "a1", "when")
    {'2009-05': ('list/4',), '2009-06': ('book/9',)}
    """
    found: dict[str, set[str]] = {}
    for one in assertions:
        if one.act == act and one.field_name == field_name:
            found.setdefault(one.value, set()).add(one.source_record)
    return {value: tuple(sorted(found[value])) for value in sorted(found)}


def check_acts(
    acts: Sequence[RecordedAct],
    assertions: Sequence[Assertion],
    *,
    incidents: Collection[str],
) -> list[Fault]:
    """Find acts without an incident, a victim or a source, CON without DOL, and what no vocabulary has.

    incidents : ids of those that exist.
    """
    asserted = {one.act for one in assertions}
    held = {(act.incident, _victim(act)) for act in acts if act.act_type == "DOL"}
    faults: list[Fault] = []
    seen: set[str] = set()
    for act in acts:
        params = {"id": act.id}
        if act.id in seen:
            faults.append(Fault("record_same_id", column="id", params=params))
        seen.add(act.id)
        if act.incident not in incidents:
            more = {**params, "value": act.incident}
            faults.append(Fault("act_no_incident", column="incident", params=more))
        if act.id not in asserted:
            faults.append(Fault("act_no_source", column="id", params=params))
        faults += check_term("act_type", act.act_type, record_id=act.id, field="act_type")
        for method in act.methods:
            faults += check_term("method", method, record_id=act.id, field="methods")
        if "sexual" in act.methods and act.act_type != "SEX":
            faults.append(Fault("act_sexual_method", column="methods", params=params))
        if act.act_type == "CON" and (act.incident, _victim(act)) not in held:
            faults.append(Fault("act_con_without_dol", column="act_type", params=params))
        if act.stated_reason and not act.reason_stated_by:
            faults.append(Fault("act_reason_by_nobody", column="reason_stated_by", params=params))
        faults += _check_victim(act)
    return faults + _check_assertions(assertions, seen)


def _victim(act: RecordedAct) -> str:
    return act.victim or (act.group.description if act.group else "")


def _check_victim(act: RecordedAct) -> list[Fault]:
    params = {"id": act.id}
    if bool(act.victim) == (act.group is not None):
        return [Fault("act_one_victim", column="victim", params=params)]
    if act.group is None:
        return []
    low, high = act.group.count_min, act.group.count_max
    below = any(n is not None and n < 1 for n in (low, high))
    if below or (low is not None and high is not None and low > high):
        return [Fault("act_group_counts", column="group.count_min", params=params)]
    return []


def _check_assertions(assertions: Sequence[Assertion], acts: Collection[str]) -> list[Fault]:
    faults = []
    for one in assertions:
        params = {"id": f"{one.source_record}: {one.act}", "value": one.act}
        if one.act not in acts:
            faults.append(Fault("assertion_no_act", column="act", params=params))
        if not one.source_record:
            faults.append(Fault("assertion_no_source", column="source_record", params=params))
        if one.field_name not in _FIELDS:
            more = {**params, "value": one.field_name}
            faults.append(Fault("assertion_no_field", column="field_name", params=more))
        start, end = one.start, one.end
        upside_down = start is not None and end is not None and end < start
        if upside_down or any(n is not None and n < 0 for n in (one.page, start, end)):
            faults.append(Fault("assertion_bad_place", column="page", params=params))
    return faults


_FIELDS = {THE_ACT, *RecordedAct.__dataclass_fields__} - {"id", "incident"}
