"""The grammar of a rule's file: one value at a time, every fault collected with its place."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from misaq.foundation.faults import Fault

_SHARE = re.compile(r"[0-9]{1,12}(/[0-9]{1,12})?")
_MOST = 10**12  # no body is larger, and sums of such numbers are quick


@dataclass
class Values:
    """A table of a file, with where it stands and the faults found so far."""

    values: Mapping[str, Any]
    place: str
    faults: list[Fault]
    file: str

    def fault(self, code: str, column: str, **params: Any) -> None:
        """Note a fault of the field `column`; "" for the table itself."""
        place = ".".join(part for part in (self.place, column) if part)
        self.faults.append(Fault(code, self.file, None, place, params))

    def only(self, known: Sequence[str]) -> None:
        """Note each field that the grammar does not have: a misspelt one would be silently ignored."""
        for name in self.values:
            if name not in known:
                self.fault("rule_unknown_key", str(name), known=", ".join(known))

    def inside(self, name: str, values: Any) -> "Values":
        """The table under `name`."""
        place = ".".join(part for part in (self.place, name) if part)
        if not isinstance(values, Mapping):
            self.fault("rule_not_table", name)
            values = {}
        return Values(values, place, self.faults, self.file)

    def tables(self, name: str, *, needed: bool = False) -> Iterator["Values"]:
        """Each table of a list, numbered from 1."""
        listed = self.values.get(name, [])
        if not isinstance(listed, Sequence) or isinstance(listed, str):
            self.fault("rule_not_list", name)
            return
        if needed and not listed:
            self.fault("charter_open_rule", name, what=name)
        for number, each in enumerate(listed, 1):
            yield self.inside(f"{name}.{number}", each)

    def text(self, name: str, *, default: str = "", needed: bool = False) -> str:
        """A text; `default` when it is not there."""
        value = self.values.get(name, default)
        if needed and name not in self.values:
            self.fault("charter_open_rule", name, what=name)
        if not isinstance(value, str):
            self.fault("rule_bad_value", name, value=str(value), allowed="text")
            return default
        return value

    def choice(self, name: str, words: Sequence[str], default: str = "") -> str:
        """One of `words`; "" beside a fault when it is none of them, or is missing without a default."""
        value = self.values.get(name, default)
        if not value:
            self.fault("charter_open_rule", name, what=name)
            return ""
        if value not in words:
            self.fault("rule_bad_value", name, value=str(value), allowed=", ".join(words))
            return ""
        return str(value)

    def words(self, name: str) -> list[str]:
        """A list of texts."""
        listed = self.values.get(name, [])
        if not isinstance(listed, Sequence) or isinstance(listed, str):
            self.fault("rule_not_list", name)
            return []
        found = [each for each in listed if isinstance(each, str)]
        if len(found) < len(listed):
            self.fault("rule_bad_value", name, value=str(listed), allowed="text")
        return found

    def whole(self, name: str, *, least: int = 0, needed: bool = False) -> int | None:
        """A whole number of at least `least`; None when it is not there."""
        if name not in self.values:
            if needed:
                self.fault("charter_open_rule", name, what=name)
            return None
        value = self.values[name]
        plain = isinstance(value, str) and value.isdecimal() and len(value) < 13
        number = int(value) if plain else value
        sound = isinstance(number, int) and not isinstance(number, bool)
        if not sound or not least <= number <= _MOST:
            self.fault("rule_bad_value", name, value=str(value), allowed=f">= {least}")
            return None
        return number

    def flag(self, name: str, default: bool) -> bool:
        """True or false."""
        value = self.values.get(name, default)
        if not isinstance(value, bool):
            self.fault("rule_bad_value", name, value=str(value), allowed="true, false")
            return default
        return value

    def share(self, name: str) -> Fraction | None:
        """An exact share from 0 to 1; a float such as 0.667 is not one."""
        plain = self.values.get(name)
        written = str(plain) if isinstance(plain, (str, int)) else ""
        try:
            value = Fraction(written) if _SHARE.fullmatch(written) else None
        except ZeroDivisionError:
            value = None
        if plain is None:
            self.fault("charter_open_rule", name, what=name)
        elif value is None or not 0 <= value <= 1:
            self.fault("rule_bad_share", name, value=str(plain))
            return None
        return value

    def share_or_count(self, share: str, count: str) -> Fraction | int | None:
        """A share under one name, or a whole number under the other."""
        if count in self.values:
            if share in self.values:
                self.fault("rule_both", share, other=count)
            return self.whole(count)
        return self.share(share)

    def names(self, name: str) -> dict[str, str]:
        """A text by language."""
        table = self.values.get(name, {})
        if not isinstance(table, Mapping) or not all(isinstance(v, str) for v in table.values()):
            self.fault(
                "rule_bad_value", name, value=str(table), allowed='{ en = "...", ur = "..." }'
            )
            return {}
        return dict(table)


def require_once(top: Values, name: str, ids: Iterable[str]) -> None:
    """Note an id that stands twice in one list."""
    seen: set[str] = set()
    for each in ids:
        if each in seen:
            top.fault("rule_id_twice", name, id=each)
        seen.add(each)
