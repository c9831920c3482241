"""`misaq record import` and `misaq record xlsform`."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from misaq.cli.main import app
from misaq.process import ProcessFolder, read_record

MAP = """id = "no"
[columns]
act_type = "what"
when = "date"
victim_name = "name"
[codes.act_type]
"Arrest" = "DOL"
"""
LIST = "no,what,date,name\n1,Arrest,2009,Invented One\n2,KIL,2010-05,Invented Two\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty process folder."""
    made = CliRunner().invoke(app, ["new", str(tmp_path / "p"), "--title-en", "Invented"])
    assert made.exit_code == 0, made.output
    return tmp_path / "p"


def run(*arguments: object) -> tuple[int, Any]:
    """The exit code and the JSON answer."""
    result = CliRunner().invoke(app, ["record", *map(str, arguments), "--json"])
    return result.exit_code, json.loads(result.stdout)


def written(tmp_path: Path, text: str = LIST, mapping: str = MAP) -> tuple[Path, Path]:
    """A list and its mapping as files."""
    (tmp_path / "hospital.csv").write_text(text)
    (tmp_path / "hospital.toml").write_text(mapping)
    return tmp_path / "hospital.csv", tmp_path / "hospital.toml"


def test_a_list_goes_into_a_folder_and_counts_there(tmp_path: Path, folder: Path) -> None:
    list_file, map_file = written(tmp_path)
    code, told = run("import", list_file, "--map", map_file, "--folder", folder)
    assert (code, told["rows"], told["acts"], told["faults"]) == (0, 2, 2, [])
    assert told["written"] == ["record/lists/hospital.toml", "record/lists/hospital.csv"]
    acts = read_record(ProcessFolder.open(folder)).acts
    assert sorted(act.act_type for act in acts) == ["DOL", "KIL"]
    again, answer = run("import", list_file, "--map", map_file, "--folder", folder)
    assert again == 1
    assert answer["faults"][0]["code"] == "import_list_exists"
    assert run("import", list_file, "--map", map_file, "--folder", folder, "--replace")[0] == 0


@pytest.mark.parametrize("option", [["--dry-run"], []])
def test_nothing_is_written_when_trying_or_when_something_is_wrong(
    tmp_path: Path, folder: Path, option: list[str]
) -> None:
    text = LIST if option else LIST + "3,Shot,long ago,Invented Three\n"
    list_file, map_file = written(tmp_path, text)
    before = sorted(folder.rglob("*"))
    code, told = run("import", list_file, "--map", map_file, "--folder", folder, *option)
    assert (code, told["written"]) == (0 if option else 1, [])
    assert sorted(folder.rglob("*")) == before
    if not option:
        assert {fault["code"] for fault in told["faults"]} == {"list_unknown_code", "list_bad_date"}
        assert {fault["row"] for fault in told["faults"]} == {4}


def test_a_list_without_a_mapping_is_an_answer(tmp_path: Path) -> None:
    list_file, _map = written(tmp_path)
    code, told = run("import", list_file)
    assert (code, told["faults"][0]["code"]) == (1, "intake_unknown_form")


def test_submissions_need_no_mapping(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "field.json").write_text(json.dumps([{"_uuid": "1", "what/act_type": "DOL CON"}]))
    code, told = run("import", tmp_path / "field.json", "--folder", folder)
    assert (code, told["acts"]) == (0, 2), told
    assert len(read_record(ProcessFolder.open(folder)).acts) == 2


def test_the_form_is_written_with_a_sound_key_only(tmp_path: Path) -> None:
    assert run("xlsform", "--out", tmp_path / "form.xlsx")[0] == 0
    assert (tmp_path / "form.xlsx").read_bytes().startswith(b"PK")
    (tmp_path / "key.pem").write_text("no key")
    code, told = run("xlsform", "--out", tmp_path / "b.xlsx", "--public-key", tmp_path / "key.pem")
    assert (code, told["faults"][0]["code"]) == (1, "import_bad_key")
    assert not (tmp_path / "b.xlsx").exists()
