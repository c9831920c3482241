"""Reads: the conversation, who takes part, what comes next, what they answered."""

import hashlib
import secrets
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import QuerySet

from misaq.dialogue import choose_next
from misaq.web.dialogue.models import (
    Conversation,
    Participant,
    Statement,
    Vote,
    VoteEvent,
)


@dataclass(frozen=True)
class Shown:
    """A statement to be shown; `probability` is None when somebody asked for this very one."""

    statement: Statement
    probability: float | None
    chosen: int | None = None
    is_important: bool = False


@dataclass(frozen=True)
class Progress:
    """How many statements somebody has answered, of how many."""

    answered: int
    total: int


def hash_secret(secret: str) -> str:
    """What is kept of a secret or a code."""
    return hashlib.sha256(secret.encode()).hexdigest()


def conversation_current() -> Conversation | None:
    """The conversation of this site, open or closed; None before the first was opened."""
    return Conversation.objects.order_by("-id").first()


def conversation_is_open() -> bool:
    """Whether anybody can take part now."""
    current = conversation_current()
    return current is not None and current.is_open


def results_are_hidden() -> bool:
    """Whether how people voted is kept from everybody now: the conversation is open and hides its results."""
    current = conversation_current()
    return current is not None and current.is_open and current.hides_results


def participant_by_key(key: str) -> Participant | None:
    """Who holds this key, with the conversation they take part in."""
    if not key:
        return None
    try:
        found = Participant.objects.select_related("conversation")
        return found.get(key_hash=hash_secret(key))
    except Participant.DoesNotExist:
        return None


@dataclass(frozen=True)
class Answering:
    """Somebody who may answer a statement now; `pk` is the number of their row."""

    pk: int
    public_id: str


def who_answers(key: str, statement: int) -> Answering | None:
    """Who holds this key, when they may answer this statement now; None otherwise, whatever the reason.

    The conversation they take part in is open and the statement is one of its own that is voted on: all asked of
    the database with every vote, in one query, so that nothing decided a moment ago is overlooked. In SQL of our
    own: putting the query together took longer than answering it.
    """
    if not key:
        return None
    row = _ask(_MAY_ANSWER, [hash_secret(key), statement, Statement.State.ACCEPTED.value])
    return Answering(*row) if row else None


_MAY_ANSWER = (
    "SELECT p.id, p.public_id FROM dialogue_participant p"
    " JOIN dialogue_conversation c ON c.id = p.conversation_id"
    " JOIN dialogue_statement s ON s.conversation_id = c.id"
    " WHERE p.key_hash = %s AND s.id = %s AND s.state = %s AND c.is_open"
)


def _ask(sql: str, values: list[str | int]) -> tuple[Any, ...] | None:
    """The first row; PostgreSQL prepares the question once a connection, since planning it takes the longest."""
    with connection.cursor() as cursor:  # which also mends a connection that was lost
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors:
                found = connection.Database.Cursor(connection.connection)  # type: ignore[attr-defined]  # psycopg
                return found.execute(sql, values, prepare=True).fetchone()  # type: ignore[no-any-return]
        cursor.execute(sql, values)
        row: tuple[Any, ...] | None = cursor.fetchone()
        return row


def takes_answers(conversation: Conversation, statement: int) -> bool:
    """Whether a statement is voted on now."""
    return statements_open(conversation).filter(pk=statement).exists()


def statements_open(conversation: Conversation) -> QuerySet[Statement]:
    """The statements that are voted on."""
    return Statement.objects.filter(conversation=conversation, state=Statement.State.ACCEPTED)


def progress_of(conversation: Conversation, participant: Participant | None) -> Progress:
    """How far somebody is."""
    open_ones = statements_open(conversation)
    answered = 0
    if participant is not None:
        answered = (
            participant.votes.exclude(value=None)
            .filter(statement__state=Statement.State.ACCEPTED)
            .count()
        )
    return Progress(answered, open_ones.count())


def statement_next(conversation: Conversation, participant: Participant | None) -> Shown | None:
    """The next statement for somebody, by chance; None when everything is answered.

    The same until it is answered: loading the page again is no way to choose.
    """
    rows = list(statements_open(conversation).order_by("id").values_list("id", "priority"))
    answered: set[int] = set()
    who = (
        f"first {secrets.token_hex(8)}"  # nobody yet: nothing is kept, so nothing could be repeated
    )
    if participant is not None:
        done = participant.votes.exclude(value=None).values_list("statement_id", flat=True)
        answered, who = set(done), str(participant.public_id)
    drawn = choose_next(
        np.array([priority for _, priority in rows], float),
        [place for place, (statement, _) in enumerate(rows) if statement in answered],
        seed=conversation.seed,
        participant=who,
        uniform_share=conversation.uniform_share,
    )
    if drawn is None:
        return None
    statement = Statement.objects.prefetch_related("translations").get(pk=rows[drawn.statement][0])
    return Shown(statement, drawn.probability)


def statement_again(
    conversation: Conversation, participant: Participant | None, wanted: int
) -> Shown | None:
    """One statement asked for by its number, with the answer it has; None when it is not voted on."""
    statement = (
        Statement.objects.filter(
            conversation=conversation, state=Statement.State.ACCEPTED, pk=wanted
        )
        .prefetch_related("translations")
        .first()
    )
    if statement is None:
        return None
    vote = participant.votes.filter(statement=statement).first() if participant else None
    return Shown(
        statement, None, vote.value if vote else None, vote.is_important if vote else False
    )


def answers_of(participant: Participant) -> list[Vote]:
    """Everything somebody answers now, the latest first."""
    return list(
        participant.votes.exclude(value=None)
        .select_related("statement")
        .prefetch_related("statement__translations")
        .order_by("-voted_at", "-id")
    )


def undo_step(participant: Participant) -> tuple[int, int | None, bool] | None:
    """What an undo would do: the statement, the answer it goes back to (None: none), and whether that was important.

    Answers are a pile: each undo takes the newest off; None when the pile is empty.
    """
    pile: list[tuple[int, int | None, bool]] = []
    events = VoteEvent.objects.filter(participant=participant).order_by("id")
    for event in events.values_list("statement_id", "value", "is_important", "is_undo"):
        if event[3] and pile:
            pile.pop()
        elif not event[3]:
            pile.append((event[0], event[1], event[2]))
    if not pile:
        return None
    last = pile.pop()[0]
    for statement, value, important in reversed(pile):
        if statement == last:
            return last, value, important
    return last, None, False
