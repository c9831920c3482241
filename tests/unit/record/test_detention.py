"""A spell of being held: what Article 17(3) asks for is there, or is named as missing, letter by letter."""

from dataclasses import replace

import pytest

from misaq.foundation.dates import parse_edtf
from misaq.record import DetentionSpell, Place, check_spells, find_particulars, terms

WHOLE = DetentionSpell(
    "s1", "m1", parse_edtf("2009-05-17"), Place("road-4"), "unit-7", "office-2", "charged", "",
    "inspector", Place("jail-1"), parse_edtf("2009-05-18"), "jail-1", health="a note", ending="transferred",
    ended_when=parse_edtf("2009-06-01"), ended_where=Place("jail-2"), moved_by="escort-1",
)  # fmt: skip
DIED = {"death_circumstances": "in the night", "death_cause": "not known", "remains": "given back"}
# field emptied -> the one letter that then lacks it
OF_FIELD = {
    "person": ("a", ""), "taken_when": ("b", None), "taken_where": ("b", None), "taken_by": ("b", ""),
    "ordered_by": ("c", ""), "grounds": ("c", "unknown"), "supervised_by": ("d", ""), "held_where": ("e", Place()),
    "admitted_when": ("e", None), "kept_by": ("e", ""), "health": ("f", ""), "ended_when": ("h", None),
    "ended_where": ("h", None), "moved_by": ("h", ""),
}  # fmt: skip


def standing(spell):
    return {one.letter: one.standing for one in find_particulars(spell)}


def test_the_letters_are_those_of_the_list():
    assert (
        [one.letter for one in find_particulars(WHOLE)]
        == list(terms("particular"))
        == list("abcdefgh")
    )


def test_a_whole_spell_lacks_nothing_and_nobody_died():
    assert standing(WHOLE) == {**dict.fromkeys("abcdefh", "present"), "g": "not_due"}


@pytest.mark.parametrize("field", OF_FIELD)
def test_each_field_belongs_to_one_letter_and_is_named_when_it_lacks(field):
    letter, empty = OF_FIELD[field]
    for whole, lacking in zip(
        find_particulars(WHOLE), find_particulars(replace(WHOLE, **{field: empty})), strict=True
    ):
        if lacking.letter == letter:
            assert lacking.missing == (field,)
            assert lacking.standing in {"partly", "missing"}
        else:
            assert lacking == whole


def test_words_given_are_a_ground_too():
    spell = replace(WHOLE, grounds="unknown", grounds_stated="for his safety, they said")
    assert standing(spell)["c"] == "present"


@pytest.mark.parametrize(
    ("ending", "g", "h"),
    [("held", "not_due", "not_due"), ("released", "not_due", "missing"), ("died", "missing", "not_due"),
     ("transferred", "not_due", "missing"), ("unknown", "not_known", "not_known")],
)  # fmt: skip
def test_death_and_release_are_asked_only_where_they_arise(ending, g, h):
    found = standing(DetentionSpell("s1", "m1", ending=ending))
    assert (found["g"], found["h"]) == (g, h)
    assert standing(replace(DetentionSpell("s1", "m1", ending="died"), **DIED))["g"] == "present"


def test_health_reaches_no_log():
    assert "a note" not in repr(WHOLE)


def test_every_fault_of_spells_is_found():
    assert check_spells([WHOLE, replace(WHOLE, id="s2", ending="died", **DIED)]) == []
    faults = check_spells(
        [
            WHOLE,
            replace(WHOLE, person="", grounds="none", access="all", ending="gone"),
            replace(WHOLE, id="s3", ended_when=parse_edtf("2008")),
            replace(WHOLE, id="s4", ending="held"),
            replace(WHOLE, id="s5", remains="given back"),
        ]
    )
    assert [(fault.code, fault.params["id"]) for fault in faults] == [
        ("record_same_id", "s1"),
        ("spell_no_person", "s1"),
        ("record_unknown_term", "s1"),
        ("record_unknown_term", "s1"),
        ("spell_bad_ending", "s1"),
        ("spell_backwards", "s3"),
        ("spell_held_and_ended", "s4"),
        ("spell_death_untold", "s5"),
    ]
