"""Hostile lists: bombs, endless sheets, entities, encodings, formulas: refused with an answer, or harmless."""

import io
import json
import os
import resource
import subprocess
import sys
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadhandler import StopFutureHandlers, StopUpload
from openpyxl import Workbook

from misaq.formats import list_bytes, parse_list, read_list_mapping, write_list_mapping
from misaq.formats.csv import parse_csv
from misaq.record import ListMapping, read_case_rows
from misaq.web.record.intake.uploads import MemoryOnly

SHEET = "xl/worksheets/sheet1.xml"
HEAD = '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = "</sheetData></worksheet>"


def book(rows: list[list[Any]]) -> bytes:
    """A sound workbook."""
    made = Workbook()
    for row in rows:
        made.active.append(row)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def altered(change: Callable[[str, bytes], bytes], extra: dict[str, bytes] | None = None) -> bytes:
    """A sound workbook of which one part was changed."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book([["a", "b"], ["1", "2"]]))) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, payload in (extra or {}).items():
            new.writestr(name, payload)
    return stream.getvalue()


def with_sheet(text: str) -> bytes:
    """A workbook with this as its sheet."""
    return altered(lambda name, payload: text.encode() if name == SHEET else payload)


def codes(payload: bytes, name: str = "a.xlsx") -> set[str]:
    """What is said of a list that gives no table."""
    table, faults = parse_list(payload, name)
    assert table is None
    assert faults
    for fault in faults:
        for language in ("en", "ur"):
            assert fault.message(language).what
    return {fault.code for fault in faults}


@pytest.fixture(autouse=True)
def little_memory() -> Any:
    """No list may make the process grow by more than a gigabyte."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 1 << 20


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = altered(lambda name, p: p, {"xl/media/zeros.bin": b"\0" * (64 << 20)})
    assert len(bomb) < 200_000
    assert codes(bomb) == {"file_expands"}


def test_a_bomb_that_lies_about_its_size_unpacks_to_no_more_than_it_says() -> None:
    big = with_sheet(HEAD + '<row r="1"><c r="A1"><v>1</v></c></row>' * 400_000 + TAIL)
    lie = big.replace(
        (len(HEAD) + 39 * 400_000 + len(TAIL)).to_bytes(4, "little"), (500).to_bytes(4, "little")
    )
    assert lie != big
    assert codes(lie) == {"file_not_xlsx"}


def test_many_parts_are_refused() -> None:
    assert codes(altered(lambda n, p: p, {f"x/{n}": b"" for n in range(3000)})) == {"file_expands"}


@pytest.mark.parametrize("reference", ["XFD1", "BDWGN1", "ZZZZZZ1"])
def test_a_sheet_of_a_million_columns_is_refused(reference: str) -> None:
    payload = with_sheet(f'{HEAD}<row r="1"><c r="{reference}"><v>1</v></c></row>{TAIL}')
    assert codes(payload) <= {"too_many_columns", "file_not_xlsx"}


def test_a_row_number_beyond_every_sheet_ends_the_reading() -> None:
    payload = with_sheet(
        f'{HEAD}<row r="1"><c r="A1"><v>1</v></c></row><row r="999999999"><c r="A999999999"><v>1</v></c></row>{TAIL}'
    )
    table, _faults = parse_list(payload, "a.xlsx", max_rows=1000)
    assert table is None or table.n_rows == 0


def test_entities_are_never_expanded() -> None:
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    doctype = f'<!DOCTYPE x [<!ENTITY l0 "lol">{lol}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    for used in ("&l8;", "&f;"):
        text = HEAD.replace("?>", "?>" + doctype, 1)
        text += f'<row r="1"><c r="A1" t="inlineStr"><is><t>{used}</t></is></c></row>{TAIL}'
        assert codes(with_sheet(text)) == {"file_not_xlsx"}
        strings = altered(_with_strings, {"xl/sharedStrings.xml": text.encode()})
        assert codes(strings) == {"file_not_xlsx"}


def _with_strings(name: str, payload: bytes) -> bytes:
    if name != "[Content_Types].xml":
        return payload
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    part = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    return payload.replace(b"</Types>", part.encode())


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        b"%PDF-1.7",
        altered(lambda name, p: b"" if name == SHEET else p),
        altered(lambda name, p: b"<a/>" if name == "xl/workbook.xml" else p),
        altered(lambda name, p: p[: len(p) // 2] if name == "xl/styles.xml" else p),
        with_sheet(HEAD + '<row r="x"><c r="??"><v>1</v></c></row>' + TAIL),
        with_sheet(HEAD + '<row><c t="s"><v>99999</v></c></row>' + TAIL),
        with_sheet(HEAD + '<row><c t="d"><v>not a day</v></c></row>' + TAIL),
    ],
)
def test_a_broken_workbook_is_an_answer(payload: bytes) -> None:
    assert codes(payload) <= {"file_not_xlsx", "file_empty"}


