"""The dialogue's step: same bytes for any row order, an independent count, cross-table faults, privacy."""

import csv
from pathlib import Path

import pytest
from tests.dialogue_folder import write_dialogue_folder

from misaq.foundation.progress import Silent
from misaq.process import ProcessFolder, analyse_dialogue_folder
from misaq.process.steps.dialogue import STEP


def documents(root: Path) -> dict:
    outcome = STEP.run(ProcessFolder.open(root), Silent())
    return {result.kind: result.document() for result in outcome.results}


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return write_dialogue_folder(tmp_path_factory.mktemp("dialogue"))


@pytest.fixture(scope="module")
def made(folder) -> dict:
    return documents(folder)


def test_the_consensus_is_the_published_formula_counted_by_hand(folder, made):
    labels = analyse_dialogue_folder(
        ProcessFolder.open(folder), n_resamples=0
    ).opinions.labels_by_participant()
    latest = {}
    with (folder / "dialogue/votes.csv").open() as stream:
        for row in sorted(csv.DictReader(stream), key=lambda r: float(r["time"])):
            latest[row["participant"], row["statement"]] = int(row["vote"])
    statements = made["dialogue.statements"]["results"]["statements"]
    assert [s["id"] for s in statements] == [f"{s:02}" for s in range(1, 11)]
    for statement in statements:
        product = 1.0
        for group in range(made["dialogue.groups"]["results"]["n_groups"]):
            answers = [
                v for (p, s), v in latest.items() if s == statement["id"] and labels[p] == group
            ]
            product *= (answers.count(1) + 1) / (len(answers) + 2)
            cell = statement["group_counts"][group]
            assert (cell["agree"], cell["voted"]) == (answers.count(1), len(answers))
        assert statement["group_aware_consensus"] == pytest.approx(product, rel=1e-12)


def test_the_order_of_rows_changes_not_one_byte(folder, made, tmp_path):
    assert documents(write_dialogue_folder(tmp_path, shuffled=3)) == made


def test_two_groups_hold_and_one_statement_is_withheld(made):
    summary = made["dialogue.summary"]["results"]
    assert (summary["n_groups"], summary["groups_hold"]) == (2, True)
    verdicts = {s["id"]: s for s in made["dialogue.statements"]["results"]["statements"]}
    assert verdicts["08"]["verdict"] == "withheld"
    assert verdicts["08"]["reason"]["params"]["community"] == "gharem"
    assert {verdicts[f"{s:02}"]["verdict"] for s in (7, 9, 10)} == {"common_ground"}
    assert {verdicts[f"{s:02}"]["verdict"] for s in range(1, 7)} == {"divided"}
    assert made["dialogue.statements"]["results"]["not_counted"] == [
        {"id": "11", "why": "rejected"},
        {"id": "12", "why": "meta"},
    ]


def test_nothing_about_the_smallest_community_and_nobody_by_id(made):
    published = str(made)
    assert "'p0" not in published
    assert "Statement 11" not in published  # a rejected text is not published
    for statement in made["dialogue.statements"]["results"]["statements"]:
        cells = {c["community"]: c for c in statement["communities"]}
        assert cells["sovan"] == {"community": "sovan", "showing": "small"}
        assert cells["did_not_say"]["showing"] == "protects"
        assert cells["gharem"]["showing"] == "shown"
    people = made["dialogue.communities"]["results"]["participation"]
    assert "people" not in next(r for r in people if r["community"] == "sovan")
    for row in made["dialogue.communities"]["results"]["spread"]:
        assert set(row) <= {"community", "showing", "shares"}  # shares of a row, never a count
        assert ("shares" in row) == (row["showing"] == "shown")
    assert all(m["people"] >= 10 for m in made["dialogue.groups"]["results"]["marks"])


def test_a_vote_changed_shows_in_the_numbers(folder, made, tmp_path):
    write_dialogue_folder(tmp_path)
    path = tmp_path / "dialogue/votes.csv"
    lines = path.read_text().splitlines()
    person, statement, vote, time = lines[7].split(",")
    lines[7] = f"{person},{statement},{-1 if vote == '1' else 1},{time}"
    path.write_text("\n".join(lines) + "\n")
    assert documents(tmp_path) != made


def test_faults_between_tables_are_found_each_once(tmp_path):
    write_dialogue_folder(tmp_path)
    with (tmp_path / "dialogue/votes.csv").open("a") as stream:
        stream.write("stranger,01,1,1\np000,77,1,1\np001,07,1,5\np001,07,-1,5\n")
        stream.write("p002,07,1,\n" * 2)
    votes = (tmp_path / "dialogue/votes.csv").read_text().splitlines()
    with (tmp_path / "dialogue/votes.csv").open("w") as stream:
        kept = [v for v in votes if not v.startswith("p002,07") or v.endswith(",")]
        stream.write(
            "\n".join(v for v in kept if not (v.startswith("p001,07") and v[-2:] != ",5")) + "\n"
        )
    with (tmp_path / "dialogue/participants.csv").open("a") as stream:
        stream.write("p900,talhen;atlantis,code\n")
    with (tmp_path / "dialogue/statements.ur.csv").open("a") as stream:
        stream.write("88,نامعلوم,draft\n")
    faults = STEP.check(ProcessFolder.open(tmp_path))
    assert sorted(f.code for f in faults) == [
        "participant_unknown_community",
        "translation_unknown_statement",
        "vote_contradiction",
        "vote_unknown_participant",
        "vote_unknown_statement",
    ]
    assert all(f.row and f.column and f.message("ur").what != f.message("en").what for f in faults)


def test_statements_without_votes_are_an_open_stage(tmp_path):
    write_dialogue_folder(tmp_path)
    (tmp_path / "dialogue/votes.csv").unlink()
    outcome = STEP.run(ProcessFolder.open(tmp_path), Silent())
    assert (outcome.stage.state, outcome.results) == ("open", ())


def test_parquet_votes_are_the_same_votes(folder, made, tmp_path):
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    write_dialogue_folder(tmp_path)
    path = tmp_path / "dialogue/votes.csv"
    with path.open() as stream:
        rows = list(csv.DictReader(stream))
    columns = {
        "participant": [r["participant"] for r in rows],
        "statement": [r["statement"] for r in rows],
        "vote": pa.array([int(r["vote"]) for r in rows], pa.int8()),
        "time": pa.array([int(r["time"]) for r in rows], pa.int64()),
    }
    pq.write_table(pa.table(columns), tmp_path / "dialogue/votes.parquet")
    path.unlink()
    again = documents(tmp_path)
    assert {k: d["results"] for k, d in again.items()} == {k: d["results"] for k, d in made.items()}
