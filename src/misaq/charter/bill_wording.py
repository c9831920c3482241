"""Instructions in the words of a bill, in English and in Urdu as statutes are drafted in each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from misaq.charter.operations import Operation
from misaq.charter.text import cut_units

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


def name_address(address: Address, language: Language) -> str:
    """A provision by its labels from the article down.

    >>> name_address([("article", "12"), ("clause", "2"), ("paragraph", "a")], "en")
    'article 12, clause (2), paragraph (a)'
    >>> name_address([("article", "12"), ("clause", "2"), ("proviso", "")], "ur")
    'دفعہ 12 کی شق (2) کے فقرہ شرطیہ'
    """
    names = [_name(kind, label, language) for kind, label in address]
    if language == "en":
        return ", ".join(names)
    joined = names[0] if names else ""
    for (kind, _), name in zip(address[1:], names[1:], strict=True):
        masculine = kind in {"paragraph", "proviso", "entry", "part", "chapter", "title"}
        joined += f" {'کے' if masculine else 'کی'} {name}"
    return joined


def _name(kind: str, label: str, language: Language) -> str:
    called = _KINDS[language].get(kind, kind)
    if not label:
        return called.removeprefix("the ") if kind not in _KINDS[language] else called
    if kind == "schedule" and not label[:1].isdigit() and len(label) > 2 and language == "en":
        return f"the {label.title()} Schedule"
    shown = f"({label})" if kind in _BRACKETED else label
    return f"{called.removeprefix('the ')} {shown}"


def _quoted(text: str, language: Language) -> str:
    """Words between quotation marks, with what they are: words, figures or a mark."""
    flat = " ".join(text.split())
    tokens = [word for word, _ in cut_units(flat)[1:]]
    if len(tokens) == 1 and tokens[0] in _MARKS[language]:
        return (
            f"{_MARKS[language][tokens[0]]} “{flat}”"
            if language == "en"
            else f"{_MARKS['ur'][tokens[0]]} ”{flat}“"
        )
    spoken = [token for token in tokens if any(c.isalnum() for c in token)]
    if language == "en":
        what = "words" if len(spoken) > 1 else "word"
        if spoken and all(token.isdigit() for token in spoken):
            what = "figures"
        return f"{what if spoken else 'mark'} “{flat}”"
    what = "الفاظ" if len(spoken) > 1 else "لفظ"
    if spoken and all(token.isdigit() for token in spoken):
        what = "ہندسے"
    return f"{what if spoken else 'علامت'} ”{flat}“"


def _english(operation: Operation, place: Place) -> str:
    where = f"in {name_address(place.address, 'en') or place.file}, "
    time = _time(operation.occurrence, "en")
    match operation.kind:
        case "substitute_words":
            old, new = _quoted(operation.words, "en"), _quoted(operation.text, "en")
            return f"{where}for the {old}{time} the {new} shall be substituted."
        case "omit_words":
            return f"{where}the {_quoted(operation.words, 'en')}{time} shall be omitted."
        case "insert_words":
            new = _quoted(operation.text, "en")
            if operation.where in {"start", "end"}:
                edge = "beginning" if operation.where == "start" else "end"
                return f"{where}at the {edge}, the {new} shall be inserted."
            old = _quoted(operation.words, "en")
            return f"{where}{operation.where} the {old}{time}, the {new} shall be inserted."
        case "omit_provision":
            return f"{name_address(place.address, 'en')} shall be omitted."
        case "substitute_provision":
            named = name_address(place.address, "en")
            return f"for {named} the following shall be substituted, namely:—\n\n“{operation.text}”"
        case "renumber":
            named = name_address(place.address, "en")
            return f"{named} shall be renumbered as {_name(place.address[-1][0], operation.label, 'en')}."
        case _:
            return f"{_new_place(place, 'en')} the following shall be inserted, namely:—\n\n“{operation.text}”"


def _urdu(operation: Operation, place: Place) -> str:
    where = f"{name_address(place.address, 'ur') or place.file} میں "
    time = _time(operation.occurrence, "ur")
    match operation.kind:
        case "substitute_words":
            old, new = _quoted(operation.words, "ur"), _quoted(operation.text, "ur")
            return f"{where}{time}{old} کی جگہ {new} تبدیل کر دیے جائیں گے۔"
        case "omit_words":
            return f"{where}{time}{_quoted(operation.words, 'ur')} حذف کر دیے جائیں گے۔"
        case "insert_words":
            new = _quoted(operation.text, "ur")
            if operation.where in {"start", "end"}:
                edge = "شروع" if operation.where == "start" else "آخر"
                return f"{where}{edge} میں {new} شامل کر دیے جائیں گے۔"
            side = "کے بعد" if operation.where == "after" else "سے پہلے"
            return (
                f"{where}{time}{_quoted(operation.words, 'ur')} {side} {new} شامل کر دیے جائیں گے۔"
            )
        case "omit_provision":
            return f"{name_address(place.address, 'ur')} حذف کر دی جائے گی۔"
        case "substitute_provision":
            named = name_address(place.address, "ur")
            return f"{named} کی جگہ حسبِ ذیل تبدیل کر دی جائے گی، یعنی:—\n\n”{operation.text}“"
        case "renumber":
            named = name_address(place.address, "ur")
            return f"{named} کا نمبر بدل کر {_name(place.address[-1][0], operation.label, 'ur')} کر دیا جائے گا۔"
        case _:
            return f"{_new_place(place, 'ur')} حسبِ ذیل شامل کر دی جائے گی، یعنی:—\n\n”{operation.text}“"


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
