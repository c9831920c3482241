"""How allauth behaves here: accounts are given, never taken; secrets of second factors are stored encrypted."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from nacl.encoding import Base64Encoder
from nacl.secret import SecretBox
from nacl.utils import random as random_bytes


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Nobody signs up by themselves; the secretariat opens accounts."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """A stolen database gives no second factor away: its key lies beside it, not in it."""

    def encrypt(self, text: str) -> str:
        """Seal a secret for the database."""
        sealed = _box().encrypt(text.encode(), random_bytes(SecretBox.NONCE_SIZE), Base64Encoder)
        return bytes(sealed).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a secret from the database."""
        return _box().decrypt(encrypted_text.encode(), encoder=Base64Encoder).decode()


def _box() -> SecretBox:
    return SecretBox(settings.SECOND_FACTOR_KEY)
