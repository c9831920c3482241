"""Must show 7: what hostile senders send is refused or made harmless, and the original is kept, sealed, to the last bit.

Every file is built in code by `tests.hostile`. For each, three things are checked: what the door says, that no copy made of
it carries anything over, and that the encrypted original opens to exactly the bytes that came.
"""

import io
import json
import os
import re
import signal
import socket
import struct
import subprocess
import sys
import textwrap
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from tests import hostile

from misaq.engines import working_copy
from misaq.engines.confined import walls
from misaq.engines.working_copy import (
    Box,
    CopyFailedError,
    CopyLimits,
    CopyUnconfinedError,
    RedactionError,
    make_working_copy,
)
from misaq.engines.working_copy.errors import CopyKilledError, CopyTooLargeError, CopyTooSlowError
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
from misaq.record import OriginalAlteredError, decrypt_original, encrypt_original, make_original_key

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
    "zip with something before it": (lambda: b"PK\x03\x04" + bytes(60) + hostile.archive({"a": b"b"}), "", "file_polyglot"),
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
        lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><rect/></svg>', "image/svg+xml", "attachment", "kind_not_shown"),
    "a letter": (hostile.letter, "", "attachment", "kind_not_shown"),
    "a letter with a link in it": (
        lambda: hostile.letter(
            {"word/_rels/document.xml.rels": hostile.relations("hyperlink", "http://example.invalid/")}),
        "", "attachment", "kind_not_shown"),
    "an archive of texts": (lambda: hostile.archive({"a.txt": b"b" * 90}), "application/zip", "attachment", ""),
    "a film": (hostile.film, "video/mp4", "attachment", "kind_not_shown"),
    "a recording": (hostile.sound, "audio/x-wav", "attachment", "kind_not_shown"),
    "a text in Urdu": (lambda: "گواہ نے کہا\n".encode() * 999, "text/plain", "accepted", ""),
    "a text on DDE": (lambda: hostile.letter(body=b"<w:t>The DDE protocol</w:t>"), "", "attachment", "kind_not_shown"),
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


def test_a_position_stays_in_the_record_and_leaves_the_copy() -> None:
    payload = hostile.picture_with_position()
    copy = make_working_copy(payload, mime="image/jpeg")
    assert copy.metadata["position"]["GPSLatitude"][0] == hostile.LATITUDE
    assert copy.metadata["EXIF"]["Model"] == hostile.PHONE
    again = Image.open(io.BytesIO(copy.payload))
    assert not again.getexif()
    assert not {"exif", "comment", "xmp", "icc_profile"} & set(again.info)
    assert not any(word in copy.payload for word in (b"Exif", b"witness", hostile.PHONE.encode()))
    assert again.size == (64, 96)  # turned as the camera said
    red = np.asarray(again.convert("RGB"), dtype=int)[4:28, 40:60].mean(axis=(0, 1))
    assert np.allclose(
        red, (200, 30, 30), atol=12
    )  # the block at its top left is at its top right now


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


def test_pages_beyond_the_limit_are_counted_and_not_copied() -> None:
    copy = make_working_copy(
        hostile.paper(pages=5), mime="application/pdf", limits=CopyLimits(pages=3, side=300)
    )
    assert (copy.pages, copy.pages_of_original) == (3, 5)


def test_a_text_copy_can_steer_no_terminal_and_hide_no_line() -> None:
    copy = make_working_copy("\ufeffسلام\x1b]0;x\x07\u202eevil\r\nلائن".encode(), mime="text/plain")
    assert copy.payload.decode() == "سلام]0;xevil\nلائن"


MAKES = {
    "grey": ("L", "JPEG", {}), "printer's colours": ("CMYK", "JPEG", {}), "progressive": ("RGB", "JPEG", {"progressive": True}),
    "black and white": ("1", "PNG", {}), "palette": ("P", "PNG", {}), "see-through palette": ("P", "PNG", {"transparency": 0}),
    "see-through": ("RGBA", "PNG", {}), "see-through grey": ("LA", "PNG", {}), "sixteen bits": ("I;16", "PNG", {}),
    "lossless": ("RGBA", "WEBP", {"lossless": True}), "gif": ("P", "GIF", {}),
}  # fmt: skip


