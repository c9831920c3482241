"""Who is spoken of: letter for letter, one mention a person and source; a person holds no facts."""

from dataclasses import fields

import pytest

from misaq.record import (
    NameParts,
    Person,
    PersonMention,
    PersonRefError,
    SourceRecord,
    check_mentions,
    check_source_records,
    make_person,
)


def codes(faults):
    return [(fault.code, fault.column) for fault in faults]


def test_a_person_is_a_reference_and_nothing_else():
    assert [one.name for one in fields(Person)] == ["public_ref"]
    assert make_person(bytes(10)) != make_person(bytes(9) + b"\x01")
    assert make_person(bytes(10) + b"more") == make_person(bytes(10))
    with pytest.raises(PersonRefError) as error:
        make_person(bytes(9))
    assert "10" in error.value.message("ur").what


@pytest.mark.parametrize(
    ("low", "high", "child"),
    [(None, None, None), (15, 17, True), (15, 18, None), (18, None, False), (None, 17, True), (10, None, None)],
)  # fmt: skip
def test_a_child_only_where_the_ages_told_leave_no_doubt(low, high, child):
    assert PersonMention("m", "a/1", "Alia", age_min=low, age_max=high).child is child


def test_no_name_reaches_a_log_through_the_mention_itself():
    secret = "Zarmina of the mill"
    mention = PersonMention(
        "m", "a/1", secret, name_parts=NameParts(secret, secret), father_raw=secret, mother_raw=secret,
        place_of_origin=secret, occupation=secret, id_numbers=(secret,), status_claimed=secret,
    )  # fmt: skip
    assert secret not in repr(mention)


def test_every_fault_of_mentions_is_found_at_once():
    good = PersonMention("m1", "a/1", "Alia", sex="female", age_min=20, age_max=25)
    bad = PersonMention("m1", "", " ", sex="w", age_min=30, age_max=20)
    assert check_mentions([good]) == []
    assert codes(check_mentions([good, bad])) == [
        ("record_same_id", "id"),
        ("mention_no_source", "source_record"),
        ("mention_no_name", "name_raw"),
        ("record_unknown_term", "sex"),
        ("mention_bad_age", "age_min"),
    ]
    assert codes(check_mentions([PersonMention("m", "a/1", "A", age_max=-1)])) == [
        ("mention_bad_age", "age_min")
    ]


def test_source_records_know_their_kind_and_never_copy_from_themselves():
    def record(row, derived_from="", **more):
        return SourceRecord("a", row, {}, "0" * 64, derived_from=derived_from, **more)

    chain = [record("1"), record("2", "a/1"), record("3", "a/2")]
    assert check_source_records(chain) == []
    circle = [record("1", "a/3"), record("2", "a/1"), record("3", "a/2"), record("4", "a/2")]
    # what hangs on a circle is not itself in it
    assert [(f.code, f.params["id"]) for f in check_source_records(circle)] == [
        ("source_record_circle", f"a/{row}") for row in (1, 2, 3)
    ]
    wrong = record("5", kind="rumour", connection="x", reliability="G", credibility="0")
    assert codes(check_source_records([wrong, wrong]))[:4] == [
        ("record_unknown_term", name) for name in ("kind", "connection", "reliability", "credibility")
    ]  # fmt: skip
    assert ("record_same_id", "row_id") in codes(check_source_records([wrong, wrong]))
