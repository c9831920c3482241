"""Words and what lies between them: how a text of law is cut into tokens, the same in any script."""

import re
import unicodedata
from functools import lru_cache
from itertools import islice

import numpy as np
from numpy.typing import NDArray

Units = list[tuple[str, str]]


def prepare_text(text: str, *, join_lines_of: int = 0) -> str:
    """Bring a text to the form in which it is cut: NFC, lines ended by "\\n", hard wraps undone.

    join_lines_of : a line of exactly this many characters is joined with the next without a space (text that
        was wrapped through words); 0 joins nothing.

    >>> prepare_text("the Stat\\ne shall\\r\\nnot", join_lines_of=8)
    'the State shall\\nnot'
    """
    lines = (
        unicodedata.normalize("NFC", text.removeprefix("\ufeff")).replace("\r\n", "\n").split("\n")
    )
    if not join_lines_of:
        return "\n".join(lines)
    ends = ["" if len(line) == join_lines_of else "\n" for line in lines]
    return "".join(line + end for line, end in zip(lines, ends, strict=True)).removesuffix("\n")


def cut_units(text: str) -> Units:
    """Cut a text into units: a word or a mark of punctuation, and the white space that follows it.

    The first unit has no word and holds the white space at the start, so that joining all units gives the text.
    A word is a run of letters, digits and the marks and joiners that belong to them in any script.

    >>> cut_units("دفعہ 12۔ (1)")
    [('', ''), ('دفعہ', ' '), ('12', ''), ('۔', ' '), ('(', ''), ('1', ''), (')', '')]
    """
    lead = len(text) - len(text.lstrip())
    return [("", text[:lead]), *_unit_pattern().findall(text, lead)]


def is_word(token: str) -> bool:
    """Whether a token has a letter or a digit: only such tokens are counted.

    >>> is_word("12"), is_word("—")
    (True, False)
    """
    return any(character.isalnum() for character in token)


def count_words(text: str) -> int:
    """How many words a text has, punctuation not counted.

    >>> count_words("(2) Omitted.")
    2
    """
    return len(_spoken_pattern().findall(text))


class _Numbering(dict[str, int]):
    """Gives the next number to a token that has none."""

    def __missing__(self, token: str) -> int:
        self[token] = len(self)
        return self[token]


class Vocabulary:
    """A number for each token, so that texts are compared as arrays of numbers."""

    def __init__(self) -> None:
        self._ids = _Numbering()
        self._sizes = np.empty((2, 0), np.int64)

    @property
    def tokens(self) -> list[str]:
        """The token of each number."""
        return list(self._ids)

    @property
    def sizes(self) -> NDArray[np.int64]:
        """(2, n_tokens): characters in each token, and line ends in it."""
        fresh = list(islice(self._ids, self._sizes.shape[1], None))
        counted = [[len(token) for token in fresh], [token.count("\n") for token in fresh]]
        self._sizes = np.hstack([self._sizes, np.array(counted, dtype=np.int64)])
        return self._sizes

    def ids(self, tokens: list[str]) -> NDArray[np.int64]:
        """The numbers of `tokens`, (n_tokens,); new tokens get new numbers."""
        return np.fromiter(map(self._ids.__getitem__, tokens), np.int64, len(tokens))


def would_join(before: str, after: str) -> bool:
    """Whether two texts set side by side would make one word of the last of the one and the first of the other.

    >>> would_join("the", "law"), would_join("the ", "law"), would_join("اِ", "س")
    (True, False, True)
    """
    last, first = before[-1:], after[:1]
    if not last or not first or last.isspace() or first.isspace():
        return False
    return (last.isalnum() or last in _joiners()) and (first.isalnum() or first in _joiners())


@lru_cache(maxsize=1)
def _joiners() -> frozenset[str]:
    """What belongs to words besides letters and digits: marks of Urdu, Hindi and others, joiners, the low line."""
    marks = (chr(c) for c in range(0x300, 0x10000) if unicodedata.category(chr(c)) in {"Mn", "Mc"})
    return frozenset([*marks, "\u200c", "\u200d", "_"])


@lru_cache(maxsize=1)
def _unit_pattern() -> re.Pattern[str]:
    return re.compile(rf"({_word_characters()}+|[^\s\w])(\s*)")


@lru_cache(maxsize=1)
def _spoken_pattern() -> re.Pattern[str]:
    """A unit that `is_word`: found at once, as all words of a constitution are counted."""
    within = _word_characters()
    return re.compile(rf"{within}*[^\W_]{within}*")


def _word_characters() -> str:
    # `\w` leaves out the combining marks and the joiners
    return rf"[\w{re.escape(''.join(sorted(_joiners())))}]"
