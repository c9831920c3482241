"""`misaq manage account NAME --role ROLE`: open an account, give it roles, end them, make a one-time link."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from misaq.web.accounts.models import Account
from misaq.web.accounts.roles import Role
from misaq.web.accounts.services import (
    account_open,
    one_time_login_issue,
    role_end,
    role_grant,
)


class Command(BaseCommand):
    """How a site gets its first secretariat, and how somebody who lost their way in gets back."""

    help = (
        "Open an account (or find it), give it roles, and print a one-time link that signs it in. "
        "Use a name to sign in with, never a person's real name. "
        "Example: misaq manage --site my-site account desk-1 --role secretariat"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Name, roles to give, roles to end, where the site is reached."""
        parser.add_argument("name")
        parser.add_argument("--role", action="append", choices=list(Role.values), default=[])
        parser.add_argument("--end-role", action="append", choices=list(Role.values), default=[])
        parser.add_argument(
            "--address", default="http://127.0.0.1:8000", help="Where the site is reached."
        )

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and print the link: it is shown once and stored nowhere."""
        account = Account.objects.filter(username=options["name"]).first()
        if account is None:
            account = account_open(options["name"], ())
        for role in options["role"]:
            role_grant(account, Role(role))
        for role in options["end_role"]:
            role_end(account, Role(role))
        secret = one_time_login_issue(account)
        self.stdout.write(f"{options['address'].rstrip('/')}/en/accounts/once/{secret}/")
