"""The draw: what was sealed before, a public randomness named after, and one ticket that follows from both."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from misaq.assembly.randomness import Randomness, require_source
from misaq.assembly.tickets import Tickets

DIGESTS = 2**256  # how many digests there are


@dataclass(frozen=True)
class Draw:
    """One draw.

    commitment : the seal, published before the randomness was known.
    randomness : as it was published. source : where it comes from, in the form in which a seal names it.
    rehearsal : whether it is a seed that somebody chose.
    value : what is read directly or goes into the digest.
    method : "direct" when dice name the ticket, else "digest".
    counter : how many digests were passed over because they would have favoured some tickets.
    digest : SHA-256 of commitment, value and counter, 64 hexadecimal digits; "" when dice name the ticket.
    ticket : the ticket drawn, 0 <= ticket < total.
    panel : place of its panel in the sealed list.
    people : the ids on it.
    evidence : what else a checker needs of the randomness.
    """

    commitment: str
    randomness: str
    source: str
    rehearsal: bool
    value: str
    method: str
    counter: int
    digest: str
    ticket: int
    panel: int
    people: tuple[str, ...]
    evidence: Mapping[str, Any] = field(default_factory=dict)


def ticket_from(commitment: str, value: str, total: int) -> tuple[int, str, int]:
    """The ticket that follows from a seal and the value of a randomness, with its digest and counter.

    The digest of "<commitment>\\n<value>\\n<counter>" (UTF-8), counter 0, 1, ..., is read as a whole
    number; the first one below the largest multiple of `total` counts, and the ticket is its remainder.
    So every ticket is equally likely.

    >>> ticket_from("00", "seed:1", 1000)[2]
    0
    """
    limit = DIGESTS - DIGESTS % total
    counter = 0
    while True:
        digest = hashlib.sha256(f"{commitment}\n{value}\n{counter}".encode()).hexdigest()
        number = int(digest, 16)
        if number < limit:
            return number % total, digest, counter
        counter += 1


def draw_panel(
    tickets: Tickets, commitment: str, randomness: Randomness, *, source: str = ""
) -> Draw:
    """Draw one ticket and read who is on it.

    source : the source that the seal names; "" when it names none.
    Raises SourceError when the randomness is from another, DiceError when the dice do not fit.
    """
    require_source(randomness, source)
    named = randomness.index(tickets.total)
    if named is None:
        ticket, digest, counter = ticket_from(commitment, randomness.value, tickets.total)
    else:
        ticket, digest, counter = named, "", 0
    return Draw(
        commitment,
        randomness.text,
        randomness.source,
        randomness.rehearsal,
        randomness.value,
        "digest" if named is None else "direct",
        counter,
        digest,
        ticket,
        tickets.panel_of(ticket),
        tickets.people_of(ticket),
        randomness.evidence,
    )
