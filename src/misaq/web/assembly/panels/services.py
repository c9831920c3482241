"""What is done to a panel before its lottery: one function per act, in a transaction, noted."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from misaq.record import (
    RecoveryKeyFormError,
    Secret,
    WrongSecretError,
    change_password,
    make_user_key,
    read_user_key,
    recover_user_key,
)
from misaq.web.accounts.models import Account
from misaq.web.assembly.models import Category, ConsentText, Feature, Panel
from misaq.web.assembly.noting import note
from misaq.web.assembly.panels.questions import Question
from misaq.web.assembly.refusals import RefusedError

State = Panel.State
# from: to
MOVES = {
    (State.PREPARED, State.OPEN),
    (State.OPEN, State.CLOSED),
    (State.CLOSED, State.OPEN),
}


@transaction.atomic
def panel_set_up(values: Mapping[str, Any], *, by: Account) -> Panel:
    """Begin a panel. values : of `PanelForm`, with the first text of the consent."""
    texts = ("slug", "name_en", "name_ur", "about_en", "about_ur", "size")
    panel = Panel.objects.create(made_by=by, **{name: values[name] for name in texts})
    consent_add(panel, values["consent_en"], values["consent_ur"], by=by)
    note(panel, "panel.made", by=by)
    return panel


@transaction.atomic
def consent_add(panel: Panel, english: str, urdu: str, *, by: Account) -> ConsentText:
    """A new version of what volunteers agree to; whoever agreed to an older one keeps that."""
    if panel.state in {State.SEALED, State.DRAWN}:
        raise RefusedError(_("The list is sealed: nobody can agree to anything new."))
    version = panel.consents.count() + 1
    note(panel, "consent.worded", by=by, about=str(version))
    return ConsentText.objects.create(panel=panel, version=version, text_en=english, text_ur=urdu)


@transaction.atomic
def questions_set(panel: Panel, questions: Sequence[Question], *, by: Account) -> None:
    """Put the questions of a panel that is being prepared in place of those it had."""
    if panel.state != State.PREPARED or panel.volunteers.exists():
        raise RefusedError(_("Somebody may have answered the questions: they stay as they are."))
    panel.categories.all().delete()
    for place, question in enumerate(questions, 1):
        category = Category.objects.create(
            panel=panel,
            number=place,
            name=question.name,
            label_en=question.labels[0],
            label_ur=question.labels[1],
        )
        Feature.objects.bulk_create(
            Feature(
                category=category,
                number=number,
                name=answer.name,
                label_en=answer.labels[0],
                label_ur=answer.labels[1],
                population=answer.population,
                maximum=panel.size,
            )
            for number, answer in enumerate(question.answers, 1)
        )
    note(panel, "questions.set", by=by)


@transaction.atomic
def key_make(panel: Panel, passphrase: str, *, by: Account) -> str:
    """Make the key that shuts names and contacts; returns the recovery key, which is shown once."""
    locked = Panel.objects.select_for_update().get(pk=panel.pk)
    if locked.identity_key:
        raise RefusedError(_("This panel has its key already."))
    made, recovery = make_user_key(f"panel {panel.pk}", Secret(passphrase.encode()))
    Panel.objects.filter(pk=panel.pk).update(identity_key=made.document())
    note(panel, "key.made", by=by)
    return recovery.reveal().decode()


@transaction.atomic
def passphrase_change(panel: Panel, old: str, new: str, *, by: Account) -> None:
    """Shut the panel's key with another passphrase, as when an officer leaves. Raises WrongSecretError."""
    stored = read_user_key(bytes(_locked(panel).identity_key))
    changed = change_password(stored, Secret(old.encode()), Secret(new.encode()))
    Panel.objects.filter(pk=panel.pk).update(identity_key=changed.document())
    note(panel, "key.passphrase-changed", by=by)


def passphrase_recover(panel: Panel, recovery: str, new: str, *, by: Account) -> str:
    """Shut the panel's key with a new passphrase, by the recovery key; returns the new recovery key, shown once.

    The recovery key that was used and the lost passphrase open nothing any more. A try that fails is noted too.
    Raises WrongSecretError, and RecoveryKeyFormError for what is no recovery key at all.
    """
    try:
        return _recovered(panel, recovery, new, by=by)
    except (WrongSecretError, RecoveryKeyFormError):
        note(panel, "key.recovery-refused", by=by)
        raise


@transaction.atomic
def _recovered(panel: Panel, recovery: str, new: str, *, by: Account) -> str:
    stored = read_user_key(bytes(_locked(panel).identity_key))
    made, fresh = recover_user_key(
        stored, Secret(recovery.encode("utf-8", "replace")), Secret(new.encode())
    )
    Panel.objects.filter(pk=panel.pk).update(identity_key=made.document())
    note(panel, "key.recovered", by=by)
    return fresh.reveal().decode()


def _locked(panel: Panel) -> Panel:
    return Panel.objects.select_for_update().get(pk=panel.pk)


@transaction.atomic
def panel_move(panel: Panel, to: str, *, by: Account) -> None:
    """Open a panel for registration, close it, or open it again. Raises RefusedError."""
    locked = Panel.objects.select_for_update().get(pk=panel.pk)
    if (locked.state, to) not in MOVES:
        raise RefusedError(_("This panel has moved on meanwhile. Load the page again."))
    missing = missing_before_opening(locked) if to == State.OPEN else []
    if missing:
        raise RefusedError(" ".join(missing))
    changes: dict[str, Any] = {"state": to}
    if to == State.CLOSED:
        changes["closed_at"] = timezone.now()
    elif locked.opened_at is None:
        changes["opened_at"] = timezone.now()
    Panel.objects.filter(pk=panel.pk).update(**changes)
    note(panel, f"panel.{to}", by=by)


def missing_before_opening(panel: Panel) -> list[str]:
    """What has to be there before anybody can volunteer."""
    missing = []
    if not panel.categories.exists():
        missing.append(_("The questions are missing."))
    if not panel.identity_key:
        missing.append(_("The key for names and contacts is missing."))
    return missing
