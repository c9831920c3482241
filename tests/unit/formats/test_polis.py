"""A Polis export: what it holds, what it becomes, what is refused."""

from pathlib import Path

import pytest

from misaq.formats import is_polis_export, polis_tables, read_polis_export
from misaq.formats.polis import NotAPolisExportError, PolisUnreadableError

HEADER = "participant,group-id,n-comments,n-votes,n-agree,n-disagree,0,2,10\n"
COMMENTS = (
    "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body\n"
    '1,x,2,0,1,0,0,"Two lines,\nand a comma"\n1,x,10,0,1,0,-1,Ten\n1,x,0,0,1,0,1,Zero\n'
)


def export(
    folder: Path, votes: str = "0,1,0,2,1,1,1,,-1\n7,,0,1,0,0,,0,\n", comments: str = COMMENTS
) -> Path:
    (folder / "participants-votes.csv").write_text(HEADER + votes, "utf-8")
    (folder / "comments.csv").write_text(comments, "utf-8")
    return folder


def test_an_export_becomes_three_tables(tmp_path):
    given = read_polis_export(export(tmp_path))
    assert is_polis_export(tmp_path)
    assert (given.participants, given.groups) == (["0", "7"], ["1", ""])
    tables = {name: list(rows) for name, rows in polis_tables(given, language="en").items()}
    assert tables["votes.csv"] == [
        ("participant", "statement", "vote"),
        ("0", "0", "1"),
        ("0", "10", "-1"),
        ("7", "2", "0"),
    ]
    assert tables["statements.csv"][1:] == [
        ("0", "Zero", "en", "1", "0"),
        ("2", "Two lines, and a comma", "en", "0", "0"),
        ("10", "Ten", "en", "-1", "0"),
    ]


def test_a_statement_without_text_keeps_its_number(tmp_path):
    given = read_polis_export(
        export(tmp_path, comments=COMMENTS.replace("1,x,10,0,1,0,-1,Ten\n", ""))
    )
    assert ("10", "[10]", "0", "0") in given.statements


def test_what_is_no_export_is_refused(tmp_path):
    with pytest.raises(NotAPolisExportError):
        read_polis_export(tmp_path)
    with pytest.raises(PolisUnreadableError) as caught:
        read_polis_export(export(tmp_path, votes="0,1,0,1,1,0,1,,\n1,1,0,1,1,0,5,,\n"))
    assert caught.value.params == {"file": "participants-votes.csv", "row": 3}
    with pytest.raises(PolisUnreadableError):
        read_polis_export(
            export(tmp_path, comments="comment-id,moderated,comment-body\n1,maybe,Text\n")
        )


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("american-assembly.bowling-green", (2031, 896, 225524)),
        ("brexit-consensus", (204, 50, 5303)),
    ],
)
def test_real_exports_hold_what_their_summary_says(shared_data, name, counts):
    given = read_polis_export(shared_data / "dialogue" / "polis-exports" / name)
    assert (len(given.participants), len(given.statements), len(given.votes)) == counts


def test_the_files_of_a_saved_report_are_read_under_their_own_names(tmp_path: Path) -> None:
    plain, saved = tmp_path / "plain", tmp_path / "saved"
    plain.mkdir()
    saved.mkdir()
    export(plain)
    for old, new in (
        ("participants-votes.csv", "2024-05-01-0900-invented-participant-votes.csv"),
        ("comments.csv", "2024-05-01-0900-invented-comments.csv"),
    ):
        (saved / new).write_bytes((plain / old).read_bytes())
    assert is_polis_export(saved)
    one, other = read_polis_export(plain), read_polis_export(saved)
    assert (one.statements, one.participants) == (other.statements, other.participants)
    assert one.votes.tolist() == other.votes.tolist()
    (saved / "another-comments.csv").write_text(
        "", "utf-8"
    )  # which of two is meant cannot be known
    with pytest.raises(NotAPolisExportError):
        read_polis_export(saved)
