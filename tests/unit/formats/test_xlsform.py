"""The field form is an XLSForm by an independent judge, and what comes back is read without a mapping."""

import io
import json
import xml.etree.ElementTree as ET

import pytest
from openpyxl import load_workbook
from pyxform.xls2xform import convert

from misaq.formats import parse_list, write_xlsform
from misaq.record import ANSWERED, QUESTIONS, form_mapping, read_case_rows, terms

XFORM = "{http://www.w3.org/2002/xforms}"


def test_pyxform_makes_a_form_of_it_without_a_warning() -> None:
    made = convert(io.BytesIO(write_xlsform(title="Invented")), file_type=".xlsx", validate=False)
    assert not made.warnings
    tree = ET.fromstring(made.xform)
    bound = {bind.get("nodeset", "").rsplit("/", 1)[-1] for bind in tree.iter(f"{XFORM}bind")}
    assert set(ANSWERED) <= bound
    languages = {one.get("lang") for one in tree.iter(f"{XFORM}translation")}
    assert languages == {"English (en)", "Urdu (ur)"}
    kinds = {question.name: question for question in QUESTIONS}
    assert kinds["act_type"].required
    for metadata in ("deviceid", "phonenumber", "username", "simserial", "geopoint", "audit"):
        assert metadata not in made.xform


def test_every_term_can_be_chosen_in_both_languages() -> None:
    book = load_workbook(io.BytesIO(write_xlsform()))
    header, *rows = book["choices"].iter_rows(values_only=True)
    assert header[:2] == ("list_name", "name")
    for name in {question.terms for question in QUESTIONS if question.terms}:
        own = {row[1]: row[2:] for row in rows if row[0] == name}
        assert own == {
            code: (term.label["en"], term.label["ur"]) for code, term in terms(name).items()
        }


def test_the_key_of_encrypted_forms_stands_in_the_settings() -> None:
    header, values = load_workbook(io.BytesIO(write_xlsform(public_key="MIIB")))["settings"].values
    assert dict(zip(header, values, strict=True))["public_key"] == "MIIB"


NESTED = {
    "__id": "uuid:1",
    "__system": {"submitterName": "x"},
    "what": {"act_type": "DOL CON", "when": "2009~"},
    "victim": {"victim_name": "Invented", "victim_age": 17},
}
FLAT = {
    "_uuid": "1",
    "_tags": [],
    "what/act_type": "DOL CON",
    "what/when": "2009~",
    "victim/victim_name": "Invented",
    "victim/victim_age": "17",
}
CENTRAL = """SubmissionDate,what-act_type,what-when,victim-victim_name,victim-victim_age,meta-instanceID,KEY
2031-01-01T10:00:00Z,DOL CON,2009~,Invented,17,uuid:1,uuid:1
"""
KOBO = """what/act_type,what/when,victim/victim_name,victim/victim_age,_id,_uuid
DOL CON,2009~,Invented,17,4,1
"""


@pytest.mark.parametrize(
    ("name", "payload"),
    [
        ("odk.json", json.dumps({"value": [NESTED]})),
        ("kobo.json", json.dumps({"count": 1, "results": [FLAT]})),
        ("odk.csv", CENTRAL),
        ("kobo.csv", KOBO),
    ],
)
def test_submissions_of_odk_and_kobo_are_read_without_a_mapping(name: str, payload: str) -> None:
    table, faults = parse_list(payload.encode(), name)
    assert table is not None
    assert not [fault for fault in faults if fault.severity == "error"]
    mapping = form_mapping(table.names)
    assert mapping is not None
    columns = {column: table.text(column) for column in table.names}
    read = read_case_rows(columns, mapping, communities=None, file=name)
    assert not read.faults
    row = read.rows[0]
    assert (row.act_types, row.when, row.child) == (("DOL", "CON"), "2009~", True)
    assert row.people[0].particulars == {"name": "Invented"}
