"""Word documents read: the text with all changes accepted, with all rejected, and the changes one by one."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal
from xml.etree.ElementTree import Element

from misaq.charter import Version, join_files, outline_texts
from misaq.formats.editions.imported import ImportedText
from misaq.formats.editions.xml import local_name, open_package, read_part
from misaq.foundation.faults import Fault

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_INSIDE = {
    "hyperlink",
    "smartTag",
    "sdt",
    "sdtContent",
    "fldSimple",
    "customXml",
    "bdo",
    "dir",
    "ruby",
    "rubyBase",
}


_HEADING = re.compile(r"[Hh]eading ?(?P<n>[1-6])")


@dataclass(frozen=True)
class WordChange:
    """One tracked change of a Word document, as its author made it.

    kind : "in" or "out". text : the words. author, date : as Word recorded them; "" when it did not.
    paragraph : number of the paragraph, from 1.
    before, after : the words of the paragraph around it, in the text with all changes rejected: what an operation
        quotes to say where it belongs.
    """

    kind: Literal["in", "out"]
    text: str
    author: str
    date: str
    paragraph: int
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class WordText:
    """What a Word document says.

    accepted : with every tracked change accepted, a line a paragraph. rejected : with every one rejected.
    changes : in the order of the text; empty when nothing was tracked.
    title, language : of the document; its title paragraphs are not in the texts.
    marked : the accepted text, with "#" before each paragraph that has a heading style.
    """

    accepted: str
    rejected: str
    changes: tuple[WordChange, ...]
    title: str = ""
    language: str = ""
    marked: str = ""

    def stands_on(self, texts: Mapping[str, str]) -> bool:
        """Whether the text with all changes rejected is this one, white space and marks of headings aside.

        Only then do the changes say what they would do to it.
        """
        return _bare(self.rejected) == _bare(join_files(texts))

    def as_version(self, n: int, *, path: str, title: str = "", date: str = "") -> Version:
        """The accepted text as a version of the text it stands on: what `propose_operations` makes operations of.

        n : number of the amendment it would be. path : the file of the text.
        """
        return Version(n, title or self.title, date or None, {path: f"{self.accepted}\n"})

    def as_text(self, file: str) -> ImportedText:
        """The accepted text as an imported one, cut by the heading grammar."""
        text = self.marked or self.accepted
        return ImportedText(outline_texts({file: text}), text, self.title, self.language)


@dataclass
class _Piece:
    fate: Literal["same", "in", "out"]
    text: str
    author: str
    date: str


@dataclass
class _Reading:
    """The two texts while they are gathered, and what is counted."""

    accepted: list[str] = field(default_factory=lambda: [""])
    marks: list[str] = field(default_factory=lambda: [""])  # "#" of each accepted line
    title: list[str] = field(default_factory=list)
    rejected: list[str] = field(default_factory=lambda: [""])
    changes: list[WordChange] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)
    paragraph: int = 0


def read_docx(payload: bytes, file: str) -> tuple[WordText | None, list[Fault]]:
    """Read a Word document; tables row by row, footnotes and comments not.

    A list that Word numbers itself has no numbers among its words: a warning counts such paragraphs, since their
    labels are then not in the text. Returns None and the faults when it is no Word document.
    """
    package, faults = open_package(payload, file)
    if package is None:
        return None, faults
    with package:
        root, faults = read_part(package, "word/document.xml", file)
        core = read_part(package, "docProps/core.xml", file)[0] if root is not None else None
    if root is None:
        return None, faults
    body = next((e for e in root if local_name(e) == "body"), None)
    if body is None:
        return None, [Fault("file_not_docx", file)]
    reading = _Reading()
    _blocks(body, reading, "same")
    accepted, rejected = (
        "\n".join(_trimmed(lines)) for lines in (reading.accepted, reading.rejected)
    )
    marked = (
        mark + line if mark and not line.lstrip()[:1].isdecimal() else line
        for mark, line in zip(reading.marks, reading.accepted, strict=True)
        if line.strip()
    )
    if not accepted.strip() and not rejected.strip():
        return None, [Fault("edition_empty", file)]
    faults += [
        Fault(code, file, params={"count": reading.left[what]}, severity="warning")
        for what, code in (
            ("numPr", "docx_numbered_by_word"),
            ("footnoteReference", "docx_notes"),
            ("move", "docx_moves"),
        )
        if reading.left[what]
    ]
    title = _core(core, "title") or " ".join(reading.title)
    language = _core(core, "language").partition("-")[0]
    marks = "\n".join(_trimmed(list(marked)))
    return WordText(accepted, rejected, tuple(reading.changes), title, language, marks), faults


def _core(core: Element | None, name: str) -> str:
    found = next((e for e in core if local_name(e) == name), None) if core is not None else None
    return ((found.text or "") if found is not None else "").strip()


def _trimmed(lines: list[str]) -> list[str]:
    return [line.strip() for line in lines if line.strip()]


def _blocks(parent: Element, reading: _Reading, fate: Literal["same", "in", "out"]) -> None:
    """Paragraphs and tables of a part of the body; `fate` is that of a table row around them."""
    for block in parent:
        name = local_name(block)
        if name == "p":
            _paragraph(block, reading, fate)
        elif name == "tr":
            row = block.find(f"{_W}trPr")
            own = fate
            if row is not None:
                own = (
                    "in"
                    if row.find(f"{_W}ins") is not None
                    else "out"
                    if row.find(f"{_W}del") is not None
                    else fate
                )
            _blocks(block, reading, own)
        elif name in {"tbl", "tc", "sdt", "sdtContent", "customXml", "ins", "moveTo"}:
            _blocks(block, reading, fate)


def _paragraph(paragraph: Element, reading: _Reading, fate: Literal["same", "in", "out"]) -> None:
    style = _style(paragraph)
    if style in {"Title", "Subtitle"}:
        words = "".join(p.text for p in _pieces(paragraph, _Piece(fate, "", "", ""), reading))
        reading.title += [words.strip()] if style == "Title" else []
        return
    reading.paragraph += 1
    if level := _HEADING.fullmatch(style):
        reading.marks[-1] = reading.marks[-1] or "#" * int(level["n"]) + " "
    pieces = list(_pieces(paragraph, _Piece(fate, "", "", ""), reading))
    old = "".join(piece.text for piece in pieces if piece.fate != "in")
    place = 0
    for piece in pieces:
        if piece.fate != "in":
            place += len(piece.text)
        if piece.fate == "same" or not piece.text:
            continue
        begin = place - len(piece.text) if piece.fate == "out" else place
        last = reading.changes[-1] if reading.changes else None
        before, after = old[max(0, begin - 60) : begin], old[place : place + 60]
        if last and _continues(last, piece, reading.paragraph, before):
            reading.changes[-1] = WordChange(
                last.kind,
                last.text + piece.text,
                last.author,
                last.date,
                last.paragraph,
                last.before,
                after,
            )
        else:
            reading.changes.append(
                WordChange(
                    piece.fate,
                    piece.text,
                    piece.author,
                    piece.date,
                    reading.paragraph,
                    before,
                    after,
                )
            )
    reading.accepted[-1] += "".join(piece.text for piece in pieces if piece.fate != "out")
    reading.rejected[-1] += old
    mark = _mark(paragraph, reading)
    if mark != "out" and fate != "out":
        reading.accepted.append("")
        reading.marks.append("")
    if mark != "in" and fate != "in":
        reading.rejected.append("")


def _style(paragraph: Element) -> str:
    found = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return found.get(f"{_W}val", "") if found is not None else ""


def _bare(text: str) -> list[str]:
    return text.replace("#", " ").split()


def _continues(last: WordChange, piece: _Piece, paragraph: int, before: str) -> bool:
    """Whether a piece is the rest of the change before it: Word cuts one change into several runs."""
    same = (last.kind, last.author, last.date, last.paragraph) == (
        piece.fate,
        piece.author,
        piece.date,
        paragraph,
    )
    if not same:
        return False
    reached = last.before + (last.text if last.kind == "out" else "")
    return before == reached[-60:]


def _mark(paragraph: Element, reading: _Reading) -> Literal["same", "in", "out"]:
    """The fate of the paragraph's end."""
    properties = paragraph.find(f"{_W}pPr")
    if properties is None:
        return "same"
    if properties.find(f"{_W}numPr") is not None:
        reading.left["numPr"] += 1
    run = properties.find(f"{_W}rPr")
    if run is None:
        return "same"
    if run.find(f"{_W}ins") is not None or run.find(f"{_W}moveTo") is not None:
        return "in"
    return (
        "out"
        if run.find(f"{_W}del") is not None or run.find(f"{_W}moveFrom") is not None
        else "same"
    )


