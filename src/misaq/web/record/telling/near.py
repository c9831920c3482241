"""Near-duplicates and sudden floods among what was told, found without keeping any word of it in clear.

A text becomes marks: hashes, keyed with the organisation's key, of every run of four words; of these the smallest
are kept. Without the key they say nothing; with it, two texts that share many marks share much of their wording.
Source: Broder, On the resemblance and containment of documents, 1997 (the smallest of all hashes, as a sample).
"""

import hashlib
import hmac
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from misaq.record import OrganisationKey, fold_words

RUN, KEPT, MARK = 4, 48, 12
ALIKE = 0.5
FLOOD_LEAST, FLOOD_TIMES, BEFORE = 10, 5, 30


def marks_of(text: str, key: OrganisationKey) -> list[str]:
    """The marks of a text under an organisation's key, smallest first; at most 48."""
    folded = fold_words([text]).to_pylist()[0] or ""
    words = folded.split()
    runs = {" ".join(words[i : i + RUN]) for i in range(max(1, len(words) - RUN + 1))}
    secret = hmac.digest(key.key.reveal(), b"misaq.record.near 1", hashlib.sha256)
    return sorted(hmac.digest(secret, run.encode(), "sha256").hex()[:MARK] for run in runs)[:KEPT]


def likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """Roughly the share of the runs of both texts that stand in both, 0 to 1.

    >>> likeness(["a", "b", "c"], ["b", "c", "d"])
    0.5
    """
    both = set(one) & set(other)
    sample = sorted({*one, *other})[: max(len(one), len(other), 1)]
    if not one or not other:
        return 0.0
    if len(one) < KEPT and len(other) < KEPT:  # nothing was left out: exact
        return len(both) / len({*one, *other})
    return len(both & set(sample)) / len(sample)


def find_alike(marks: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """For each text that is like an earlier one, the first that it is like; in the order given.

    >>> find_alike({"a": ["1", "2"], "b": ["7"], "c": ["1", "2"]})
    {'c': 'a'}
    """
    holders: dict[str, list[str]] = {}
    like: dict[str, str] = {}
    for name, own in marks.items():
        shared = Counter(head for mark in own for head in holders.get(mark, ()))
        best = next(
            (head for head, _n in shared.most_common(5) if likeness(own, marks[head]) >= ALIKE), ""
        )
        if best:
            like[name] = best
            continue
        for mark in own:
            holders.setdefault(mark, []).append(name)
    return like


@dataclass(frozen=True)
class Flood:
    """A day on which far more was told than usual; `usual` a day, in the 30 days before."""

    day: date
    number: int
    usual: float


def find_flood(by_day: Mapping[date, int], today: date) -> Flood | None:
    """Whether today or yesterday brought ten or more, and five times what is usual.

    >>> find_flood({date(2031, 5, 2): 40, date(2031, 4, 20): 3}, date(2031, 5, 2)).number
    40
    >>> find_flood({date(2031, 5, 2): 9}, date(2031, 5, 2)) is None
    True
    """
    for day in (today, today - timedelta(days=1)):
        number = by_day.get(day, 0)
        before = sum(by_day.get(day - timedelta(days=d), 0) for d in range(1, BEFORE + 1))
        if number >= FLOOD_LEAST and number >= FLOOD_TIMES * before / BEFORE:
            return Flood(day, number, before / BEFORE)
    return None
