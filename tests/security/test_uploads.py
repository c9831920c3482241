"""Must show 7: what hostile senders send is refused or made harmless; the original is kept sealed, to the last bit.

Every file is built in code by `tests.hostile`. For each, three things are checked: what the door says, that no copy
made of it carries anything over, and that the encrypted original opens to exactly the bytes that came.
"""

import io
import re
import struct
import subprocess
import sys
import textwrap
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import hostile

from misaq.engines.working_copy import (
    make_working_copy,
)
from misaq.engines.working_copy.errors import CopyTooLargeError
from misaq.formats import (
    DoorLimits,
    Examination,
    UploadTooLargeError,
    accepted_kinds,
    check_batch,
    examine_upload,
    open_original,
    store_upload,
)
from misaq.record import decrypt_original

GIF_SCRIPT = b"GIF89a/*" + bytes(6) + b"*/=1;alert(1)"
JPEG = hostile.picture()
MACRO = b"application/vnd.ms-word.document.macroEnabled.main+xml"
SMALL = replace(DoorLimits(), zip_bytes=8 << 20)

QUARANTINED: dict[str, tuple[Callable[[], bytes], str, str]] = {
    # name: (the file, what the sender says it is, the reason that must be among those given)
    "jpeg and zip": (lambda: JPEG + hostile.archive({"a.html": hostile.SCRIPT}), "image/jpeg", "file_polyglot"),
    "jpeg and html after its end": (lambda: JPEG + hostile.SCRIPT, "image/jpeg", "file_polyglot"),
    "jpeg and html in a comment": (
        lambda: hostile.picture(comment=b"<html>" + hostile.SCRIPT), "image/jpeg", "file_polyglot"),
    "jpeg and php": (lambda: JPEG + b"<?php system($_GET['c']); ?>", "image/jpeg", "file_polyglot"),
    "jpeg and pdf": (lambda: JPEG + hostile.paper(), "image/jpeg", "file_polyglot"),
    "jpeg and javascript": (
        lambda: b"\xff\xd8\xff\xe0/*" + bytes(0x2F28) + b"*/=1;alert(1)/*" + JPEG[2:], "image/jpeg", "file_polyglot"),
    "jpeg and program": (
        lambda: JPEG + b"\x7fELF\x02\x01\x01" + bytes(60), "image/jpeg", "file_polyglot"),
    "gif and javascript": (lambda: GIF_SCRIPT, "image/gif", "file_polyglot"),
    "gif and zip": (lambda: hostile.picture("GIF") + hostile.archive({"a": b"b"}), "image/gif", "file_polyglot"),
    "png and zip": (lambda: hostile.picture("PNG") + hostile.archive({"a": b"b"}), "image/png", "file_polyglot"),
    "pdf with something before it": (lambda: b"#!/bin/sh\n" + hostile.paper(), "application/pdf", "file_polyglot"),
    "pdf with a picture before it": (
        lambda: JPEG[:2] + b"\xff\xfe" + struct.pack(">H", 2 + 40) + b"%PDF-1.4\n".ljust(40) + JPEG[2:],
        "image/jpeg", "file_polyglot"),
    "pdf and zip": (lambda: hostile.paper() + hostile.archive({"a.jar": b"b"}), "application/pdf", "file_polyglot"),
    "film and zip": (lambda: hostile.film() + hostile.archive({"a": b"b"}), "video/mp4", "file_polyglot"),
    "sound and zip": (lambda: hostile.sound() + hostile.archive({"a": b"b"}), "audio/wav", "file_polyglot"),
    "zip with something before it": (
        lambda: b"PK\x03\x04" + bytes(60) + hostile.archive({"a": b"b"}), "", "file_polyglot"),
    "zip with something after it": (lambda: hostile.archive({"a": b"b"}) + b"<html>", "", "file_polyglot"),
    "zip bomb": (lambda: hostile.bomb(40 << 20), "application/zip", "zip_bomb"),
    "zip bomb that overlaps": (hostile.overlapping, "application/zip", "zip_overlap"),
    "zip that lies": (hostile.lying, "application/zip", "zip_size_lies"),
    "zip in a zip": (
        lambda: hostile.archive({"inner.bin": hostile.archive({"a": bytes(9000)})}, store=True), "", "zip_nested"),
    "zip of too many files": (
        lambda: hostile.archive({f"{n}": b"" for n in range(10_001)}, store=True), "", "zip_too_many_entries"),
    "zip that leads out": (lambda: hostile.archive({"../../etc/cron.d/x": b"*"}), "", "zip_path"),
    "zip that leads out on windows": (lambda: hostile.archive({"C:x.txt": b"*"}), "", "zip_path"),
    "zip with a program": (lambda: hostile.archive({"photo.jpg.exe": b"MZ"}), "", "zip_program"),
    "svg with a script": (
        lambda: b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg">' + hostile.SCRIPT + b"</svg>",
        "image/svg+xml", "svg_active"),
    "svg with a handler": (lambda: b"<svg onload=alert(1)></svg>", "image/svg+xml", "svg_active"),
    "svg that fetches": (
        lambda: b'<svg><image href="https://example.invalid/x"/></svg>', "image/svg+xml", "svg_active"),
    "svg said to be a png": (lambda: b"<svg></svg>", "image/png", "kind_differs"),
    "html said to be text": (lambda: b"<!DOCTYPE html><p>x", "text/plain", "kind_unknown"),
    "macros": (lambda: hostile.letter({"word/vbaProject.bin": b"VBA"}), "", "office_macros"),
    "macros under another name": (lambda: hostile.letter(kind=MACRO), "", "office_macros"),
    "macros of an old document": (hostile.old_document, "application/msword", "office_macros"),
    "a template from elsewhere": (
        lambda: hostile.letter(
            {"word/_rels/settings.xml.rels": hostile.relations("attachedTemplate", "http://example.invalid/t.dotm")}
        ), "", "office_remote"),
    "a command": (
        lambda: hostile.letter(body=b'<w:instrText>DDEAUTO</w:instrText><w:instrText> c:\\\\cmd "x"</w:instrText>'),
        "", "office_command"),
    "an object inside": (lambda: hostile.letter({"word/embeddings/oleObject1.bin": b"x"}), "", "office_embedded"),
    "a picture bomb": (lambda: hostile.huge_png(10_000, 10_000), "image/png", "picture_bomb"),
    "a picture that breaks off": (lambda: JPEG[:-300], "image/jpeg", "picture_broken"),
    "a program said to be a picture": (lambda: b"MZ" + bytes(200), "image/jpeg", "kind_differs"),
    "text that goes on as something else": (lambda: b"a line\n" * 900 + bytes(500), "text/plain", "text_broken"),
    "nothing": (lambda: b"", "image/png", "upload_empty"),
}  # fmt: skip

