"""What a file is, told by its first bytes alone; the list of kinds that are known, and what becomes of each.

Our own signatures, each at its exact place: a library that guesses among thousands of kinds, or looks for a
signature further in, is what a file of two kinds lives on. A kind that is not listed is kept and never shown.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

HEAD = 4096


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file. family : which limits and which inspection. shown : whether a working copy can be made."""

    mime: str
    family: str
    suffixes: tuple[str, ...]
    shown: bool = False


_KINDS = (
    FileKind("image/jpeg", "image", (".jpg", ".jpeg", ".jpe", ".jfif"), shown=True),
    FileKind("image/png", "image", (".png",), shown=True),
    FileKind("image/webp", "image", (".webp",), shown=True),
    FileKind("image/gif", "image", (".gif",), shown=True),
    FileKind("application/pdf", "document", (".pdf",), shown=True),
    FileKind("text/plain", "text", (".txt", ".csv", ".tsv", ".log", ".md", ".srt"), shown=True),
    FileKind("image/tiff", "other_image", (".tif", ".tiff")),
    FileKind("image/heic", "video", (".heic", ".heif", ".avif")),
    FileKind("image/svg+xml", "text", (".svg",)),
    FileKind("video/mp4", "video", (".mp4", ".m4v", ".3gp", ".3g2")),
    FileKind("video/quicktime", "video", (".mov", ".qt")),
    FileKind("video/webm", "video", (".webm", ".mkv")),
    FileKind("audio/mp4", "audio", (".m4a", ".m4b", ".aac", ".mp4")),
    FileKind("audio/mpeg", "audio", (".mp3",)),
    FileKind("audio/ogg", "audio", (".ogg", ".oga", ".opus", ".ogv")),
    FileKind("audio/wav", "audio", (".wav", ".wave")),
    FileKind(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "container",
        (".docx",),
    ),
    FileKind(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "container", (".xlsx",)
    ),
    FileKind("application/vnd.oasis.opendocument.text", "container", (".odt",)),
    FileKind("application/zip", "container", (".zip",)),
)
DOCX, XLSX, ODT, ZIP = (kind.mime for kind in _KINDS[-4:])
_SAME = {
    "image/jpg": "image/jpeg",
    "image/pjpeg": "image/jpeg",
    "image/heif": "image/heic",
    "image/avif": "image/heic",
    "audio/mp3": "audio/mpeg",
    "audio/x-m4a": "audio/mp4",
    "audio/m4a": "audio/mp4",
    "audio/aac": "audio/mp4",
    "audio/x-wav": "audio/wav",
    "audio/wave": "audio/wav",
    "audio/vnd.wave": "audio/wav",
    "audio/opus": "audio/ogg",
    "video/ogg": "audio/ogg",
    "application/ogg": "audio/ogg",
    "audio/webm": "video/webm",
    "video/x-matroska": "video/webm",
    "video/3gpp": "video/mp4",
    "video/x-m4v": "video/mp4",
    "application/x-zip-compressed": ZIP,
    "application/x-pdf": "application/pdf",
    "text/csv": "text/plain",
    "text/markdown": "text/plain",
    "text/tab-separated-values": "text/plain",
}
_UNSAID = frozenset({"", "application/octet-stream", "binary/octet-stream"})
_AUDIO_BRANDS = frozenset({b"M4A ", b"M4B ", b"M4P "})
_STILL_BRANDS = frozenset({b"heic", b"heix", b"mif1", b"msf1", b"heim", b"heis", b"avif", b"avis"})


def accepted_kinds() -> Mapping[str, FileKind]:
    """Every kind that is known, by its MIME type.

    >>> accepted_kinds()["image/png"].shown, accepted_kinds()["video/mp4"].shown
    (True, False)
    """
    return {kind.mime: kind for kind in _KINDS}


def declared_kind(declared: str) -> str:
    """A declared MIME type in the one spelling that we use, without parameters; "" when it says nothing.

    >>> declared_kind("Image/JPG; q=1"), declared_kind("application/octet-stream")
    ('image/jpeg', '')
    """
    plain = declared.partition(";")[0].strip().lower()
    return "" if plain in _UNSAID else _SAME.get(plain, plain)


