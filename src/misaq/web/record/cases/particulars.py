"""Which particulars of article 17(3) of the Convention a case holds for one time in somebody's hands."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from misaq.foundation.dates import DateError, PartialDate, parse_edtf
from misaq.record import DetentionSpell as Spell
from misaq.record import Particular, Place, find_particulars
from misaq.web.record.models import DetentionSpell, FateStatus

Ending = Literal["held", "released", "transferred", "died", "unknown"]
DEAD = frozenset({"found_dead_identified", "found_dead_presumed"})


def particulars_of(
    spell: DetentionSpell, fates: Sequence[FateStatus], *, health: str, taken_where: str
) -> tuple[Particular, ...]:
    """Every particular with whether it is there, by the rules of the record.

    fates : of the person held, any order. health : opened by whoever may read it. taken_where : place of the case.
    """
    dead = [fate for fate in fates if fate.status in DEAD]
    return find_particulars(
        Spell(
            id=str(spell.pk),
            person=str(spell.mention_id or ""),
            taken_when=_when(spell.began),
            taken_where=_where(taken_where),
            taken_by=spell.authority_taking,
            ordered_by=spell.authority_ordering,
            grounds=spell.grounds or "unknown",
            supervised_by=spell.authority_supervising,
            held_where=_where(spell.place),
            admitted_when=_when(spell.admission),
            kept_by=spell.authority_supervising,
            health=health,
            ending=_ending(spell, died=bool(dead)),
            ended_when=_when(spell.released or spell.ended),
            ended_where=_where(spell.transfer_to),
            death_circumstances=dead[-1].basis if dead else "",
            remains=dead[-1].identification if dead else "",
        )
    )


def _ending(spell: DetentionSpell, *, died: bool) -> Ending:
    if died:
        return "died"
    if spell.released:
        return "released"
    if spell.transfer_to:
        return "transferred"
    return "unknown" if spell.ended else "held"


def _when(text: str) -> PartialDate | None:
    try:
        return parse_edtf(text) if text else None
    except DateError:
        return None


def _where(text: str) -> Place | None:
    return Place(text=text) if text else None


def last_day_of(text: str) -> date:
    """The last day that a date can mean, for the order of a series; the first day of all where it has none."""
    when = _when(text)
    return (when.latest if when else None) or date.min
