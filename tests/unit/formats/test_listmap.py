"""The form of a list's mapping: every fault at its TOML field, never an exception."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from misaq.formats import read_list_mapping


def test_a_whole_mapping():
    mapping, faults = read_list_mapping(
        'id = "no"\n[columns]\nact_type = "What"\n[codes.act_type]\n"Shot" = ["KIL", "THR"]\n'
        '[codes.child]\n"Y" = true\n[dates]\nformat = "%d/%m/%Y"\n',
        "a.toml",
    )
    assert faults == []
    assert (mapping.id, mapping.columns, mapping.date_format) == (
        "no",
        {"act_type": "What"},
        "%d/%m/%Y",
    )
    assert mapping.codes == {"act_type": {"Shot": ("KIL", "THR")}, "child": {"Y": True}}


@pytest.mark.parametrize(
    ("text", "code", "column"),
    [
        ("id = ", "list_bad_toml", ""),
        ("", "list_no_id", "id"),
        ("id = 3", "list_bad_mapping", "id"),
        ('id = "a"\ncolumns = 3', "list_bad_mapping", "columns"),
        ('id = "a"\n[columns]\nwhen = 3', "list_bad_mapping", "columns.when"),
        ('id = "a"\n[codes]\nchild = 3', "list_bad_mapping", "codes.child"),
        ('id = "a"\n[codes.child]\nY = 1.5', "list_bad_mapping", "codes.child.Y"),
        ('id = "a"\n[dates]\nform = "x"', "list_unknown_field", "dates.form"),
        ('id = "a"\n[colums]\n', "list_unknown_field", "colums"),
    ],
)
def test_a_wrong_form_is_named_at_its_field(text, code, column):
    _, faults = read_list_mapping(text, "record/lists/a.toml")
    assert [(f.code, f.file, f.column) for f in faults] == [(code, "record/lists/a.toml", column)]


@given(st.text(max_size=40))
def test_any_text_is_a_mapping_or_faults(text):
    mapping, faults = read_list_mapping(text, "a.toml")
    assert mapping.id or faults
