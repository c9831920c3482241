"""Akoma Ntoso 3.0 read: an act, bill or constitution as a tree and as plain text."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from misaq.charter import Outline
from misaq.formats.editions.imported import ImportedText, plain_text, structure_faults
from misaq.formats.editions.xml import local_name, parse_xml
from misaq.foundation.faults import Fault

_KINDS = {
    "part": "part",
    "chapter": "chapter",
    "title": "title",
    "article": "article",
    "section": "section",
    "subsection": "clause",
    "clause": "clause",
    "paragraph": "paragraph",
    "subparagraph": "subparagraph",
    "proviso": "proviso",
    "point": "item",
    "book": "part",
    "tome": "part",
    "division": "chapter",
    "subdivision": "title",
    "subpart": "chapter",
    "subchapter": "title",
    "subtitle": "title",
    "rule": "section",
    "subrule": "clause",
    "subclause": "paragraph",
    "alinea": "paragraph",
    "indent": "paragraph",
    "list": "paragraph",
    "sublist": "paragraph",
    "level": "level",
    "transitional": "article",
    "hcontainer": "level",
    "crossHeading": "words",
}
_LANGUAGES = {
    "eng": "en",
    "urd": "ur",
    "ita": "it",
    "xho": "xh",
    "zul": "zu",
    "hin": "hi",
    "fra": "fr",
    "deu": "de",
}
_DOCUMENTS = ("act", "bill", "doc", "documentCollection", "statement", "debateReport", "judgment")
_LEFT_OUT = {"meta", "authorialNote", "componentRef", "del", "remark", "coverPage"}
_BLOCKS = {
    "p",
    "li",
    "tr",
    "listIntroduction",
    "listWrapUp",
    "block",
    "longTitle",
    "docTitle",
    "crossHeading",
    "tocItem",
}
_LABEL = re.compile(
    r"[\s(\[]*(?:(?:[^\W\d_]{2,}|[^\W\d_]+\.)\s+)*(?P<label>[^\s()\[\].:;۔—–]+(?:[\s-]*[A-Z]{1,3})?)"
)


_SCHEDULE = re.compile(r"\b(?P<n>\d+[A-Z]{0,2})\b|\b(?!the\b)(?P<word>\w+)\s+schedule\b", re.I)


@dataclass
class TreeReading:
    """What is counted while a document is read."""

    left: Counter[str] = field(default_factory=Counter)
    ids: set[str] = field(default_factory=set)


def read_akomantoso(payload: bytes, file: str) -> tuple[ImportedText | None, list[Fault]]:
    """Read an Akoma Ntoso document: its tree with ids from wId (else eId), its words, title, language and day.

    Notes and marked deletions are left out and counted in warnings; the words of tables are taken row by row.
    Returns None and the faults when there is no document to read.
    """
    root, faults = parse_xml(payload, file)
    if root is None:
        return None, faults
    found = (
        (e for e in root if local_name(e) in _DOCUMENTS) if local_name(root) == "akomaNtoso" else ()
    )
    document = next(iter(found), None)
    if document is None:
        return None, [Fault("not_akomantoso", file)]
    reading = TreeReading()
    children: list[Outline] = []
    for part in document:
        children += outline_parts(part, reading)
    outline = Outline("", "text", "", "", "", tuple(children))
    text = plain_text(outline)
    if not text.strip():
        return None, [Fault("edition_empty", file)]
    faults += [
        Fault("akn_left_out", file, params={"what": what, "count": count}, severity="warning")
        for what, count in sorted(reading.left.items())
    ]
    faults += structure_faults(outline, text, file)
    title = _attribute(document, "original", "showAs") or _words(
        _first(document, "docTitle"), TreeReading()
    )
    code = _attribute(document, "FRBRlanguage", "language")
    date = _attribute(document, "FRBRExpression/FRBRdate", "date")
    return (
        ImportedText(
            outline,
            text,
            title,
            short_language(code),
            date if date > "0001-01-01" else "",
            tuple(faults),
        ),
        faults,
    )


def short_language(code: str) -> str:
    """The two letters of a language code of three; any other code as it is."""
    return _LANGUAGES.get(code, code)


def outline_parts(part: Element, reading: TreeReading) -> Iterator[Outline]:
    """The provisions in a preface, preamble, body or attachments."""
    name = local_name(part)
    if name in {"preface", "preamble", "conclusions", "coverPage"}:
        words = "\n".join(_lines(part, reading))
        if words:
            kind = "front" if name in {"preface", "coverPage"} else "preamble"
            yield Outline(_id(part, reading), kind, "", "", words)
    elif name in {"body", "mainBody", "portionBody"}:
        yield from _children(part, reading)
    elif name in {"attachments", "components"}:
        for attachment in part:
            yield _attachment(attachment, reading)


def _attachment(attachment: Element, reading: TreeReading) -> Outline:
    heading = _words(_first(attachment, "heading"), reading)
    body = _first(attachment, "mainBody")
    if body is None:
        body = _first(attachment, "body")
    children = list(_children(body, reading)) if body is not None else []
    own = ""
    if children and children[0].kind == "words":
        own = children.pop(0).text
    match = _SCHEDULE.search(heading)
    label = (match["n"] or match["word"]) if match else ""
    return Outline(_id(attachment, reading), "schedule", label, "", own, tuple(children), heading)


def _children(parent: Element, reading: TreeReading) -> Iterator[Outline]:
    """What stands under an element; words between provisions become nodes of kind "words"."""
    for child in parent:
        name = local_name(child)
        if name in _KINDS and name != "crossHeading":
            yield _provision(child, reading)
        elif name in _LEFT_OUT:
            reading.left[name] += name != "meta"
        elif name not in {"num", "heading", "subheading"}:
            nested = [
                e for e in child if local_name(e) in _KINDS and local_name(e) != "crossHeading"
            ]
            if nested:
                yield from _children(child, reading)
            elif words := "\n".join(_lines(child, reading)):
                yield Outline(_id(child, reading), "words", "", "", words)


def _provision(element: Element, reading: TreeReading) -> Outline:
    name = local_name(element)
    kind = (
        element.get("class", "level")
        if name == "level"
        else element.get("name", _KINDS[name])
        if name == "hcontainer"
        else _KINDS[name]
    )
    num = _words(_child(element, "num"), reading)
    heading = " ".join(
        words
        for part in ("heading", "subheading")
        if (words := _words(_child(element, part), reading))
    )
    own: list[str] = []
    children: list[Outline] = []
    for child in _children(element, reading):
        if child.kind == "words" and not children:
            own.append(child.text)
        else:
            children.append(child)
    if kind == "article" and element.get("eId", "").rpartition("__")[2].startswith("amdt"):
        kind = "amendment"
    return Outline(
        _id(element, reading), kind, _label(num), heading, "\n".join(own), tuple(children), num
    )


def _label(num: str) -> str:
    match = _LABEL.match(num)
    return match["label"].strip("-") if match else ""


def _lines(element: Element, reading: TreeReading) -> Iterator[str]:
    """The paragraphs in an element, in order."""
    name = local_name(element)
    if name in _LEFT_OUT:
        reading.left[name] += name != "meta"
    elif name in _BLOCKS or not len(element):
        if words := _words(element, reading):
            yield words
    elif name == "item":
        yield " ".join(line for child in element for line in _lines(child, reading))
    else:
        if words := " ".join((element.text or "").split()):
            yield words
        for child in element:
            yield from _lines(child, reading)
            if words := " ".join((child.tail or "").split()):
                yield words


def _words(element: Element | None, reading: TreeReading) -> str:
    if element is None:
        return ""
    return " ".join("".join(_pieces(element, reading)).split())


def _pieces(element: Element, reading: TreeReading) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        name = local_name(child)
        if name in _LEFT_OUT:
            reading.left[name] += 1
        else:
            if name in {"td", "th", "p", "eol", "br", "block", "li"}:
                yield " "
            yield from _pieces(child, reading)
            if name in {"td", "th", "p", "block", "li"}:
                yield " "
        yield child.tail or ""


def _id(element: Element, reading: TreeReading) -> str:
    wanted = element.get("wId") or element.get("eId") or local_name(element)
    unique, n = wanted, 1
    while unique in reading.ids:
        n += 1
        unique = f"{wanted}_{n}"
    reading.ids.add(unique)
    return unique


def _child(element: Element, name: str) -> Element | None:
    return next((child for child in element if local_name(child) == name), None)


def _first(element: Element, name: str) -> Element | None:
    return next((e for e in element.iter() if local_name(e) == name), None)


def _attribute(document: Element, path: str, attribute: str) -> str:
    """An attribute of the first element with this path (of names, from anywhere), "" when there is none."""
    found: Element | None = document
    for name in path.split("/"):
        found = _first(found, name) if found is not None else None
    return (found.get(attribute) or "") if found is not None else ""
