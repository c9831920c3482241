"""A list through its own columns and codes to acts; every fault at once, each at its place."""

import time
from dataclasses import replace

import pytest

from misaq.foundation.dates import DateError
from misaq.record import ListMapping, act_types, check_mapping, map_list, read_date

COMMUNITIES = ("talhen", "orsane")
MAPPING = ListMapping(
    "case_no",
    {
        "victim_name": "Name", "community": "Tribe", "act_type": "Violation", "when": "Date",
        "where": "District", "actor": "By", "count": "Persons", "child": "Minor", "verification": "Status",
    },
    {
        "community": {"Tlh": "talhen", "?": ""},
        "act_type": {"Custodial killing": ("KIL", "DOL"), "Held": "DOL"},
        "verification": {"Two witnesses": "verified"},
        "child": {"Y": True, "N": False},
        "actor": {"Frontier unit": "state_security"},
        "where": {"N. valley": "north-valley"},
    },
    "%d/%m/%Y",
)  # fmt: skip
HEADER = (
    "case_no",
    "Name",
    "Tribe",
    "Violation",
    "Date",
    "District",
    "By",
    "Persons",
    "Minor",
    "Status",
    "Notes",
)
GOOD = ("7", "Rahat Sel", "Tlh", "Custodial killing", "17/05/2009", "N. valley", "Frontier unit", "2", "Y",
        "Two witnesses", "as told by Rahat's brother")  # fmt: skip


def read(*rows, mapping=MAPPING, communities=COMMUNITIES):
    columns = {name: [row[i] for row in rows] for i, name in enumerate(HEADER)}
    return map_list(
        "union", columns, mapping, communities=communities, file="record/lists/union.csv"
    )


def changed(**values):
    return tuple(values.get(name, value) for name, value in zip(HEADER, GOOD, strict=True))


def test_one_row_tells_of_two_acts():
    found = read(GOOD)
    assert found.faults == ()
    killing, holding = found.acts
    assert (killing.act_type, holding.act_type) == ("KIL", "DOL")
    assert killing.report == "union/7"
    assert killing.community == "talhen"
    assert killing.when.text == "2009-05-17"
    assert (killing.place, killing.actor_kind) == ("north-valley", "state_security")
    assert (killing.verification, killing.child, killing.persons) == ("verified", True, 2)


def test_the_row_is_kept_word_for_word_and_its_hash_changes_with_any_letter():
    record = read(GOOD).records[0]
    assert tuple(record.values.values()) == GOOD
    for name in HEADER:
        other = read(changed(**{name: dict(zip(HEADER, GOOD, strict=True))[name] + " "})).records[0]
        assert other.sha256 != record.sha256
    assert "Rahat" not in repr(record)


def test_no_act_holds_a_name_or_a_lists_own_words():
    acts = read(
        GOOD, changed(case_no="8", District="near Rahat Sel's house", By="Captain Rahat Sel")
    ).acts
    assert "Rahat" not in repr(acts)
    assert (acts[2].place, acts[2].actor_kind) == ("", "")


def test_blank_is_not_given():
    act = read(
        changed(Tribe="", Date="", District="", By="", Persons="", Minor="", Status="")
    ).acts[0]
    assert (act.community, act.when, act.place, act.actor_kind) == ("", None, "", "")
    assert (act.persons, act.child, act.verification) == (1, None, "allegation")


def test_a_code_may_mean_not_given():
    assert read(changed(Tribe="?")).acts[0].community == ""


def test_misaqs_own_terms_need_no_code():
    acts = read(changed(Tribe="orsane", Violation="TOR", Status="reviewed", Minor="0")).acts
    assert [(a.community, a.act_type, a.verification, a.child) for a in acts] == [
        ("orsane", "TOR", "reviewed", False)
    ]


