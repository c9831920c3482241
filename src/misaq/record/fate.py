"""What became of a person: a series that only grows. Nobody is dead without an identification.

Until then the person is presumed alive, whatever is said, and whatever the family or a review decided of the case.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from misaq.foundation.dates import PartialDate
from misaq.foundation.errors import FaultsError
from misaq.foundation.faults import Fault
from misaq.record.vocabulary import check_term

Fate = Literal[
    "whereabouts_unknown", "held_unacknowledged", "in_custody_acknowledged", "returned",
    "found_dead_identified", "found_dead_presumed", "withdrawn_by_family", "not_a_disappearance",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Identification:
    """How remains were found to be this person's.

    ways : codes of `identification`. by : who identified. reference : the report or the decision. on : the day.
    """

    ways: tuple[str, ...]
    by: str = field(repr=False)
    reference: str
    on: date


@dataclass(frozen=True, slots=True)
class FateStatus:
    """One status of one person, as of a time, with what it rests on.

    number : its place in the person's series, from 1.
    as_of : when it was so; both of its ends are known days. recorded_on : when the register learnt of it.
    basis : what it rests on. source_record : where that is told, "" for a finding of a review.
    """

    number: int
    person: str
    status: Fate
    as_of: PartialDate
    recorded_on: date
    basis: str = field(repr=False)
    source_record: str = ""
    identification: Identification | None = None


def current_fate(
    series: Iterable[FateStatus], at: date, *, known_on: date | None = None
) -> FateStatus | None:
    """The status that stood on a day: the latest whose time had come by then; None when there is none yet.

    series : of one person, in any order.
    at : a status counts from the last day its time can mean.
    known_on : only what the register knew by that day; None: all it knows.
    A death without an identification is never given: such an entry, which `record_fate` refuses, is passed over.

    >>> from misaq.foundation.dates import parse_edtf
    >>> lost = FateStatus(1, "P-1", "whereabouts_unknown", parse_edtf("2013-05"), date(2014, 1, 1), "the family")
    >>> back = FateStatus(2, "P-1", "returned", parse_edtf("2014"), date(2015, 2, 1), "seen by the family")
    >>> current_fate([back, lost], date(2014, 6, 1)).status, current_fate([lost, back], date(2015, 1, 1)).status
    ('whereabouts_unknown', 'returned')
    """
    standing = [
        one
        for one in series
        if one.as_of.latest is not None
        and one.as_of.latest <= at
        and (known_on is None or one.recorded_on <= known_on)
        and not _dead_unidentified(one)
    ]
    return max(standing, key=_order, default=None)


def is_presumed_alive(series: Iterable[FateStatus], at: date) -> bool:
    """True unless the person's remains had been identified by that day.

    Source: Committee on Enforced Disappearances, Guiding principles for the search, CED/C/7, principle 1.
    """
    current = current_fate(series, at)
    return current is None or current.status != "found_dead_identified"


def record_fate(series: Sequence[FateStatus], status: FateStatus) -> tuple[FateStatus, ...]:
    """Add a status to a person's series; the series given is left as it is, and nothing in it changes.

    Raises FaultsError when the whole would have faults.
    """
    grown = (*series, status)
    faults = [fault for fault in check_fates(grown) if fault.severity == "error"]
    if faults:
        raise FaultsError(faults)
    return grown


def check_fates(series: Sequence[FateStatus]) -> list[Fault]:
    """Find deaths without an identification, statuses without a time or a basis, and numbers that are not a series.

    A status after an identified death is a warning: it says that the identification was wrong.
    """
    faults: list[Fault] = []
    for place, one in enumerate(series, start=1):
        if one.number != place or one.person != series[0].person:
            faults.append(Fault("fate_not_a_series", column="number", params=_named(one)))
        faults += _check_status(one)
    identified = [one for one in series if one.status == "found_dead_identified"]
    return faults + [
        Fault("fate_after_death", column="status", params=_named(one), severity="warning")
        for one in series
        if one not in identified and any(_order(one) > _order(dead) for dead in identified)
    ]


def _check_status(one: FateStatus) -> list[Fault]:
    params = _named(one)
    faults = check_term("fate", one.status, record_id=params["id"], field="status")
    if one.as_of.earliest is None or one.as_of.latest is None:
        faults.append(Fault("fate_no_time", column="as_of", params=params))
    elif one.as_of.earliest > one.recorded_on:
        faults.append(Fault("fate_in_the_future", column="as_of", params=params))
    if not one.basis.strip():
        faults.append(Fault("fate_no_basis", column="basis", params=params))
    if _dead_unidentified(one):
        faults.append(Fault("fate_dead_unidentified", column="identification", params=params))
    for way in one.identification.ways if one.identification else ():
        faults += check_term(
            "identification", way, record_id=params["id"], field="identification.ways"
        )
    return faults


def _named(one: FateStatus) -> dict[str, str]:
    return {"id": f"{one.person}/{one.number}"}


def _dead_unidentified(one: FateStatus) -> bool:
    if one.status != "found_dead_identified":
        return False
    found = one.identification
    return found is None or not (found.ways and found.by.strip() and found.reference.strip())


def _order(one: FateStatus) -> tuple[date, date, int]:
    return one.as_of.latest or date.max, one.as_of.earliest or date.min, one.number
