"""The public randomness of a draw: a round of the beacon drand, dice on a stage, parties that commit and reveal.

Before the draw its *source* is named and sealed with the list: "drand:ROUND", "dice:HOW MANY", "reveal:DIGEST OF
THE COMMITMENTS". After it the *randomness* is read from what was published: "drand:ROUND:SIGNATURE",
"dice:DIGITS", "reveal:FILE". "seed:NUMBER" is for rehearsals: whoever chooses it chooses who sits.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from misaq.assembly.beacon import CHAIN, require_future, round_at, round_randomness, round_time
from misaq.assembly.reveal import combine, digest_of, read_commitments, read_reveals
from misaq.foundation.errors import InputError

SPARE_DICE = 6  # beyond those that name a ticket: then a ticket's chance is off by about 0.1 % at most, as a rule
Load = Callable[[str], Mapping[str, Any]]


class RandomnessError(InputError):
    """A text is no randomness, or no source of one."""

    code = "randomness_unreadable"


class DiceError(InputError):
    """The dice are too few, or too many to be read directly."""

    code = "dice_do_not_fit"


class SourceError(InputError):
    """The randomness is not from the source that the seal names."""

    code = "randomness_other_source"


@dataclass(frozen=True)
class Source:
    """Where the randomness of a draw will come from, as it is sealed.

    text : "drand:ROUND", "dice:HOW MANY", "reveal:DIGEST" or "seed:NUMBER".
    sealed_at : when the list was sealed, ISO 8601 with its zone; of a round of the beacon only, else "".
    """

    text: str
    sealed_at: str = ""

    @property
    def kind(self) -> str:
        """One of drand, dice, reveal, seed."""
        return self.text.partition(":")[0]

    def plain(self) -> dict[str, str]:
        """What of it is sealed."""
        return {"source": self.text, **({"sealed_at": self.sealed_at} if self.sealed_at else {})}


@dataclass(frozen=True)
class Randomness:
    """A public randomness.

    text : as it is published. source : where it comes from, as a seal names it.
    value : what is read directly or goes into the digest, with its kind before it.
    evidence : what a checker needs beside the text: time and chain of a round, what the parties revealed.
    """

    text: str
    source: str
    value: str
    evidence: Mapping[str, Any] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """One of drand, dice, reveal, seed."""
        return self.source.partition(":")[0]

    @property
    def rehearsal(self) -> bool:
        """Whether it is a seed that somebody chose, good for a rehearsal only."""
        return self.kind == "seed"

    def index(self, total: int) -> int | None:
        """The ticket that dice name directly, 0 <= ticket < total; None when a digest is to be read.

        Raises DiceError when the dice thrown do not fit the number of tickets.

        >>> read_randomness("dice:047").index(1000)
        47
        """
        if self.kind != "dice":
            return None
        digits = self.value.partition(":")[2]
        require_dice(len(digits), total)
        return int(digits) if 10 ** len(digits) == total else None


def require_dice(thrown: int, total: int) -> None:
    """Refuse a number of dice that cannot name one of `total` tickets, each as likely as any other.

    Raises DiceError.
    """
    exact = len(str(total - 1))
    direct = 10**exact == total
    spare = len(str(total)) + SPARE_DICE
    if not (direct and thrown == exact) and thrown < spare:
        raise DiceError(thrown=thrown, total=total, needed=exact if direct else spare)


def read_source(
    text: str, *, sealed_at: datetime | None = None, load: Load | None = None
) -> Source:
    """Read the source that is named before the draw.

    text : "drand:ROUND" or "drand:TIME" (ISO 8601 with its zone: the first round from then on), "dice:HOW MANY",
        "reveal:FILE" of commitments or "reveal:DIGEST" of them, "seed:NUMBER".
    sealed_at : when the list is sealed, with its zone; a round must come after it, and cannot be named without it.
    load : reads the JSON document of a file that is named.
    Raises RandomnessError, RoundPastError, FaultsError of the commitments.

    >>> read_source("dice:3").text
    'dice:3'
    """
    kind, _, rest = text.strip().partition(":")
    rest = rest.strip()
    if kind == "drand" and sealed_at is not None:
        number = int(rest) if _number(rest) else _round_from(rest, text)
        require_future(number, sealed_at)
        return Source(f"drand:{number}", sealed_at.isoformat())
    if kind == "dice" and _number(rest) and int(rest) <= 99:
        return Source(f"dice:{int(rest)}")
    if kind == "seed" and _seed(rest):
        return Source(f"seed:{int(rest)}")
    if kind == "reveal" and re.fullmatch("[0-9a-f]{64}", rest):
        return Source(f"reveal:{rest}")
    if kind == "reveal" and rest and load is not None:
        return Source(f"reveal:{digest_of(read_commitments(load(rest), rest))}")
    raise RandomnessError(text=text.strip())


def read_randomness(text: str, *, load: Load | None = None) -> Randomness:
    """Read a public randomness as it was published; a round's signature is checked, and what parties revealed.

    text : "drand:ROUND:SIGNATURE", "dice:DIGITS" (from left to right; spaces between them do not count),
        "reveal:FILE", "seed:NUMBER".
    load : reads the JSON document of a file that is named.
    Raises RandomnessError, BeaconSignatureError, FaultsError that names each party that stops the draw.

    >>> read_randomness("dice:4 7 1").value
    'dice:471'
    """
    kind, _, rest = text.strip().partition(":")
    rest = rest.strip()
    if kind == "drand":
        number, _, signature = rest.partition(":")
        if _number(number) and re.fullmatch("[0-9a-f]{96}", signature.lower()):
            return _from_beacon(int(number), signature.lower())
    digits = "".join(rest.split())
    if kind == "dice" and digits.isascii() and digits.isdecimal() and len(digits) <= 99:
        return Randomness(f"dice:{digits}", f"dice:{len(digits)}", f"dice:{digits}")
    if kind == "seed" and _seed(rest):
        return Randomness(f"seed:{int(rest)}", f"seed:{int(rest)}", f"seed:{int(rest)}")
    if kind == "reveal" and rest and load is not None:
        return revealed(load(rest), rest)
    raise RandomnessError(text=text.strip())


def revealed(document: Mapping[str, Any], file: str = "") -> Randomness:
    """The randomness that parties made together, from their commitments and what they revealed.

    Raises FaultsError that names each party that stops the draw.
    """
    commitments, reveals = read_reveals(document, file)
    value = combine(reveals)
    rows = [{"party": r.party, "nonce": r.nonce, "value": r.value} for r in reveals]
    return Randomness(
        f"reveal:{value}",
        f"reveal:{digest_of(commitments)}",
        f"reveal:{value}",
        {"commitments": commitments, "reveals": rows},
    )


def randomness_again(drawn: Mapping[str, Any]) -> Randomness:
    """Read the randomness of a published draw again, from nothing but the draw.

    Raises what `read_randomness` raises.
    """
    evidence = drawn.get("evidence")
    return read_randomness(
        str(drawn.get("randomness", "")),
        load=lambda _: evidence if isinstance(evidence, Mapping) else {},
    )


def require_source(randomness: Randomness, named: str) -> None:
    """Refuse a randomness from another source than the sealed one; "": none was named.

    Raises SourceError.
    """
    if named and randomness.source != named:
        raise SourceError(named=named, given=randomness.source)


def _from_beacon(number: int, signature: str) -> Randomness:
    value = round_randomness(number, signature)
    return Randomness(
        f"drand:{number}:{signature}",
        f"drand:{number}",
        f"drand:{number}:{value}",
        {"chain": CHAIN, "time": round_time(number).isoformat()},
    )


def _round_from(rest: str, text: str) -> int:
    try:
        moment = datetime.fromisoformat(rest)
    except ValueError:
        raise RandomnessError(text=text.strip()) from None
    if moment.tzinfo is None:
        raise RandomnessError(text=text.strip())
    return round_at(moment)


def _number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and text[0] != "0" and len(text) <= 10


def _seed(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 18
