"""Clauses, paragraphs, provisos, explanations, entries: what an article is made of, as a tree."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from misaq.charter.labels import Reading, read_label
from misaq.charter.provisions import Segment, slug, split_provisions

_WORDED = re.compile(  # provisions that begin with words
    r"(?P<proviso>(?:Provided(?:\s+(?:further|also|that))|PROVIDED\s|بشرطیکہ|مگر\s+شرط\s+یہ|شرط\s+یہ\s+ہے))"
    r"|(?P<explanation>(?:Explanations?|EXPLANATION|تشریح))\s*(?P<number>[IVX]+|\d+)?\s*[.:۔–—-]+"
)
_MARKED = re.compile(  # a label in brackets, or a number with a mark after it
    r"\(\s?(?P<bracket>\d{1,3}[A-Z]{0,2}|[a-z]{1,5}|[A-Z]{1,4}|[\u0600-\u06ff]{1,4})\s?\)"
    r"|(?P<dot>\d{1,3}[A-Z]{0,2})\.(?=[\s—–-]|$)"
    r"|(?P<half>\d{1,3}[A-Z]{0,2}|[a-z]{1,2})\)(?=\s|$)"
    r"|(?P<degree>\d{1,3})\s?°"
)
_LINE = re.compile(r"(?:^|\n)[ \t]*(?:[-*>•][ \t]+)?")
_AFTER_HEADING = re.compile(r"[—–]\s*(?=\()")
_NUMBER = re.compile(r"\s*\[?\d+(?:-?[A-Z]{1,3})?\.[ \t]*(?=\()")  # a label, and no heading
_REFERS = re.compile(  # a bracket after these words names a provision and does not begin one
    r"(?:clauses?|paragraphs?|articles?|entry|entries|provisos?|items?|sections?|rules?|Act|under|شق|شقوں|دفعہ|پیرا)"
    r"(?:\s+\(\w+\))?(?:,|\s+(?:or|and|to|of|یا|اور))?\s*$",
    re.IGNORECASE,
)
_REFERRED = re.compile(
    r"\s*(?:of\s+(?:this|that|the\s+said|article|clause|Part|sub-clause)|کی\s|کے\s)"
)
_WHOLE_ARTICLE = re.compile(
    r"\s*(?:\(\d\)\s*)?(?:In|For the purposes? of|Nothing in)\s+this\s+article", re.IGNORECASE
)


@dataclass(frozen=True)
class Clause:
    """A provision of a text at any depth: from its own label to its first child, its children, and what follows.

    key : its id by label, unique within the text, for example "art-12.cl-2a.para-b".
    kind : as in Segment, and "clause", "paragraph", "proviso", "explanation", "entry".
    label : as printed, without brackets ("2A"); "" when it has none.
    start, end : offsets in the text, in characters, with all that is beneath it.
    parent : place of the one it stands under in the tuple; -1 for none.
    """

    key: str
    kind: str
    label: str
    heading: str
    start: int
    end: int
    parent: int


def split_clauses(text: str, *, inside: str = "") -> tuple[Clause, ...]:
    """Cut a text into provisions at every depth, in the order of the text; each knows what it stands under.

    inside : kind of the provision in which the text stands; "" for the text of a whole file. Within an article or
        a schedule, or below, a bare number is a clause or an entry and never an article.
    Where a line that begins with a bracket was only wrapped ("sub-clause\\n(b) of clause (1)"), nothing begins.

    >>> for c in split_clauses("12. Water.—(1) It is common:\\nProvided that (a) x\\n(2A) For all,—\\n(a) y\\n"):
    ...     print(c.key, c.kind, c.parent)
    art-12 article -1
    art-12.cl-1 clause 0
    art-12.cl-1.proviso proviso 1
    art-12.cl-2a clause 0
    art-12.cl-2a.para-a paragraph 3
    """
    nodes: list[_Node] = []
    beneath = bool(inside) and inside not in _NO_CLAUSES
    for root in _roots(text, beneath):
        nodes.append(root)
        if beneath or root.kind not in _NO_CLAUSES:
            nodes += _cut(text, root, inside)
    return _number(nodes, len(text))


_NO_CLAUSES = {"front", "preamble", "part", "chapter", "title"}
_ABOVE = {"part": 1, "schedule": 1, "preamble": 1, "front": 1, "chapter": 2, "title": 2}


@dataclass
class _Node:
    """A provision on the way to a Clause. last : family of its children's labels to the order of the last one."""

    kind: str
    prefix: str
    label: str
    heading: str
    start: int
    end: int
    parent: "_Node | None"
    family: str = ""
    key: str = ""
    is_bare: bool = False
    last: dict[str, tuple[int, str]] = field(default_factory=dict)


