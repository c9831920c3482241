"""Which provision of one text became which of another, and how much of it changed."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from misaq.charter.bill_sides import WHOLE, Hunk, Side

FEW = 4  # words of a provision that are not worth substituting whole
_NEVER_WHOLE = {"front", "part", "chapter", "title"}


@dataclass(frozen=True, eq=False)
class Matching:
    """Two sides of one file and where they differ."""

    old: Side
    new: Side
    hunks: Sequence[Hunk]

    @cached_property
    def became(self) -> list[int]:
        """(n_clauses of old,) the provision of the new text that each became; -1 for none."""
        return self._matched[0]

    @cached_property
    def came_from(self) -> list[int]:
        """(n_clauses of new,) the provision of the old text that each was; -1 for none."""
        return self._matched[1]

    @cached_property
    def _matched(self) -> tuple[list[int], list[int]]:
        """Old provision to new and back, by the words that stay."""
        old, new = self.old, self.new
        became, came = [-1] * len(old.clauses), [-1] * len(new.clauses)
        votes: dict[tuple[int, int], int] = {}
        for a, b, n in self._equal():
            at = 0
            while at < n:
                i, j = old.clause_of(a + at), new.clause_of(b + at)
                step = min(n - at, old.first[i + 1] - a - at, new.first[j + 1] - b - at)
                votes[i, j] = votes.get((i, j), 0) + step
                at += max(step, 1)
        for (i, j), _ in sorted(votes.items(), key=lambda v: (-v[1], v[0])):
            if became[i] < 0 and came[j] < 0:
                became[i], came[j] = j, i
        return became, came

    def _equal(self) -> Iterator[tuple[int, int, int]]:
        """Stretches that stay: (token of old, token of new, length)."""
        a = b = 0
        for from_old, to_old, _, to_new in self.hunks:
            if from_old > a:
                yield a, b, from_old - a
            a, b = to_old, to_new
        if a < len(self.old.words):
            yield a, b, len(self.old.words) - a

    def substituted(self) -> list[tuple[int, int]]:
        """Provisions of which more than 60 % of the words change, outermost first; (old, new) each."""
        chosen: list[tuple[int, int]] = []
        covered = 0
        for i, clause in enumerate(self.old.clauses):
            j = self.became[i]
            if j < 0 or self.old.first[i] < covered or clause.kind in _NEVER_WHOLE:
                continue
            share = self._share(i, j)
            if share is not None and share > WHOLE:
                chosen.append(self._innermost(i, j))
                covered = self.old.last[i]
        return chosen

    def _innermost(self, i: int, j: int) -> tuple[int, int]:
        """The smallest provision in which all the change is, and most of whose words change."""
        near = self.touching(self.old.first[i], self.old.last[i])
        for k in self.old.children(i):
            other = self.became[k]
            inside = self.old.first[k] <= near[0][0] and near[-1][1] <= self.old.last[k]
            if inside and other >= 0 and self.new.clauses[other].parent == j:
                share = self._share(k, other)
                if share is not None and share > WHOLE:
                    return self._innermost(k, other)
        return i, j

    def _share(self, i: int, j: int) -> Fraction | None:
        """Share of words that change in a provision with all beneath it; None when words cross its edges."""
        a, b = self.old.first[i], self.old.last[i]
        c, d = self.new.first[j], self.new.last[j]
        near = self.touching(a, b)
        if not near or not self._maps(a, c) or not self._maps(b, d):
            return None
        out = gained = 0
        for hunk in near:
            if self._crossing(hunk, a, c) or self._crossing(hunk, b, d):
                return None
            out += self.old.n_words[min(hunk[1], b)] - self.old.n_words[max(hunk[0], a)]
            gained += (
                self.new.n_words[max(min(hunk[3], d), c)]
                - self.new.n_words[min(max(hunk[2], c), d)]
            )
        had, has = (
            self.old.n_words[b] - self.old.n_words[a],
            self.new.n_words[d] - self.new.n_words[c],
        )
        if max(out, gained) <= FEW or not max(had, has):
            return Fraction(0)
        return Fraction(max(out, gained), max(had, has))

    def touching(self, a: int, b: int) -> Sequence[Hunk]:
        """Hunks that touch tokens a to b of old."""
        return self.hunks[bisect_left(self._ends, a) : bisect_right(self._begins, b)]

    @cached_property
    def _begins(self) -> list[int]:
        return [hunk[0] for hunk in self.hunks]

    @cached_property
    def _ends(self) -> list[int]:
        return [hunk[1] for hunk in self.hunks]

    @staticmethod
    def _crossing(hunk: Hunk, old_edge: int, new_edge: int) -> bool:
        """Whether one side of a hunk has the edge and the other has not."""
        return (hunk[0] <= old_edge <= hunk[1]) != (hunk[2] <= new_edge <= hunk[3])

    def _maps(self, old_edge: int, new_edge: int) -> bool:
        """Whether an edge in the old text is that edge in the new one."""
        at = bisect_left(self._ends, old_edge)
        if at < len(self.hunks) and self.hunks[at][0] <= old_edge:
            return self.hunks[at][2] <= new_edge <= self.hunks[at][3]
        shift = self.hunks[at - 1][3] - self.hunks[at - 1][1] if at else 0
        return old_edge + shift == new_edge

    def without(self, whole: Sequence[tuple[int, int]]) -> list[Hunk]:
        """The parts of hunks that lie outside the provisions substituted whole."""
        left: list[Hunk] = []
        edges = [
            (self.old.first[i], self.old.last[i], self.new.first[j], self.new.last[j])
            for i, j in whole
        ]
        for hunk in self.hunks:
            pieces = [hunk]
            for a, b, c, d in edges:
                pieces = [part for piece in pieces for part in _outside(piece, a, b, c, d)]
            left += pieces
        return [h for h in left if h[0] < h[1] or h[2] < h[3]]


def _outside(hunk: Hunk, a: int, b: int, c: int, d: int) -> Iterator[Hunk]:
    """What of a hunk lies before and after a provision that goes from a to b in old and from c to d in new."""
    if (hunk[1] <= a and hunk[3] <= c) or (hunk[0] >= b and hunk[2] >= d):
        yield hunk
        return
    yield hunk[0], min(hunk[1], a), hunk[2], min(hunk[3], c)
    yield max(hunk[0], b), hunk[1], max(hunk[2], d), hunk[3]
