"""A text on one side of a bill: its words, and the tree of provisions they stand in; and where two sides differ."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

from misaq.charter.alignment import align_words, longest_rising
from misaq.charter.clauses import Clause, split_clauses
from misaq.charter.text import Vocabulary, cut_units, is_word

Hunk = tuple[int, int, int, int]
WHOLE = Fraction(
    6, 10
)  # above this share of words changed, a provision or passage is substituted as a whole
Index = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Side:
    """One file of a text. words, spaces : of each token. prefix : what ids of its provisions begin with."""

    text: str
    prefix: str = ""

    @cached_property
    def units(self) -> list[tuple[str, str]]:
        """The tokens with the white space after each; white space at the start is left out."""
        return cut_units(self.text)[1:]

    @cached_property
    def words(self) -> list[str]:
        """The tokens."""
        return [word for word, _ in self.units]

    @cached_property
    def starts(self) -> list[int]:
        """(n_tokens + 1,) offset of each token, and the end of the text."""
        lead = len(self.text) - len(self.text.lstrip())
        return list(accumulate((len(w) + len(s) for w, s in self.units), initial=lead))

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """Provisions at every depth, in the order of the text."""
        return split_clauses(self.text)

    @cached_property
    def first(self) -> list[int]:
        """(n_clauses + 1,) first token of each provision's own words; its next one's is the end of them."""
        begins = [max(clause.start, 0) for clause in self.clauses]
        at = [int(i) for i in np.searchsorted(self.starts[:-1], begins)] if begins else []
        if at:
            at[0] = 0
        return [*at, len(self.words)]

    @cached_property
    def last(self) -> list[int]:
        """(n_clauses,) token after the last of each provision with all beneath it."""
        ends = [clause.end for clause in self.clauses]
        return [int(i) for i in np.searchsorted(self.starts[:-1], ends)] if ends else []

    @cached_property
    def n_words(self) -> list[int]:
        """(n_tokens + 1,) words up to each token, punctuation not counted."""
        spoken = (word.isalnum() or is_word(word) for word in self.words)
        return list(accumulate(spoken, initial=0))

    def clause_of(self, token: int) -> int:
        """The provision in whose own words a token stands."""
        return bisect_right(self.first, token, 0, len(self.clauses)) - 1

    def quote(self, start: int, stop: int) -> str:
        """Tokens as they are quoted: white space as single spaces."""
        return " ".join(self.slice(start, stop).split())

    def slice(self, start: int, stop: int) -> str:
        """Tokens as they stand, with the white space after each."""
        return self.text[self.starts[start] : self.starts[stop]] if stop > start else ""

    def id_of(self, clause: int) -> str:
        """Id of a provision."""
        key = self.clauses[clause].key
        return f"{self.prefix}.{key}" if self.prefix else key

    def children(self, clause: int) -> Iterator[int]:
        """The provisions right under one, in order; under -1 those under none."""
        return (i for i, c in enumerate(self.clauses) if c.parent == clause)


@lru_cache(maxsize=64)
def read_side(text: str, prefix: str = "") -> Side:
    """The side of a text; that of the present text serves every bill that begins from it."""
    return Side(text, prefix)


def find_hunks(old: Side, new: Side, kept: Sequence[tuple[int, int, int]]) -> list[Hunk]:
    """Where two sides differ, in tokens (from old, to old, from new, to new), in order and as few words as can be.

    kept : (token of old, token of new, length) of stretches that are the same words by their history, in the order
        of old; those that would cross (what was moved) count as taken out and put in.
    """
    order = longest_rising([new_at for _, new_at, _ in kept])
    stretches = [(0, 0, 0), *(kept[i] for i in order), (len(old.words), len(new.words), 0)]
    hunks: list[Hunk] = []
    for (a, b, n), (c, d, _) in pairwise(stretches):
        hunk = (a + n, c, b + n, d)
        if hunk[0] == hunk[1] and hunk[2] == hunk[3]:
            continue
        hunks += _refine(old, new, hunk)
    return _join(hunks)


def _refine(old: Side, new: Side, hunk: Hunk) -> Iterator[Hunk]:
    """The same words taken out and put in again at one place are no change."""
    a, b, c, d = hunk
    if a == b or c == d:
        yield hunk
        return
    vocabulary = Vocabulary()
    was, will = vocabulary.ids(old.words[a:b]), vocabulary.ids(new.words[c:d])
    changes = align_words(was, will)
    changed = max(sum(h[1] - h[0] for h in changes), sum(h[3] - h[2] for h in changes))
    if Fraction(changed, max(b - a, d - c)) > WHOLE:
        yield hunk  # the few words that both have by chance are not kept apart
        return
    for from_old, to_old, from_new, to_new in changes:
        yield a + from_old, a + to_old, c + from_new, c + to_new


def _join(hunks: Sequence[Hunk]) -> list[Hunk]:
    """Hunks that touch are one."""
    joined: list[Hunk] = []
    for hunk in hunks:
        if joined and joined[-1][1] == hunk[0] and joined[-1][3] == hunk[2]:
            joined[-1] = (joined[-1][0], hunk[1], joined[-1][2], hunk[3])
        else:
            joined.append(hunk)
    return joined