@pytest.mark.parametrize("make", MAKES)
def test_a_picture_of_any_make_gets_its_copy(make: str, tmp_path: Path) -> None:
    """What is loaded only on first use must have been loaded before the walls stood."""
    mode, kind, options = MAKES[make]
    shown = Image.new("L", (40, 30), 40)
    shown.paste(200, (0, 0, 20, 30))
    made = (
        shown.convert("I").point(lambda v: v * 256).convert(mode)
        if mode == "I;16"
        else shown.convert(mode)
    )
    stream = io.BytesIO()
    made.save(stream, kind, **options)
    mime = f"image/{kind.lower()}"
    assert _through_the_door(stream.getvalue(), tmp_path, mime).standing == "accepted"
    copy = make_working_copy(stream.getvalue(), mime=mime)
    grey = np.asarray(Image.open(io.BytesIO(copy.payload)).convert("L"), dtype=int)
    assert grey[:, :18].mean() > grey[:, 22:].mean() + 50 or "see-through palette" in make


def test_of_a_moving_picture_the_first_frame_is_copied() -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "green", "blue")]
    for kind in ("GIF", "WEBP"):
        stream = io.BytesIO()
        frames[0].save(stream, kind, save_all=True, append_images=frames[1:])
        copy = make_working_copy(stream.getvalue(), mime=f"image/{kind.lower()}")
        assert copy.pages_of_original == 3
        red, green, blue = Image.open(io.BytesIO(copy.payload)).convert("RGB").getpixel((10, 10))  # type: ignore[misc]
        assert (red > 240, green < 15, blue < 15) == (True, True, True)


# Redaction


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "PDF"])
def test_what_a_box_hides_is_in_no_byte_of_the_copy(kind: str) -> None:
    """Two originals that differ only under the box give one and the same redacted copy."""
    mime = {"PNG": "image/png", "JPEG": "image/jpeg", "PDF": "application/pdf"}[kind]
    copies = []
    for secret in (10, 240):
        shown = np.full((256, 256, 3), 128, dtype=np.uint8)
        shown[100:140, 100:140] = secret
        stream = io.BytesIO()
        Image.fromarray(shown).save(stream, kind)
        box = Box(100 / 256, 100 / 256, 140 / 256, 140 / 256)
        limits = CopyLimits(side=200) if kind != "PNG" else None
        copies.append(
            make_working_copy(stream.getvalue(), mime=mime, redactions=[box], limits=limits)
        )
        plain = make_working_copy(stream.getvalue(), mime=mime, limits=limits)
        assert plain.payload != copies[-1].payload
    assert copies[0].payload == copies[1].payload
    assert copies[0].redacted
    assert copies[0].duplicate_hash == copies[1].duplicate_hash


@pytest.mark.parametrize(
    "box", [Box(0.5, 0, 0.4, 1), Box(-0.1, 0, 1, 1), Box(0, 0, 1, 1.1), Box(0, 0, 1, 1, page=2), Box(0, 0, 1, 1, page=0)]
)  # fmt: skip
def test_a_box_that_does_not_lie_on_the_copy_is_refused(box: Box) -> None:
    with pytest.raises(RedactionError):
        make_working_copy(JPEG, mime="image/jpeg", redactions=[box])


# Walls