def detect_kind(head: bytes) -> str:
    """The MIME type of a file by its first bytes (up to 4096 are looked at); "" when it is none we know.

    A container of ZIP's form is "application/zip" here; its contents tell more. Text is judged by its beginning.

    >>> detect_kind(b"GIF89a" + bytes(8)), detect_kind(b"MZ" + bytes(40)), detect_kind("سلام".encode())
    ('image/gif', 'application/x-executable', 'text/plain')
    """
    for start, mime in _STARTS:
        if head.startswith(start):
            return mime
    return _riff(head) or _boxes(head) or _ebml(head) or _mp3(head) or _text(head)


_STARTS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"PK\x03\x04", ZIP),
    (b"PK\x05\x06", ZIP),
    (b"OggS\0", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"MZ", "application/x-executable"),
    (b"\x7fELF", "application/x-executable"),
    (b"#!", "application/x-executable"),
    (b"{\\rtf", "application/rtf"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b", "application/gzip"),
)


def _riff(head: bytes) -> str:
    if head[:4] != b"RIFF":
        return ""
    return {b"WEBP": "image/webp", b"WAVE": "audio/wav"}.get(head[8:12], "")


def _boxes(head: bytes) -> str:
    if head[4:8] in {b"moov", b"mdat", b"wide", b"free", b"skip"}:
        return "video/quicktime"
    if head[4:8] != b"ftyp":
        return ""
    brand = head[8:12]
    if brand in _AUDIO_BRANDS:
        return "audio/mp4"
    if brand in _STILL_BRANDS:
        return "image/heic"
    return "video/quicktime" if brand == b"qt  " else "video/mp4"


def _ebml(head: bytes) -> str:
    if not head.startswith(b"\x1a\x45\xdf\xa3"):
        return ""
    return "video/webm" if b"webm" in head[:64] or b"matroska" in head[:64] else ""


def _mp3(head: bytes) -> str:
    """An MPEG audio frame whose successor begins where it must; one sync word alone proves nothing."""
    length = _frame_length(head)
    return "audio/mpeg" if length and _frame_length(head[length : length + 4]) else ""


def _frame_length(head: bytes) -> int:
    """Bytes of the MPEG-1 or -2 layer III frame that begins here; 0 when none does."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return 0
    first = head[1] & 0x18 == 0x18
    rates = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0)
    slower = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0)
    rate = (rates if first else slower)[head[2] >> 4]
    sampling = (44100, 48000, 32000, 0)[(head[2] >> 2) & 3]
    if not rate or not sampling or head[1] & 0x18 == 0x08:
        return 0
    sampling //= 1 if first else 2 if head[1] & 0x18 == 0x10 else 4
    return (144 if first else 72) * rate * 1000 // sampling + ((head[2] >> 1) & 1)


_MARKUP = (
    (re.compile(rb"<(\w{1,20}:)?svg[\s>/]", re.I), "image/svg+xml"),
    (re.compile(rb"<(!doctype html|html|head|body|script|iframe|object|embed)\b", re.I), "text/html"),
    (re.compile(rb"<\?(php|=)", re.I), "application/x-executable"),
    (re.compile(rb"<\?xml\b", re.I), "application/xml"),
)  # fmt: skip
_BEFORE = ((b"<!--", b"-->"), (b"<?xml", b"?>"), (b"<!doctype svg", b">"))


def _past_preamble(head: bytes) -> bytes:
    """What stands after blanks, comments and declarations; found step by step, so that no text is slow to judge."""
    while True:
        head = head.lstrip()
        for begin, end in _BEFORE:
            if head[: len(begin)].lower() == begin:
                at = head.find(end, len(begin))
                if at < 0:
                    return head
                head = head[at + len(end) :]
                break
        else:
            return head


def _text(head: bytes) -> str:
    plain = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    rest = _past_preamble(plain)
    for pattern, mime in _MARKUP:
        if pattern.match(rest) or pattern.match(plain):
            return mime
    return "text/plain" if is_text(head, whole=len(head) < HEAD) else ""


def is_text(payload: bytes, *, whole: bool = True) -> bool:
    """Whether bytes are text: UTF-8, or UTF-16 that says so, without the controls that no text has."""
    if payload[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        try:
            text = payload.decode("utf-16", errors="strict" if whole else "replace")
        except UnicodeDecodeError:
            return False
    else:
        try:
            text = payload.decode("utf-8")
        except UnicodeDecodeError as error:
            if whole or error.start < len(payload) - 3:
                return False
            text = payload[: error.start].decode("utf-8")
    return not re.search(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]", text)
