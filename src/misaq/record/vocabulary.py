"""The terms of the record: act types with HRDAG's five properties, kinds of actor. No term names a side."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

Bilingual = Mapping[str, str]


@dataclass(frozen=True)
class ActType:
    """One kind of act: what was done, never who did it.

    code : three letters, for ever.
    label, definition : language to text.
    distinguished : what sets it apart from its neighbours, so that terms exclude one another.
    examples : language to two or more cases that belong to it.
    counter_example : a near case that does not, with the code it gets.
    counting : what counts as one.
    unit : what one count is ("person", "spell", "household", ...).
    sensitive : True when its counts are published only from the higher threshold up.
    see : codes or articles of other lists that it corresponds to.
    """

    code: str
    label: Bilingual
    definition: Bilingual
    distinguished: Bilingual
    examples: Mapping[str, tuple[str, ...]]
    counter_example: Bilingual
    counting: Bilingual
    unit: str
    sensitive: bool
    see: tuple[str, ...]


@lru_cache(maxsize=1)
def act_types() -> Mapping[str, ActType]:
    """Every act type by its code, in the order of the published list.

    Source: codes and order of docs, after HURIDOCS micro-thesaurus 4 with the actor taken out of each name;
    own definitions; the five properties are those that HRDAG asks of a controlled vocabulary.

    >>> act_types()["KIL"].label["en"]
    'Killing'
    """
    return {
        code: ActType(
            code=code,
            label=term["label"],
            definition=term["definition"],
            distinguished=term["distinguished"],
            examples={language: tuple(texts) for language, texts in term["examples"].items()},
            counter_example=term["counter_example"],
            counting=term["counting"],
            unit=term["unit"],
            sensitive=term["sensitive"],
            see=tuple(term["see"]),
        )
        for code, term in _terms("act_type").items()
    }


@lru_cache(maxsize=1)
def actor_kinds() -> Mapping[str, Bilingual]:
    """Every kind of actor with its label: one list for every side.

    >>> sorted(actor_kinds())[:2]
    ['armed_group', 'company']
    """
    return {code: term["label"] for code, term in _terms("actor_kind").items()}


def _terms(name: str) -> dict[str, Any]:
    text = (files("misaq.record") / "terms" / f"{name}.toml").read_text("utf-8")
    return tomllib.loads(text)
