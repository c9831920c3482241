"""The draw: what was sealed before, a public randomness named after, and one ticket that follows from both."""

import hashlib
from dataclasses import dataclass

from misaq.assembly.tickets import Tickets


@dataclass(frozen=True)
class Draw:
    """One draw.

    commitment : the seal, published before the randomness was known.
    randomness : as it was published.
    counter : how many digests were passed over because they would have favoured some tickets.
    digest : SHA-256 of commitment, randomness and counter, 64 hexadecimal digits.
    ticket : the ticket drawn, 0 <= ticket < total.
    panel : place of its panel in the sealed list.
    people : the ids on it.
    """

    commitment: str
    randomness: str
    counter: int
    digest: str
    ticket: int
    panel: int
    people: tuple[str, ...]


def ticket_from(commitment: str, randomness: str, total: int) -> tuple[int, str, int]:
    """The ticket that follows from a seal and a randomness, with its digest and counter.

    The digest of "<commitment>\\n<randomness>\\n<counter>" (UTF-8), counter 0, 1, ..., is read as a whole
    number; the first one below the largest multiple of `total` counts, and the ticket is its remainder.
    So every ticket is equally likely.

    >>> ticket_from("00", "dice 4 7 1", 1000)[2]
    0
    """
    limit = 2**256 - 2**256 % total
    counter = 0
    while True:
        digest = hashlib.sha256(f"{commitment}\n{randomness}\n{counter}".encode()).hexdigest()
        number = int(digest, 16)
        if number < limit:
            return number % total, digest, counter
        counter += 1


def draw_panel(tickets: Tickets, commitment: str, randomness: str) -> Draw:
    """Draw one ticket and read who is on it.

    randomness : as published; spaces at its ends and runs of spaces do not count.
    """
    spoken = " ".join(randomness.split())
    ticket, digest, counter = ticket_from(commitment, spoken, tickets.total)
    panel, people = tickets.panel_of(ticket), tickets.people_of(ticket)
    return Draw(commitment, spoken, counter, digest, ticket, panel, people)
