"""Where two texts agree, word by word."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Indel

Block = tuple[int, int, int, int]
Ids = NDArray[np.int64]

_DIRECT = (
    25_000_000  # cells of the alignment table that are worth aligning without anchors (some 30 ms)
)
_FARTHEST = 500  # words that a block may slide
_ISLAND = 2  # kept words between two changes that are not worth keeping


def align_words(
    old: Ids, new: Ids, *, old_breaks: Ids | None = None, new_breaks: Ids | None = None
) -> list[Block]:
    """Find which words of `new` are words of `old`: the changes between them, in order.

    old, new : (n_old,), (n_new,) token numbers.
    old_breaks, new_breaks : how strong a break follows each word (line ends); where an inserted or deleted block
        could begin at several places, as in "Article 1 ... Article 2 ...", it begins after the strongest break.
    Returns changes (old_from, old_to, new_from, new_to): old[old_from:old_to] was replaced by
    new[new_from:new_to], and everything between two changes is equal.
    Source: longest common subsequence (Hyyro 2004, bit-parallel, by rapidfuzz) between anchors that occur once
    in both (patience diff); a few equal words between two larger changes are taken into the change, as a
    drafter replaces a phrase and not every second word of it.

    >>> align_words(np.array([1, 2, 3, 4]), np.array([1, 9, 3, 4, 5]))
    [(1, 2, 1, 2), (4, 4, 4, 5)]
    """
    changes = _join_islands(list(_changes(old, new, 0, 0)), old_breaks)
    if old_breaks is None or new_breaks is None:
        return changes
    split = _end_lines(changes, old, new, old_breaks, new_breaks)
    return _slide(split, old, new, old_breaks, new_breaks)


def _changes(old: Ids, new: Ids, at_old: int, at_new: int) -> Iterator[Block]:
    start, stop_old, stop_new = _trim(old, new)
    old, new = old[start:stop_old], new[start:stop_new]
    at_old, at_new = at_old + start, at_new + start
    if not (len(old) and len(new)):
        if len(old) or len(new):
            yield at_old, at_old + len(old), at_new, at_new + len(new)
        return
    if len(old) * len(new) > _DIRECT and (anchors := _anchors(old, new)):
        for (from_old, from_new), (to_old, to_new) in pairwise(
            [(0, 0), *anchors, (len(old), len(new))]
        ):
            yield from _changes(
                old[from_old:to_old], new[from_new:to_new], at_old + from_old, at_new + from_new
            )
        return
    for step in Indel.opcodes(_as_text(old), _as_text(new)):
        if step.tag != "equal":
            yield (
                at_old + step.src_start,
                at_old + step.src_end,
                at_new + step.dest_start,
                at_new + step.dest_end,
            )


def _trim(old: Ids, new: Ids) -> tuple[int, int, int]:
    """Skip what both begin and end with: (start, end in old, end in new)."""
    shorter = min(len(old), len(new))
    differs = np.flatnonzero(old[:shorter] != new[:shorter])
    start = int(differs[0]) if len(differs) else shorter
    rest = shorter - start
    differs = np.flatnonzero(old[::-1][:rest] != new[::-1][:rest])
    same = int(differs[0]) if len(differs) else rest
    return start, len(old) - same, len(new) - same


def _anchors(old: Ids, new: Ids) -> list[tuple[int, int]]:
    """Places where eight words stand in both texts, once in each, in the same order in both."""
    places_old, places_new = _single_phrases(old), _single_phrases(new)
    pairs = sorted(
        (places_old[phrase], places_new[phrase]) for phrase in places_old.keys() & places_new
    )
    return [pairs[i] for i in longest_rising([place for _, place in pairs])]


def _single_phrases(tokens: Ids, length: int = 8) -> dict[bytes, int]:
    payload = np.ascontiguousarray(tokens).tobytes()
    width = tokens.itemsize
    phrases = [payload[i * width : (i + length) * width] for i in range(len(tokens) - length + 1)]
    count = Counter(phrases)
    return {phrase: i for i, phrase in enumerate(phrases) if count[phrase] == 1}


def longest_rising(values: Sequence[int]) -> list[int]:
    """Indices of a longest rising subsequence (patience sorting)."""
    tops: list[int] = []  # values of the pile tops, rising
    last: list[int] = []  # index of each pile top
    before: list[int] = []
    for i, value in enumerate(values):
        pile = bisect_left(tops, value)
        before.append(last[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(value)
            last.append(i)
        else:
            tops[pile], last[pile] = value, i
    chain: list[int] = []
    at = last[-1] if last else -1
    while at >= 0:
        chain.append(at)
        at = before[at]
    return chain[::-1]


def _as_text(tokens: Ids) -> str:
    # one character per token is rapidfuzz's fastest form; the surrogates are stepped over
    return "".join(map(chr, np.where(tokens < 0xD800, tokens, tokens + 0x800).tolist()))


def _join_islands(changes: list[Block], breaks: Ids | None) -> list[Block]:
    """Take a few equal words between two larger changes into one change, but never the end of a line."""
    joined: list[Block] = []
    for change in changes:
        if joined:
            last = joined[-1]
            gap = change[0] - last[1]
            flows = breaks is None or not breaks[last[1] : change[0]].any()
            if gap == 0 or (gap <= _ISLAND and flows and min(_size(last), _size(change)) >= gap):
                joined[-1] = (last[0], change[1], last[2], change[3])
                continue
        joined.append(change)
    return joined


def _end_lines(
    changes: list[Block], old: Ids, new: Ids, old_breaks: Ids, new_breaks: Ids
) -> list[Block]:
    """Part a change that runs over line ends at the first line that ends as the other text's does.

    "the province." to "the Federation. Article 3 ..." is one word changed and an article put in after the full stop,
    not one long change before it.
    """
    parted: list[Block] = []
    for i, (from_old, to_old, from_new, to_new) in enumerate(changes):
        after = changes[i + 1][0] if i + 1 < len(changes) else len(old)
        whole = (from_old, to_old, from_new, to_new)
        replaces = to_old < after and from_old < to_old and from_new < to_new
        in_new = _line_end(new, new_breaks, from_new + 1, to_new) if replaces else None
        in_old = _line_end(old, old_breaks, from_old + 1, to_old) if replaces else None
        if in_new is not None and new[in_new] == old[to_old] and old_breaks[to_old]:
            parted.append((from_old, to_old, from_new, in_new))
            whole = (to_old + 1, to_old + 1, in_new + 1, to_new + 1)
        elif in_old is not None and old[in_old] == new[to_new] and new_breaks[to_new]:
            parted.append((from_old, in_old, from_new, to_new))
            whole = (in_old + 1, to_old + 1, to_new + 1, to_new + 1)
        parted.append(whole)
    return parted


def _line_end(tokens: Ids, breaks: Ids, start: int, stop: int) -> int | None:
    """The first word in tokens[start:stop] that a line end follows."""
    ends = np.flatnonzero(breaks[start:stop])
    return start + int(ends[0]) if len(ends) else None


def _slide(
    changes: list[Block], old: Ids, new: Ids, old_breaks: Ids, new_breaks: Ids
) -> list[Block]:
    """Move each pure insertion or deletion to the best of the places where it means the same."""
    moved: list[Block] = []
    for i, (from_old, to_old, from_new, to_new) in enumerate(changes):
        before = moved[-1][1] if moved else 0
        after = changes[i + 1][0] if i + 1 < len(changes) else len(old)
        shift = 0
        if from_old == to_old:
            room = (from_old - before, after - to_old)
            shift = _best_shift(new, new_breaks, from_new, to_new, room)
        elif from_new == to_new:
            room = (from_old - before, after - to_old)
            shift = _best_shift(old, old_breaks, from_old, to_old, room)
        moved.append((from_old + shift, to_old + shift, from_new + shift, to_new + shift))
    return moved


def _best_shift(tokens: Ids, breaks: Ids, start: int, stop: int, room: tuple[int, int]) -> int:
    """How far tokens[start:stop] moves to begin after the strongest break; `room`: equal words before and after."""
    least = most = 0
    while (
        -least < min(room[0], _FARTHEST) and tokens[start + least - 1] == tokens[stop + least - 1]
    ):
        least -= 1
    while most < min(room[1], _FARTHEST) and tokens[start + most] == tokens[stop + most]:
        most += 1

    def strength(shift: int) -> int:
        return int(breaks[start + shift - 1]) if start + shift else 9

    return max(range(least, most + 1), key=lambda shift: (strength(shift), -abs(shift), -shift))


def _size(change: Block) -> int:
    return max(change[1] - change[0], change[3] - change[2])
