"""References inside a text of law: which article, clause, part or schedule it names, in English, Italian and Urdu."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Named = Literal["article", "clause", "part", "schedule"]

_NUMBER = r"\d+[A-Z]{0,3}"
_WORDS = {
    "article": r"[Aa]rticles?|ARTICLES?|[Aa]rticol[oi]|[Aa]rt\.|[Aa]rtt\.|دفعہ|دفعات",
    "part": r"Parts?|PARTS?|[Pp]arte|حصہ",
}
_MEMBER_OF_LIST = rf"{_NUMBER}(?:\(\d+[A-Z]*\))?"
_LINK = r"(?:,|،|and|or|e|o|to|through|[-–]|اور|یا|تا|سے)"
_LIST = rf"{_MEMBER_OF_LIST}(?:\s*{_LINK}\s*(?:and|or|اور)?\s*{_MEMBER_OF_LIST})*"
_ARTICLES = re.compile(rf"(?:{_WORDS['article']})\s+(?P<list>{_LIST})(?![\w(])")
_MEMBER = re.compile(
    rf"(?P<link>to|through|[-–]|تا|سے)?\s*(?P<label>{_NUMBER})(?:\((?P<clause>\d+[A-Z]*)\))?"
)
_CLAUSE_OF = re.compile(
    r"(?:[Cc]lauses?|[Cc]omm[ai])\s+\(?(?P<clause>\d+[A-Z]*)\)?\s+(?:of|dell['’]|of the said)\s*"
    rf"(?:[Aa]rticle|[Aa]rticolo)\s+(?P<label>{_NUMBER})"
    rf"|دفعہ\s+(?P<label_ur>{_NUMBER})\s+کی\s+شق\s+\((?P<clause_ur>\d+[A-Z]*)\)"
)
_CLAUSE_HERE = re.compile(
    r"(?:[Cc]lause\s+\((?P<clause>\d+[A-Z]*)\)(?!\s+of\b)|(?<!کی )شق\s+\((?P<clause_ur>\d+[A-Z]*)\))"
)
_PARTS = re.compile(rf"(?:{_WORDS['part']})\s+(?P<label>[IVXL]+(?:-?[A-Z])?)\b")
_ORDINALS = [
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
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
]
_ORDINALS_UR = (
    ("اول", "پہلا", "پہلے"),
    ("دوم", "دوسرا", "دوسرے"),
    ("سوم", "تیسرا", "تیسرے"),
    ("چہارم", "چوتھا", "چوتھے"),
    ("پنجم", "پانچواں", "پانچویں"),
    ("ششم", "چھٹا", "چھٹے"),
    ("ہفتم", "ساتواں", "ساتویں"),
    ("ہشتم", "آٹھواں", "آٹھویں"),
    ("نہم", "نواں", "نویں"),
    ("دہم", "دسواں", "دسویں"),
    ("یازدہم", "گیارہواں", "گیارہویں"),
    ("دوازدہم", "بارہواں", "بارہویں"),
)
_RANK = {word: rank for rank, word in enumerate(_ORDINALS, 1)} | {
    word: rank for rank, words in enumerate(_ORDINALS_UR, 1) for word in words
}
_URDU = "|".join(sorted((w for words in _ORDINALS_UR for w in words), key=len, reverse=True))
_SCHEDULES = re.compile(
    rf"\b(?P<before>{'|'.join(w.capitalize() for w in _ORDINALS)}|{'|'.join(w.upper() for w in _ORDINALS)})"
    r"\s+(?:Schedule|SCHEDULE)\b"
    r"|\b(?:Schedule|SCHEDULE)\s+(?P<after>[IVXL]+|\d+)\b"
    rf"|(?P<before_ur>{_URDU})\s+جدول|جدول\s+(?P<after_ur>{_URDU}|\d+)"
)
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")
_OTHER_DIGIT = re.compile("[۰-۹٠-٩]")


@dataclass(frozen=True)
class Reference:
    """One place where a text names a provision.

    kind : what it names. label : of the article or part; the number of the schedule.
    until : last label of a range ("articles 12 to 15"); "" for one provision.
    clause : number of the clause in that article, where one is named; the label is "" for one of its own article.
    shown : as printed.
    """

    kind: Named
    label: str
    until: str = ""
    clause: str = ""
    shown: str = ""


def find_references(text: str) -> Iterator[Reference]:
    """Every provision that a text names, kind by kind.

    >>> [(r.label, r.until, r.clause) for r in find_references("Articles 12 to 15, and clause (2) of article 9")]
    [('9', '', '2'), ('12', '15', '')]
    >>> [(r.kind, r.label) for r in find_references("the Tenth Schedule; جدول دہم؛ Part IV-A; دفعات 3 اور 4")]
    [('article', '3'), ('article', '4'), ('part', 'IVA'), ('schedule', '10'), ('schedule', '10')]
    """
    plain = text.translate(_DIGITS) if _OTHER_DIGIT.search(text) else text
    of_clause = set()
    for match in _CLAUSE_OF.finditer(plain) if _has(plain, "lause", "omm", "شق") else ():
        label, clause = match["label"] or match["label_ur"], match["clause"] or match["clause_ur"]
        of_clause.add(match.start("label") if match["label"] else match.start("label_ur"))
        yield Reference("clause", label, clause=clause, shown=_shown(match[0]))
    for match in _ARTICLES.finditer(plain):
        if match.start("list") not in of_clause:
            yield from _members(match["list"])
    for match in _CLAUSE_HERE.finditer(plain) if _has(plain, "lause", "شق") else ():
        clause = match["clause"] or match["clause_ur"]
        yield Reference("clause", "", clause=clause, shown=_shown(match[0]))
    for match in _PARTS.finditer(plain) if _has(plain, "art", "PART", "حصہ") else ():
        yield Reference("part", normalise_label(match["label"]), shown=_shown(match[0]))
    for match in _SCHEDULES.finditer(plain) if _has(plain, "chedule", "SCHEDULE", "جدول") else ():
        named = match["before"] or match["after"] or match["before_ur"] or match["after_ur"]
        yield Reference("schedule", rank_of(named), shown=_shown(match[0]))


def _has(text: str, *pieces: str) -> bool:
    """Whether any of some letters stand in a text: quicker than a pattern."""
    return any(piece in text for piece in pieces)


def _members(listed: str) -> Iterator[Reference]:
    """The articles of a list; "12 to 15" is one range."""
    members = list(_MEMBER.finditer(listed))
    at = 0
    while at < len(members):
        this = members[at]
        ranged = at + 1 < len(members) and members[at + 1]["link"]
        if ranged:
            last = members[at + 1]
            yield Reference(
                "article",
                this["label"],
                until=last["label"],
                shown=f"{this['label']}–{last['label']}",
            )
        elif this["clause"]:
            yield Reference("clause", this["label"], clause=this["clause"], shown=this[0].strip())
        else:
            yield Reference("article", this["label"], shown=this["label"])
        at += 2 if ranged else 1


def _shown(text: str) -> str:
    return " ".join(text.split())


@lru_cache(maxsize=4096)
def normalise_label(label: str) -> str:
    """A label without the marks that are printed one way here and another there.

    >>> normalise_label("IV-A"), normalise_label("۱۲")
    ('IVA', '12')
    """
    return re.sub(r"[\s.()\-–]", "", label).translate(_DIGITS).upper()


@lru_cache(maxsize=1024)
def rank_of(label: str) -> str:
    """The number of an ordinal: "Tenth", "X", "دہم" and "10" are one; anything else stays as it is.

    >>> [rank_of(label) for label in ("Tenth", "TENTH", "X", "دہم", "10", "Annex")]
    ['10', '10', '10', '10', '10', 'ANNEX']
    """
    plain = normalise_label(label)
    if plain.lower() in _RANK:
        return str(_RANK[plain.lower()])
    if plain in _RANK:
        return str(_RANK[plain])
    if plain and set(plain) <= set("IVXLC"):
        values = [_ROMAN[letter] for letter in plain]
        return str(
            sum(
                -v if any(v < later for later in values[i + 1 : i + 2]) else v
                for i, v in enumerate(values)
            )
        )
    return plain


def order_of(label: str) -> tuple[int, str]:
    """Where a label stands among labels: 9 before 12 before 12A.

    >>> sorted(["12A", "9", "12"], key=order_of)
    ['9', '12', '12A']
    """
    match = re.match(r"(\d+)(.*)", normalise_label(label))
    return (int(match[1]), match[2]) if match else (0, label)


_DEFINED = re.compile(
    r"[“\"«'‘](?P<term>[^“”\"«»'‘’\n]{2,60})[”\"»'’]\s*,?\s*"
    r"(?:means?|includes?|shall mean|has the meaning|si intende|سے مراد)"
)
_NAME = r"(?:[A-Z][\w’'-]+)(?:\s+(?:(?:of|for|and|the|on|in)\s+)*[A-Z][\w’'-]+)+"
_FOUNDED = re.compile(
    r"(?:[Tt]here shall be|[Tt]here is|shall be constituted|established|constituted|be called|known as|be appointed)"
    rf"\s+(?:established\s+|constituted\s+|appointed\s+|created\s+)?(?:an?|the|one)?\s*(?P<name>{_NAME})"
    rf"|(?:[EÈ]['’]?\s+istituit[oa])\s+(?:il|la|lo|un|una|l['’])\s*(?P<name_it>{_NAME})"
    r"|ایک\s+(?P<name_ur>[^۔،؛\n]{3,60}?)\s+(?:قائم|تشکیل)\s+(?:کیا|کی|دیا|دی)\s+(?:جائے|جائیں)"
)


def find_terms(text: str) -> set[str]:
    """The terms that a text defines.

    >>> sorted(find_terms('In this Part, “local court” means a court of a valley; "tax" includes a duty.'))
    ['local court', 'tax']
    """
    return {" ".join(match["term"].split()) for match in _DEFINED.finditer(text)}


def find_bodies(text: str) -> set[str]:
    """The bodies that a text founds, by name.

    >>> find_bodies("There shall be a Council of Valleys to hear disputes.")
    {'Council of Valleys'}
    """
    return {
        " ".join((match["name"] or match["name_it"] or match["name_ur"]).split())
        for match in _FOUNDED.finditer(text)
    }


def may_name(text: str, labels: Iterable[str], clauses: Iterable[str]) -> bool:
    """Whether a text may name one of the labels or clauses: a quick look before `find_references`.

    >>> may_name("under article 12", {"12"}, set()), may_name("under article 129", {"12"}, set())
    (True, False)
    """
    if _OTHER_DIGIT.search(text):
        return True
    if any(f"({clause})" in text for clause in clauses):
        return True
    if not labels:
        return False
    return bool(_ranged(tuple(sorted(labels))).search(text))


@lru_cache(maxsize=8)
def _ranged(labels: tuple[str, ...]) -> re.Pattern[str]:
    """One of the labels alone, or any range, in which one may be."""
    return re.compile(
        rf"(?<!\w)(?:{'|'.join(map(re.escape, labels))})(?!\w)|\d[A-Z]*\s*(?:to|through|[-–]|تا|سے)\s*\d"
    )


def count_uses(phrase: str, text: str) -> int:
    """How often a phrase stands in a text as whole words, whatever the white space in it.

    >>> count_uses("local court", "The local\\ncourt, not a local courtyard.")
    1
    """
    if max(phrase.split(), key=len) not in text:
        return 0
    words = r"\s+".join(re.escape(word) for word in phrase.split())
    return len(re.findall(rf"(?<!\w){words}(?!\w)", text))
