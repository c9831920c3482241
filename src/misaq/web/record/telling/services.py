"""What is done to what was told from outside: one function per act, in a transaction.

What the organisation does is noted, without any value. What comes from outside is not: only its day is kept.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from misaq.foundation.canonical import canonical_json
from misaq.record import (
    RecordEvent,
    make_return_code,
    read_return_code,
    return_code_mark,
    shut_box,
)
from misaq.web.accounts.models import Account
from misaq.web.record.activity import note
from misaq.web.record.cases.opening import (
    NewAct,
    NewCase,
    NewMention,
    NewSource,
    case_open,
    source_row,
)
from misaq.web.record.models import (
    Case,
    Consent,
    Organisation,
    PendingLeaf,
    PersonMention,
    SealedIdentity,
    SourceRecord,
    Submission,
    SubmissionMessage,
)
from misaq.web.record.models.case import Stage
from misaq.web.record.refusals import RefusedError
from misaq.web.record.sealed.services import group_current, identity_keep, identity_seal, leaf_wait
from misaq.web.record.unlocking import Keyring

State = Submission.State


def about_told(submission: UUID) -> str:
    """What the box of something told is bound to."""
    return f"submission {submission}"


def about_message(submission: UUID, *, to_submitter: bool) -> str:
    """What the box of a message is bound to: to whom it goes, and about what."""
    return f"message {submission} {'out' if to_submitter else 'in'}"


@transaction.atomic
def submission_receive(
    organisation: Organisation,
    told: Mapping[str, Any],
    *,
    language: str,
    who: Mapping[str, str] | None = None,
    sealed: str = "",
) -> tuple[Submission, str]:
    """Keep what somebody told, shut for the organisation; returns the return code, which is shown once.

    told : {text, acts, when, where, community}. who : {name, phone}, sealed to the custodians here; sealed : the same
    as a `record.sealed` document that their browser made.
    Raises SealingFormError when somebody says who they are and nobody can keep it.
    """
    code = make_return_code()
    reply = read_return_code(code)
    name = uuid4()
    identity = None
    if sealed:
        identity = identity_keep(group_current(), sealed, about="submitter")
    elif who:
        text = canonical_json(dict(who)).decode()
        identity = identity_seal(group_current(), text, about="submitter")
    submission = Submission.objects.create(
        id=name,
        organisation=organisation,
        boxed=shut_box(
            bytes(organisation.inbox_public),
            canonical_json(dict(told)).decode(),
            about=about_told(name),
        ),
        sealed=identity,
        code_hash=return_code_mark(reply),
        reply_public=reply.public,
        language=language,
    )
    if identity is not None:
        _blur(identity)
    return submission, code.reveal().decode()


@transaction.atomic
def message_from_outside(submission: Submission, text: str) -> SubmissionMessage:
    """Somebody adds to what they told."""
    box = shut_box(
        bytes(submission.organisation.inbox_public),
        text,
        about=about_message(submission.pk, to_submitter=False),
    )
    return SubmissionMessage.objects.create(submission=submission, to_submitter=False, boxed=box)


@transaction.atomic
def message_answer(submission: Submission, text: str, *, by: Account) -> SubmissionMessage:
    """The organisation writes back; only who holds the return code reads it."""
    box = shut_box(
        bytes(submission.reply_public), text, about=about_message(submission.pk, to_submitter=True)
    )
    note("submission.answered", by=by, organisation=submission.organisation, about=submission)
    return SubmissionMessage.objects.create(submission=submission, to_submitter=True, boxed=box)


@transaction.atomic
def submission_withdraw(submission: Submission) -> None:
    """Who told it takes it back: the text, the messages and who they are are erased at once.

    Where it was taken up, the case stays with its organisation, which sees that the source withdrew; and no name
    of it is published any longer.
    """
    submission = Submission.objects.select_for_update().get(pk=submission.pk)
    submission.messages.all().delete()
    if submission.sealed_id:
        identity_erase(submission.sealed)
    if submission.case is not None:
        Consent.objects.create(
            case=submission.case, purpose="publication_of_name", allows=False, how="return_code"
        )
        Case.objects.filter(pk=submission.case.pk).update(changed_at=timezone.now())
    submission.boxed, submission.near, submission.sealed = b"", [], None
    submission.state = State.WITHDRAWN
    submission.save(update_fields=["boxed", "near", "sealed", "state"])


def _blur(identity: SealedIdentity) -> None:
    """Keep the day alone: the minute in which somebody sat at a computer finds them."""
    day = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    SealedIdentity.objects.filter(pk=identity.pk).update(made_at=day)
    PendingLeaf.objects.filter(about=str(identity.pk)).update(made_at=day)


def identity_erase(identity: SealedIdentity | None) -> None:
    """Delete a sealed record; what the log holds of it becomes a value that fits nothing."""
    if identity is None:
        return
    name = str(identity.pk)
    identity.delete()
    leaf_wait(RecordEvent("record.ciphertext-deleted", {"record": name}), about=name)
    PendingLeaf.objects.filter(about=name).update(salt=b"", body={}, about="")


def _decide(submission: Submission, state: str, **changes: object) -> None:
    """Move something that waits to what became of it; twice is once."""
    moved = Submission.objects.filter(pk=submission.pk, state=State.WAITING).update(
        state=state, **changes
    )
    if not moved:
        raise RefusedError(_("Somebody has decided about this meanwhile. Load the page again."))


@transaction.atomic
def submissions_set_aside(
    submissions: Iterable[Submission], reason: str, *, by: Account
) -> list[Submission]:
    """Set aside what is no case, one or many, with the reason; it stays, and is counted nowhere."""
    done = []
    for submission in submissions:
        _decide(submission, State.SET_ASIDE, reason=reason, decided_by=by)
        note("submission.set-aside", by=by, organisation=submission.organisation, about=submission)
        done.append(submission)
    return done


@transaction.atomic
def submission_reopen(submission: Submission, *, by: Account) -> None:
    """Let something that was set aside wait again."""
    moved = Submission.objects.filter(pk=submission.pk, state=State.SET_ASIDE).update(
        state=State.WAITING, reason="", decided_by=by
    )
    if moved:
        note("submission.reopened", by=by, organisation=submission.organisation, about=submission)


@transaction.atomic
def submission_take_up(
    submission: Submission,
    told: Mapping[str, Any],
    values: Mapping[str, Any],
    keys: Keyring,
    *,
    by: Account,
) -> Case:
    """Open a case in quarantine from what was told: counted nowhere until reviewers let it out.

    told : as it was received; it is the source, word for word. values : of `TakeUpForm`.
    """
    _decide(submission, State.TAKEN, decided_by=by)
    acts = tuple(
        NewAct(code, group_min=values["persons"], group_max=None) for code in values["acts"]
    )
    mentions = (
        (NewMention("submitter", sealed=submission.sealed),)
        if submission.sealed is not None
        else ()
    )
    new = NewCase(
        summary=values["summary"],
        summary_language=values["summary_language"],
        source=NewSource("testimony", payload=_payload(told), language=submission.language),
        acts=acts,
        mentions=mentions,
        when=values["when"],
        community=values["community"],
        place=values["place"],
        district=values["district"],
        narrative=str(told.get("text", "")),
        stage=Stage.QUARANTINE,
    )
    case = case_open(submission.organisation, new, keys, by=by)
    _belongs(submission, case)
    note("submission.taken", by=by, organisation=submission.organisation, about=submission)
    return case


@transaction.atomic
def submission_join(
    submission: Submission,
    told: Mapping[str, Any],
    case: Case,
    keys: Keyring,
    *,
    is_copy: bool,
    by: Account,
) -> SourceRecord:
    """Add what was told to a case as one more source; a copy says what it was copied from and counts as none."""
    if case.organisation_id != submission.organisation_id:
        raise RefusedError(_("This case belongs to another organisation of yours."))
    _decide(submission, State.TAKEN, decided_by=by)
    first = case.sources.order_by("recorded_at", "pk").first()
    new = NewSource(
        "testimony",
        payload=_payload(told),
        language=submission.language,
        derived_from=first if is_copy else None,
    )
    source = source_row(case, new, keys, by=by)
    source.save(force_insert=True)
    if submission.sealed is not None:
        PersonMention.objects.create(
            case=case, source=source, role="submitter", sealed=submission.sealed
        )
    _belongs(submission, case)
    note("submission.taken", by=by, organisation=submission.organisation, about=submission)
    return source


def _belongs(submission: Submission, case: Case) -> None:
    Submission.objects.filter(pk=submission.pk).update(case=case)
    Case.objects.filter(pk=case.pk).update(changed_at=timezone.now())
    if submission.sealed_id:
        SealedIdentity.objects.filter(pk=submission.sealed_id).update(case=case)


def _payload(told: Mapping[str, Any]) -> str:
    """What was told, as the source keeps it: the text alone where nothing else was said."""
    rest = {name: value for name, value in told.items() if name != "text"}
    text = str(told.get("text", ""))
    return text if not rest else f"{text}\n\n{json.dumps(rest, ensure_ascii=False, sort_keys=True)}"
