"""A table of votes as arrays: ids in order, times in seconds, every wrong cell named."""

from pathlib import Path

import numpy as np
import pytest

from misaq.formats import read_table, read_vote_matrix, read_votes, with_own_headers
from misaq.foundation.errors import FaultsError


def read(folder: Path, text: str):
    (folder / "votes.csv").write_text(text, "utf-8")
    return read_votes(read_table(folder / "votes.csv", "votes.csv"))


def test_ids_are_numbered_in_order_whatever_the_row_order(tmp_path):
    votes = read(tmp_path, "participant,statement,vote\nb,2,1\na,10,-1\nb,10,0\n")
    assert (votes.participants, votes.statements) == (["a", "b"], ["10", "2"])
    assert votes.person.tolist() == [1, 0, 1]
    assert votes.statement.tolist() == [1, 0, 0]
    assert votes.votes.tolist() == [1, -1, 0]
    assert np.isnan(votes.times).all()
    assert votes.row_number(2) == 4


@pytest.mark.parametrize(
    ("time", "seconds"),
    [
        ("1970-01-01T00:01:00", 60.0),
        ("1970-01-01T00:01:00Z", 60.0),
        ("1970-01-01T05:01:00+05:00", 60.0),
        ("60", 60.0),
        ("60.5", 60.5),
    ],
)
def test_times_are_seconds_however_they_are_written(tmp_path, time, seconds):
    votes = read(tmp_path, f"participant,statement,vote,time\na,1,1,{time}\nb,1,1,\n")
    assert votes.times[0] == seconds
    assert np.isnan(votes.times[1])


def test_numbers_and_moments_may_stand_in_one_column(tmp_path):
    votes = read(tmp_path, "participant,statement,vote,time\na,1,1,60\nb,1,1,1970-01-01T00:02:00\n")
    assert votes.times.tolist() == [60.0, 120.0]


def test_every_wrong_cell_is_named_with_its_row(tmp_path):
    with pytest.raises(FaultsError) as caught:
        read(tmp_path, "participant,statement,vote,time\na,1,2,\nb,1,1,noon\nc,1,x,\n")
    found = [(f.code, f.row, f.column) for f in caught.value.faults]
    assert found == [
        ("cell_not_in_list", 2, "vote"),
        ("cell_not_in_list", 4, "vote"),
        ("cell_bad_time", 3, "time"),
    ]


def test_a_table_without_rows_has_no_votes(tmp_path):
    assert len(read(tmp_path, "participant,statement,vote,time\n").votes) == 0


def test_headers_from_elsewhere_are_known_and_ours_come_first(tmp_path):
    polis = tmp_path / "votes.csv"
    polis.write_text(
        "timestamp,datetime,comment-id,voter-id,vote\n2000,x,7,1,-1\n1000,x,7,1,1\n", "utf-8"
    )
    table = with_own_headers(read_table(polis, "votes.csv"))
    matrix = read_vote_matrix(table)
    assert (matrix.participants, matrix.statements) == (("1",), ("7",))
    assert matrix.votes.tolist() == [-1]  # the later answer
    ours = tmp_path / "ours.csv"
    ours.write_text("participant,statement,vote,voter-id\na,1,1,b\n", "utf-8")
    assert "voter-id" in with_own_headers(read_table(ours, "ours.csv"))
