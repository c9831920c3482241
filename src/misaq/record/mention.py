"""Who is spoken of: one mention for each person in each source record; a person is what mentions are joined to.

A person holds no facts. What is known of them is read from the mentions, each with its source.
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field

from misaq.foundation.dates import PartialDate
from misaq.foundation.errors import InputError
from misaq.foundation.faults import Fault
from misaq.record.vocabulary import check_term

_REF_BYTES = 10


class PersonRefError(InputError):
    """Too few random bytes for a public reference; `needed` says how many."""

    code = "person_ref_entropy"


@dataclass(frozen=True, slots=True)
class NameParts:
    """The parts of a name as a source gives them, "" where it does not."""

    given: str = ""
    father: str = ""
    grandfather: str = ""
    clan: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class PersonMention:
    """What one source record says of one person: nothing is merged, nothing is corrected.

    source_record : the report it stands in, "<source>/<row id>".
    name_raw, father_raw, mother_raw : letter for letter.
    script : "latin", "arabic", or "" when mixed or not known.
    sex : code of the vocabulary. birth : as far as known.
    age_min, age_max : whole years at the time of the event; None when not told.
    id_numbers : sealed. status_claimed : what the source says became of the person, in its own words.
    """

    id: str
    source_record: str
    name_raw: str = field(repr=False)
    script: str = ""
    name_parts: NameParts = field(default=NameParts(), repr=False)
    father_raw: str = field(default="", repr=False)
    mother_raw: str = field(default="", repr=False)
    sex: str = "unknown"
    birth: PartialDate | None = field(default=None, repr=False)
    age_min: int | None = None
    age_max: int | None = None
    place_of_origin: str = field(default="", repr=False)
    occupation: str = field(default="", repr=False)
    id_numbers: tuple[str, ...] = field(default=(), repr=False)
    status_claimed: str = field(default="", repr=False)

    @property
    def child(self) -> bool | None:
        """Under 18 at the time of the event; None when the ages told allow both or none is told."""
        if self.age_max is not None and self.age_max < 18:
            return True
        if self.age_min is not None and self.age_min >= 18:
            return False
        return None


@dataclass(frozen=True, slots=True)
class Person:
    """The head of a cluster of mentions, and nothing else: a reference that may be public."""

    public_ref: str


def make_person(entropy: bytes) -> Person:
    """A person with a new reference that says nothing of them.

    entropy : 10 bytes or more from the system's source of randomness; the first 10 are used.
    Raises PersonRefError.

    >>> make_person(bytes(range(10)))
    Person(public_ref='P-AAAQEAYEAUDAOCAJ')
    """
    if len(entropy) < _REF_BYTES:
        raise PersonRefError(needed=_REF_BYTES)
    return Person("P-" + base64.b32encode(entropy[:_REF_BYTES]).decode())


def check_mentions(mentions: Sequence[PersonMention]) -> list[Fault]:
    """Find mentions without a source or a name, twice the same id, unknown terms, and ages that cannot be."""
    faults: list[Fault] = []
    seen: set[str] = set()
    for mention in mentions:
        params = {"id": mention.id}
        if mention.id in seen:
            faults.append(Fault("record_same_id", column="id", params=params))
        seen.add(mention.id)
        if not mention.source_record:
            faults.append(Fault("mention_no_source", column="source_record", params=params))
        if not mention.name_raw.strip():
            faults.append(
                Fault("mention_no_name", column="name_raw", params=params, severity="warning")
            )
        faults += check_term("sex", mention.sex, record_id=mention.id, field="sex")
        low, high = mention.age_min, mention.age_max
        bad = any(age is not None and not 0 <= age <= 130 for age in (low, high))
        if bad or (low is not None and high is not None and low > high):
            faults.append(Fault("mention_bad_age", column="age_min", params=params))
    return faults
