"""Files that a hostile sender could send, each built here byte by byte; nothing in them is real, and none is kept."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

import numpy as np
from PIL import Image

SCRIPT = b"<script>alert(document.cookie)</script>"
PHONE, LATITUDE = "Velmara-Phone 7", 12.5


def picture(
    kind: str = "JPEG", size: tuple[int, int] = (96, 64), seed: int = 1, **extra: object
) -> bytes:
    """An invented picture: noise and a block."""
    noise = np.random.default_rng(seed).integers(0, 255, (size[1], size[0], 3), dtype=np.uint8)
    noise[: size[1] // 2, : size[0] // 2] = (200, 30, 30)
    stream = io.BytesIO()
    Image.fromarray(noise).save(stream, kind, **extra)
    return stream.getvalue()


def picture_with_position() -> bytes:
    """A photograph whose EXIF says where it was taken, with what, and shows a preview in a comment."""
    exif = Image.Exif()
    exif[0x0110] = PHONE
    exif[0x0112] = 6  # to be turned a quarter to the right
    exif.get_ifd(0x8825)[2] = (LATITUDE, 30.0, 0.0)
    exif.get_ifd(0x8825)[1] = "N"
    return picture(exif=exif.tobytes(), comment=b"taken by a witness")


def archive(files: Mapping[str, bytes], *, store: bool = False) -> bytes:
    """A sound ZIP archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(
        stream, "w", zipfile.ZIP_STORED if store else zipfile.ZIP_DEFLATED
    ) as made:
        for name, payload in files.items():
            made.writestr(name, payload)
    return stream.getvalue()


TYPES = (
    b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Override PartName="/word/document.xml" ContentType="%s"/></Types>'
)
PLAIN_TYPE = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
BODY = b"<w:document><w:body><w:p><w:r><w:t>An invented letter.</w:t></w:r></w:p></w:body></w:document>"


def letter(
    more: Mapping[str, bytes] | None = None, body: bytes = BODY, kind: bytes = PLAIN_TYPE
) -> bytes:
    """A word-processor document as far as its parts go, with `more` parts."""
    return archive({"[Content_Types].xml": TYPES % kind, "word/document.xml": body, **(more or {})})


def relations(kind: str, target: str) -> bytes:
    """A part of a document that points outside it."""
    return (
        f'<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/'
        f'officeDocument/2006/relationships/{kind}" Target="{target}" TargetMode="External"/></Relationships>'
    ).encode()


def paper(body: bytes = b"", pages: int = 1) -> bytes:
    """A PDF of pages, with further objects before its end."""
    stream = io.BytesIO()
    first = Image.new("RGB", (200, 120), "white")
    first.paste((10, 60, 160), (20, 20, 90, 70))
    first.save(stream, "PDF", save_all=True, append_images=[first] * (pages - 1))
    made = stream.getvalue()
    at = made.rindex(b"xref\n")
    return made[:at] + body + made[at:] if body else made


def huge_png(width: int, height: int) -> bytes:
    """A picture of one colour, of any size, in a few kilobytes."""
    row = b"\0" + bytes(width // 8)
    data = zlib.compressobj(9)
    rows = b"".join(data.compress(row) for _ in range(height)) + data.flush()
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)),
        (b"IDAT", rows),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    )


def bomb(size: int = 300 << 20) -> bytes:
    """One file of zeros, packed a thousand times smaller."""
    return archive({"zeros.txt": bytes(size)})


def overlapping() -> bytes:
    """An archive whose directory names one packed file thirty times over."""
    one = archive({"a.txt": b"x" * 4000})
    at = one.index(b"PK\x01\x02")
    end = one.index(b"PK\x05\x06")
    entry = one[at:end]
    entries = b"".join(entry.replace(b"a.txt", f"{n:02}txt".encode()) for n in range(30))
    record = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 30, 30, len(entries), at, 0)
    return one[:at] + entries + record


def lying() -> bytes:
    """An archive that says its file is ten bytes long; it is a million."""
    made = bytearray(archive({"small.txt": b"\n" * 1_000_000}))
    at = made.index(b"PK\x01\x02")
    made[at + 24 : at + 28] = struct.pack("<I", 10)
    return bytes(made)


def film(*, brand: bytes = b"isom") -> bytes:
    """The boxes of a film with nothing in it."""

    def box(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", 8 + len(body)) + name + body

    return (
        box(b"ftyp", brand + bytes(4) + brand) + box(b"moov", bytes(40)) + box(b"mdat", bytes(900))
    )


def sound() -> bytes:
    """A second of silence as WAV."""
    body = b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 8000, 1, 8) + b"data"
    body += struct.pack("<I", 8000) + bytes(8000)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def old_document() -> bytes:
    """The head of an old office document that names its macros."""
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(504)
        + "_VBA_PROJECT".encode("utf-16-le")
        + bytes(100)
    )
