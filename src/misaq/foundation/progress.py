"""Saying how far a long computation is, without knowing who listens."""

from typing import Protocol


class Progress(Protocol):
    """Told at each step of long work; a bar on a terminal, a row in a database, or nobody."""

    def step(self, what: str, done: int, total: int) -> None:
        """`done` of `total` units of `what` are finished; `what` is a message code such as "step.dialogue.groups"."""


class Silent:
    """A progress that nobody listens to."""

    def step(self, what: str, done: int, total: int) -> None:
        """Say nothing."""
