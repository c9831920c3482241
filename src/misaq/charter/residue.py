"""By how much two texts of one day differ: what a check of a history prints of each version."""

from collections.abc import Mapping
from dataclasses import dataclass

from misaq.charter.alignment import align_words
from misaq.charter.standing import active_on
from misaq.charter.text import Vocabulary, cut_units
from misaq.charter.weave import Mask, Weave


@dataclass(frozen=True)
class Residue:
    """A version that a weave does not give back to the letter.

    n : its number. tokens : words and marks of punctuation that differ; 0 when white space alone does.
    files : the files that differ, in order.
    """

    n: int
    tokens: int
    files: tuple[str, ...]


def official_state(weave: Weave, place: int) -> Mask:
    """Which operations a text published on the day of version `place` shows: those in force, as known on that day."""
    active = weave.active(place)
    day = weave.datings[place].date
    if day and any(operation.kind != "observed" for operation in weave.operations):
        active = active & active_on(weave, day, known=day)
    return active


def measure_residue(n: int, wanted: Mapping[str, str], given: Mapping[str, str]) -> Residue | None:
    """Compare the text that a version has with the one that was made of a weave; None when they are the same.

    wanted, given : path to text, prepared alike; an empty file is as good as none.

    >>> measure_residue(1, {"a": "One year."}, {"a": "Two years."})
    Residue(n=1, tokens=2, files=('a',))
    >>> measure_residue(1, {"a": "One year.", "b": ""}, {"a": "One year."})
    """
    files = sorted(
        path for path in wanted.keys() | given.keys() if wanted.get(path, "") != given.get(path, "")
    )
    if not files:
        return None
    tokens = sum(_differing(wanted.get(path, ""), given.get(path, "")) for path in files)
    return Residue(n, tokens, tuple(files))


def _differing(old: str, new: str) -> int:
    vocabulary = Vocabulary()
    before, after = (
        vocabulary.ids([word for word, _ in cut_units(text)[1:]]) for text in (old, new)
    )
    return sum(max(b - a, d - c) for a, b, c, d in align_words(before, after))
