"""What people decide where undoing meets later amendments: undo those too, keep them in new words, or part them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from misaq.charter.errors import BadResolutionError

Choice = Literal["cascade", "keep", "split"]
CHOICES: tuple[Choice, ...] = ("cascade", "keep", "split")


@dataclass(frozen=True)
class Resolution:
    """One decision on one conflict.

    conflict : key of the conflict; the same after anything else is decided or chosen.
    choice : "cascade" the later operations are undone too; "keep" they stay, and the provision reads as `text` says;
        "split" only `operations` of the later amendment are undone too, the others stay.
    operations : "split": ids of the operations that go.
    text : "keep", "split": the own words of the provision as it shall read; None leaves what stands as it is.

    >>> Resolution("44/art-5", "keep", text="Everyone is free.").document()
    {'conflict': '44/art-5', 'choice': 'keep', 'operations': [], 'text': 'Everyone is free.'}
    """

    conflict: str
    choice: Choice
    operations: tuple[str, ...] = ()
    text: str | None = None

    def document(self) -> dict[str, Any]:
        """The decision as plain values (`read_resolution`)."""
        return {
            "conflict": self.conflict,
            "choice": self.choice,
            "operations": list(self.operations),
            "text": self.text,
        }


def read_resolution(values: Mapping[str, Any]) -> Resolution:
    """A decision from its plain values; raises BadResolutionError.

    >>> read_resolution({"conflict": "44/art-5", "choice": "cascade"})
    Resolution(conflict='44/art-5', choice='cascade', operations=(), text=None)
    """
    conflict, choice = values.get("conflict"), values.get("choice")
    operations, text = values.get("operations") or (), values.get("text")
    sound = (
        isinstance(conflict, str)
        and choice in CHOICES
        and not isinstance(operations, str)
        and isinstance(operations, Iterable)
        and (text is None or isinstance(text, str))
    )
    if not sound:
        raise BadResolutionError(conflict=str(conflict), choice=str(choice), why="form")
    return Resolution(str(conflict), choice, tuple(str(each) for each in operations), text)  # type: ignore[arg-type]  # checked above


def order_resolutions(resolutions: Iterable[Resolution]) -> tuple[Resolution, ...]:
    """Decisions in the order of their keys; raises BadResolutionError when one conflict is decided twice."""
    ordered = tuple(sorted(set(resolutions), key=lambda r: (r.conflict, r.choice, r.operations)))
    keys = [each.conflict for each in ordered]
    for each in ordered:
        if keys.count(each.conflict) > 1:
            raise BadResolutionError(conflict=each.conflict, choice=each.choice, why="twice")
        if each.choice == "split" and not each.operations:
            raise BadResolutionError(conflict=each.conflict, choice=each.choice, why="none")
    return ordered
