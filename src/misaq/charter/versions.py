"""The dated texts a history is made of, in their order."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from misaq.charter.errors import NoVersionError, TwiceNumberedError
from misaq.foundation.canonical import sha256_hex


@dataclass(frozen=True)
class Version:
    """One text of a constitution as it stood after one act.

    n : its number; versions fold in this order. By custom 0 is the first text and n the nth amendment.
    date : day it took effect (ISO, may be a year or a month); None when unknown.
    files : path to text; a constitution in one piece has one file.
    """

    n: int
    title: str
    date: str | None
    files: Mapping[str, str]
    message: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Dating:
    """The day from which a version counts, and how we know it.

    date : the version's own, or the one before when its own is missing or runs backwards; "" before any date.
    inherited : "" its own; "missing" or "backwards" when it is that of the version before.
    """

    date: str
    inherited: str = ""


def order_versions(versions: Iterable[Version]) -> tuple[Version, ...]:
    """Put versions in the order in which they fold: by number.

    Raises TwiceNumberedError when two have the same number, NoVersionError when there is none.
    """
    ordered = tuple(sorted(versions, key=lambda v: v.n))
    if not ordered:
        raise NoVersionError
    for before, after in pairwise(ordered):
        if before.n == after.n:
            raise TwiceNumberedError(n=after.n)
    return ordered


def date_versions(versions: Sequence[Version]) -> tuple[Dating, ...]:
    """Give each version the day from which it counts; a missing or backward date inherits the one before.

    >>> texts = [Version(0, "", "1950", {}), Version(1, "", None, {}), Version(2, "", "1949-05", {})]
    >>> [(d.date, d.inherited) for d in date_versions(texts)]
    [('1950', ''), ('1950', 'missing'), ('1950', 'backwards')]
    """
    datings: list[Dating] = []
    last = ""
    for version in versions:
        own = version.date or ""
        # compared at the precision both have: 1950 does not run backwards from 1950-05
        shared = min(len(own), len(last))
        if not own:
            datings.append(Dating(last, "missing"))
        elif own[:shared] < last[:shared]:
            datings.append(Dating(last, "backwards"))
        else:
            last = own
            datings.append(Dating(own))
    return tuple(datings)


def join_files(files: Mapping[str, str]) -> str:
    """The text of all files as one: files in the order of their paths, empty ones left out, a newline between.

    >>> join_files({"b.txt": "two", "a.txt": "one", "c.txt": ""})
    'one\\ntwo'
    """
    return "\n".join(files[path] for path in sorted(files) if files[path])


def digest_files(files: Mapping[str, str]) -> str:
    """SHA-256 of `join_files`, by which a rebuilt version is compared with the published one."""
    return f"sha256:{sha256_hex(join_files(files).encode())}"
