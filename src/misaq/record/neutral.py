"""Words that take a side: blocked in structured fields, pointed out in narrative, never touched in quotations.

The list is `terms/neutral.toml`: families with one severity each, so that opposite labels weigh the same.
"""

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

Field = Literal["structured", "narrative"]
Severity = Literal["block", "hint"]
Side = Literal["authority", "challenger", "any"]

_QUOTED = re.compile(
    r"“[^“”\n]*”|”[^“”\n]*“|«[^«»\n]*»|\"[^\"\n]*\"|(?<!\w)‘[^‘’\n]*’(?!\w)|^[ \t]*>[^\n]*",
    re.MULTILINE,
)
_FOLDED = str.maketrans({
    "ي": "ی", "ى": "ی", "ك": "ک", "ہ": "ه", "ۃ": "ه", "ة": "ه", "ھ": "ه", "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا",
    "ۂ": "ه", "ئ": "ی", "ؤ": "و", "‘": "'", "’": "'", "‐": "-", "‑": "-", "–": "-",
})  # fmt: skip
_JOINERS = "\u200c\u200d\u200b\u00a0\u202f"


@dataclass(frozen=True, slots=True)
class Family:
    """Words that fail in the same way.

    id : for ever. label, why, instead : language to text; `instead` says how to word the act itself.
    """

    id: str
    label: Mapping[str, str]
    why: Mapping[str, str]
    instead: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LoadedWord:
    """A word of the list found in a text.

    start, end : characters of the text as given, end excluded. family : id. severity : "block" or "hint".
    leans : whose language the word usually is; for tallies only, it changes nothing.
    """

    start: int
    end: int
    family: str
    severity: Severity
    leans: Side


def check_wording(text: str, field: Field = "narrative") -> tuple[LoadedWord, ...]:
    """Find words that take a side, in the order of the text; overlapping finds give way to the longest.

    field : "structured" (a list's field, a title, a public label): the word is blocked; "narrative": it is pointed
        out, with wording that names the act. What a source said stands in quotation marks (“ ”, « », " ", or a line
        that begins with >) and is never looked at; a quotation that is not closed is no quotation.
    Case, vowel marks, joiners and the several forms of a letter make no difference.

    >>> [(word.family, word.severity) for word in check_wording("Terrorists fired; “they are traitors”, he said.")]
    [('actor_label', 'hint')]
    >>> [word.family for word in check_wording("نامعلوم افراد نے شہید کیا", "structured")]
    ['evasion', 'death_honour']
    """
    folded, origin = _fold(_hide_quotations(text))
    pattern, owners = _matcher()
    severity: Severity = "block" if field == "structured" else "hint"
    found = []
    for match in pattern.finditer(folded):
        family, leans = owners[_key(match.group())]
        found.append(
            LoadedWord(origin[match.start()], origin[match.end() - 1] + 1, family, severity, leans)
        )
    return tuple(found)


def tally_sides(words: Iterable[LoadedWord]) -> Mapping[str, int]:
    """How many finds lean which way: reported each month, so that nobody need trust the list.

    >>> dict(tally_sides(check_wording("traitors and informers")))
    {'authority': 1, 'challenger': 1, 'any': 0}
    """
    counted = Counter(word.leans for word in words)
    return {side: counted[side] for side in ("authority", "challenger", "any")}


@lru_cache(maxsize=1)
def wording_families() -> Mapping[str, Family]:
    """Every family of words by its id, in the order of the published list.

    >>> list(wording_families())[:2]
    ['actor_label', 'allegiance']
    """
    return {
        name: Family(name, family["label"], family["why"], family["instead"])
        for name, family in _list().items()
        if isinstance(family, dict)
    }


def wording_version() -> str:
    """Which version of the list this is: published with every tally."""
    return str(_list()["version"])


@lru_cache(maxsize=1)
def _list() -> dict[str, Any]:
    return tomllib.loads((files("misaq.record") / "terms" / "neutral.toml").read_text("utf-8"))


@lru_cache(maxsize=1)
def _matcher() -> tuple[re.Pattern[str], dict[str, tuple[str, Side]]]:
    """One pattern over all forms, longest first, and which family each form belongs to."""
    owners: dict[str, tuple[str, Side]] = {}
    parts: dict[str, str] = {}
    for name, family in _list().items():
        if not isinstance(family, dict):
            continue
        for term in family["terms"]:
            for form in [*term["en"], *term["roman"], *term["ur"]]:
                folded = _fold(form)[0]
                owners[_key(folded)] = (name, term["leans"])
                parts[folded] = r"[\s-]*".join(
                    re.escape(word) for word in re.split(r"[\s-]+", folded)
                )
    ordered = [parts[form] for form in sorted(parts, key=lambda form: (-len(form), form))]
    return re.compile(r"(?<!\w)(?:" + "|".join(ordered) + r")(?:'s)?(?!\w)"), owners


def _key(folded: str) -> str:
    return re.sub(r"[\s-]+", "", folded.removesuffix("'s") or folded)


def _hide_quotations(text: str) -> str:
    """The text with every quotation blanked out, character for character."""
    return _QUOTED.sub(lambda quoted: "\x00" * len(quoted.group()), text)


def _fold(text: str) -> tuple[str, list[int]]:
    """The text in one form of each letter, and for each character of it the place it came from."""
    if text.isascii():  # nothing to fold but case
        return text.lower(), list(range(len(text)))
    out: list[str] = []
    origin: list[int] = []
    for place, character in enumerate(text):
        if character in _JOINERS:
            folded = " "
        else:
            folded = unicodedata.normalize("NFKD", character).casefold().translate(_FOLDED)
            folded = "".join(c for c in folded if not unicodedata.combining(c) and c != "ـ")
        for piece in folded.translate(_FOLDED):
            out.append(piece)
            origin.append(place)
    return "".join(out), origin
