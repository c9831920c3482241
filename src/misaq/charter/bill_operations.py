"""From two texts to the fewest instructions that make one of the other, provision by provision."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

from misaq.charter.bill_matching import FEW, Matching
from misaq.charter.bill_sides import WHOLE, Hunk, Side
from misaq.charter.bill_wording import Place
from misaq.charter.operations import Operation
from misaq.charter.quotations import Quotations


@dataclass(frozen=True)
class Step:
    """One instruction and where it stands.

    clause : place of the provision in the old text; in the new one for a provision that is put in.
    cut : tokens of the old text that go. span : tokens of the new text that come.
    """

    operation: Operation
    clause: int
    cut: tuple[int, int]
    span: tuple[int, int]


@dataclass
class Drafter:
    """Drafts the instructions for one file.

    n : number that they carry. hunks : where the sides differ. structural : whether provisions are put in and taken
    out as such, or words alone.
    """

    old: Side
    new: Side
    file: str
    n: int
    hunks: list[Hunk]
    structural: bool = True
    taken: set[str] = field(default_factory=set)
    new_ids: dict[int, str] = field(default_factory=dict)
    came_from: list[int] = field(default_factory=list)

    @cached_property
    def matching(self) -> Matching:
        """What became of each provision."""
        return Matching(self.old, self.new, self.hunks)

    def steps(self) -> list[Step]:
        """All instructions in the order of the old text."""
        if not self.old.words or not self.new.words:
            return list(self._whole_file())
        self.came_from = list(self.matching.came_from)
        steps: list[Step] = []
        rest = self.hunks
        if self.structural:
            whole = self.matching.substituted()
            for clause, other in whole:
                steps.append(self._substitute(clause, other))
            rest = self.matching.without(whole)
        words: dict[int, list[Hunk]] = {}
        for hunk in rest:
            steps += self._part(hunk, words)
        for clause, hunks in sorted(words.items()):
            steps += self._word_steps(clause, hunks)
        return sorted(steps, key=lambda s: (s.cut[0], s.span))

    def place(self, step: Step) -> Place:
        """Where a step works, in labels."""
        if step.operation.kind != "insert_provision":
            return Place(_address(self.old, step.clause), file=self.file)
        above = self.new.clauses[step.clause].parent
        siblings = [k for k in self.new.children(above) if k < step.clause]
        after = siblings[-1] if siblings and step.operation.after else -1
        return Place(
            _address(self.new, step.clause),
            beneath=_address(self.new, above),
            after=_address(self.new, after),
            file=self.file,
        )

    def _substitute(self, i: int, j: int) -> Step:
        clause = self.new.clauses[j]
        a, b = self.old.first[i], self.old.last[i]
        c, d = self.new.first[j], self.new.last[j]
        operation = self._operation(
            "substitute_provision",
            self.old.id_of(i),
            text=self.new.slice(c, d).strip(),
            label=clause.label,
            heading=clause.heading,
        )
        return Step(operation, i, (a, b), (c, d))

    # -- hunks across the edges of provisions

    def _part(self, hunk: Hunk, words: dict[int, list[Hunk]]) -> Iterator[Step]:
        """Part a hunk into words at its two ends and whole provisions between; words are gathered in `words`."""
        a, b, c, d = hunk
        edge = self._edge(a, b)
        if edge is None or not self.structural:
            self._across(hunk, words)
            return
        head, tail = edge  # tokens of old before the first edge, and after the last
        came, goes = self._whole_new(a, head, c, d)
        if a < head or c < came:
            self._gather(words, (a, head, c, came), before=True)
        yield from self._provisions(head, tail, came, goes, words)
        if tail < b or goes < d:
            self._gather(words, (tail, b, goes, d), before=False)

    def _edge(self, a: int, b: int) -> tuple[int, int] | None:
        """First and last beginning of a provision in [a, b]; None when there is none."""
        first = bisect_left(self.old.first, a)
        if first == len(self.old.first) or self.old.first[first] > b:
            return None
        last = bisect_left(self.old.first, b + 1) - 1
        return self.old.first[first], self.old.first[last]

    def _whole_new(self, a: int, head: int, c: int, d: int) -> tuple[int, int]:
        """The tokens of new that are whole provisions, (from, to); both `d`, or `c`, when there are none."""
        first = bisect_left(self.new.first, c)
        if first < len(self.new.first) and self.new.first[first] <= d:
            last = bisect_left(self.new.first, d + 1) - 1
            return self.new.first[first], self.new.first[last]
        return (d, d) if a < head else (c, c)

    def _gather(self, words: dict[int, list[Hunk]], hunk: Hunk, *, before: bool) -> None:
        """Give words to the provision in which they are taken out, or that stands before or after them."""
        a, b = hunk[0], hunk[1]
        token = a if a < b else (a - 1 if before else a)
        clause = self.old.clause_of(min(max(token, 0), len(self.old.words) - 1))
        words.setdefault(clause, []).append(hunk)

    def _across(self, hunk: Hunk, words: dict[int, list[Hunk]]) -> None:
        """The same by words alone: what is taken out is parted at edges, what is put in stands at the first."""
        a, b, c, d = hunk
        while True:
            clause = self.old.clause_of(min(a, len(self.old.words) - 1)) if a < b else None
            stop = b if clause is None else min(b, self.old.first[clause + 1])
            self._gather(words, (a, stop, c, d), before=a > 0)
            if stop >= b:
                break
            a, c = stop, d

    def _provisions(
        self, head: int, tail: int, came: int, goes: int, words: dict[int, list[Hunk]]
    ) -> Iterator[Step]:
        """Whole provisions taken out in [head, tail) and put in from [came, goes)."""
        out = self._roots(self.old, head, tail)
        put = self._roots(self.new, came, goes)
        whole = not self._left_over(self.new, put, came, goes) and all(
            self._home(j, head, put) for j in put
        )
        pairs = self._pairs(out, put) if whole else {}
        for i in out:
            yield self._substitute(i, pairs[i]) if i in pairs else self._omit(i)
        for start, stop in self._left_over(self.old, out, head, tail):
            self._across((start, stop, came, came), words)
        if not whole:
            self._gather(words, (head, head, came, goes), before=head > 0)
            return
        for j in put:
            if j not in pairs.values():
                yield self._insert(j, head)
            else:
                self.came_from[j] = next(i for i, other in pairs.items() if other == j)

    @staticmethod
    def _roots(side: Side, start: int, stop: int) -> list[int]:
        """The outermost provisions that lie wholly in some tokens."""
        roots: list[int] = []
        covered = start
        first = bisect_left(side.first, start)
        for i in range(first, len(side.clauses)):
            if side.first[i] >= stop:
                break
            if side.first[i] >= covered and side.last[i] <= stop:
                roots.append(i)
                covered = side.last[i]
        return roots

    @staticmethod
    def _left_over(
        side: Side, roots: Sequence[int], start: int, stop: int
    ) -> list[tuple[int, int]]:
        """The tokens from start to stop that are in none of some provisions, as stretches."""
        edges = [start, *(edge for i in roots for edge in (side.first[i], side.last[i])), stop]
        pairs = zip(edges[::2], edges[1::2], strict=True)
        return [(a, b) for a, b in pairs if a < b]

    def _home(self, j: int, head: int, put: Sequence[int]) -> bool:
        """Whether a new provision can be put in at token `head` of old: under what it stands under and after the
        sibling it follows, nothing that stays is in between.
        """
        parent = self.new.clauses[j].parent
        home = self.came_from[parent] if parent >= 0 else -1
        if parent >= 0 and home < 0:
            return False
        before = [k for k in self.new.children(parent) if k < j]
        if before and before[-1] in put:
            return self._home(before[-1], head, put)
        sibling = self.came_from[before[-1]] if before else -1
        if before and (sibling < 0 or self.old.clauses[sibling].parent != home):
            return False
        first = self.old.first[home + 1] if home >= 0 else 0
        start = self.old.last[sibling] if before else first
        return start <= head and self._all_go(start, head)

    def _all_go(self, start: int, stop: int) -> bool:
        """Whether every token from start to stop of old is taken out."""
        gone = sum(min(h[1], stop) - max(h[0], start) for h in self.matching.touching(start, stop))
        return gone == stop - start

    def _pairs(self, out: Sequence[int], put: Sequence[int]) -> dict[int, int]:
        """Old to new provisions of one label and kind at one place."""
        named = {(self.new.clauses[j].kind, self.new.clauses[j].label): j for j in reversed(put)}
        pairs: dict[int, int] = {}
        for i in out:
            clause = self.old.clauses[i]
            j = named.get((clause.kind, clause.label))
            rising = j is not None and all(j > other for other in pairs.values())
            if j is not None and rising and self._same_home(i, j):
                pairs[i] = j
        return pairs

    def _same_home(self, i: int, j: int) -> bool:
        above = self.new.clauses[j].parent
        return self.old.clauses[i].parent == (self.came_from[above] if above >= 0 else -1)

    # -- provisions put in and taken out

    def _omit(self, i: int) -> Step:
        a, b = self.old.first[i], self.old.last[i]
        clause = self.old.clauses[i]
        operation = self._operation(
            "omit_provision", self.old.id_of(i), label=clause.label, heading=clause.heading
        )
        return Step(operation, i, (a, b), (0, 0))

    def _insert(self, j: int, at: int) -> Step:
        clause = self.new.clauses[j]
        c, d = self.new.first[j], self.new.last[j]
        siblings = [k for k in self.new.children(clause.parent) if k < j]
        operation = self._operation(
            "insert_provision",
            self._fresh_id(j),
            text=self.new.slice(c, d).strip(),
            parent=self._new_id(clause.parent) if clause.parent >= 0 else "",
            after=self._new_id(siblings[-1]) if siblings else "",
            label=clause.label,
            heading=clause.heading,
            file="" if clause.parent >= 0 else self.file,
        )
        return Step(operation, j, (at, at), (c, d))

    def _new_id(self, j: int) -> str:
        """Id of a provision of the new text: that it had, or that it gets."""
        if self.came_from[j] >= 0:
            return self.old.id_of(self.came_from[j])
        return self.new_ids.get(j, "")

    def _fresh_id(self, j: int) -> str:
        """An id that nothing has or had in this file; "_new" where another one has that of its label."""
        base = self.new.id_of(j)
        known = {self.old.id_of(i) for i in range(len(self.old.clauses))} | self.taken
        name, again = base, 1
        while name in known:
            name = f"{base}_new{again if again > 1 else ''}"
            again += 1
        self.taken.add(name)
        self.new_ids[j] = name
        return name

    def _whole_file(self) -> Iterator[Step]:
        """A file that comes or goes."""
        self.came_from = [-1] * len(self.new.clauses)
        for i in self.old.children(-1) if self.old.words else ():
            yield self._omit(i)
        for j in self.new.children(-1) if self.new.words else ():
            yield self._insert(j, 0)

    # -- words

    def _word_steps(self, clause: int, hunks: Sequence[Hunk]) -> list[Step]:
        """Instructions on the own words of one provision; quotations that cannot be told apart are joined."""
        base, stop = self.old.first[clause], self.old.first[clause + 1]
        ordered = _joined(sorted(hunks))
        if self._mostly(base, stop, ordered):
            first, last = ordered[0], ordered[-1]
            ordered = [(first[0], last[1], first[2], last[3])]
        quotes = Quotations(self.old, self.new, base, stop, ordered)
        return [
            Step(
                replace(self._operation(kind, self.old.id_of(clause)), **fields),
                clause,
                (hunk[0], hunk[1]),
                (hunk[2], hunk[3]),
            )
            for hunk, kind, fields in quotes.instructions()
        ]

    def _mostly(self, base: int, stop: int, hunks: Sequence[Hunk]) -> bool:
        """Whether more than 60 % of a provision's own words change: then they are replaced in one piece."""
        counted = (self.old.n_words, self.new.n_words)
        out = sum(counted[0][h[1]] - counted[0][h[0]] for h in hunks)
        gained = sum(counted[1][h[3]] - counted[1][h[2]] for h in hunks)
        had = counted[0][stop] - counted[0][base]
        most = max(had, had - out + gained)
        return max(out, gained) > FEW and Fraction(max(out, gained), most) > WHOLE

    def _operation(self, kind: str, provision: str, **fields: Any) -> Operation:
        return Operation("", self.n, kind, provision, **fields)  # type: ignore[arg-type]  # one of the textual kinds


_ABOVE_ARTICLES = {"part", "chapter", "title", "preamble", "front"}


def _address(side: Side, clause: int) -> tuple[tuple[str, str], ...]:
    """Kind and label of a provision and of all it stands in, from the article down; () for -1."""
    chain: list[tuple[str, str]] = []
    at = clause
    while at >= 0 and not (chain and side.clauses[at].kind in _ABOVE_ARTICLES):
        chain.append((side.clauses[at].kind, side.clauses[at].label))
        at = side.clauses[at].parent
    return tuple(reversed(chain))


def _joined(hunks: Sequence[Hunk]) -> list[Hunk]:
    """Hunks of one provision that touch in the old text are one."""
    joined: list[Hunk] = []
    for hunk in hunks:
        if joined and joined[-1][1] >= hunk[0] and joined[-1][3] == hunk[2]:
            joined[-1] = (joined[-1][0], hunk[1], joined[-1][2], hunk[3])
        else:
            joined.append(hunk)
    return joined
