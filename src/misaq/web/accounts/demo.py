"""One account per role for the demonstration; never for a real process."""

from collections.abc import Iterator

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.utils import is_mfa_enabled

from misaq.web.accounts.models import Account, OneTimeLogin
from misaq.web.accounts.roles import STAFF, Role
from misaq.web.accounts.services import account_open, one_time_login_issue


def demo_logins() -> Iterator[tuple[str, str, str]]:
    """For each role: its name, the secret of a fresh one-time login, and a recovery code for staff.

    Links given out before stop working.
    """
    for role in Role:
        yield str(role), *demo_login(demo_account(str(role), role), role)


def demo_account(name: str, role: Role) -> Account:
    """The account `demo-<name>`, opened with its role when it is not there yet."""
    account = Account.objects.filter(username=f"demo-{name}").first()
    return account or account_open(f"demo-{name}", (role,))


def demo_login(account: Account, role: Role) -> tuple[str, str]:
    """A fresh one-time login for an account, and a recovery code for staff."""
    OneTimeLogin.objects.filter(account=account, used_at=None).delete()
    code = _recovery_code(account) if role in STAFF else ""
    return one_time_login_issue(account), code


def _recovery_code(account: Account) -> str:
    if not is_mfa_enabled(account):
        TOTP.activate(account, generate_totp_secret())
        RecoveryCodes.activate(account)
    codes = RecoveryCodes.activate(account)
    unused: list[str] = codes.get_unused_codes()
    if not unused:
        codes.instance.delete()
        unused = RecoveryCodes.activate(account).get_unused_codes()
    return unused[0]
