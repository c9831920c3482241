"""What somebody searches for: read from a form, written into an address, kept with an export."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal
from urllib.parse import urlencode

from misaq.foundation.dates import parse_edtf

Order = Literal["changed", "when"]


@dataclass(frozen=True)
class Asked:
    """A search over the fields that are kept in clear; "" asks nothing.

    q : words in either script. when : EDTF; cases whose days touch it. label : its name. to : "me" (assigned to the
    searcher), "any" (waits for any reviewer). order : newest change first, or newest act first.
    """

    q: str = ""
    community: str = ""
    act: str = ""
    place: str = ""
    district: str = ""
    when: str = ""
    stage: str = ""
    answer: str = ""
    label: str = ""
    to: str = ""
    order: str = "changed"

    @classmethod
    def read(cls, values: Mapping[str, Any]) -> "Asked":
        """From checked values of a form or of an export's row."""
        known = {name: str(values.get(name) or "").strip() for name in cls.__dataclass_fields__}
        return cls(**{**known, "order": "when" if known["order"] == "when" else "changed"})

    def told(self) -> dict[str, str]:
        """What is asked, without what is left open."""
        given = {name: value for name, value in asdict(self).items() if value}
        return {
            name: value for name, value in given.items() if (name, value) != ("order", "changed")
        }

    def query(self, **more: str) -> str:
        """The same as the query of an address."""
        return urlencode(self.told() | {name: value for name, value in more.items() if value})

    def days(self) -> tuple[date | None, date | None]:
        """The first and last day asked for."""
        if not self.when:
            return None, None
        parsed = parse_edtf(self.when)
        return parsed.earliest, parsed.latest
