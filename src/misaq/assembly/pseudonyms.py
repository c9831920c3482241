"""Pseudonyms: an id in public that only the person can find, by a code of their own."""

import hashlib
import secrets

from misaq.foundation.errors import InputError

LETTERS = "abcdefghjkmnpqrstuvwxyz"  # easily read and said: neither i, l nor o
GROUPS, IN_GROUP = 3, 4
_TAG = b"misaq-assembly-pseudonym/1\n"


class CodeError(InputError):
    """A text is no code of a person."""

    code = "person_code_bad"


def new_code() -> str:
    """A code for one person from the system's own randomness: 12 letters in three groups, 54 bits.

    It is given to the person and kept nowhere in public.
    """
    groups = ("".join(secrets.choice(LETTERS) for _ in range(IN_GROUP)) for _ in range(GROUPS))
    return "-".join(groups)


def pseudonym(code: str) -> str:
    """The id under which a person stands in what is published: 20 hexadecimal digits.

    SHA-256 over a fixed tag and the code's twelve letters, cut to 80 bits; case, spaces and hyphens of the code do
    not matter. Whoever tries codes enough finds some: a code shows a row and must open nothing else.
    Raises CodeError when it is no code.

    >>> pseudonym("abcd-efgh-jkmn") == pseudonym("ABCD EFGH JKMN")
    True
    >>> pseudonym("abcd-efgh-jkmn")
    '17a9e484597d71bea2ee'
    """
    letters = "".join(code.replace("-", " ").split()).lower()
    if len(letters) != GROUPS * IN_GROUP or set(letters) - set(LETTERS):
        raise CodeError(text=code.strip())
    return hashlib.sha256(_TAG + letters.encode()).hexdigest()[:20]
