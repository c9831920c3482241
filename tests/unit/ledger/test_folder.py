"""A run's ledger as files: what is made checks, and any change is named where it is."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from misaq.foundation.canonical import canonical_json, sha256_hex
from misaq.ledger import (
    LOG_DOCUMENT,
    EntryFormError,
    LedgerBrokenError,
    LogEntry,
    build_log,
    check_ledger_files,
    check_log_document,
    consistency_document,
    inclusion_document,
    ledger_files,
    ledger_result_values,
    read_log,
    require_ledger_files,
    standalone_check,
    verify_consistency,
    verify_inclusion,
)

NAMES = [
    "record.counts",
    "dialogue.groups",
    "assembly.lottery",
    "charter.versions",
    "table.summary",
]
DOCUMENTS = {name: f'{{"kind":"{name}"}}\n'.encode() for name in NAMES}
HASHES = {name: sha256_hex(payload) for name, payload in DOCUMENTS.items()}
ABOUT = canonical_json({"results": ledger_result_values(HASHES, "misaq/velmara")})


@pytest.fixture
def files() -> dict[str, bytes]:
    return ledger_files(HASHES, "misaq/velmara")


def codes(files: dict[str, bytes], hashes: dict[str, str] | None = HASHES) -> list[tuple[str, str]]:
    return [(broken.code, broken.name) for broken in check_ledger_files(files, hashes)]


def test_what_is_made_holds_and_does_not_depend_on_order(files: dict[str, bytes]) -> None:
    assert codes(files) == []
    require_ledger_files(files, HASHES)
    again = ledger_files(dict(reversed(HASHES.items())), "misaq/velmara")
    assert again == files


def test_the_layout(files: dict[str, bytes]) -> None:
    entries = [json.loads(line) for line in files["entries.jsonl"].splitlines()]
    assert entries == [
        {"index": i, "kind": "result", "name": name, "sha256": HASHES[name]}
        for i, name in enumerate(sorted(NAMES))
    ]
    proof = json.loads(files["proofs/dialogue.groups.json"])
    assert set(proof) == {"index", "size", "leaf", "path", "root"}
    assert verify_inclusion(
        bytes.fromhex(proof["leaf"]),
        index=proof["index"],
        size=proof["size"],
        path=[bytes.fromhex(value) for value in proof["path"]],
        root=bytes.fromhex(proof["root"]),
    )


def test_an_empty_run_has_a_log(files: dict[str, bytes]) -> None:
    empty = ledger_files({}, "misaq/velmara")
    assert codes(empty, {}) == []
    assert ledger_result_values({}, "misaq/velmara")["entries"] == []


def test_the_document_of_the_log_is_not_in_the_log(files: dict[str, bytes]) -> None:
    assert ledger_files({**HASHES, LOG_DOCUMENT: "0" * 64}, "misaq/velmara") == files
    assert codes(files, {**HASHES, LOG_DOCUMENT: "0" * 64}) == []
    values = ledger_result_values(HASHES, "misaq/velmara")
    assert values["checkpoint"].encode() == files["checkpoint.txt"]
    assert [entry["name"] for entry in values["entries"]] == sorted(NAMES)


def test_the_document_of_the_log_is_held_against_the_log(files: dict[str, bytes]) -> None:
    assert check_log_document(files, ABOUT) == []
    root = ledger_result_values(HASHES, "misaq/velmara")["root"].encode()
    for other in (
        ABOUT.replace(root, b"0" * 64),
        ABOUT.replace(b'"size":5', b'"size":4'),
        b"{}",
        b"[",
    ):
        assert other != ABOUT
        assert [b.code for b in check_log_document(files, other)] == ["log_document_other"]
    assert check_log_document({**files, "checkpoint.txt": b""}, ABOUT) == []


def test_a_changed_document_is_named(files: dict[str, bytes]) -> None:
    changed = {**HASHES, "table.summary": "0" * 64}
    assert codes(files, changed) == [("log_document_changed", "table.summary")]
    del changed["table.summary"]
    assert codes(files, changed) == [("log_document_missing", "table.summary")]
    extra = {**HASHES, "x.y": "0" * 64}
    assert codes(files, extra) == [("log_document_unlogged", "x.y")]


def test_a_changed_entry_is_named_and_no_other(files: dict[str, bytes]) -> None:
    for name in NAMES:
        changed = {**HASHES, name: "0" * 64}
        lines = files["entries.jsonl"].replace(HASHES[name].encode(), b"0" * 64)
        assert codes({**files, "entries.jsonl": lines}, changed) == [("log_entry_changed", name)]


def test_any_flipped_byte_of_an_entry_is_found_at_its_line(files: dict[str, bytes]) -> None:
    text = files["entries.jsonl"]
    for place in range(len(text) - 1):
        flipped = text[:place] + bytes([text[place] ^ 1]) + text[place + 1 :]
        found = check_ledger_files({**files, "entries.jsonl": flipped}, None)
        assert found, place
        if text[place] == 10:
            continue  # two lines became one: the size tells
        line = text[:place].count(b"\n")
        name = sorted(NAMES)[line]
        assert {b.name for b in found} <= {name, f"entries.jsonl:{line + 1}"} | {
            b.name for b in found if b.code == "log_no_proof"
        }


def test_a_forger_who_also_makes_new_proofs_is_caught_by_the_checkpoint(
    files: dict[str, bytes],
) -> None:
    forged = ledger_files({**HASHES, "record.counts": "0" * 64}, "misaq/velmara")
    forged["checkpoint.txt"] = files["checkpoint.txt"]
    assert codes(forged, None) != []


@pytest.mark.parametrize(
    ("name", "change", "code"),
    [
        ("checkpoint.txt", lambda b: b"", "log_no_checkpoint"),
        ("checkpoint.txt", lambda b: b.replace(b"\n5\n", b"\n6\n"), "log_other_size"),
        ("proofs/record.counts.json", lambda b: b"{}", "log_no_proof"),
        ("proofs/record.counts.json", lambda b: b"[]", "log_no_proof"),
        (
            "proofs/record.counts.json",
            lambda b: b.replace(b'"index":3', b'"index":2'),
            "log_bad_proof",
        ),
        ("entries.jsonl", lambda b: b.replace(b'"kind"', b' "kind"', 1), "log_entry_unreadable"),
        ("entries.jsonl", lambda b: b"\xff" + b, "log_entry_unreadable"),
        ("entries.jsonl", lambda b: b"7\n" + b, "log_entry_unreadable"),
    ],
)
def test_what_else_can_break(files: dict[str, bytes], name: str, change, code: str) -> None:
    assert change(files[name]) != files[name]
    broken = {**files, name: change(files[name])}
    assert code in {found for found, _ in codes(broken)}
    with pytest.raises(LedgerBrokenError):
        require_ledger_files(broken, HASHES)


def test_another_checkpoint_alone_is_named_as_such(files: dict[str, bytes]) -> None:
    other = ledger_files({**HASHES, "record.counts": "0" * 64}, "misaq/velmara")["checkpoint.txt"]
    assert codes({**files, "checkpoint.txt": other}) == [("log_other_root", "checkpoint.txt")]


@pytest.mark.parametrize("name", ["", "../x", "a/b", "two words", ".hidden"])
def test_a_name_that_could_leave_the_folder_is_refused(name: str) -> None:
    with pytest.raises(EntryFormError):
        ledger_files({name: "0" * 64}, "misaq/velmara")
    with pytest.raises(EntryFormError):
        LogEntry(0, "a", "xyz").payload()


def test_documents_of_proofs_verify(files: dict[str, bytes]) -> None:
    log, entries = read_log(files)
    assert build_log(entries).root == log.root
    plain = consistency_document(log, 3)
    assert verify_consistency(
        old_size=3,
        old_root=bytes.fromhex(plain["old_root"]),
        size=plain["size"],
        root=bytes.fromhex(plain["root"]),
        path=[bytes.fromhex(value) for value in plain["path"]],
    )
    assert inclusion_document(log, 1)["index"] == 1


class TestStandalone:
    """The script for strangers, run by itself with an isolated Python."""

    def lay_out(self, root: Path, files: dict[str, bytes]) -> Path:
        for name, payload in files.items():
            path = root / "ledger" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(payload)
        (root / "results").mkdir()
        for name, payload in {**DOCUMENTS, LOG_DOCUMENT: ABOUT}.items():
            (root / "results" / f"{name}.json").write_bytes(payload)
        (root / "check_log.py").write_bytes(standalone_check())
        return root

    def run(self, root: Path) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-I", "-S", str(root / "check_log.py"), str(root)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert "Traceback" not in done.stderr
        return done.returncode, done.stdout

    def test_all_agrees(self, files: dict[str, bytes], tmp_path: Path) -> None:
        assert self.run(self.lay_out(tmp_path, files)) == (0, "all agrees\n")

    def test_it_needs_the_standard_library_only_and_is_short(self) -> None:
        script = standalone_check().decode()
        assert len(script.splitlines()) < 150
        imported = {
            line.split()[1] for line in script.splitlines() if line.startswith(("import ", "from "))
        }
        assert imported <= set(sys.stdlib_module_names)

    @pytest.mark.parametrize(
        ("path", "change", "named"),
        [
            ("results/record.counts.json", lambda b: b + b" ", "record.counts"),
            ("results/record.counts.json", None, "record.counts"),
            (
                "results/ledger.log.json",
                lambda b: b.replace(b'"root":"', b'"root":"0'),
                "ledger.log",
            ),
            (
                "ledger/entries.jsonl",
                lambda b: b.replace(b"record.counts", b"record.countz"),
                "countz",
            ),
            (
                "ledger/entries.jsonl",
                lambda b: b[:-1].rpartition(b"\n")[0] + b"\n",
                "checkpoint.txt",
            ),
            (
                "ledger/proofs/table.summary.json",
                lambda b: b.replace(b"path", b"p"),
                "table.summary",
            ),
            ("ledger/checkpoint.txt", lambda b: b.replace(b"\n5\n", b"\n4\n"), "checkpoint.txt"),
        ],
    )
    def test_a_change_is_named(
        self, files: dict[str, bytes], tmp_path: Path, path: str, change, named: str
    ) -> None:
        root = self.lay_out(tmp_path, files)
        if change is None:
            (root / path).unlink()
        else:
            assert change((root / path).read_bytes()) != (root / path).read_bytes()
            (root / path).write_bytes(change((root / path).read_bytes()))
        code, said = self.run(root)
        assert code == 1
        assert named in said

    def test_an_unlogged_document_is_named(self, files: dict[str, bytes], tmp_path: Path) -> None:
        root = self.lay_out(tmp_path, files)
        (root / "results" / "a.b.json").write_bytes(b"{}\n")
        assert self.run(root)[1].startswith("a.b: ")

    def test_no_files_is_said_plainly(self, tmp_path: Path) -> None:
        (tmp_path / "check_log.py").write_bytes(standalone_check())
        assert self.run(tmp_path)[0] == 2
