"""Which provision of the weave each provision of the next official text is."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from misaq.charter.alignment import align_words, longest_rising
from misaq.charter.clauses import Clause
from misaq.charter.fabric import NONE, Block, Fabric, Idle, Reach
from misaq.charter.quoting import Cut
from misaq.charter.text import Vocabulary

_HELD = 0.5  # share of a provision's words that must be one provision's own to know it by them
_LINES = {
    "front",
    "preamble",
    "part",
    "chapter",
    "title",
    "schedule",
    "amendment",
    "article",
    "section",
}


@dataclass(frozen=True)
class Standing:
    """A provision of the weave as it stands: what it is under, its label, its own words in order."""

    block: Block
    parent: int
    kind: str
    label: str
    heading: str

    @property
    def provision(self) -> int:
        """Its place in the weave."""
        return self.block.provision


@dataclass(frozen=True)
class Matched:
    """A file of the weave beside its next text.

    clauses : of the new text. cut : the new text in units; unit_clause : (n_units,) the clause each stands in.
    standing : provisions of the weave, in the order of the text.
    of : clause to the place in `standing` of the provision that it is.
    moved : clauses that stand under another provision, or after another, than before.
    kept : (clause, place in `standing`) to the number of words in common.
    sizes : own words of each clause, and of each provision standing.
    same : clauses in which, with all beneath them, no word, label or place changed.
    """

    text: str
    clauses: tuple[Clause, ...]
    cut: Cut
    unit_clause: list[int]
    standing: tuple[Standing, ...]
    of: dict[int, int]
    moved: frozenset[int]
    kept: dict[tuple[int, int], int]
    same: frozenset[int]
    sizes: tuple[list[int], list[int]]

    def own(self, clause: int) -> tuple[int, int]:
        """Where a clause's own words begin and end in the new text."""
        below = self.clauses[clause + 1] if clause + 1 < len(self.clauses) else None
        return self.clauses[clause].start, below.start if below else len(self.text)

    def children(self, clause: int) -> list[int]:
        """The clauses right beneath one (-1: at the top of the file)."""
        return [i for i, c in enumerate(self.clauses) if c.parent == clause]

    def beneath(self, clause: int) -> range:
        """A clause and all beneath it, in the order of the text."""
        end = clause + 1
        while end < len(self.clauses) and self.clauses[end].start < self.clauses[clause].end:
            end += 1
        return range(clause, end)


def match_file(
    fabric: Fabric,
    root: Block | None,
    text: str,
    clauses: tuple[Clause, ...],
    vocabulary: Vocabulary,
    idle: Idle = NONE,
) -> Matched:
    """Match a file's next text with what stands: by the words kept, then by label under the same provision.

    A provision is the same one when more than half of its own words were those of one of its kind. What stands
    under another provision than before is the same one only when it has a heading of its own or begins and ends a
    line; else words that moved are taken for new ones.
    """
    cut = Cut.of(text)
    unit_clause = _clause_of_units(cut, clauses)
    old_cut, unit_standing, standing = _stand(fabric, root, idle)
    pairs = _kept(old_cut, unit_standing, cut, unit_clause, vocabulary)
    shares = _shares(pairs, unit_clause, len(clauses))
    matcher = _Matcher(text, clauses, standing, shares)
    of, moved = matcher.match()
    sizes = (
        np.bincount(unit_clause[1:], minlength=len(clauses)).tolist(),
        np.bincount(np.array(unit_standing[1:], np.int64) + 1, minlength=len(standing) + 1)[
            1:
        ].tolist(),
    )
    same = _same(clauses, standing, of, moved, pairs, sizes)
    return Matched(text, clauses, cut, unit_clause, standing, of, moved, pairs, same, sizes)


def _same(
    clauses: tuple[Clause, ...],
    standing: tuple[Standing, ...],
    of: dict[int, int],
    moved: frozenset[int],
    kept: dict[tuple[int, int], int],
    sizes: tuple[list[int], list[int]],
) -> frozenset[int]:
    """Clauses in which nothing changed, from the last up."""
    children = Counter(each.parent for each in standing)
    below = Counter(clause.parent for clause in clauses)
    same: set[int] = set()
    same_below: Counter[int] = Counter()
    for i in range(len(clauses) - 1, -1, -1):
        if i not in of or i in moved:
            continue
        new, old = clauses[i], standing[of[i]]
        if (
            kept.get((i, of[i]), 0) == sizes[0][i] == sizes[1][of[i]]
            and (new.label, new.heading) == (old.label, old.heading)
            and same_below[i] == below[i] == children[old.provision]
        ):
            same.add(i)
            same_below[new.parent] += 1
    return frozenset(same)


def _clause_of_units(cut: Cut, clauses: tuple[Clause, ...]) -> list[int]:
    starts = [clause.start for clause in clauses]
    places: list[int] = np.searchsorted(starts, cut.starts[:-1], side="right").tolist()
    return [max(place - 1, 0) for place in places]


def _stand(
    fabric: Fabric, root: Block | None, idle: Idle
) -> tuple[Cut, list[int], tuple[Standing, ...]]:
    """The text of a file as it stands, and the provisions in it in order."""
    if root is None:
        return Cut.of(""), [-1], ()
    reach = Reach(fabric, root, idle)
    places: dict[int, int] = {}
    standing: list[Standing] = []
    of_piece: list[int] = []
    for block in reach.blocks:
        if block.provision >= 0 and block.provision not in places:
            places[block.provision] = len(standing)
            label, heading = fabric.label(block.provision, idle)
            above = fabric.above(block)
            kind = fabric.records[block.provision].kind
            parent = above.provision if above else -1
            standing.append(Standing(block, parent, kind, label, heading))
        of_piece.append(places.get(block.provision, -1))
    if not of_piece:
        return reach.cut, [-1], ()
    piece = np.searchsorted(reach.starts, reach.cut.starts[:-1], side="right") - 1
    unit_standing = np.array(of_piece)[np.minimum(piece, len(of_piece) - 1)].tolist()
    return reach.cut, unit_standing, tuple(standing)


