"""The demonstration folder: the same bytes each time, whole, invented, and never over somebody else's files."""

import os
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest

from misaq.process.demo import DemoFolderError, demo_files, is_demo, velmara, write_demo

DIGEST = (
    "import hashlib; from misaq.process.demo import demo_files;"
    "print(hashlib.sha256(repr(sorted(demo_files().items())).encode()).hexdigest())"
)


def _tree(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


def test_same_bytes_whatever_the_hash_seed_and_language() -> None:
    digests = set()
    for seed, language in (("0", "C"), ("4242", "C.UTF-8")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": language}
        run = subprocess.run(
            [sys.executable, "-c", DIGEST],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        digests.add(run.stdout)
    assert len(digests) == 1


def test_written_folder_is_the_files_and_nothing_else(tmp_path: Path) -> None:
    began = time.monotonic()
    write_demo(tmp_path / "velmara")
    assert time.monotonic() - began < 10  # about one second; generous for a busy machine
    assert _tree(tmp_path / "velmara") == demo_files()
    assert [p.name for p in tmp_path.iterdir()] == ["velmara"]  # no half-written folder beside it


def test_empty_folder_is_used_and_an_own_one_is_made_new(tmp_path: Path) -> None:
    folder = tmp_path / "velmara"
    folder.mkdir()
    write_demo(folder)
    (folder / "dialogue/votes.csv").write_text("changed")
    (folder / "out").mkdir()
    (folder / "out/index.html").write_text("kept")
    write_demo(folder)
    assert _tree(folder) == demo_files() | {"out/index.html": b"kept"}


@pytest.mark.parametrize(
    "settings",
    ["", 'id = "velmara"', 'id = "another"\ninvented = true', "not toml ["],
    ids=["none", "not invented", "another", "broken"],
)
def test_anything_else_is_left_alone(tmp_path: Path, settings: str) -> None:
    (tmp_path / "process.toml").write_text(settings)
    with pytest.raises(DemoFolderError) as caught:
        write_demo(tmp_path)
    assert str(tmp_path) in str(caught.value)
    assert _tree(tmp_path) == {"process.toml": settings.encode()}


def test_a_file_in_the_way_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "velmara").write_text("a letter")
    with pytest.raises(DemoFolderError):
        write_demo(tmp_path / "velmara")


def test_nothing_stays_when_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_old: object, _new: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(velmara.os, "replace", full)
    with pytest.raises(OSError, match="disk full"):
        write_demo(tmp_path / "velmara")
    assert list(tmp_path.iterdir()) == []


def test_marked_as_invented_in_both_languages() -> None:
    files = demo_files()
    assert tomllib.loads(files["process.toml"].decode())["invented"] is True
    readme = files["README.txt"].decode()
    assert "INVENTED" in readme
    assert "فرضی" in readme


def test_is_demo_knows_its_own(tmp_path: Path) -> None:
    assert not is_demo(tmp_path)
    write_demo(tmp_path / "velmara")
    assert is_demo(tmp_path / "velmara")
