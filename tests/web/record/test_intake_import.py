"""Importing a list: columns, codes, trial, batches, copies; a trial leaves nothing, and nobody else comes near."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook
from tests.record_people import House, Keepers, unlocked

from misaq.formats import parse_list
from misaq.record import FieldAlteredError, ListMapping
from misaq.web.record.intake import imports
from misaq.web.record.intake.files import list_whole
from misaq.web.record.models import (
    ActivityEntry,
    Case,
    ImportMapping,
    ImportRun,
    PersonMention,
    SourceRecord,
    TermMapping,
)

BASE = "/en/desk/record/intake/import/"
HEADER = [
    "Case no",
    "Name",
    "Father's name",
    "Age",
    "Violation",
    "Date",
    "District",
    "Summary",
    "Witness",
]
ROWS = [
    [1, "Zorvan Melquist", "Tarvan", 31, "Arrest", "2009", "North", "A man was taken.", ""],
    [2, "Kestor Dulia", "Ivar", 15, "Shot", "17/05/2010", "South", "", ""],
    [3, "Velia Tanor", "", "about 30", "Arrest", "2010-13", "South", "Velia Tanor was taken.", ""],
    [4, "Dulor Zoran", "", "", "", "2011", "=1+1", "Terrorists came.", ""],
]
SECRETS = ("Zorvan", "Melquist", "Kestor", "Velia", "about 30", "2010-13")


@pytest.fixture(autouse=True)
def own_files(tmp_path: Path, settings: Any) -> Path:
    """A place for files that no other test writes to."""
    settings.RECORD_FILES = tmp_path
    (tmp_path / "lists").mkdir()
    return tmp_path / "lists"


def sheet(rows: list[list[Any]], header: list[str] = HEADER) -> SimpleUploadedFile:
    """A workbook as a browser sends it; its own name is a secret too."""
    book = Workbook()
    for row in (header, *rows):
        book.active.append(row)
    for row in book.active.iter_rows():
        for cell in row:
            if isinstance(cell.value, str):
                cell.data_type = "s"  # a text that looks like a formula, as Excel keeps it
    stream = io.BytesIO()
    book.save(stream)
    return SimpleUploadedFile("Zorvan Melquist.xlsx", stream.getvalue())


def brought(client: Client, file: SimpleUploadedFile) -> ImportRun:
    """A list that was uploaded."""
    answer = client.post(BASE, {"file": file})
    assert answer.status_code == 302, answer.content.decode()
    return ImportRun.objects.latest("began_at")


def mapped(client: Client, file: SimpleUploadedFile | None = None, **columns: str) -> ImportRun:
    """A list that was uploaded, mapped and tried, as a person would: the suggested columns, two codes."""
    run = brought(client, file or sheet(ROWS))
    page = client.get(f"{BASE}{run.pk}/columns/")
    form = page.context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | {
        "name": "office",
        "date_format": "%d/%m/%Y",
        **columns,
    }
    answer = client.post(f"{BASE}{run.pk}/columns/", sent)
    assert answer.status_code == 302, answer.content.decode()
    page = client.get(answer.headers["Location"])
    if page.status_code == 200:
        form = page.context["form"]
        codes = {"“Arrest”": "DOL", "“Shot”": "KIL"}
        sent = {
            name: next((term for own, term in codes.items() if own in str(field.label)), "")
            for name, field in form.fields.items()
            if not name.endswith("-also")
        }
        assert client.post(f"{BASE}{run.pk}/codes/", sent).status_code == 302
    run.refresh_from_db()
    return run


def finished(client: Client, run: ImportRun) -> ImportRun:
    """The list, imported."""
    for _step in range(20):
        client.post(f"{BASE}{run.pk}/go-on/")
        run.refresh_from_db()
        if run.state == "done":
            break
    return run


def everything_kept() -> str:
    """All rows that an import may have left, as text, and the names of files."""
    models = (
        ImportRun,
        ImportMapping,
        ActivityEntry,
        TermMapping,
        Case,
        SourceRecord,
        PersonMention,
    )
    rows = [repr(list(model.objects.values())) for model in models]
    folder = Path(settings.RECORD_FILES) / "lists"
    files = (
        [path.name + repr(path.read_bytes()) for path in folder.iterdir()]
        if folder.exists()
        else []
    )
    return "\n".join(rows + files)


def test_headers_are_recognised_and_a_trial_saves_nothing(north: House) -> None:
    client = unlocked(north.documenter)
    run = mapped(client)
    assert (run.state, run.n_rows, run.n_good) == ("tried", 4, 2)
    assert not Case.objects.exists()
    assert not SourceRecord.objects.exists()
    assert not TermMapping.objects.exists()
    kept = everything_kept()
    for secret in SECRETS:
        assert secret not in kept, secret
    told = {(fault["code"], fault["row"], fault["column"]) for fault in run.faults}
    assert told == {
        ("intake_bad_age", 4, "Age"),
        ("list_bad_date", 4, "Date"),
        ("intake_names_person", 4, "Summary"),
        ("list_no_act", 5, "Violation"),
        ("intake_takes_side", 5, "Summary"),
        ("intake_formula", 5, "District"),
    }
    page = client.get(f"{BASE}{run.pk}/").content.decode()
    assert "Nothing is saved yet" in page
    for secret in SECRETS:
        assert secret not in page, secret


def test_what_is_imported_is_what_the_list_says(north: House) -> None:
    client = unlocked(north.documenter)
    run = finished(client, mapped(client))
    assert (run.state, run.n_cases, run.n_done) == ("done", 2, 4)
    first, second = Case.objects.order_by("when_min")
    assert (first.summary, first.act_types, first.district) == ("A man was taken.", "DOL", "North")
    assert (second.summary, second.when, second.stage) == ("Killing", "2010-05-17", "allegation")
    assert second.acts.get().is_child is True
    assert first.acts.get().is_child is False
    assert [word.word for word in first.words.order_by("id")][:3] == ["man", "was", "taken"]
    source = SourceRecord.objects.get(case=second)
    assert source.codes == {"act_type": {"vocabulary": "office", "code": "Shot"}}
    assert source.row_number == 3
    payload = north.keys.read(
        north.organisation, source.payload_shut, table="source", row=source.pk, field="payload"
    )
    assert json.loads(payload)["Date"] == "17/05/2010"
    assert json.loads(payload)["Father's name"] == "Ivar"
    term = TermMapping.objects.get(code="Shot")
    assert (term.term_list, term.term, term.match, term.vocabulary) == (
        "act_type",
        "KIL",
        "close",
        "office",
    )
    assert not list((Path(settings.RECORD_FILES) / "lists").iterdir())
    assert run.file_key_shut == b""
    kept = everything_kept()
    for secret in SECRETS:
        assert secret not in kept, secret


def test_witnesses_of_a_list_are_sealed(north: House, keepers: Keepers) -> None:
    rows = [[*row[:-1], "Vestor Kiln"] for row in ROWS[:2]]
    run = finished(unlocked(north.documenter), mapped(unlocked(north.documenter), sheet(rows)))
    assert run.n_cases == 2
    mentions = PersonMention.objects.filter(role="witness")
    assert [bytes(one.particulars_shut) for one in mentions] == [b"", b""]
    assert all(one.sealed_id for one in mentions)
    assert "Vestor" not in everything_kept()


def test_copies_open_no_case_and_hang_on_the_first(north: House) -> None:
    client = unlocked(north.documenter)
    finished(client, mapped(client, sheet([*ROWS[:2], ROWS[0]], HEADER), identifier=""))
    assert Case.objects.count() == 2
    first = Case.objects.order_by("when_min")[0]
    original, copy = first.sources.order_by("row_number")
    assert (copy.derived_from_id, original.derived_from_id) == (original.pk, None)
    again = mapped(
        client, sheet([*ROWS[:2], [5, "Nila Orvan", "", 20, "Shot", "2012", "", "", ""]])
    )
    assert (again.n_good, again.n_copies) == (3, 2)
    finished(client, again)
    assert Case.objects.count() == 3
    assert first.sources.filter(derived_from=original).count() == 2
    assert first.acts.count() == 1


def test_the_same_row_in_another_house_is_no_copy(north: House, south: House) -> None:
    for house in (north, south):
        client = unlocked(house.documenter)
        run = mapped(client)
        assert run.n_copies == 0
        finished(client, run)
    assert Case.objects.count() == 4
    assert not SourceRecord.objects.exclude(derived_from=None).exists()


def test_an_import_goes_on_where_it_stopped(north: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("misaq.web.record.intake.files.BATCH", 2)
    monkeypatch.setattr("misaq.web.record.intake.imports.BATCH", 2)
    rows = [[n, f"Name {n}", "", 20, "Shot", "2012", "", "", ""] for n in range(7)]
    client = unlocked(north.documenter)
    run = mapped(client, sheet(rows))
    done = []
    while run.state != "done":
        imports.run_continue(run, north.keys, by=north.documenter, seconds=0)
        done.append((run.n_done, Case.objects.count()))
        if len(done) == 2:  # a slow second browser comes with what it saw before
            stale = ImportRun.objects.get(pk=run.pk)
            stale.n_done = 2
            part = next(iter(imports.list_parts(run, north.keys, first=1)))
            assert not imports._import_part(stale, part, north.keys, north.documenter, "en")
    assert done == [(2, 2), (4, 4), (6, 6), (7, 7)]
    assert sorted(SourceRecord.objects.values_list("row_number", flat=True)) == list(range(2, 9))


def test_a_batch_that_fails_leaves_nothing_of_itself(
    north: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = unlocked(north.documenter)
    run = mapped(client)

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("misaq.web.record.intake.imports._keep_terms", broken)
    with pytest.raises(RuntimeError):
        imports.run_continue(run, north.keys, by=north.documenter)
    run.refresh_from_db()
    assert (run.n_done, run.n_cases, Case.objects.count()) == (0, 0, 0)


def test_a_saved_mapping_fits_the_next_list_of_its_kind(north: House) -> None:
    client = unlocked(north.documenter)
    finished(client, mapped(client))
    run = brought(client, sheet([[9, "Nila Orvan", "", "", "Shot", "01/02/2013", "", "", ""]]))
    assert run.mapping is not None
    assert run.mapping.name == "office"
    page = client.get(f"{BASE}{run.pk}/codes/")
    assert page.status_code == 302  # every code is known: it was tried at once
    run.refresh_from_db()
    assert (run.state, run.n_good) == ("tried", 1)


@pytest.mark.parametrize("page", ["", "columns/", "codes/", "faults.csv"])
def test_a_list_is_for_who_brought_it(north: House, south: House, page: str) -> None:
    run = mapped(unlocked(north.documenter))
    absent = f"{BASE}0b7c1f6e-4a52-4c1e-9d0e-000000000000/{page}"
    for other in (north.colleague, north.reviewer, south.documenter):
        browser = unlocked(other)
        assert browser.get(f"{BASE}{run.pk}/{page}").status_code == 404
        assert browser.get(absent).status_code == 404
        for act in ("go-on/", "drop/"):
            assert browser.post(f"{BASE}{run.pk}/{act}").status_code == 404
    assert not Case.objects.exists()
    assert ImportRun.objects.filter(pk=run.pk).exists()


def test_a_list_can_be_thrown_away(north: House) -> None:
    client = unlocked(north.documenter)
    run = mapped(client)
    client.post(f"{BASE}{run.pk}/drop/")
    assert not ImportRun.objects.exists()
    assert not list((Path(settings.RECORD_FILES) / "lists").iterdir())


def test_a_file_moved_to_another_run_does_not_open(north: House) -> None:
    client = unlocked(north.documenter)
    one, other = mapped(client), mapped(client)
    other.file_path, other.file_key_shut = one.file_path, one.file_key_shut
    with pytest.raises(FieldAlteredError):
        list_whole(other, north.keys)


def test_two_columns_cannot_be_one_field_and_something_must_tell_of_the_act(north: House) -> None:
    client = unlocked(north.documenter)
    run = brought(client, sheet(ROWS))
    columns = f"{BASE}{run.pk}/columns/"
    twice = client.post(columns, {"name": "a", "column-1": "summary", "column-2": "summary"})
    assert twice.status_code == 422
    assert b"is this already" in twice.content
    none = client.post(columns, {"name": "a", "column-1": "summary"})
    assert b"tells what was done" in none.content


def test_faults_as_a_table_run_nothing_in_a_spreadsheet(north: House) -> None:
    header = ["=HYPERLINK(1)", "Name", "@Summary"]
    client = unlocked(north.documenter)
    table, faults = parse_list(sheet([["x", "y", "Terrorists"]], header).read(), "a.xlsx")
    assert table is not None
    run = imports.run_begin(north.organisation, table, faults, north.keys, by=north.documenter)
    mapping = ListMapping("", {"act_type": "=HYPERLINK(1)", "summary": "@Summary"})
    saved = imports.mapping_save(north.organisation, "m", mapping, by=north.documenter)
    imports.run_try(imports.run_map(run, saved), north.keys, by=north.documenter)
    lines = client.get(f"{BASE}{run.pk}/faults.csv").content.decode().splitlines()
    cells = [line.split(",")[1].strip('"') for line in lines[1:]]
    assert cells
    assert all(cell.startswith(("'", "[")) or cell in {"", "columns.act_type"} for cell in cells), (
        cells
    )


def test_submissions_of_the_field_form_need_no_mapping(north: House) -> None:
    submission = {
        "__id": "uuid:1",
        "what": {
            "act_type": "DOL CON",
            "when": "2009",
            "method": "beating",
            "summary": "Taken from a bus.",
        },
        "victim": {"victim_name": "Zorvan Melquist", "victim_sex": "male", "victim_age": 17},
        "about_source": {"source_kind": "testimony", "collected_on": "2031-05-02"},
    }
    client = unlocked(north.documenter)
    document = json.dumps({"value": [submission]}).encode()
    run = brought(client, SimpleUploadedFile("s.json", document))
    assert (run.state, run.n_good) == ("tried", 1), run.faults
    finished(client, run)
    case = Case.objects.get()
    assert (case.act_types, case.summary) == ("DOL CON", "Taken from a bus.")
    assert all(act.methods == ["beating"] and act.is_child for act in case.acts.all())
    assert case.sources.get().source_kind == "testimony"
