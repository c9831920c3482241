"""`misaq record custody`: from a file that comes in to a check by a stranger, with nothing but files."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest
from tests import hostile
from tests.keepers import make_keepers
from typer.testing import CliRunner, Result

from misaq.cli.main import app
from misaq.formats import Folder, read_evidence_tables
from misaq.record import combine_shares, read_sealed

RECEIVE = ("--from", "family-7", "--to", "desk-1", "--at", "2026-05-01T09:00:00+05:00")


def _misaq(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["record", "custody", *map(str, arguments)])


def _json(*arguments: object, code: int = 0) -> dict[str, object]:
    result = _misaq(*arguments, "--json")
    assert result.exit_code == code, result.output
    found: dict[str, object] = json.loads(result.stdout)
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three items: a photograph with its position, a document with macros, a text."""
    (tmp_path / "photo.jpg").write_bytes(hostile.picture_with_position())
    (tmp_path / "letter.docx").write_bytes(hostile.letter({"word/vbaProject.bin": b"x"}))
    (tmp_path / "words.txt").write_text("گواہی\n")
    files = [tmp_path / name for name in ("photo.jpg", "letter.docx", "words.txt")]
    found = _json("receive", *files, "--folder", tmp_path / "e", "--keys", tmp_path / "k", *RECEIVE)
    assert [item["standing"] for item in found["items"]] == ["accepted", "quarantined", "accepted"]  # type: ignore[attr-defined]
    return tmp_path / "e"


def _ids(folder: Path) -> list[str]:
    return [stored.item.id for stored in read_evidence_tables(Folder(folder))[0]]


def _codes(*arguments: object) -> list[str]:
    found = _json("verify", *arguments, code=4)
    assert found["sound"] is False
    return [fault["code"] for one in found["folders"] for fault in one["faults"]]  # type: ignore[attr-defined]


def test_what_came_in_is_sound_and_lies_nowhere_in_clear(folder: Path) -> None:
    photo = hostile.picture_with_position()
    for path in folder.rglob("*"):
        if path.is_file():
            assert photo[200:232] not in path.read_bytes()
            assert path.stat().st_mode & 0o077 == 0
    assert _json("verify", folder, "--keys", folder.parent / "k")["sound"] is True
    for language in ("en", "ur"):
        result = _misaq("verify", folder, "--lang", language)
        assert result.exit_code == 0
        assert "6" in result.stdout


def test_from_the_desk_to_the_court_to_the_end(folder: Path) -> None:
    photo, letter, _ = _ids(folder)
    key = folder.parent / "k" / f"{photo}.key"
    assert _misaq("add", folder, photo, "viewed", "--from", "desk-1").exit_code == 0
    made = _json("copy", folder, photo, "--key", key, "--from", "desk-1")
    copy = (folder / str(made["copy"])).read_bytes()
    assert hashlib.sha256(copy).hexdigest() == made["sha256"]
    assert b"Exif" not in copy
    redacted = _json(
        "copy", folder, photo, "--key", key, "--from", "desk-1", "--redact", "1,0,0,0.5,0.5"
    )
    assert redacted["redacted"] is True
    _json("add", folder, photo, "transferred", "--from", "desk-1", "--to", "court-2")
    out = folder.parent / "out.jpg"
    _json("open", folder, photo, "--key", key, "--out", out)
    assert out.read_bytes() == hostile.picture_with_position()
    assert _json("verify", folder, "--keys", folder.parent / "k")["sound"] is True
    _json("add", folder, photo, "destroyed", "--from", "court-2")
    assert not (folder / "originals" / photo).exists()
    assert _json("verify", folder, "--keys", folder.parent / "k")["sound"] is True
    refused = _misaq("add", folder, photo, "viewed", "--from", "court-2")
    assert (refused.exit_code, "custody_after_destruction" in refused.stderr) == (1, True)
    quarantined = _misaq(
        "copy", folder, letter, "--key", folder.parent / "k" / f"{letter}.key", "--from", "desk-1"
    )
    assert (quarantined.exit_code, "evidence_not_shown" in quarantined.stderr) == (1, True)