def _kept(
    old: Cut, unit_standing: list[int], new: Cut, unit_clause: list[int], vocabulary: Vocabulary
) -> dict[tuple[int, int], int]:
    """(clause, place in standing) to how many words they have in common."""
    from_old = np.full(len(new.words), -1, np.int64)  # unit of the old text that each is
    at_old = at_new = 1
    end = (len(old.words), len(old.words), len(new.words), len(new.words))
    for _, to_old, from_new, to_new in [*align_cuts(old, new, vocabulary), end]:
        from_old[at_new:from_new] = np.arange(at_old, at_old + from_new - at_new)
        at_old, at_new = to_old, to_new
    kept = np.flatnonzero(from_old >= 0)
    clause, standing = np.array(unit_clause)[kept], np.array(unit_standing)[from_old[kept]]
    wide = len(unit_standing) + 1
    pairs, counts = np.unique((clause * wide + standing)[standing >= 0], return_counts=True)
    return {divmod(p, wide): n for p, n in zip(pairs.tolist(), counts.tolist(), strict=True)}


def align_cuts(old: Cut, new: Cut, vocabulary: Vocabulary) -> list[tuple[int, int, int, int]]:
    """The changes between two texts, in units (the first unit of each has no word and is the same)."""
    words = [vocabulary.ids(cut.words[1:]) for cut in (old, new)]
    breaks = [np.array([s.count("\n") for s in cut.spaces[1:]], np.int64) for cut in (old, new)]
    changes = align_words(words[0], words[1], old_breaks=breaks[0], new_breaks=breaks[1])
    return [(a + 1, b + 1, c + 1, d + 1) for a, b, c, d in changes]


def _shares(
    pairs: dict[tuple[int, int], int], unit_clause: list[int], n: int
) -> list[tuple[float, int, int]]:
    size = np.bincount(unit_clause[1:], minlength=n)
    return sorted(
        ((kept / size[clause], clause, standing) for (clause, standing), kept in pairs.items()),
        key=lambda share: (-share[0], share[1], share[2]),
    )


class _Matcher:
    def __init__(
        self,
        text: str,
        clauses: tuple[Clause, ...],
        standing: Sequence[Standing],
        shares: list[tuple[float, int, int]],
    ) -> None:
        self.text, self.clauses, self.standing = text, clauses, standing
        self.by_words: dict[int, int] = {}
        taken: set[int] = set()
        for share, clause, place in shares:
            if share <= _HELD or clause in self.by_words or place in taken:
                continue
            if _alike(standing[place].kind) == _alike(clauses[clause].kind):
                self.by_words[clause] = place
                taken.add(place)

    def match(self) -> tuple[dict[int, int], frozenset[int]]:
        while True:
            of, moved = self._down()
            stray = self._out_of_order(of, moved)
            fixed = {clause for clause in stray if self._is_movable(clause)}
            if stray == fixed:
                return of, frozenset(moved | fixed)
            for clause in stray - fixed:
                self.by_words[clause] = -1

    def _down(self) -> tuple[dict[int, int], set[int]]:
        """From the top of the text down: a provision is looked for under the one that its parent is."""
        of: dict[int, int] = {}
        moved: set[int] = set()
        taken = {place for place in self.by_words.values() if place >= 0}
        for i, clause in enumerate(self.clauses):
            above = -1 if clause.parent < 0 else of.get(clause.parent, -2)
            parent = self.standing[above].provision if above >= 0 else above
            place = self.by_words.get(i, -2)
            if place >= 0 and self.standing[place].parent != parent:
                if self._is_movable(i) and clause.kind in _LINES:
                    moved.add(i)
                else:
                    place = -2
            if place == -2 and parent != -2:
                place = self._by_label(clause, parent, taken)
                taken.add(place)
            if place >= 0:
                of[i] = place
        return of, moved

    def _by_label(self, clause: Clause, parent: int, taken: set[int]) -> int:
        for place, standing in enumerate(self.standing):
            if (
                place not in taken
                and standing.parent == parent
                and _alike(standing.kind) == _alike(clause.kind)
                and standing.label == clause.label
            ):
                return place
        return -2

    def _out_of_order(self, of: dict[int, int], moved: set[int]) -> set[int]:
        """Provisions that follow others than before under one parent, as few as will do."""
        siblings: dict[int, list[int]] = defaultdict(list)
        for clause in of:
            if clause not in moved:
                siblings[self.clauses[clause].parent].append(clause)
        stray: set[int] = set()
        for clauses in siblings.values():
            stay = set(longest_rising([of[clause] for clause in clauses]))
            stray |= {clause for i, clause in enumerate(clauses) if i not in stay}
        return stray

    def _is_movable(self, clause: int) -> bool:
        """Whether a provision begins and ends a line in the new text."""
        start, end = self.clauses[clause].start, self.clauses[clause].end
        begins = start == 0 or self.text[start - 1] == "\n"
        return begins and self.text[:end].endswith("\n")


def _alike(kind: str) -> str:
    """A numbered paragraph is an entry within a schedule and an article elsewhere."""
    return "article" if kind == "entry" else kind
