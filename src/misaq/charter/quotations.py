"""Quote words of a provision so that nobody can mistake which are meant: alone, with their neighbours, or the nth."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from misaq.charter.bill_sides import Hunk, Side
from misaq.charter.text import is_word

_CONTEXT = 6  # tokens of context that a quotation may take on each side to be the only one
_ANCHOR = 8  # tokens that words may be put next to
_APART = "\x00"

Instruction = tuple[Hunk, str, dict[str, Any]]


@dataclass(frozen=True, eq=False)
class Quotations:
    """Word instructions for the own words of one provision, tokens `base` to `stop` of the old text.

    hunks : what changes, in order. An instruction means the same whether the instructions are carried out one after
    another or all read on the old text: its quotation is the nth in both.
    """

    old: Side
    new: Side
    base: int
    stop: int
    hunks: Sequence[Hunk]

    def instructions(self) -> list[Instruction]:
        """(hunk, kind, fields of the Operation) each."""
        found: list[Instruction] = []
        for i in range(len(self.hunks)):
            instruction = self._instruction(i)
            if instruction is None:
                first, last = self.hunks[0], self.hunks[-1]
                whole = (first[0], last[1], first[2], last[3])
                return Quotations(self.old, self.new, self.base, self.stop, [whole]).instructions()
            found.append(instruction)
        return found

    def _instruction(self, i: int) -> Instruction | None:
        a, b, c, d = self.hunks[i]
        if a < b:
            return self._replacement(i, self.hunks[i])
        if self.base == self.stop:
            return self.hunks[i], "insert_words", {"where": "start", "text": self._text(c, d)}
        return self._insertion(i, self.hunks[i])

    def _replacement(self, i: int, hunk: Hunk) -> Instruction | None:
        """Words for other words, or for none; with as many neighbours as make the quotation the only one."""
        a, b, _, _ = hunk
        left, right = self._room(i)
        spans = [(a - before, b + after) for before, after in _contexts(a - left, right - b)]
        for start, stop in spans:
            if self._nth(i, start, stop) == (1, 1):
                return self._replace(hunk, start, stop, 1)
        for start, stop in spans:
            if nth := self._same_nth(i, start, stop):
                return self._replace(hunk, start, stop, nth)
        return None

    def _replace(self, hunk: Hunk, start: int, stop: int, nth: int) -> Instruction:
        a, b, c, d = hunk
        quoted = self.old.quote(start, stop)
        if c == d and start == a and stop == b:
            return hunk, "omit_words", {"words": quoted, "occurrence": nth}
        text = self._text(c - (a - start), d + (stop - b))  # neighbours are the same on both sides
        return hunk, "substitute_words", {"words": quoted, "text": text, "occurrence": nth}

    def _insertion(self, i: int, hunk: Hunk) -> Instruction | None:
        """New words after the words before them, or before those that follow."""
        at = hunk[0]
        left, right = self._room(i)
        spans = [(at - k, at, "after") for k in range(1, min(_ANCHOR, at - left) + 1)]
        spans += [(at, at + k, "before") for k in range(1, min(_ANCHOR, right - at) + 1)]
        spoken = [span for span in spans if self._n_words(span)]
        spoken.sort(
            key=lambda span: self._n_words(span) < 2
        )  # one word alone only where there are no two
        for start, stop, where in spoken:
            if self._nth(i, start, stop) == (1, 1):
                return self._insert(hunk, start, stop, where, 1)
        for start, stop, where in [*spoken, *spans]:
            if nth := self._same_nth(i, start, stop):
                return self._insert(hunk, start, stop, where, nth)
        return None

    def _insert(self, hunk: Hunk, start: int, stop: int, where: str, nth: int) -> Instruction:
        fields = {
            "words": self.old.quote(start, stop),
            "text": self._text(hunk[2], hunk[3]),
            "where": where,
            "occurrence": nth,
        }
        return hunk, "insert_words", fields

    def _n_words(self, span: tuple[int, int, str]) -> int:
        return sum(is_word(word) for word in self.old.words[span[0] : span[1]])

    def _text(self, start: int, stop: int) -> str:
        """Words as they shall stand; a line that only wrapped is no line of theirs."""
        text = self.new.slice(start, stop).strip()
        return text if "\n\n" in text else " ".join(text.split())

    def _room(self, i: int) -> tuple[int, int]:
        """How far a quotation may reach to each side: to the words of its neighbours."""
        left = self.hunks[i - 1][1] if i else self.base
        right = self.hunks[i + 1][0] if i + 1 < len(self.hunks) else self.stop
        return left, right

    @cached_property
    def _old_joined(self) -> str:
        return _join(self.old.words[self.base : self.stop])

    @cached_property
    def _offsets(self) -> list[int]:
        """Offset in the joined words of each token of the provision."""
        offsets, at = [], 0
        for word in self.old.words[self.base : self.stop]:
            offsets.append(at)
            at += len(word) + 1
        return [*offsets, at]

    @cached_property
    def _running(self) -> list[tuple[str, int]]:
        """The joined words as they stand before each instruction when those before it are carried out, and by how
        much what follows has moved.
        """
        states, text, shift = [], self._old_joined, 0
        for a, b, c, d in self.hunks:
            states.append((text, shift))
            start = self._offsets[a - self.base] + shift
            stop = self._offsets[b - self.base] + shift
            fresh = _join(self.new.words[c:d])[1:] if c < d else ""
            text = text[: start + 1] + fresh + text[stop + 1 :]
            shift += len(fresh) - (stop - start)
        return states

    def _nth(self, i: int, start: int, stop: int) -> tuple[int, int]:
        """(which one of, how many) a quotation is in the old text; (0, 0) when it is another one in the running."""
        sought = _join(self.old.words[start:stop])
        text, shift = self._running[i]
        at = self._offsets[start - self.base]
        was = _places(self._old_joined, sought)
        now = was if text is self._old_joined else _places(text, sought)
        if at not in was or at + shift not in now:
            return 0, 0
        nth = was.index(at) + 1
        return (nth, max(len(was), len(now))) if now.index(at + shift) + 1 == nth else (0, 0)

    def _same_nth(self, i: int, start: int, stop: int) -> int:
        return self._nth(i, start, stop)[0]


def _contexts(left: int, right: int) -> Iterator[tuple[int, int]]:
    """How many tokens of context to take on each side, the fewest first."""
    pairs = [
        (before, after)
        for before in range(min(left, _CONTEXT) + 1)
        for after in range(min(right, _CONTEXT) + 1)
    ]
    yield from sorted(pairs, key=lambda p: (p[0] + p[1], p[1]))


def _join(words: Sequence[str]) -> str:
    return _APART + "".join(word + _APART for word in words)


def _places(text: str, sought: str) -> list[int]:
    """Offsets at which some words stand, none overlapping another."""
    found = []
    at = text.find(sought)
    while at >= 0:
        found.append(at)
        at = text.find(sought, at + len(sought) - 1)
    return found
