"""What is done with keys: one function per act, in a transaction, noted."""

import base64
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from misaq.record import (
    OrganisationKey,
    Secret,
    UnlockedUser,
    change_password,
    encrypt_field,
    make_box_key,
    make_organisation_key,
    make_user_key,
    read_user_key,
    recover_user_key,
    unlock_with_password,
    unwrap_organisation_key,
    wrap_organisation_key,
)
from misaq.web.accounts.models import Account
from misaq.web.record.activity import note
from misaq.web.record.models import KeyWrap, MemberKey, Membership, Organisation
from misaq.web.record.unlocking import Keyring


@transaction.atomic
def membership_begin(organisation: Organisation, account: Account) -> Membership:
    """Somebody begins to work for an organisation; beginning twice changes nothing."""
    membership, _made = Membership.objects.get_or_create(
        organisation=organisation, account=account, ended_at=None
    )
    return membership


@transaction.atomic
def membership_end(organisation: Organisation, account: Account, *, by: Account | None) -> None:
    """Somebody leaves: their rows stay, their way to the key ends."""
    now = timezone.now()
    Membership.objects.filter(organisation=organisation, account=account, ended_at=None).update(
        ended_at=now
    )
    KeyWrap.objects.filter(organisation=organisation, account=account, ended_at=None).update(
        ended_at=now
    )
    note("member.left", by=by, organisation=organisation, about=account)


@transaction.atomic
def member_key_make(account: Account, passphrase: str) -> tuple[MemberKey, str]:
    """Make somebody's key pair; returns the recovery key too, which is shown once.

    A key pair from before is replaced, and with it every way to the organisation's key: a colleague lets them in
    again. The first member of an organisation that has no key makes it.
    """
    made, recovery = make_user_key(str(account.pk), Secret(passphrase.encode()))
    KeyWrap.objects.filter(account=account, ended_at=None).update(ended_at=timezone.now())
    member_key, _new = MemberKey.objects.update_or_create(
        account=account, defaults={"document": made.document(), "made_at": timezone.now()}
    )
    own = Organisation.objects.select_for_update().filter(
        memberships__account=account, memberships__ended_at=None
    )
    for organisation in own:
        if not organisation.key_id:
            _organisation_key_make(organisation, account)
    note("key.made", by=account)
    return member_key, recovery.reveal().decode()


def _organisation_key_make(organisation: Organisation, account: Account) -> None:
    key, inbox = make_organisation_key(str(organisation.pk)), make_box_key()
    organisation.key_id = key.key_id
    organisation.inbox_public = inbox.public
    organisation.inbox_shut = encrypt_field(
        key,
        base64.b64encode(inbox.private.reveal()).decode(),
        table="organisation",
        row=str(organisation.pk),
        field="inbox",
    )
    organisation.save(update_fields=["key_id", "inbox_public", "inbox_shut"])
    _wrap(organisation, key, account, by=account)


def _wrap(
    organisation: Organisation, key: OrganisationKey, account: Account, *, by: Account
) -> KeyWrap:
    stored = read_user_key(bytes(account.member_key.document))
    KeyWrap.objects.filter(organisation=organisation, account=account, ended_at=None).update(
        ended_at=timezone.now()
    )
    return KeyWrap.objects.create(
        organisation=organisation,
        account=account,
        key_id=key.key_id,
        wrapped=wrap_organisation_key(key, stored),
        made_by=by,
    )


@transaction.atomic
def colleague_let_in(
    organisation: Organisation, account: Account, keys: Keyring, *, by: Account
) -> KeyWrap:
    """Give a colleague the organisation's key, shut for their key pair. Raises OtherKeyError while locked."""
    wrap = _wrap(organisation, keys.key(organisation), account, by=by)
    note("key.shared", by=by, organisation=organisation, about=account)
    return wrap


def keys_unlock(account: Account, passphrase: str) -> Keyring:
    """The organisation keys that somebody's passphrase opens. Raises WrongSecretError."""
    stored = read_user_key(bytes(account.member_key.document))
    user = unlock_with_password(stored, Secret(passphrase.encode()))
    return Keyring(_unwrapped(user, account))


def _unwrapped(user: UnlockedUser, account: Account) -> dict[str, OrganisationKey]:
    open_wraps: Iterable[KeyWrap] = account.key_wraps.filter(
        ended_at=None,
        organisation__memberships__account=account,
        organisation__memberships__ended_at=None,
    )
    return {
        str(wrap.organisation_id): unwrap_organisation_key(
            bytes(wrap.wrapped), user, organisation=str(wrap.organisation_id)
        )
        for wrap in open_wraps
    }


@transaction.atomic
def passphrase_change(account: Account, old: str, new: str) -> None:
    """Shut somebody's key with another passphrase. Raises WrongSecretError."""
    stored = read_user_key(bytes(account.member_key.document))
    changed = change_password(stored, Secret(old.encode()), Secret(new.encode()))
    MemberKey.objects.filter(account=account).update(document=changed.document())
    note("key.passphrase-changed", by=account)


@transaction.atomic
def passphrase_recover(account: Account, recovery: str, new: str) -> str:
    """Shut somebody's key with a new passphrase by the recovery key; returns a new recovery key.

    Raises WrongSecretError, RecoveryKeyFormError.
    """
    stored = read_user_key(bytes(account.member_key.document))
    changed, fresh = recover_user_key(stored, Secret(recovery.encode()), Secret(new.encode()))
    MemberKey.objects.filter(account=account).update(document=changed.document())
    note("key.recovered", by=account)
    return fresh.reveal().decode()
