"""The incident: when and where something happened, in which several acts may lie, and what it belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from misaq.foundation.dates import PartialDate
from misaq.foundation.faults import Fault
from misaq.record.neutral import check_wording
from misaq.record.vocabulary import check_term


@dataclass(frozen=True, slots=True)
class Place:
    """Where, as exactly as it is known and no more.

    code : of the places that the process uses, "" when none fits. kind, precision : codes of the vocabulary.
    text : in the source's own words; it may hold a name.
    """

    code: str = ""
    kind: str = "unknown"
    precision: str = "unknown"
    text: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Incident:
    """What happened at one time in one place.

    when : None when no date is told. narrative : acts in plain words, read for words that take a side.
    parent, chain_type : the incident it is tied to, and how (code of the vocabulary); both "" when it stands alone.
    """

    id: str
    when: PartialDate | None = None
    place: Place = Place()
    narrative: str = field(default="", repr=False)
    parent: str = ""
    chain_type: str = ""

    @property
    def date_min(self) -> date | None:
        """The first day it can have been; None when open or not told."""
        return self.when.earliest if self.when else None

    @property
    def date_max(self) -> date | None:
        """The last day it can have been; None when open or not told."""
        return self.when.latest if self.when else None


def check_incidents(incidents: Sequence[Incident]) -> list[Fault]:
    """Find incidents tied to none or in a circle, unknown terms, a part outside its whole, words that take a side.

    The last two are warnings: sources disagree on days, and a narrative is the writer's to word.
    """
    known = {incident.id: incident for incident in incidents}
    faults: list[Fault] = []
    seen: set[str] = set()
    for incident in incidents:
        if incident.id in seen:
            faults.append(Fault("record_same_id", column="id", params={"id": incident.id}))
        seen.add(incident.id)
        place = incident.place
        faults += check_term("place_kind", place.kind, record_id=incident.id, field="place.kind")
        faults += check_term(
            "place_precision", place.precision, record_id=incident.id, field="place.precision"
        )
        faults += _check_chain(incident, known)
        faults += check_narrative(incident.narrative, record_id=incident.id, field="narrative")
    return faults


def check_narrative(text: str, *, record_id: str, field: str) -> list[Fault]:
    """Point out each word of a narrative that takes a side, as warnings; quotations are never touched."""
    return [
        Fault(
            "narrative_takes_a_side",
            column=field,
            params={"id": record_id, "word": text[word.start : word.end]},
            severity="warning",
        )
        for word in check_wording(text, "narrative")
    ]


def _check_chain(incident: Incident, known: dict[str, Incident]) -> list[Fault]:
    params = {"id": incident.id, "value": incident.parent}
    if not incident.parent and not incident.chain_type:
        return []
    if not incident.parent or incident.parent not in known:
        return [Fault("incident_no_parent", column="parent", params=params)]
    faults = check_term(
        "chain_type", incident.chain_type, record_id=incident.id, field="chain_type"
    )
    seen, at = set(), incident.parent
    while at and at != incident.id and at not in seen and at in known:
        seen.add(at)
        at = known[at].parent
    if at == incident.id:
        return [*faults, Fault("incident_circle", column="parent", params=params)]
    if incident.chain_type == "part_of" and _apart(incident, known[incident.parent]):
        faults.append(
            Fault("incident_outside_whole", column="when", params=params, severity="warning")
        )
    return faults


def _apart(part: Incident, whole: Incident) -> bool:
    """The part cannot lie in the whole, whatever day each of the two was."""
    before = part.date_max and whole.date_min and part.date_max < whole.date_min
    after = part.date_min and whole.date_max and part.date_min > whole.date_max
    return bool(before or after)
