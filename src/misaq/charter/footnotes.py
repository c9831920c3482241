"""Footnotes of an official edition: which act changed the marked words, when, and what stood there before."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

NoteKind = Literal["substitute", "insert", "omit", "renumber", "reference", "remark"]

_DOES: tuple[tuple[NoteKind, re.Pattern[str]], ...] = (
    ("substitute", re.compile(r"\bsubs(?:tituted\b|\b)", re.I)),
    ("insert", re.compile(r"\bins(?:erted\b|\b)|\badded\b", re.I)),
    ("omit", re.compile(r"\bomitted\b", re.I)),
    ("renumber", re.compile(r"\bre-?(?:numbered|lettered)\b", re.I)),
)
_REMARK = re.compile(
    r"^(?:For (?:such|the|appointment|existing)\b|.{0,80}?shall, during the period"
    r"|.{0,40}?\bhad, (?:until|between)\b)",
    re.I,
)
_SEE = re.compile(r"^See foot-?note (?P<n>\d+) on page (?P<page>\d+)", re.I)
_PREVIOUSLY = re.compile(
    r"\b(?:which|for which|who)\s+(?:was|were|had been)\s+previously\b|,?\s*\bsee\b(?! section)",
    re.I,
)
_NUMBER = re.compile(
    r"(?P<before>.{0,40}?)\b(?P<n>\d+|[IVXL]+)\s+of\s+(?P<year>[1I2][089]\d\d)\b", re.S
)
_TITLED = re.compile(
    r"the\s+(?P<title>(?:[^,()]{0,60}\((?P<which>[^()]*?)\s*A(?:mdt|rndt|mendment)\.?\)|[^(),]{3,60}?)[\s,.]*(?:Act|Order)[\s,.]*\d{4})",
    re.I,
)
_SECTION = re.compile(
    r"\b(?:(?:ss?\.?|section)\s*\d+[A-Z]*(?:\s*(?:,|&|and)\s*\d+[A-Z]*)*|Art\.{0,2}\s*\d+[A-Z]*(?:\s*and\s*Sch\.)?)"
)
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_DAY = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)?\s+({'|'.join(_MONTHS)})[.,]?\s*(\d{{4}})")
_EFFECT = re.compile(r"w\.?\s*e\.?,?\s*f[.;,]?\s*(?P<when>[^)]{4,40})")
_SHORT_DAY = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})")
_QUOTES = re.compile(r"[\"“”‟„―‖]")
_QUOTED = re.compile(r'(?P<before>[^"]{0,40}?)"(?P<words>[^"]+)"')
_FULL_STOP = re.compile(r"\bfor\s+(?:the\s+)?full[\s-]?stop", re.I)
_LABELLED = re.compile(
    r"^(?:the\s+)?(?:original\s+|existing\s+)*(?:sub-?)?"
    r"(?:articles?|art\.|clauses?|paragraphs?|provisos?|explanation|chapters?|parts?|schedules?|entry|entries|items?)"
    r"(?:\s*[\d(].*|\s*[.,]?)$|^\(\w{1,4}\)(?:(?:,\s|\sand\s|\sto\s)\(\w{1,4}\))*\.?$"
    r"|^\d+[A-Z]{0,2}(?:(?:,\s|\sand\s|\sto\s)\d+[A-Z]{0,2})*\.?$|^\w+ schedule\.?$",
    re.I,
)
_SAYS_WORDS = re.compile(r"\b(?:words?|commas?|figures?|brackets?|letters?)\b", re.I)


@dataclass(frozen=True)
class EditionNote:
    """One footnote of an edition.

    page, n : printed page and number of the note on it. text : as printed.
    kind : what its act did; "reference" to another note; "remark" when it tells of no change to the words.
    act : number of the act, "10 of 2010" or "P.O. 14 of 1985", its own or that of the note which "ibid." means; ""
        when it names none. title : of the act as the edition prints it; "" when no note does.
    section : of the act. date : day from which it counts (ISO; a year where no day is named); "" unknown.
    old : the words that stood there before; "" when the edition does not quote them.
    old_is_label : it quotes only a label ("clause (3)"), so that the words are not in the source.
    ibid : the act was taken from the note before. refers_to : (page, n) of the note that a "reference" means.
    earlier : it says that other words had stood there still earlier.
    """

    page: int
    n: int
    text: str
    kind: NoteKind
    act: str = ""
    title: str = ""
    section: str = ""
    date: str = ""
    old: str = ""
    old_is_label: bool = False
    ibid: bool = False
    refers_to: tuple[int, int] | None = None
    earlier: bool = False

    @property
    def lacks_words(self) -> bool:
        """Whether words stood there before that the source does not give."""
        return self.kind in {"substitute", "omit", "renumber"} and (
            not self.old or self.old_is_label
        )


def read_notes(notes: Iterable[tuple[int, int, str]]) -> tuple[EditionNote, ...]:
    """Read the footnotes of an edition, each as (page, number, text), in the order of the edition.

    "ibid." takes the act of the note before, and its section when it names none of its own; "See footnote 6 on
    page 3" takes all of that note. An act called once by name and later by number is one act.

    >>> first = "Subs. by the Constitution (Ninth Amdt.) Act, 2010 (10 of 2010), s. 3 for “Sind”."
    >>> notes = read_notes([(3, 3, first), (3, 4, "Ins. ibid., s. 4.")])
    >>> [(note.kind, note.act, note.section, note.old) for note in notes]
    [('substitute', '10 of 2010', 's. 3', 'Sind'), ('insert', '10 of 2010', 's. 4', '')]
    """
    read: list[EditionNote] = []
    titles: dict[str, str] = {}
    last = EditionNote(0, 0, "", "remark")
    for page, n, text in notes:
        note = _read_note(page, n, " ".join(text.split()), last, titles)
        read.append(note)
        if note.act:
            last = note
    titled = [replace(note, title=titles.get(note.act, "")) for note in read]
    return _follow(titled)


def _read_note(
    page: int, n: int, text: str, last: EditionNote, titles: dict[str, str]
) -> EditionNote:
    if see := _SEE.match(text):
        return EditionNote(page, n, text, "reference", refers_to=(int(see["page"]), int(see["n"])))
    kind = note_kind(text)
    own = _PREVIOUSLY.split(text)[0]
    act, title = _act(own)
    if act and title:
        titles.setdefault(act, title)
    ibid = not act and "ibid" in own.lower()
    if kind == "remark":
        return EditionNote(page, n, text, kind, act, date=_date(own, act))
    section = match.group() if (match := _SECTION.search(own)) else ""
    if ibid:
        act, section = last.act, section or last.section
    old, is_label = _old_words(own, kind)
    if not old and not ibid:  # "Subs. by Act X, which was previously amended, for “five”"
        old, is_label = _old_words(text, kind)
    date = _date(own, act) if not ibid or _EFFECT.search(own) else last.date
    return EditionNote(
        page, n, text, kind, act, "", " ".join(section.split()), date, old, is_label, ibid,
        earlier="previously" in text,
    )  # fmt: skip


def note_kind(text: str) -> NoteKind:
    """What a note says was done: the first deed that it names, or "remark" when it names none.

    >>> note_kind("Omitted, inserted & added by Act V"), note_kind("For such Order, see Gaz. of Pak.")
    ('omit', 'remark')
    """
    if _REMARK.match(text):
        return "remark"
    own = _PREVIOUSLY.split(text)[0]
    found = [(match.start(), kind) for kind, pattern in _DOES if (match := pattern.search(own))]
    return min(found)[1] if found else "remark"


def _act(text: str) -> tuple[str, str]:
    """(number of the act, its title) from a note's own words; "" for what it does not say."""
    match = _NUMBER.search(text)
    if not match:
        return "", ""
    year = match["year"].replace("I", "1")  # as scanned
    n = match["n"] if match["n"].isdecimal() else str(_roman(match["n"]))
    before = match["before"][-18:]
    order = re.search(r"P\.?\s*O\.?\s*(?:No\.?)?\s*$|Order[^)]{0,8}\(\s*$", before)
    chief = re.search(r"Chief Executive", text[: match.start("n")])
    number = f"{'C.E.O. ' if chief else 'P.O. ' if order else ''}{n} of {year}"
    titled = _TITLED.search(text[: match.end()])
    title = " ".join(titled["title"].split()) if titled else ""
    title = re.sub(r"\bA(?:mdt|rndt)\.?\)", "Amendment)", title)
    title = re.sub(r"[\s,.]*\b(Act|Order)[\s,.]*(\d{4})$", r" \1, \2", title)
    if not title[:1].isupper():
        title = ""  # "(Eighteenth Amdt.) Act" is half a title
    return number, title