def test_whatever_is_changed_in_the_folder_is_found(folder: Path) -> None:
    photo, letter, words = _ids(folder)
    heads = folder.parent / "heads.json"
    heads.write_text(_misaq("verify", folder, "--json").stdout)
    keys = ("--keys", folder.parent / "k")

    def changed(name: str, act: object) -> list[str]:
        twin = folder.parent / name / "e"
        shutil.copytree(folder, twin)
        act(twin)  # type: ignore[operator]
        return _codes(twin, *keys, "--heads", heads)

    def flip(twin: Path) -> None:
        path = twin / "originals" / photo
        body = bytearray(path.read_bytes())
        body[len(body) // 2] ^= 1
        path.write_bytes(body)

    def swap(twin: Path) -> None:
        one, two = twin / "originals" / photo, twin / "originals" / words
        kept = one.read_bytes()
        one.write_bytes(two.read_bytes())
        two.write_bytes(kept)

    def edit(file: str, old: str, new: str) -> object:
        def act(twin: Path) -> None:
            path = twin / file
            assert old in path.read_text()
            path.write_text(path.read_text().replace(old, new, 1))

        return act

    def cut(twin: Path) -> None:
        path = twin / "custody.csv"
        path.write_text("".join(path.read_text().splitlines(keepends=True)[:-1]))

    def drop(twin: Path) -> None:
        path = twin / "evidence.csv"
        path.write_text(
            "".join(
                line for line in path.read_text().splitlines(keepends=True) if letter not in line
            )
        )

    assert set(changed("flip", flip)) == {"evidence_file_differs", "original_altered"}
    assert set(changed("swap", swap)) == {"evidence_file_differs", "original_altered"}
    assert set(changed("gone", lambda twin: (twin / "originals" / words).unlink())) == {
        "file_missing"
    }
    assert "custody_chain_broken" in changed("who", edit("custody.csv", "family-7", "family-8"))
    assert changed("cut", cut) == ["custody_head_lost"]
    assert set(changed("drop", drop)) == {"custody_unknown_item", "evidence_stray"}
    other = "0" * 64
    true = hashlib.sha256(hostile.picture_with_position()).hexdigest()
    assert "custody_hash_differs" in changed("hash", edit("evidence.csv", true, other))
    assert "evidence_original_differs" in changed("hash2", edit("evidence.csv", true, other))
    assert "cell_pattern" in changed("form", edit("evidence.csv", true, "=1+1"))
    assert "file_missing" in changed("table", lambda twin: (twin / "custody.csv").unlink())


def test_keys_sealed_to_custodians_open_with_k_of_them(tmp_path: Path) -> None:
    keepers = make_keepers(3, 2)
    lines = [f"threshold = {keepers.threshold}"]
    for custodian in keepers.set.custodians:
        lines += [
            "[[custodian]]",
            f'name = "{custodian.name}"',
            f'recipient = "{custodian.recipient}"',
        ]
    (tmp_path / "custodians.toml").write_text("\n".join(lines))
    (tmp_path / "words.txt").write_text("an invented testimony\n")
    found = _json(
        "receive",
        tmp_path / "words.txt",
        "--folder",
        tmp_path / "e",
        "--custodians",
        tmp_path / "custodians.toml",
        *RECEIVE,
    )
    item = str(found["items"][0]["item"])  # type: ignore[index]
    sealed = read_sealed((tmp_path / "e" / "keys" / f"{item}.sealed.json").read_bytes())
    opened = combine_shares(sealed, keepers.release(sealed, [0, 2]), keepers.asker)
    (tmp_path / "key").write_bytes(opened.text.reveal())
    _json("open", tmp_path / "e", item, "--key", tmp_path / "key", "--out", tmp_path / "out.txt")
    assert (tmp_path / "out.txt").read_text() == "an invented testimony\n"


def test_wrong_arguments_are_answered_not_traced(folder: Path, tmp_path: Path) -> None:
    photo, _, words = _ids(folder)
    key = folder.parent / "k" / f"{photo}.key"
    (tmp_path / "bad").write_text("no key")
    out = tmp_path / "o"
    cases: list[tuple[tuple[object, ...], int, str]] = [
        (("receive", tmp_path / "words.txt", "--folder", folder, *RECEIVE), 1, "custody_no_keeper"),
        (
            ("receive", tmp_path / "none", "--folder", folder, "--keys", tmp_path / "k", *RECEIVE),
            1,
            "os_error",
        ),
        (("add", folder, "e-none", "viewed", "--from", "a"), 1, "evidence_unknown"),
        (("add", folder, photo, "borrowed", "--from", "a"), 1, "custody_unknown_event"),
        (
            ("add", folder, photo, "transferred", "--from", "thief-1", "--to", "b"),
            1,
            "custody_not_holder",
        ),
        (
            ("add", folder, photo, "viewed", "--from", "a", "--at", "yesterday"),
            1,
            "custody_bad_time",
        ),
        (("copy", folder, photo, "--key", tmp_path / "bad", "--from", "a"), 1, "custody_bad_key"),
        (
            ("copy", folder, photo, "--key", key, "--from", "a", "--redact", "1,2"),
            1,
            "custody_bad_box",
        ),
        (
            ("copy", folder, photo, "--key", key, "--from", "a", "--redact", "1,0,0,2,2"),
            1,
            "redaction_box",
        ),
        (("open", folder, words, "--key", key, "--out", out), 4, "original_altered"),
        (("open", folder, "e-none", "--key", key, "--out", out), 1, "evidence_unknown"),
        (("verify", tmp_path / "none"), 1, "file_missing"),
        (("verify", folder, "--heads", tmp_path / "bad"), 1, "custody_bad_heads"),
    ]
    before = (folder / "custody.csv").read_bytes()
    for arguments, code, expected in cases:
        result = _misaq(*arguments, "--json")
        assert (result.exit_code, expected in result.stdout) == (code, True), (
            arguments,
            result.output,
        )
    assert not out.exists()
    assert (folder / "custody.csv").read_bytes() == before
