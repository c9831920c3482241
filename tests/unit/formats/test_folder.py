"""Nothing outside the folder is read, whatever a name or a link says; text files by their bytes."""

import lzma
import os
from pathlib import Path

import pytest

from misaq.formats import Folder, texts
from misaq.foundation.errors import FaultsError


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    (tmp_path / "secret.csv").write_text("id\n1\n")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/inner.csv").write_text("id\n1\n")
    root = tmp_path / "process"
    (root / "sub").mkdir(parents=True)
    (root / "sub/own.csv").write_text("id\n1\n")
    return Folder(root)


def _codes(call: object) -> list[str]:
    with pytest.raises(FaultsError) as caught:
        call()  # type: ignore[operator]
    return [fault.code for fault in caught.value.faults]


@pytest.mark.parametrize(
    "name", ["../secret.csv", "sub/../../secret.csv", "sub/../sub/own.csv", "/etc/passwd", "a\0b"]
)
def test_names_that_lead_out_are_refused(folder: Folder, name: str) -> None:
    assert not folder.has(name)
    assert _codes(lambda: folder.path(name)) == ["file_outside"]
    assert _codes(lambda: folder.text(name)) == ["file_outside"]
    assert _codes(lambda: folder.table(name)) == ["file_outside"]


def test_links_out_are_seen_by_nobody(folder: Folder, tmp_path: Path) -> None:
    (folder.root / "sub/link.csv").symlink_to(tmp_path / "secret.csv")
    (folder.root / "dir").symlink_to(tmp_path / "outside")
    (folder.root / "loop").symlink_to(folder.root / "loop")
    assert folder.glob("sub/*.csv") == ["sub/own.csv"]
    assert folder.glob("dir/*.csv") == []
    assert folder.glob("**/*.csv") == ["sub/own.csv"]
    assert not folder.has("dir/inner.csv")
    assert _codes(lambda: folder.table("sub/link.csv")) == ["file_outside"]
    assert list(folder.walk()) == ["dir", "loop", "sub/link.csv", "sub/own.csv"]
    assert folder.is_linked_folder("dir")


def test_a_link_inside_the_folder_is_an_ordinary_file(folder: Folder) -> None:
    (folder.root / "sub/same.csv").symlink_to("own.csv")
    assert folder.table("sub/same.csv").n_rows == 1


def test_a_pipe_is_refused_without_waiting(folder: Folder) -> None:
    os.mkfifo(folder.root / "sub/pipe.csv")
    assert _codes(lambda: folder.table("sub/pipe.csv")) == ["file_not_regular"]
    assert folder.glob("sub/*.csv") == ["sub/own.csv"]


def test_a_file_of_three_gigabytes_is_not_opened(folder: Folder) -> None:
    with (folder.root / "sub/huge.csv").open("wb") as stream:
        stream.truncate(3 << 30)
    assert _codes(lambda: folder.table("sub/huge.csv")) == ["file_too_large"]


def test_a_table_with_a_header_only_counts_as_absent(folder: Folder) -> None:
    (folder.root / "sub/empty.csv").write_text("id,text\n")
    assert not folder.has("sub/empty.csv")
    assert folder.glob("sub/*.csv") == ["sub/own.csv"]
    assert folder.table("sub/empty.csv").n_rows == 0


def test_text_is_read_without_mark_and_with_one_line_end(folder: Folder) -> None:
    (folder.root / "a.txt").write_bytes(b"\xef\xbb\xbfone\r\ntwo\rthree")
    assert folder.text("a.txt") == "one\ntwo\nthree"
    (folder.root / "b.txt").write_bytes(b"one\nt\xe9o\nthr\xe9\xe9")
    _, faults = folder.load_text("b.txt")
    assert [(f.code, f.row) for f in faults] == [("row_not_utf8", 2), ("row_not_utf8", 3)]


def test_xz_is_unpacked_but_not_without_end(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder.root / "a.jsonl.xz").write_bytes(lzma.compress(b'{"n": 0}\n'))
    assert folder.text("a.jsonl.xz") == '{"n": 0}\n'
    (folder.root / "cut.jsonl.xz").write_bytes(lzma.compress(b"x" * 1000)[:-20])
    (folder.root / "no.jsonl.xz").write_bytes(b"no xz at all")
    assert _codes(lambda: folder.text("cut.jsonl.xz")) == ["file_not_xz"]
    assert _codes(lambda: folder.text("no.jsonl.xz")) == ["file_not_xz"]
    bomb = lzma.compress(b"\0" * (40 << 20))
    assert len(bomb) < 10_000
    found = texts.unpack_xz(bomb, "a.xz", limit=1 << 20)
    assert [f.code for f in found[1]] == ["file_expands"]


def test_an_unreadable_file_is_a_fault(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(
        Path, "read_bytes", refuse
    )  # root reads everything, so modes alone show nothing
    assert _codes(lambda: folder.table("sub/own.csv")) == ["file_unreadable"]


def test_toml_faults_name_their_line() -> None:
    for text, row in (
        ("a = 1\nb = \n", 2),
        ("a = 1\n\n[x\n", 3),
        ("a = '''x\n\n", 3),
        ("a = 1\na = 2", 2),
    ):
        assert [(f.code, f.row) for f in texts.parse_toml(text, "a.toml")[1]] == [("not_toml", row)]
