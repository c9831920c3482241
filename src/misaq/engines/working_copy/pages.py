"""Pixels put together again: pictures encoded, pages bound into a PDF that holds nothing but pictures."""

import io
import math

from PIL import Image

_QUALITY = 88


def encode_picture(image: Image.Image, mime: str) -> bytes:
    """An RGB picture as JPEG or PNG, without any metadata."""
    stream = io.BytesIO()
    if mime == "image/png":
        image.save(stream, "PNG")
    else:
        image.save(stream, "JPEG", quality=_QUALITY)
    return stream.getvalue()


def bind_pages(pages: list[tuple[int, int, bytes]], dpi: int) -> bytes:
    """A PDF of JPEG pages (width, height in points of the picture, bytes); the same pages give the same bytes.

    It has no fonts, links, scripts, names or dates in it.
    """
    kids = " ".join(f"{3 + 3 * n} 0 R" for n in range(len(pages)))
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>".encode(),
    ]
    for n, (width, height, picture) in enumerate(pages):
        wide, tall = _inches(width, dpi), _inches(height, dpi)
        drawn = f"{wide} 0 0 {tall} 0 0 cm/P Do".encode()
        parts += [
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {wide} {tall}]/Contents {4 + 3 * n} 0 R"
            f"/Resources<</XObject<</P {5 + 3 * n} 0 R>>>>>>".encode(),
            _stream(b"", drawn),
            _stream(
                b"/Type/XObject/Subtype/Image/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode"
                + f"/Width {width}/Height {height}".encode(),
                picture,
            ),
        ]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, part in enumerate(parts, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + part + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    out += f"trailer<</Size {len(parts) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def _inches(points: int, dpi: int) -> float:
    """A length in 72nds of an inch, a hair less than it is, so that a copy of the copy has not one point more."""
    return math.floor(points * 72 / dpi * 1000 - 1) / 1000


def _stream(entries: bytes, body: bytes) -> bytes:
    return b"<<" + entries + f"/Length {len(body)}>>stream\n".encode() + body + b"\nendstream"
