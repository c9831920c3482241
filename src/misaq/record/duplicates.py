"""A light hint while a name is typed in: who in the register may be the same. No model, no database; both scripts."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import JaroWinkler

from misaq.record.names import ParsedNames, parse_names

_LEAST, _OTHER_ENDING = 0.82, 0.9


@dataclass(frozen=True, slots=True)
class Hint:
    """A mention that may be the same person: its place in the index, and how alike the names are, 0 to 1."""

    mention: int
    likeness: float


@dataclass
class NameIndex:
    """Names by the bones of each of their words; made once, asked at every entry.

    >>> index = NameIndex(["Muhammad Aslam s/o Karim", "Zainab Bibi", "محمد اسلم ولد کریم"])
    >>> [hint.mention for hint in index.find("Mohd. Aslum son of Kareem")]
    [0, 2]
    """

    names: Sequence[str]
    _by_bone: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list), init=False)

    def __post_init__(self) -> None:
        self._keys = _keys(parse_names(list(self.names)))
        for place, key in enumerate(self._keys):
            for bone in set(key.bones.split()):
                self._by_bone[bone].append(place)

    def find(self, name: str, *, most: int = 10, least: float = _LEAST) -> tuple[Hint, ...]:
        """Mentions whose names are at least so alike, the most alike first, at most so many.

        name : as typed, in either script. A hint decides nothing: a person looks at both.
        """
        own = _keys(parse_names([name]))[0]
        near = {place for bone in own.bones.split() for place in self._by_bone.get(bone, ())}
        hints = [Hint(place, round(_likeness(own, self._keys[place]), 4)) for place in near]
        good = [hint for hint in hints if hint.likeness >= least]
        return tuple(sorted(good, key=lambda hint: (-hint.likeness, hint.mention))[:most])


def compare_names(left: Sequence[str], right: Sequence[str]) -> NDArray[np.float64]:
    """Say how alike two names are, pair by pair: (n,), 0 to 1; 0 where a name has no words.

    >>> compare_names(["Yousaf Khan", "Zainab"], ["یوسف خان", ""]).round(2).tolist()
    [1.0, 0.0]
    """
    pairs = zip(_keys(parse_names(list(left))), _keys(parse_names(list(right))), strict=True)
    return np.array([_likeness(one, other) for one, other in pairs], np.float64)


@dataclass(frozen=True, slots=True)
class _Key:
    sounds: str
    bones: str
    parent: str


def _keys(parsed: ParsedNames) -> list[_Key]:
    columns = (parsed.sounds, parsed.bones, parsed.parent_sounds)
    return [_Key(*row) for row in zip(*(column.to_pylist() for column in columns), strict=True)]


def _likeness(one: _Key, other: _Key) -> float:
    """The better of sound and bones; a father's name told on both sides counts for a third."""
    if not one.sounds or not other.sounds:
        return 0.0
    own = max(
        JaroWinkler.similarity(one.sounds, other.sounds),
        JaroWinkler.similarity(one.bones, other.bones) - 0.02,
    )
    if _feminine(one) != _feminine(other):  # Shakil and Shakila
        own = min(own, _OTHER_ENDING)
    if not one.parent or not other.parent:
        return own
    return (2 * own + JaroWinkler.similarity(one.parent, other.parent)) / 3


def _feminine(key: _Key) -> int:
    """How many of the words end in the sound that makes a man's name a woman's."""
    return sum(word.endswith("a") for word in key.sounds.split())