def _roots(text: str, beneath: bool) -> list[_Node]:
    """Parts, chapters, articles and schedules, each under the one it stands in; numbers in a schedule are entries."""
    if beneath:
        return [_Node("front", "front", "", "", 0, len(text), None)]
    nodes: list[_Node] = []
    above: list[_Node] = []
    for segment in split_provisions(text):
        node = _root(segment)
        node.is_bare = _bare(text, segment)
        level = _ABOVE.get(node.kind, 3 if node.kind != "section" else 4)
        if above and above[0].kind == "schedule" and node.is_bare:
            node.kind, node.prefix, node.key, level = "entry", "entry", "", 3
        while above and _level(above[-1]) >= level:
            above.pop()
        node.parent = above[-1] if above else None
        above.append(node)
        nodes.append(node)
    return nodes


def _root(segment: Segment) -> _Node:
    return _Node(
        segment.kind,
        "",
        segment.label,
        segment.heading,
        segment.start,
        segment.end,
        None,
        family="entry" if segment.kind == "article" else "",
        key=segment.key,
    )


def _level(node: _Node) -> int:
    return _ABOVE.get(node.kind, 4 if node.kind == "section" else 3)


def _bare(text: str, segment: Segment) -> bool:
    """Whether an article's heading is a bare number."""
    return segment.kind == "article" and text[segment.start :].lstrip(" \n[")[:1].isdigit()


def _cut(text: str, root: _Node, inside: str) -> list[_Node]:
    """The provisions beneath one article, schedule or section, in order."""
    found: list[_Node] = []
    open_: list[_Node] = [root]
    # the first clause may be found twice, after the dash of the heading and at the start of its line
    candidates = sorted({(c[0], c[1]): c for c in _candidates(text, root)}.values())
    if root.is_bare:  # where bare numbers are articles they are nothing else
        candidates = [c for c in candidates if c[3] != "dot"]
    for i, (start, kind, label, mark) in enumerate(candidates):
        after = next((c[2:] for c in candidates[i + 1 :] if not c[1]), ("", ""))
        if kind:
            node = _attach_worded(text, open_, (start, kind, label), after)
        else:
            readings = read_label(label, mark, after[0])
            attached = _attach(open_, readings, start, label, inside)
            if attached is None:
                continue
            node = attached
        open_.append(node)
        found.append(node)
    return found


def _candidates(text: str, root: _Node) -> Iterator[tuple[int, str, str, str]]:
    """(offset, kind of a worded one, label, mark) wherever one may begin: at a line, after another, after "—"."""
    at = root.start
    if root.kind != "front":
        at = _skip_heading(text, root)
        if number := _NUMBER.match(text, root.start, root.end):
            yield from _labels_at(text, number.end(), root.end)
        dash = _AFTER_HEADING.search(text, root.start, min(root.end, at + 400))
        if dash and (dash.end() <= at or "\n(" not in text[root.start : dash.end() + 1]):
            yield from _labels_at(text, dash.end(), root.end)
    for line in _LINE.finditer(text, at, root.end):
        begin = line.end()
        if begin > at or root.kind == "front":
            yield from _labels_at(
                text, begin, root.end, text[max(root.start, line.start() - 40) : line.start()]
            )


def _skip_heading(text: str, root: _Node) -> int:
    """Where the line of the heading ends; a numbered article's first clause may stand on it."""
    lead = len(text[root.start : root.end]) - len(text[root.start : root.end].lstrip())
    end = text.find("\n", root.start + lead, root.end)
    return root.end if end < 0 else end


def _labels_at(
    text: str, at: int, end: int, before: str = ""
) -> Iterator[tuple[int, str, str, str]]:
    """The labels that stand one after another at one place: "(b)(i)"."""
    if worded := _WORDED.match(text, at, end):
        if worded["proviso"]:
            yield at, "proviso", "", ""
            return
        yield at, "explanation", worded["number"] or "", ""
        yield from _labels_at(text, _past_space(text, worded.end()), end)
        return
    while match := _MARKED.match(text, at, end):
        mark = match.lastgroup or ""
        if mark == "bracket" and _is_reference(text, match.end(), before):
            return
        yield at, "", match[mark], mark
        at, before = _past_space(text, match.end()), ""


