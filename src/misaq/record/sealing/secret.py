"""Bytes that must not be seen: hidden in representations, not to be pickled, compared in constant time."""

import hmac
from typing import NoReturn


class Secret:
    """A key, a share or a sealed text; only `reveal` shows it.

    Python cannot wipe memory: what was revealed may stay in it until the process ends.

    >>> Secret(b"the name of a witness")
    Secret(hidden)
    """

    __slots__ = ("_value",)

    def __init__(self, value: bytes) -> None:
        self._value = bytes(value)

    def reveal(self) -> bytes:
        """The bytes themselves."""
        return self._value

    def __repr__(self) -> str:
        return "Secret(hidden)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and hmac.compare_digest(self._value, other._value)

    __hash__ = None  # type: ignore[assignment]  # a hash would be a hint

    def __reduce__(self) -> NoReturn:
        """Refuse to be written into a cache, a queue or another process."""
        raise TypeError("a secret is not pickled")
