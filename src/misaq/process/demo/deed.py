"""One act as it happened in Velmara, before anyone wrote it down; invented."""

from dataclasses import dataclass
from datetime import date

from misaq.process.demo.names import Person


@dataclass(frozen=True)
class Deed:
    """What happened: `kind`, `community`, `district` and `actor` are ids of the tables in resources/plant."""

    kind: str
    community: str
    day: date
    district: str
    actor: str
    person: Person
    child: bool
    count: int
