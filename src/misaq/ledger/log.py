"""The public log: entries in a tree of hashes, to which one can only add.

Every entry is hashed, pairs of hashes are hashed again, up to one root. Two short proofs follow:
that an entry is in the log (inclusion), and that a later log begins with an earlier one
(consistency).
Source: RFC 6962, section 2.1; verification as in RFC 9162, sections 2.1.3.2 and 2.1.4.2.

A hash is kept for every complete subtree, by its place (level, index): level 0 holds the entries'
hashes, and (level, index) covers the entries index * 2**level up to, not with,
(index + 1) * 2**level. Adding an entry makes at most log2(size) + 1 of them.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from misaq.ledger.errors import NoSuchEntryError

Place = tuple[int, int]
EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """The hash of one entry, 32 bytes: SHA-256 of a zero byte and the entry.

    >>> leaf_hash(b"").hex()[:12]
    '6e340b9cffb3'
    """
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash over two hashes, 32 bytes: SHA-256 of a one byte, the left and the right hash."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class HashStore(Protocol):
    """Where the hashes of complete subtrees are kept: a dictionary, a database table."""

    def size(self) -> int:
        """How many hashes level 0 has: the number of entries."""

    def get(self, places: Sequence[Place]) -> Sequence[bytes]:
        """The hashes at `places`, in that order; all of them are there."""

    def put(self, hashes: Mapping[Place, bytes]) -> None:
        """Keep new hashes, all or none; a hash that is there is never replaced."""


@dataclass
class MemoryStore:
    """Hashes kept in memory."""

    hashes: dict[Place, bytes] = field(default_factory=dict)
    _size: int = 0

    def size(self) -> int:
        """How many entries there are."""
        return self._size

    def get(self, places: Sequence[Place]) -> list[bytes]:
        """The hashes at `places`."""
        return [self.hashes[place] for place in places]

    def put(self, hashes: Mapping[Place, bytes]) -> None:
        """Keep new hashes."""
        self.hashes.update(hashes)
        self._size += sum(level == 0 for level, _ in hashes)


class Log:
    """An append-only log over a store of hashes; the entries themselves are kept elsewhere.

    >>> log = Log()
    >>> log.extend([b"first", b"second", b"third"])
    3
    >>> proof = log.inclusion_proof(1)
    >>> verify_inclusion(leaf_hash(b"second"), index=1, size=3, path=proof, root=log.root)
    True
    """

    def __init__(self, store: HashStore | None = None) -> None:
        self.store: HashStore = MemoryStore() if store is None else store

    @property
    def size(self) -> int:
        """How many entries the log has."""
        return self.store.size()

    @property
    def root(self) -> bytes:
        """The hash over all entries, 32 bytes; of no entries, the SHA-256 of nothing."""
        return self.root_at(self.size)

    def append(self, entry: bytes) -> int:
        """Add one entry and give its index, counted from 0."""
        return self.extend([entry]) - 1

    def extend(self, entries: Iterable[bytes]) -> int:
        """Add entries in one write to the store and give the new size."""
        size = self.size
        fresh: dict[Place, bytes] = {}
        for entry in entries:
            level, index, value = 0, size, leaf_hash(entry)
            fresh[level, index] = value
            while index % 2:
                left = (level, index - 1)
                value = node_hash(
                    fresh[left] if left in fresh else self.store.get([left])[0], value
                )
                level, index = level + 1, index // 2
                fresh[level, index] = value
            size += 1
        self.store.put(fresh)
        return size

    def root_at(self, size: int) -> bytes:
        """The root the log had when it held its first `size` entries."""
        _require_between(size, 0, self.size)
        return self._range_hash(0, size) if size else EMPTY_ROOT

    def leaf(self, index: int) -> bytes:
        """The hash of the entry at `index`."""
        _require_between(index, 0, self.size - 1)
        return self.store.get([(0, index)])[0]

    def inclusion_proof(self, index: int, size: int | None = None) -> list[bytes]:
        """The hashes from entry `index` to the root at `size` (default: now), leaf side first."""
        size = self.size if size is None else size
        _require_between(size, 1, self.size)
        _require_between(index, 0, size - 1)
        return [self._range_hash(*part) for part in _inclusion_ranges(index, size)]

    def consistency_proof(self, old_size: int, size: int | None = None) -> list[bytes]:
        """The hashes that show that the log at `size` (default: now) begins with `old_size`'s."""
        size = self.size if size is None else size
        _require_between(size, 0, self.size)
        _require_between(old_size, 0, size)
        return [self._range_hash(*part) for part in _consistency_ranges(old_size, size)]

    def _range_hash(self, start: int, end: int) -> bytes:
        hashes = list(self.store.get(list(_complete_subtrees(start, end))))
        value = hashes.pop()
        while hashes:
            value = node_hash(hashes.pop(), value)
        return value


