"""Slowing down whoever sends a thousand reports, without asking anybody who they are.

Each form carries a token that works once. A browser with JavaScript works a second or two for it while somebody
types (a hash with leading zeros, as hashcash); one without sends it after a short wait. The limit on sending, counted
in this process's memory by address and never written down, is wider for those who worked.
Source: Back, Hashcash: a denial of service counter-measure, 2002.
"""

import hashlib
import secrets
import time
from dataclasses import dataclass
from typing import Literal

from django.core import signing
from django.core.cache import cache

BITS = 16
WAIT_S = 20
OLDEST_S = 6 * 3600
_SALT = "record.telling"
Verdict = Literal["fine", "worked", "wait", "old", "used"]


@dataclass(frozen=True)
class Judged:
    """What a token is worth; `seconds` to wait where it was sent too soon."""

    verdict: Verdict
    nonce: str = ""
    seconds: int = 0


def make_token() -> str:
    """A token for one form."""
    return signing.dumps([secrets.token_hex(8), int(time.time())], salt=_SALT)


def judge_token(token: str, proof: str) -> Judged:
    """Whether a form may be sent now; it is used up only by `use_token`."""
    try:
        nonce, made = signing.loads(token, salt=_SALT, max_age=OLDEST_S)
    except (signing.BadSignature, ValueError, TypeError):
        return Judged("old")
    if cache.get(_slot(nonce)):
        return Judged("used")
    if works(token, proof):
        return Judged("worked", nonce)
    left = WAIT_S - (int(time.time()) - made)
    return Judged("wait", nonce, left) if left > 0 else Judged("fine", nonce)


def use_token(nonce: str) -> bool:
    """Use a token up; False when it was used meanwhile."""
    return bool(cache.add(_slot(nonce), 1, timeout=OLDEST_S))


def works(token: str, proof: str) -> bool:
    """Whether SHA-256 of the token, a colon and the proof begins with BITS zero bits."""
    if not proof.isdecimal() or len(proof) > 12:
        return False
    digest = hashlib.sha256(f"{token}:{proof}".encode()).digest()
    return int.from_bytes(digest[:4], "big") >> (32 - BITS) == 0


def _slot(nonce: str) -> str:
    return f"record.telling.{nonce}"
