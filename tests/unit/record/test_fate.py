"""What became of a person: the series only grows, and nobody is dead without an identification."""

from dataclasses import replace
from datetime import date

import pytest

from misaq.foundation.dates import parse_edtf
from misaq.foundation.errors import FaultsError
from misaq.record import (
    FateStatus,
    Identification,
    check_fates,
    current_fate,
    is_presumed_alive,
    record_fate,
    terms,
)

BY_DNA = Identification(("dna",), "laboratory", "report 7", date(2020, 3, 1))


def status(number, code, as_of, recorded="2021-01-01", **more):
    return FateStatus(
        number, "P-1", code, parse_edtf(as_of), date.fromisoformat(recorded), "told by the family", **more
    )  # fmt: skip


LOST = status(1, "whereabouts_unknown", "2013-05-02", "2013-06-01")
HELD = status(2, "held_unacknowledged", "2014", "2015-02-01")
DEAD = status(3, "found_dead_identified", "2020-03", identification=BY_DNA)
SERIES = (LOST, HELD, DEAD)


def codes(series):
    return [(fault.code, fault.severity) for fault in check_fates(series)]


@pytest.mark.parametrize(
    ("at", "found"),
    [("2013-05-01", None), ("2013-05-02", LOST), ("2014-12-30", LOST), ("2014-12-31", HELD),
     ("2020-03-30", HELD), ("2020-03-31", DEAD)],
)  # fmt: skip
def test_a_status_stands_from_the_last_day_it_can_mean(at, found):
    assert current_fate(SERIES, date.fromisoformat(at)) == found


def test_what_was_known_on_a_day_can_be_asked_apart_from_what_was_so():
    assert current_fate(SERIES, date(2015, 1, 15)) == HELD
    assert current_fate(SERIES, date(2015, 1, 15), known_on=date(2015, 1, 15)) == LOST


@pytest.mark.parametrize("code", terms("fate"))
def test_the_person_is_presumed_alive_until_identified_whatever_is_said(code):
    later = status(
        2, code, "2019", identification=BY_DNA if code == "found_dead_identified" else None
    )
    alive = is_presumed_alive([LOST, later], date(2022, 1, 1))
    assert alive == (code != "found_dead_identified")


@pytest.mark.parametrize(
    "identification",
    [None, replace(BY_DNA, ways=()), replace(BY_DNA, by=" "), replace(BY_DNA, reference="")],
)
def test_dead_without_an_identification_can_be_neither_recorded_nor_read(identification):
    dead = replace(DEAD, identification=identification)
    with pytest.raises(FaultsError) as error:
        record_fate(SERIES[:2], dead)
    assert [fault.code for fault in error.value.faults] == ["fate_dead_unidentified"]
    # not even when the store was filled some other way
    assert current_fate([LOST, HELD, dead], date(2022, 1, 1)) == HELD
    assert is_presumed_alive([dead], date(2022, 1, 1))


def test_recording_leaves_what_was_recorded():
    before = SERIES[:2]
    assert record_fate(before, DEAD) == SERIES
    assert before == (LOST, HELD)
    assert record_fate((), LOST) == (LOST,)
    for wrong in (replace(DEAD, number=2), replace(DEAD, number=4), replace(DEAD, person="P-2")):
        with pytest.raises(FaultsError):
            record_fate(before, wrong)


def test_a_wrong_identification_can_be_taken_back_and_is_pointed_out():
    back = status(4, "returned", "2021", "2022-01-01")
    series = record_fate(SERIES, back)
    assert codes(series) == [("fate_after_death", "warning")]
    assert is_presumed_alive(series, date(2022, 1, 1))
    assert not is_presumed_alive(series, date(2020, 6, 1))


def test_every_other_fault_is_found():
    odd = replace(
        status(1, "gone", "2013/..", identification=replace(BY_DNA, ways=("hair",))), basis=" "
    )
    assert [code for code, _ in codes([odd])] == [
        "record_unknown_term", "fate_no_time", "fate_no_basis", "record_unknown_term",
    ]  # fmt: skip
    assert codes([status(1, "returned", "2022", "2021-12-31")]) == [("fate_in_the_future", "error")]
