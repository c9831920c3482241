"""A light hint while a name is typed in: who in the register may be the same. No model, no database; both scripts."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import JaroWinkler

from misaq.record.names import parse_names

_LEAST = 0.82


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
        parsed = parse_names(list(self.names))
        self._bones = parsed.bones.to_pylist()
        self._sounds = parsed.sounds.to_pylist()
        self._parents = parsed.parent_sounds.to_pylist()
        for place, bones in enumerate(self._bones):
            for bone in set(bones.split()):
                self._by_bone[bone].append(place)

    def find(self, name: str, *, most: int = 10, least: float = _LEAST) -> tuple[Hint, ...]:
        """Mentions whose names are at least so alike, the most alike first, at most so many.

        name : as typed, in either script. A hint decides nothing: a person looks at both.
        """
        parsed = parse_names([name])
        bones, sounds = parsed.bones[0].as_py(), parsed.sounds[0].as_py()
        parent = parsed.parent_sounds[0].as_py()
        near = {place for bone in bones.split() for place in self._by_bone.get(bone, ())}
        hints = [
            Hint(place, round(self._likeness(place, bones, sounds, parent), 4)) for place in near
        ]
        good = [hint for hint in hints if hint.likeness >= least]
        return tuple(sorted(good, key=lambda hint: (-hint.likeness, hint.mention))[:most])

    def _likeness(self, place: int, bones: str, sounds: str, parent: str) -> float:
        """The better of sound and bones; a father's name told on both sides counts for a third."""
        own = max(
            JaroWinkler.similarity(sounds, self._sounds[place]),
            JaroWinkler.similarity(bones, self._bones[place]) - 0.02,
        )
        if not parent or not self._parents[place]:
            return own
        return (2 * own + JaroWinkler.similarity(parent, self._parents[place])) / 3