def test_a_huge_cell_is_a_fault_with_its_place() -> None:
    table, faults = parse_list(b"a,b\n1," + b"x" * (2 << 20) + b"\n", "a.csv")
    assert table is not None
    assert [(fault.code, fault.row, fault.column) for fault in faults] == [
        ("cell_too_long", 2, "b")
    ]


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        ("a,b\n1,ü\n".encode("cp1252"), "row_not_utf8"),
        ("a,b\n1,2\n".encode("utf-16"), "file_utf16"),
        (b"a;b\n1;2\n", "file_delimiter"),
        (b"a,b\n1,\0\n", "row_nul_byte"),
    ],
)
def test_encodings_that_are_not_read_are_named(payload: bytes, code: str) -> None:
    _table, faults = parse_list(payload, "a.csv")
    assert code in {fault.code for fault in faults}


@pytest.mark.parametrize(
    "text",
    ["[1]", '{"value": 3}', "nonsense", "[" * 200_000, "[]", '{"value": [[]]}'],
)
def test_json_that_is_no_submissions_is_an_answer(text: str) -> None:
    assert codes(text.encode(), "a.json") <= {"file_not_submissions", "file_empty"}


def test_half_characters_and_steering_characters_stay_out_of_the_clear() -> None:
    rows = [
        {"instanceID": "1", "act_type": "KIL", "summary": "a\udc00b", "district": "x\u202ey\u0000"}
    ]
    table, _faults = parse_list(json.dumps(rows).encode(), "a.json")
    assert table is not None
    columns = {name: table.text(name) for name in table.names}
    mapping = ListMapping("", {"act_type": "act_type", "district": "district"})
    read = read_case_rows(columns, mapping, communities=None, file="")
    assert [fault.code for fault in read.faults] == ["intake_control_character"]
    json.dumps(columns, ensure_ascii=False).encode()


def test_formulas_are_kept_word_for_word_and_told() -> None:
    cells = ["=cmd|' /C calc'!A0", "@SUM(1)", "\t=1", "+92 300", "-5"]
    payload = "what,name\n" + "".join(f'KIL,"{cell}"\n' for cell in cells)
    table, _faults = parse_list(payload.encode(), "a.csv")
    assert table is not None
    columns = {name: table.text(name) for name in table.names}
    read = read_case_rows(
        columns,
        ListMapping("", {"act_type": "what", "victim_name": "name"}),
        communities=None,
        file="",
    )
    assert [(f.code, f.params["rows"], f.severity) for f in read.faults] == [
        ("intake_formula", 3, "warning")
    ]
    again, _faults = parse_csv(list_bytes(table), "b.csv")
    assert again is not None
    assert again.text("name") == cells


def test_a_mapping_cannot_break_out_of_its_file() -> None:
    bad = 'x" = 1\n[codes.act_type]\n"y\x7f'
    mapping = ListMapping(bad, {"act_type": bad}, {"act_type": {bad: ("DOL", "CON")}}, "%d\n%Y")
    read, faults = read_list_mapping(write_list_mapping(mapping), "a.toml")
    assert not faults
    assert read == mapping


def test_an_upload_stays_in_memory_and_has_an_end(rf: Any) -> None:
    handler = MemoryOnly(rf.post("/"))
    with pytest.raises(StopUpload):
        handler.handle_raw_input(None, {}, 1 << 40, b"")
    handler.handle_raw_input(None, {}, 10 << 20, b"")
    with pytest.raises(StopFutureHandlers):  # no other handler, such as one that writes to disk
        handler.new_file("file", "a.xlsx", "x", 10 << 20)
    handler.receive_data_chunk(b"x" * 1000, 0)
    with pytest.raises(StopUpload):
        handler.receive_data_chunk(b"x", 1 << 40)
    assert isinstance(handler.file.getvalue(), bytes)
    assert not hasattr(handler.file, "temporary_file_path")


def test_workbooks_are_never_read_by_a_parser_that_follows_entities() -> None:
    said = "import misaq.formats, openpyxl.xml as x; print(x.LXML, x.DEFUSEDXML)"
    clean = {name: value for name, value in os.environ.items() if name != "OPENPYXL_LXML"}
    found = subprocess.run(
        [sys.executable, "-c", said], env=clean, capture_output=True, text=True, check=True
    )
    assert found.stdout.split() == ["False", "True"]
