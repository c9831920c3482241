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
        account = Account.objects.filter(username=f"demo-{role}").first()
        if account is None:
            account = account_open(f"demo-{role}", (role,))
        OneTimeLogin.objects.filter(account=account, used_at=None).delete()
        code = _recovery_code(account) if role in STAFF else ""
        yield str(role), one_time_login_issue(account), code


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
