"""A text as plain UTF-8, with nothing in it that could steer whoever shows it."""

import re

_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a\u202b\u202d\u202e\ufeff]")


def plain_text(payload: bytes) -> str:
    """The text in `payload`: UTF-8, or UTF-16 with its mark; line ends made one kind, controls dropped.

    Bytes that are no text become U+FFFD. Signs that force a direction (and can hide what a line says) are
    dropped; those that only mark one stay, for Urdu needs them.

    >>> plain_text(b"one\\r\\ntwo\\x1b[2J\\x00")
    'one\\ntwo[2J'
    """
    wide = payload[:2] in {b"\xff\xfe", b"\xfe\xff"}
    text = payload.decode("utf-16" if wide else "utf-8", errors="replace")
    return _HIDDEN.sub("", re.sub("\r\n?|[\x85\u2028\u2029]", "\n", text))
