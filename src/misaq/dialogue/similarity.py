"""How alike two short texts are, in any script: by the runs of three characters they share."""

import re
import unicodedata
from collections.abc import Sequence

import numpy as np

# What is written in several ways and reads the same in Urdu and Arabic: one of each stands for all.
_ONE_FORM = str.maketrans(
    {
        "ي": "ی", "ى": "ی", "ئ": "ی", "ك": "ک", "ه": "ہ", "ة": "ہ", "ۃ": "ہ", "ھ": "ہ", "ؤ": "و",
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ں": "ن",
        "\u200c": " ", "\u200d": None, "\u0640": None,
    }
)  # fmt: skip


def plain_letters(text: str) -> str:
    """The letters and digits of a text in one form: no case, accents, vowel signs or punctuation.

    >>> plain_letters("Café, No. 5!"), plain_letters("پانِی") == plain_letters("پاني")
    ('cafe no 5', True)
    """
    parts = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c for c in parts if not unicodedata.combining(c)).translate(_ONE_FORM)
    return " ".join(re.findall(r"\w+", kept))


def trigrams(text: str) -> frozenset[str]:
    """The runs of three characters of each word, with its start and end marked; empty when there are no letters.

    >>> sorted(trigrams("ab"))
    ['  a', ' ab', 'ab ']
    """
    return frozenset(
        padded[i : i + 3]
        for word in plain_letters(text).split()
        for padded in (f"  {word} ",)
        for i in range(len(padded) - 2)
    )


def measure_similarity(text: str, others: Sequence[str]) -> np.ndarray:
    """How alike `text` is to each of `others`: shared trigrams over all trigrams of the two, in [0, 1].

    A text without letters is like nothing (0). Texts in different scripts share no trigrams, so give 0.

    >>> measure_similarity("Open the wells", ["Open the wells!", "Close the road", "پانی"]).round(2).tolist()
    [1.0, 0.15, 0.0]
    """
    own = trigrams(text)
    shared = np.zeros(len(others))
    for place, other in enumerate(others):
        theirs = trigrams(other)
        union = len(own | theirs)
        shared[place] = len(own & theirs) / union if union else 0.0
    return shared


def find_similar(
    text: str, others: Sequence[str], *, most: int = 5, at_least: float = 0.3
) -> list[int]:
    """The places in `others` of the texts most like `text`, the most alike first; ties in the order given.

    most : how many at the most. at_least : smallest similarity, in [0, 1].
    """
    alike = measure_similarity(text, others)
    order = np.argsort(-alike, kind="stable")[:most]
    return [int(place) for place in order if alike[place] >= at_least]
