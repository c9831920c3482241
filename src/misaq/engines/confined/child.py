"""Decode one picture or PDF into bare pixels, behind walls. Run as a program of its own; see `working_copy`.

It reads a line of JSON (what to do) and then the file, from standard input, and answers in frames on standard output:
one letter, four bytes of length, the body.

    W walls    JSON, before a byte of input is read
    M metadata JSON, what the file tells about itself
    P page     width, height (four bytes each), then red, green, blue of each point
    E end      JSON {"pages": how many there are}
    X refusal  the code of an error

The parent believes none of it beyond sizes: pixels are pixels, whatever this process was turned into.
"""

import io
import json
import os
import struct
import sys
from dataclasses import asdict
from typing import Any

import pypdfium2
from PIL import (
    ExifTags,
    GifImagePlugin,
    Image,
    ImageOps,
    JpegImagePlugin,
    PngImagePlugin,
    WebPImagePlugin,
)

from misaq.engines.confined.walls import confine

PLUGINS = (GifImagePlugin, JpegImagePlugin, PngImagePlugin, WebPImagePlugin)
FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/gif": "GIF", "image/webp": "WEBP"}
LONGEST_VALUE, MOST_VALUES = 2000, 400


def main() -> None:
    """Put the walls up, then read, decode, answer."""
    _warm_up()
    walls = confine(seconds=int(sys.argv[1]), memory=int(sys.argv[2]))
    _send(b"W", json.dumps(asdict(walls)).encode())
    head, _, payload = _read_all().partition(b"\n")
    job = json.loads(head)
    try:
        (_render_pdf if job["mime"] == "application/pdf" else _render_picture)(payload, job)
    except _Refusal as refusal:
        _send(b"X", str(refusal).encode())
    except Exception:
        _send(b"X", b"copy_broken")


class _Refusal(Exception):  # noqa: N818
    """The code of an error."""


def _render_picture(payload: bytes, job: dict[str, Any]) -> None:
    Image.MAX_IMAGE_PIXELS = None  # our own limit is looked at next, before anything is decoded
    image = Image.open(io.BytesIO(payload), formats=[FORMATS[job["mime"]]])
    if image.width * image.height > job["pixels"]:
        raise _Refusal("copy_too_many_pixels")
    metadata = _metadata(image)
    frames = int(getattr(image, "n_frames", 1))
    side = job["side"]
    image.draft("RGB", (side, side))
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((side, side), Image.Resampling.LANCZOS)
    _send(b"M", _small_json(metadata))
    _send_page(_flat(upright))
    _send(b"E", json.dumps({"pages": frames}).encode())


def _render_pdf(payload: bytes, job: dict[str, Any]) -> None:
    try:
        document = pypdfium2.PdfDocument(payload)
    except pypdfium2.PdfiumError as error:
        raise _Refusal(
            "copy_locked" if "password" in str(error).lower() else "copy_broken"
        ) from None
    _send(b"M", _small_json({"PDF": document.get_metadata_dict(skip_empty=True)}))
    for number in range(min(len(document), job["pages"])):
        page = document[number]
        longest = max(*page.get_size(), 1.0)
        scale = min(job["dpi"] / 72, job["side"] / longest)
        bitmap = page.render(scale=scale, may_draw_forms=False)
        image = bitmap.to_pil().convert("RGB")
        image.thumbnail((job["side"], job["side"]))
        _send_page(image)
        bitmap.close()
        page.close()
    _send(b"E", json.dumps({"pages": len(document)}).encode())


def _flat(image: Image.Image) -> Image.Image:
    """Three colours, what was transparent on white."""
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        clear = image.convert("RGBA")
        white = Image.new("RGBA", clear.size, "white")
        return Image.alpha_composite(white, clear).convert("RGB")
    if image.mode.startswith("I"):  # sixteen bits of grey
        return image.convert("I").point(lambda value: value / 256).convert("L").convert("RGB")
    return image.convert("RGB")


def _metadata(image: Image.Image) -> dict[str, Any]:
    exif = image.getexif()
    found: dict[str, Any] = {"EXIF": _named(dict(exif), ExifTags.TAGS)}
    for name, place, tags in (
        ("camera", ExifTags.IFD.Exif, ExifTags.TAGS),
        ("position", ExifTags.IFD.GPSInfo, ExifTags.GPSTAGS),
        ("preview", ExifTags.IFD.IFD1, ExifTags.TAGS),
    ):
        found[name] = _named(exif.get_ifd(place), tags)
    for key, value in image.info.items():
        if key not in {"exif", "icc_profile"}:
            found.setdefault("other", {})[str(key)] = _plain(value)
    found["size"] = {"width": image.width, "height": image.height}
    return {name: values for name, values in found.items() if values}


def _named(values: dict[Any, Any], tags: dict[int, str]) -> dict[str, Any]:
    items = list(values.items())[:MOST_VALUES]
    return {str(tags.get(tag, tag)): _plain(value) for tag, value in items}


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        text = value.rstrip(b"\0")
        value = text.decode("ascii") if text.isascii() else text[:LONGEST_VALUE].hex()
    if isinstance(value, bool | int | str) or value is None:
        return value[:LONGEST_VALUE] if isinstance(value, str) else value
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value[:64]]
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in list(value.items())[:64]}
    try:
        return float(value)
    except (TypeError, ValueError, ZeroDivisionError):
        return str(value)[:LONGEST_VALUE]


def _small_json(metadata: dict[str, Any]) -> bytes:
    text = json.dumps(metadata, default=str)
    return text.encode() if len(text) < 256 * 1024 else b'{"too_long": true}'


def _send_page(image: Image.Image) -> None:
    _send(b"P", struct.pack(">II", *image.size) + image.tobytes())


def _send(letter: bytes, body: bytes) -> None:
    view = memoryview(letter + struct.pack(">I", len(body)) + body)
    while view:
        view = view[os.write(1, view) :]


def _read_all() -> bytes:
    parts = []
    while part := os.read(0, 1 << 20):
        parts.append(part)
    return b"".join(parts)


def _warm_up() -> None:
    """Have everything loaded that is loaded on first use: later there is no disk to load it from."""
    Image.preinit()
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(ExifTags.IFD.GPSInfo)[1] = "N"
    for kind in FORMATS.values():
        stream = io.BytesIO()
        Image.new("RGB", (2, 2)).save(stream, kind, exif=exif.tobytes())
        stream.seek(0)
        image = Image.open(stream, formats=[kind])
        image.draft("RGB", (1, 1))
        _metadata(image)
        ImageOps.exif_transpose(image).thumbnail((1, 1))
    pdf = pypdfium2.PdfDocument.new()
    page = pdf.new_page(9, 9)
    page.render(scale=1, may_draw_forms=False).to_pil().convert("RGB").tobytes()
    pdf.get_metadata_dict(skip_empty=True)
    _small_json({})


if __name__ == "__main__":
    main()
