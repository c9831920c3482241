"""Find quoted words in a text: by words and marks, whatever the white space between them."""

from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from rapidfuzz import fuzz, process

from misaq.charter.text import cut_units

_APART = "\x00"


@dataclass(frozen=True)
class Cut:
    """A text cut into units. words, spaces : of each unit. starts : offset of each, and the end of the text."""

    words: list[str]
    spaces: list[str]
    starts: list[int]

    @classmethod
    def of(cls, text: str) -> "Cut":
        """Cut a text."""
        units = cut_units(text)
        words = [word for word, _ in units]
        spaces = [space for _, space in units]
        starts = list(accumulate(map(len, map("".join, units)), initial=0))
        return cls(words, spaces, starts)

    @cached_property
    def joined(self) -> str:
        """The words with a mark after each, to search in."""
        return _APART.join(self.words) + _APART

    def ends(self, unit: int) -> int:
        """Where the word before unit `unit` ends, without the white space after it."""
        return self.starts[unit - 1] + len(self.words[unit - 1])

    def find(self, quoted: str) -> list[tuple[int, int]]:
        """Where quoted words stand: (first unit, one after the last), none overlapping another.

        >>> Cut.of("one\\nyear or one year.").find("one year")
        [(1, 3), (4, 6)]
        """
        wanted = [word for word, _ in cut_units(quoted)[1:]]
        if not wanted:
            return []
        sought = _APART + _APART.join(wanted) + _APART
        found: list[tuple[int, int]] = []
        at = self.joined.find(sought)
        unit = 0
        counted = 0
        while at >= 0:
            unit += self.joined.count(_APART, counted, at + 1)
            counted = at + 1
            found.append((unit, unit + len(wanted)))
            # the separator at the end of one may be that at the start of the next
            at = self.joined.find(sought, at + len(sought) - 1)
        return found

    def joined_text(self, first: int, last: int) -> str:
        """The words first to last of the text with the white space between them."""
        return self.raw(first, last, self.spaces).strip()

    def raw(self, first: int, last: int, spaces: list[str]) -> str:
        """The words first to last, each with the white space after it in `spaces`."""
        return "".join(map("".join, zip(self.words[first:last], spaces[first:last], strict=True)))

    def closest(self, quoted: str) -> str:
        """The words of the text that are most like the quotation; "" when none are.

        >>> Cut.of("The State shall not make any law.").closest("the State shall not make a law")
        'The State shall not make any law'
        """
        n = max(len(cut_units(quoted)) - 1, 1)
        windows = {
            "".join(
                word + space
                for word, space in zip(self.words[i : i + n], self.spaces[i : i + n], strict=True)
            ).strip(): i
            for i in range(1, max(len(self.words) - n + 1, 2))
        }
        best = process.extractOne(quoted, list(windows), scorer=fuzz.ratio, score_cutoff=60)
        return " ".join(best[0].split()) if best else ""
