"""Instructions in the words of a bill, in English and in Urdu as statutes are drafted in each."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from misaq.charter.operations import Operation
from misaq.charter.references import rank_of
from misaq.charter.text import cut_units, is_word

Language = Literal["en", "ur"]
LANGUAGES: tuple[Language, ...] = ("en", "ur")

Address = Sequence[tuple[str, str]]  # (kind, label) from the article down

_KINDS = {  # kind to what a bill calls it
    "en": {
        "article": "article",
        "item": "article",
        "amendment": "amendment",
        "section": "section",
        "clause": "clause",
        "paragraph": "paragraph",
        "proviso": "the proviso",
        "explanation": "the explanation",
        "entry": "entry",
        "schedule": "schedule",
        "part": "Part",
        "chapter": "chapter",
        "title": "title",
        "preamble": "the preamble",
        "front": "the opening text",
    },
    "ur": {
        "article": "دفعہ",
        "item": "دفعہ",
        "amendment": "ترمیم",
        "section": "ضمن",
        "clause": "شق",
        "paragraph": "پیرا",
        "proviso": "فقرہ شرطیہ",
        "explanation": "تشریح",
        "entry": "اندراج",
        "schedule": "جدول",
        "part": "حصہ",
        "chapter": "باب",
        "title": "عنوان",
        "preamble": "تمہید",
        "front": "ابتدائی عبارت",
    },
}
_BRACKETED = ("clause", "paragraph", "entry")
_ORDINALS = (
    "",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
)
_ORDINALS_UR = (
    "",
    "پہلی",
    "دوسری",
    "تیسری",
    "چوتھی",
    "پانچویں",
    "چھٹی",
    "ساتویں",
    "آٹھویں",
    "نویں",
    "دسویں",
)
_SCHEDULES_UR = (
    "",
    "اول",
    "دوم",
    "سوم",
    "چہارم",
    "پنجم",
    "ششم",
    "ہفتم",
    "ہشتم",
    "نہم",
    "دہم",
    "یازدہم",
    "دوازدہم",
)
_MARKS = {
    "en": {
        ",": "comma",
        ".": "full stop",
        ";": "semicolon",
        ":": "colon",
        "،": "comma",
        "؛": "semicolon",
        "۔": "full stop",
    },
    "ur": {
        ",": "سکتہ",
        "،": "سکتہ",
        ".": "ختمہ",
        "۔": "ختمہ",
        ";": "وقفہ",
        "؛": "وقفہ",
        ":": "رابطہ",
    },
}


@dataclass(frozen=True)
class Place:
    """Where an instruction works. address : of the provision; beneath : of what a new one stands in; after : of the
    sibling that a new one follows; file : name of the file, where only that says where.
    """

    address: Address
    beneath: Address = ()
    after: Address = ()
    file: str = ""


def word_operation(operation: Operation, place: Place, language: Language) -> str:
    """One instruction as a sentence.

    >>> change = Operation("", 9, "substitute_words", "art-12.cl-2", words="one year", text="two years")
    >>> where = Place([("article", "12"), ("clause", "2")])
    >>> word_operation(change, where, "en")
    'In article 12, clause (2), for the words “one year” the words “two years” shall be substituted.'
    >>> word_operation(change, where, "ur")
    'دفعہ 12 کی شق (2) میں الفاظ ”one year“ کی جگہ الفاظ ”two years“ تبدیل کر دیے جائیں گے۔'
    """
    words = {"en": _english, "ur": _urdu}[language](operation, place)
    return words[:1].upper() + words[1:]


def name_address(address: Address, language: Language, *, direct: bool = False) -> str:
    """A provision by its labels from the article down; direct : as what is done to, in Urdu, not as where it is.

    >>> name_address([("article", "12"), ("clause", "2"), ("paragraph", "a")], "en")
    'article 12, clause (2), paragraph (a)'
    >>> name_address([("article", "12"), ("clause", "2"), ("proviso", "")], "ur")
    'دفعہ 12 کی شق (2) کے فقرہ شرطیہ'
    >>> name_address([("article", "12"), ("proviso", "")], "ur", direct=True)
    'دفعہ 12 کا فقرہ شرطیہ'
    >>> name_address([("schedule", "First")], "en"), name_address([("schedule", "First")], "ur")
    ('the First Schedule', 'جدول اول')
    """
    names = [_name(kind, label, language) for kind, label in address]
    if language == "en":
        return ", ".join(names)
    joined = names[0] if names else ""
    for at, ((kind, _), name) in enumerate(zip(address, names, strict=True)):
        if at:
            masculine = "کا" if direct and at + 1 == len(names) else "کے"
            joined += f" {masculine if kind in _MASCULINE else 'کی'} {name}"
    return joined


def _name(kind: str, label: str, language: Language) -> str:
    called = _KINDS[language].get(kind, kind)
    if not label:
        return called.removeprefix("the ") if kind not in _KINDS[language] else called
    if kind == "schedule" and not label[:1].isdigit() and len(label) > 2 and language == "en":
        return f"the {label.title()} Schedule"
    if kind == "schedule" and language == "ur" and rank_of(label).isdecimal():
        rank = int(rank_of(label))
        return f"{called} {_SCHEDULES_UR[rank] if rank < len(_SCHEDULES_UR) else rank}"
    shown = f"({label})" if kind in _BRACKETED else label
    return f"{called.removeprefix('the ')} {shown}"


_WORDS_EN = {"many": "words", "one": "word", "figures": "figures", "mark": "mark"}
_WORDS_UR = {"many": "الفاظ", "one": "لفظ", "figures": "ہندسے", "mark": "علامت"}
_DONE = {
    "m": "کر دیا جائے گا",
    "f": "کر دی جائے گی",
    "p": "کر دیے جائیں گے",
}  # by gender and number
_MASCULINE = {"paragraph", "proviso", "entry", "part", "chapter", "title"}


def _sort_of(text: str) -> tuple[str, str]:
    """(sort, mark) of quoted words: "many", "one", "figures" or "mark", and which mark it is."""
    tokens = [word for word, _ in cut_units(text)[1:]]
    spoken = [token for token in tokens if is_word(token)]
    if not spoken:
        return "mark", tokens[0] if len(tokens) == 1 else ""
    if all(token.isdigit() for token in spoken):
        return "figures", ""
    return ("many" if len(spoken) > 1 else "one"), ""


def _quoted(text: str) -> str:
    """Words between quotation marks, with what they are: words, figures or a mark."""
    sort, mark = _sort_of(text)
    return f"{_MARKS['en'].get(mark) or _WORDS_EN[sort]} “{_flat(text)}”"


def _quoted_ur(text: str) -> tuple[str, str]:
    """The same in Urdu, and the verb that agrees with it."""
    sort, mark = _sort_of(text)
    named = _MARKS["ur"].get(mark, "")
    gender = {"many": "p", "figures": "p", "one": "m", "mark": "m" if named else "f"}[sort]
    return f"{named or _WORDS_UR[sort]} ”{_flat(text)}“", _DONE[gender]


def _flat(text: str) -> str:
    return " ".join(text.split())


def _printed(text: str) -> str:
    """A provision as it is quoted: without the marks by which a file shows headings."""
    return re.sub(r"[ \t]{2,}", " ", re.sub(r"^#+\s*", "", text, flags=re.MULTILINE))


def _english(operation: Operation, place: Place) -> str:
    named = name_address(place.address, "en")
    where = f"in {named or place.file}, "
    home, whole = "", named
    if len(place.address) > 1 and not place.address[-1][1]:  # a proviso has no number of its own
        home = f"in {name_address(place.address[:-1], 'en')}, "
        whole = name_address(place.address[-1:], "en")
    time = _time(operation.occurrence, "en")
    new, old = _quoted(operation.text), _quoted(operation.words)
    following = f"namely:—\n\n“{_printed(operation.text)}”"
    match operation.kind:
        case "substitute_words":
            return f"{where}for the {old}{time} the {new} shall be substituted."
        case "omit_words":
            return f"{where}the {old}{time} shall be omitted."
        case "insert_words" if operation.where in {"start", "end"}:
            edge = "beginning" if operation.where == "start" else "end"
            return f"{where}at the {edge}, the {new} shall be inserted."
        case "insert_words":
            return f"{where}{operation.where} the {old}{time}, the {new} shall be inserted."
        case "omit_provision":
            return f"{home}{whole} shall be omitted."
        case "substitute_provision":
            return f"{home}for {whole} the following shall be substituted, {following}"
        case "renumber":
            number = _name(place.address[-1][0], operation.label, "en")
            return f"{named} shall be renumbered as {number}."
        case _:
            return f"{_new_place(place, 'en')} the following shall be inserted, {following}"


def _urdu(operation: Operation, place: Place) -> str:
    named = name_address(place.address, "ur")
    where = f"{named or place.file} میں "
    time = _time(operation.occurrence, "ur")
    (new, new_done), (old, old_done) = _quoted_ur(operation.text), _quoted_ur(operation.words)
    following = f"یعنی:—\n\n”{_printed(operation.text)}“"
    done = _DONE["m" if place.address and place.address[-1][0] in _MASCULINE else "f"]
    match operation.kind:
        case "substitute_words":
            return f"{where}{time}{old} کی جگہ {new} تبدیل {new_done}۔"
        case "omit_words":
            return f"{where}{time}{old} حذف {old_done}۔"
        case "insert_words" if operation.where in {"start", "end"}:
            edge = "شروع" if operation.where == "start" else "آخر"
            return f"{where}{edge} میں {new} شامل {new_done}۔"
        case "insert_words":
            side = "کے بعد" if operation.where == "after" else "سے پہلے"
            return f"{where}{time}{old} {side} {new} شامل {new_done}۔"
        case "omit_provision":
            return f"{name_address(place.address, 'ur', direct=True)} حذف {done}۔"
        case "substitute_provision":
            return f"{named} کی جگہ حسبِ ذیل تبدیل {done}، {following}"
        case "renumber":
            number = _name(place.address[-1][0], operation.label, "ur")
            return f"{named} کا نمبر بدل کر {number} کر دیا جائے گا۔"
        case _:
            return f"{_new_place(place, 'ur')} حسبِ ذیل شامل {done}، {following}"


def _new_place(place: Place, language: Language) -> str:
    """After which provision, or at the beginning of which, a new one stands."""
    if place.after:
        named = name_address(place.after, language)
        return f"after {named}" if language == "en" else f"{named} کے بعد"
    named = name_address(place.beneath, language) or place.file
    return f"at the beginning of {named}" if language == "en" else f"{named} کے شروع میں"


def _time(occurrence: int, language: Language) -> str:
    """Which of several places is meant; nothing for the first."""
    if occurrence == 1:
        return ""
    if occurrence == 0:
        return ", wherever occurring," if language == "en" else "جہاں کہیں آئیں، "
    if language == "en":
        nth = _ORDINALS[occurrence] if occurrence < len(_ORDINALS) else f"{occurrence}th"
        return f", where they occur for the {nth} time,"
    nth = _ORDINALS_UR[occurrence] if occurrence < len(_ORDINALS_UR) else f"{occurrence}ویں"
    return f"{nth} بار آنے والے "
