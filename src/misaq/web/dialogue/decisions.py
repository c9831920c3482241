"""Deciding about statements: by one person or by two, with reasons, and once more when the writer appeals.

Each step is an event that is added and never changed. Whoever rejected a statement, or helped to, never decides
the appeal; whoever proposed a rejection never confirms it.
"""

import secrets
from collections.abc import Iterable

from django.db import transaction

from misaq.foundation.errors import InputError
from misaq.web.accounts.models import Account
from misaq.web.dialogue.models import Conversation, ModerationEvent, Participant, Statement

Kind, State, Waits = ModerationEvent.Kind, Statement.State, Statement.Waits
TELLS_NOTHING = frozenset({Kind.PROPOSED, Kind.APPEALED, Kind.SET_ASIDE, Kind.META, Kind.NOT_META})
"""Steps after which a writer is told what they were told before."""
SHORTEST_APPEAL, LONGEST_APPEAL = 10, 300


class AnotherPersonError(InputError):
    """A step that belongs to somebody else: whoever took the one before may not take it."""

    code = "another_person_needed"


class NoAppealError(InputError):
    """Nothing is there to appeal: the statement was not rejected, or was appealed before."""

    code = "no_appeal"


@transaction.atomic
def statement_decide(
    statement: Statement, state: str, by: Account | None, reason: str = "", code: str = ""
) -> ModerationEvent:
    """Accept or reject a statement, or send it back to wait.

    code : why, one of ModerationEvent.Reason. reason : why, in words.
    Where rejecting takes two, the first one's rejection is a proposal and changes nothing else; a second person's
    rejection confirms it, and a second person's acceptance sets it aside.
    Raises AnotherPersonError when the one who proposed would confirm, and while an appeal waits.
    """
    found = (
        Statement.objects.select_for_update().select_related("conversation").get(pk=statement.pk)
    )
    if found.waits_for == Waits.APPEAL:
        raise AnotherPersonError()
    kind, becomes, waits = Kind.DECIDED, State(state), Waits.NOBODY
    proposer = _proposer(found)
    if state == State.REJECTED and found.waits_for == Waits.SECOND:
        if by is None or by.pk == proposer:
            raise AnotherPersonError()
        kind = Kind.CONFIRMED
    elif state == State.REJECTED and found.conversation.rejects_by_two and by is not None:
        kind, becomes, waits = Kind.PROPOSED, State(found.state), Waits.SECOND
    elif found.waits_for == Waits.SECOND and by is not None and by.pk != proposer:
        kind = Kind.SET_ASIDE
    return _step(found, kind, becomes, waits, by=by, reason=reason, code=code)


@transaction.atomic
def appeal_lodge(participant: Participant, statement: int, words: str) -> ModerationEvent:
    """Ask for a rejected statement to be looked at again, once, by its writer only.

    Raises NoAppealError when it is not theirs, was not rejected, or was appealed before: the answers are alike.
    """
    found = (
        Statement.objects.select_for_update()
        .filter(pk=statement, written_by=participant, state=State.REJECTED)
        .first()
    )
    if found is None or not may_appeal(found):
        raise NoAppealError()
    return _step(found, Kind.APPEALED, State.REJECTED, Waits.APPEAL, reason=" ".join(words.split()))


@transaction.atomic
def appeal_decide(
    statement: Statement, *, accepted: bool, by: Account, reason: str
) -> ModerationEvent:
    """Decide an appeal: the statement is accepted after all, or stays rejected.

    Raises AnotherPersonError for whoever took part in the rejection, and NoAppealError when none waits.
    """
    found = Statement.objects.select_for_update().get(pk=statement.pk)
    if found.waits_for != Waits.APPEAL:
        raise NoAppealError()
    if by.pk in deciders_of(found):
        raise AnotherPersonError()
    kind = Kind.UPHELD if accepted else Kind.DISMISSED
    becomes = State.ACCEPTED if accepted else State.REJECTED
    return _step(found, kind, becomes, Waits.NOBODY, by=by, reason=reason)


@transaction.atomic
def statement_seed(
    conversation: Conversation, text: str, language: str, *, is_meta: bool, by: Account
) -> Statement:
    """Put a facilitator's statement to everybody at once; that it is one stands in the public log."""
    statement = Statement.objects.create(
        conversation=conversation,
        name=f"f{secrets.token_hex(4)}",
        text=" ".join(text.split()),
        language=language,
        state=State.ACCEPTED,
        is_meta=is_meta,
    )
    _step(statement, Kind.SEEDED, State.ACCEPTED, Waits.NOBODY, by=by)
    if is_meta:
        _step(statement, Kind.META, State.ACCEPTED, Waits.NOBODY, by=by)
    return statement


@transaction.atomic
def statement_mark(statement: Statement, *, is_meta: bool, by: Account) -> ModerationEvent | None:
    """Say whether a statement is about those who take part, such as "I live in a town": it is never counted as an
    opinion. None when it is marked so already; its state stays.
    """
    found = Statement.objects.select_for_update().get(pk=statement.pk)
    if found.is_meta == is_meta:
        return None
    Statement.objects.filter(pk=found.pk).update(is_meta=is_meta)
    kind = Kind.META if is_meta else Kind.NOT_META
    return _step(found, kind, found.state, found.waits_for, by=by)


def may_appeal(statement: Statement) -> bool:
    """Whether the writer may still appeal: it is rejected, and was never appealed."""
    events = statement.decisions.all()
    return statement.state == State.REJECTED and not any(e.kind == Kind.APPEALED for e in events)


def deciders_of(statement: Statement) -> frozenset[int]:
    """The accounts that took any step about a statement."""
    events: Iterable[ModerationEvent] = statement.decisions.all()
    return frozenset(event.decided_by_id for event in events if event.decided_by_id is not None)


def _proposer(statement: Statement) -> int | None:
    proposed = statement.decisions.filter(kind=Kind.PROPOSED).order_by("-id").first()
    return proposed.decided_by_id if proposed else None


def _step(
    statement: Statement,
    kind: str,
    state: str,
    waits: str,
    *,
    by: Account | None = None,
    reason: str = "",
    code: str = "",
) -> ModerationEvent:
    Statement.objects.filter(pk=statement.pk).update(state=state, waits_for=waits)
    return ModerationEvent.objects.create(
        statement=statement, kind=kind, state=state, decided_by=by, reason=reason, reason_code=code
    )