PROBE = """
    import ctypes, os, socket, subprocess, sys, threading
    from misaq.engines.confined.walls import confine
    open_before = os.open(sys.argv[1], os.O_RDONLY)
    libc = ctypes.CDLL(None, use_errno=True)
    libc.mmap.restype = ctypes.c_void_p
    walls = confine(seconds=20, memory=256 << 20)
    def attempt(name, act):
        try:
            outcome = act()
        except BaseException as error:
            outcome = type(error).__name__ if not isinstance(error, OSError) else f"errno {error.errno}"
        os.write(1, f"{name}: {outcome}\\n".encode())
    os.write(1, f"filtered: {walls.filtered}\\n".encode())
    attempt("socket", lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM))
    attempt("unix socket", lambda: socket.socket(socket.AF_UNIX, socket.SOCK_STREAM))
    attempt("open", lambda: os.open(sys.argv[1], os.O_RDONLY))
    attempt("open elsewhere", lambda: os.open("/etc/passwd", os.O_RDONLY))
    attempt("write", lambda: os.open("new", os.O_WRONLY | os.O_CREAT))
    attempt("look", lambda: os.stat("/etc"))
    attempt("list", lambda: os.listdir("/"))
    attempt("exec", lambda: os.execv("/bin/true", ["true"]))
    attempt("fork", lambda: os.fork())
    attempt("kill", lambda: os.kill(os.getppid(), 0))
    attempt("pipe", lambda: os.pipe())
    attempt("executable memory", lambda: ctypes.get_errno() if libc.mmap(None, 4096, 7, 0x22, -1, 0) == 2**64 - 1 else "mapped")
    attempt("ptrace", lambda: "done" if libc.ptrace(16, os.getppid(), 0, 0) == 0 else f"errno {ctypes.get_errno()}")
    attempt("much memory", lambda: len(bytearray(1 << 30)))
    attempt("what was open", lambda: os.read(open_before, 6))
"""


