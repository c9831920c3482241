"""Another list's code to ours: who mapped it, when, and how closely. The other list's own code is always kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from misaq.foundation.faults import Fault
from misaq.record.vocabulary import VOCABULARIES, check_term

TermMatch = Literal["exact", "close", "broad"]
TERM_MATCHES: tuple[TermMatch, ...] = ("exact", "close", "broad")


@dataclass(frozen=True, slots=True)
class TermMapping:
    """What one code of another list means in one of ours.

    source_vocabulary, source_code : as the other list writes them.
    list_name : one of VOCABULARIES.
    codes : of that list; several where one of theirs means several of ours together, () where none fits.
    match : "exact" the same; "close" nearly; "broad" ours is wider. (SKOS exactMatch, closeMatch, broadMatch.)
    decided_by, decided_on : who mapped it, and when.
    """

    source_vocabulary: str
    source_code: str
    list_name: str
    codes: tuple[str, ...]
    match: TermMatch
    decided_by: str
    decided_on: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class MappedCode:
    """A code as a source gave it, and what it means here.

    source_vocabulary, source_code : verbatim. codes : (), when nobody has mapped it or nothing fits.
    match : None when nobody has mapped it.
    """

    source_vocabulary: str
    source_code: str
    codes: tuple[str, ...]
    match: TermMatch | None


def map_code(
    mappings: Iterable[TermMapping],
    source_vocabulary: str,
    source_code: str,
    list_name: str,
    *,
    at: date | None = None,
) -> MappedCode:
    """What a source's code means in one of our lists: the newest mapping stands.

    at : the day as of which it is asked; None: of all mappings. Of one day, the later in order stands.

    >>> theirs = TermMapping("list-a", "ED", "act_type", ("DOL", "CON"), "close", "Noor", date(2026, 5, 1))
    >>> map_code([theirs], "list-a", "ED", "act_type").codes
    ('DOL', 'CON')
    >>> map_code([theirs], "list-a", "zz", "act_type")
    MappedCode(source_vocabulary='list-a', source_code='zz', codes=(), match=None)
    """
    asked = (source_vocabulary, source_code, list_name)
    standing: TermMapping | None = None
    for mapping in mappings:
        given = (mapping.source_vocabulary, mapping.source_code, mapping.list_name)
        if given != asked or (at is not None and mapping.decided_on > at):
            continue
        if standing is None or mapping.decided_on >= standing.decided_on:
            standing = mapping
    if standing is None:
        return MappedCode(source_vocabulary, source_code, (), None)
    return MappedCode(source_vocabulary, source_code, standing.codes, standing.match)


def check_term_mappings(mappings: Sequence[TermMapping]) -> list[Fault]:
    """Find mappings to no list, to no term, by nobody, of no known closeness, or "exact" to several terms."""
    faults = []
    for mapping in mappings:
        name = f"{mapping.source_vocabulary}/{mapping.source_code}"
        if mapping.list_name not in VOCABULARIES:
            params = {"id": name, "value": mapping.list_name, "known": ", ".join(VOCABULARIES)}
            faults.append(Fault("term_mapping_no_list", column="list_name", params=params))
        else:
            for code in mapping.codes:
                faults += check_term(mapping.list_name, code, record_id=name, field="codes")
        if not mapping.decided_by:
            faults.append(Fault("term_mapping_nobody", column="decided_by", params={"id": name}))
        if mapping.match not in TERM_MATCHES or (
            mapping.match == "exact" and len(mapping.codes) != 1
        ):
            params = {"id": name, "value": mapping.match}
            faults.append(Fault("term_mapping_bad_match", column="match", params=params))
    return faults
