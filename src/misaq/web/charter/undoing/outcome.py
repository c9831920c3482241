"""What follows from a choice, worked out once and kept by what was chosen, never by who chose it."""

from dataclasses import dataclass
from typing import Any

from misaq.charter import (
    Dependency,
    ProvisionRedline,
    Undoing,
    choose_operations,
    find_dependencies,
    undo_operations,
)
from misaq.foundation.errors import InputError
from misaq.web.charter.kept import Kept
from misaq.web.charter.reading.moment import counted_now
from misaq.web.charter.served import Charter
from misaq.web.charter.undoing.choice import Choice

_outcomes: "Kept[Outcome]" = Kept(32)
_dependencies: Kept[tuple[Dependency, ...]] = Kept(4)


@dataclass(frozen=True)
class Outcome:
    """What a choice brings.

    undoing : None when a decision cannot be carried out; `trouble` then says why, as (code, parameters).
    changes : the redline from the text of today to the text without what was chosen.
    """

    undoing: Undoing | None
    changes: tuple[ProvisionRedline, ...] = ()
    trouble: tuple[str, dict[str, Any]] | None = None


def outcome_of(charter: Charter, choice: Choice) -> Outcome:
    """What follows from `choice` in the newest text."""
    return _outcomes.get((charter.key, choice.query), lambda: _work_out(charter, choice))


def _work_out(charter: Charter, choice: Choice) -> Outcome:
    weave = charter.weave
    try:
        undoing = undo_operations(
            weave,
            choose_operations(weave, choice.undone),
            counted=counted_now(weave),
            dependencies=dependencies_of(charter),
            resolutions=choice.resolutions,
            mode=choice.mode,  # type: ignore[arg-type]  # read_choice lets only the known ones through
        )
    except InputError as error:
        return Outcome(None, trouble=(error.code, dict(error.params)))
    return Outcome(undoing, undoing.redline)


def dependencies_of(charter: Charter) -> tuple[Dependency, ...]:
    """Which amendment was built on which, worked out once per published text."""
    return _dependencies.get(charter.key, lambda: find_dependencies(charter.weave))
