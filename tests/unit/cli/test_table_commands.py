"""`misaq table`, `misaq dynamics`, `misaq ledger`: answers, exit codes, documents; never a traceback."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from misaq.cli import dynamics, ledger, table
from misaq.foundation.canonical import sha256_hex
from misaq.ledger import checkpoint_text, ledger_files

COMMITMENTS = """title_en,obligor_en,due,score,scored_by
Pay,Ministry,2030,1,Panel
Open,Company,2032,,
"""
EVENTS = "date,kind,side\n" + "2031-05-18,clash,a\n" * 6 + "2031-05-19,clash,a\n2031,clash,a\n"


def call(module, *arguments: object) -> tuple[int, str, str]:
    done = CliRunner().invoke(module.app, [str(argument) for argument in arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture
def commitments(tmp_path: Path) -> Path:
    path = tmp_path / "commitments.csv"
    path.write_text(COMMITMENTS, "utf-8")
    return path


@pytest.fixture
def run(tmp_path: Path) -> Path:
    hashes = {}
    (tmp_path / "results").mkdir()
    for name in ("a.one", "b.two", "c.three"):
        payload = f'{{"kind":"{name}"}}\n'.encode()
        (tmp_path / f"results/{name}.json").write_bytes(payload)
        hashes[name] = sha256_hex(payload)
    for name, payload in ledger_files(hashes, "misaq/test").items():
        path = tmp_path / "ledger" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(payload)
    return tmp_path


def test_a_bare_table_needs_no_ids_and_no_folder(commitments: Path, tmp_path: Path) -> None:
    out = tmp_path / "made" / "list.json"
    code, said, _ = call(table, "list", commitments, "--as-of", "2031-05-18", "--out", out)
    assert code == 0
    assert "Pay" in said
    assert "138" in said
    document = json.loads(out.read_bytes())
    assert document["kind"] == "table.commitments"
    assert [c["id"] for c in document["results"]["commitments"]] == ["1", "2"]
    assert document["results"]["overdue"] == ["1"]
    assert list(document["inputs"]) == ["commitments.csv"]


def test_overdue_without_a_day_says_so(commitments: Path) -> None:
    code, said, _ = call(table, "overdue", commitments)
    assert code == 0
    assert "--as-of" in said
    code, said, _ = call(table, "overdue", commitments, "--as-of", "2031-01-01", "--json")
    assert [item["id"] for item in json.loads(said)["overdue"]] == ["1"]


def test_the_summary_is_a_document(commitments: Path) -> None:
    code, said, _ = call(table, "summary", commitments, "--json")
    assert code == 0
    assert json.loads(said)["results"]["all"]["n"] == 2


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("title_en,obligor_en,score\nPay,M,7\n", ""),
        ("title_en,obligor_en,depends_on\nPay,M,9\n", "commitment_unknown"),
        ("title_en,obligor_en,depends_on\nPay,M,1\n", "commitment_waits"),
        ("title_en,obligor_en,score,scored_by\nPay,M,1,M\n", "commitment_own_score"),
        ("title_en\nPay\n", ""),
        ("", ""),
    ],
)
def test_faults_of_a_bare_table_are_told(commitments: Path, text: str, code: str) -> None:
    commitments.write_text(text, "utf-8")
    status, said, _ = call(table, "list", commitments, "--json")
    assert status == 1
    faults = json.loads(said)["faults"]
    assert faults
    assert code in {fault["code"] for fault in faults} or not code


def test_series_of_a_bare_table(tmp_path: Path) -> None:
    path, out = tmp_path / "events.csv", tmp_path / "series.json"
    path.write_text(EVENTS, "utf-8")
    code, said, _ = call(dynamics, "series", path, "--out", out)
    assert code == 0
    assert "clash / a" in said
    assert "It does not show what causes what." in said
    (series,) = json.loads(out.read_bytes())["results"]["series"]
    assert [b["count"] for b in series["bins"]] == [6, None]
    code, said, _ = call(dynamics, "series", path, "--threshold", 1, "--json")
    (series,) = json.loads(said)["results"]["series"]
    assert [b["count"] for b in series["bins"]] == [6, 1]


def test_a_table_that_is_not_there_is_an_answer(tmp_path: Path) -> None:
    for module, command in ((table, "list"), (dynamics, "series")):
        assert call(module, command, tmp_path / "nothing.csv")[0] == 1


def test_the_log_is_shown_and_proved(run: Path) -> None:
    assert "b.two" in call(ledger, "show", run)[1]
    shown = json.loads(call(ledger, "show", run, "--json")[1])
    proof = json.loads(call(ledger, "prove", run, "b.two", "--json")[1])
    assert proof["root"] == shown["root"]
    assert proof == json.loads((run / "ledger/proofs/b.two.json").read_bytes())
    assert call(ledger, "prove", run, "z.none")[0] == 1


def test_consistency_with_an_earlier_checkpoint(run: Path, tmp_path: Path) -> None:
    proof = json.loads(call(ledger, "consistency", run, "--size", 2, "--json")[1])
    old = tmp_path / "old.txt"
    old.write_text(checkpoint_text("misaq/test", 2, bytes.fromhex(proof["old_root"])), "utf-8")
    assert call(ledger, "consistency", run, "--checkpoint", old)[0] == 0
    old.write_text(checkpoint_text("misaq/test", 2, bytes(32)), "utf-8")
    code, _, said = call(ledger, "consistency", run, "--checkpoint", old)
    assert code == 4
    assert "misaq/test" in said
    old.write_text(checkpoint_text("misaq/test", 9, bytes(32)), "utf-8")
    assert call(ledger, "consistency", run, "--checkpoint", old)[0] == 4
    old.write_text("no checkpoint", "utf-8")
    assert call(ledger, "consistency", run, "--checkpoint", old)[0] == 4
    assert call(ledger, "consistency", run, "--size", 9)[0] == 1


def test_a_check_passes_and_names_what_was_changed(run: Path, tmp_path: Path) -> None:
    script = tmp_path / "check_log.py"
    code, said, _ = call(ledger, "check", run, "--script", script)
    assert code == 0
    assert "3 documents" in said
    assert script.read_text("utf-8").startswith("#!/usr/bin/env python3")
    (run / "results/b.two.json").write_bytes(b"{}\n")
    code, said, _ = call(ledger, "check", run, "--json")
    assert code == 4
    assert [broken["name"] for broken in json.loads(said)["broken"]] == ["b.two"]
    entries = run / "ledger/entries.jsonl"
    entries.write_bytes(entries.read_bytes().replace(b"a.one", b"a.two"))
    assert call(ledger, "check", run)[0] == 4


def test_no_log_is_an_answer(tmp_path: Path) -> None:
    for command in ("show", "check", "consistency"):
        assert call(ledger, command, tmp_path)[0] == 1
