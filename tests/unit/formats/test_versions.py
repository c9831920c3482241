"""Dated texts are read whole or refused with every fault, each with its line."""

import json
import lzma
from pathlib import Path

import pytest

from misaq.formats import Folder, canonical_lines_hash, load_history, load_history_file

GOOD = [
    {"n": 1, "title": "First", "date": "1951-06-18", "files": {"a.txt": "One two."}},
    {"n": 0, "title": "Text", "date": "1950-01-26", "message": "m", "files": {"a.txt": "One."}},
]


def lines(*values: object) -> str:
    return "".join(v + "\n" if isinstance(v, str) else json.dumps(v) + "\n" for v in values)


@pytest.fixture
def charter(tmp_path: Path) -> Path:
    (tmp_path / "charter").mkdir()
    return tmp_path / "charter"


def codes(folder: Path) -> list[tuple[str, int | None, str]]:
    _, faults = load_history(Folder(folder))
    return [(fault.code, fault.row, fault.column) for fault in faults]


def test_lines_in_any_order_packed_or_not(charter: Path) -> None:
    (charter / "versions.jsonl").write_text(lines(*GOOD))
    plain, faults = load_history(Folder(charter.parent))
    assert plain is not None
    assert not faults
    assert [v.n for v in plain.versions] == [0, 1]
    (charter / "versions.jsonl").unlink()
    (charter / "versions.jsonl.xz").write_bytes(lzma.compress(lines(*GOOD[::-1]).encode()))
    packed, _ = load_history(Folder(charter.parent))
    assert packed is not None
    assert packed.versions == plain.versions


def test_every_fault_of_a_file_at_once(charter: Path) -> None:
    (charter / "versions.jsonl").write_text(
        lines(
            GOOD[0],
            "{not json",
            {"n": "x", "files": {}},
            {"n": 2, "files": {"a": 3}},
            {"n": 3, "files": {}, "date": "1 January"},
            {"n": 1, "files": {}},
            {"n": True, "files": {}},
            "[]",
            {"n": 4, "files": {"a": "cut\0short"}},
        )
    )
    assert codes(charter.parent) == [
        ("versions_not_json", 2, ""),
        ("versions_key", 3, "n"),
        ("versions_key", 4, "files"),
        ("versions_date", 5, "date"),
        ("versions_number_twice", 6, "n"),
        ("versions_key", 7, "n"),
        ("versions_not_json", 8, ""),
        ("versions_nul", 9, "files"),
    ]


def test_an_empty_file_and_two_forms_at_once(charter: Path) -> None:
    (charter / "versions.jsonl").write_text("\n")
    assert codes(charter.parent) == [("versions_empty", None, "")]
    (charter / "versions").mkdir()
    (charter / "versions" / "1950-a.txt").write_text("One.")
    assert codes(charter.parent) == [("versions_both", None, "")]


def test_one_file_a_version(charter: Path) -> None:
    (charter / "versions").mkdir()
    (charter / "versions" / "1951-06-18-first-change.txt").write_text("One two.")
    (charter / "versions" / "1950-text.txt").write_text("One.")
    (charter / "settings.toml").write_text(
        'language = "ur"\njoin_lines_of = 80\n[titles.1]\nen = "First"\nur = "1"\n'
    )
    history, faults = load_history(Folder(charter.parent))
    assert history is not None
    assert not faults
    assert [(v.n, v.date, v.title) for v in history.versions] == [
        (0, "1950", "text"),
        (1, "1951-06-18", "first change"),
    ]
    assert (history.language, history.join_lines_of) == ("ur", 80)
    assert history.versions[1].titles == {"en": "First", "ur": "1"}
    (charter / "versions" / "undated.txt").write_text("?")
    assert codes(charter.parent) == [("versions_file_name", None, "")]


def test_settings_are_checked(charter: Path) -> None:
    (charter / "versions.jsonl").write_text(lines(*GOOD))
    (charter / "settings.toml").write_text('join_lines_of = "80"\n[titles.9]\nen = "Nobody"\n')
    assert codes(charter.parent) == [
        ("charter_setting", None, "join_lines_of"),
        ("charter_title_unused", None, "titles.9"),
    ]


def test_a_bomb_is_refused_before_it_unpacks(
    charter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    payload = lzma.compress(b'{"n": 0, "files": {"a": "' + b"x" * 3_000_000 + b'"}}\n')
    (charter / "versions.jsonl.xz").write_bytes(payload)
    assert codes(charter.parent) == []
    (charter / "versions.jsonl.xz").write_bytes(payload[:-40])
    assert codes(charter.parent) == [("file_not_xz", None, "")]


def test_a_bare_file_takes_the_settings_beside_it(tmp_path: Path) -> None:
    (tmp_path / "versions.jsonl").write_text(lines(*GOOD))
    (tmp_path / "settings.toml").write_text("join_lines_of = 12\n")
    history, _ = load_history_file(tmp_path / "versions.jsonl")
    assert history is not None
    assert history.join_lines_of == 12
    assert history.joining(80).join_lines_of == 80


def test_the_canonical_hash_knows_no_order_of_lines_or_keys() -> None:
    one = lines(*GOOD)
    other = lines(*({key: g[key] for key in sorted(g, reverse=True)} for g in GOOD[::-1]))
    assert one != other
    assert canonical_lines_hash(one) == canonical_lines_hash(other)
    assert canonical_lines_hash(one) != canonical_lines_hash(one.replace("One.", "One,"))
