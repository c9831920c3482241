"""What is done to accounts, one function per act, each in a transaction."""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from misaq.web.accounts.models import Account, OneTimeLogin, RoleGrant
from misaq.web.accounts.roles import Role


@transaction.atomic
def account_open(
    username: str, roles: tuple[Role, ...], *, granted_by: Account | None = None
) -> Account:
    """Open an account that holds `roles`; it has no password yet and is entered by a one-time login."""
    account = Account.objects.create_account(username)
    for role in roles:
        role_grant(account, role, granted_by=granted_by)
    return account


def role_grant(account: Account, role: Role, *, granted_by: Account | None = None) -> RoleGrant:
    """Give an account a role; giving it twice changes nothing."""
    grant, _ = RoleGrant.objects.get_or_create(
        account=account, role=role, ended_at=None, defaults={"granted_by": granted_by}
    )
    return grant


def role_end(account: Account, role: Role) -> int:
    """End a role; the grant stays in the history. Returns how many were open (0 or 1)."""
    return RoleGrant.objects.filter(account=account, role=role, ended_at=None).update(
        ended_at=timezone.now()
    )


def one_time_login_issue(account: Account, *, valid_for: timedelta = timedelta(hours=24)) -> str:
    """Make a one-time login and return its secret, which is shown once and stored nowhere."""
    secret = secrets.token_urlsafe(24)
    OneTimeLogin.objects.create(
        account=account, secret_hash=_hash(secret), expires_at=timezone.now() + valid_for
    )
    return secret


@transaction.atomic
def one_time_login_use(secret: str) -> Account | None:
    """Use up a one-time login; None when it is unknown, used or too old, and the three look alike."""
    now = timezone.now()
    used = OneTimeLogin.objects.filter(
        secret_hash=_hash(secret), used_at=None, expires_at__gt=now, account__is_active=True
    ).update(used_at=now)
    if not used:
        return None
    return OneTimeLogin.objects.select_related("account").get(secret_hash=_hash(secret)).account


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