def test_every_fault_at_once_each_at_its_place():
    found = read(
        GOOD,
        changed(case_no=""),
        changed(case_no="7"),
        changed(case_no="9", Tribe="Zzz"),
        changed(case_no="10", Violation="Vanished"),
        changed(case_no="11", Violation="Vanished", Date="31/02/2009"),
        changed(case_no="12", Persons="0"),
        changed(case_no="13", Persons="two", Minor="perhaps", Status="sworn"),
        changed(case_no="14", Violation=""),
    )
    assert sorted((f.code, f.row, f.column) for f in found.faults) == [
        ("list_bad_count", 8, "Persons"),
        ("list_bad_count", 9, "Persons"),
        ("list_bad_date", 7, "Date"),
        ("list_no_act", 10, "Violation"),
        ("list_no_row_id", 3, "case_no"),
        ("list_same_row_id", 4, "case_no"),
        ("list_unknown_code", 5, "Tribe"),
        ("list_unknown_code", 6, "Violation"),
        ("list_unknown_code", 9, "Minor"),
        ("list_unknown_code", 9, "Status"),
    ]
    vanished = next(f for f in found.faults if f.params.get("value") == "Vanished")
    assert vanished.params["rows"] == 2
    assert {act.row_id for act in found.acts} == {"7"}
    assert len(found.records) == 9


@pytest.mark.parametrize(
    ("text", "form", "edtf"),
    [
        ("17/05/2009", "%d/%m/%Y", "2009-05-17"),
        ("05/2009", "%m/%Y", "2009-05"),
        ("2009", "%Y", "2009"),
        ("2009~", "%d/%m/%Y", "2009~"),
        ("2009", "%d/%m/%Y", "2009"),
        ("2009-05/2010", "", "2009-05/2010"),
    ],
)
def test_a_date_is_never_made_more_exact_than_it_is(text, form, edtf):
    assert read_date(text, date_format=form).text == edtf


@pytest.mark.parametrize("text", ["00/05/2009", "31/02/2009", "2009/05/17", "17.5.09"])
def test_an_impossible_date_is_refused(text):
    with pytest.raises(DateError):
        read_date(text, date_format="%d/%m/%Y")


def test_a_sound_mapping_has_no_fault():
    assert check_mapping(MAPPING, HEADER, communities=COMMUNITIES, file="union.toml") == []


def test_mapping_faults_name_the_toml_field():
    wrong = ListMapping(
        "number",
        {"community": "Clan", "surname": "Name", "when": "Date"},
        {
            "community": {"Tlh": "tallhen"},
            "act_type": {"Shot": "KILL", "Gone": ("CON",), "Two": ("DOL", "XXX")},
            "child": {"Y": "yes"},
            "actor": {"x": "villains"},
            "colour": {"a": "b"},
        },
        "%d/%m/%y",
    )
    faults = check_mapping(wrong, HEADER, communities=COMMUNITIES, file="union.toml")
    assert {(f.code, f.column) for f in faults} == {
        ("list_unknown_column", "id"),
        ("list_unknown_column", "columns.community"),
        ("list_unknown_field", "columns.surname"),
        ("list_no_act_type", "columns.act_type"),
        ("list_bad_date_format", "dates.format"),
        ("list_unknown_term", "codes.community.Tlh"),
        ("list_unknown_term", "codes.act_type.Shot"),
        ("list_unknown_term", "codes.act_type.Two"),
        ("list_con_without_dol", "codes.act_type.Gone"),
        ("list_unknown_term", "codes.child.Y"),
        ("list_unknown_term", "codes.actor.x"),
        ("list_unknown_field", "codes.colour"),
    }
    for fault in faults:
        assert fault.message("en").what != fault.code
        assert fault.message("ur").what != fault.message("en").what


def test_every_column_order_gives_the_same_acts():
    columns = {name: [GOOD[i]] for i, name in enumerate(HEADER)}
    turned = dict(reversed(columns.items()))
    one = map_list("u", columns, MAPPING, communities=COMMUNITIES, file="u.csv")
    two = map_list("u", turned, MAPPING, communities=COMMUNITIES, file="u.csv")
    assert one.acts == two.acts


def test_without_an_id_column_rows_have_their_number():
    assert [a.row_id for a in read(GOOD, GOOD, mapping=replace(MAPPING, id="")).acts] == [
        "1",
        "1",
        "2",
        "2",
    ]


def test_fifty_thousand_rows_map_in_a_few_seconds():
    types = list(act_types())
    rows = [
        changed(
            case_no=str(i), Violation=types[i % 15], Date=f"{i % 28 + 1:02d}/05/{1960 + i % 70}"
        )
        for i in range(50_000)
    ]
    began = time.perf_counter()
    found = read(*rows)
    assert not found.faults
    assert time.perf_counter() - began < 10
