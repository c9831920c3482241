"""Working copies: nothing unseen comes through, and only a child behind walls decodes what was sent."""

import io
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
import pytest
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
from misaq.engines.working_copy.errors import CopyKilledError, CopyTooSlowError
from misaq.formats import (
    examine_upload,
)

JPEG = hostile.picture()


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


def test_pages_beyond_the_limit_are_counted_and_not_copied() -> None:
    copy = make_working_copy(
        hostile.paper(pages=5), mime="application/pdf", limits=CopyLimits(pages=3, side=300)
    )
    assert (copy.pages, copy.pages_of_original) == (3, 5)


def test_a_text_copy_can_steer_no_terminal_and_hide_no_line() -> None:
    copy = make_working_copy("\ufeffسلام\x1b]0;x\x07\u202eevil\r\nلائن".encode(), mime="text/plain")
    assert copy.payload.decode() == "سلام]0;xevil\nلائن"


MAKES: dict[str, tuple[str, str, dict[str, object]]] = {
    "grey": ("L", "JPEG", {}),
    "printer's colours": ("CMYK", "JPEG", {}),
    "progressive": ("RGB", "JPEG", {"progressive": True}),
    "black and white": ("1", "PNG", {}),
    "palette": ("P", "PNG", {}),
    "see-through palette": ("P", "PNG", {"transparency": 0}),
    "see-through": ("RGBA", "PNG", {}),
    "see-through grey": ("LA", "PNG", {}),
    "sixteen bits": ("I;16", "PNG", {}),
    "lossless": ("RGBA", "WEBP", {"lossless": True}),
    "gif": ("P", "GIF", {}),
}


@pytest.mark.parametrize("make", MAKES)
def test_a_picture_of_any_make_gets_its_copy(make: str) -> None:
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
    assert examine_upload(stream, declared=mime).standing == "accepted"
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
    "box",
    [
        Box(0.5, 0, 0.4, 1),
        Box(-0.1, 0, 1, 1),
        Box(0, 0, 1, 1.1),
        Box(0, 0, 1, 1, page=2),
        Box(0, 0, 1, 1, page=0),
    ],
)
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
    def mapped():
        return ctypes.get_errno() if libc.mmap(None, 4096, 7, 0x22, -1, 0) == 2**64 - 1 else "mapped"
    attempt("executable memory", mapped)
    attempt("ptrace", lambda: "done" if libc.ptrace(16, os.getppid(), 0, 0) == 0 else f"errno {ctypes.get_errno()}")
    attempt("much memory", lambda: len(bytearray(1 << 30)))
    attempt("what was open", lambda: os.read(open_before, 6))
"""


def test_behind_the_walls_there_is_no_network_no_file_no_program(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"secret of another item")
    told = subprocess.run(
        [sys.executable, "-I", "-c", textwrap.dedent(PROBE), str(secret)],
        capture_output=True, cwd=tmp_path, timeout=60,
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
            mine, theirs = (Path(f"/proc/{who}/ns/net").readlink() for who in ("self", child.pid))
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


def test_signals_and_sockets_are_there_without_walls() -> None:
    """The probe above proves something only where the same acts succeed without walls."""
    socket.socket(socket.AF_INET, socket.SOCK_STREAM).close()
    assert os.kill(os.getpid(), 0) is None
    assert signal.getsignal(signal.SIGTERM) is not None
