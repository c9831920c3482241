"""`misaq record neutral`: finds with their place, blocked words end with 1, never a traceback."""

import json
from pathlib import Path

from typer.testing import CliRunner

from misaq.cli import record


def call(*arguments: object) -> tuple[int, str, str]:
    done = CliRunner().invoke(record.app, ["neutral", *map(str, arguments)])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout, done.stderr


def test_a_narrative_is_hinted_and_passes(tmp_path: Path) -> None:
    (tmp_path / "told.txt").write_text("The traitor came. “A traitor”, she said.", "utf-8")
    code, out, _ = call(tmp_path / "told.txt", "--json")
    found = json.loads(out)
    assert code == 0
    assert [(w["word"], w["start"], w["severity"]) for w in found["words"]] == [
        ("traitor", 4, "hint")
    ]
    assert found["by_side"] == {"any": 0, "authority": 1, "challenger": 0}


def test_a_table_names_row_and_column_and_blocked_words_end_with_one(tmp_path: Path) -> None:
    (tmp_path / "acts.csv").write_text("id,title\n1,a killing\n2,شہید\n", "utf-8")
    code, out, _ = call(
        tmp_path / "acts.csv", "--column", "title", "--field", "structured", "--json"
    )
    assert code == 1
    assert [(w["row"], w["column"], w["word"]) for w in json.loads(out)["words"]] == [
        (3, "title", "شہید")
    ]
    code, out, _ = call(tmp_path / "acts.csv", "--column", "title", "--field", "structured")
    assert "row 3, column title" in out
    assert "Write" in out


def test_faults_are_answers(tmp_path: Path) -> None:
    (tmp_path / "acts.csv").write_text("id\n1\n", "utf-8")
    (tmp_path / "odd.txt").write_bytes(b"\xff\xfe\x00")
    code, _, err = call(tmp_path / "acts.csv", "--column", "title")
    assert code == 1
    assert "column title" in err
    code, _, err = call(tmp_path / "odd.txt")
    assert code == 1
    assert "UTF-8" in err
    code, _, err = call(tmp_path / "none.txt")
    assert code == 1
    assert "none.txt" in err
