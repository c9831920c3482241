"""A footnoted edition: the text as it stands, each bracket with its note, and what the source does not give.

The edition marks changed words "3[ ... ]" and left-out ones "3* * *", and says below the page which act did it. From
this come the text as it stands, the operations of the acts, and a weave in which every marked word has its act. Words
that the notes do not quote are holes: nobody may be shown a text that had them.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from misaq.charter.footnotes import EditionNote, read_notes
from misaq.charter.text import would_join

_NOTE_LINE = re.compile(r"^(?P<n>\d{1,2})\s+(?=[^\s.\[\d*])", re.M)
_FIRST_NOTE = re.compile(r"^1\s+(?=[^\s.\[\d*(])", re.M)
_PAGE_LINE = re.compile(r"^# Page \d+$", re.M)
_RAISED = re.compile(  # PDFium ends the line after a raised number
    r"(?:(?<=\s)|^)(?P<n>\d{1,2})[ ]*\n(?=\[|\*|\d+[A-Z]{0,3}\. )", re.M
)
_HEADED = re.compile(r"^\s*(?P<label>\d+[A-Z]{0,3})\. ", re.M)
_ARTICLE = re.compile(r"\s*(?P<label>\d+[A-Z]{0,3})\.")
_MANY = re.compile(r"\s*(?:CHAPTER|PART|[A-Z]+ SCHEDULE)", re.I)
_NAMES_MANY = re.compile(r"\b(?:Chapter|Part|Schedule|Entries)\b")
_NAMED = re.compile(r"\bArticles\s+\"?\d+[A-Z]{0,3}(?:(?:,|\s+and|\s+to)\s+\d+[A-Z]{0,3})*")


@dataclass(frozen=True)
class Mark:
    """Where a note stands in the text as it stands.

    start, end : the words that the note is about, in characters of `FootnotedEdition.text`; the asterisks that
        stand for words left out; equal where it only explains the word before or after.
    bracketed : the edition brackets the words. doubtful : its closing bracket is missing, so that the end is a guess.
    """

    note: EditionNote
    start: int
    end: int
    bracketed: bool = True
    doubtful: bool = False


@dataclass(frozen=True)
class FootnotedEdition:
    """A footnoted edition, read.

    text : as it stands, without marks and notes. notes : all, in order.
    marks : their places, in the order of the text.
    unplaced : notes whose mark was not found in the text. stray : closing brackets without an opening one.
    """

    text: str
    notes: tuple[EditionNote, ...]
    marks: tuple[Mark, ...]
    unplaced: tuple[EditionNote, ...]
    stray: int = 0

    @property
    def not_in_source(self) -> tuple[EditionNote, ...]:
        """The notes that tell of earlier words which the edition does not give."""
        return tuple(note for note in self.notes if note.lacks_words)


def split_pages(text: str, head: str = "") -> list[tuple[int, str]]:
    """Cut an edition into its numbered pages: (printed number, words without the running head).

    head : the running head, which a line with the page's number follows; "" finds it: the words that most often stand
        before such a line. Pages without an arabic number are left out.
    A form feed also ends a page, and so does a line "# Page 7", which PDFium writes.

    >>> split_pages("LAW OF X\\n1\\nOne.\\nLAW OF X\\n2\\nTwo.\\n")
    [(1, 'One.\\n'), (2, 'Two.\\n')]
    """
    text = _PAGE_LINE.sub("\f", text)
    lines = text.replace("\f", "\n")
    found = head or _running_head(lines)
    if not found:
        return [(number, page) for number, page in enumerate(text.split("\f"), start=1)]
    pattern = re.compile(rf"{re.escape(found)}[ \t]*\n[ \t]*(\d+|[ivxlc]+)[ \t]*(?:\n|$)")
    heads = list(pattern.finditer(lines))
    ends = [match.start() for match in heads[1:]] + [len(lines)]
    return [
        (int(match[1]), lines[match.end() : end])
        for match, end in zip(heads, ends, strict=True)
        if match[1].isdecimal()
    ]


def _running_head(text: str) -> str:
    """The capitals that most often end a line before a line with a number alone."""
    heads = Counter(
        match[1].strip()
        for match in re.finditer(
            r"([A-Z][A-Z '’.,-]{5,})[ \t]*\n[ \t]*(?:\d+|[ivxlc]+)[ \t]*(?:\n|$)", text
        )
    )
    return max(sorted(heads), key=heads.__getitem__, default="")


def read_footnoted(pages: Sequence[tuple[int, str]]) -> FootnotedEdition:
    """Read the pages of a footnoted edition, each as (printed number, its words with the notes below).

    >>> page = "5. It is the 1[inviolable] duty.\\n1  Subs. by Act 9 of 1985, s. 2, for “basic”.\\n"
    >>> edition = read_footnoted([(4, page)])
    >>> mark = edition.marks[0]
    >>> edition.text[mark.start:mark.end], mark.note.old, mark.note.act
    ('inviolable', 'basic', '9 of 1985')
    """
    bodies: list[tuple[int, str]] = []
    raw: list[tuple[int, int, str]] = []
    for number, page in pages:
        body, own = split_notes(_RAISED.sub(r"\g<n>", page))
        bodies.append((number, body))
        raw += [(number, n, words) for n, words in own]
    notes = read_notes(raw)
    scribe = _Scribe({(note.page, note.n): note for note in notes})
    for number, body in bodies:
        scribe.page(number, body)
    return scribe.edition(notes)


def split_notes(page: str) -> tuple[str, list[tuple[int, str]]]:
    """A page's words and its notes: the block at its foot whose lines are numbered 1, 2, 3 ... without a gap.

    >>> split_notes("Words 1[here].\\n1  Ins. by Act 9.\\n2  Omitted\\nibid.\\n")
    ('Words 1[here].\\n', [(1, 'Ins. by Act 9.'), (2, 'Omitted ibid.')])
    """
    begins = [match.start() for match in _FIRST_NOTE.finditer(page)]
    if not begins:
        return page, []
    block = page[begins[-1] :]
    starts: list[re.Match[str]] = []
    for match in _NOTE_LINE.finditer(block):
        if int(match["n"]) == len(starts) + 1:
            starts.append(match)
    ends = [match.start() for match in starts[1:]] + [len(block)]
    notes = [
        (i, " ".join(block[match.end() : end].split()))
        for i, (match, end) in enumerate(zip(starts, ends, strict=True), start=1)
    ]
    return page[: begins[-1]], notes


@dataclass
class _Opened:
    """A bracket that is still open; `labels`: of the articles in which it must end, none when it may span any."""

    note: EditionNote | None
    start: int
    labels: frozenset[str]


@dataclass
class _Scribe:
    """Writes the text without its marks, and remembers where they were."""

    notes: dict[tuple[int, int], EditionNote]
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    opened: list[_Opened] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    stray: int = 0
    label: str = ""

    def page(self, number: int, body: str) -> None:
        own = {n: note for (page, n), note in self.notes.items() if page == number}
        for kind, value, words in _tokens(body.rstrip() + "\n", own, self.label):
            if kind == "words":
                self._words(words)
            elif kind == "heading":
                self._close_left_open(value)
                self.label = value
                self._words(words)
            elif kind == "open":
                note = own.get(int(value)) if value else None
                self.opened.append(_Opened(note, self.length, self._home(note, words)))
            elif kind == "close":
                self._close()
            else:
                start = self.length
                self._words(words)
                self.marks.append(Mark(own[int(value)], start, self.length, bracketed=False))

    def _words(self, words: str) -> None:
        if self.pieces and would_join(self.pieces[-1], words):
            words = f" {words}"  # a mark stood between two words without a space
        self.pieces.append(words)
        self.length += len(words)

    def _close(self) -> None:
        if not self.opened:
            self.stray += 1
            return
        opened = self.opened.pop()
        if opened.note:
            self.marks.append(Mark(opened.note, opened.start, self.length))

    def _home(self, note: EditionNote | None, words: str) -> frozenset[str]:
        """The articles in which a bracket before these words must end; none when it may hold any."""
        named = _NAMED.search(note.text) if note else None
        article = _ARTICLE.match(words)
        own = article["label"] if article else self.label
        if named:
            return frozenset([own, *re.findall(r"\d+[A-Z]{0,3}", named[0])])
        if _MANY.match(words) or (note and _NAMES_MANY.search(note.text)):
            return frozenset()
        return frozenset([own])

    def _close_left_open(self, label: str) -> None:
        """At a new article, what belongs to the one before ends: a whole article here, words with their paragraph."""
        kept = []
        for opened in self.opened:
            if not opened.labels or label in opened.labels:
                kept.append(opened)
            elif opened.note:
                text = "".join(self.pieces)
                end = text.find("\n\n", opened.start)
                if end < 0 or _ARTICLE.match(text, opened.start):
                    end = len(text)
                self.marks.append(Mark(opened.note, opened.start, end, doubtful=True))
        self.opened = kept

    def edition(self, notes: tuple[EditionNote, ...]) -> FootnotedEdition:
        for opened in self.opened:
            opened.labels = opened.labels or frozenset(["-"])
        self._close_left_open("")
        placed = {(mark.note.page, mark.note.n) for mark in self.marks}
        unplaced = tuple(note for note in notes if (note.page, note.n) not in placed)
        marks = tuple(sorted(self.marks, key=lambda m: (m.start, -m.end, m.note.page, m.note.n)))
        return FootnotedEdition("".join(self.pieces), notes, marks, unplaced, self.stray)


def _tokens(body: str, notes: dict[int, EditionNote], label: str) -> Iterator[tuple[str, str, str]]:
    """Cut a page's words at its marks: (kind, number or label, words).

    "open" and "close" are brackets (the words of "open" are those that follow, to look at), "point" a note without
    brackets, "heading" a line that begins an article.
    """
    numbers = "|".join(str(n) for n in sorted(notes, reverse=True)) or r"(?!)"
    mark = re.compile(
        rf"(?<![\d(])(?P<open>{numbers})?[ ]?\[|(?P<close>\])"
        rf"|(?<![\d(])(?P<star>{numbers})[ ]{{0,2}}(?P<stars>\*(?:[ ]*\*)*)"
        rf"|^[ ]*(?P<line>{numbers})(?=(?P<after>\d+[A-Z]{{0,3}})\. )"
        rf"|(?<=\s)(?P<glued>{numbers})(?=[A-Za-z‘“\"(])|(?<=[a-z])(?P<tail>{numbers})(?=[\s,.;:])"
        rf"|^(?P<heading>[ ]*(?P<label>\d+[A-Z]{{0,3}})\. )",
        re.M,
    )
    headed = {match["label"] for match in _HEADED.finditer(body)} | {label}
    place = 0
    for match in mark.finditer(body):
        if match["line"] and match["after"] not in headed:
            continue
        if match.start() > place:
            yield "words", "", body[place : match.start()]
        place = match.end()
        if match["close"]:
            yield "close", "", ""
        elif match["heading"]:
            yield "heading", match["label"], match["heading"]
        elif number := match["star"] or match["line"] or match["glued"] or match["tail"]:
            yield "point", number, match["stars"] or ""
        else:
            yield "open", match["open"] or "", body[place : place + 40]
    yield "words", "", body[place:]