HARMLESS: dict[str, tuple[Callable[[], bytes], str, str, str]] = {
    # name: (the file, what it is said to be, the standing, a code that is noted, "" for none)
    "a photograph with its position": (hostile.picture_with_position, "image/jpeg", "accepted", ""),
    "a photograph with a preview behind it": (lambda: JPEG + JPEG, "image/jpeg", "accepted", "file_trailing_data"),
    "a photograph with a short film behind it": (
        lambda: JPEG + hostile.film(), "image/jpeg", "accepted", "file_trailing_data"),
    "a pdf that acts": (
        lambda: hostile.paper(b"90 0 obj\n<</OpenAction<</S/JavaScr#69pt/JS(app.alert\\(1\\))>>>>\nendobj\n"),
        "application/pdf", "accepted", "pdf_active"),
    "a large photograph": (
        lambda: hostile.huge_png(80_000, 1_001) + b"", "image/png", "quarantined", "picture_too_many_pixels"),
    "a drawing without a script": (
        lambda: b'<svg><rect/></svg>', "image/svg+xml", "attachment", "kind_not_shown"),
    "a letter": (hostile.letter, "", "attachment", "kind_not_shown"),
    "a letter with a link in it": (
        lambda: hostile.letter(
            {"word/_rels/document.xml.rels": hostile.relations("hyperlink", "http://example.invalid/")}),
        "", "attachment", "kind_not_shown"),
    "an archive of texts": (lambda: hostile.archive({"a.txt": b"b" * 90}), "application/zip", "attachment", ""),
    "a film": (hostile.film, "video/mp4", "attachment", "kind_not_shown"),
    "a recording": (hostile.sound, "audio/x-wav", "attachment", "kind_not_shown"),
    "a text in Urdu": (lambda: "گواہ نے کہا\n".encode() * 999, "text/plain", "accepted", ""),
    "a text on DDE": (
        lambda: hostile.letter(body=b"<w:t>The DDE protocol</w:t>"), "", "attachment", "kind_not_shown"),
    "a table": (lambda: b"a,b\n1,2\n", "text/csv", "accepted", ""),
    "a webp": (lambda: hostile.picture("WEBP"), "image/webp", "accepted", ""),
    "a gif": (lambda: hostile.picture("GIF"), "image/gif", "accepted", ""),
}  # fmt: skip


