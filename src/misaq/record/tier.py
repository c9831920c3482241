"""Who may read which field at most: public, restricted, sealed. Whatever is not listed is sealed.

The table is `terms/entities.toml`; what a record says of itself can only make a tier stricter, but for two doors
that the persons concerned open: consent to a name, and the publication of a reply.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

from misaq.record.assertion import RecordedAct
from misaq.record.consent import Consent, may_use
from misaq.record.involvement import Actor
from misaq.record.reply import Reply

Tier = Literal["public", "restricted", "sealed"]
TIERS: tuple[Tier, ...] = ("public", "restricted", "sealed")
_SEALED_ACTS = frozenset({"SEX"})
_PERSONS_NAMES = frozenset({"name", "also"})


@dataclass(frozen=True)
class Entity:
    """One entity of the model. holds, rule : in one line each. tiers : field to the tier at most."""

    name: str
    holds: str
    rule: str
    tiers: Mapping[str, Tier]


@lru_cache(maxsize=1)
def entities() -> Mapping[str, Entity]:
    """Every entity of the model by its name, in the order of the reference.

    >>> entities()["DetentionSpell"].tiers["health"]
    'sealed'
    """
    text = (files("misaq.record") / "terms" / "entities.toml").read_text("utf-8")
    return {
        name: Entity(
            name,
            entry["holds"],
            entry["rule"],
            {field: tier for tier in TIERS for field in entry[tier]},
        )
        for name, entry in tomllib.loads(text).items()
    }


def tier_of(record: Any, field_name: str) -> Tier:
    """The tier of one field of one record, with what the record says of itself.

    Sexual violence is sealed, whole; so are the names of a single person said to have had a part. A published
    reply is public. An entity or a field that nobody listed is sealed.

    >>> tier_of(Actor("n", "armed_group", "North"), "name"), tier_of(Actor("x", "crowd", "A", person=True), "name")
    ('restricted', 'sealed')
    """
    if isinstance(record, RecordedAct) and record.act_type in _SEALED_ACTS:
        return "sealed"
    if isinstance(record, Actor) and record.person and field_name in _PERSONS_NAMES:
        return "sealed"
    if isinstance(record, Reply) and record.published and field_name == "content":
        return "public"
    entity = entities().get(type(record).__name__)
    return entity.tiers.get(field_name, "sealed") if entity else "sealed"


def name_tier(consents: Iterable[Consent], at: datetime, *, subject: str) -> Tier:
    """The tier of a victim's name at a moment: public with consent to its publication, else restricted.

    >>> from datetime import UTC
    >>> name_tier([], datetime(2026, 1, 1, tzinfo=UTC), subject="m1")
    'restricted'
    """
    return (
        "public" if may_use(consents, "publication_of_name", at, subject=subject) else "restricted"
    )


def readable_fields(record: Any, up_to: Tier) -> dict[str, Any]:
    """The fields of a record that a reader of this tier may see, and nothing of the others, not even their names.

    up_to : the strictest tier the reader may read. Records inside the record are read by their own tiers.

    >>> readable_fields(Actor("n", "armed_group", "North"), "public")
    {'kind': 'armed_group', 'person': False}
    """
    reach = TIERS.index(up_to)
    return {
        one.name: _within(getattr(record, one.name), up_to)
        for one in fields(record)
        if TIERS.index(tier_of(record, one.name)) <= reach
    }


def _within(value: Any, up_to: Tier) -> Any:
    if is_dataclass(value) and not isinstance(value, type) and type(value).__name__ in entities():
        return readable_fields(value, up_to)
    if isinstance(value, tuple):
        return tuple(_within(one, up_to) for one in value)
    return value
