"""What of a drafting belongs into the public log: its words are kept beside the hash that is logged."""

from collections.abc import Mapping
from typing import Any

from misaq.foundation.canonical import canonical_json, canonical_value, sha256_hex
from misaq.web.charter.models import Drafting, DraftingEvent


def event_note(drafting: Drafting, kind: str, name: str, body: Mapping[str, Any]) -> DraftingEvent:
    """Keep an event for the public log: an entry of its kind, its name and the hash of its words.

    kind : "opened", "rules", "seat", "division", "verdict", "halted", "ratified". name : unique with its kind.
    """
    plain = canonical_value(body)
    entry = canonical_json(
        {
            "kind": f"charter.{kind}",
            "name": f"{drafting.slug}/{name}",
            "sha256": sha256_hex(canonical_json(plain)),
        }
    )
    return DraftingEvent.objects.create(
        drafting=drafting, kind=kind, name=name, body=plain, entry=entry
    )
