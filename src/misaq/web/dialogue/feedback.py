"""What became of a statement, told to whoever wrote it."""

from collections import Counter
from dataclasses import dataclass

from misaq.web.dialogue.decisions import TELLS_NOTHING, may_appeal
from misaq.web.dialogue.models import ModerationEvent, Participant, Statement
from misaq.web.dialogue.selectors import results_are_hidden
from misaq.web.dialogue.words import Reading, read_in

FEWEST_TOLD = 10
"""With fewer answers the writer is told only that they are few: each might be guessed."""


@dataclass(frozen=True)
class OwnStatement:
    """A statement with what its writer may know.

    decision : the newest step that decided something, None before. appealed : whether an appeal waits.
    tally : agree, disagree, pass; None while results are hidden or answers are few. n_answers : None when hidden.
    """

    statement: Statement
    reading: Reading
    decision: ModerationEvent | None
    may_appeal: bool
    appealed: bool
    n_answers: int | None
    tally: tuple[int, int, int] | None


def statements_of(participant: Participant, language: str) -> list[OwnStatement]:
    """Everything somebody wrote, the newest first."""
    written = (
        Statement.objects.filter(written_by=participant)
        .prefetch_related("translations", "decisions")
        .order_by("-id")
    )
    hidden = results_are_hidden()
    return [_own(statement, language, hidden=hidden) for statement in written]


def _own(statement: Statement, language: str, *, hidden: bool) -> OwnStatement:
    events = sorted(statement.decisions.all(), key=lambda event: -event.pk)
    told = [e for e in events if e.kind not in TELLS_NOTHING]
    counted = Counter(statement.votes.exclude(value=None).values_list("value", flat=True))
    n_answers = counted.total()
    shown = not hidden and n_answers >= FEWEST_TOLD
    return OwnStatement(
        statement,
        read_in(statement, language),
        next((event for event in told if event.decided_by_id), None),
        may_appeal(statement),
        statement.waits_for == Statement.Waits.APPEAL,
        None if hidden else n_answers,
        (counted[1], counted[-1], counted[0]) if shown else None,
    )
