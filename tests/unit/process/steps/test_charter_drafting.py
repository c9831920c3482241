"""The demonstration's proposals and decisions, recomputed: what passed, and what was refused, and by whom."""

import random
from pathlib import Path
from typing import Any

import pytest

from misaq.foundation.messages import render
from misaq.foundation.progress import Silent
from misaq.process.check import check_folder
from misaq.process.demo.resource import resource_tree
from misaq.process.folder import ProcessFolder
from misaq.process.results import Result
from misaq.process.steps.charter import STEP


def results(root: Path) -> dict[str, dict[str, Any]]:
    outcome = STEP.run(ProcessFolder.open(root), Silent())
    return {r.kind: r.document()["results"] for r in outcome.results}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("velmara")
    for file, payload in resource_tree("folder"):
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_bytes(payload)
    return root


@pytest.fixture(scope="module")
def documents(root: Path) -> dict[str, dict[str, Any]]:
    return results(root)


def test_the_folder_has_no_fault(root: Path) -> None:
    assert [f for f in STEP.check(ProcessFolder.open(root)) if f.severity == "error"] == []


def test_each_decision_and_why(documents: dict[str, dict[str, Any]]) -> None:
    decisions = {d["id"]: d for d in documents["charter.decisions"]["decisions"]}
    assert {key: d["outcome"] for key, d in decisions.items()} == {
        "d01": "failed",
        "d02": "passed",
        "d03": "passed",
        "d04": "passed",
        "d05": "failed",
        "d06": "refused",
    }
    (refusal,) = [r for r in decisions["d05"]["reasons"] if r["passed"] is False]
    assert (refusal["group"], refusal["params"]["got"], refusal["params"]["needed"]) == (
        "sovan",
        1,
        2,
    )
    (other,) = decisions["d06"]["reasons"]
    assert other["code"] == "charter_vote_on_other_text"
    assert "[−one third−] {+a majority+}" in other["params"]["changed"]
    for decision in decisions.values():
        for reason in decision["reasons"]:
            for language in ("en", "ur"):
                assert "{" not in render(reason["code"], language, **reason["params"]).what.replace(
                    "{+", ""
                )


def test_the_text_that_came_of_it_in_both_languages(documents: dict[str, dict[str, Any]]) -> None:
    (text,) = documents["charter.decisions"]["texts"]
    english, urdu = (text["texts"][language]["covenant.txt"] for language in ("en", "ur"))
    assert "At least one half of what is earned" in english
    assert "One fifth of what the province keeps" in english  # the amendment to the amendment
    assert "پانچواں حصہ کان والے ضلع" in urdu
    assert "no longer than thirty days" not in english  # a community refused
    assert text["adopted"] == ["minerals-half", "held-day"]
    assert (text["whole"], text["ratified"]) == ("", "")


def test_states_order_and_what_falls(documents: dict[str, dict[str, Any]]) -> None:
    document = documents["charter.proposals"]
    states = {p["id"]: p["state"] for p in document["proposals"]}
    assert states == {
        "minerals-half": "adopted",
        "minerals-all": "failed",
        "minerals-district": "adopted",
        "held-day": "adopted",
        "police-days": "failed",
        "upper-house-consent": "superseded",
        "upper-house-majority": "open",
        "police-board": "open",
    }
    first, second, *_ = document["order"]
    assert (first["proposal"], first["falls"]) == (
        "minerals-all",
        ["minerals-district", "minerals-half"],
    )
    assert second["reach"] <= first["reach"]
    assert {o["kind"] for o in document["overlaps"]} == {"whole", "clause"}
    assert [turn["proposal"] for turn in document["order_now"]] == [
        "upper-house-majority",
        "police-board",
    ]
    half = next(p for p in document["proposals"] if p["id"] == "minerals-half")
    assert half["redline"]["ur"][0]["label"] == "2"
    assert half["operations_now"][1]["text"]["en"].startswith("(4) One fifth")
    assert [c["valid"] for c in half["certified"]] == [True]