def test_behind_the_walls_there_is_no_network_no_file_no_program(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"secret of another item")
    told = subprocess.run(
        [sys.executable, "-I", "-c", textwrap.dedent(PROBE), str(secret)], capture_output=True, cwd=tmp_path, timeout=60
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    found = dict(line.split(": ", 1) for line in told.stdout.decode().splitlines())
    refused = "errno 1"
    assert found.pop("filtered") == "True"
    assert (
        found.pop("what was open") == "b'secret'"
    )  # the walls keep no one from what was open before
    assert found.pop("much memory") == "MemoryError"
    assert found.pop("executable memory") == "1"
    assert found == dict.fromkeys(
        ["socket", "unix socket", "open", "open elsewhere", "write", "look", "list", "exec", "fork", "kill", "pipe",
         "ptrace"], refused)  # fmt: skip
    assert not (tmp_path / "new").exists()


def test_the_child_that_decodes_stands_behind_the_walls(tmp_path: Path) -> None:
    """Seen from outside, by the kernel's own account of a child that waits for its file."""
    child = subprocess.Popen(
        [sys.executable, "-I", "-B", "-m", "misaq.engines.confined.child", "20", str(1 << 29)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=tmp_path, env={},
    )  # fmt: skip
    try:
        assert child.stdout is not None
        assert child.stdout.read(1) == b"W"
        (length,) = struct.unpack(">I", child.stdout.read(4))
        told = json.loads(child.stdout.read(length))
        status = Path(f"/proc/{child.pid}/status").read_text()
        assert told["filtered"] is True
        assert "Seccomp:\t2" in status
        assert "NoNewPrivs:\t1" in status
        if told["own_network"] and os.geteuid() == 0:
            mine, theirs = (os.readlink(f"/proc/{who}/ns/net") for who in ("self", child.pid))
            assert mine != theirs
    finally:
        child.kill()
        child.communicate()


def test_where_no_walls_can_stand_nothing_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    fake = Path(__file__).parent / "unconfined_child.py"
    launch = subprocess.Popen

    def start(command: list[str], **rest: object) -> object:
        return launch([command[0], "-I", "-B", str(fake), *command[-2:]], **rest)  # type: ignore[call-overload]

    monkeypatch.setattr(working_copy.making.subprocess, "Popen", start)
    with pytest.raises(CopyUnconfinedError):
        make_working_copy(JPEG, mime="image/jpeg")
    copy = make_working_copy(JPEG, mime="image/jpeg", allow_unconfined=True)
    assert not copy.walls.filtered
    assert copy.width == 96


@pytest.mark.parametrize(
    "mime", ["image/jpeg", "image/png", "image/gif", "image/webp", "application/pdf"]
)
def test_a_damaged_file_fails_in_the_child_alone(mime: str) -> None:
    kind = {"image/jpeg": "JPEG", "image/png": "PNG", "image/gif": "GIF", "image/webp": "WEBP"}.get(
        mime
    )
    good = hostile.picture(kind) if kind else hostile.paper()
    with pytest.raises(CopyFailedError):
        make_working_copy(good[:12] + bytes(400), mime=mime)
    with pytest.raises(CopyFailedError):
        make_working_copy(b"", mime=mime)
    assert make_working_copy(good, mime=mime).pages == 1  # and the next one is served


def test_a_child_that_eats_memory_or_time_dies_alone() -> None:
    with pytest.raises(CopyFailedError):
        make_working_copy(
            hostile.huge_png(8000, 8000), mime="image/png", limits=CopyLimits(memory=40 << 20)
        )
    with pytest.raises(CopyTooSlowError):
        make_working_copy(
            hostile.paper(pages=60), mime="application/pdf", limits=CopyLimits(seconds=1, dpi=3000)
        )


@pytest.mark.parametrize(
    "answer",
    [
        b"P" + struct.pack(">III", 8 + 30, 1000, 1000) + bytes(30),  # fewer points than it says
        b"P" + struct.pack(">III", 8, 2**31, 2**31),
        b"P" + struct.pack(">I", 2**32 - 1),
        b"M" + struct.pack(">I", 4) + b"[1]\n",
        b"M" + struct.pack(">I", 200_000) + b"[" * 200_000,
        b"E" + struct.pack(">I", 2) + b"{}",
        b"",
    ],
    ids=["short", "vast", "endless", "no object", "deep", "no page", "silent"],
)
def test_a_child_that_was_taken_over_is_not_believed(
    answer: bytes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "answer").write_bytes(answer)
    code = (
        "import os,sys; b=b'{\"filtered\": true}'; os.write(1, b'W'+len(b).to_bytes(4,'big')+b);"
        f"sys.stdin.buffer.read(); sys.stdout.buffer.write(open({str(tmp_path / 'answer')!r}, 'rb').read())"
    )
    launch = subprocess.Popen
    monkeypatch.setattr(
        working_copy.making.subprocess, "Popen",
        lambda command, **rest: launch([command[0], "-c", code], **rest),
    )  # fmt: skip
    with pytest.raises(CopyKilledError):
        make_working_copy(JPEG, mime="image/jpeg")


def test_the_filter_kills_what_speaks_another_architecture() -> None:
    """The program's first steps compare the architecture; the last four guard executable memory."""
    for machine, numbers in walls._MACHINES.values():
        steps = [
            struct.unpack("=HBBI", walls._program(machine, numbers)[at : at + 8])
            for at in range(0, 64, 8)
        ]
        assert steps[0][0] == 0x20
        assert steps[1] == (0x15, 1, 0, machine)
        assert steps[2][3] == 0x80000000
        assert len(numbers) == len(walls._NAMES) == len(set(numbers))


# Originals


@given(st.binary(max_size=200_000), st.lists(st.integers(1, 70_000), max_size=5), st.data())
def test_an_original_opens_to_what_came_and_to_nothing_else(
    payload: bytes, cuts: list[int], data: st.DataObject
) -> None:
    pieces, at = [], 0
    for cut in cuts:
        pieces.append(payload[at : at + cut])
        at += cut
    key = make_original_key()
    box = b"".join(encrypt_original([*pieces, payload[at:]], key, item="e-1"))
    assert b"".join(decrypt_original([box], key, item="e-1")) == payload
    place = data.draw(st.integers(0, len(box) - 1))
    altered = box[:place] + bytes([box[place] ^ 1]) + box[place + 1 :]
    for wrong, name, other in (
        (altered, "e-1", key),
        (box, "e-2", key),
        (box, "e-1", make_original_key()),
    ):
        with pytest.raises(OriginalAlteredError):
            b"".join(decrypt_original([wrong], other, item=name))
    with pytest.raises(OriginalAlteredError):
        b"".join(decrypt_original([box[:place]], key, item="e-1"))
    with pytest.raises(OriginalAlteredError):
        b"".join(decrypt_original([box, b"\0"], key, item="e-1"))


def test_chunks_cannot_be_exchanged_repeated_or_left_out() -> None:
    key, chunk = make_original_key(), (1 << 16) + 17
    payload = os.urandom(5 << 16) + b"end"
    box = b"".join(encrypt_original([payload], key, item="e-1"))
    head, parts = box[:41], [box[at : at + chunk] for at in range(41, len(box), chunk)]
    assert len(parts) == 6
    for order in ([1, 0, 2, 3, 4, 5], [0, 0, 1, 2, 3, 4, 5], [0, 2, 3, 4, 5], [0, 1, 2, 3, 4], [5]):
        with pytest.raises(OriginalAlteredError):
            b"".join(decrypt_original([head, *(parts[n] for n in order)], key, item="e-1"))


def test_an_original_is_read_in_any_order_and_never_lies_in_clear(tmp_path: Path) -> None:
    payload = np.random.default_rng(5).bytes(400_000)
    received = store_upload(iter([payload]), tmp_path / "o", item="e-1", limit=1 << 20)
    with open_original(tmp_path / "o", received.key, item="e-1") as original:
        for place, size in (
            (399_990, 50),
            (0, 10),
            (65_530, 12),
            (131_072, 1),
            (10, 300_000),
            (400_000, 5),
        ):
            original.seek(place)
            assert original.read(size) == payload[place : place + size]
        assert original.seek(0, 2) == len(payload)
    assert [p.name for p in tmp_path.iterdir()] == ["o"]
    assert not any(
        payload[at : at + 32] in (tmp_path / "o").read_bytes() for at in range(0, 400_000, 40_000)
    )
    with pytest.raises(FileExistsError):
        store_upload(iter([b"other"]), tmp_path / "o", item="e-1", limit=99)
    assert "hidden" in repr(received.key)
    assert "key" not in repr(received)


def test_too_many_bytes_leave_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(UploadTooLargeError):
        store_upload(iter([bytes(600)] * 2), tmp_path / "o", item="e-1", limit=1000)
    assert not list(tmp_path.iterdir())
    assert [f.code for f in check_batch([5 << 30])] == ["upload_too_large"]


def test_a_film_larger_than_memory_is_walked_not_held(tmp_path: Path) -> None:
    """100 MB of film go through the door, and the process grows by no more than a few."""
    script = """
        import io, resource, struct, sys
        from pathlib import Path
        from misaq.formats import examine_upload, open_original, store_upload
        head = struct.pack(">I4s4sI4s", 20, b"ftyp", b"isom", 0, b"isom") + struct.pack(">I4s", 8 + (100 << 20), b"mdat")
        def film():
            yield head
            for _ in range(100):
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
    assert (standing, int(size)) == ("attachment", 28 + (100 << 20))
    assert int(growth) < 40_000


@given(st.binary(max_size=3000), st.sampled_from(sorted(accepted_kinds())))
def test_no_bytes_at_all_break_the_door(payload: bytes, declared: str) -> None:
    starts = (b"", JPEG[:600], hostile.letter()[:200], b"RIFF\0\0\0\0WEBPVP8X", b"GIF89a", b"\x89PNG\r\n\x1a\n", b"%PDF-1.4\n",
              b"\0\0\0\x14ftypisom", b"PK\x05\x06", b"RIFF....WAVE")  # fmt: skip
    for start in starts:
        assert examine_upload(io.BytesIO(start + payload), declared=declared).standing in {
            "accepted", "attachment", "quarantined"
        }  # fmt: skip


def test_signals_and_sockets_are_there_without_walls() -> None:
    """The probe above proves something only where the same acts succeed without walls."""
    socket.socket(socket.AF_INET, socket.SOCK_STREAM).close()
    assert os.kill(os.getpid(), 0) is None
    assert signal.getsignal(signal.SIGTERM) is not None
