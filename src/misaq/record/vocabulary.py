"""The terms of the record: one form for every list, HRDAG's five properties for every term. None names a side.

Each list stands in `terms/<list>.toml`: own definitions in English and Urdu; codes of other lists in `see`.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

from misaq.foundation.canonical import canonical_json, sha256_hex
from misaq.foundation.errors import InputError
from misaq.foundation.faults import Fault

Bilingual = Mapping[str, str]
Form = Literal["choice", "many", "scale", "ladder"]

VOCABULARIES: tuple[str, ...] = (
    "act_type", "method", "actor_kind", "involvement", "attribution_basis",
    "source_kind", "source_connection", "reliability", "credibility",
    "detention_basis", "detention_access", "particular", "fate", "identification",
    "sex", "place_kind", "place_precision", "chain_type", "relationship",
    "consistency", "standard_of_proof", "element", "tri_state", "qualification_status",
    "verification", "tier", "consent_purpose", "request_kind", "response_kind",
    "acknowledgement", "acknowledgement_form", "custody_event",
)  # fmt: skip


class UnknownListError(InputError):
    """A vocabulary that is none of misaq's; `list` is what was asked for, `known` the names."""

    code = "unknown_vocabulary"


@dataclass(frozen=True)
class VocabularyList:
    """What one list is for.

    name : for ever. label : language to text. question : what its terms answer.
    counting : what counts as one, for every term that has no rule of its own.
    rest : the term for whatever fits no other, "" when the terms cover everything by construction.
    form : "choice" one term; "many" several side by side; "scale" one of an ordered row, in its order;
        "ladder" the same, climbed a step at a time.
    """

    name: str
    label: Bilingual
    question: Bilingual
    counting: Bilingual
    rest: str
    form: Form


@dataclass(frozen=True)
class Term:
    """One term of one list.

    code : for ever.
    label, definition : language to text.
    distinguished : what sets it apart from its neighbours, so that terms exclude one another.
    examples : language to two or more cases that belong to it.
    counter_example : a near case that does not, with the code it gets.
    counting : what counts as one.
    see : codes or articles of other lists that it corresponds to; "MT18 0101" is HURIDOCS list 18, code 0101.
    """

    code: str
    label: Bilingual
    definition: Bilingual
    distinguished: Bilingual
    examples: Mapping[str, tuple[str, ...]]
    counter_example: Bilingual
    counting: Bilingual
    see: tuple[str, ...]


@dataclass(frozen=True)
class ActType(Term):
    """One kind of act: what was done, never who did it.

    unit : what one count is ("person", "spell", "household", ...).
    sensitive : True when its counts are published only from the higher threshold up.
    """

    unit: str
    sensitive: bool


@lru_cache(maxsize=64)
def terms(list_name: str) -> Mapping[str, Term]:
    """Every term of one list by its code, in the order of the list.

    list_name : one of VOCABULARIES.
    Raises UnknownListError.
    Source: the five properties are those that HRDAG asks of a controlled vocabulary; own definitions.

    >>> terms("fate")["returned"].label["en"]
    'Returned'
    >>> list(terms("reliability"))
    ['A', 'B', 'C', 'D', 'E', 'F']
    """
    return {
        code: _term(code, entry, list_name)
        for code, entry in _read(list_name).items()
        if code != "about"
    }


@lru_cache(maxsize=64)
def vocabulary_list(list_name: str) -> VocabularyList:
    """What one list is for, what its terms answer, and what counts as one.

    Raises UnknownListError.

    >>> vocabulary_list("tier").form
    'scale'
    """
    return VocabularyList(name=list_name, **_read(list_name)["about"])


@lru_cache(maxsize=1)
def act_types() -> Mapping[str, ActType]:
    """Every act type by its code, in the order of the published list.

    Source: codes and order after HURIDOCS micro-thesaurus 4 with the actor taken out of each name;
    own definitions.

    >>> act_types()["KIL"].label["en"]
    'Killing'
    """
    return {code: term for code, term in terms("act_type").items() if isinstance(term, ActType)}


@lru_cache(maxsize=1)
def actor_kinds() -> Mapping[str, Bilingual]:
    """Every kind of actor with its label: one list for every side.

    >>> sorted(actor_kinds())[:2]
    ['armed_group', 'company']
    """
    return {code: term.label for code, term in terms("actor_kind").items()}


@lru_cache(maxsize=64)
def vocabulary_version(list_name: str = "") -> str:
    """SHA-256 of one list, or of all: two registers with the same version mean the same by every code.

    list_name : "" for all lists together.

    >>> vocabulary_version("fate") == vocabulary_version("tier"), len(vocabulary_version())
    (False, 64)
    """
    names = (list_name,) if list_name else VOCABULARIES
    return sha256_hex(canonical_json({name: _read(name) for name in names}))


def check_term(list_name: str, code: str, *, record_id: str, field: str) -> list[Fault]:
    """Find a code that its list does not have; `record_id` and `field` say of which record and field.

    >>> check_term("fate", "gone", record_id="f1", field="status")[0].code
    'record_unknown_term'
    """
    if code in terms(list_name):
        return []
    params = {
        "id": record_id,
        "value": code,
        "list": list_name,
        "known": ", ".join(terms(list_name)),
    }
    return [Fault("record_unknown_term", column=field, params=params)]


def _term(code: str, entry: Mapping[str, Any], list_name: str) -> Term:
    shared = {
        "code": code,
        "label": entry["label"],
        "definition": entry["definition"],
        "distinguished": entry["distinguished"],
        "examples": {language: tuple(texts) for language, texts in entry["examples"].items()},
        "counter_example": entry["counter_example"],
        "counting": entry.get("counting") or _read(list_name)["about"]["counting"],
        "see": tuple(entry["see"]),
    }
    if list_name == "act_type":
        return ActType(**shared, unit=entry["unit"], sensitive=entry["sensitive"])
    return Term(**shared)


@lru_cache(maxsize=64)
def _read(name: str) -> dict[str, Any]:
    if name not in VOCABULARIES:
        raise UnknownListError(list=name, known=", ".join(VOCABULARIES))
    text = (files("misaq.record") / "terms" / f"{name}.toml").read_text("utf-8")
    return tomllib.loads(text)
