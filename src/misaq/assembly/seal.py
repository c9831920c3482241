"""The seal: everything that is fixed before the randomness is known, and the digest that fixes it."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from misaq.assembly.lottery import Lottery
from misaq.assembly.pool import Households
from misaq.assembly.randomness import Source
from misaq.assembly.tickets import Tickets
from misaq.assembly.turns import Turns
from misaq.foundation.canonical import canonical_json, sha256_hex
from misaq.foundation.errors import TamperError

SEAL_FORMAT = "misaq-assembly-seal/2"
OPEN = ("commitment", "panels", "rows", "tickets")  # sealed by their digests: `pool` and `leaves`
SEALED_KEYS = (
    "certificate",
    "format",
    "household_column",
    "households",
    "leaves",
    "left_out",
    "lottery",
    "panels",
    "pool",
    "quotas",
    "rule",
    "selected",
    "size",
    "tickets",
    "types",
)


class SealBrokenError(TamperError):
    """The sealed list cannot be read as one."""

    code = "seal_broken"


def sealed(
    lottery: Lottery, certificate: Mapping[str, Any], *, source: Source | None = None
) -> dict[str, Any]:
    """What is sealed, as plain values.

    types : ids of each type. households : of each composition the `number`, the `types` of its people, and
        the `rings`: for each number of seats the households that have them first, type by type.
    household_column : which column of the pool's file says who lives together.
    panels : as [type, seats] pairs. tickets : how many draw each. leaves : a digest of each panel and its
        tickets, so that a changed panel is named.
    rows : of each type, the places of its features among the quotas, -1 for none known: with the ids, the pool.
    pool : their digest, which stays where they are left out.
    selected : who has a seat already, to the places of their features.
    left_out : who else takes no part.
    certificate : its digest.
    source, sealed_at : where the randomness of the draw will come from, when it is named beforehand.
    """
    pool, tickets = lottery.pool, lottery.tickets
    rows = pool.features.tolist()
    panels = [
        [[kind, seats] for kind, seats in enumerate(panel) if seats]
        for panel in tickets.panels.tolist()
    ]
    seated = {person.id: list(person.features) for person in pool.selected}
    return {
        "format": SEAL_FORMAT,
        "rule": lottery.rule,
        "lottery": lottery.form,
        "size": pool.quotas.size,
        "quotas": [[q.category, q.feature, q.minimum, q.maximum] for q in pool.quotas.rows],
        "types": [list(ids) for ids in tickets.members],
        "rows": rows,
        "pool": sha256_hex(canonical_json(rows)),
        "households": [_turns(turns) for turns in tickets.turns],
        "household_column": pool.household_column,
        "selected": seated,
        "left_out": sorted({note.id for note in pool.notes if note.out} - seated.keys()),
        "panels": panels,
        "tickets": list(tickets.counts),
        "leaves": [
            leaf(place, panel, count)
            for place, (panel, count) in enumerate(zip(panels, tickets.counts, strict=True))
        ],
        "certificate": sha256_hex(canonical_json(certificate)),
        **(source.plain() if source else {}),
    }


def commit(plain: Mapping[str, Any]) -> str:
    """The seal: SHA-256 of the canonical JSON of what is sealed, the leaves standing for panels and tickets."""
    return sha256_hex(canonical_json({key: plain[key] for key in plain.keys() - set(OPEN)}))


def leaf(place: int, panel: Sequence[Sequence[int]], tickets: int) -> str:
    """The digest of one panel, its place and its tickets.

    >>> leaf(0, [[2, 1]], 500)[:8]
    'd1ef2c46'
    """
    return sha256_hex(canonical_json([place, panel, tickets]))


def unseal(plain: Mapping[str, Any]) -> Tickets:
    """Read a sealed list back.

    Raises SealBrokenError when it is not one.
    """
    if not set(SEALED_KEYS) <= plain.keys():
        raise SealBrokenError(reason=" ".join(sorted(set(SEALED_KEYS) - plain.keys())))
    if plain["format"] != SEAL_FORMAT:
        raise SealBrokenError(reason=f"format {plain['format']}")
    try:
        members = tuple(tuple(str(person) for person in ids) for ids in plain["types"])
        panels = np.zeros((len(plain["panels"]), len(members)), dtype=np.int64)
        for place, panel in enumerate(plain["panels"]):
            for kind, seats in panel:
                panels[place, int(kind)] = int(seats)
        counts = tuple(int(count) for count in plain["tickets"])
        turns = tuple(_read_turns(row) for row in plain["households"])
        sound = _sound(members, turns)
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise SealBrokenError(reason=f"{type(error).__name__}: {error}") from None
    if not len(panels) or len(counts) != len(panels):
        raise SealBrokenError(reason="tickets")
    if min(counts) < 1 or not all(members) or panels.min() < 0 or not sound:
        raise SealBrokenError(reason="counts")
    return Tickets(members, panels, counts, turns)


def _sound(members: tuple[tuple[str, ...], ...], turns: tuple[Turns, ...]) -> bool:
    """Each type in one composition at most, with equally many people in each of its households."""
    kinds = [kind for each in turns for kind in each.households.kinds]
    whole = [
        len(members[kind]) % each.households.number == 0
        for each in turns
        for kind in each.households.kinds
    ]
    return len(kinds) == len(set(kinds)) and all(whole)


def _turns(turns: Turns) -> dict[str, Any]:
    return {
        "number": turns.households.number,
        "types": list(turns.households.kinds),
        "rings": [[list(places) for places in ring] for _, ring in sorted(turns.rings.items())],
    }


def _read_turns(row: Mapping[str, Any]) -> Turns:
    number, kinds = int(row["number"]), tuple(int(kind) for kind in row["types"])
    if number < 1 or any(kind < 0 for kind in kinds):
        raise ValueError(f"households {number}")
    rings = {}
    for given in row["rings"]:
        ring = tuple(tuple(int(place) % number for place in places) for places in given)
        if len(ring) != len(kinds) or len(set().union(*ring)) < sum(map(len, ring)):
            raise ValueError(f"ring {given}")
        rings[tuple(map(len, ring))] = ring
    return Turns(Households(number, kinds), rings)
