"""`misaq check` and `misaq new` as a person meets them."""

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from tests.unit.process.small_folder import write_folder
from typer.testing import CliRunner

from misaq.cli.main import app
from misaq.formats import Folder, all_schemas
from misaq.process import check_folder, read_config, write_new


def _run(*arguments: object) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, [str(a) for a in arguments])
    return done.exit_code, done.stdout, done.stderr


def test_a_new_folder_is_sound(tmp_path: Path) -> None:
    code, out, _ = _run(
        "new", tmp_path / "mine", "--title-en", 'The "first" \\ one', "--title-ur", "پہلا"
    )
    assert code == 0
    assert "README.txt" in out
    found = check_folder(tmp_path / "mine")
    assert {f.code for f in found} == {"file_no_rows"}
    config = read_config((tmp_path / "mine/process.toml").read_text("utf-8"))
    assert config.title == {"en": 'The "first" \\ one', "ur": "پہلا"}
    assert config.id == "mine"
    assert _run("check", tmp_path / "mine")[0] == 0


def test_a_new_folder_shows_the_header_of_every_table(tmp_path: Path) -> None:
    write_new(tmp_path / "mine")
    files = Folder(tmp_path / "mine")
    for schema in all_schemas().values():
        table = files.table(schema.files[0].replace("*", "ur"))
        wanted = [column.name for column in schema.columns]
        assert set(wanted) <= set(table.names)
    readme = (tmp_path / "mine/README.txt").read_text("utf-8")
    assert "process folder" in readme
    assert "فولڈر" in readme


def test_the_examples_in_the_notes_are_right(tmp_path: Path) -> None:
    write_new(tmp_path / "mine")
    for file in ("assembly/README.txt", "record/lists/README.txt", "process.toml"):
        lines = (tmp_path / "mine" / file).read_text("utf-8").split("\n")
        example = [
            line.removeprefix("# ")
            for line in lines
            if line.startswith("# ") and ("=" in line or "[" in line)
        ]
        assert tomllib.loads("\n".join(example))


def test_new_never_overwrites(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there/mine.txt").write_text("mine")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    for name in ("there", "dangling"):
        code, _, err = _run("new", tmp_path / name)
        assert code == 1
        assert "nothing was written" in err
    assert sorted(p.name for p in tmp_path.iterdir()) == ["dangling", "there"]
    assert [p.name for p in (tmp_path / "there").iterdir()] == ["mine.txt"]


def test_new_leaves_nothing_when_it_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    code, _, err = _run("new", tmp_path / "mine")
    assert code == 1
    assert "No space left" in err
    assert list(tmp_path.iterdir()) == []


def test_new_refuses_an_id_that_is_none(tmp_path: Path) -> None:
    code, _, err = _run("new", tmp_path / "mine", "--id", "a/b")
    assert code == 1
    assert "is not an id" in err


def test_more_than_twenty_of_a_kind_are_counted(tmp_path: Path) -> None:
    votes = "participant,statement,vote\n" + "p1,s1,5\n" * 30
    root = write_folder(tmp_path / "p", {"dialogue/votes.csv": votes})
    code, out, _ = _run("check", root)
    assert code == 1
    assert out.count("is not in the list") == 20
    assert "and 10 more like this" in out
    document = json.loads(_run("check", root, "--json")[1])
    assert sum(f["code"] == "cell_not_in_list" for f in document["faults"]) == 30


def test_quiet_says_errors_only(tmp_path: Path) -> None:
    root = write_folder(tmp_path / "p", {"notes.txt": "x"})
    assert _run("check", root, "--quiet") == (0, "", "")
    code, out, _ = _run("check", root)
    assert code == 0
    assert "warning" in out
    (root / "events/events.csv").write_text("id,date,kind,side\ne1,2009-02-30,raid,a\n")
    code, out, _ = _run("check", root, "--quiet")
    assert code == 1
    assert "2009-02-30" in out
    assert "notes.txt" not in out


def test_no_folder_is_a_clear_error(tmp_path: Path) -> None:
    code, out, err = _run("check", tmp_path / "none")
    assert (code, out) == (1, "")
    assert "There is no folder" in err
    document = json.loads(_run("check", tmp_path / "none", "--json")[1])
    assert document["error"]["code"] == "folder_missing"


def test_names_that_are_no_text_are_shown_safely(tmp_path: Path) -> None:
    root = write_folder(tmp_path / "p")
    (root / os.fsdecode(b"record/lists/\xff\x1b[2J.csv")).write_text("a;b\n")
    code, out, _ = _run("check", root)
    assert code == 1
    assert "\x1b" not in out
    assert json.loads(_run("check", root, "--json")[1])["errors"] >= 1


def test_it_speaks_urdu(tmp_path: Path) -> None:
    root = write_folder(
        tmp_path / "p", {"events/events.csv": "id,date,kind,side\ne1,2009-02-30,raid,a\n"}
    )
    command = [sys.executable, "-m", "misaq", "check", str(root), "--lang", "ur"]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONUTF8": "1"}
    )
    assert done.returncode == 1
    assert "خرابی: سطر 2، کالم date: " in done.stdout
    assert "خرابیاں: 1۔ تنبیہات: 0۔" in done.stdout
