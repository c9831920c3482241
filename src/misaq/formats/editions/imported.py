"""What a text brings when it is read: its words and its tree, and what was left behind."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from misaq.charter import Outline, Version, outline_texts, split_paragraphs
from misaq.foundation.faults import Fault


@dataclass(frozen=True)
class ImportedText:
    """A constitution, or part of one, read from a file of any form.

    outline : the text as a tree, as the file has it. text : the same words as plain text, a line a paragraph, each
        provision beginning a line.
    title, language, date : what the file says of itself; "" when it does not.
    """

    outline: Outline
    text: str
    title: str = ""
    language: str = ""
    date: str = ""
    faults: tuple[Fault, ...] = field(default_factory=tuple)

    def as_version(self, n: int = 0, *, path: str = "constitution.txt") -> Version:
        """The text as one dated version of a history."""
        return Version(n, self.title, self.date or None, {path: self.text})


_MARKS = {"part": "#", "schedule": "#", "preamble": "#", "chapter": "##", "title": "##"}
_MARKS |= {"article": "###", "amendment": "###", "section": "####"}


def plain_text(outline: Outline) -> str:
    """A tree as Markdown that our own reader cuts in the same places: every provision begins a line.

    What names itself ("Part I.", "Article 1.") becomes a heading; bare numbers ("12.", "(2)") begin their paragraph.

    >>> article = Outline("a", "article", "1", "Water.", "It is common.", num="Article 1.")
    >>> plain_text(article)
    '### Article 1. Water.\\nIt is common.\\n'
    """
    return "".join(f"{line}\n" for line in _lines(outline))


def _lines(node: Outline) -> Iterator[str]:
    own = split_paragraphs(node.text)
    named = node.kind in _MARKS and not node.num[:1].isdecimal() and (node.num or node.heading)
    if named:
        marks = _MARKS[node.kind]
        joined = not node.num or not node.heading or not node.num[-1:].isalnum()
        heads = (
            [" ".join(p for p in (node.num, node.heading) if p)]
            if joined
            else [node.num, node.heading]
        )
        yield f"{marks} {heads[0]}"
        yield from heads[1:]
    elif head := " ".join(part for part in (node.num, node.heading) if part):
        on_its_line = node.heading and node.heading[-1] not in "—–-"
        own = [head, *own] if on_its_line or not own else [f"{head} {own[0]}", *own[1:]]
    yield from own
    for child in node.children:
        yield from _lines(child)


def structure_faults(outline: Outline, text: str, file: str) -> Iterator[Fault]:
    """A warning for each label that the plain text, read again, would not show as the file does."""
    named = Counter(_names(outline))
    again = Counter(_names(outline_texts({file: text})))
    for (kind, label), count in sorted((named - again).items()):
        params = {"kind": kind, "label": label, "count": count}
        yield Fault("edition_structure", file, params=params, severity="warning")


def _names(outline: Outline) -> Iterator[tuple[str, str]]:
    for node in outline.walk():
        if node.label and node.kind in _MARKS:
            yield node.kind, node.label
