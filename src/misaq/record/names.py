"""Names in Latin and Arabic script: what is name, what title, what the father's name; one spelling for each word.

A column of names is worked on once per distinct text, and its words once per distinct word. The raw name is never
changed: everything here stands beside it.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from misaq.record.name_sounds import skeleton, sound

_FOLDS = {"ي": "ی", "ى": "ی", "ك": "ک", "ه": "ہ", "ة": "ہ", "ۃ": "ہ", "ە": "ہ", "ۀ": "ہ", "ۂ": "ہ"}
_KIN = (
    (r"(?i)(^|[\s.,])([sdw]) ?/ ?o\b\.?", r"\1 \2o_ "),
    (r"(?i)\b(?:son|daughter) of\b", " so_ "),
    (r"(?i)\b(?:wife|widow) of\b", " wo_ "),
)
_BETWEEN = r"[^\p{L}\p{N}\p{M}_'’‘`ʼʿʾ\x{0640}\x{200d}]+"
_MARKS = r"[\p{Mn}'’‘`ʼʿʾ\x{0640}\x{200d}]"
_PLAIN, _TITLE, _KINSHIP, _SERVANT, _ARTICLE = range(5)


@dataclass(frozen=True)
class ParsedNames:
    """Names taken apart; every column has one value per name given, "" where there is nothing.

    name : the person's own words, titles left out, irregular spellings made one ("muhammad aslam").
    parent : the words after s/o, d/o, w/o, bin, ولد and their like, in the same way.
    titles : words that are no name (haji, mullah, سردار).
    sounds : the words that tell the bearer apart, as they sound, sorted.
    bones : their consonants, sorted. joined : the same in the order given, without blanks.
    first : the consonants of the first of them.
    parent_sounds, parent_bones, parent_first : the same of the parent.
    """

    name: pa.Array
    titles: pa.Array
    sounds: pa.Array
    bones: pa.Array
    joined: pa.Array
    first: pa.Array
    parent: pa.Array
    parent_sounds: pa.Array
    parent_bones: pa.Array
    parent_first: pa.Array


@dataclass(frozen=True)
class _Words:
    """The distinct words of a column: what each is, and how it is written in each way."""

    kinds: NDArray[np.int8]
    light: NDArray[np.bool_]
    plain: NDArray[np.object_]
    sounds: NDArray[np.object_]
    bones: NDArray[np.object_]


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, int], dict[str, str], frozenset[str]]:
    """Word to its kind, spelling to its canonical spelling, and the light words."""
    raw = tomllib.loads((files("misaq.record") / "terms" / "names.toml").read_text("utf-8"))
    groups = (
        (_TITLE, " ".join(raw["titles"].values())),
        (_KINSHIP, " ".join(raw["kin"].values()) + " so_ do_ wo_"),
        (_SERVANT, raw["joined"]["servant"]),
        (_ARTICLE, raw["joined"]["article"]),
    )
    kinds: dict[str, int] = {}
    for kind, text in groups:
        kinds |= dict.fromkeys(fold_words(text.split()).to_pylist(), kind)
    variants: dict[str, str] = {}
    for canonical, text in raw["variants"].items():
        variants |= dict.fromkeys(fold_words(text.split()).to_pylist(), canonical)
    return kinds, variants, frozenset(raw["light"]["words"].split())


def fold_words(words: Sequence[str] | pa.Array) -> pa.Array:
    """Fold what differs only in writing: marks, case, wide or joined forms, Arabic letters as Urdu has them.

    >>> fold_words(["MUḤAMMAD", "O’Brien", "محمّد", "يوسف", "عليٰ"]).to_pylist()
    ['muhammad', 'obrien', 'محمد', 'یوسف', 'علی']
    """
    values = pc.utf8_normalize(pa.array(words, pa.string()), form="NFKD")
    values = pc.utf8_lower(pc.replace_substring_regex(values, _MARKS, ""))
    for letter, plain in _FOLDS.items():
        values = pc.replace_substring(values, letter, plain)
    return values


def parse_names(texts: Sequence[str] | pa.Array) -> ParsedNames:
    """Take names apart and spell each word one way; each distinct name and each distinct word is worked on once.

    texts : (n,) names of persons, in either script; null and "" have no words.

    >>> parsed = parse_names(["Haji Mohd. Aslam s/o Ghulam Rasool", "محمد اسلم ولد غلام رسول", None])
    >>> parsed.name.to_pylist(), parsed.titles.to_pylist()
    (['muhammad aslam', 'muhammad اسلم', ''], ['haji', '', ''])
    >>> parsed.bones.to_pylist(), parsed.parent_bones.to_pylist()
    (['aslm', 'aslm', ''], ['glm rsl', 'glm rsl', ''])
    """
    column = (
        texts
        if isinstance(texts, pa.ChunkedArray)
        else pa.chunked_array([pa.array(texts, pa.string())])
    )
    filled = pc.fill_null(column, "").combine_chunks()
    coded = (filled.chunk(0) if isinstance(filled, pa.ChunkedArray) else filled).dictionary_encode()
    return ParsedNames(*(part.take(coded.indices) for part in _parse_distinct(coded.dictionary)))


def _parse_distinct(names: pa.Array) -> list[pa.Array]:
    """The columns of `ParsedNames`, in its order, for distinct names."""
    for pattern, plain in _KIN:
        names = pc.replace_substring_regex(names, pattern, plain)
    split = pc.split_pattern_regex(names, _BETWEEN)
    row = np.repeat(np.arange(len(names)), np.diff(split.offsets.to_numpy()))
    coded = split.flatten().dictionary_encode()
    words, code = _study_words(coded.dictionary)
    word = code[coded.indices.to_numpy()]
    kept = words.plain[word] != ""
    word, row = word[kept], row[kept]
    words, word, row = _join_servants(words, word, row)
    kinship, part = _parts(words.kinds[word], row)
    name, sounds, bones, joined, first = _spell(
        words, word, row, (part == 0) & ~kinship, len(names)
    )
    father, father_sounds, father_bones, _, father_first = _spell(
        words, word, row, (part == 1) & ~kinship, len(names)
    )
    is_title = (part == 0) & (words.kinds[word] == _TITLE)
    titles = _join(words.plain[word], row, is_title, len(names))
    return [
        name,
        titles,
        sounds,
        bones,
        joined,
        first,
        father,
        father_sounds,
        father_bones,
        father_first,
    ]


def _study_words(distinct: pa.Array) -> tuple[_Words, NDArray[np.int64]]:
    """What is known of each distinct word, and for each word as given the place of its folded form."""
    folded = fold_words(distinct).dictionary_encode()
    return _words(folded.dictionary.to_pylist()), folded.indices.to_numpy().astype(np.int64)


def _words(folded: list[str]) -> _Words:
    kinds, variants, light = _tables()
    plain = [variants.get(word, word) for word in folded]
    return _Words(
        np.array([kinds.get(word, _PLAIN) for word in folded], np.int8),
        np.array([word in light for word in plain], bool),
        np.array(plain, object),
        np.array([sound(word) for word in plain], object),
        np.array([skeleton(word) for word in plain], object),
    )


def _join_servants(
    words: _Words, word: NDArray[np.int64], row: NDArray[np.int64]
) -> tuple[_Words, NDArray[np.int64], NDArray[np.int64]]:
    """Make one word of "abd al karim", "abdul karim" and "عبد الکریم"; articles elsewhere are dropped."""
    kind = words.kinds[word]
    follows = np.append(row[1:] == row[:-1], False)
    article = (kind == _ARTICLE) & np.append(False, row[1:] == row[:-1]) & follows
    word, row, kind = word[~article], row[~article], kind[~article]
    follows = np.append(row[1:] == row[:-1], False)
    servant = (kind == _SERVANT) & follows
    servant &= np.append(kind[1:] != _KINSHIP, False)
    places = np.flatnonzero(servant)
    if not len(places):
        return words, word, row
    nexts, inverse = np.unique(word[places + 1], return_inverse=True)
    more = _words(["abdul" + _bare(one) for one in words.plain[nexts]])
    size = len(words.kinds)
    word = word.copy()
    word[places + 1] = size + inverse
    columns = [np.concatenate(pair) for pair in zip(_columns(words), _columns(more), strict=True)]
    return _Words(*columns), np.delete(word, places), np.delete(row, places)


def _bare(word: str) -> str:
    """A word without the Arabic article, in Latin letters."""
    return sound(word.removeprefix("ال") if len(word) > 4 else word)


def _columns(words: _Words) -> tuple[NDArray[np.generic], ...]:
    return words.kinds, words.light, words.plain, words.sounds, words.bones


def _parts(
    kind: NDArray[np.int8], row: NDArray[np.int64]
) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Which words say whose child; and 0 for the person's own words, 1 after the first of these, 2 after the second.

    Such a word counts between two words only: "Bin Qasim" is a name.
    """
    inside = np.append(False, row[1:] == row[:-1]) & np.append(row[1:] == row[:-1], False)
    kinship = (kind == _KINSHIP) & inside[: len(row)]
    so_far = np.cumsum(kinship)
    return kinship, so_far - np.append(0, so_far)[np.searchsorted(row, row)]


