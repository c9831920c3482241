"""An invented registry for bench/registry.py: cases with summaries in both scripts, acts, words, shut names.

Words follow Zipf's law over a vocabulary of made-up syllables in Latin and Urdu script, round sentences that such
registers are full of; so there are words in every case, words in a few dozen, and words in one. Nothing is real.
"""

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import numpy as np
from django.db import connection, transaction

from misaq.web.record.cases.words import word_rows
from misaq.web.record.models import Act, Case, CaseWord, Organisation, PersonMention

BATCH = 5_000
COMMUNITIES = [f"community-{n}" for n in range(12)]
ACTS = (
    "DOL",
    "CON",
    "KIL",
    "TOR",
    "THR",
    "PRO",
    "DIS",
    "IND",
    "KIA",
    "HOS",
    "DEN",
    "COL",
    "SEX",
    "REC",
)
OFTEN = np.array([30, 18, 14, 9, 7, 6, 5, 3, 3, 1.5, 1.5, 1, 0.7, 0.3]) / 100
STAGES = ("allegation", "reviewed", "verified", "quarantine")
ANSWERS = ("", "silent", "denied", "partial", "full")
_LATIN = ("ka sho da mi zar gul ti bo ren pa", "r n lo ma th zai bar gand wat sk")
_URDU = ("کا شو دا می زر گل تی بو رن پا", "ر ن لو ما تھ زئی بر گند وت سک")
LATIN = [a + b for a in _LATIN[0].split() for b in _LATIN[1].split()]
URDU = [a + b for a in _URDU[0].split() for b in _URDU[1].split()]
ENGLISH = (
    "A person was taken from a {0} in {p} by armed men at night near the {1}; the {2} was told.",
    "Two people were held at a checkpoint on the {p} road and the {0} was taken away with the {1}.",
    "A house in {p} was destroyed; the family moved to the {0} and the {1} and lost the {2}.",
    "A student was taken from the {0} hostel in {p}; the family asked at the {1} without answer.",
    "A person was killed by gunfire at the {0} market of {p} while carrying a {1} to the {2}.",
)
IN_URDU = (
    "ایک شخص کو {p} کے {0} سے رات کے وقت مسلح افراد لے گئے، {1} کو اطلاع دی گئی۔",
    "{p} کی سڑک پر دو افراد کو ناکے پر روکا گیا اور {0} اور {1} ساتھ لے گئے۔",
    "{p} میں ایک گھر تباہ ہوا، خاندان {0} اور {1} چلا گیا۔",
    "ایک طالب علم کو {p} کے {0} ہاسٹل سے لے جایا گیا، خاندان نے {1} سے پوچھا، جواب نہ ملا۔",
)


def vocabulary(syllables: list[str], n: int) -> list[str]:
    """`n` made-up words of two or three syllables."""
    two = [a + b for a in syllables for b in syllables]
    three = [a + b for a in two[:: len(two) // 60] for b in syllables]
    return (two + three)[:n]


def fill(organisations: list[Organisation], opener: Any, n: int, keys: Any, n_names: int) -> None:
    """Write `n` cases: four fifths to the first organisation; the first `n_names` of them have a shut name."""
    chance = np.random.default_rng(20)
    words = {"en": vocabulary(LATIN, 9_000), "ur": vocabulary(URDU, 9_000)}
    places = {
        "en": [w + "abad" for w in words["en"][:300]],
        "ur": [w + "آباد" for w in words["ur"][:300]],
    }
    began = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
    for first in range(0, n, BATCH):
        size = min(BATCH, n - first)
        cases = []
        for row in range(size):
            language = "ur" if chance.random() < 0.45 else "en"
            rank = np.minimum(chance.zipf(1.25, 3), 9_000) - 1
            place = int(min(chance.zipf(1.2), 300)) - 1
            frames = ENGLISH if language == "en" else IN_URDU
            text = frames[chance.integers(len(frames))].format(
                *(words[language][r] for r in rank), p=places[language][place]
            )
            day = dt.date(1995, 1, 1) + dt.timedelta(days=int(chance.beta(3, 2) * 13_000))
            kind = chance.random()
            when, low, high = _date(day, kind)
            acts = sorted(set(chance.choice(ACTS, chance.integers(1, 3), p=OFTEN)))
            owner = organisations[0 if row % 10 < 8 else 1 + row % 2]
            case = Case(
                organisation=owner, opened_by=opener, when=when, when_min=low, when_max=high,
                community=COMMUNITIES[int(chance.beta(1, 3) * 12)], place=f"p{place}", district=f"d{place % 40}",
                act_types=" ".join(acts), summary=text, summary_language=language,
                stage=STAGES[chance.choice(4, p=[0.6, 0.2, 0.15, 0.05])],
                answer=ANSWERS[chance.choice(5, p=[0.7, 0.15, 0.1, 0.03, 0.02])],
                opened_at=began + dt.timedelta(seconds=300 * (first + row)),
                changed_at=began + dt.timedelta(seconds=300 * (first + row) + int(chance.integers(10**7))),
            )  # fmt: skip
            cases.append(case)
        with transaction.atomic():  # by itself each row would be a transaction
            _save(cases, organisations[0], keys, max(0, n_names - first), first)


def _date(day: dt.date, kind: float) -> tuple[str, dt.date | None, dt.date | None]:
    if kind < 0.5:
        return day.isoformat(), day, day
    if kind < 0.8:
        low = day.replace(day=1)
        return low.isoformat()[:7], low, low.replace(day=28)
    if kind < 0.97:
        return str(day.year), dt.date(day.year, 1, 1), dt.date(day.year, 12, 31)
    return "", None, None


def _save(cases: list[Case], house: Organisation, keys: Any, n_names: int, seed: int) -> None:
    Case.objects.bulk_create(cases)
    acts = [
        Act(
            case=case, act_type=code, when=case.when, when_min=case.when_min, when_max=case.when_max,
            place=case.place,
        )
        for case in cases
        for code in case.act_types.split()
    ]  # fmt: skip
    Act.objects.bulk_create(acts)
    named = [case for case in cases if case.organisation_id == house.pk][:n_names]
    mentions = [PersonMention(case=case, role="victim") for case in named]
    for mention, name in zip(mentions, names(len(mentions), seed), strict=True):
        text = json.dumps({"name": name, "phone": "0300-0000000"}, ensure_ascii=False)
        mention.particulars_shut = keys.shut(
            house, text, table="mention", row=mention.pk, field="particulars"
        )
    PersonMention.objects.bulk_create(mentions)
    copy_words(word_rows(cases))


def names(n: int, seed: int) -> Iterator[str]:
    """Invented names of two or three words with a father, in either script."""
    chance = np.random.default_rng(seed + 1)
    for _row in range(n):
        stock = URDU if chance.random() < 0.4 else LATIN
        kin = " ولد " if stock is URDU else " s/o "
        parts = ["".join(chance.choice(stock, 2)) for _part in range(3)]
        yield f"{parts[0]} {parts[1]}{kin}{parts[2]}"


def copy_words(rows: list[CaseWord]) -> None:
    """Write the words the quickest way each database has."""
    values = [(row.case_id, row.word, row.sound) for row in rows]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy("COPY record_caseword (case_id, word, sound) FROM STDIN") as copy:
                for value in values:
                    copy.write_row(value)
        else:
            cursor.executemany(
                "INSERT INTO record_caseword (case_id, word, sound) VALUES (%s, %s, %s)",
                [(case.hex, word, sound) for case, word, sound in values],
            )
