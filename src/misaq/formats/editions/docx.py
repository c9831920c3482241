"""A constitution as a Word document (.docx); two states of it as one document with tracked changes."""

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from xml.sax.saxutils import escape, quoteattr

from misaq.charter import Outline, Passage, TrackedParagraph, Weave, split_paragraphs
from misaq.formats.editions.akomantoso import Edition, day

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RIGHT_TO_LEFT = {"ur", "ar", "fa", "ps", "sd", "bal", "he", "ug", "ks", "skr"}
_STYLES = {
    "part": "Heading1",
    "schedule": "Heading1",
    "preamble": "Heading1",
    "chapter": "Heading2",
    "title": "Heading2",
    "article": "Heading3",
    "amendment": "Heading3",
    "section": "Heading4",
}
_REGIONS = {
    "en": "en-GB",
    "ur": "ur-PK",
    "it": "it-IT",
    "xh": "xh-ZA",
    "zu": "zu-ZA",
    "hi": "hi-IN",
}
_LONGEST_HEADING = 160  # a paragraph longer than this is a provision that begins with its heading


@dataclass(frozen=True)
class ChangedBy:
    """Who made a change, as Word shows it: the amendment's title, and its day ("" unknown)."""

    author: str
    date: str = ""


def is_right_to_left(language: str) -> bool:
    """Whether a language is written from right to left."""
    return language.partition("-")[0].lower() in _RIGHT_TO_LEFT


def docx_of(outline: Outline, edition: Edition) -> bytes:
    """A text as a Word document: headings in styles, labels as words, direction and language marked.

    The same text gives the same bytes.
    """
    writer = _Writer(edition.language)
    writer.plain(edition.title, "Title")
    for node in outline.walk():
        writer.node(node)
    return writer.package(edition)


def docx_redline(
    paragraphs: Sequence[TrackedParagraph],
    weave: Weave,
    edition: Edition,
    *,
    changes: Mapping[int, ChangedBy],
    preface: Sequence[str] = (),
) -> bytes:
    """Two states of a text as a Word document with tracked changes.

    paragraphs : of `track_states`. changes : place of a version to who made the change.
    preface : paragraphs to stand before the text, not tracked: what the document is.
    """
    writer = _Writer(edition.language)
    writer.plain(edition.title, "Title")
    for words in preface:
        writer.plain(words, "Subtitle")
    for paragraph in paragraphs:
        kind = weave.provisions[paragraph.provision].kind if paragraph.provision >= 0 else ""
        writer.tracked(paragraph, kind, changes)
    return writer.package(edition)


def docx_bill(sections: Iterable[tuple[str, str]], edition: Edition) -> bytes:
    """A bill as a Word document: its title, then each section as (heading, wording), numbered."""
    writer = _Writer(edition.language)
    writer.plain(edition.title, "Title")
    for number, (heading, wording) in enumerate(sections, start=1):
        if heading:
            writer.plain(f"{number}. {heading}", "Heading3")
        paragraphs = split_paragraphs(wording)
        for i, words in enumerate(paragraphs):
            writer.plain(words if heading or i else f"{number}. {words}", "Normal")
    return writer.package(edition)


