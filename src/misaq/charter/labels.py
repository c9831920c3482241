"""Labels of clauses: to which list "(i)" or "2A" may belong, and in which order."""

import re
from dataclasses import dataclass
from functools import lru_cache

_ABJAD = (
    "الف",
    "ب",
    "پ",
    "ت",
    "ٹ",
    "ث",
    "ج",
    "چ",
    "ح",
    "خ",
    "د",
    "ڈ",
    "ذ",
    "ر",
    "ڑ",
    "ز",
    "ژ",
    "س",
    "ش",
    "ص",
)
_ROMAN = re.compile(r"(?P<value>x{0,3}(?:ix|iv|v?i{0,3}))(?P<more>[a-z]?)")
_DIGITS = {"i": 1, "v": 5, "x": 10}


@dataclass(frozen=True)
class Reading:
    """One way to read a label.

    family : the kind of list: "number", "dotted", "letter", "roman", "capital", "capital roman", "abjad".
    order : its place in the list, compared as it is: (2, "A") after (2, "").
    """

    family: str
    order: tuple[int, str]

    @property
    def is_first(self) -> bool:
        """Whether a list begins with it."""
        return self.order == (1, "")

    @property
    def kind(self) -> str:
        """Kind of provision it labels."""
        return "clause" if self.family in {"number", "dotted"} else "paragraph"

    @property
    def prefix(self) -> str:
        """Beginning of that provision's id."""
        return {
            "number": "cl",
            "dotted": "cl",
            "roman": "sub",
            "capital": "item",
            "capital roman": "item",
        }.get(self.family, "para")

    def gap(self, last: tuple[int, str]) -> int:
        """How far it is after `last` in one list; 0 for "2A" after "2"."""
        return self.order[0] - last[0]


def read_label(label: str, mark: str, following: str = "") -> list[Reading]:
    """The ways to read a label, the likeliest first.

    mark : how it is printed: "bracket" (1), "dot" 1., "half" 1), "degree" 1°.
    following : the next label of the text: after "(i)" comes "(ii)" or "(j)".

    >>> [r.family for r in read_label("i", "bracket", "ii")], [r.family for r in read_label("i", "bracket", "j")]
    (['roman'], ['letter', 'roman'])
    """
    if label[0].isdigit():
        digits = re.match(r"\d+", label)
        number = int(digits[0]) if digits else 0
        family = "number" if mark in {"bracket", "half"} else "dotted"
        return [Reading(family, (number, label[len(digits[0]) if digits else 0 :]))]
    if label in _ABJAD:
        return [Reading("abjad", (_ABJAD.index(label) + 1, ""))]
    readings = _latin(label.lower(), "capital" if label.isupper() else "letter")
    if len(readings) == 2 and following and _roman(following.lower()) == (_value(label) + 1, ""):
        readings = readings[1:]
    return readings or [Reading("letter", (1, label))]


def _latin(label: str, family: str) -> list[Reading]:
    """As a letter, then as a Roman number: "(i)" goes on a list that stands at (h), else it begins one."""
    readings = []
    if label.isascii() and (len(label) <= 2 or len(set(label)) == 1):
        readings.append(Reading(family, (ord(label[0]) - 96, label[1:])))
    if (order := _roman(label)) is not None:
        readings.append(Reading("roman" if family == "letter" else "capital roman", order))
    return readings


def _value(label: str) -> int:
    order = _roman(label.lower())
    return order[0] if order else -1


@lru_cache(maxsize=512)
def _roman(label: str) -> tuple[int, str] | None:
    match = _ROMAN.fullmatch(label)
    if not match or not match["value"]:
        return None
    values = [_DIGITS[letter] for letter in match["value"]]
    total = sum(
        -value if value < after else value
        for value, after in zip(values, [*values[1:], 0], strict=True)
    )
    return total, match["more"]
