"""Amending operations as a table: read, written to the same bytes, and told where they are wrong."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from misaq.charter import EFFECTS, TEXTUAL, Operation, Source, Version, fold_operations, start_weave
from misaq.formats import (
    Folder,
    all_schemas,
    load_operations,
    locate_operations,
    operations_table,
)
from misaq.foundation.errors import FaultsError

OPERATIONS = (
    Operation("2.9", 2, "substitute_words", "art-1", words="one,\nand \"two\"", text="three\n\n"),
    Operation(
        "2.10", 2, "insert_provision", "art-1.cl-2a", text="(2A) ایک\n(a) دو", parent="art-1", after="art-1.cl-2",
        commencement="unknown", note="Inserted.",
        source=Source("Second Act", "s. 10", "4", "", "checked", ("A", "B")),
    ),
    Operation("3.1", 3, "omit_words", words="x", occurrence=0, targets=("!art-4", "!art-5#2")),
    Operation("4.1", 4, "strikes_down", targets=("2.10", "art-9"), known="2015-10-16"),
)  # fmt: skip


def folder(tmp_path: Path, payload: bytes) -> Folder:
    (tmp_path / "charter").mkdir(exist_ok=True)
    (tmp_path / "charter" / "operations.csv").write_bytes(payload)
    return Folder(tmp_path)


def test_the_schema_knows_every_kind_and_field() -> None:
    columns = {column.name: column for column in all_schemas()["operations"].columns}
    assert set(columns["kind"].enum) == {*TEXTUAL, *EFFECTS} - {"observed"}
    fields = {*Operation.__dataclass_fields__, *Source.__dataclass_fields__} - {"source"}
    assert set(columns) == fields


def test_a_table_is_read_and_written_to_the_same_bytes(tmp_path: Path) -> None:
    payload = operations_table(reversed(OPERATIONS))
    read, faults = load_operations(folder(tmp_path, payload))
    assert not faults
    assert read == OPERATIONS
    assert operations_table(read) == payload


def test_the_order_of_rows_and_columns_never_matters(tmp_path: Path) -> None:
    payload = b"n,kind,id\n2,saves,2.10\n1,saves,1.1\n2,saves,2.9\n"
    read, faults = load_operations(folder(tmp_path, payload))
    assert not faults
    assert [operation.id for operation in read] == ["1.1", "2.9", "2.10"]


def test_every_wrong_cell_is_told_with_its_row_and_column(tmp_path: Path) -> None:
    payload = (
        b"id,n,kind,occurrence,where,commencement\n"
        b"1.1,0,omit_words,x,there,soon\n1.1,1,erase,,,\n,1,move,,,2001-13\n"
    )
    read, faults = load_operations(folder(tmp_path, payload))
    assert read == ()
    assert {(f.row, f.column) for f in faults} == {
        (2, "n"), (2, "occurrence"), (2, "where"), (2, "commencement"), (3, "id"), (3, "kind"),
        (4, "id"), (4, "commencement"),
    }  # fmt: skip


def test_faults_of_folding_are_given_their_row(tmp_path: Path) -> None:
    wrong = Operation("1.2", 1, "omit_words", "art-1", words="sea")
    right = Operation("1.10", 1, "omit_words", "art-1", words="land")
    there = folder(tmp_path, operations_table([wrong, right]))
    weave = start_weave(Version(0, "", "1950", {"a": "Article 1. A\nThe land is wide.\n"}))
    try:
        fold_operations(weave, load_operations(there)[0], [Version(1, "", "1951", {})])
    except FaultsError as error:
        faults = locate_operations(there, error.faults)
        assert [(f.file, f.row, f.column) for f in faults] == [
            ("charter/operations.csv", 2, "words")
        ]
    else:
        raise AssertionError


def test_a_folder_without_operations_has_none(tmp_path: Path) -> None:
    assert load_operations(Folder(tmp_path)) == ((), [])


CELLS = st.text(st.sampled_from("ab ,;\"'\n٬دفعہ۔—#=+"), max_size=12)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=4))
def test_any_words_come_back(tmp_path_factory: object, cells: list[tuple[str, str, str]]) -> None:
    operations = [
        Operation(f"{i}.1", i + 1, "substitute_words", words=w, text=t, note=n)
        for i, (w, t, n) in enumerate(cells)
    ]
    payload = operations_table(operations)
    there = folder(tmp_path_factory.mktemp("t"), payload)  # type: ignore[attr-defined]
    read, faults = load_operations(there)
    assert not [fault for fault in faults if fault.severity == "error"]
    assert list(read) == operations
    assert operations_table(read) == payload
