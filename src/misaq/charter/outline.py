"""A text as a tree: parts with their articles, articles with their clauses, each with its own words."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePosixPath

import numpy as np

from misaq.charter.clauses import split_clauses
from misaq.charter.provisions import slug
from misaq.charter.text import would_join
from misaq.charter.weave import Mask, Weave

WORDS = "words"  # kind of a node without label: words of its parent that follow one of the parent's children
_BENEATH = {
    "clause",
    "paragraph",
    "proviso",
    "explanation",
    "entry",
}  # named after what they stand in
_CLOSED = {"front", "preamble"}  # nothing stands under these
_JOINT = re.compile(r"[\s.:;,۔—–\-\])]*")
_MARKS = re.compile(r"^#+\s*")
_WRAPPED = 60  # a line shorter than this was ended on purpose, not by a wrap


@dataclass(frozen=True)
class Outline:
    """One provision in a text as it stands, with the provisions under it.

    id : the provision's id, the same for ever (the wId of Akoma Ntoso); "" for the text as a whole.
    kind : "part", "article", "clause", ...; "words" for words of the parent that follow a child of it.
    label : as it stands now ("12A"); "" when there is none.
    heading : its words as printed, with the point or dash that closes them.
    text : its own words before its first child, without label and heading.
    num : the label as printed, with the word before it and the point after: "Article 12A.", "(2)".
    file : the file it stands in.
    """

    id: str
    kind: str
    label: str
    heading: str
    text: str
    children: tuple["Outline", ...] = ()
    num: str = ""
    file: str = ""

    def walk(self) -> Iterator["Outline"]:
        """The node itself and all under it, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()

    def lines(self) -> Iterator[str]:
        """The words in order: label and heading, then the node's own, then those of its children."""
        head = " ".join(part for part in (self.num, self.heading) if part)
        if head:
            yield head
        if self.text:
            yield self.text
        for child in self.children:
            yield from child.lines()


@dataclass
class _Node:
    """A provision while the tree is put together; `pieces`: its words, with the children among them."""

    id: str
    kind: str
    label: str
    heading: str
    file: str
    pieces: list["str | _Node"]
    above: "_Node | None" = None


def outline_state(weave: Weave, active: Mask) -> Outline:
    """The text as it stands when the operations in `active` count, as a tree; the root has id "".

    active : (n_operations,), see `Weave.active`.
    A weave of observed texts knows no clauses and no parents: its text is cut anew by `outline_texts`, and each
    article keeps the id that it has in the weave.

    >>> from misaq.charter import Version, weave_versions
    >>> text = "Part I. The land\\nArticle 1. Water\\nIt is common.\\nArticle 2. Woods\\nThey are too."
    >>> weave = weave_versions([Version(0, "", "1950", {"a": text})])
    >>> [node.num for node in outline_state(weave, weave.active()).walk()]
    ['', 'Part I.', 'Article 1.', 'Article 2.']
    """
    if all(provision.parent < 0 for provision in weave.provisions):
        return outline_texts(weave.texts(active), known=find_stretches(weave, active))
    roots: list[_Node] = []
    nodes: dict[int, _Node] = {}
    parents = weave.parents_in(active).tolist()
    runs = [run for _, stretch in weave.arrange(active) for run in stretch.tolist()]
    for place, group in groupby(runs, key=weave.provision.tolist().__getitem__):
        node = _open(weave, active, int(place), parents, nodes, roots)
        node.pieces.append(join_runs(weave.text[run] for run in group))
    return Outline("", "text", "", "", "", tuple(_build(node) for node in roots))


def outline_texts(
    files: Mapping[str, str], *, known: Mapping[str, Sequence[tuple[int, str]]] | None = None
) -> Outline:
    """Texts as one tree, cut down to paragraphs (`split_clauses`); files in the order of their paths.

    known : file to (offset of its end, id of the provision) of each stretch, where ids are known already.
    """
    taken: set[str] = set()
    roots: list[Outline] = []
    for file in sorted(files):
        prefix = f"{slug(PurePosixPath(file).stem)}." if len(files) > 1 else ""
        roots += outline_file(
            file, files[file], prefix=prefix, taken=taken, known=known[file] if known else ()
        )
    return Outline("", "text", "", "", "", tuple(roots))


def outline_file(
    file: str,
    text: str,
    *,
    prefix: str = "",
    taken: set[str],
    known: Sequence[tuple[int, str]] = (),
) -> tuple[Outline, ...]:
    """The provisions of one file as trees, down to paragraphs; their ids are added to `taken`."""
    roots: list[_Node] = []
    nodes: list[_Node] = []
    clauses = split_clauses(text)
    own_end = [clause.end for clause in clauses]
    for clause in clauses:
        if clause.parent >= 0:
            own_end[clause.parent] = min(own_end[clause.parent], clause.start)
    for clause, end in zip(clauses, own_end, strict=True):
        above = nodes[clause.parent] if clause.parent >= 0 else None
        while above and above.kind in _CLOSED:
            above = above.above
        if above and clause.kind in _BENEATH:
            id_ = above.id + clause.key.removeprefix(clauses[clause.parent].key)
        else:
            id_ = _known_id(known, clause.start, end) if known else ""
            id_ = id_ if id_ and id_ not in taken else prefix + clause.key
        id_ = unique_name(id_, taken)
        words = text[clause.start : end]
        node = _Node(id_, clause.kind, clause.label, clause.heading, file, [words], above)
        (above.pieces if above else roots).append(node)
        nodes.append(node)
    return tuple(_build(node) for node in roots)