def build_log(entries: Iterable[bytes]) -> Log:
    """A log in memory that holds `entries`.

    >>> build_log([]).root == EMPTY_ROOT
    True
    """
    log = Log()
    log.extend(entries)
    return log


def verify_inclusion(
    leaf: bytes, *, index: int, size: int, path: Sequence[bytes], root: bytes
) -> bool:
    """Whether `path` shows that entry `index` of the log of `size` with `root` has the hash `leaf`.

    Needs nothing but its arguments: this is what a stranger runs. Source: RFC 9162, 2.1.3.2.
    """
    if not 0 <= index < size:
        return False
    place, last, value = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if place % 2 or place == last:
            value = node_hash(sibling, value)
            while place % 2 == 0 and place:
                place, last = place // 2, last // 2
        else:
            value = node_hash(value, sibling)
        place, last = place // 2, last // 2
    return last == 0 and value == root


def verify_consistency(
    *, old_size: int, old_root: bytes, size: int, root: bytes, path: Sequence[bytes]
) -> bool:
    """Whether `path` shows that the log of `size` with `root` begins with the log of `old_size`.

    An empty log is the beginning of every log. Source: RFC 9162, 2.1.4.2.
    """
    if not 0 <= old_size <= size:
        return False
    if old_size in (0, size):
        return not path and old_root == (EMPTY_ROOT if old_size == 0 else root)
    # A power of two is a complete subtree: its root would come first in the path and is left out.
    hashes = list(path) if old_size & (old_size - 1) else [old_root, *path]
    if not hashes:
        return False
    place, last = old_size - 1, size - 1
    while place % 2:
        place, last = place // 2, last // 2
    old_value = value = hashes[0]
    for sibling in hashes[1:]:
        if last == 0:
            return False
        if place % 2 or place == last:
            old_value, value = node_hash(sibling, old_value), node_hash(sibling, value)
            while place % 2 == 0 and place:
                place, last = place // 2, last // 2
        else:
            value = node_hash(value, sibling)
        place, last = place // 2, last // 2
    return last == 0 and old_value == old_root and value == root


def find_break(entries: Sequence[bytes], hashes: Sequence[bytes]) -> int | None:
    """The index of the first entry that is not the one that was logged; None when all are.

    hashes : the entries' hashes as logged. An entry too many or too few breaks at the shorter end.

    >>> find_break([b"a", b"B"], [leaf_hash(b"a"), leaf_hash(b"b")])
    1
    """
    for index, (entry, logged) in enumerate(zip(entries, hashes, strict=False)):
        if leaf_hash(entry) != logged:
            return index
    return None if len(entries) == len(hashes) else min(len(entries), len(hashes))


def _complete_subtrees(start: int, end: int) -> Iterator[Place]:
    """The places of the largest complete subtrees that make up [start, end), left to right.

    The tree only asks for ranges whose start is a multiple of each power of two up to their length.
    """
    while start < end:
        level = (end - start).bit_length() - 1
        yield level, start >> level
        start += 1 << level


def _split(start: int, end: int) -> int:
    """Where the tree over [start, end) parts: the largest power of two below its length."""
    return start + (1 << (end - start - 1).bit_length() - 1)


def _inclusion_ranges(index: int, size: int) -> list[tuple[int, int]]:
    start, end, parts = 0, size, []
    while end - start > 1:
        middle = _split(start, end)
        if index < middle:
            parts.append((middle, end))
            end = middle
        else:
            parts.append((start, middle))
            start = middle
    return parts[::-1]


def _consistency_ranges(old_size: int, size: int) -> list[tuple[int, int]]:
    if old_size in (0, size):
        return []
    start, end, parts, whole = 0, size, [], True
    while old_size != end:
        middle = _split(start, end)
        if old_size <= middle:
            parts.append((middle, end))
            end = middle
        else:
            parts.append((start, middle))
            start, whole = middle, False
    return ([] if whole else [(start, end)]) + parts[::-1]


def _require_between(value: int, low: int, high: int) -> None:
    if not low <= value <= high:
        raise NoSuchEntryError(value=value, low=low, high=high)
