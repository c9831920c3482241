"""Names, settings and references of a whole folder; the 25 planted faults have a file of their own."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.unit.process.small_folder import FILES, write_folder

from misaq.foundation.errors import InputError
from misaq.process import ProcessFolder, check_folder, examine_folder, read_config
from misaq.process import check as check_module
from misaq.process.steps.step import Outcome, Stage, Step


def _found(root: Path) -> list[tuple[str, str, int | None, str]]:
    return [(f.code, f.file, f.row, f.column) for f in check_folder(root)]


def _with(
    root: Path, file: str, content: str | bytes | None
) -> list[tuple[str, str, int | None, str]]:
    return _found(write_folder(root / "p", {file: content}))


def _settings(root: Path, there: str, instead: str) -> list[tuple[str, str]]:
    assert FILES["process.toml"].count(there) == 1
    found = _with(root, "process.toml", FILES["process.toml"].replace(there, instead))
    assert {file for _, file, _, _ in found} <= {"process.toml"}
    return [(code, column) for code, _, _, column in found]


@pytest.mark.parametrize(
    ("there", "instead", "told"),
    [
        ('id = "small"', 'id = "a b"', [("config_bad_id", "id")]),
        ('id = "small"', "id = 3", [("config_not_text", "id")]),
        ("title =", "titel =", [("config_unknown_key", "titel"), ("config_key_missing", "title")]),
        (
            'title = { en = "A small process", ur',
            "title = { ur",
            [("config_language_missing", "title")],
        ),
        ('languages = ["en", "ur"]', "languages = []", [("config_not_list", "languages")]),
        ('languages = ["en", "ur"]', 'languages = ["en", "Urdu"]', None),
        ("invented = true", "invented = 1", [("config_not_boolean", "invented")]),
        ('as_of = "2031-05-18"', 'as_of = "next week"', [("config_bad_date", "as_of")]),
        ('as_of = "2031-05-18"', "as_of = 2031-05-18", []),
        ("record = 5", 'record = "5"', [("config_not_integer", "thresholds.record")]),
        ("record = 5", "record = 4", [("config_threshold_small", "thresholds.record")]),
        ("record = 5", "record = 0", [("config_threshold_unsafe", "thresholds.record")]),
        ("record = 5", "records = 5", [("config_unknown_key", "thresholds.records")]),
        ("[thresholds]\nrecord = 5\n", "", []),
        ('"each_community"', '"dictator"', [("config_unknown_rule", "rules.clause")]),
        (
            "[rules]",
            '[dialogue]\nmode = "best"\n[rules]',
            [("config_unknown_choice", "dialogue.mode")],
        ),
        ("[rules]", "[dialogue]\nmode = 2\n[rules]", [("config_not_text", "dialogue.mode")]),
        (
            "[rules]",
            "[dialogue]\ndraws = 5\n[rules]",
            [("config_unknown_choice", "dialogue.draws")],
        ),
        (
            "[rules]",
            "[dialogue]\ndraws = true\n[rules]",
            [("config_not_integer", "dialogue.draws")],
        ),
        (
            "[rules]",
            "[dialogue]\ndraws = 50\n[rules]",
            [("config_draws_few", "dialogue.draws")],
        ),
        ("public = 7", "public = -7", [("config_below", "seeds.public")]),
        ("public = 7", "public = 7.5", [("config_not_integer", "seeds.public")]),
        ("population = 1000", "population = -1", None),
        ('id = "kelvar"\n', "", None),
    ],
)
def test_settings_are_judged_one_by_one(
    tmp_path: Path, there: str, instead: str, told: list[tuple[str, str]] | None
) -> None:
    found = _settings(tmp_path, there, instead) if told is not None else None
    if told is not None:
        assert sorted(found or []) == sorted(told)
        return
    faults = check_folder(
        write_folder(
            tmp_path / "p", {"process.toml": FILES["process.toml"].replace(there, instead)}
        )
    )
    assert any(f.file == "process.toml" and f.severity == "error" for f in faults)


def test_no_settings_and_settings_that_are_no_toml(tmp_path: Path) -> None:
    assert _with(tmp_path / "a", "process.toml", None) == [
        ("config_missing", "process.toml", None, "")
    ]
    found = examine_folder(
        write_folder(tmp_path / "b/p", {"process.toml": 'id = "x"\ntitle = {\n\n'})
    )
    assert [(f.code, f.row) for f in found.faults] == [("not_toml", 2)]
    assert set(found.not_compared) >= {"dialogue", "record"}


def test_sound_settings_can_be_read(tmp_path: Path) -> None:
    assert read_config(FILES["process.toml"]).community_ids == ("talhen", "orsane", "kelvar")


def test_a_folder_that_is_not_there_is_a_clear_error(tmp_path: Path) -> None:
    for path in (tmp_path / "none", tmp_path / "file"):
        (tmp_path / "file").write_text("x")
        with pytest.raises(InputError) as caught:
            check_folder(path)
        assert str(path) in str(caught.value)


def test_names_and_places(tmp_path: Path) -> None:
    root = write_folder(
        tmp_path / "p",
        {
            "record/Sources.csv": "id\n",
            "notes.txt": "x",
            "holiday/a.jpg": "x",
            "holiday/b.jpg": "x",
            "dialogue/old.csv": "x",
            "README.md": "x",
            ".hidden/x": "x",
            "dialogue/votes.parquet": b"PAR1",
        },
    )
    (root / "dialogue/bad\x1b[2J.csv").write_text("x")
    (root / "more").symlink_to(tmp_path)
    os.mkfifo(root / "events/pipe")
    assert sorted(_found(root), key=str) == sorted(
        [
            ("file_case", "record/Sources.csv", None, ""),
            ("file_not_parquet", "dialogue/votes.parquet", None, ""),
            ("file_twin", "dialogue/votes.parquet", None, ""),
            ("file_unexpected", "dialogue/bad\ufffd[2J.csv", None, ""),
            ("file_unexpected", "dialogue/old.csv", None, ""),
            ("file_unexpected", "events/pipe", None, ""),
            ("file_unexpected", "holiday/", None, ""),
            ("file_unexpected", "notes.txt", None, ""),
            ("folder_link", "more", None, ""),
        ],
        key=str,
    )


@pytest.mark.parametrize(
    ("file", "make", "code"),
    [
        ("dialogue/votes.csv", lambda p: p.symlink_to("/etc/passwd"), "file_outside"),
        ("dialogue/votes.csv", os.mkfifo, "file_not_regular"),
        ("dialogue/votes.csv", lambda p: p.mkdir(), None),
        ("dialogue/votes.csv", lambda p: p.symlink_to("nowhere.csv"), "file_missing"),
        (
            "record/lists/court.csv",
            lambda p: os.truncate(os.open(p, os.O_CREAT | os.O_WRONLY), 3 << 30),
            "file_too_large",
        ),
    ],
)
def test_what_cannot_be_read_is_one_fault(
    tmp_path: Path, file: str, make, code: str | None
) -> None:  # type: ignore[no-untyped-def]
    root = write_folder(tmp_path / "p", {file: None})
    make(root / file)
    told = [c for c, f, _, _ in _found(root) if f == file]
    assert told == ([code] if code else [])


def test_a_folder_that_may_not_be_opened_is_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_folder(tmp_path / "p")
    scan = os.scandir

    def refuse(
        path: str,
    ) -> Iterator[os.DirEntry[str]]:  # root opens everything, so modes alone show nothing
        if str(path).endswith("events"):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert _found(root) == [("folder_closed", "events/", None, "")]


def test_mark_and_line_ends_are_warnings_only(tmp_path: Path) -> None:
    text = FILES["dialogue/votes.csv"].replace("\n", "\r\n").encode()
    root = write_folder(tmp_path / "p", {"dialogue/votes.csv": b"\xef\xbb\xbf" + text})
    found = examine_folder(root)
    assert [f.code for f in found.faults] == ["file_byte_order_mark", "file_crlf"]
    assert found.n_errors == 0


def test_a_reference_is_not_held_against_a_damaged_table(tmp_path: Path) -> None:
    ragged = FILES["dialogue/participants.csv"].replace("p1,talhen,code", "p1,talhen")
    root = write_folder(tmp_path / "p", {"dialogue/participants.csv": ragged})
    found = examine_folder(root)
    assert [(f.code, f.row) for f in found.faults] == [("row_cell_count", 2)]
    assert found.not_compared == ("dialogue",)


def test_tables_that_are_not_there_are_not_held_against(tmp_path: Path) -> None:
    root = write_folder(tmp_path / "p", {"dialogue/participants.csv": "id,communities,way_in\n"})
    assert [f.code for f in check_folder(root)] == ["file_no_rows"]


def test_every_one_of_many_faults_is_found(tmp_path: Path) -> None:
    votes = "participant,statement,vote\n" + "p1,s1,5\n" * 50_000
    found = [
        f
        for f in check_folder(write_folder(tmp_path / "p", {"dialogue/votes.csv": votes}))
        if f.code == "cell_not_in_list"
    ]
    assert [f.row for f in found] == list(range(2, 50_002))


def _broken(_: ProcessFolder) -> list[object]:
    raise KeyError("nobody thought of this")


def test_a_check_that_breaks_off_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = Step(
        "dialogue",
        ("dialogue/votes.csv",),
        _broken,
        lambda *_: Outcome(Stage("dialogue", "none", "x")),
    )  # type: ignore[arg-type]
    monkeypatch.setattr(check_module, "STEPS", (step,))
    assert _found(write_folder(tmp_path / "a")) == [("check_failed", "", None, "")]
    faulty = FILES["events/events.csv"].replace("2010", "2010-14")
    found = examine_folder(write_folder(tmp_path / "b", {"events/events.csv": faulty}))
    assert [f.code for f in found.faults] == ["cell_bad_date"]
    assert found.not_compared == ("dialogue",)


def test_nothing_is_written(tmp_path: Path) -> None:
    root = write_folder(tmp_path / "p")
    before = {p: p.stat().st_mtime_ns for p in root.rglob("*")}
    check_folder(root)
    assert {p: p.stat().st_mtime_ns for p in root.rglob("*")} == before
