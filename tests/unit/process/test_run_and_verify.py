"""A run's bytes depend on the folder alone; a check by a stranger names what does not agree."""

import json
import shutil
from pathlib import Path

import pytest

from misaq.foundation.errors import FaultsError
from misaq.process import require_ours, run_folder, verify_run, write_run
from misaq.process.run import NothingToRunError, OutNotOursError
from misaq.process.verify import NoRunError, NotADocumentError

TOML = """id = "small"
title = { en = "Small", ur = "چھوٹا" }
as_of = "2031-05-18"
[seeds]
public = 5
[[communities]]
id = "talhen"
name = { en = "Talhen", ur = "تلہین" }
population = 100
"""
COMMITMENTS = """id,title_en,title_ur,obligor_en,due,score,scored_on,scored_by
c1,Publish the water accounts,پانی کا حساب,Water board,2030-03,2,2031-01-10,observers
c2,Open the register,رجسٹر کھولنا,Ministry,2031-01,,,
c3,Pay the families,اہل خانہ کو ادائیگی,Ministry,2031-12,1,2031-02-02,observers
"""
EVENTS = "id,date,kind,side,region\n" + "".join(
    f"e{i},2030-{1 + i % 12:02d}-{1 + i % 28:02d},talks,state,north\n" for i in range(60)
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "process"
    (root / "table").mkdir(parents=True)
    (root / "events").mkdir()
    (root / "process.toml").write_text(TOML, "utf-8")
    (root / "table/commitments.csv").write_text(COMMITMENTS, "utf-8")
    (root / "events/events.csv").write_text(EVENTS, "utf-8")
    return root


@pytest.fixture
def out(folder: Path) -> Path:
    target = folder.parent / "out"
    write_run(run_folder(folder), target)
    return target


def _bytes(out: Path) -> dict[str, bytes]:
    kept = [*(out / "results").rglob("*"), *(out / "ledger").rglob("*")]
    return {p.relative_to(out).as_posix(): p.read_bytes() for p in kept if p.is_file()}


def test_row_order_marks_and_line_ends_do_not_show(folder: Path, out: Path, tmp_path: Path) -> None:
    before = _bytes(out)
    header, *rows = COMMITMENTS.splitlines()
    text = "\r\n".join([header, *reversed(rows)]) + "\r\n"
    (folder / "table/commitments.csv").write_bytes(b"\xef\xbb\xbf" + text.encode())
    write_run(run_folder(folder), tmp_path / "again")
    assert _bytes(tmp_path / "again") == before


def test_a_document_has_no_clock_and_no_timing(out: Path) -> None:
    for path in (out / "results").iterdir():
        document = json.loads(path.read_bytes())
        assert set(document) == {"misaq", "kind", "parameters", "seed", "inputs", "results"}
        assert document["kind"] == path.stem
    assert set(json.loads((out / "run.json").read_bytes())["seconds"]) == {"table", "dynamics"}


def test_the_seed_of_the_command_line_stands_in_the_document(folder: Path) -> None:
    assert run_folder(folder).documents()["process.overview"]["seed"] == 5
    assert run_folder(folder, seed=9).documents()["process.overview"]["seed"] == 9


def test_a_sound_run_verifies(folder: Path, out: Path) -> None:
    found = verify_run(out, folder)
    assert found.sound
    assert found.checked > 50
    assert not found.hash_only


def test_a_run_with_another_seed_verifies_with_its_own(folder: Path, tmp_path: Path) -> None:
    write_run(run_folder(folder, seed=9), tmp_path / "seeded")
    assert verify_run(tmp_path / "seeded", folder).sound


def test_a_changed_input_is_named_with_both_values(folder: Path, out: Path) -> None:
    table = folder / "table/commitments.csv"
    table.write_text(COMMITMENTS.replace("2030-03,2,", "2030-03,3,"), "utf-8")
    found = verify_run(out, folder)
    assert not found.sound
    named = {
        d.path: (d.published, d.recomputed)
        for d in found.differences
        if d.kind == "table.commitments"
    }
    assert any(path.endswith(".score") and values == (2, 3) for path, values in named.items())
    assert not found.log_breaks


def test_a_changed_document_is_named_and_the_log_breaks(folder: Path, out: Path) -> None:
    path = out / "results/table.commitments.json"
    path.write_bytes(path.read_bytes().replace(b'"score":2', b'"score":3'))
    found = verify_run(out, folder)
    assert any(
        d.kind == "table.commitments" and d.path.endswith(".score") for d in found.differences
    )
    assert "table.commitments" in {broken.name for broken in found.log_breaks}


def test_a_removed_and_an_added_document_are_named(folder: Path, out: Path) -> None:
    (out / "results/dynamics.series.json").rename(out / "results/dynamics.invented.json")
    found = verify_run(out, folder)
    assert {"dynamics.series", "dynamics.invented"} <= {d.kind for d in found.differences}


def test_every_flipped_byte_of_the_log_is_seen(folder: Path, out: Path) -> None:
    path = out / "ledger/entries.jsonl"
    whole = path.read_bytes()
    for place in range(0, len(whole), 37):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert verify_run(out, folder).log_breaks, place


def test_withheld_inputs_are_counted_as_hash_only(folder: Path, out: Path, tmp_path: Path) -> None:
    public = tmp_path / "public"
    shutil.copytree(folder, public)
    (public / "events/events.csv").unlink()
    found = verify_run(out, public)
    assert found.hash_only == ["dynamics.series"]
    assert found.sound
    assert found.checked > 30


def test_what_is_not_a_run_is_said_to_be_none(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(NoRunError):
        verify_run(tmp_path, folder)


def test_a_broken_document_is_an_answer_not_a_traceback(folder: Path, out: Path) -> None:
    (out / "results/table.summary.json").write_bytes(b"{not json")
    with pytest.raises(NotADocumentError):
        verify_run(out, folder)


def test_a_folder_with_faults_is_not_run_and_nothing_is_written(
    folder: Path, tmp_path: Path
) -> None:
    (folder / "table/commitments.csv").write_text(COMMITMENTS.replace(",2,", ",7,"), "utf-8")
    with pytest.raises(FaultsError) as error:
        run_folder(folder)
    assert [(f.file, f.row, f.column) for f in error.value.faults] == [
        ("table/commitments.csv", 2, "score")
    ]


def test_a_folder_without_input_says_so(tmp_path: Path) -> None:
    (tmp_path / "process.toml").write_text(TOML, "utf-8")
    with pytest.raises(NothingToRunError):
        run_folder(tmp_path)


def test_a_folder_that_is_not_ours_is_never_written_over(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos/a.jpg").write_bytes(b"x")
    with pytest.raises(OutNotOursError):
        write_run(run_folder(folder), tmp_path / "photos")
    assert [p.name for p in (tmp_path / "photos").iterdir()] == ["a.jpg"]
    require_ours(tmp_path / "new")
