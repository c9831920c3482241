"""What was voted on the site, as tables that a run computes from."""

import csv
from pathlib import Path

import pytest
from tests.dialogue_folder import write_dialogue_folder

from misaq.process import Results, run_folder, write_run
from misaq.web.dialogue.decisions import statement_decide
from misaq.web.dialogue.export import VotesInParquetError, conversation_export
from misaq.web.dialogue.models import Conversation, WayIn
from misaq.web.dialogue.services import (
    answer_give,
    answer_withdraw,
    communities_declare,
    conversation_open,
    participant_join,
)
from misaq.web.dialogue.writer import Ballot, write_ballot


def _rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text("utf-8").splitlines()))


def _vote(conversation: Conversation, answers: dict[str, int], *communities: str) -> str:
    person, _ = participant_join(conversation, WayIn.LINK)
    if communities:
        communities_declare(person, communities)
    for name, value in answers.items():
        answer_give(person, conversation.statements.get(name=name).pk, value)
    return person.public_id


def test_tables_hold_what_was_answered_and_no_secret(
    conversation: Conversation, tmp_path: Path
) -> None:
    one = _vote(conversation, {"s1": 1, "s2": -1}, "talhen", "sovan")
    two, _ = participant_join(conversation, WayIn.CODE)
    first = conversation.statements.get(name="s1")
    answer_give(two, first.pk, 0)
    answer_withdraw(two, first.pk)
    statement_decide(conversation.statements.get(name="s5"), "rejected", None, "twice")
    done = conversation_export(conversation, tmp_path)
    assert (done.participants, done.statements, done.votes) == (1, 5, 2)
    assert _rows(tmp_path / "participants.csv") == [
        {"id": one, "communities": "sovan;talhen", "way_in": "link"}
    ]
    votes = [(v["participant"], v["statement"], v["vote"]) for v in _rows(tmp_path / "votes.csv")]
    assert votes == [(one, "s1", "1"), (one, "s2", "-1")]
    assert {r["id"]: r["moderated"] for r in _rows(tmp_path / "statements.csv")}["s5"] == "-1"
    assert len(_rows(tmp_path / "statements.ur.csv")) == 4
    everything = "".join(p.read_text("utf-8") for p in tmp_path.iterdir())
    assert two.key_hash not in everything


def test_writing_twice_changes_nothing_and_keeps_what_is_not_ours(
    conversation: Conversation, tmp_path: Path
) -> None:
    (tmp_path / "votes.csv").write_text("participant,statement,vote\nold,s1,1\n", "utf-8")
    (tmp_path / "participants.csv").write_text("id,communities\nold,talhen\n", "utf-8")
    _vote(conversation, {"s1": 1})
    conversation_export(conversation, tmp_path)
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    conversation_export(conversation, tmp_path)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before
    assert {v["participant"] for v in _rows(tmp_path / "votes.csv")} > {"old"}


def test_votes_in_parquet_are_never_hidden(conversation: Conversation, tmp_path: Path) -> None:
    (tmp_path / "votes.parquet").write_bytes(b"")
    with pytest.raises(VotesInParquetError):
        conversation_export(conversation, tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["votes.parquet"]


def test_a_run_computes_from_what_was_voted(db: None, tmp_path: Path) -> None:
    folder = write_dialogue_folder(tmp_path / "process")
    write_run(run_folder(folder), tmp_path / "before")
    before = Results.read(tmp_path / "before" / "results")
    conversation = conversation_open(
        before.results("process.overview") or {}, before.results("dialogue.statements") or {}
    )
    for _ in range(3):
        _vote(conversation, {"01": 1, "02": -1, "03": 1}, "talhen")
    conversation_export(conversation, folder / "dialogue")
    write_run(run_folder(folder), tmp_path / "after")
    after = Results.read(tmp_path / "after" / "results")
    summaries = [r.results("dialogue.summary") or {} for r in (before, after)]
    assert summaries[1]["n_participants"] == summaries[0]["n_participants"] + 3
    assert summaries[1]["n_votes"] == summaries[0]["n_votes"] + 9
    assert summaries[1]["n_rejected"] == summaries[0]["n_rejected"]  # its own decisions stand


def test_what_was_shown_is_written_and_a_run_weighs_by_it(
    conversation: Conversation, tmp_path: Path
) -> None:
    one, _ = participant_join(conversation, WayIn.LINK)
    for name, probability in (("s3", 0.2), ("s1", 0.25), ("s2", 1 / 3)):
        answer_give(one, conversation.statements.get(name=name).pk, 1, probability=probability)
    stranger, _ = participant_join(conversation, WayIn.LINK)  # was shown one, answered none
    write_ballot(
        Ballot(
            stranger.pk, conversation.statements.get(name="s1").pk, probability=0.2, is_vote=False
        )
    )
    conversation_export(conversation, tmp_path)
    rows = _rows(tmp_path / "exposures.csv")
    assert [(r["participant"], r["statement"], r["step"]) for r in rows] == [
        (one.public_id, "s3", "1"), (one.public_id, "s1", "2"), (one.public_id, "s2", "3"),
    ]  # fmt: skip
    assert [r["probability"] for r in rows] == ["0.2", "0.25", "0.333333333333"]
