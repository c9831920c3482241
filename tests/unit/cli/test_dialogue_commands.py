"""`misaq dialogue`: folder, Polis export, bare table; documents, labels, faults; never a traceback."""

import csv
import json
from pathlib import Path

import pytest
from tests.dialogue_folder import write_dialogue_folder
from typer.testing import CliRunner

from misaq.cli import dialogue


def call(*arguments: object) -> tuple[int, str, str]:
    done = CliRunner().invoke(dialogue.app, [str(argument) for argument in arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return write_dialogue_folder(tmp_path_factory.mktemp("dialogue"))


def test_a_bare_table_gives_a_document_and_labels_apart(folder, tmp_path):
    out, labels = tmp_path / "made" / "map.json", tmp_path / "labels.csv"
    votes = folder / "dialogue/votes.csv"
    code, said, _ = call(
        "map", votes, "--seed", 7, "--bootstrap", 5, "--out", out, "--labels", labels
    )
    assert code == 0
    assert "Opinion groups: 2" in said
    document = json.loads(out.read_bytes())
    assert document["kind"] == "dialogue.map"
    assert document["seed"] == 7
    assert list(document["inputs"]) == ["votes.csv"]
    assert set(document["timing"]) == {"read_s", "map_s"}
    assert "do not publish" in said
    with labels.open() as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 210
    assert {r["group"] for r in rows} <= {"0", "1", ""}
    groups = document["groups"]
    assert groups["labels"] == {r["participant"]: int(r["group"]) for r in rows if r["group"]}
    assert (groups["k"], sum(groups["sizes"])) == (2, len(groups["labels"]))
    assert set(groups["stability"]) >= {"mean_ari", "k_agreement", "verdict"}
    assert groups["stability"]["verdict"] in {"stable", "not stable"}


def test_the_map_names_everything_that_the_analyst_may_ask(folder):
    code, said, _ = call("map", folder, "--bootstrap", 0, "--json")
    document = json.loads(said)
    assert code == 0
    assert document["groups"]["stability"]["verdict"] == "not assessed"
    assert {"mode", "seed", "n_participants", "n_statements", "n_votes", "timing"} <= set(document)
    n = document["n_statements"]
    assert [len(axis) for axis in document["components"]["axes"]] == [n, n]
    assert len(document["statements"]) == n
    for row in document["statements"]:
        assert {
            "id", "agree", "disagree", "pass", "group_aware_consensus", "minimax", "nash",
            "community_mean", "extremity", "priority", "repness", "withheld_because",
        } <= set(row)  # fmt: skip
        assert set(row["repness"]) == {"0", "1"}
    assert any(row["withheld_because"] for row in document["statements"])
    public = json.loads(call("groups", folder, "--bootstrap", 0, "--json")[1])
    assert public["kind"] == "dialogue.groups"
    assert "p000" not in json.dumps(public)


def test_a_folder_brings_its_own_seed_and_threshold(folder):
    code, said, _ = call("statements", folder, "--bootstrap", 5, "--json")
    document = json.loads(said)
    assert (code, document["seed"], document["parameters"]["threshold"]) == (0, 7, 10)
    assert len(document["results"]["statements"]) == 10


def test_groups_say_what_sets_them_apart(folder):
    code, said, _ = call("groups", folder, "--bootstrap", 0)
    assert code == 0
    assert "Not assessed." in said
    assert "Group A" in said
    assert "Statement 0" in said


def test_a_polis_export_becomes_tables_that_map_alike(tmp_path):
    export = tmp_path / "export"
    export.mkdir()
    (export / "comments.csv").write_text(
        'timestamp,comment-id,author-id,agrees,disagrees,moderated,comment-body\n1,0,0,2,0,1,"One, two"\n'
        "1,1,0,2,0,-1,Rejected\n",
        "utf-8",
    )
    rows = "".join(f"{p},,0,2,1,1,{1 if p % 2 else -1},{'' if p == 3 else 0}\n" for p in range(20))
    (export / "participants-votes.csv").write_text(
        "participant,group-id,n-comments,n-votes,n-agree,n-disagree,0,1\n" + rows, "utf-8"
    )
    code, said, _ = call("import-polis", export, "--out", tmp_path / "dialogue", "--json")
    assert code == 0
    assert json.loads(said)["votes"] == 39
    with (tmp_path / "dialogue/statements.csv").open() as stream:
        assert [(r["id"], r["text"], r["moderated"]) for r in csv.DictReader(stream)] == [
            ("0", "One, two", "1"),
            ("1", "Rejected", "-1"),
        ]
    assert call("map", export, "--bootstrap", 0)[0] == 0
    assert call("map", tmp_path / "dialogue/votes.csv", "--bootstrap", 0)[0] == 0


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("participant,statement\na,1\n", "column_missing"),
        ("participant,statement,vote\na,1,yes\n", "cell_not_in_list"),
        ("participant,statement,vote,time\na,1,1,soon\n", "cell_bad_time"),
        ("participant,statement,vote\na,1,1\na,1,-1\n", "vote_contradiction"),
    ],
)
def test_what_is_wrong_is_said_with_its_row(tmp_path, text, code):
    path = tmp_path / "votes.csv"
    path.write_text(text, "utf-8")
    status, said, _ = call("map", path, "--json")
    fault = json.loads(said)["faults"][0]
    assert (status, fault["code"]) == (1, code)
    assert fault["row"] >= 1


def test_a_table_without_votes_and_a_folder_that_is_no_export(tmp_path):
    (tmp_path / "votes.csv").write_text("participant,statement,vote\n", "utf-8")
    assert call("map", tmp_path / "votes.csv")[0] == 1
    assert call("import-polis", tmp_path, "--out", tmp_path / "x")[0] == 1
    assert call("map", tmp_path / "absent.csv")[0] == 1
    assert not (tmp_path / "x").exists()


def test_the_mode_is_the_folders_own_unless_the_command_names_one(folder):
    settings = folder / "process.toml"
    text = settings.read_text("utf-8")
    settings.write_text(text.replace("[dialogue]\n", '[dialogue]\nmode = "compat"\n'), "utf-8")
    for options, mode in (((), "compat"), (("--mode", "improved"), "improved")):
        status, said, _ = call("map", folder, "--bootstrap", 0, "--json", *options)
        assert status == 0
        assert json.loads(said)["parameters"]["mode"] == mode
