"""Where provisions stand: what they stand under, what was moved, and the order of the text that comes of it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Index = NDArray[np.int64]
Stretch = tuple[int, Index]


@dataclass(frozen=True)
class Move:
    """A place to which an operation took a provision; while the operation counts, the provision stands here.

    operation : place of the operation. provision : the one that was moved, with all beneath it.
    parent : place of the provision it stands under here; -1 for none.
    file : place of the file. run : the run before which it stands, in the order of the weave.
    """

    operation: int
    provision: int
    parent: int
    file: int
    run: int


def apply_moves(
    moves: Sequence[Move], parents: Index, brought: Mask, active: Mask
) -> tuple[Index, dict[int, int]]:
    """Take provisions where the counting moves take them, in the order of the operations.

    A move is passed over when what it moves under is not there, or stands under the moved provision itself, as can
    be when others are left out: the provision then stays where it was.
    brought : (n_provisions,) whether an operation that brought each counts.
    Returns (n_provisions,) parents, and moved provision to the place of its last move in `moves`.
    Source: Kleppmann et al. 2021, "A highly-available move operation for replicated trees",
    doi:10.1109/TPDS.2021.3118603.
    """
    counted = sorted(
        (move.operation, place) for place, move in enumerate(moves) if active[move.operation]
    )
    if not counted:
        return parents, {}
    now = parents.copy()
    last: dict[int, int] = {}
    for _, place in counted:
        move = moves[place]
        above = list(_upwards(move.parent, now))
        if move.provision in above or not all(brought[p] for p in above):
            continue
        now[move.provision] = move.parent
        last[move.provision] = place
    return now, last


def _upwards(provision: int, parents: Index) -> Iterator[int]:
    while provision >= 0:
        yield provision
        provision = int(parents[provision])


def standing_under(brought: Mask, parents: Index) -> Mask:
    """(n_provisions,) whether what brought each provision counts, and the same of all that it stands under."""
    stands = brought
    while True:
        narrowed: Mask = (
            stands & np.append(stands, True)[parents]
        )  # -1 points at the True at the end
        if np.array_equal(narrowed, stands):
            return stands
        stands = narrowed


def subtree_ranges(provision: Index, parents: Index) -> Index:
    """(n_provisions, 2) first run and the one after the last of each provision and all that was put beneath it."""
    n = len(parents)
    ranges = np.full((n, 2), [len(provision), 0], dtype=np.int64)
    runs = np.arange(len(provision))
    np.minimum.at(ranges[:, 0], provision, runs)
    np.maximum.at(ranges[:, 1], provision, runs + 1)
    below = np.flatnonzero(parents >= 0)
    while True:  # as often as provisions are deep
        wider = ranges.copy()
        np.minimum.at(wider[:, 0], parents[below], ranges[below, 0])
        np.maximum.at(wider[:, 1], parents[below], ranges[below, 1])
        if np.array_equal(wider, ranges):
            return ranges
        ranges = wider


def arrange_runs(
    live: Index,
    file_ends: Index,
    moves: Sequence[Move],
    moved: dict[int, int],
    parents: Index,
    ranges: Index,
) -> list[Stretch]:
    """Put runs in the order of the text: (file, runs) for each stretch between the edges of moved provisions.

    live : the runs that stand, rising. file_ends : (n_files,) the run after the last of each file.
    moved : provision to the place in `moves` where it stands. parents, ranges : as put in at first.
    """
    edges = [0, *file_ends.tolist()]
    plan = _Plan(moves, moved, parents, ranges)
    stretches: list[Stretch] = []
    for file, (start, end) in enumerate(pairwise(edges)):
        for a, b in plan.walk(-1, file, start, end):
            runs = live[np.searchsorted(live, a) : np.searchsorted(live, b)]
            if len(runs):
                stretches.append((file, runs))
    return stretches


@dataclass
class _Plan:
    """What is skipped and what is put in where, by the moved provision (-1: the file) inside which that happens."""

    moves: Sequence[Move]
    moved: dict[int, int]
    parents: Index
    ranges: Index
    events: dict[tuple[int, int], list[tuple[int, int, int, int]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        events: dict[tuple[int, int], list[tuple[int, int, int, int]]] = defaultdict(list)
        for place, move in enumerate(self.moves):
            if self.moved.get(move.provision) != place:
                continue
            inside = self._moved_above(move.parent)
            file = move.file if inside < 0 else -1
            events[inside, file].append((move.run, 0, place, move.provision))
        for provision in self.moved:
            start = int(self.ranges[provision, 0])
            inside = self._moved_above(int(self.parents[provision]))
            events[inside, -1].append((start, 1, 0, provision))
        self.events = events

    def _moved_above(self, provision: int) -> int:
        """The innermost moved provision inside which this one was put; -1 when none."""
        return next((p for p in _upwards(provision, self.parents) if p in self.moved), -1)

    def walk(self, inside: int, file: int, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Stretches of runs (from, to) in the order of the text."""
        found = [
            event for key in {(inside, -1), (inside, file)} for event in self.events.get(key, ())
        ]
        at = start
        for run, taken_out, _, provision in sorted(found):
            if not start <= run <= end or (taken_out and run == end):
                continue
            yield at, run
            at = run
            a, b = self.ranges[provision].tolist()
            if taken_out:
                at = b
            else:
                yield from self.walk(provision, -1, a, b)
        yield at, end
