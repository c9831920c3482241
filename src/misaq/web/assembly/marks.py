"""Marks of what is told once and not kept: whether two people share a home, whether somebody comes twice, a key.

A mark is an HMAC under the site's secret key, which no database holds, and the panel's own secret, which is destroyed
when the list is sealed. A stolen database tells no address, however many are tried; whoever holds the whole server
before the sealing can try addresses one by one.
"""

import unicodedata

from django.utils.crypto import salted_hmac

from misaq.web.assembly.models import Panel

LENGTH = 32


def folded(text: str) -> str:
    """Letters and digits alone, so that two ways to write an address are one.

    >>> folded("House 7, Lane-3,  Talven") == folded("house 7 lane 3 talven")
    True
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    digits = "".join(str(unicodedata.digit(letter, letter)) for letter in plain)
    return "".join(letter for letter in digits if letter.isalnum())


def home_mark(panel: Panel, address: str) -> str:
    """The mark of a home, "" for an empty text."""
    return _mark(panel, "home", folded(address))


def person_mark(panel: Panel, name: str, contact: str) -> str:
    """The mark of a person by name and contact, "" where either is missing."""
    parts = folded(name), folded(contact)
    return _mark(panel, "person", "\n".join(parts)) if all(parts) else ""


def key_mark(panel: Panel, key: str) -> str:
    """The mark of a volunteer's key, 64 hexadecimal digits; it stays valid after the sealing."""
    plain = "".join(key.replace("-", " ").split()).lower()
    return salted_hmac("misaq.assembly.key", f"{panel.pk}\n{plain}", algorithm="sha256").hexdigest()


def _mark(panel: Panel, what: str, text: str) -> str:
    if not text or not panel.home_secret:
        return ""
    salt = f"misaq.assembly.{what}.{bytes(panel.home_secret).hex()}"
    return salted_hmac(salt, text, algorithm="sha256").hexdigest()[:LENGTH]