class _Writer:
    """Gathers the paragraphs of the body."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.right_to_left = is_right_to_left(language)
        self.body: list[str] = []
        self.next_id = 1

    def node(self, node: Outline) -> None:
        style = _STYLES.get(node.kind)
        head = " ".join(part for part in (node.num, node.heading) if part)
        paragraphs = split_paragraphs(node.text)
        if style and node.heading and node.num[-1:].isalnum():
            self.plain(node.num, style)  # "PART I", and its name on the next line
            self.plain(node.heading, style)
        elif head and (style or not paragraphs):
            self.plain(head, style or "Normal")
        elif head:
            paragraphs[0] = f"{head} {paragraphs[0]}"
        for words in paragraphs:
            self.plain(words, "Normal")

    def plain(self, words: str, style: str) -> None:
        self.body.append(f"<w:p>{self._properties(style)}{self._run(words)}</w:p>")

    def tracked(
        self, paragraph: TrackedParagraph, kind: str, changes: Mapping[int, ChangedBy]
    ) -> None:
        length = sum(len(passage.text) for passage in paragraph.passages)
        style = _STYLES.get(kind, "Normal") if length <= _LONGEST_HEADING else "Normal"
        mark = ""
        if paragraph.mark != "same":
            element = "ins" if paragraph.mark == "in" else "del"
            mark = f"<w:{element} {self._change(changes, paragraph.mark_by)}/>"
        runs: list[str] = []
        for passage in _without_marks(paragraph.passages):
            if passage.kind == "same":
                runs.append(self._run(passage.text))
                continue
            element, text = ("ins", "t") if passage.kind == "in" else ("del", "delText")
            change = self._change(changes, passage.by)
            runs.append(f"<w:{element} {change}>{self._run(passage.text, text)}</w:{element}>")
        self.body.append(f"<w:p>{self._properties(style, mark)}{''.join(runs)}</w:p>")

    def _change(self, changes: Mapping[int, ChangedBy], by: int) -> str:
        made = changes.get(by, ChangedBy(""))
        number, self.next_id = self.next_id, self.next_id + 1
        dated = f' w:date="{day(made.date)}T00:00:00Z"' if made.date else ""
        return f'w:id="{number}" w:author={quoteattr(_plain(made.author))}{dated}'

    def _properties(self, style: str, mark: str = "") -> str:
        named = "" if style == "Normal" else f'<w:pStyle w:val="{style}"/>'
        direction = "<w:bidi/>" if self.right_to_left else ""
        marked = f"<w:rPr>{mark}</w:rPr>" if mark else ""
        inside = named + direction + marked
        return f"<w:pPr>{inside}</w:pPr>" if inside else ""

    def _run(self, words: str, element: str = "t") -> str:
        direction = "<w:rPr><w:rtl/></w:rPr>" if self.right_to_left else ""
        return (
            f'<w:r>{direction}<w:{element} xml:space="preserve">{escape(_plain(words))}'
            f"</w:{element}></w:r>"
        )

    def package(self, edition: Edition) -> bytes:
        language = _REGIONS.get(self.language, self.language)
        direction = "<w:bidi/>" if self.right_to_left else ""
        document = (
            f'{_HEAD}<w:document xmlns:w="{_W}"><w:body>{"".join(self.body)}<w:sectPr>'
            '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" '
            f'w:left="1440" w:header="708" w:footer="708" w:gutter="0"/>{direction}</w:sectPr></w:body></w:document>'
        )
        parts = {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": _RELATIONS,
            "docProps/core.xml": _core(edition, language),
            "word/_rels/document.xml.rels": _DOCUMENT_RELATIONS,
            "word/document.xml": document,
            "word/settings.xml": f'{_HEAD}<w:settings xmlns:w="{_W}"><w:defaultTabStop w:val="720"/></w:settings>',
            "word/styles.xml": _styles(language, self.right_to_left),
        }
        return _zip(parts)


def _without_marks(passages: Sequence[Passage]) -> Sequence[Passage]:
    """The passages without the marks of a Markdown heading before their first word."""
    first = passages[0] if passages else None
    if first is None or not first.text.startswith("#"):
        return passages
    return (replace(first, text=first.text.lstrip("#").lstrip()), *passages[1:])


def _zip(parts: Mapping[str, str]) -> bytes:
    """The parts as one package; no clock is read, so that the same parts give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, text.encode())
    return buffer.getvalue()


def _plain(words: str) -> str:
    """Words without what XML cannot hold."""
    return "".join(
        c
        for c in words
        if (c >= " " or c == "\t") and c not in "\ufffe\uffff" and not "\ud800" <= c <= "\udfff"
    )


def _core(edition: Edition, language: str) -> str:
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(_plain(edition.title))}</dc:title>"
        f"<dc:creator>{escape(_plain(edition.publisher))}</dc:creator>"
        f"<dc:language>{escape(language)}</dc:language></cp:coreProperties>"
    )


def _styles(language: str, right_to_left: bool) -> str:
    tongue = quoteattr(language)
    spoken = f"<w:lang w:bidi={tongue}/>" if right_to_left else f"<w:lang w:val={tongue}/>"
    fonts = (
        '<w:rFonts w:ascii="Noto Serif" w:hAnsi="Noto Serif" w:cs="Noto Nastaliq Urdu"/>'
        if right_to_left
        else '<w:rFonts w:ascii="Noto Serif" w:hAnsi="Noto Serif" w:cs="Noto Serif"/>'
    )
    return (
        f'{_HEAD}<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr>{fonts}'
        f'<w:sz w:val="22"/><w:szCs w:val="24"/>{spoken}</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
        '<w:spacing w:after="120"/></w:pPr></w:pPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
        f"{''.join(_heading_styles())}</w:styles>"
    )


def _heading_styles() -> Iterator[str]:
    yield (
        '<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/>'
        '<w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:b/><w:bCs/><w:sz w:val="36"/><w:szCs w:val="40"/></w:rPr>'
        "</w:style>"
    )
    yield (
        '<w:style w:type="paragraph" w:styleId="Subtitle"><w:name w:val="Subtitle"/><w:basedOn w:val="Normal"/>'
        '<w:pPr><w:jc w:val="center"/></w:pPr></w:style>'
    )
    for level, size in enumerate((30, 26, 23, 22), start=1):
        yield (
            f'<w:style w:type="paragraph" w:styleId="Heading{level}"><w:name w:val="heading {level}"/>'
            '<w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:pPr><w:keepNext/>'
            f'<w:spacing w:before="240" w:after="120"/><w:outlineLvl w:val="{level - 1}"/></w:pPr>'
            f'<w:rPr><w:b/><w:bCs/><w:sz w:val="{size}"/><w:szCs w:val="{size + 2}"/></w:rPr></w:style>'
        )


_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_WORD}.styles+xml"/>'
    f'<Override PartName="/word/settings.xml" ContentType="{_WORD}.settings+xml"/>'
    '<Override PartName="/docProps/core.xml" '
    'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    "</Types>"
)
_RELATIONS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    "</Relationships>"
)
_DOCUMENT_RELATIONS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/settings" Target="settings.xml"/></Relationships>'
)
