"""The log of replacements: who left, who came and why, by pseudonym, each entry chained to the one before."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from misaq.foundation.canonical import canonical_json, sha256_hex
from misaq.foundation.errors import TamperError

FIRST = "0" * 64
REASONS = ("declined", "unreachable", "left", "excluded", "other")


class LogBrokenError(TamperError):
    """An entry of the log was changed, taken out or put in."""

    code = "redraw_log_broken"


@dataclass(frozen=True)
class Entry:
    """One replacement.

    number : from 1 on.
    left : (pseudonym, reason) of each who left, sorted; a reason is one of REASONS.
    came : pseudonyms of those who came for them, sorted.
    from_pool : those of `came` who were no alternates.
    loss : seats by which the quotas are missed afterwards.
    randomness : the public seed or source that chose among equals.
    day : ISO date, as it is told.
    previous : digest of the entry before; zeros for the first.
    digest : SHA-256 of the canonical JSON of all the above.
    """

    number: int
    left: tuple[tuple[str, str], ...]
    came: tuple[str, ...]
    from_pool: tuple[str, ...]
    loss: int
    randomness: str
    day: str
    previous: str
    digest: str


def add_entry(
    log: Sequence[Entry],
    left: Sequence[tuple[str, str]],
    came: Sequence[str],
    *,
    from_pool: Sequence[str] = (),
    loss: int = 0,
    randomness: str = "",
    day: str = "",
) -> tuple[Entry, ...]:
    """The log with one entry more; what stands there is not touched.

    Raises LogBrokenError when the log does not hold, ValueError for an unknown reason.

    >>> log = add_entry((), [("5f1c", "declined")], ["09ab"], day="2031-05-20")
    >>> [len(log), log[0].previous == FIRST, check_log(log)]
    [1, True, None]
    """
    broken = check_log(log)
    if broken is not None:
        raise LogBrokenError(what=f"redraw log, entry {broken}", entry=broken)
    for _, reason in left:
        if reason not in REASONS:
            raise ValueError(f"no such reason: {reason}")
    values = {
        "number": len(log) + 1,
        "left": tuple(sorted((person, reason) for person, reason in left)),
        "came": tuple(sorted(came)),
        "from_pool": tuple(sorted(from_pool)),
        "loss": loss,
        "randomness": randomness,
        "day": day,
        "previous": log[-1].digest if log else FIRST,
    }
    return (*log, Entry(**values, digest=_digest(values)))  # type: ignore[arg-type]


def check_log(log: Sequence[Entry]) -> int | None:
    """The number of the first entry that does not hold; None when all do.

    The last entries can be cut off unseen: whoever publishes the log publishes its last digest elsewhere too.
    """
    previous = FIRST
    for place, entry in enumerate(log):
        values = asdict(entry)
        del values["digest"]
        if (entry.number, entry.previous, entry.digest) != (place + 1, previous, _digest(values)):
            return place + 1
        previous = entry.digest
    return None


def publish_log(log: Sequence[Entry]) -> list[dict[str, Any]]:
    """The log as plain values."""
    return [
        {
            **asdict(entry),
            "left": [list(pair) for pair in entry.left],
            "came": list(entry.came),
            "from_pool": list(entry.from_pool),
        }
        for entry in log
    ]


def read_log(plain: Sequence[dict[str, Any]]) -> tuple[Entry, ...]:
    """A published log.

    Raises LogBrokenError when it is none, or does not hold.
    """
    try:
        log = tuple(
            Entry(
                int(row["number"]),
                tuple((str(who), str(why)) for who, why in row["left"]),
                tuple(map(str, row["came"])),
                tuple(map(str, row["from_pool"])),
                int(row["loss"]),
                str(row["randomness"]),
                str(row["day"]),
                str(row["previous"]),
                str(row["digest"]),
            )
            for row in plain
        )
    except (KeyError, TypeError, ValueError):
        raise LogBrokenError(what="redraw log", entry=0) from None
    broken = check_log(log)
    if broken is not None:
        raise LogBrokenError(what=f"redraw log, entry {broken}", entry=broken)
    return log


def _digest(values: dict[str, Any]) -> str:
    return sha256_hex(canonical_json(values))