def _spell(
    words: _Words, word: NDArray[np.int64], row: NDArray[np.int64], mask: NDArray[np.bool_], n: int
) -> tuple[pa.Array, ...]:
    """Name, sounds, bones, joined bones and first bone of the words under the mask."""
    word, row = word[mask], row[mask]
    title, light = words.kinds[word] == _TITLE, words.light[word]
    named = np.bincount(row[~title], minlength=n)[row] > 0
    told = np.bincount(row[~title & ~light], minlength=n)[row] > 0
    own = np.where(named, ~title, True)
    telling = np.where(told, ~title & ~light, own)
    plain, sounds, bones = words.plain[word], words.sounds[word], words.bones[word]
    first = np.append(True, row[telling][1:] != row[telling][:-1])[: telling.sum()]
    return (
        _join(plain, row, own, n),
        _join(*_sorted(sounds, row, telling), n),
        _join(*_sorted(bones, row, telling), n),
        _join(bones, row, telling, n, between=""),
        _join(bones[telling], row[telling], first, n),
    )


def _sorted(
    texts: NDArray[np.object_], row: NDArray[np.int64], mask: NDArray[np.bool_]
) -> tuple[NDArray[np.object_], NDArray[np.int64], NDArray[np.bool_]]:
    """The texts under the mask, sorted within each row."""
    chosen, rows = texts[mask], row[mask]
    if not len(chosen):
        return chosen, rows, np.ones(0, bool)
    coded = pa.array(chosen, pa.string()).dictionary_encode()
    rank = np.argsort(np.argsort(coded.dictionary.to_numpy(zero_copy_only=False)))
    order = np.lexsort((rank[coded.indices.to_numpy()], rows))
    return chosen[order], rows[order], np.ones(len(chosen), bool)


def _join(
    texts: NDArray[np.object_],
    row: NDArray[np.int64],
    mask: NDArray[np.bool_],
    n: int,
    *,
    between: str = " ",
) -> pa.Array:
    """The texts under the mask, joined within each row; rows are sorted."""
    offsets = np.searchsorted(row[mask], np.arange(n + 1)).astype(np.int32)
    lists = pa.ListArray.from_arrays(pa.array(offsets), pa.array(texts[mask], pa.string()))
    return pc.binary_join(lists, between)
