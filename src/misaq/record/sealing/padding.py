"""Padding: a sealed text tells only the class of its length, 1, 4 or 16 KiB or a multiple of 16 KiB.

Eight bytes of length, the text, zeros up to the next step. The padding lies inside the authenticated
encryption, so that nobody can learn anything from whether it is right.
"""

from collections.abc import Sequence

from misaq.record.sealing.errors import SealingFormError, SealTooLargeError

KIB = 1024
SEAL_STEPS = (1 * KIB, 4 * KIB, 16 * KIB)
FIELD_STEPS = (64, 256, 1 * KIB)
LENGTH_FIELD = 8


def padded_length(length: int, steps: Sequence[int] = SEAL_STEPS) -> int:
    """The length a text of `length` bytes has when it is padded, in bytes.

    steps : ascending; beyond the last one, its multiples.

    >>> [padded_length(n) for n in (0, 1016, 1017, 4088, 4089, 16376, 16377)]
    [1024, 1024, 4096, 4096, 16384, 16384, 32768]
    """
    needed = length + LENGTH_FIELD
    for step in steps:
        if needed <= step:
            return step
    return -(-needed // steps[-1]) * steps[-1]


def pad(text: bytes, steps: Sequence[int] = SEAL_STEPS, *, limit: int = 16 * KIB * KIB) -> bytes:
    """`text` brought to a padded length. Raises SealTooLargeError beyond `limit` bytes."""
    if len(text) > limit:
        raise SealTooLargeError(limit=limit // KIB)
    whole = len(text).to_bytes(LENGTH_FIELD, "big") + text
    return whole.ljust(padded_length(len(text), steps), b"\0")


def unpad(padded: bytes) -> bytes:
    """The text in `padded`. Raises SealingFormError when its length cannot be.

    >>> unpad(pad(b"a name"))
    b'a name'
    """
    length = int.from_bytes(padded[:LENGTH_FIELD], "big")
    if len(padded) < LENGTH_FIELD or length > len(padded) - LENGTH_FIELD:
        raise SealingFormError(what="padding")
    return padded[LENGTH_FIELD : LENGTH_FIELD + length]
