"""What a reader has chosen at the undo desk: all of it stands in the address, and nowhere else."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlencode

from django.http import QueryDict

from misaq.charter import MODES, SAVINGS, Resolution, Weave

MOST_CHOSEN = 60  # amendments, sections and instructions
MOST_DECIDED = 60
MOST_LETTERS = 1200  # in a wording of one's own
Way = Literal["cascade", "keep", "write", "split"]
WAYS: tuple[Way, ...] = ("cascade", "keep", "write", "split")
_DECIDE, _TEXT, _PART = "decide:", "text:", "part:"
_NAME = re.compile(r"[\w./:-]{1,80}")


@dataclass(frozen=True)
class Decision:
    """What shall become of one conflict.

    way : "cascade" undo the later words too; "keep" leave them as they are; "write" keep them in the words of
        `text`; "split" undo only the instructions in `parts`.
    """

    conflict: str
    way: Way
    text: str = ""
    parts: tuple[str, ...] = ()

    @property
    def resolution(self) -> Resolution:
        """The decision as the engine knows it."""
        text = self.text or None
        if self.way == "split" and not self.parts:  # nothing named yet: as they are
            return Resolution(self.conflict, "keep", text=text)
        if self.way == "split":
            return Resolution(self.conflict, "split", operations=self.parts, text=text)
        if self.way == "write":
            return Resolution(self.conflict, "keep", text=text)
        return Resolution(self.conflict, self.way)


@dataclass(frozen=True)
class Choice:
    """What is to be undone, how, and each decision.

    undone : numbers of amendments ("42") and ids of instructions ("42.3"), in order.
    mode : "repealed" or "never_made". savings : name of the savings clause of the bill, "" for none.
    decisions : by conflict, in order of its key.
    left_out : how many things were beyond the limits, or not in this history, and do not count.
    """

    undone: tuple[str, ...] = ()
    mode: str = "repealed"
    savings: str = ""
    decisions: tuple[Decision, ...] = ()
    left_out: int = 0

    @property
    def query(self) -> str:
        """The choice as it stands in an address: the same choice gives the same address."""
        pairs = [("undo", name) for name in self.undone]
        if self.mode != "repealed":
            pairs.append(("how", self.mode))
        if self.savings:
            pairs.append(("saves", self.savings))
        for decision in self.decisions:
            pairs.append((_DECIDE + decision.conflict, decision.way))
            if decision.text:
                pairs.append((_TEXT + decision.conflict, decision.text))
            pairs += [(_PART + decision.conflict, part) for part in decision.parts]
        return urlencode(pairs, safe=":/")

    @property
    def resolutions(self) -> tuple[Resolution, ...]:
        """The decisions as the engine knows them."""
        return tuple(decision.resolution for decision in self.decisions)

    def decided(self, conflict: str) -> Decision | None:
        """The decision on one conflict."""
        return next((each for each in self.decisions if each.conflict == conflict), None)


def read_choice(query: QueryDict, weave: Weave) -> Choice:
    """The choice that an address holds; what this history does not have is left out and counted."""
    names = [name for name in dict.fromkeys(map(str.strip, query.getlist("undo"))) if name]
    known = {str(n) for n in weave.numbers[1:]}
    place_of = {operation.id: i for i, operation in enumerate(weave.operations)}
    whole = [name for name in names if name in known]
    single = [name for name in names if name not in known and place_of.get(name)]
    apart = [name for name in single if _amendment(weave, place_of[name]) not in whole]
    chosen = [*sorted(whole, key=int), *sorted(apart, key=place_of.__getitem__)]
    decisions = sorted(_decisions(query), key=lambda each: each.conflict)
    mode, savings = query.get("how", ""), query.get("saves", "")
    left_out = len(names) - len(whole) - len(single)
    left_out += max(0, len(chosen) - MOST_CHOSEN) + max(0, len(decisions) - MOST_DECIDED)
    return Choice(
        tuple(chosen[:MOST_CHOSEN]),
        mode if mode in MODES else "repealed",
        savings if savings in SAVINGS else "",
        tuple(decisions[:MOST_DECIDED]),
        left_out,
    )


def _amendment(weave: Weave, operation: int) -> str:
    return str(weave.numbers[int(weave.version_of[operation])])


def _decisions(query: QueryDict) -> Iterator[Decision]:
    for field in query:
        if not field.startswith(_DECIDE):
            continue
        conflict, way = field.removeprefix(_DECIDE), query.get(field, "")
        if way not in WAYS or not _NAME.fullmatch(conflict):
            continue
        text = query.get(_TEXT + conflict, "") if way in {"write", "split"} else ""
        parts = query.getlist(_PART + conflict) if way == "split" else []
        plain = text.replace("\r\n", "\n").strip("\n")[:MOST_LETTERS]
        named = tuple(sorted({part for part in parts if _NAME.fullmatch(part)}))
        yield Decision(conflict, way, plain, named)
