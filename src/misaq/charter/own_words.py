"""A provision's own words, and how an instruction quotes them so that one place is meant."""

from typing import Any

import numpy as np

from misaq.charter.fabric import Block, Fabric, Idle, Reach
from misaq.charter.quoting import Cut
from misaq.charter.spacing import gap_between, keeps_space_before

_ANCHOR = 3  # words quoted beside which new words are put in


class OwnWords:
    """A provision's own words, and where they stand among those of all that is beneath it."""

    def __init__(self, fabric: Fabric, block: Block, idle: Idle) -> None:
        self.block = block
        self.reach = Reach(fabric, block, idle)
        own = np.array([each is block for each in self.reach.blocks], dtype=bool)
        starts = self.reach.cut.starts[1:-1]
        piece = np.searchsorted(self.reach.starts, starts, side="right") - 1
        self.units: list[int] = (np.flatnonzero(own[np.minimum(piece, len(own) - 1)]) + 1).tolist()

    @property
    def words(self) -> list[str]:
        """The words and marks in order."""
        return [self.reach.cut.words[unit] for unit in self.units]

    def cut(self) -> Cut:
        """The own words as a text."""
        cut = self.reach.cut
        return Cut.of("".join(cut.words[unit] + cut.spaces[unit] for unit in self.units))

    def insertion(self, start: int, core: str, spaces: tuple[str, str]) -> dict[str, Any]:
        """Put words in before own word `start`; the white space is told where it is not what is usual."""
        if start == 0:
            words, occurrence = self.quote(0, min(_ANCHOR, len(self.units)), grow=1)
            where, left, right = "before", "", self._word(0)
        else:
            words, occurrence = self.quote(max(start - _ANCHOR, 0), start, grow=-1)
            where, left, right = "after", self._word(start - 1), self._following(start - 1)
        old = self._space(start - 1)
        lead = gap_between(left, core)
        tail = gap_between(core, right) if right and not old else old
        text = _edged(core, spaces, (lead, tail))
        return {"kind": "insert_words", "where": where, **_quoted(words, occurrence, text)}

    def substitution(
        self, start: int, end: int, core: str, spaces: tuple[str, str]
    ) -> dict[str, Any]:
        """Put words in the place of own words `start` to `end`."""
        first, last = self.stretch(start, end)
        words, occurrence = self.quote(first, last)
        before, after = self._text(first, start), self._text(end, last)
        olds = (self._space(first - 1), self._space(last - 1))
        core = (f"{before}{spaces[0] or self._space(start - 1)}" if before else "") + core
        core += f"{spaces[1] or self._space(end - 1)}{after}" if after else ""
        news = (olds[0] if before else spaces[0], olds[1] if after else spaces[1])
        text = _edged(core, news, olds)
        return {"kind": "substitute_words", **_quoted(words, occurrence, text)}

    def omission(self, start: int, end: int, space: str) -> dict[str, Any]:
        """Take own words out; with the next word, where the words around would run together."""
        following = self._following(end - 1)
        kept_before = keeps_space_before(self._space(end - 1), following)
        stays = self._space(start - 1) if kept_before else self._space(end - 1)
        first, last = self.stretch(start, end)
        if (first, last) == (start, end) and (stays or not space):
            words, occurrence = self.quote(start, end)
            return {"kind": "omit_words", **_quoted(words, occurrence)}
        if (first, last) == (start, end):
            if end < len(self.units) and self.units[end] == self.units[end - 1] + 1:
                return self.substitution(start, end + 1, self._word(end), (space, self._space(end)))
            if start:
                return self.substitution(
                    start - 1, end, self._word(start - 1), (self._space(start - 2), space)
                )
        before, after = self._text(first, start), self._text(end, last)
        core = f"{before}{space or ' '}{after}".strip()
        spaces = (self._space(first - 1), self._space(last - 1))
        words, occurrence = self.quote(first, last)
        text = _edged(core, (spaces[0], spaces[1] if after else space), spaces)
        return {"kind": "substitute_words", **_quoted(words, occurrence, text)}

    def stretch(self, start: int, end: int) -> tuple[int, int]:
        """Own words from `start` to `end`, and as many around as make a quotation that overlaps no other."""
        while not self._spans(start, end)[1]:
            if start > 0:
                start -= 1
            elif end < len(self.units):
                end += 1
            else:
                break
        return start, end

    def quote(self, start: int, end: int, *, grow: int = 0) -> tuple[str, int]:
        """(words as quoted, which of the places they stand in) for own words, made longer to one side if needed."""
        while True:
            words, occurrence = self._spans(start, end)
            if occurrence or not grow or (start == 0 if grow < 0 else end == len(self.units)):
                return words, occurrence or 1
            start, end = (start - 1, end) if grow < 0 else (start, end + 1)

    def _spans(self, start: int, end: int) -> tuple[str, int]:
        words = self._text(start, end)
        spans = self.reach.cut.find(words)
        wanted = (self.units[start], self.units[end - 1] + 1)
        return words, spans.index(wanted) + 1 if wanted in spans else 0

    def _word(self, at: int) -> str:
        return self.reach.cut.words[self.units[at]]

    def _following(self, at: int) -> str:
        """The word after an own word, its own or that of a provision beneath; "" at the end."""
        unit = self.units[at] + 1
        return self.reach.cut.words[unit] if unit < len(self.reach.cut.words) else ""

    def _space(self, at: int) -> str:
        """The white space after an own word; -1 for that before the first."""
        return self.reach.cut.spaces[self.units[at] if at >= 0 else 0]

    def _text(self, start: int, end: int) -> str:
        cut = self.reach.cut
        units = self.units[start:end]
        return " ".join("".join(cut.words[u] + cut.spaces[u] for u in units).split())


def _quoted(words: str, occurrence: int, text: str = "") -> dict[str, Any]:
    return {"words": words, "occurrence": occurrence, "text": text}


def _edged(core: str, wanted: tuple[str, str], usual: tuple[str, str]) -> str:
    """Words with the white space before and after that is wanted, where it is not there anyway."""
    lead, tail = (w if w != u else "" for w, u in zip(wanted, usual, strict=True))
    return f"{lead}{core}{tail}"