def _roman(numeral: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10, "L": 50}[letter] for letter in numeral]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))


def _date(text: str, act: str) -> str:
    effect = _EFFECT.search(text)
    when = effect["when"] if effect else ""
    if match := _DAY.search(when):
        return f"{match[3]}-{_MONTHS.index(match[2]) + 1:02d}-{int(match[1]):02d}"
    if match := _SHORT_DAY.search(when):
        return f"{match[3]}-{int(match[2]):02d}-{int(match[1]):02d}"
    return act[-4:]


def _old_words(text: str, kind: NoteKind) -> tuple[str, bool]:
    """(the words that stood before, whether they are only a label)."""
    if kind not in {"substitute", "omit", "renumber"}:
        return "", False
    plain = _QUOTES.sub('"', text)
    if kind == "substitute":
        if _FULL_STOP.search(plain):
            return ".", False
        start = re.search(r"\bfor\b", plain)
        quoted = _QUOTED.search(plain, start.start()) if start else None
    else:
        quoted = _QUOTED.search(plain)
    if quoted is None:
        return "", False
    words, before = quoted["words"].strip(), quoted["before"]
    if kind == "omit":
        return words, not _SAYS_WORDS.search(before)
    return words, bool(_LABELLED.match(words) or re.search(r"articles?\s*$", before, re.I))


def _follow(notes: list[EditionNote]) -> tuple[EditionNote, ...]:
    """References take the act, section, date and old words of the note that they mean."""
    by_place = {(note.page, note.n): note for note in notes}
    followed = []
    for note in notes:
        meant = by_place.get(note.refers_to) if note.refers_to else None
        if meant is None:
            followed.append(note)
            continue
        followed.append(
            replace(
                note, act=meant.act, title=meant.title, section=meant.section, date=meant.date,
                old=meant.old, old_is_label=meant.old_is_label,
            )
        )  # fmt: skip
    return tuple(followed)
