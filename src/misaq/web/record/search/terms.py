"""From a typed word to the words that stand in the index: its beginnings, its spelling variants, both scripts."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import Q
from rapidfuzz.distance import JaroWinkler

from misaq.record import skeleton_of, sound_of
from misaq.web.record.cases.words import LONGEST, words_of
from misaq.web.record.models import CaseWord

MOST_TERMS, MOST_ALIKE, LEAST_LIKENESS, BEGINNING = 8, 12, 0.88, 3


@dataclass(frozen=True)
class Term:
    """A typed word and the words of the index that are spelt otherwise and sound the same."""

    word: str
    alike: tuple[str, ...]

    def condition(self) -> Q:
        """The rows of `CaseWord` that it means: words that begin so (from three letters on), and those alike."""
        own = _begins(self.word) if len(self.word) >= BEGINNING else Q(word=self.word)
        return own | Q(word__in=self.alike) if self.alike else own


def terms_of(text: str) -> list[Term]:
    """The terms of a search, at most eight; the rest says nothing more."""
    words = words_of([text])[0][:MOST_TERMS]
    return [Term(word, tuple(_alike(word))) for word in words]


def _begins(word: str) -> Q:
    """Words that begin so, as each database finds them by its index."""
    if connection.vendor == "postgresql":
        return Q(word__startswith=word)
    return Q(word__gte=word, word__lt=word + "\U0010ffff")


def _alike(word: str) -> list[str]:
    """Words of the index with the same consonants that also sound alike; each step is one look into the index."""
    bones, sound, last = skeleton_of(word)[:LONGEST], sound_of(word), ""
    found: list[str] = []
    if len(bones) < 2 or word.isdigit():
        return []
    rows = CaseWord.objects.filter(sound=bones).order_by("word")
    for _step in range(4 * MOST_ALIKE):
        one = rows.filter(word__gt=last).values_list("word", flat=True).first()
        if one is None or len(found) == MOST_ALIKE:
            break
        last = one
        if one != word and JaroWinkler.similarity(sound_of(one), sound) >= LEAST_LIKENESS:
            found.append(one)
    return found
