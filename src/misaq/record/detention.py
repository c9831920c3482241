"""A spell of being held: one unbroken time, in the particulars of Article 17(3) of the Convention of 2006."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from misaq.foundation.dates import PartialDate
from misaq.foundation.faults import Fault
from misaq.record.incident import Place
from misaq.record.vocabulary import check_term

TriState = Literal["yes", "no", "unknown"]
Ending = Literal["held", "released", "transferred", "died", "unknown"]
ENDINGS: tuple[Ending, ...] = ("held", "released", "transferred", "died", "unknown")
Standing = Literal["present", "partly", "missing", "not_due", "not_known"]


@dataclass(frozen=True, slots=True)
class DetentionSpell:
    """One unbroken time in which one person was held in one place.

    person : mention or person held. taken_when, taken_where, taken_by : the taking; authorities are ids of actors.
    ordered_by, grounds, grounds_stated : who ordered it; code of `detention_basis`; the words given.
    supervised_by : who answers for the holding.
    held_where, admitted_when, kept_by : the place of holding, the arrival there, who runs it.
    access : code of `detention_access`. acknowledged : "later" when it was admitted after having been denied.
    health : sealed. ending : how the spell ended, or "held". ended_when, ended_where, moved_by : release or transfer.
    death_circumstances, death_cause, remains : only where the person died.
    """

    id: str
    person: str = field(repr=False)
    taken_when: PartialDate | None = None
    taken_where: Place | None = None
    taken_by: str = ""
    ordered_by: str = ""
    grounds: str = "unknown"
    grounds_stated: str = field(default="", repr=False)
    supervised_by: str = ""
    held_where: Place | None = None
    admitted_when: PartialDate | None = None
    kept_by: str = ""
    access: str = "unknown"
    acknowledged: Literal["yes", "no", "later", "unknown"] = "unknown"
    health: str = field(default="", repr=False)
    ending: Ending = "unknown"
    ended_when: PartialDate | None = None
    ended_where: Place | None = None
    moved_by: str = ""
    death_circumstances: str = field(default="", repr=False)
    death_cause: str = field(default="", repr=False)
    remains: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Particular:
    """What is there of one letter of Article 17(3).

    letter : "a" to "h"; its text is a term of the list `particular`.
    standing : "present" all of it, "partly", "missing"; "not_due" when it does not arise (nobody died, nobody was
        let go); "not_known" when nobody says whether it arises.
    missing : the fields of the spell that would complete it.
    """

    letter: str
    standing: Standing
    missing: tuple[str, ...]


_ASKED: Mapping[str, tuple[str, ...]] = {
    "a": ("person",),
    "b": ("taken_when", "taken_where", "taken_by"),
    "c": ("ordered_by", "grounds"),
    "d": ("supervised_by",),
    "e": ("held_where", "admitted_when", "kept_by"),
    "f": ("health",),
    "g": ("death_circumstances", "death_cause", "remains"),
    "h": ("ended_when", "ended_where", "moved_by"),
}
_ARISES: Mapping[str, tuple[Ending, ...]] = {"g": ("died",), "h": ("released", "transferred")}


def find_particulars(spell: DetentionSpell) -> tuple[Particular, ...]:
    """Say of each of the eight particulars whether it is there, and what would complete it.

    Source: International Convention for the Protection of All Persons from Enforced Disappearance, 2006,
        Article 17(3)(a) to (h); the wording of g and h has not been read by a lawyer for this project.

    >>> found = find_particulars(DetentionSpell("s1", person="m1", taken_by="north", ending="held"))
    >>> [(one.letter, one.standing) for one in found][:3]
    [('a', 'present'), ('b', 'partly'), ('c', 'missing')]
    >>> found[6].standing, found[7].standing
    ('not_due', 'not_due')
    """
    return tuple(_particular(spell, letter, asked) for letter, asked in _ASKED.items())


def check_spells(spells: Sequence[DetentionSpell]) -> list[Fault]:
    """Find spells of nobody, unknown terms, ends before their beginning, and a death told of one who did not die."""
    faults: list[Fault] = []
    seen: set[str] = set()
    for spell in spells:
        params = {"id": spell.id}
        if spell.id in seen:
            faults.append(Fault("record_same_id", column="id", params=params))
        seen.add(spell.id)
        if not spell.person:
            faults.append(Fault("spell_no_person", column="person", params=params))
        faults += check_term("detention_basis", spell.grounds, record_id=spell.id, field="grounds")
        faults += check_term("detention_access", spell.access, record_id=spell.id, field="access")
        if spell.ending not in ENDINGS:
            more = {**params, "value": spell.ending, "known": ", ".join(ENDINGS)}
            faults.append(Fault("spell_bad_ending", column="ending", params=more))
        begins = spell.taken_when or spell.admitted_when
        first = begins.earliest if begins else None
        last = spell.ended_when.latest if spell.ended_when else None
        if first and last and last < first:
            faults.append(Fault("spell_backwards", column="ended_when", params=params))
        if spell.ending == "held" and spell.ended_when:
            faults.append(Fault("spell_held_and_ended", column="ended_when", params=params))
        if spell.ending != "died" and any(_told(spell, name) for name in _ASKED["g"]):
            faults.append(Fault("spell_death_untold", column="ending", params=params))
    return faults


def _particular(spell: DetentionSpell, letter: str, asked: tuple[str, ...]) -> Particular:
    missing = tuple(name for name in asked if not _told(spell, name))
    arises = _ARISES.get(letter)
    if arises and spell.ending not in arises:
        if spell.ending != "unknown":
            return Particular(letter, "not_due", ())
        if len(missing) == len(asked):
            return Particular(letter, "not_known", missing)
    if not missing:
        return Particular(letter, "present", ())
    return Particular(letter, "missing" if len(missing) == len(asked) else "partly", missing)


def _told(spell: DetentionSpell, name: str) -> bool:
    value: Any = getattr(spell, name)
    if isinstance(value, Place):
        return bool(value.code or value.text)
    if name == "grounds":
        return value != "unknown" or bool(spell.grounds_stated)
    return bool(value)
