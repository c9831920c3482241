"""Alleged, always, until a court's final finding; one form of actor for every side."""

from dataclasses import replace
from datetime import date

import pytest

from misaq.foundation.dates import parse_edtf
from misaq.record import (
    Actor,
    CourtFinding,
    Involvement,
    actor_kinds,
    chain_of_command,
    check_actors,
    check_involvements,
    terms,
)

JUDGMENT = CourtFinding("High Court", "12/2024", date(2024, 5, 1), final=True)


def said(name="n1", **more):
    given = {
        "act": "a1",
        "actor": "x",
        "kind": "carried_out",
        "basis": "observed",
        "source_record": "a/1",
    }
    return Involvement(name, **{**given, **more})


def codes(faults):
    return [(fault.code, fault.column) for fault in faults]


@pytest.mark.parametrize(
    "basis", [code for code in terms("attribution_basis") if code != "court_finding"]
)
@pytest.mark.parametrize("kind", terms("involvement"))
def test_nothing_but_a_final_finding_ends_the_word_alleged(kind, basis):
    assert said(kind=kind, basis=basis).is_alleged
    assert said(kind=kind, basis=basis, court_finding=replace(JUDGMENT, final=False)).is_alleged
    assert not said(kind=kind, basis="court_finding", court_finding=JUDGMENT).is_alleged


def test_alleged_can_be_typed_in_by_nobody():
    with pytest.raises(TypeError):
        said(is_alleged=False)
    with pytest.raises((AttributeError, TypeError)):
        said().is_alleged = False


def test_a_court_is_named_with_its_finding_or_not_at_all():
    good = said(basis="court_finding", court_finding=JUDGMENT)
    known = {"acts": {"a1"}, "actors": {"x"}}
    assert check_involvements([said(), replace(good, id="n2")], **known) == []
    for bad in (said(basis="court_finding"), said(court_finding=JUDGMENT)):
        assert codes(check_involvements([bad], **known)) == [
            ("involvement_court_finding", "court_finding")
        ]


def test_every_other_fault_is_found():
    bad = said(act="a9", actor="y", kind="did", basis="felt", source_record="")
    assert codes(check_involvements([said(), bad], acts={"a1"}, actors={"x"})) == [
        ("record_same_id", "id"),
        ("involvement_dangling", "act"),
        ("involvement_dangling", "actor"),
        ("involvement_no_source", "source_record"),
        ("record_unknown_term", "kind"),
        ("record_unknown_term", "basis"),
    ]


@pytest.mark.parametrize("kind", actor_kinds())
def test_actors_of_every_kind_are_held_to_the_same_rules(kind):
    def actor(name, parent="", **more):
        return Actor(name, kind, name, parent=parent, **more)

    good = [actor("unit", "wing"), actor("wing", "whole"), actor("whole")]
    assert check_actors(good) == []
    assert chain_of_command(good, "unit") == ("unit", "wing", "whole")
    bad = [
        actor("a", "b"),
        actor("b", "a"),
        actor("c", "z"),
        actor("d", active_from=parse_edtf("2012"), active_to=parse_edtf("2011")),
        actor("d", "a"),
    ]
    assert [(fault.code, fault.params["id"]) for fault in check_actors(bad)] == [
        ("actor_circle", "a"),
        ("actor_circle", "b"),
        ("actor_no_parent", "c"),
        ("actor_backwards", "d"),
        ("record_same_id", "d"),
    ]
    assert chain_of_command(bad, "a") == ("a", "b")


def test_an_unknown_kind_of_actor_is_a_fault():
    assert codes(check_actors([Actor("x", "rebels")])) == [("record_unknown_term", "kind")]
