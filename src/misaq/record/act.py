"""The act: the unit of count. What was done to whom and when, as one source reports it, without a name."""

from dataclasses import dataclass
from typing import Literal

from misaq.foundation.dates import PartialDate

Verification = Literal["allegation", "reviewed", "verified", "quarantined"]
VERIFICATIONS: tuple[Verification, ...] = ("allegation", "reviewed", "verified")
QUARANTINED: Verification = "quarantined"  # held back: never counted, whatever else is known of it


@dataclass(frozen=True, slots=True)
class Act:
    """One act as reported in one row of one list. The same act may stand in several lists.

    source, row_id : where it is reported; `report` joins them.
    act_type : code of the vocabulary.
    community : id of the community of the person harmed, "" when not given.
    when : None when not given.
    place : a code that the mapping gives, else "": a list's own words may hold a name and stay in the record.
    actor_kind : code of the vocabulary, "" when not given; always alleged.
    verification : how far it has been checked; "allegation" when the list does not say; "quarantined" when held back.
    child : True when the person harmed was under 18; None when not given.
    persons : how many units (persons, spells, households) the row tells of, >= 1.
    record : SHA-256 of the source's row as it was given.
    """

    source: str
    row_id: str
    act_type: str
    community: str
    when: PartialDate | None
    place: str
    actor_kind: str
    verification: Verification
    child: bool | None
    persons: int
    record: str

    @property
    def report(self) -> str:
        """The report it comes from, as replies refer to it: "<source>/<row id>"."""
        return f"{self.source}/{self.row_id}"

    @property
    def year(self) -> int | None:
        """The year it happened; None when it is not known or may lie in several."""
        return None if self.when is None else self.when.year
