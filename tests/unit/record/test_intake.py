"""Rows into cases: laws of the reading, and what must never stand in clear."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from misaq.record import (
    INTAKE_FIELDS,
    ListMapping,
    map_list,
    names_person,
    read_age,
    read_case_rows,
    recognise_fields,
    without_values,
)

CELL = st.sampled_from(
    [
        "",
        "DOL",
        "KIL CON",
        "shot",
        "2009",
        "17/05/2009",
        "bad date",
        "male",
        "30-40",
        "x" * 700,
        "terrorists",
        "=1",
    ]
)
COLUMNS = (
    "act_type",
    "when",
    "victim_sex",
    "victim_age",
    "summary",
    "district",
    "victim_name",
    "count",
)


@given(st.lists(st.tuples(*[CELL] * len(COLUMNS)), max_size=6))
def test_a_row_becomes_a_case_or_has_a_fault_and_no_fault_holds_a_value(
    rows: list[tuple[str, ...]],
) -> None:
    columns = {name: [row[i] for row in rows] for i, name in enumerate(COLUMNS)}
    mapping = ListMapping("", {name: name for name in COLUMNS})
    read = read_case_rows(columns, mapping, communities=None, file="")
    good = {row.index for row in read.rows}
    for row in read.rows:
        assert row.act_types
        assert len(row.summary) <= 600
    told = {fault.row - 2 for fault in read.faults if fault.row and fault.severity == "error"}
    assert not good & told
    unknown_once = [fault for fault in read.faults if fault.code == "list_unknown_code"]
    if not unknown_once:  # a code that is not known is told of at its first row only
        assert good | told == set(range(len(rows)))
    for fault in map(without_values, read.faults):
        assert not {"shot", "bad date", "17/05/2009", "x" * 700} & set(
            map(str, fault.params.values())
        )
    acts = map_list("s", columns, mapping, communities=None, file="")
    counted = {int(act.row_id) - 1 for act in acts.acts}
    assert good <= counted  # what becomes a case is counted in a process folder too


@pytest.mark.parametrize(
    ("text", "age"),
    [("0", (0, 0)), ("34", (34, 34)), ("30 - 40", (30, 40)), ("30 تا 40", (30, 40)), ("40-30", None), ("200", None),
     ("-3", None), ("۳۴", (34, 34))],
)  # fmt: skip
def test_ages(text: str, age: Any) -> None:
    assert read_age(text) == age


def test_a_child_is_one_only_when_the_age_leaves_no_doubt() -> None:
    columns = {"what": ["KIL"] * 4, "age": ["17", "18", "16-19", ""]}
    mapping = ListMapping("", {"act_type": "what", "victim_age": "age"})
    read = read_case_rows(columns, mapping, communities=None, file="")
    assert [row.child for row in read.rows] == [True, False, None, None]


def test_words_of_a_list_without_a_code_never_become_a_place_or_a_code() -> None:
    columns = {"what": ["KIL", "KIL"], "where": ["house of Invented Person", "N"]}
    mapping = ListMapping("", {"act_type": "what", "where": "where"}, {"where": {"N": "north"}})
    rows = read_case_rows(columns, mapping, communities=None, file="").rows
    assert [row.place for row in rows] == ["", "north"]
    assert "where" not in rows[0].codes
    assert rows[1].codes["where"] == ("N", "north")


def test_names_in_either_script_are_found_in_a_clear_text() -> None:
    assert names_person("کل زوروان میلکوئسٹ کو اٹھایا گیا", "زوروان میلکوئسٹ")
    assert names_person("They took Zorvan-Melquist.", "Zorvan Melquist Khan")
    assert not names_person("They took a man.", "")


def test_every_own_name_of_a_field_is_recognised_and_no_column_twice() -> None:
    names = list(INTAKE_FIELDS)
    assert recognise_fields(names) == {name: name for name in names}
    assert recognise_fields(["Name", "name", "NAME"]) == {"victim_name": "Name"}