def _past_space(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t":
        at += 1
    return at


def _is_reference(text: str, after: int, before: str) -> bool:
    tail = before.rstrip()
    if _REFERS.search(tail):
        return True
    ends = tail[-1:] in ".;:—–-,۔؛" or tail.endswith((" or", " and", " یا", " اور")) or not tail
    return not ends and bool(_REFERRED.match(text, after))


def _attach(
    open_: list[_Node], readings: list[Reading], start: int, label: str, inside: str
) -> _Node | None:
    """Put a labelled provision under the one it belongs to: it goes on a list that is open, or begins one."""
    goes_on = [
        (reading.gap(last), -depth, i)
        for i, reading in enumerate(readings)
        for depth, node in enumerate(open_)
        if (last := node.last.get(reading.family)) is not None and reading.order > last
    ]
    best = min(goes_on, key=lambda c: (c[0] > 1, *c[1:]), default=(9, 0, 0))
    if best[0] <= 1:
        return _place(open_, -best[1], readings[best[2]], start, label, inside)
    first = next((reading for reading in readings if reading.is_first), None)
    if first is None and goes_on:
        _, depth, i = min(goes_on)
        return _place(open_, -depth, readings[i], start, label, inside)
    reading = first or readings[0]
    depth = len(open_) - 1
    while depth > 0 and open_[depth].family == reading.family:
        depth -= 1
    if first is None and reading.family in {"number", "dotted"}:
        depth = 0  # a list of which the beginning is not here
    return _place(open_, depth, reading, start, label, inside)


def _place(
    open_: list[_Node], depth: int, reading: Reading, start: int, label: str, inside: str
) -> _Node:
    del open_[depth + 1 :]
    parent = open_[depth]
    parent.last[reading.family] = reading.order
    within = inside if parent.kind == "front" else parent.kind
    kind, prefix = reading.kind, reading.prefix
    if within in {"schedule", "entry"} and reading.family in {"number", "dotted"}:
        kind, prefix = ("entry", "entry") if within == "schedule" else (kind, prefix)
    return _Node(kind, prefix, label, "", start, 0, parent, family=reading.family)


def _attach_worded(
    text: str, open_: list[_Node], candidate: tuple[int, str, str], after: tuple[str, str]
) -> _Node:
    """A proviso or an explanation belongs to the clause, entry or article it follows, not to a paragraph of it.

    after : the label that follows, with its mark: when it goes on a list of paragraphs, the last of them is meant.
    """
    start, kind, label = candidate
    depth = len(open_) - 1
    while depth > 0 and open_[depth].kind in {"paragraph", "proviso", "explanation"}:
        depth -= 1
    for reading in read_label(*after) if after[0] else ():
        for i, node in enumerate(open_[:-1]):
            last = node.last.get(reading.family)
            if last is not None and reading.order > last and reading.gap(last) <= 1:
                depth = max(depth, i + 1)
    if kind == "explanation":
        opening = re.compile(r"[^.:۔–—-]*[.:۔–—-]+").match(text, start)
        if opening and _WHOLE_ARTICLE.match(text, opening.end()):
            depth = 0
    del open_[depth + 1 :]
    prefix = "proviso" if kind == "proviso" else "expl"
    return _Node(kind, prefix, label, "", start, 0, open_[depth], family=kind)


def _number(nodes: list[_Node], length: int) -> tuple[Clause, ...]:
    """Give each its unique key, its parent's place and its end."""
    place = {id(node): i for i, node in enumerate(nodes)}
    taken: set[str] = set()
    for node in nodes:
        if not node.key:
            own = f"{node.prefix}-{slug(node.label)}" if node.label else node.prefix
            above = node.parent.key if node.parent and node.parent.kind != "front" else ""
            node.key = f"{above}.{own}" if above else own
        base, again = node.key, 1
        while node.key in taken:
            again += 1
            node.key = f"{base}_{again}"
        taken.add(node.key)
    ends = [length] * len(nodes)
    open_: list[int] = []
    for i, node in enumerate(nodes):
        parent = place[id(node.parent)] if node.parent else -1
        while open_ and open_[-1] != parent:
            ends[open_.pop()] = node.start
        open_.append(i)
    return tuple(
        Clause(
            node.key,
            node.kind,
            node.label,
            node.heading,
            node.start,
            ends[i],
            place[id(node.parent)] if node.parent else -1,
        )
        for i, node in enumerate(nodes)
    )
