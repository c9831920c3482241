"""Accounts, what roles they hold, and one-time logins."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone

from misaq.web.accounts.roles import Role


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts; there is no superuser: nobody may see everything."""

    def create_account(self, username: str, password: str | None = None) -> "Account":
        """Make an account; without a password it can only be entered by a one-time login."""
        account = self.model(username=self.model.normalize_username(username))
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """Somebody who signs in. Holds a name to sign in with, never a person's real name or address."""

    username = models.CharField(max_length=64, unique=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)
    email = ""  # no e-mail address is kept: allauth asks every account for one

    objects: ClassVar[AccountManager] = AccountManager()
    USERNAME_FIELD = "username"

    def __str__(self) -> str:
        return self.username


class RoleGrant(models.Model):
    """A role given to an account; ended, never deleted, so that it can be seen who could do what when."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=16, choices=Role.choices)
    granted_at = models.DateTimeField(default=timezone.now)
    granted_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["account", "role"],
                condition=models.Q(ended_at=None),
                name="one_open_grant_per_role",
            ),
        )

    def __str__(self) -> str:
        return f"{self.account}: {self.role}"


class OneTimeLogin(models.Model):
    """A link that signs an account in once; only the hash of its secret is kept."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    secret_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.account} until {self.expires_at:%Y-%m-%d %H:%M}"
