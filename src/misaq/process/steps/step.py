"""What a step is: the contract between a room and the run."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from misaq.foundation.faults import Fault
from misaq.foundation.progress import Progress
from misaq.process.folder import ProcessFolder
from misaq.process.results import Result

StageState = Literal["done", "part", "open", "none"]


@dataclass(frozen=True)
class HandOver:
    """What one room hands to the next, as a message code with its values ("handover.findings", n=31)."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Stage:
    """Where a room stands, for the stage track and the home page.

    state : "done" (filled tick), "part" (half), "open" (ring), "none" (not begun).
    code : message code of its one-line state, for example "stage.record.part"; params fill it.
    handed_on : what it gave to the next room, or None.
    """

    room: str
    state: StageState
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    handed_on: HandOver | None = None


@dataclass(frozen=True)
class Outcome:
    """What a step gives: its stage on the track and its result documents."""

    stage: Stage
    results: tuple[Result, ...] = ()


@dataclass(frozen=True)
class Step:
    """One room's part of a run.

    room : its name.
    wanted : file patterns; the step runs when the folder has one of them.
    check : faults that no single table shows (a vote by an unknown participant, quotas that cannot be met).
    run : compute; may assume that `check` and the table schemas found no error.
    """

    room: str
    wanted: tuple[str, ...]
    check: Callable[[ProcessFolder], list[Fault]]
    run: Callable[[ProcessFolder, Progress], Outcome]

    def has_input(self, folder: ProcessFolder) -> bool:
        """Whether the folder has anything for this step."""
        return any(folder.files.glob(pattern) for pattern in self.wanted)
