"""What was shown to whom: the shares as if everybody had been asked, and what check says of the table."""

from pathlib import Path

import numpy as np
import pytest
from tests.dialogue_folder import write_dialogue_folder

from misaq.dialogue import (
    DialogueRules,
    ExposureLog,
    analyse_dialogue,
    build_vote_matrix,
    publish_exposures,
)
from misaq.foundation.progress import Silent
from misaq.process import ProcessFolder, check_folder
from misaq.process.steps.dialogue import STEP

HEADER = "participant,statement,step,probability\n"


def _shown(folder: Path) -> list[str]:
    """Everything each person answered, shown to them by chance from what was left."""
    votes = (folder / "dialogue/votes.csv").read_text("utf-8").splitlines()[1:]
    seen: dict[str, int] = {}
    rows = []
    for line in sorted(votes, key=lambda row: int(row.split(",")[3])):
        person, statement = line.split(",")[:2]
        seen[person] = step = seen.get(person, 0) + 1
        rows.append(f"{person},{statement},{step},{1 / (13 - step):.9f}")
    return rows


def _documents(folder: Path) -> dict[str, bytes]:
    outcome = STEP.run(ProcessFolder.open(folder), Silent())
    return {result.kind: result.payload() for result in outcome.results}


def test_the_document_is_there_when_the_table_is_and_row_order_changes_nothing(
    tmp_path: Path,
) -> None:
    folder = write_dialogue_folder(tmp_path / "a")
    without = _documents(folder)
    assert "dialogue.exposures" not in without
    rows = _shown(folder)
    (folder / "dialogue/exposures.csv").write_text(HEADER + "\n".join(rows) + "\n", "utf-8")
    one = _documents(folder)
    (folder / "dialogue/exposures.csv").write_text(HEADER + "\n".join(rows[::-1]) + "\n", "utf-8")
    two = _documents(folder)
    assert one["dialogue.exposures"] == two["dialogue.exposures"]
    assert not [f for f in check_folder(folder) if f.severity == "error"]
    outcome = STEP.run(ProcessFolder.open(folder), Silent())
    shown = next(r for r in outcome.results if r.kind == "dialogue.exposures")
    assert "dialogue/exposures.csv" in shown.inputs
    for row in shown.results["statements"]:
        assert row["answered"] == row["shown"]
        assert row["lower"] <= row["weighted"] <= row["upper"]


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        (["p001,01,2,0.5"], {"exposure_out_of_step"}),
        (["p001,01,1,0.5", "p001,02,3,0.5"], {"exposure_out_of_step"}),
        (["p001,01,1,0.5", "p001,01,2,0.5"], {"cell_twice"}),
        (["nobody,01,1,0.5"], {"reference_unknown"}),
        (["p001,01,1,0"], {"cell_pattern"}),
        (["p001,01,1,1.5"], {"cell_pattern"}),
        (["p001,01,0,0.5"], {"cell_below"}),
        (["p001,01,soon,0.5"], {"cell_not_integer"}),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, rows: list[str], codes: set[str]) -> None:
    folder = write_dialogue_folder(tmp_path)
    (folder / "dialogue/exposures.csv").write_text(HEADER + "\n".join(rows) + "\n", "utf-8")
    faults = [f for f in check_folder(folder) if f.file == "dialogue/exposures.csv"]
    assert {f.code for f in faults} == codes
    assert all(f.row for f in faults)


def test_weights_undo_a_routing_that_shows_a_statement_to_those_who_agree() -> None:
    """Statement "b" is shown mostly to people who agree with it; the weighted share finds the half who do."""
    chance = np.random.default_rng(3)
    people, texts, votes, person, statement, step, odds = [], [], [], [], [], [], []
    n = 3000
    for i in range(n):
        likes = i % 2 == 0
        p_b = 0.8 if likes else 0.2  # of being shown "b" and not "a"
        first = chance.random() < p_b
        name = f"p{i:04}"
        people.append(name)
        texts.append("b" if first else "a")
        votes.append((1 if likes else -1) if first else 1)
        person.append(i)
        statement.append(int(first))
        step.append(1)
        odds.append(p_b if first else 1 - p_b)
    analysis = analyse_dialogue(
        build_vote_matrix(people, texts, votes), [], seed=1, rules=DialogueRules(n_resamples=0)
    )
    log = ExposureLog(
        [f"p{i:04}" for i in range(n)], np.array(person), ["a", "b"],
        np.array(statement), np.array(step), np.array(odds),
    )  # fmt: skip
    found = {row["id"]: row for row in publish_exposures(analysis, log)["statements"]}
    assert found["b"]["share"] > 0.75
    assert found["b"]["weighted"] == pytest.approx(0.5, abs=0.05)
    assert found["b"]["lower"] < 0.5 < found["b"]["upper"]
    assert found["b"]["effective"] < found["b"]["answered"]


STEPS = "id,statement,kind,state,reason,day\n"


def test_what_was_decided_is_counted_and_told_without_names_or_texts(tmp_path: Path) -> None:
    folder = write_dialogue_folder(tmp_path)
    rows = [
        "m1,11,proposed,waiting,exposes,2031-03-03",
        "m2,11,confirmed,rejected,exposes,2031-03-03",
        "m10,11,dismissed,rejected,,2031-03-09",
        "m9,11,appealed,rejected,,2031-03-08",
        "m3,01,decided,rejected,unclear,2031-03-03",
        "m4,01,appealed,rejected,,2031-03-04",
        "m5,01,upheld,accepted,,2031-03-05",
    ]
    made = []
    for order in (rows, rows[::-1]):
        text = STEPS + "\n".join(order) + "\n"
        (folder / "dialogue/moderation.csv").write_text(text, "utf-8")
        assert not [f for f in check_folder(folder) if f.severity == "error"]
        outcome = STEP.run(ProcessFolder.open(folder), Silent())
        made.append(next(r for r in outcome.results if r.kind == "dialogue.moderation"))
    assert made[0].payload() == made[1].payload()
    found = made[0].results
    assert found["states"] == {"accepted": 1, "rejected": 1, "waiting": 0}
    assert {k: n for k, n in found["rejected_by_reason"].items() if n} == {"exposes": 1}
    assert (found["n_appeals"], found["n_appeals_granted"]) == (2, 1)
    assert [step["id"] for step in found["log"]] == ["m1", "m2", "m3", "m4", "m5", "m9", "m10"]
    assert b"Statement 11" not in made[0].payload()
