"""Must show 4: a folder with 25 planted faults; `misaq check` lists exactly those 25."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.unit.process.small_folder import FILES, write_folder
from typer.testing import CliRunner

from misaq.cli.main import app
from misaq.foundation.messages import registered
from misaq.process import examine_folder

# what is planted: file, what stands there, what is put in its place
REPLACED = (
    ("process.toml", 'clause = "each_community"', 'clause = "unanimous"'),
    ("record/lists/court.csv", "3,Kel,Arrest", "3,Kel,Party"),
    ("record/acknowledgements.csv", "court/3", "court/33"),
    ("process.toml", "record = 5", "record = 2"),
    ("process.toml", '"2031-05-18"', '"2031-02-30"'),
    ("record/sources.csv", "press,court\n", "gossip,courts\n"),
    ("record/acknowledgements.csv", "2030-01-15", "2009-02-30"),
    ("record/acknowledgements.csv", "silent", ""),
    ("dialogue/statements.csv", "s3,Courts", "s1,Courts"),
    ("dialogue/participants.csv", "p2,orsane;kelvar", "p2,orsane;atlantis"),
    ("dialogue/votes.csv", "p1,s2,-1", "p1,s2,2"),
    ("dialogue/votes.csv", "p2,s1,0", "p9,s1,0"),
    ("dialogue/votes.csv", "p2,s3,1,2031-05-05T15:31:00", "p2,s9,1,2031-05-05T15:31:00"),
    ("table/commitments.csv", ",2030,2,", ",2009-13,7,"),
    ("table/commitments.csv", "kelvar,2031~", "atlantis,2031~"),
    ("assembly/pool.csv", "q6,m", "q1,m"),
    ("assembly/quotas.csv", "gender,m,1,2", "gender,m,2,1"),
    ("charter/drafts/water.en.md", 'ref: "s1"', 'ref: "s77"'),
)
EXPECTED = {
    ("config_unknown_rule", "process.toml", None, "rules.clause"),
    ("config_community_twice", "process.toml", None, "communities.4.id"),
    ("config_threshold_unsafe", "process.toml", None, "thresholds.record"),
    ("config_bad_date", "process.toml", None, "as_of"),
    ("cell_not_in_list", "record/sources.csv", 3, "kind"),
    ("reference_unknown", "record/sources.csv", 3, "derived_from"),
    ("cell_bad_date", "record/acknowledgements.csv", 2, "date"),
    ("cell_required", "record/acknowledgements.csv", 3, "response"),
    ("cell_twice", "dialogue/statements.csv", 4, "id"),
    ("row_not_utf8", "dialogue/statements.ur.csv", 3, ""),
    ("reference_unknown", "dialogue/participants.csv", 3, "communities"),
    ("cell_not_in_list", "dialogue/votes.csv", 3, "vote"),
    ("reference_unknown", "dialogue/votes.csv", 4, "participant"),
    ("reference_unknown", "dialogue/votes.csv", 5, "statement"),
    ("cell_bad_date", "table/commitments.csv", 2, "due"),
    ("cell_not_in_list", "table/commitments.csv", 2, "score"),
    ("reference_unknown", "table/commitments.csv", 4, "beneficiary"),
    ("cell_twice", "assembly/pool.csv", 7, "id"),
    ("quota_min_above_max", "assembly/quotas.csv", 3, "min"),
    ("unknown_ground", "charter/drafts/water.en.md", None, "grounds"),
    ("list_unknown_code", "record/lists/court.csv", 4, "what"),
    ("reply_unknown_act", "record/acknowledgements.csv", 4, "act"),
    ("row_cell_count", "events/events.csv", 4, ""),
    ("file_outside", "record/lists/elsewhere.csv", None, ""),
    ("file_case", "Events/Events.csv", None, ""),
}


def _plant(root: Path) -> Path:
    texts = dict(FILES)
    for file, there, instead in REPLACED:
        assert texts[file].count(there) == 1, (file, there)
        texts[file] = texts[file].replace(there, instead)
    texts["dialogue/statements.csv"] += (
        "s3,Again,en,1,0,\n"  # or the votes on s3 would point nowhere
    )
    texts["process.toml"] += (
        '[[communities]]\nid = "orsane"\nname = { en = "Again", ur = "پھر" }\npopulation = 9\n'
    )
    texts["events/events.csv"] = texts["events/events.csv"].replace("South,3", "South,3,9")
    texts["Events/Events.csv"] = "id,date\n"
    changes: dict[str, str | bytes | None] = dict(texts)
    latin = (
        texts["dialogue/statements.ur.csv"]
        .replace("پہلے سڑکیں", "routes dabord caf\u00e9")
        .encode()
    )
    changes["dialogue/statements.ur.csv"] = latin.replace("caf\u00e9".encode(), b"caf\xe9")
    write_folder(root, changes)
    secret = root.parent / "secret.csv"
    secret.write_text("id\n1\n")
    (root / "record/lists/elsewhere.csv").symlink_to(secret)
    return root


def _check(root: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "misaq", "check", str(root), *options]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, "LANG": "C.UTF-8"}
    )


def test_exactly_the_25_planted_faults_are_listed(tmp_path: Path) -> None:
    assert len(EXPECTED) == 25
    done = _check(_plant(tmp_path / "planted"), "--json")
    document = json.loads(done.stdout)
    found = [(f["code"], f["file"], f["row"], f["column"]) for f in document["faults"]]
    assert sorted(found, key=str) == sorted(EXPECTED, key=str)
    assert document["errors"] == 25
    assert done.returncode == 1
    assert all(f["what"] and f["mend"] for f in document["faults"])
    assert done.stderr == ""


def test_each_fault_speaks_urdu_as_well(tmp_path: Path) -> None:
    ours = {code for code, domain, _ in registered() if domain == "formats"}
    for fault in examine_folder(_plant(tmp_path / "planted")).faults:
        if fault.code in ours or fault.code.startswith(("config_", "file_", "reference_")):
            english, urdu = fault.message("en"), fault.message("ur")
            assert english.what != urdu.what, fault.code
            assert english.mend != urdu.mend, fault.code


def test_the_same_folder_without_them_has_none(tmp_path: Path) -> None:
    found = examine_folder(write_folder(tmp_path / "clean"))
    assert found.faults == ()
    assert found.not_compared == ()
    done = CliRunner().invoke(app, ["check", str(tmp_path / "clean")])
    assert done.exit_code == 0
    assert "No faults" in done.stdout


def test_text_output_names_file_row_column_and_mending(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["check", str(_plant(tmp_path / "planted"))])
    assert done.exit_code == 1
    assert "dialogue/votes.csv" in done.stdout
    assert 'row 3, column vote: "2" is not in the list: -1, 0, 1' in done.stdout
    assert "\x1b" not in done.stdout  # no colours where no terminal is
    assert "Not yet compared with one another" in done.stdout
