"""The files of a drafting: a run of the process recomputes every verdict of the site from them."""

from pathlib import Path
from typing import Any

import pytest
from tests.charter_people import Body, build_body

from misaq.formats import Folder, load_decisions, load_proposals
from misaq.process import check_folder, run_folder
from misaq.web.charter.models import Division, JointAct
from misaq.web.charter.voting.export import decision_id, drafting_export
from misaq.web.charter.voting.services import division_close

HALF = {"en": ("One third", "At least one half"), "ur": ("ایک تہائی", "کم از کم آدھا")}
WOODS = {"en": ("only after", "never before"), "ur": ("جنگل نہیں", "کوئی جنگل نہیں")}
ROADS = {"en": ("all", "everybody"), "ur": ("سب کے", "ہر ایک کے")}
PROCESS = """
id = "small"
title = { en = "Small", ur = "چھوٹا" }
invented = true
as_of = "2031-05-18"
[rules]
clause = "each_community"
whole = "two_thirds"
[[communities]]
id = "talhen"
name = { en = "Talhen", ur = "تلہین" }
population = 10
[[communities]]
id = "orsane"
name = { en = "Orsane", ur = "اورسین" }
population = 10
"""


def _decide_much(body: Body) -> None:
    """Passed, failed, carried over while at the vote, written for a later text, the whole, the ratification."""
    first = body.put(body.propose(0, **HALF))
    second = body.put(body.propose(2, "art-2", **WOODS))
    body.vote(second, "yyyy")
    body.decide(first)
    division_close(second)
    more = {"en": ("At least one half", "Two thirds"), "ur": ("کم از کم آدھا", "دو تہائی")}
    later = body.put(body.propose(1, **more))  # words that only the first decision brought
    body.decide(body.put(body.propose(3, "art-3", **ROADS)), "yyyn")
    body.decide(later)
    body.decide(body.put_whole())
    body.decide(body.put_whole(JointAct.Kind.RATIFY))


def _run(folder: Path) -> dict[str, Any]:
    (folder / "process.toml").write_text(PROCESS, "utf-8")
    run = run_folder(folder)
    return {result.kind: result.results for result in run.results}


@pytest.mark.parametrize("roll_call", [True, False])
def test_a_run_comes_to_the_same_verdicts(db: None, tmp_path: Path, roll_call: bool) -> None:
    body = build_body(roll_call=roll_call)
    _decide_much(body)
    drafting = body.fresh()
    drafting_export(drafting, tmp_path / "charter")
    found = _run(tmp_path)
    assert [f for f in check_folder(tmp_path) if f.severity == "error"] == []
    decided = {d["id"]: d for d in found["charter.decisions"]["decisions"]}
    ours = Division.objects.filter(drafting=drafting, state=Division.State.CLOSED)
    assert {decision_id(d): d.outcome for d in ours} == {
        key: d["outcome"] for key, d in decided.items()
    }
    (text,) = found["charter.decisions"]["texts"]
    assert text["ratified"] == drafting.ratification.sha256
    assert text["texts"] == drafting.ratification.texts
    for division in ours:
        codes = [r["code"] for r in division.verdict["reasons"] if r["passed"] is not None]
        again = decided[decision_id(division)]["reasons"]
        assert codes == [r["code"] for r in again if r["passed"] is not None]


def test_writing_twice_changes_nothing_and_others_stay(body: Body, tmp_path: Path) -> None:
    folder = tmp_path / "charter"
    folder.mkdir()
    (folder / "decisions.csv").write_text(
        "n,id,date,kind,proposal,rule,text,because,note_en,note_ur\n4,theirs,,withdrawal,x,,,,,\n",
        "utf-8",
    )
    body.adopt(body.propose(0, **HALF))
    drafting_export(body.fresh(), folder)
    once = {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
    drafting_export(body.drafting, folder)
    assert {path: path.read_bytes() for path in once} == once
    lines = (folder / "decisions.csv").read_text("utf-8").splitlines()
    assert [line.split(",")[:2] for line in lines[1:]] == [["4", "theirs"], ["5", "covenant-d1"]]
    assert "Delegate" not in "".join(path.read_text("utf-8") for path in once)


def test_a_changed_ballot_is_noticed(body: Body, tmp_path: Path) -> None:
    """The recomputing would see a ballot that was turned afterwards."""
    body.adopt(body.propose(0, **HALF))
    drafting_export(body.fresh(), tmp_path / "charter")
    path = tmp_path / "charter" / "ballots.csv"
    path.write_text(
        path.read_text("utf-8").replace("s003,yes", "s003,no").replace("s004,yes", "s004,no"),
        "utf-8",
    )
    (decision,) = _run(tmp_path)["charter.decisions"]["decisions"]
    assert decision["outcome"] == "failed"


def test_the_files_have_no_fault(body: Body, tmp_path: Path) -> None:
    _decide_much(body)
    drafting_export(body.fresh(), tmp_path / "charter")
    folder = Folder(tmp_path)
    _drafting, faults = load_proposals(folder)
    _minutes, found = load_decisions(folder, usual={"clause": "each_community"})
    assert [*faults, *found] == []
