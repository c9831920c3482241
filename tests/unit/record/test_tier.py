"""Who may read which field at most: every field of every entity has a tier, and what is not listed is sealed."""

import dataclasses
from datetime import UTC, date, datetime

import pytest

import misaq.record as record
from misaq.foundation.dates import parse_edtf
from misaq.record import (
    Actor,
    Consent,
    DetentionSpell,
    Incident,
    Person,
    Place,
    RecordedAct,
    Reply,
    SourceRecord,
    entities,
    name_tier,
    readable_fields,
    terms,
    tier_of,
)

ENTITIES = list(entities())
MOMENT = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("name", ENTITIES)
def test_every_field_of_every_entity_has_one_tier(name):
    given = {one.name for one in dataclasses.fields(getattr(record, name))}
    assert set(entities()[name].tiers) == given
    assert set(entities()[name].tiers.values()) <= set(terms("tier"))
    assert entities()[name].holds
    assert entities()[name].rule


@pytest.mark.parametrize("name", ENTITIES)
def test_no_entity_can_be_changed_and_nothing_sealed_or_narrated_is_printed(name):
    kind = getattr(record, name)
    assert kind.__dataclass_params__.frozen
    for one in dataclasses.fields(kind):
        if entities()[name].tiers[one.name] == "sealed":
            assert not one.repr, one.name
    narrated = {
        "name_raw",
        "father_raw",
        "mother_raw",
        "narrative",
        "text",
        "value",
        "values",
        "victim",
        "person",
        "content",
        "basis",
        "reason",
        "stated_reason",
        "death_cause",
        "remains",
        "spoken_by",
    }
    for one in dataclasses.fields(kind):
        plain_flag = (name, one.name) in {
            ("Actor", "person"), ("FateStatus", "person"), ("Involvement", "basis"), ("LinkDecision", "reason"),
        }  # fmt: skip
        if one.name in narrated and not plain_flag:
            assert not one.repr, one.name


def test_whatever_is_not_listed_is_sealed():
    @dataclasses.dataclass(frozen=True)
    class Stranger:
        text: str

    assert tier_of(Stranger("x"), "text") == "sealed"
    assert tier_of(Person("P-1"), "nickname") == "sealed"
    assert readable_fields(Stranger("x"), "restricted") == {}


def test_sexual_violence_is_sealed_whole():
    act = RecordedAct("a1", "i1", "SEX", "m1", methods=("sexual",))
    assert readable_fields(act, "restricted") == {}
    assert readable_fields(act, "sealed")["victim"] == "m1"
    other = RecordedAct("a1", "i1", "DOL", "m1")
    assert readable_fields(other, "public") == {"id": "a1", "act_type": "DOL"}


def test_the_name_of_one_human_being_is_sealed_and_that_of_an_institution_is_not():
    for kind in terms("actor_kind"):
        institution, person = (
            Actor("x", kind, "X", ("Y",)),
            Actor("x", kind, "X", ("Y",), person=True),
        )
        assert readable_fields(institution, "restricted")["name"] == "X"
        assert {"name", "also"} & set(readable_fields(person, "restricted")) == set()
        assert "X" not in str(readable_fields(institution, "public"))


def test_health_needs_the_custodians():
    spell = DetentionSpell("s1", "m1", health="a wound")
    assert "health" not in readable_fields(spell, "restricted")
    assert readable_fields(spell, "sealed")["health"] == "a wound"


def test_what_is_inside_a_record_is_read_by_its_own_tier():
    incident = Incident(
        "i1", parse_edtf("2009"), Place("north", "home", "point", "behind his house")
    )
    assert readable_fields(incident, "public") == {"id": "i1"}
    inside = readable_fields(incident, "restricted")["place"]
    assert inside["text"] == "behind his house"
    row = SourceRecord("a", "7", {"name": "Alia"}, "0" * 64)
    assert "Alia" not in str(readable_fields(row, "public"))


def test_a_published_reply_is_for_all_and_another_is_not():
    reply = Reply("r1", "q1", "denied_act", date(2026, 5, 1), "It was not so.")
    assert "content" not in readable_fields(reply, "public")
    published = dataclasses.replace(reply, published=True)
    assert readable_fields(published, "public")["content"] == "It was not so."


def test_a_name_is_public_by_consent_alone():
    yes = Consent(1, "m1", "mother", "parent", "publication_of_name", "yes", MOMENT)
    assert name_tier([yes], MOMENT, subject="m1") == "public"
    assert name_tier([yes], MOMENT, subject="m2") == "restricted"
    gone = dataclasses.replace(yes, withdrawn_at=MOMENT)
    assert name_tier([gone], MOMENT, subject="m1") == "restricted"