def test_coverage_both_ways(documents: dict[str, dict[str, Any]]) -> None:
    coverage = documents["charter.coverage"]
    assert coverage["drafts"]["uncited"]["finding"] == ["17"]
    assert coverage["drafts"]["groundless"] == ["police-board", "police-board.1"]
    (text,) = coverage["texts"]
    # what was adopted takes up two findings, and the draft clauses two more by their articles
    assert text["uncited"]["finding"] == ["17"]
    provisions = {p["id"]: p for p in text["provisions"]}
    assert {g["ref"] for g in provisions["art-21.cl-2"]["grounds"]} >= {
        "14",
        "12",
        "udhr-17",
        "c04",
        "5",
    }
    assert provisions["art-21.cl-2"]["shared"]
    assert coverage["rights"]["udhr-17"]["ur"]


def test_same_documents_whatever_the_row_order(
    root: Path, documents: dict[str, dict[str, Any]]
) -> None:
    for name in ("decisions", "tallies"):
        path = root / f"charter/{name}.csv"
        head, *rows = path.read_text("utf-8").splitlines()
        random.Random(3).shuffle(rows)
        path.write_text("\n".join([head, *rows]) + "\n", "utf-8")
    assert results(root) == documents


def test_faults_name_their_file(root: Path, tmp_path: Path) -> None:
    for file in root.rglob("*"):
        if file.is_file():
            copy = tmp_path / file.relative_to(root)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(file.read_bytes())
    path = tmp_path / "charter/proposals/police-board.toml"
    text = path.read_text("utf-8")
    broken = (
        text.replace("art-18.cl-2", "art-18.cl-9") + '\n[[operations]]\nkind = "omit_provision"\n'
    )
    path.write_text(
        broken.replace(
            'base = "covenant"', 'base = "covenant"\ngrounds = [{ kind = "finding", ref = "99" }]'
        )
    )
    decisions = tmp_path / "charter/decisions.csv"
    decisions.write_text(
        decisions.read_text("utf-8").replace("clause,held-day", "clause,held-night")
    )
    faults = STEP.check(ProcessFolder.open(tmp_path))
    told = {(f.code, f.file) for f in faults}
    assert ("unknown_ground", "charter/proposals/police-board.toml") in told
    assert ("decision_unknown_proposal", "charter/decisions.csv") in told
    assert "charter/proposals/police-board.toml" in {
        f.file for f in faults if f.code.startswith("operation_")
    }
    for fault in faults:
        assert isinstance(fault.message("ur").sentence(), str)


def test_a_document_says_what_it_was_made_from(root: Path) -> None:
    outcome = STEP.run(ProcessFolder.open(root), Silent())
    made: dict[str, Result] = {r.kind: r for r in outcome.results}
    inputs = set(made["charter.decisions"].inputs)
    assert {
        "charter/decisions.csv",
        "charter/tallies.csv",
        "charter/bases/covenant.ur.txt",
    } <= inputs
    assert "charter/proposals/minerals-half.toml" in inputs
    assert "record/findings.csv" in made["charter.coverage"].inputs


def test_a_rule_of_the_folders_own_may_be_named_anywhere(root: Path, tmp_path: Path) -> None:
    for file in root.rglob("*"):
        if file.is_file() and "assembly" not in file.parts:  # its pool is not in the resources
            copy = tmp_path / file.relative_to(root)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(file.read_bytes())
    settings = tmp_path / "process.toml"
    settings.write_text(
        settings.read_text("utf-8").replace('clause = "each_community"', 'clause = "consent"'),
        "utf-8",
    )
    minutes = tmp_path / "charter/decisions.csv"
    minutes.write_text(minutes.read_text("utf-8").replace("each_community", "consent"), "utf-8")
    assert {f.code for f in check_folder(tmp_path) if f.severity == "error"} == {
        "config_unknown_rule",
        "charter_unknown_rule",
    }
    test = 'over = "each"\nmeasure = "yes"\nbase = "all_members"\ncompare = ">="\nvalue = "1/4"\nempty = "fails"\n'
    says = (
        '[consent]\nabstain = "against"\nvacancy = "counted"\ntie = "passes"\n[[consent.tests]]\n'
    )
    (tmp_path / "charter/rules.toml").write_text(says + test, "utf-8")
    assert [f for f in check_folder(tmp_path) if f.severity == "error"] == []
    made = results(tmp_path)
    outcomes = {d["id"]: d["outcome"] for d in made["charter.decisions"]["decisions"]}
    assert outcomes["d05"] == "passed"  # one of three in Sovan is a quarter
    assert made["charter.decisions"]["rules"]["consent"]["tests"][0]["value"] == "1/4"
