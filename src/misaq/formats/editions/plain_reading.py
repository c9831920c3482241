"""A plain or Markdown text read by the heading grammar, with everything in it that may be misread."""

import re
from collections import Counter
from collections.abc import Iterator

from misaq.charter import Outline, outline_texts, prepare_text
from misaq.formats.editions.imported import ImportedText
from misaq.formats.limits import MAX_TEXT_BYTES
from misaq.formats.texts import bad_bytes, is_utf16, plain_bytes
from misaq.foundation.faults import Fault

_NAMED = {"part", "chapter", "title", "schedule", "article", "amendment", "section"}
_NUMBER = re.compile(r"(?P<n>\d+)(?P<more>[A-Z]*)$")
_ALMOST = re.compile(
    r"^\s*#*\s*(?:\*\*)?(?:(?:art(?:icle|\.)?|part|chapter|section|schedule)(?:\s*\d|\s+[IVXLC]+\b)|(?:دفعہ|حصہ|باب|جدول)\s*[\d۰-۹]+)",
    re.I,
)
MAX_WARNINGS = 50


def read_plain(
    payload: bytes, file: str, *, join_lines_of: int = 0, title: str = "", language: str = ""
) -> tuple[ImportedText | None, list[Fault]]:
    """Read a text, UTF-8, by the grammar of docs/reference/charter-formats.md.

    join_lines_of : lines of exactly that many characters were wrapped through words; see `prepare_text`.
    Warns, with the line: of no heading at all, of a label that stands twice, of a number that runs backwards, of a
    line that nearly is a heading. Returns None and the faults when there is no text.
    """
    text, faults = decode_text(payload, file)
    if any(fault.severity == "error" for fault in faults):
        return None, faults
    text = prepare_text(text, join_lines_of=join_lines_of)
    if not text.strip():
        return None, [*faults, Fault("edition_empty", file)]
    outline = outline_texts({file: text})
    doubts = list(_doubts(outline, text, file))[: MAX_WARNINGS + 1]
    faults += doubts[:MAX_WARNINGS]
    if len(doubts) > MAX_WARNINGS:
        faults.append(
            Fault("edition_more_doubts", file, params={"shown": MAX_WARNINGS}, severity="warning")
        )
    if not title and text.startswith("# ") and outline.children[0].kind == "front":
        title = text.partition("\n")[0].lstrip("# ").strip()
    return ImportedText(outline, text, title, language, faults=tuple(faults)), faults


def decode_text(payload: bytes, file: str) -> tuple[str, list[Fault]]:
    """Bytes as text, UTF-8 with line ends "\\n", or "" and why not."""
    if len(payload) > MAX_TEXT_BYTES:
        params = {"size": len(payload), "limit": MAX_TEXT_BYTES}
        return "", [Fault("file_too_large", file, params=params)]
    if is_utf16(payload):
        return "", [Fault("file_utf16", file)]
    plain, faults = plain_bytes(payload, file, lines=False)
    wrong = bad_bytes(plain, limit=1) or ([plain.index(b"\0")] if b"\0" in plain else [])
    if wrong:
        place = wrong[0]
        row = plain.count(b"\n", 0, place) + 1
        shown = {"byte": place, "value": f"0x{plain[place]:02X}"}
        return "", [*faults, Fault("row_not_utf8", file, row, params=shown)]
    return plain.decode(), faults


def _doubts(outline: Outline, text: str, file: str) -> Iterator[Fault]:
    nodes = [node for node in outline.walk() if node.id and node.kind in _NAMED]
    if not nodes:
        yield Fault("edition_no_headings", file, severity="warning")
    yield from _twice(outline, text, file)
    starts = {" ".join(line.split()) for node in nodes for line in (node.num,) if line}
    for row, line in enumerate(text.split("\n"), start=1):
        if _ALMOST.match(line) and len(line) < 200:
            words = " ".join(line.strip("# *").split())
            if not any(words.startswith(start.strip("# ")) for start in starts):
                params = {"line": line.strip()[:60]}
                yield Fault("edition_almost_heading", file, row, params=params, severity="warning")


def _twice(parent: Outline, text: str, file: str) -> Iterator[Fault]:
    """Labels that stand twice under one parent, and numbers that run backwards."""
    seen: Counter[tuple[str, str]] = Counter()
    last: dict[str, tuple[int, str]] = {}
    for child in parent.children:
        if child.kind in _NAMED and child.label:
            seen[child.kind, child.label] += 1
            params = {"kind": child.kind, "label": child.label}
            row = _row(text, child)
            if seen[child.kind, child.label] == 2:
                yield Fault("edition_label_twice", file, row, params=params, severity="warning")
            elif match := _NUMBER.match(child.label):
                order = int(match["n"]), match["more"]
                if order < last.get(child.kind, (0, "")):
                    yield Fault("edition_backwards", file, row, params=params, severity="warning")
                last[child.kind] = order
        yield from _twice(child, text, file)


def _row(text: str, node: Outline) -> int | None:
    """The line on which a provision begins; None when its heading is not found as printed."""
    head = re.search(rf"^[#\s]*{re.escape(node.num)}", text, re.M) if node.num else None
    again = node.id.rpartition("_")[2]
    if head and again.isdecimal() and "_" in node.id:
        heads = list(re.finditer(rf"^[#\s]*{re.escape(node.num)}", text, re.M))
        head = heads[min(int(again), len(heads)) - 1]
    return text.count("\n", 0, head.end()) + 1 if head else None
