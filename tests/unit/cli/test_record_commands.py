"""`misaq record`: acts without names, counts with marks, the terms; never a traceback."""

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from misaq.cli import main, record
from misaq.process import write_demo

LIST = 'no,who,people,what,when\n1,Zarmeen Vask,kelvar,shot,2009\n2,Tolo Ishpar,"=HYPERLINK(1)",shot,17/05/2010\n'
MAPPING = """id = "no"
[columns]
victim_name = "who"
community = "people"
act_type = "what"
when = "when"
[codes.act_type]
"shot" = "KIL"
[dates]
format = "%d/%m/%Y"
"""


def call(*arguments: object) -> tuple[int, str, str]:
    done = CliRunner().invoke(record.app, [str(argument) for argument in arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    (tmp_path / "hand.csv").write_text(LIST, "utf-8")
    (tmp_path / "hand.toml").write_text(MAPPING, "utf-8")
    return tmp_path / "hand.csv"


@pytest.fixture(scope="module")
def velmara(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "velmara"
    write_demo(folder)
    return folder


def test_acts_of_one_list_without_names_or_formulas(bare: Path, tmp_path: Path) -> None:
    out = tmp_path / "acts.csv"
    code, said, _ = call("acts", bare, "--out", out)
    assert code == 0
    rows = list(csv.DictReader(io.StringIO(out.read_text("utf-8"))))
    assert [(r["row"], r["act_type"], r["when"], r["community"]) for r in rows] == [
        ("1", "KIL", "2009", "kelvar"),
        ("2", "KIL", "2010-05-17", "'=HYPERLINK(1)"),
    ]
    assert rows[0]["earliest"], rows[0]["latest"] == ("2009-01-01", "2009-12-31")
    assert "Vask" not in out.read_text("utf-8") + said


def test_a_list_with_faults_is_refused_with_all_of_them(bare: Path) -> None:
    bare.write_text(LIST + "2,x,kelvar,gone,31/02/2009\n", "utf-8")
    code, said, _ = call("acts", bare, "--json")
    assert code == 1
    assert {(f["code"], f["row"]) for f in json.loads(said)["faults"]} == {
        ("list_same_row_id", 4),
        ("list_unknown_code", 4),
        ("list_bad_date", 4),
    }


def test_a_list_without_a_mapping_says_so(tmp_path: Path) -> None:
    (tmp_path / "hand.csv").write_text(LIST, "utf-8")
    code, _, told = call("acts", tmp_path / "hand.csv")
    assert code == 1
    assert "hand.toml" in told


def test_counts_of_a_folder_are_the_document(velmara: Path, tmp_path: Path) -> None:
    code, said, _ = call("count", velmara, "--json", "--out", tmp_path / "counts.json")
    assert code == 0
    document = json.loads(said)
    assert document == json.loads((tmp_path / "counts.json").read_bytes())
    cells = [cell for row in document["results"]["community_by_type"] for cell in row]
    assert {cell["suppressed"] for cell in cells} == {None, "small", "protects"}
    assert all((cell["value"] is None) == bool(cell["suppressed"]) for cell in cells)
    code, said, _ = call("count", velmara)
    assert "<k" in said


def test_the_vocabulary(velmara: Path) -> None:
    code, said, _ = call("vocabulary", "--json")
    assert code == 0
    assert [term["code"] for term in json.loads(said)["act_types"]][:3] == ["KIL", "KIA", "DOL"]


def test_releases_follow_one_another_and_a_changed_file_stops_the_series(
    velmara: Path, tmp_path: Path
) -> None:
    runner, series = CliRunner(), tmp_path / "series"
    arguments = ["record", "release", str(velmara), "--series", str(series), "--json"]
    first = runner.invoke(main.app, arguments)
    assert first.exit_code == 0, first.output
    second = json.loads(runner.invoke(main.app, arguments).stdout)
    assert second["number"] == 2
    assert second["earlier"] == [json.loads(first.stdout)["sha256"]]
    assert (series / "release-0002.proof.json").stat().st_mode & 0o077 == 0
    again = {name: cell["value"] for name, cell in second["cells"].items()}
    assert again == {n: c["value"] for n, c in json.loads(first.stdout)["cells"].items()}
    public = series / "release-0001.json"
    public.write_bytes(public.read_bytes().replace(b'"number":1', b'"number":3'))
    stopped = runner.invoke(main.app, arguments)
    assert stopped.exit_code == 4
    assert json.loads(stopped.stdout)["error"]["code"] == "release_proof"
    assert not (series / "release-0003.json").exists()


def test_any_list_can_be_shown_and_an_unknown_one_is_answered() -> None:
    code, said, _ = call("vocabulary", "fate", "--json")
    given = json.loads(said)
    assert (code, given["list"], given["rest"]) == (0, "fate", "whereabouts_unknown")
    assert [term["code"] for term in given["terms"]][-1] == "not_a_disappearance"
    assert {"en", "ur"} == set(given["terms"][0]["definition"])
    code, said, _ = call("vocabulary", "reliability")
    assert code == 0
    assert "Usually reliable" in said
    code, said, _ = call("vocabulary", "all", "--json")
    lists = json.loads(said)["lists"]
    assert {"act_type", "tier", "fate"} <= {one["list"] for one in lists}
    code, _, wrong = call("vocabulary", "fates")
    assert code == 1
    assert "fate" in wrong
