"""A draw as a story in six steps, made from its documents: of a run, or of a list that was sealed on this site."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from misaq.assembly import round_time

STEPS = (1, 2, 3, 4, 5, 6)
GROUP = 4  # letters of a seal that are read out together
Row = dict[str, Any]


@dataclass(frozen=True)
class Told:
    """What a story is made from.

    lottery : its figures. seal : the commitment. source, sealed_at : as the seal names them, "" when it does not.
    tickets : of each panel. drawn : the draw, {} before it. rows : the panel by quota, name and seats.
    parties : names of those who committed.
    """

    lottery: Mapping[str, Any]
    seal: str
    source: str
    sealed_at: str
    tickets: Sequence[int]
    drawn: Mapping[str, Any]
    rows: Sequence[Row] = ()
    parties: Sequence[str] = field(default_factory=tuple)


def story_of(told: Told) -> Row:
    """Everything that the six steps show."""
    drawn, kind = told.drawn, (told.drawn.get("source") or told.source).partition(":")[0]
    total = int(told.lottery["n_tickets"])
    return {
        "n_people": told.lottery["n_people"],
        "size": told.lottery["size"],
        "n_panels": told.lottery["n_panels"],
        "n_tickets": total,
        "uniform": told.lottery.get("lottery") == "uniform",
        "seal": groups(told.seal),
        "kind": kind,
        "named": bool(told.source),
        "sealed_at": told.sealed_at,
        "rehearsal": kind == "seed",
        **_source(kind, told.source or str(drawn.get("source", "")), told.parties),
        "drawn": bool(drawn),
        **(_drawing(told, kind, total) if drawn else {}),
        "rows": list(told.rows),
    }


def groups(text: str, size: int = GROUP) -> list[str]:
    """A text in groups that can be read out.

    >>> groups("9f3c71d20b")
    ['9f3c', '71d2', '0b']
    """
    return [text[i : i + size] for i in range(0, len(text), size)]


def thousands(number: int) -> str:
    """A long number in groups of three digits, which may wrap.

    >>> thousands(1234567)
    '1 234 567'
    """
    return f"{number:,}".replace(",", " ")


def _source(kind: str, source: str, parties: Sequence[str]) -> Row:
    rest = source.partition(":")[2]
    if kind == "drand":
        return {"round": rest, "round_time": round_time(int(rest)).isoformat()}
    if kind == "dice":
        return {"n_dice": int(rest)}
    return {"parties": list(parties), "seed": rest if kind == "seed" else ""}


def _drawing(told: Told, kind: str, total: int) -> Row:
    """How the ticket follows, as arithmetic."""
    drawn = told.drawn
    first = sum(told.tickets[: drawn["panel"]])
    shown: Row = {
        "dice": list(drawn["value"].partition(":")[2]) if kind == "dice" else [],
        "signature": groups(drawn["randomness"].rpartition(":")[2]) if kind == "drand" else [],
        "value": drawn["value"],
        "value_groups": groups(drawn["value"].rpartition(":")[2]),
        "reveals": [
            {"party": row["party"], "value": groups(row["value"])}
            for row in (drawn.get("evidence") or {}).get("reveals", ())
        ],
        "direct": drawn["method"] == "direct",
        "counter": drawn["counter"],
        "ticket": drawn["ticket"],
        "panel": drawn["panel"],
        "first": first,
        "last": first + told.tickets[drawn["panel"]] - 1,
    }
    if drawn["digest"]:
        number = int(drawn["digest"], 16)
        shown |= {
            "digest": groups(drawn["digest"]),
            "number": thousands(number),
            "quotient": thousands(number // total),
            "total": thousands(total),
            "remainder": thousands(number % total),
        }
    return shown
