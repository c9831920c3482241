"""Standing in for those who decline: an order that the draw itself fixed, and a replacement that keeps the quotas."""

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from misaq.assembly.pool import id_order
from misaq.assembly.quotas import fold
from misaq.foundation.canonical import canonical_json, sha256_hex

_TAG = "misaq-assembly-standby/1"
_SEED_TAG = "misaq-assembly-after-draw/1"


@dataclass(frozen=True)
class Standing:
    """What a replacement has to know of everybody.

    quotas : (category, feature, fewest, most) as they were sealed.
    answers : id to the places of its features among the quotas. homes : id to its household, "" for none.
    """

    quotas: tuple[tuple[str, str, int, int], ...]
    answers: Mapping[str, tuple[int, ...]]
    homes: Mapping[str, str]

    def broken(self, people: Collection[str], vacant: int = 0) -> tuple[int, ...]:
        """Places of the quotas that these people break, when `vacant` more seats will still be filled."""
        held = Counter(place for person in people for place in self.answers[person])
        return tuple(
            place
            for place, (_, _, low, high) in enumerate(self.quotas)
            if not low - vacant <= held[place] <= high
        )


@dataclass(frozen=True)
class StandIn:
    """Who takes a seat; `person` is "" when nobody can, and then `blocked` are the quotas that stand in the way."""

    person: str
    blocked: tuple[int, ...] = ()


def standing_of(
    columns: Mapping[str, Sequence[str]], quotas: Sequence[Sequence[Any]], ids: Collection[str]
) -> Standing:
    """Read from a pool's columns what a replacement has to know of `ids`.

    quotas : [category, feature, fewest, most] as they were sealed.
    """
    rows = tuple((str(c), str(f), int(low), int(high)) for c, f, low, high in quotas)
    names = {fold(name): name for name in columns}
    places = {(fold(row[0]), fold(row[1])): place for place, row in enumerate(rows)}
    heads = sorted({fold(row[0]) for row in rows})
    n_rows = len(next(iter(columns.values()), ()))
    own = columns[names["id"]] if "id" in names else [str(i + 1) for i in range(n_rows)]
    homes = columns.get(names.get("household", ""), [""] * n_rows)
    answers, roofs = {}, {}
    for i, person in enumerate(text.strip() for text in own):
        if person not in ids:
            continue
        found = (places.get((head, fold(columns[names[head]][i])), -1) for head in heads)
        answers[person] = tuple(sorted(place for place in found if place >= 0))
        roofs[person] = " ".join(homes[i].split())
    return Standing(rows, answers, roofs)


def standby_order(commitment: str, value: str, ids: Collection[str]) -> tuple[str, ...]:
    """Everybody in the order in which they stand by: by SHA-256 over the seal, the randomness and their id.

    Nobody could choose it, since nobody knew the randomness when the list was sealed; anybody can work it out again.
    """

    def digest(person: str) -> str:
        return hashlib.sha256(f"{_TAG}\n{commitment}\n{value}\n{person}".encode()).hexdigest()

    return tuple(sorted(ids, key=lambda person: (digest(person), id_order(person))))


def seed_after_draw(commitment: str, value: str) -> int:
    """The public seed of what is chosen after a draw, such as alternates: below 2**52, from seal and randomness.

    Nobody could choose it, since nobody knew the randomness when the list was sealed.

    >>> seed_after_draw("sha256:ab", "dice:471") == seed_after_draw("sha256:ab", "dice:472")
    False
    """
    return int(sha256_hex(f"{_SEED_TAG}\n{commitment}\n{value}\n".encode())[:13], 16)


def find_stand_in(
    standing: Standing, seated: Collection[str], order: Sequence[str], *, vacant: int = 0
) -> StandIn:
    """The first in the order with whom every quota is kept, and whose household has no seat.

    seated : who has a seat still. order : who may be asked, in their order.
    vacant : seats that stay empty after this one and will be filled.
    """
    homes = {standing.homes[person] for person in seated} - {""}
    least: tuple[int, ...] | None = None
    for person in order:
        if standing.homes[person] in homes:
            continue
        broken = standing.broken([*seated, person], vacant)
        if not broken:
            return StandIn(person)
        if least is None or len(broken) < len(least):
            least = broken
    return StandIn("", least or ())


def chained(previous: str, body: Mapping[str, Any]) -> str:
    """The digest of an entry of the replacement log, which holds the one before it: a changed entry breaks the chain.

    >>> chained("ab", {"number": 1})[:8]
    'dac56831'
    """
    return sha256_hex(canonical_json({"previous": previous, "entry": dict(body)}))


def broken_link(first: str, entries: Sequence[tuple[Mapping[str, Any], str]]) -> int | None:
    """The place of the first entry that does not follow from those before it; None when all do.

    first : what the chain starts from, the seal of the list. entries : each with its digest, in order.
    """
    before = first
    for place, (body, digest) in enumerate(entries):
        if chained(before, body) != digest:
            return place
        before = digest
    return None
