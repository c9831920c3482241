"""Invented names of persons, in Latin and Urdu script, with the spellings that different lists give them."""

from dataclasses import dataclass

from misaq.process.demo.chance import Chance
from misaq.process.demo.resource import resource_toml

# Spellings of one sound that clerks use for each other.
_LATIN_SWAPS = (
    ("ee", "i"),
    ("oo", "u"),
    ("aa", "a"),
    ("v", "w"),
    ("sh", "sch"),
    ("i", "ee"),
    ("u", "oo"),
    ("w", "v"),
    ("k", "q"),
    ("z", "s"),
    ("e", "i"),
    ("o", "u"),
)
_URDU_SWAPS = (("ی", "ي"), ("ک", "ك"), ("ہ", "ھ"), ("ز", "ذ"), ("ت", "ط"), ("س", "ص"))


@dataclass(frozen=True)
class Name:
    """One name in both scripts."""

    latin: str
    urdu: str

    def latin_variant(self, chance: Chance) -> str:
        """How another clerk writes it in Latin letters."""
        return self._swapped(chance, self.latin.lower(), _LATIN_SWAPS).title()

    def urdu_variant(self, chance: Chance) -> str:
        """How another clerk writes it in Urdu letters."""
        return self._swapped(chance, self.urdu, _URDU_SWAPS)

    @staticmethod
    def _swapped(chance: Chance, text: str, swaps: tuple[tuple[str, str], ...]) -> str:
        mark = chance.unit()  # drawn whether needed or not: a new syllable moves no other draw
        possible = [swap for swap in swaps if swap[0] in text]
        if not possible:
            return text
        old, new = possible[int(mark * len(possible))]
        return text.replace(old, new, 1)


@dataclass(frozen=True)
class Person:
    """Who an act was done to: given name, second name and father, all invented."""

    given: Name
    second: Name
    father: Name
    sex: str


class Namer:
    """Makes invented names from syllables that are written side by side in both scripts."""

    def __init__(self, chance: Chance) -> None:
        self._chance = chance
        self._sounds = resource_toml("plant/sounds.toml")

    def person(self) -> Person:
        """A new person."""
        sex = "male" if self._chance.happens(0.8) else "female"
        return Person(self._name(sex), self._name("second"), self._name("male"), sex)

    def _name(self, kind: str) -> Name:
        first, last = (
            self._chance.one_of(self._sounds["first"]),
            self._chance.one_of(self._sounds[kind]),
        )
        return Name((first[0] + last[0]).capitalize(), first[1] + last[1])
