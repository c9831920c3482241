"""Incidents and the acts in them: as open as the sources left them, each act with its sources beside it."""

from dataclasses import replace

import pytest

from misaq.foundation.dates import parse_edtf
from misaq.record import (
    Assertion,
    Incident,
    Place,
    RecordedAct,
    VictimGroup,
    asserted_values,
    check_acts,
    check_incidents,
    sources_of,
)


def codes(faults):
    return [(fault.code, fault.column) for fault in faults]


def act(name, act_type="DOL", victim="m1", incident="i1", **more):
    return RecordedAct(name, incident, act_type, victim, **more)


def check(acts, assertions=None):
    given = [Assertion(one.id, "a/1") for one in acts] if assertions is None else assertions
    return check_acts(acts, given, incidents={"i1", "i2"})


def test_an_incident_stays_as_open_as_its_date():
    year = Incident("i1", parse_edtf("2009~"))
    assert (year.date_min.isoformat(), year.date_max.isoformat()) == ("2009-01-01", "2009-12-31")
    assert (Incident("i2").date_min, Incident("i2").date_max) == (None, None)
    assert Incident("i3", parse_edtf("../2009")).date_min is None


def test_ties_between_incidents_lead_somewhere_and_never_round():
    whole = Incident("i1", parse_edtf("2009-05"))
    assert (
        check_incidents(
            [whole, Incident("i2", parse_edtf("2009"), parent="i1", chain_type="part_of")]
        )
        == []
    )
    faults = check_incidents(
        [
            whole,
            Incident("i2", parent="i9", chain_type="follows"),
            Incident("i3", parent="i1", chain_type="caused"),
            Incident("i4", parent="i5", chain_type="follows"),
            Incident("i5", parent="i4", chain_type="follows"),
            Incident("i6", chain_type="follows"),
            Incident("i7", parse_edtf("2009-06"), parent="i1", chain_type="part_of"),
            Incident("i7", place=Place(kind="moon", precision="exact")),
        ]
    )
    assert codes(faults) == [
        ("incident_no_parent", "parent"),
        ("record_unknown_term", "chain_type"),
        ("incident_circle", "parent"),
        ("incident_circle", "parent"),
        ("incident_no_parent", "parent"),
        ("incident_outside_whole", "when"),
        ("record_same_id", "id"),
        ("record_unknown_term", "place.kind"),
        ("record_unknown_term", "place.precision"),
    ]


@pytest.mark.parametrize(
    ("when", "outside"),
    [
        ("2009-04", True),
        ("2009-04-30/2009-05-01", False),
        ("2009-05-10", False),
        ("2009", False),
        ("2009-06-01", True),
        ("2009-06/..", True),
        ("XXXX", False),
    ],
)
def test_a_part_lies_outside_its_whole_only_if_no_day_can_be_both(when, outside):
    whole = Incident("i1", parse_edtf("2009-05"))
    part = Incident("i2", parse_edtf(when), parent="i1", chain_type="part_of")
    found = [fault.code for fault in check_incidents([whole, part])]
    assert found == (["incident_outside_whole"] if outside else [])
    # what follows may lie where it will
    assert check_incidents([whole, replace(part, chain_type="follows")]) == []


def test_a_narrative_is_read_for_every_side_and_never_inside_a_quotation():
    for word in ("traitor", "informer", "غدار", "مخبر"):
        (fault,) = check_incidents([Incident("i1", narrative=f"They took the {word} at noon.")])
        assert (fault.code, fault.severity) == ("narrative_takes_a_side", "warning")
        assert word in fault.message("en").what
        assert not check_incidents([Incident("i1", narrative=f"She said: “the {word} was taken”.")])


def test_con_stands_only_beside_the_dol_of_the_same_person_and_incident():
    assert check([act("a1"), act("a2", "CON")]) == []
    for alone in (
        [act("a2", "CON")],
        [act("a1"), act("a2", "CON", victim="m2")],
        [act("a1", incident="i2"), act("a2", "CON")],
    ):
        assert codes(check(alone)) == [("act_con_without_dol", "act_type")]


def test_one_victim_or_one_group_and_numbers_that_can_be():
    group = VictimGroup("men of the village", 3, 8)
    assert check([act("a1", victim="", group=group)]) == []
    assert codes(check([act("a1", group=group)])) == [("act_one_victim", "victim")]
    assert codes(check([act("a1", victim="")])) == [("act_one_victim", "victim")]
    for low, high in ((8, 3), (0, 3), (None, 0)):
        bad = act("a1", victim="", group=VictimGroup("men", low, high))
        assert codes(check([bad])) == [("act_group_counts", "group.count_min")]
    assert check([act("a1", victim="", group=VictimGroup("men"))]) == []


def test_every_other_fault_of_acts_is_found():
    bad = act("a1", "ABC", incident="i9", methods=("wand", "sexual"), stated_reason="a debt")
    assert codes(check([bad, act("a1")], assertions=[])) == [
        ("act_no_incident", "incident"),
        ("act_no_source", "id"),
        ("record_unknown_term", "act_type"),
        ("record_unknown_term", "methods"),
        ("act_sexual_method", "methods"),
        ("act_reason_by_nobody", "reason_stated_by"),
        ("record_same_id", "id"),
        ("act_no_source", "id"),
    ]
    assert check([act("a1", "SEX", methods=("sexual",))]) == []


def test_many_sources_to_an_act_and_where_they_differ_both_words_stay():
    said = [
        Assertion("a1", "b/9", "when", "2009-06", page=12, start=0, end=40),
        Assertion("a1", "a/4", "when", "2009-05"),
        Assertion("a1", "c/1", "when", "2009-05"),
        Assertion("a1", "c/1"),
        Assertion("a2", "c/1", "when", "2011"),
    ]
    assert sources_of(said, "a1") == ("a/4", "b/9", "c/1")
    assert asserted_values(said, "a1", "when") == {"2009-05": ("a/4", "c/1"), "2009-06": ("b/9",)}
    assert check([act("a1"), act("a2", victim="m2")], said) == []


def test_an_assertion_says_where_it_stands_or_is_faulted():
    said = [
        Assertion("a1", "a/1"),
        Assertion("a9", "a/1"),
        Assertion("a1", ""),
        Assertion("a1", "a/1", "colour", "red"),
        Assertion("a1", "a/1", "incident", "i2"),
        Assertion("a1", "a/1", start=9, end=3),
        Assertion("a1", "a/1", page=-1),
    ]
    assert codes(check([act("a1")], said)) == [
        ("assertion_no_act", "act"),
        ("assertion_no_source", "source_record"),
        ("assertion_no_field", "field_name"),
        ("assertion_no_field", "field_name"),
        ("assertion_bad_place", "page"),
        ("assertion_bad_place", "page"),
    ]
