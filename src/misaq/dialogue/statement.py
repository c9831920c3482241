"""A statement: one sentence that people agree with, disagree with or pass."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Standing = Literal["counted", "rejected", "meta"]


@dataclass(frozen=True)
class Translation:
    """The text in one language. status : "original", "machine", "draft" or "checked"."""

    text: str
    status: str = "original"


@dataclass(frozen=True)
class Statement:
    """One statement as it was put to the participants.

    id : its id in the process.
    texts : language to text with its translation status.
    language : the language it was written in, "" when not given.
    moderated : 1 accepted, 0 not looked at, -1 rejected.
    is_meta : True for a question about the participants themselves, kept out of map and consensus.
    theme : "" when none.

    >>> Statement("7", moderated=-1).standing
    'rejected'
    """

    id: str
    texts: Mapping[str, Translation] = field(default_factory=dict)
    language: str = ""
    moderated: int = 1
    is_meta: bool = False
    theme: str = ""

    @property
    def standing(self) -> Standing:
        """Whether the statement is counted, and if not, why."""
        if self.moderated < 0:
            return "rejected"
        return "meta" if self.is_meta else "counted"


def counted_statements(statements: Iterable[Statement]) -> frozenset[str]:
    """The ids that enter the map and the consensus: neither rejected by moderators nor about participants.

    Source: Polis keeps rejected and meta statements out of representativeness and consensus; unlike Polis we
    leave them out of the map altogether, so that a rejected statement moves nobody (reference, defect D1).

    >>> sorted(counted_statements([Statement("1"), Statement("2", moderated=-1), Statement("3", is_meta=True)]))
    ['1']
    """
    return frozenset(s.id for s in statements if s.standing == "counted")
