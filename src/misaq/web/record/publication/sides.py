"""Two sides: what becomes public needs two people whose organisations stand on sides that have nothing in common."""

from collections.abc import Iterable

from misaq.web.accounts.access import Person
from misaq.web.record.access import organisations_of


def sides_of(person: Person) -> list[str]:
    """The sides of the organisations somebody works for, in order."""
    return sorted({one.side for one in organisations_of(person) if one.side})


def is_other_side(person: Person, sides: Iterable[str]) -> bool:
    """Whether somebody stands on a side, and on none of these. Where either side is not known: no."""
    own, others = set(sides_of(person)), set(sides)
    return bool(own and others) and not own & others
