"""What of an item is shut, opened for one page or one act: hashes, keys, and what the file is called and tells."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from misaq.foundation.canonical import canonical_json
from misaq.record import Copy, Secret
from misaq.record import EvidenceItem as CoreItem
from misaq.web.record.models import EvidenceItem
from misaq.web.record.unlocking import Keyring

TABLE = "evidence"
WHICH = ("working", "redacted")


@dataclass
class Opened:
    """The shut parts of an item. Never stored, never logged.

    hashes : sha256, sha3_512, look, head. keys : of "original", "working", "redacted", hexadecimal.
    meta : name, findings, metadata, copies ({which: {mime, sha256, pages, width, height}}), boxes.
    """

    row: EvidenceItem
    hashes: dict[str, str] = field(default_factory=dict, repr=False)
    keys: dict[str, str] = field(default_factory=dict, repr=False)
    meta: dict[str, Any] = field(default_factory=dict, repr=False)

    def key(self, which: str) -> Secret:
        """The key of the original or of a copy."""
        return Secret(bytes.fromhex(self.keys[which]))

    def copy(self, which: str) -> Mapping[str, Any] | None:
        """What is known of a copy; None without one."""
        found: Mapping[str, Any] | None = self.meta.get("copies", {}).get(which)
        return found

    def shut(self, keys: Keyring) -> None:
        """Encrypt all of it into the row, which is not saved yet."""
        for name, value in (("hashes", self.hashes), ("keys", self.keys), ("meta", self.meta)):
            text = canonical_json(value).decode() if value else ""
            box = keys.shut(
                self.row.case.organisation_id, text, table=TABLE, row=self.row.pk, field=name
            )
            setattr(self.row, f"{name}_shut", box)

    def core(self) -> CoreItem:
        """The item as the core knows it, for the check of its chain."""
        copies = {
            which: Copy(one["sha256"], "", one["mime"], one["pages"])
            for which in WHICH
            if (one := self.copy(which))
        }
        return CoreItem(
            str(self.row.pk),
            self.hashes["sha256"],
            self.hashes["sha3_512"],
            self.row.size,
            self.row.mime_detected,
            working_copy=copies.get("working"),
            redacted_copy=copies.get("redacted"),
        )


def open_item(row: EvidenceItem, keys: Keyring) -> Opened:
    """Open an item's shut fields. Raises FieldAlteredError, OtherKeyError."""
    house = row.case.organisation_id
    told = {
        name: keys.read(house, getattr(row, f"{name}_shut"), table=TABLE, row=row.pk, field=name)
        for name in ("hashes", "keys", "meta")
    }
    return Opened(row, **{name: json.loads(text) if text else {} for name, text in told.items()})