def _pieces(parent: Element, around: _Piece, reading: _Reading) -> Iterator[_Piece]:
    """The words of a paragraph with their fate; words put in and taken out again are in neither text."""
    for child in parent:
        name = local_name(child)
        if name in {"ins", "del", "moveTo", "moveFrom"}:
            reading.left["move"] += name.startswith("move")
            fate: Literal["in", "out"] = "in" if name in {"ins", "moveTo"} else "out"
            if around.fate == "in" and fate == "out":
                continue
            author, date = child.get(f"{_W}author", ""), child.get(f"{_W}date", "")
            yield from _pieces(child, _Piece(fate, "", author, date), reading)
        elif name in _INSIDE:
            yield from _pieces(child, around, reading)
        elif name == "r":
            yield _Piece(around.fate, _run(child, reading), around.author, around.date)


def _run(run: Element, reading: _Reading) -> str:
    words: list[str] = []
    for child in run:
        name = local_name(child)
        if name in {"t", "delText"}:
            words.append(child.text or "")
        elif name in {"tab", "ptab"}:
            words.append("\t")
        elif name in {"br", "cr"}:
            words.append("\n")
        elif name == "noBreakHyphen":
            words.append("-")
        elif name in {"footnoteReference", "endnoteReference"}:
            reading.left["footnoteReference"] += 1
    return "".join(words)
