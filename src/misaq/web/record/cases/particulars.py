"""Which particulars of article 17(3) of the Convention a case holds for one time in somebody's hands."""

from collections.abc import Sequence
from dataclasses import dataclass

from misaq.web.record.models import DetentionSpell, FateStatus

DEAD = frozenset({"found_dead_identified", "found_dead_presumed"})


@dataclass(frozen=True)
class Particular:
    """One letter of article 17(3): a to h. state : present, missing, or not_due where it does not apply yet."""

    letter: str
    state: str


def particulars_of(spell: DetentionSpell, fates: Sequence[FateStatus]) -> list[Particular]:
    """Every particular with whether it is there; a person who is not dead has no particulars of death.

    fates : of the person held, any order.
    """
    dead = any(fate.status in DEAD for fate in fates)
    identified = any(fate.identification for fate in fates)
    left = bool(spell.released or spell.transfer_to or spell.ended)
    found = {
        "a": spell.mention_id is not None,
        "b": bool(spell.began and spell.place and spell.authority_taking),
        "c": bool(spell.authority_ordering and spell.grounds not in {"", "unknown"}),
        "d": bool(spell.authority_supervising),
        "e": bool(spell.place and spell.admission),
        "f": bool(spell.health_shut),
        "g": dead and identified,
        "h": bool((spell.released and spell.ended) or spell.transfer_to),
    }
    not_due = {"g": not dead, "h": not left}
    return [
        Particular(letter, "present" if there else "not_due" if not_due.get(letter) else "missing")
        for letter, there in found.items()
    ]
