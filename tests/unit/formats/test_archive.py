"""Archives: the same bytes from the same files, and nothing of a strange zip is trusted."""

import io
import zipfile

import pytest

from misaq.formats import ArchiveError, pack_zip, unpack_zip


def test_what_is_packed_is_unpacked_whatever_the_order() -> None:
    files = {"b.txt": "ب".encode(), "a/c.json": b"{}" * 1000, "empty": b""}
    packed = pack_zip(files)
    assert unpack_zip(packed) == files
    assert pack_zip(dict(reversed(files.items()))) == packed
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert [part.filename for part in archive.infolist()] == sorted(files)
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def too_many() -> bytes:
    return pack_zip({f"{n}.txt": b"" for n in range(101)})


def too_much() -> bytes:
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("zeros", "w", force_zip64=True) as stream,
    ):
        for _ in range(3):
            stream.write(bytes(2**20))
    return buffer.getvalue()


def broken() -> bytes:
    packed = bytearray(pack_zip({"a.txt": b"hello hello"}))
    packed[packed.index(b"hello")] ^= 1
    return bytes(packed)


@pytest.mark.parametrize("make", [bytes, too_many, too_much, broken])
def test_what_is_no_zip_or_too_much_is_refused(
    make: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("misaq.formats.archive.MAX_UNPACKED", 2**21)
    with pytest.raises(ArchiveError) as caught:
        unpack_zip(make(), file="x.zip")  # type: ignore[operator]
    assert "x.zip" in str(caught.value)
    assert caught.value.message("ur").what != caught.value.message("en").what
