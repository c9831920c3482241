"""The table's step: faults between rows and files, and documents that name nobody."""

import random
from pathlib import Path

import pytest

from misaq.foundation.progress import Silent
from misaq.process.folder import ProcessFolder
from misaq.process.steps.table import STEP, check_commitments

CONFIG = """
title = { en = "Peace", ur = "امن" }
as_of = "2031-05-18"
[[communities]]
id = "kelvar"
name = { en = "Kelvar", ur = "کیلوار" }
[[communities]]
id = "sovan"
name = { en = "Sovan", ur = "سوان" }
"""
HEADER = "id,title_en,obligor_en,beneficiary,due,score,scored_on,scored_by,depends_on,theme,draft"
SOUND = [
    "a,Pay,Ministry,kelvar,2030,1,2031-04-30,Panel,,land,water",
    "b,Open,Company,,2031-12,,,,a,land,",
    "c,Tell,Front,,2031-05-17,2,2031-04-30,Panel,,truth,water",
    "d,Leave,Front,,2031-05-17,3,2031-04-30,Panel,,truth,",
]


def folder(root: Path, *rows: str, config: str = CONFIG) -> ProcessFolder:
    (root / "table").mkdir(exist_ok=True)
    (root / "charter/drafts").mkdir(parents=True, exist_ok=True)
    (root / "charter/drafts/water.en.md").write_text("x", "utf-8")
    (root / "process.toml").write_text(config, "utf-8")
    (root / "table/commitments.csv").write_text("\n".join([HEADER, *rows]) + "\n", "utf-8")
    return ProcessFolder.open(root)


def test_a_sound_table_has_no_fault(tmp_path: Path) -> None:
    assert STEP.check(folder(tmp_path, *SOUND)) == []


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ("x,T,O,,,,,,x,,", "commitment_waits", "depends_on"),
        ("x,T,The Ministry,,,1,,the ministry,,,", "commitment_own_score", "scored_by"),
        ("x,T,O,,,1,,,,,", "commitment_no_scorer", "scored_by"),
        ("x,T,O,,,1,2031-06,Panel,,,", "commitment_scored_later", "scored_on"),
    ],
)
def test_each_fault_is_named_at_its_row(tmp_path: Path, row: str, code: str, column: str) -> None:
    faults = STEP.check(folder(tmp_path, *SOUND, row))
    assert [(f.code, f.row, f.column, f.file) for f in faults] == [
        (code, 6, column, "table/commitments.csv")
    ]
    assert faults[0].message("en").what != code
    assert faults[0].message("en").mend
    assert "{" not in faults[0].message("en").sentence()


def test_a_cycle_is_one_fault_at_its_first_row(tmp_path: Path) -> None:
    rows = ["p,T,O,,,,,,q,,", "q,T,O,,,,,,r,,", "r,T,O,,,,,,p,,"]
    (fault,) = STEP.check(folder(tmp_path, *SOUND, *rows))
    assert (fault.code, fault.row, fault.params["ids"]) == ("commitment_waits", 6, "p, q, r")


def test_what_the_schema_refuses_is_left_to_the_schema(tmp_path: Path) -> None:
    assert STEP.check(folder(tmp_path, "x,T,O,,yesterday,9,,,,,")) == []


def test_what_it_waits_for_is_looked_up_when_the_table_is_alone(tmp_path: Path) -> None:
    table = folder(tmp_path, "x,T,O,,,,,,nowhere,,").files.table("table/commitments.csv")
    assert check_commitments(table) == []  # in a folder, the check of references says it
    (fault,) = check_commitments(table, alone=True)
    assert (fault.code, fault.row, fault.params["value"]) == ("commitment_unknown", 2, "nowhere")


def test_the_documents(tmp_path: Path) -> None:
    outcome = STEP.run(folder(tmp_path, *SOUND), Silent())
    commitments, summary = outcome.results
    assert commitments.kind == "table.commitments"
    assert summary.kind == "table.summary"
    assert list(commitments.results["overdue"]) == ["a", "c"]
    by_id = {c["id"]: c for c in commitments.results["commitments"]}
    assert by_id["a"]["days_overdue"] == 138
    assert by_id["b"]["blocked_by"] == ("a",)
    assert [g["key"] for g in summary.results["beneficiaries"]] == ["kelvar", "sovan", ""]
    assert summary.results["all"]["delivered"] == pytest.approx(6 / 9)
    assert set(summary.inputs) == {"process.toml", "table/commitments.csv"}
    assert (outcome.stage.state, outcome.stage.code) == ("part", "stage.table.some")
    assert outcome.stage.params == {"n": 4, "kept": 1, "overdue": 2}
    assert outcome.stage.handed_on is not None
    assert outcome.stage.handed_on.params == {"n": 2}


def test_who_scored_is_not_published(tmp_path: Path) -> None:
    rows = [row.replace("Panel", "Zarmina Velkhan") for row in SOUND]
    outcome = STEP.run(folder(tmp_path, *rows), Silent())
    assert not any(b"Zarmina" in result.payload() for result in outcome.results)


def test_the_order_of_rows_changes_no_byte(tmp_path: Path) -> None:
    shuffled = [*SOUND]
    random.Random(5).shuffle(shuffled)
    first = STEP.run(folder(tmp_path, *SOUND), Silent())
    again = STEP.run(folder(tmp_path, *shuffled), Silent())
    assert [r.payload() for r in first.results] == [r.payload() for r in again.results]


def test_all_kept_is_done_and_none_is_not_begun(tmp_path: Path) -> None:
    assert STEP.run(folder(tmp_path, SOUND[3]), Silent()).stage.state == "done"
    assert STEP.run(folder(tmp_path), Silent()).stage.state == "none"


def test_it_runs_when_its_file_is_there(tmp_path: Path) -> None:
    assert STEP.has_input(folder(tmp_path, *SOUND))
    (tmp_path / "table/commitments.csv").unlink()
    there = ProcessFolder.open(tmp_path)
    assert not STEP.has_input(there)
    assert STEP.check(there) == []