def _through_the_door(
    payload: bytes, folder: Path, declared: str = "", name: str = ""
) -> Examination:
    """Receive, encrypt, examine through the ciphertext; and the original is kept whatever the verdict."""
    stored = folder / "original"
    pieces = (payload[at : at + 5000] for at in range(0, len(payload), 5000))
    received = store_upload(pieces, stored, item="e-1", limit=1 << 30)
    with open_original(stored, received.key, item="e-1") as original:
        verdict = examine_upload(original, declared=declared, name=name, limits=SMALL)
        original.seek(0)
        assert original.read() == payload
    ciphertext = stored.read_bytes()
    assert payload[:4096][:64] not in ciphertext or len(payload) < 16
    assert stored.stat().st_mode & 0o777 == 0o600
    assert received.size == len(payload)
    assert b"".join(decrypt_original([ciphertext], received.key, item="e-1")) == payload
    return verdict


@pytest.mark.parametrize("name", QUARANTINED)
def test_a_hostile_file_is_quarantined_and_kept(name: str, tmp_path: Path) -> None:
    build, declared, reason = QUARANTINED[name]
    verdict = _through_the_door(build(), tmp_path, declared)
    assert verdict.standing == "quarantined"
    assert reason in verdict.reasons
    for finding in verdict.findings:  # every reason says in both languages what it is
        texts = [finding.message(language).sentence() for language in ("en", "ur")]
        assert texts[0] != texts[1]
        assert not any("{" in text or finding.code in text for text in texts)


@pytest.mark.parametrize("name", HARMLESS)
def test_an_honest_or_harmless_file_has_its_standing(name: str, tmp_path: Path) -> None:
    build, declared, standing, noted = HARMLESS[name]
    verdict = _through_the_door(build(), tmp_path, declared)
    assert (verdict.standing, not noted or noted in verdict.reasons) == (standing, True), verdict


@pytest.mark.parametrize("name", ["photo\u202egpj.exe", "../photo.jpg", "a\\b.jpg", "a\nb.jpg"])
def test_a_name_that_hides_the_kind_is_a_reason(name: str, tmp_path: Path) -> None:
    assert "name_deceives" in _through_the_door(JPEG, tmp_path, "image/jpeg", name).reasons
    assert _through_the_door(JPEG, tmp_path / "b", "image/jpeg", "photo.png").reasons == (
        "name_differs",
    )


def test_ten_thousand_by_ten_thousand_points_are_refused_before_decoding(tmp_path: Path) -> None:
    payload = hostile.huge_png(10_000, 10_000)
    verdict = _through_the_door(payload, tmp_path, "image/png")
    assert len(payload) < 20_000
    assert (verdict.width, verdict.height) == (10_000, 10_000)
    assert {"picture_too_many_pixels", "picture_bomb"} <= set(verdict.reasons)
    with pytest.raises(
        CopyTooLargeError
    ):  # should it get past the door, the child refuses it again
        make_working_copy(payload, mime="image/png")


def test_a_real_camera_of_over_eighty_million_points_is_kept_as_an_attachment(
    tmp_path: Path,
) -> None:
    size = struct.pack(">HHHB", 17, 9000, 12_000, 3)  # the picture's own frame header, made larger
    at = JPEG.index(b"\xff\xc0")
    header = JPEG[:at] + b"\xff\xc0" + size[:2] + b"\x08" + size[2:] + JPEG[at + 10 :]
    padded = header[:2] + (b"\xff\xfe\xff\xff" + bytes(65_533)) * 8 + header[2:]
    verdict = _through_the_door(padded, tmp_path, "image/jpeg")
    assert verdict.standing == "attachment"
    assert (verdict.width, verdict.height) == (12_000, 9000)


@pytest.mark.parametrize(
    "name",
    [
        "jpeg and zip",
        "jpeg and html in a comment",
        "jpeg and pdf",
        "pdf and zip",
        "jpeg and javascript",
    ],
)
def test_a_copy_of_a_polyglot_is_one_kind_only(name: str, tmp_path: Path) -> None:
    """Were somebody to ask for a copy of a quarantined file, nothing of its second kind comes through."""
    build, declared, _ = QUARANTINED[name]
    copy = make_working_copy(build(), mime=declared)
    verdict = _through_the_door(copy.payload, tmp_path, copy.mime)
    assert (verdict.standing, verdict.reasons) == ("accepted", ())
    assert not any(mark in copy.payload for mark in (b"PK\x03\x04", b"<script", b"<html", b"alert"))