def unique_name(name: str, taken: set[str]) -> str:
    """`name`, or `name` with the first number from 2 that makes it one that is not `taken`; it is then taken.

    >>> taken = {"art_5"}
    >>> unique_name("art_5", taken), unique_name("art_5", taken)
    ('art_5_2', 'art_5_3')
    """
    unique, n = name, 1
    while unique in taken:
        n += 1
        unique = f"{name}_{n}"
    taken.add(unique)
    return unique


def join_runs(texts: Iterable[str]) -> str:
    """The words of neighbouring runs as one; a space where two words would touch.

    >>> join_runs(["the law", "is", " common"])
    'the law is common'
    """
    joined: list[str] = []
    for text in texts:
        if joined and would_join(joined[-1], text):
            joined.append(" ")
        joined.append(text)
    return "".join(joined)


def split_paragraphs(text: str) -> list[str]:
    """The paragraphs of a text: cut at line ends, but a line that was only wrapped flows on.

    >>> split_paragraphs("It is common.\\n\\nNobody owns it.")
    ['It is common.', 'Nobody owns it.']
    """
    paragraphs: list[str] = []
    open_ = False
    for line in text.replace("\f", " ").split("\n"):
        piece = " ".join(line.split())
        if not piece:
            open_ = False
        elif open_ and piece[0] not in "(#*":
            paragraphs[-1] += f" {piece}"
        else:
            paragraphs.append(piece)
        if piece:
            open_ = len(line.strip()) >= _WRAPPED and piece[-1] not in ".:;۔؟!?—"
    return paragraphs


def find_stretches(
    weave: Weave, active: Mask, files: Iterable[str] | None = None
) -> dict[str, list[tuple[int, str]]]:
    """File to (offset of its end, provision's id) of each run of a state, as `Weave.texts` gives them.

    files : only these; None for all.
    """
    wanted = np.array([files is None or file in set(files) for file in weave.files])
    stretches: dict[str, list[tuple[int, str]]] = {}
    live = np.flatnonzero(weave.live(active) & wanted[weave.file]).tolist()
    for file, runs in groupby(live, key=weave.file.tolist().__getitem__):
        end, last = 0, ""
        ends = stretches.setdefault(weave.files[file], [])
        for run in runs:
            text = weave.text[run]
            end += len(text) + would_join(last, text)
            ends.append((end, weave.provisions[int(weave.provision[run])].id))
            last = text
    return stretches


def _known_id(stretches: Sequence[tuple[int, str]], start: int, end: int) -> str:
    """The id that most of the characters from `start` to `end` have."""
    size: dict[str, int] = {}
    begin = start
    for stop, id_ in stretches[bisect_right(stretches, (start, "\uffff")) :]:
        size[id_] = size.get(id_, 0) + min(stop, end) - begin
        begin = stop
        if stop >= end:
            break
    return max(sorted(size), key=size.__getitem__, default="")


def _open(
    weave: Weave,
    active: Mask,
    place: int,
    parents: Sequence[int],
    nodes: dict[int, _Node],
    roots: list[_Node],
) -> _Node:
    """The node of a provision; made under its parent when it is not there yet."""
    if place not in nodes:
        provision = weave.provisions[place]
        label, heading = weave.label_in(place, active)
        nodes[place] = _Node(provision.id, provision.kind, label, heading, provision.file, [])
        above = parents[place]
        while above >= 0 and weave.provisions[above].kind in _CLOSED:
            above = parents[above]
        if above < 0:
            roots.append(nodes[place])
        else:
            _open(weave, active, above, parents, nodes, roots).pieces.append(nodes[place])
    return nodes[place]


def _build(node: _Node) -> Outline:
    pieces = list(node.pieces)
    own = pieces.pop(0) if pieces and isinstance(pieces[0], str) else ""
    num, head, text = split_head(str(own), node.label, node.heading)
    children = [
        Outline(f"{node.id}.{WORDS}-{i}", WORDS, "", "", piece.strip(), file=node.file)
        if isinstance(piece, str)
        else _build(piece)
        for i, piece in enumerate(pieces, start=1)
        if not isinstance(piece, str) or piece.strip()
    ]
    return Outline(node.id, node.kind, node.label, head, text, tuple(children), num, node.file)


def split_head(words: str, label: str, heading: str) -> tuple[str, str, str]:
    """Take label and heading, as printed, off the words of a provision: (num, heading, the rest).

    Nothing is lost but the marks of Markdown headings: the three together are the words that were given.

    >>> split_head("12. Water.—It is common.", "12", "Water")
    ('12.', 'Water.—', 'It is common.')
    """
    rest = _MARKS.sub("", words.strip())
    num = ""
    if label:
        found = re.match(rf"[^\n]{{0,30}}?(?<!\w){re.escape(label)}(?!\w)", rest)
        if found:
            end = _joint_end(rest, found.end())
            num, rest = rest[:end].strip(), rest[end:].lstrip(" \t")
    head = ""
    if heading:
        loose = r"\s+".join(re.escape(word) for word in heading.split())
        if found := re.match(rf"\s*#*\s*({loose})", rest):
            end = _joint_end(rest, found.end())
            head, rest = rest[found.start(1) : end].strip().rstrip("#").strip(), rest[end:]
        elif rest.strip() and " ".join(heading.split()).startswith(" ".join(rest.split())):
            head, rest = rest, ""  # its first clause stands on the same line
    return num, " ".join(head.split()), rest.strip()


def _joint_end(words: str, start: int) -> int:
    """Where the punctuation that closes a label or heading ends; not over a line's end, nor into the words."""
    match = _JOINT.match(words, start)
    joint = match.group() if match else ""
    line, _, _ = joint.partition("\n")
    return start + len(line)
