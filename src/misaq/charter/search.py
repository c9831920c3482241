"""Find words in a text of law, whatever the script: spelling variants, marks and digits make no difference."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from misaq.charter.text import cut_units
from misaq.charter.weave import Mask, Weave

_VARIANTS = str.maketrans(  # after NFKD: letters that two keyboards write differently, and marks that nobody types
    {"ك": "ک", "ي": "ی", "ى": "ی", "ه": "ہ", "ة": "ہ", "ۃ": "ہ", "ە": "ہ", "ـ": None}
    | dict.fromkeys("\u200b\u200c\u200d\u200e\u200f\u061c\u2066\u2067\u2068\u2069", None)
)
_WORD = re.compile(r"[^\W_]+")
_PHRASE = re.compile(r'["“”«»]([^"“”«»]*)["“”«»]')
_KINDS = {  # a word that names a kind of provision, in either script
    **dict.fromkeys(("article", "art", "دفعہ", "ارٹیکل", "articolo"), "article"),
    **dict.fromkeys(("part", "حصہ"), "part"),
    **dict.fromkeys(("chapter", "باب"), "chapter"),
    **dict.fromkeys(("schedule", "جدول"), "schedule"),
    **dict.fromkeys(("section", "فصل"), "section"),
    **dict.fromkeys(("amendment", "ترمیم"), "amendment"),
}
_WITHIN = frozenset({"clause", "paragraph", "proviso", "explanation", "entry", "subparagraph"})
_PREFIX = 3  # a shorter word is looked for whole
_AROUND = 12  # words shown on each side of a hit
MOST_TERMS = 12


@dataclass(frozen=True)
class Found:
    """A provision in which every word of a query stands.

    provision : its place in the weave; for words in a clause, that of the article round it.
    within : places of the provisions in which the words stand themselves, in the order of the text.
    named : whether the query names the provision by its label.
    hits : how many words match.
    pieces : (text, marked) of the words round the first hits, "…" between what is left out.
    """

    provision: int
    within: tuple[int, ...]
    named: bool
    hits: int
    pieces: tuple[tuple[str, bool], ...]


def plain_letters(text: str) -> str:
    """A text without what readers do not type: vowel signs, hamzas, joiners; one kaf, yeh and heh; digits 0 to 9.

    >>> plain_letters("Médiation"), plain_letters("دَفعہ ۱۲"), plain_letters("كتابي") == plain_letters("کتابی")
    ('mediation', 'دفعہ 12', True)
    """
    if text.isascii():
        return text.lower()
    letters = unicodedata.normalize("NFKD", text).translate(_VARIANTS).casefold()
    return "".join(
        str(unicodedata.digit(c)) if c.isdigit() and not c.isascii() else c
        for c in letters
        if unicodedata.category(c) not in {"Mn", "Me"}
    )


def article_of(weave: Weave, provision: int) -> int:
    """The article round a clause, as a place; a provision that is no clause stands for itself."""
    place = provision
    while weave.provisions[place].kind in _WITHIN and weave.provisions[place].parent >= 0:
        place = weave.provisions[place].parent
    return place


@dataclass(frozen=True)
class TextIndex:
    """The words of one state of a text, ready to be searched; make it once for many queries.

    texts : place of a provision to its words in this state.
    labels : (label, kind) of each.
    """

    weave: Weave
    active: Mask
    texts: dict[int, str]
    labels: dict[int, tuple[str, str]]

    @classmethod
    def of(cls, weave: Weave, active: Mask) -> "TextIndex":
        """The index of the state in which the operations in `active` count."""
        pieces: dict[int, list[str]] = {}
        for run in np.flatnonzero(weave.live(active)).tolist():
            pieces.setdefault(int(weave.provision[run]), []).append(weave.text[run])
        texts = {place: "".join(parts) for place, parts in pieces.items()}
        labels = {
            p: (plain_letters(weave.label_in(p, active)[0]), weave.provisions[p].kind)
            for p in texts
        }
        return cls(weave, active, texts, labels)

    @cached_property
    def plain(self) -> dict[int, str]:
        """The words of each provision in plain letters, a space before and after each."""
        return {
            place: f" {' '.join(_WORD.findall(plain_letters(text)))} "
            for place, text in self.texts.items()
        }

    @cached_property
    def articles(self) -> dict[int, list[int]]:
        """Articles in the order of the text, each with the provisions inside it and itself."""
        grouped: dict[int, list[int]] = {}
        for place in self.texts:
            grouped.setdefault(article_of(self.weave, place), []).append(place)
        return grouped

    def search(self, query: str) -> tuple[Found, ...]:
        """The articles that the query names, then those that hold all its words, in the order of the text.

        query : words in any script; words in quotation marks stand together; "Article 12" and "دفعہ 12" name an
            article by its label. A word of three letters or more finds every word that begins with it.
        """
        terms, named = read_query(query)
        if not terms:
            return ()
        found = []
        for article, places in self.articles.items():
            by_name = named is not None and self._is_named(article, *named)
            whole = "".join(self.plain[place] for place in places)
            if by_name or all(_holds(whole, term) for term in terms):
                within = [p for p in places if any(_holds(self.plain[p], t) for t in terms)]
                found.append(self._found(article, within or places[:1], terms, by_name))
        return tuple(sorted(found, key=lambda each: not each.named))

    def _is_named(self, article: int, kind: str, label: str) -> bool:
        has = self.labels.get(article, ("", ""))
        kinds = {"article": {"article", "item"}}.get(kind, {kind}) if kind else {"article", "item"}
        return has[0] == label and has[1] in kinds

    def _found(
        self, article: int, within: Sequence[int], terms: Sequence[str], named: bool
    ) -> Found:
        marked = [pair for place in within for pair in mark_words(self.texts[place], terms)]
        hits = sum(1 for _, hit in marked if hit)
        return Found(article, tuple(within), named, hits, _around(marked))


def read_query(query: str) -> tuple[tuple[str, ...], tuple[str, str] | None]:
    """The words and phrases of a query in plain letters, and the (kind, label) it names when it names one.

    >>> read_query('water "federal fund"'), read_query("دفعہ ۱۲")[1]
    ((('federal fund', 'water'), None), ('article', '12'))
    """
    phrases = [" ".join(_WORD.findall(plain_letters(p))) for p in _PHRASE.findall(query)]
    words = _WORD.findall(plain_letters(_PHRASE.sub(" ", query)))
    terms = tuple(dict.fromkeys(term for term in (*phrases, *words) if term))[:MOST_TERMS]
    named = None
    if len(words) == 2 and not phrases and words[0] in _KINDS:
        named = (_KINDS[words[0]], words[1])
    elif len(words) == 1 and not phrases and words[0][:1].isdigit():
        named = ("", words[0])
    return terms, named


def mark_words(text: str, terms: Iterable[str]) -> list[tuple[str, bool]]:
    """A text cut into its words with the space after them, each with whether it belongs to a hit.

    >>> mark_words("the Federal Fund pays", ["federal fund"])
    [('the ', False), ('Federal ', True), ('Fund ', True), ('pays', False)]
    """
    units = [(token, space) for token, space in cut_units(text) if token or space]
    plain = ["".join(_WORD.findall(plain_letters(token))) for token, _ in units]
    words = [i for i, word in enumerate(plain) if word]
    hit = [False] * len(units)
    for term in terms:
        parts = term.split()
        for at in range(len(words) - len(parts) + 1):
            here = words[at : at + len(parts)]
            if all(plain[i] == part for i, part in zip(here[:-1], parts, strict=False)) and _begins(
                plain[here[-1]], parts[-1]
            ):
                for i in range(here[0], here[-1] + 1):
                    hit[i] = True
    return [(token + space, mark) for (token, space), mark in zip(units, hit, strict=True)]


def _begins(word: str, term: str) -> bool:
    return word.startswith(term) if len(term) >= _PREFIX and not term.isdigit() else word == term


def _holds(plain: str, term: str) -> bool:
    last = term.rpartition(" ")[2]
    whole = len(last) < _PREFIX or last.isdigit()
    return (f" {term} " if whole else f" {term}") in plain


def _around(marked: Sequence[tuple[str, bool]], most: int = 3) -> tuple[tuple[str, bool], ...]:
    """The words round the first few hits; the opening words when there is none."""
    at = [i for i, (_, hit) in enumerate(marked) if hit]
    if not at:
        return (("".join(text for text, _ in marked[: 3 * _AROUND]), False),)
    shown: list[int] = []
    for hit in at:
        if shown and hit > shown[-1] and most == 0:
            break
        if not shown or hit > shown[-1]:
            most -= 1
        shown += [
            i
            for i in range(max(0, hit - _AROUND), min(len(marked), hit + _AROUND + 1))
            if not shown or i > shown[-1]
        ]
    pieces: list[tuple[str, bool]] = [("… ", False)] if shown[0] else []
    for before, i in zip([shown[0] - 1, *shown], shown, strict=False):
        if i > before + 1:
            pieces.append((" … ", False))
        text, hit_here = marked[i]
        if pieces and pieces[-1][1] == hit_here:
            pieces[-1] = (pieces[-1][0] + text, hit_here)
        else:
            pieces.append((text, hit_here))
    return (*pieces, (" …", False)) if shown[-1] < len(marked) - 1 else tuple(pieces)
