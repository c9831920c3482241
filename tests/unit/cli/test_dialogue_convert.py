"""`misaq dialogue convert`: what goes out comes back in, by Polis' layout and as Parquet."""

import csv
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from tests.dialogue_folder import write_dialogue_folder
from typer.testing import CliRunner

from misaq.cli import dialogue
from misaq.formats import read_polis_export, read_table, read_votes


def call(*arguments: object) -> tuple[int, str, str]:
    done = CliRunner().invoke(dialogue.app, [str(argument) for argument in arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout, done.stderr


def test_polis_layout_comes_back_as_it_went(tmp_path: Path) -> None:
    folder = write_dialogue_folder(tmp_path / "p")
    table = folder / "dialogue/votes.csv"
    with table.open("a", encoding="utf-8") as stream:  # somebody changes their mind
        stream.write("p000,01,0,99999\n")
    code, said, _ = call("convert", folder, "--out", tmp_path / "export")
    assert code == 0
    assert "Not for publication" in said
    given = read_polis_export(tmp_path / "export")
    columns = read_votes(read_table(table, "votes.csv"))
    latest = {
        (columns.participants[p], columns.statements[s]): int(v)
        for _, p, s, v in sorted(
            zip(columns.times, columns.person, columns.statement, columns.votes, strict=True)
        )
    }
    people = sorted(columns.participants)
    names = {str(n): name for n, name in enumerate(people)}
    statements = sorted({s for _, s in latest} | {f"{s:02}" for s in range(1, 13)})
    texts = {str(n): name for n, name in enumerate(statements)}
    back = {
        (names[given.participants[p]], texts[given.statement_ids[s]]): int(v)
        for p, s, v in zip(given.person, given.statement, given.votes, strict=True)
    }
    assert back == latest
    assert back["p000", "01"] == 0
    moderated = {texts[name]: (state, meta) for name, _, state, meta in given.statements}
    assert moderated["11"] == ("-1", "0")
    assert moderated["12"] == ("1", "1")
    with (tmp_path / "export/votes.csv").open() as stream:
        assert len(list(csv.DictReader(stream))) == len(columns.votes)
    assert call("map", tmp_path / "export", "--bootstrap", 0)[0] == 0


def test_numbers_stay_as_they_are_and_parquet_holds_the_same_cells(tmp_path: Path) -> None:
    folder = write_dialogue_folder(tmp_path / "p")
    table = folder / "dialogue/votes.csv"
    (folder / "dialogue/participants.csv").unlink()
    rows = ["participant,statement,vote"] + [
        f"{p},{s:02},{(p + s) % 3 - 1}" for p in range(20) for s in range(1, 10)
    ]
    table.write_text("\n".join(rows) + "\n", "utf-8")
    assert call("convert", folder, "--out", tmp_path / "export")[0] == 0
    assert read_polis_export(tmp_path / "export").participants == [str(p) for p in range(20)]
    code, _, _ = call("convert", folder, "--to", "parquet", "--out", tmp_path / "q")
    assert code == 0
    found = pq.read_table(tmp_path / "q/votes.parquet").to_pydict()
    assert found["vote"][:3] == [str((0 + s) % 3 - 1) for s in (1, 2, 3)]
    columns = read_votes(read_table(tmp_path / "q/votes.parquet", "votes.parquet"))
    assert np.array_equal(columns.votes, read_votes(read_table(table, "votes.csv")).votes)


def test_a_folder_without_votes_is_told_so(tmp_path: Path) -> None:
    folder = write_dialogue_folder(tmp_path / "p")
    (folder / "dialogue/votes.csv").unlink()
    code, _, said = call("convert", folder, "--out", tmp_path / "x")
    assert code == 1
    assert "no votes" in said
    assert not (tmp_path / "x").exists()
