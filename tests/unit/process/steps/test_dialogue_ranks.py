"""Ranks, slates and quarantine from a process folder: documents, parameters, and what check says of the list."""

from pathlib import Path

from tests.dialogue_folder import write_dialogue_folder
from tests.unit.process.small_folder import write_folder

from misaq.foundation.progress import Silent
from misaq.process import ProcessFolder, check_folder
from misaq.process.steps.dialogue import STEP

HEADER = "participant,reason_en,reason_ur,since\n"


def _documents(folder: Path) -> dict:
    outcome = STEP.run(ProcessFolder.open(folder), Silent())
    return {result.kind: result.payload() for result in outcome.results} | {
        f"{result.kind}!": result for result in outcome.results
    }


def test_other_row_orders_give_the_same_bytes(tmp_path: Path):
    listed = ["p003,copies,نقلیں,2031", "p001,copies,,", "p044,burst,,2031-05"]
    made = []
    for name, shuffled, rows in (("a", None, listed), ("b", 4, listed[::-1])):
        folder = write_dialogue_folder(tmp_path / name, shuffled=shuffled)
        text = HEADER + "\n".join(rows) + "\n"
        (folder / "dialogue/quarantine.csv").write_text(text, "utf-8")
        made.append({k: v for k, v in _documents(folder).items() if not k.endswith("!")})
    assert made[0] == made[1]
    assert {"dialogue.scores", "dialogue.slates", "dialogue.brigading"} <= set(made[0])


def test_a_list_without_rows_changes_nothing(tmp_path: Path):
    folder = write_dialogue_folder(tmp_path)
    before = _documents(folder)["dialogue.statements"]
    (folder / "dialogue/quarantine.csv").write_text(HEADER, "utf-8")
    after = _documents(folder)
    assert after["dialogue.statements"] == before
    assert after["dialogue.summary!"].results["n_quarantined"] == 0


def test_the_size_of_a_slate_stands_in_the_parameters(tmp_path: Path):
    made = _documents(write_dialogue_folder(tmp_path))
    slates = made["dialogue.slates!"]
    assert slates.parameters["k"] == slates.results["k"] == 5
    assert all(len(s["statements"]) == 5 for s in slates.results["slates"])


def test_check_names_an_unknown_participant_and_a_missing_reason(tmp_path: Path):
    text = HEADER + "p1,copies,,2031\nnobody,copies,,\np2,,,soon\n"
    folder = write_folder(tmp_path / "p", {"dialogue/quarantine.csv": text})
    found = {(f.code, f.row, f.column) for f in check_folder(folder) if "quarantine" in f.file}
    assert ("reference_unknown", 3, "participant") in found
    assert {(row, column) for _, row, column in found} == {
        (3, "participant"),
        (4, "reason_en"),
        (4, "since"),
    }
