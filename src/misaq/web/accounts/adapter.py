"""How allauth behaves here: accounts are given, never taken; secrets of second factors are stored encrypted."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from nacl.encoding import Base64Encoder
from nacl.secret import SecretBox
from nacl.utils import random as random_bytes

from misaq.web.accounts.access import roles_of
from misaq.web.accounts.roles import Role

_WAIT = _("Too many tries. Wait five minutes, then try again.")
_NO_CODE = _("This code does not fit. Wait for the next one and type it without spaces.")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Nobody signs up by themselves; the secretariat opens accounts."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _(
            "The name or the password is not right. Check both and try again."
        ),
        "incorrect_password": _("This password is not right. Check it and try again."),
        "enter_current_password": _("This is not the password you have now."),
        "too_many_login_attempts": _WAIT,
        "rate_limited": _WAIT,
        "incorrect_code": _NO_CODE,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        """Never: every answer is a page, so that no form is read or filled through another door."""
        return False

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """The first public page, in the language that was read."""
        return f"/{get_language() or 'en'}/"

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """To the desk; whoever only follows a case goes straight to it."""
        if roles_of(request.user) == {Role.FAMILY}:
            return reverse("record_my_cases")
        return reverse("desk")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the desk."""
        return reverse("desk")

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """No address of anybody is kept, so there is nobody to write to."""


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """A stolen database gives no second factor away: its key lies beside it, not in it."""

    error_messages = DefaultMFAAdapter.error_messages | {"incorrect_code": _NO_CODE}

    def encrypt(self, text: str) -> str:
        """Seal a secret for the database."""
        sealed = _box().encrypt(text.encode(), random_bytes(SecretBox.NONCE_SIZE), Base64Encoder)
        return bytes(sealed).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a secret from the database."""
        return _box().decrypt(encrypted_text.encode(), encoder=Base64Encoder).decode()


def _box() -> SecretBox:
    return SecretBox(settings.SECOND_FACTOR_KEY)
