"""Akoma Ntoso as web pages of legislation services: a JSON file with the same text in several languages."""

import json
import re
from collections.abc import Mapping
from html.parser import HTMLParser
from xml.etree.ElementTree import Element, TreeBuilder

from misaq.charter import Outline
from misaq.formats.editions.akomantoso_reading import TreeReading, outline_parts, short_language
from misaq.formats.editions.imported import ImportedText, plain_text
from misaq.formats.editions.xml import MAX_DEPTH, MAX_PART_BYTES
from misaq.foundation.faults import Fault

_VOID = {
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "track",
    "wbr",
}
_CLASS = re.compile(r"(?:^|\s)akn-(?P<name>[A-Za-z]+)(?:\s|$)")
_HEAD = re.compile(r"(?P<num>\d+[A-Za-z]{0,3}\.|[^\W\d_]+ \d+[A-Z]{0,3})\s*(?P<heading>.*)", re.S)


class _TooDeepError(Exception):
    """The page nests deeper than a text of law can."""


class _Builder(HTMLParser):
    """Makes a tree in which an element is named by its Akoma Ntoso class."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tree = TreeBuilder()
        self.open: list[tuple[str, str]] = []
        self.tree.start("root", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        match = _CLASS.search(given.get("class", ""))
        name = match["name"] if match else tag
        eid = given.get("data-eid") or given.get("id", "")
        self.tree.start(name, {"eId": eid} if eid else {})
        if tag in _VOID:
            self.tree.end(name)
            return
        self.open.append((tag, name))
        if len(self.open) > MAX_DEPTH:
            raise _TooDeepError

    def handle_endtag(self, tag: str) -> None:
        if tag not in (opened for opened, _ in self.open):
            return
        while self.open:
            opened, name = self.open.pop()
            self.tree.end(name)
            if opened == tag:
                return

    def handle_data(self, data: str) -> None:
        self.tree.data(data)

    def root(self) -> Element:
        self.close()
        while self.open:
            self.tree.end(self.open.pop()[1])
        self.tree.end("root")
        return self.tree.close()


def read_languages(payload: bytes, file: str) -> tuple[dict[str, ImportedText], list[Fault]]:
    """Read a JSON file of one text in several languages, as legislation services publish it.

    It is {language: {"title", "language", "expression_date", "body"}}, each body the HTML of an Akoma Ntoso document
    with its classes ("akn-section") and eIds. Returns language (two letters) to its text, and every fault.
    """
    if len(payload) > MAX_PART_BYTES:
        return {}, [
            Fault("file_too_large", file, params={"size": len(payload), "limit": MAX_PART_BYTES})
        ]
    try:
        given = json.loads(payload)
    except (ValueError, RecursionError) as error:
        return {}, [Fault("languages_not_json", file, params={"reason": str(error)[:120]})]
    if not isinstance(given, dict) or not given:
        return {}, [Fault("languages_not_json", file, params={"reason": "no { }"})]
    texts: dict[str, ImportedText] = {}
    faults: list[Fault] = []
    for language, one in given.items():
        if not isinstance(one, dict) or not isinstance(one.get("body"), str):
            faults.append(Fault("languages_no_body", file, column=str(language)))
            continue
        try:
            texts[language] = _read_one(one, str(language))
        except _TooDeepError:
            faults.append(
                Fault("xml_too_deep", file, column=str(language), params={"limit": MAX_DEPTH})
            )
        except (
            AssertionError,
            ValueError,
        ) as error:  # what the parser raises on broken declarations
            faults.append(
                Fault(
                    "languages_not_json",
                    file,
                    column=str(language),
                    params={"reason": str(error)[:120]},
                )
            )
    return texts, faults


def _read_one(given: Mapping[str, object], language: str) -> ImportedText:
    builder = _Builder()
    builder.feed(str(given["body"]))
    root = builder.root()
    _name_headings(root)
    reading = TreeReading()
    parts: list[Outline] = []
    for part in root.iter():
        if part.tag in {"preface", "preamble", "body", "attachments"}:
            parts += outline_parts(part, reading)
    outline = Outline("", "text", "", "", "", tuple(parts))
    code = str(given.get("language") or language)
    date = str(given.get("expression_date") or "")
    return ImportedText(
        outline, plain_text(outline), str(given.get("title") or ""), short_language(code), date
    )


def _name_headings(root: Element) -> None:
    """Give provisions their num and heading where the page has them in one HTML heading: "9. Equality"."""
    for element in root.iter():
        for place, child in enumerate(list(element)):
            if child.tag not in {"h1", "h2", "h3", "h4", "h5", "h6"}:
                continue
            words = " ".join("\n".join(child.itertext()).split())
            match = _HEAD.fullmatch(words) if element.tag != "attachment" else None
            heading = Element("heading")
            heading.text = match["heading"] if match else words
            element.remove(child)
            element.insert(place, heading)
            if match:
                num = Element("num")
                num.text = match["num"]
                element.insert(place, num)
            break
