"""A file or folder is written whole or not at all."""

from pathlib import Path

import pytest

from misaq.formats import replace_folder, write_atomically


def test_a_failed_write_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "a.json"
    write_atomically(target, b"old")
    monkeypatch.setattr("os.fsync", _full_disk)
    with pytest.raises(OSError, match="No space"):
        write_atomically(target, b"new")
    assert target.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.json"]


def _full_disk(_: int) -> None:
    raise OSError(28, "No space left on device")


def test_a_folder_is_replaced_whole(tmp_path: Path) -> None:
    replace_folder(tmp_path / "out", {"a.txt": b"1", "deep/b.txt": b"2"})
    replace_folder(tmp_path / "out", {"c.txt": b"3"})
    assert [p.name for p in (tmp_path / "out").rglob("*")] == ["c.txt"]
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_a_failed_replacement_leaves_the_old_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace_folder(tmp_path / "out", {"a.txt": b"1"})
    monkeypatch.setattr("os.fsync", _full_disk)
    with pytest.raises(OSError, match="No space"):
        replace_folder(tmp_path / "out", {"b.txt": b"2"})
    assert (tmp_path / "out/a.txt").read_bytes() == b"1"
    assert [p.name for p in tmp_path.iterdir()] == ["out"]
