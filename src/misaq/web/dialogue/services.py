"""Writes: opening the conversation, coming in, answering, writing a statement, moderating."""

import hashlib
import hmac
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db import transaction

from misaq.web.accounts.models import Account
from misaq.web.dialogue.models import (
    Conversation,
    ConversationEvent,
    InvitationCode,
    ModerationEvent,
    Participant,
    Statement,
    StatementTranslation,
    Vote,
    WayIn,
)
from misaq.web.dialogue.selectors import Answering, hash_secret, undo_step
from misaq.web.dialogue.writer import Ballot, write_ballot

# without letters and digits that are taken for one another
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


@transaction.atomic
def conversation_open(
    overview: Mapping[str, Any],
    published: Mapping[str, Any],
    *,
    by: Account | None = None,
    reason: str = "",
    **changes: bool,
) -> Conversation:
    """Open the conversation of a process for voting; a second time brings statements and communities up to date.

    overview, published : results of `process.overview` and `dialogue.statements`; the second may be empty.
    by, reason : who opens it and why; kept when it was closed before.
    changes : fields of the conversation to set, such as `allows_link` or `feeds_runs`.
    What a facilitator decided here stands: no statement's state is changed by what is published.
    """
    conversation, _ = Conversation.objects.get_or_create(
        process_id=overview["id"], defaults={"seed": secrets.randbits(60)}
    )
    if not conversation.is_open:
        _note_change(conversation, is_open=True, by=by, reason=reason)
    conversation.is_open = True
    conversation.communities = [
        {"id": row["id"], "name": row["name"]} for row in overview.get("communities", ())
    ]
    for name, value in changes.items():
        setattr(conversation, name, value)
    conversation.save()
    for other in Conversation.objects.exclude(pk=conversation.pk).filter(is_open=True):
        conversation_close(other)  # one at a time
    for row in published.get("statements", ()):
        _statement_load(conversation, row)
    return conversation


def _statement_load(conversation: Conversation, row: Mapping[str, Any]) -> None:
    texts = dict(row["texts"])
    if not texts:
        return
    language = row.get("language") or next(iter(texts))
    original = texts.pop(language, None) or next(iter(texts.values()))
    fresh = {
        "text": original["text"],
        "language": language,
        "theme": row.get("theme") or "",
        "priority": float(row.get("priority") or 1.0),
    }
    statement, _ = Statement.objects.update_or_create(
        conversation=conversation,
        name=str(row["id"]),
        defaults=fresh,
        create_defaults={**fresh, "state": Statement.State.ACCEPTED},
    )
    here = StatementTranslation.objects.filter(statement=statement).exclude(
        written_by=None, checked_by=None
    )
    kept = set(here.values_list("language", flat=True))  # what people wrote or checked here stands
    for other, translation in texts.items():
        if other not in kept:
            StatementTranslation.objects.update_or_create(
                statement=statement,
                language=other,
                defaults={
                    "text": translation["text"],
                    "status": translation.get("status") or "draft",
                },
            )


@transaction.atomic
def conversation_close(
    conversation: Conversation, *, by: Account | None = None, reason: str = ""
) -> None:
    """Close the conversation: nobody can vote or write; everything stays, and so does why it was closed."""
    if Conversation.objects.filter(pk=conversation.pk, is_open=True).update(is_open=False):
        _note_change(conversation, is_open=False, by=by, reason=reason)


def _note_change(
    conversation: Conversation, *, is_open: bool, by: Account | None, reason: str
) -> None:
    ConversationEvent.objects.create(
        conversation=conversation, is_open=is_open, changed_by=by, reason=" ".join(reason.split())
    )


def codes_issue(conversation: Conversation, n: int) -> list[str]:
    """Make `n` invitation codes; they are shown once and kept only as hashes."""
    codes = ["".join(secrets.choice(_ALPHABET) for _ in range(12)) for _ in range(n)]
    InvitationCode.objects.bulk_create(
        InvitationCode(conversation=conversation, code_hash=hash_secret(code)) for code in codes
    )
    return ["-".join(code[i : i + 4] for i in (0, 4, 8)) for code in codes]


def participant_join(
    conversation: Conversation, way_in: WayIn, *, account: Account | None = None
) -> tuple[Participant, str]:
    """Let somebody in; gives their row and the key their browser keeps.

    An account that comes again gets its own row and a new key: it takes part once.
    """
    key = secrets.token_urlsafe(24)
    if account is None:
        participant = Participant.objects.create(
            conversation=conversation, way_in=way_in, key_hash=hash_secret(key)
        )
        return participant, key
    mark = _account_mark(conversation, account)
    participant, _ = Participant.objects.update_or_create(
        account_mark=mark,
        defaults={"key_hash": hash_secret(key)},
        create_defaults={
            "conversation": conversation,
            "way_in": way_in,
            "key_hash": hash_secret(key),
        },
    )
    return participant, key


def _account_mark(conversation: Conversation, account: Account) -> str:
    message = f"dialogue {conversation.process_id} {account.pk}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), message, hashlib.sha256).hexdigest()


@transaction.atomic
def code_redeem(conversation: Conversation, code: str) -> tuple[Participant, str] | None:
    """Let somebody in by a code and use it up; None when it is unknown or used, and the two look alike."""
    plain = "".join(c for c in code.casefold() if c.isalnum())
    used = InvitationCode.objects.filter(
        conversation=conversation, code_hash=hash_secret(plain), is_used=False
    ).update(is_used=True)
    return participant_join(conversation, WayIn.CODE) if used else None


def answer_give(
    participant: Participant | Answering,
    statement: int,
    value: int,
    *,
    is_important: bool = False,
    probability: float | None = None,
) -> None:
    """Answer a statement, for the first time or differently; durable when this comes back.

    value : 1 agree, -1 disagree, 0 pass.
    """
    write_ballot(Ballot(participant.pk, statement, value, is_important, probability=probability))


def answer_withdraw(participant: Participant, statement: int) -> None:
    """Take one answer back; that it was given stays in the history, and counts nowhere."""
    if Vote.objects.filter(participant=participant, statement=statement).exists():
        write_ballot(Ballot(participant.pk, statement, None))


def answers_withdraw(participant: Participant) -> None:
    """Take everything back that somebody answered."""
    for statement in participant.votes.exclude(value=None).values_list("statement_id", flat=True):
        write_ballot(Ballot(participant.pk, statement, None))


def answer_undo(participant: Participant) -> int | None:
    """Undo the last answer; gives its statement, None when there is nothing to undo."""
    step = undo_step(participant)
    if step is None:
        return None
    statement, value, important = step
    write_ballot(Ballot(participant.pk, statement, value, important, is_undo=True))
    return statement


def communities_declare(participant: Participant, communities: Sequence[str]) -> None:
    """Keep which communities somebody says they belong to; none is an answer too. Unknown ids are passed over."""
    known = {row["id"] for row in participant.conversation.communities}
    participant.communities = sorted(known & set(communities))
    participant.save(update_fields=["communities"])


@transaction.atomic
def statement_write(
    conversation: Conversation, participant: Participant, text: str, language: str
) -> Statement:
    """Put a new statement forward: it waits for the facilitator, or is shown at once where that is the rule."""
    state = Statement.State.WAITING if conversation.moderates_first else Statement.State.ACCEPTED
    statement = Statement.objects.create(
        conversation=conversation,
        name=f"w{secrets.token_hex(4)}",
        text=" ".join(text.split()),
        language=language,
        state=state,
        written_by=participant,
    )
    ModerationEvent.objects.create(statement=statement, state=state)
    return statement
