"""The words by which a case is found: of what stands in clear, folded, with what they sound like in both scripts."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from django.db import connection

from misaq.record import fold_words, skeleton_of
from misaq.web.record.cases.saving import rows_insert
from misaq.web.record.models import Case, CaseWord

_WORD = re.compile(r"[^\W_]+", re.UNICODE)
LONGEST, SHORTEST, MOST = 40, 2, 80


def words_of(texts: Iterable[str]) -> list[list[str]]:
    """For each text its distinct folded words, in order, without those of one letter.

    >>> words_of(["Taken from his shop; taken at night", "محمّد کی دکان"])
    [['taken', 'from', 'his', 'shop', 'at', 'night'], ['محمد', 'کی', 'دکان']]
    """
    folded = fold_words(list(texts)).to_pylist()
    return [
        [
            word[:LONGEST]
            for word in dict.fromkeys(_WORD.findall(text or ""))
            if len(word) >= SHORTEST
        ][:MOST]
        for text in folded
    ]


def clear_text_of(case: Case) -> str:
    """What of a case is searched by words: summary, reference, place and district; nothing that is shut."""
    return " ".join((case.summary, case.ref, case.place, case.district))


def word_rows(cases: Sequence[Case]) -> list[CaseWord]:
    """The rows that find these cases, not yet saved."""
    found = words_of(clear_text_of(case) for case in cases)
    return [
        CaseWord(case=case, word=word, sound=_sound(word))
        for case, words in zip(cases, found, strict=True)
        for word in words
    ]


def words_renew(case: Case) -> None:
    """Write the words of a case anew after its fields in clear have changed."""
    CaseWord.objects.filter(case=case).delete()
    words_save([case])


def words_save(cases: Sequence[Case]) -> None:
    """Save the rows that find these cases, a dozen for each: by the ORM they would take most of an import's time."""
    found = words_of(clear_text_of(case) for case in cases)
    prepare = CaseWord._meta.get_field("case").get_db_prep_save
    rows = [
        (key, word, _sound(word))
        for key, words in zip((prepare(case.pk, connection) for case in cases), found, strict=True)
        for word in words
    ]
    rows_insert(CaseWord, ("case_id", "word", "sound"), rows)


@lru_cache(maxsize=65536)
def _sound(word: str) -> str:
    return skeleton_of(word)[:LONGEST]
