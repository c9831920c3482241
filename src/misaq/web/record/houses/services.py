"""What the secretariat does to organisations and custodians: one function per act, noted."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from misaq.web.accounts.access import roles_of
from misaq.web.accounts.models import Account
from misaq.web.accounts.roles import Role
from misaq.web.record.activity import note
from misaq.web.record.keys.services import membership_begin, membership_end
from misaq.web.record.models import CustodianGroup, Membership, Organisation
from misaq.web.record.refusals import RefusedError
from misaq.web.record.sealed.services import group_begin

# What members of an organisation do: somebody without one of these roles would be entered for nothing.
AT_WORK = frozenset({Role.DOCUMENTER, Role.REVIEWER, Role.AUTHORITY, Role.FAMILY, Role.CUSTODIAN})


@transaction.atomic
def house_make(organisation: Organisation, *, by: Account) -> Organisation:
    """Enter an organisation; its key is made later, by its first member."""
    organisation.save(force_insert=True)
    note("house.made", by=by, organisation=organisation, about=organisation)
    return organisation


@transaction.atomic
def house_change(organisation: Organisation, *, by: Account, changed: Sequence[str]) -> None:
    """Keep changes to an organisation; which fields is noted, not their values."""
    organisation.save(update_fields=[*changed])
    for field in changed:
        note(f"house.{field}"[:32], by=by, organisation=organisation, about=organisation)


@transaction.atomic
def member_enter(organisation: Organisation, username: str, *, by: Account) -> Membership:
    """Somebody begins to work for an organisation. Raises RefusedError.

    That alone opens no name: a colleague has to let them in to the organisation's key.
    """
    account = Account.objects.filter(username=username.strip(), is_active=True).first()
    if account is None:
        raise RefusedError(_("There is no account of this name. Look again, or open it first."))
    roles = roles_of(account)
    if Role.SECRETARIAT in roles:
        raise RefusedError(
            _("This account belongs to the secretariat, which sees no case. Enter somebody else.")
        )
    if not roles & AT_WORK:
        raise RefusedError(
            _("This account has no role in the record. Give it one first: documenter, reviewer…")
        )
    membership = membership_begin(organisation, account)
    note("member.entered", by=by, organisation=organisation, about=account)
    return membership


def member_end(membership: Membership, *, by: Account) -> None:
    """Somebody leaves: their rows stay, their way to the key ends at once."""
    membership_end(membership.organisation, membership.account, by=by)


@transaction.atomic
def custodians_begin(
    rows: Sequence[tuple[str, str, str]], *, threshold: int, by: Account
) -> CustodianGroup:
    """Name the custodians from now on: (handle, age recipient, account name or "").

    Raises CustodiansError and its kinds, RefusedError. What the group before keeps, it keeps.
    """
    keepers: list[tuple[str, str, Account | None]] = []
    for handle, recipient, username in rows:
        account = None
        if username:
            account = Account.objects.filter(username=username, is_active=True).first()
            if account is None or Role.CUSTODIAN not in roles_of(account):
                raise RefusedError(
                    _("There is no account with the role of a custodian called “%(name)s”.")
                    % {"name": username}
                )
        keepers.append((handle, recipient, account))
    group = group_begin(keepers, threshold=threshold)
    note("custodians.named", by=by, about=group)
    return group
