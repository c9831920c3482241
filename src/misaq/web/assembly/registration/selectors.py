"""What a volunteer sees of themselves."""

from dataclasses import dataclass
from hmac import compare_digest

from misaq.assembly import CodeError, pseudonym
from misaq.web.assembly.answers import answer_words
from misaq.web.assembly.marks import key_mark
from misaq.web.assembly.models import Category, DrawRecord, Feature, Panel, SealedLottery, Volunteer


@dataclass(frozen=True)
class OwnRow:
    """One's own row. chance : in [0, 1], None before the list is sealed. sits : None before the draw."""

    volunteer: Volunteer
    answers: list[tuple[Category, Feature | None]]
    chance: float | None
    excluded: str
    sits: bool | None


def by_code(panel: Panel, code: str) -> Volunteer | None:
    """The volunteer whose code this is."""
    try:
        return panel.volunteers.filter(pseudonym=pseudonym(code)).first()
    except CodeError:
        return None


def by_key(panel: Panel, code: str, key: str) -> Volunteer | None:
    """The volunteer whose code and key these are."""
    found = by_code(panel, code)
    if found is None or not found.key_mark:
        return None
    return found if compare_digest(found.key_mark, key_mark(panel, key)) else None


def own_row(volunteer: Volunteer) -> OwnRow:
    """What a volunteer sees of themselves."""
    panel, who = volunteer.panel, volunteer.pseudonym
    sealing = SealedLottery.objects.filter(panel=panel).first()
    draw = DrawRecord.objects.filter(sealing=sealing).first() if sealing else None
    lottery = sealing.lottery if sealing else {}
    return OwnRow(
        volunteer,
        answer_words(panel, volunteer.answers),
        lottery.get("probabilities", {}).get(who),
        lottery.get("excluded", {}).get(who, ""),
        who in draw.draw.get("people", ()) if draw else None,
    )