def test_a_pdf_becomes_pictures_without_anything_that_acts() -> None:
    build, declared, _, _ = HARMLESS["a pdf that acts"]
    copy = make_working_copy(build(), mime=declared)
    names = set(
        re.findall(
            rb"/[A-Za-z]+", re.sub(rb"stream\n.*?\nendstream", b"", copy.payload, flags=re.S)
        )
    )
    assert not names & {
        b"/OpenAction",
        b"/JS",
        b"/JavaScript",
        b"/Annots",
        b"/AA",
        b"/Info",
        b"/Font",
    }
    again = make_working_copy(copy.payload, mime="application/pdf")
    assert (again.pages, again.width) == (1, copy.width)


def test_too_many_bytes_leave_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(UploadTooLargeError):
        store_upload(iter([bytes(600)] * 2), tmp_path / "o", item="e-1", limit=1000)
    assert not list(tmp_path.iterdir())
    assert [f.code for f in check_batch([5 << 30])] == ["upload_too_large"]


def test_a_film_larger_than_memory_is_walked_not_held(tmp_path: Path) -> None:
    """64 MB of film go through the door, and the process grows by no more than a few."""
    script = """
        import io, resource, struct, sys
        from pathlib import Path
        from misaq.formats import examine_upload, open_original, store_upload
        head = struct.pack(">I4s4sI4s", 20, b"ftyp", b"isom", 0, b"isom")
        head += struct.pack(">I4s", 8 + (64 << 20), b"mdat")
        def film():
            yield head
            for _ in range(64):
                yield bytes(1 << 20)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        got = store_upload(film(), Path(sys.argv[1]), item="e-1", limit=1 << 30)
        with open_original(Path(sys.argv[1]), got.key, item="e-1") as original:
            verdict = examine_upload(original, declared="video/mp4")
        print(verdict.standing, got.size, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
    """
    told = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script), str(tmp_path / "o")],
        capture_output=True,
        check=True,
    )
    standing, size, growth = told.stdout.decode().split()
    assert (standing, int(size)) == ("attachment", 28 + (64 << 20))
    assert int(growth) < 25_000


@given(st.binary(max_size=3000), st.sampled_from(sorted(accepted_kinds())))
def test_no_bytes_at_all_break_the_door(payload: bytes, declared: str) -> None:
    starts = (b"", JPEG[:600], hostile.letter()[:200], b"RIFF\0\0\0\0WEBPVP8X", b"GIF89a", b"\x89PNG\r\n\x1a\n",
              b"%PDF-1.4\n",
              b"\0\0\0\x14ftypisom", b"PK\x05\x06", b"RIFF....WAVE")  # fmt: skip
    for start in starts:
        assert examine_upload(io.BytesIO(start + payload), declared=declared).standing in {
            "accepted", "attachment", "quarantined"
        }  # fmt: skip


@pytest.mark.parametrize(
    "payload",
    [
        b"<!---->" * 500 + b"x",
        b"<?xml " + b" " * 4000,
        b"<svg " + b"href=" + b" " * 300_000,
        JPEG[:20] + b"\xff" * 3_000_000,
        JPEG[:20] + b"\xff\x01" * 3_000_000,
        b"GIF89a" + bytes(7) + b"\x21\xf9" + b"\1\1" * 3_000_000,
        b"\x89PNG\r\n\x1a\n\0\0\0\0IHDR" + b"\0\0\0\0tEXt\0\0\0\0" * 300_000,
        hostile.paper(b"/A" * 1_500_000),
        hostile.letter(body=b"<w:instrText>" + b"<" * 2_000_000),
        hostile.letter({"word/_rels/a.rels": b"<Relationship " * 150_000}),
    ],
    ids=["comments", "declaration", "blanks", "fill", "markers", "blocks", "chunks", "names", "angles", "relations"],
)  # fmt: skip
def test_no_file_takes_the_door_for_ever(payload: bytes) -> None:
    """With one careless pattern each of these would take hours; the suite would hang here, not fail."""
    assert examine_upload(io.BytesIO(payload)).size == len(payload)


def test_comments_do_not_hide_what_a_text_is() -> None:
    for text, kind in (
        (b"<!-- a --><!-- b -->\n<svg onload=x>", "image/svg+xml"),
        (b'<?xml version="1.0"?><!DOCTYPE svg PUBLIC "a"><svg/>', "image/svg+xml"),
        (b"\xef\xbb\xbf <!-- a --> <HTML>", "text/html"),
        (b"<?xml version='1.0'?><a/>", "application/xml"),
        (b"<?php 1", "application/x-executable"),
        (b"a < b and <c>", "text/plain"),
    ):
        assert examine_upload(io.BytesIO(text)).detected == kind
